//! What the library promises as WebAssembly: the same numbers to the last bit as natively. `parity` holds the same
//! digests for the native build. `tests/web.rs` runs this in a browser, `tests/node.rs` in Node.

use crate::{digest, tree_digest};
use leadscore::lanes::Inline;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn county_is_the_same() {
    assert_eq!(digest::county(), digest::COUNTY);
}

#[wasm_bindgen_test]
fn scores_and_deals_are_the_same() {
    assert_eq!(digest::scores(), digest::SCORES);
}

#[wasm_bindgen_test]
fn export_is_the_same() {
    assert_eq!(digest::export(), digest::EXPORT);
}

#[wasm_bindgen_test]
fn features_of_houses_are_the_same() {
    assert_eq!(digest::features(), digest::FEATURES);
}

#[wasm_bindgen_test]
fn trees_are_the_same() {
    assert_eq!(tree_digest::trees(&Inline), tree_digest::TREES);
}
