//! Leadscore.
pub mod deal;
pub mod demo;
pub mod lanes;
pub mod layout;
pub mod lead;
pub mod plot;
pub mod problem;
pub mod score;
pub mod session;
pub mod table;
#[cfg(feature = "worker")]
pub mod web;
pub mod wire;
