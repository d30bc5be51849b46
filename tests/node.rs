//! What the library promises, in Node.
#![cfg(target_arch = "wasm32")]

#[path = "it/digest.rs"]
mod digest;
#[path = "it/everywhere.rs"]
mod everywhere;
#[path = "it/tree_digest.rs"]
mod tree_digest;
