//! One library, many shells: the digests that `everywhere` holds in a browser and in Node hold natively too, on any
//! number of threads.

use crate::{
    digest,
    model_digests::{MODELS, models},
    tree_digest::{Sample, TREES, trees},
    tree_support::{Backwards, Threads},
};
use leadscore::{
    lanes::{Inline, Lanes},
    tree::{BoostParams, Labels, unwatched},
};

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

#[test]
fn features_of_houses_are_pinned() {
    assert_eq!(digest::features(), digest::FEATURES);
}

#[test]
fn trees_are_pinned() {
    assert_eq!(trees(&Inline), TREES);
}

#[test]
fn trees_do_not_depend_on_threads_or_on_the_order_of_the_work() {
    let lanes: [&dyn Lanes; 3] = [&Threads(2), &Threads(5), &Backwards];
    for lanes in lanes {
        assert_eq!(trees(lanes), TREES);
    }
}

#[test]
fn models_are_pinned_and_do_not_depend_on_threads() {
    let lanes: [&dyn Lanes; 2] = [&Inline, &Threads(2)];
    for lanes in lanes {
        assert_eq!(models(400, lanes), MODELS);
    }
}

#[test]
fn boosting_without_sampling_does_not_depend_on_the_order_of_the_rows() {
    let sample = Sample::new();
    let boosting = BoostParams { n_estimators: 20, ..BoostParams::default() }.check().expect("sound parameters");
    let digest_of_order = |rows: &[u32]| {
        let target: Vec<f64> = rows.iter().map(|row| sample.price[*row as usize]).collect();
        let fitted = boosting.fit(&sample.matrix.take(rows), &Labels::new(&target), &Inline, &mut unwatched);
        fitted.expect("sound labels").expect("nobody stopped it").ensemble.digest()
    };
    let rows: Vec<u32> = (0..sample.price.len() as u32).collect();
    let backwards: Vec<u32> = rows.iter().rev().copied().collect();
    // Every row once: 1009 and the number of rows have no common divisor.
    let scattered: Vec<u32> = rows.iter().map(|row| row * 1009 % rows.len() as u32).collect();
    let digest = digest_of_order(&rows);
    assert_eq!(digest_of_order(&backwards), digest);
    assert_eq!(digest_of_order(&scattered), digest);
}
