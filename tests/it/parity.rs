//! One library, two shells: the digests that `tests/web.rs` holds in a browser hold natively too.

use crate::digest;

#[test]
fn county_is_pinned() {
    assert_eq!(digest::county(), digest::COUNTY);
}

#[test]
fn scores_and_deals_are_pinned() {
    assert_eq!(digest::scores(), digest::SCORES);
}

#[test]
fn export_is_pinned() {
    assert_eq!(digest::export(), digest::EXPORT);
}
