//! What the library promises, in a browser: the same numbers to the last bit as natively. `tests/it` pins the same
//! digests for the native build.
#![cfg(target_arch = "wasm32")]

#[path = "it/digest.rs"]
mod digest;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn county_is_the_same_in_the_browser() {
    assert_eq!(digest::county(), digest::COUNTY);
}

#[wasm_bindgen_test]
fn scores_and_deals_are_the_same_in_the_browser() {
    assert_eq!(digest::scores(), digest::SCORES);
}

#[wasm_bindgen_test]
fn export_is_the_same_in_the_browser() {
    assert_eq!(digest::export(), digest::EXPORT);
}
