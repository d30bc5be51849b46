//! What the library promises, from outside.

mod address;
mod demo;
mod geography;
mod golden;
mod parcel_id;
mod support;
