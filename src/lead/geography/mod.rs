//! Where things are.
//!
//! In: coordinates of properties and of code violations, in degrees or in Florida's state plane. Out: degrees of WGS84
//! ([`state_plane`]), miles between two places ([`distance`]), and what happened within a radius of a place
//! ([`nearby`]).
//!
//! It reads no file, decides no column and rounds nothing. A missing coordinate does not come here: the caller leaves
//! the row out.

mod chord;
pub mod distance;
mod grid;
pub mod nearby;
pub mod state_plane;

pub use distance::haversine_miles;
pub use nearby::{Nearby, NearbyIndex, ViolationPoint};

/// A place on WGS84, in degrees, east and north positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LonLat {
    pub longitude: f64,
    pub latitude: f64,
}

impl LonLat {
    pub fn new(longitude: f64, latitude: f64) -> Self {
        Self { longitude, latitude }
    }
}
