//! What the library promises, in a browser.
#![cfg(target_arch = "wasm32")]

#[path = "it/digest.rs"]
mod digest;
#[path = "it/everywhere.rs"]
mod everywhere;
#[path = "it/tree_digest.rs"]
mod tree_digest;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
