//! What the library promises, from outside.

mod address;
mod bad_input;
mod binary;
mod cases;
mod cli;
mod demo;
mod digest;
mod geography;
mod golden;
mod golden_cli;
mod import;
mod messy;
mod parcel_id;
mod parity;
mod support;
mod tidy;
