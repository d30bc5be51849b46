//! What the library promises, from outside.

mod address;
mod artifact;
mod bad_input;
mod binary;
mod cases;
mod cli;
mod cv;
mod demo;
mod digest;
mod geography;
mod golden;
mod golden_cli;
mod import;
mod interchange;
mod messy;
mod parcel_id;
mod parity;
mod predict;
mod support;
mod tidy;
mod tree_digest;
mod tree_edges;
mod tree_laws;
mod tree_peers;
mod tree_support;
