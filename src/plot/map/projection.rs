//! Degrees to feet on a flat map, and back.
//!
//! Mercator around a centre: angles are true everywhere, so that a block of houses has the shape it has in the street,
//! and lengths are true on the centre's latitude; [`Projection::stretch`] says by how much they are off elsewhere. Any
//! two such maps differ by a shift and one scale, so that what was projected around one centre is drawn around another
//! without touching its points.

use serde::{Deserialize, Serialize};

pub const FEET_PER_MILE: f64 = 5_280.0;

/// Radius of WGS84's equator, feet of 0.3048 m.
const EARTH_FEET: f64 = 6_378_137.0 / 0.304_8;

/// Beyond this latitude, degrees, Mercator runs away.
const MOST_LATITUDE: f64 = 85.0;

/// The map around a centre, degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Projection {
    pub longitude: f64,
    pub latitude: f64,
}

/// `x · scale + dx`, `y · scale + dy`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    pub scale: f64,
    pub dx: f64,
    pub dy: f64,
}

impl Affine {
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (x * self.scale + self.dx, y * self.scale + self.dy)
    }

    pub fn back(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.dx) / self.scale, (y - self.dy) / self.scale)
    }
}

impl Projection {
    pub fn new(longitude: f64, latitude: f64) -> Self {
        Self { longitude, latitude }
    }

    /// Feet east and north of the centre.
    pub fn feet(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let feet = self.feet_per_radian();
        let x = (longitude - self.longitude).to_radians() * feet;
        let y = (mercator(latitude) - mercator(self.latitude)) * feet;
        (x, y)
    }

    /// Longitude and latitude of a place of the map.
    pub fn degrees(&self, x: f64, y: f64) -> (f64, f64) {
        let feet = self.feet_per_radian();
        let northing = y / feet + mercator(self.latitude);
        (self.longitude + (x / feet).to_degrees(), libm::atan(libm::sinh(northing)).to_degrees())
    }

    /// True feet in a foot of the map at `y`.
    pub fn stretch(&self, y: f64) -> f64 {
        let (_, latitude) = self.degrees(0.0, y);
        libm::cos(latitude.to_radians()) / libm::cos(self.clamped().to_radians())
    }

    /// From places of this map to places of `other`.
    pub fn onto(&self, other: &Self) -> Affine {
        let (dx, dy) = other.feet(self.longitude, self.latitude);
        Affine { scale: other.feet_per_radian() / self.feet_per_radian(), dx, dy }
    }

    fn feet_per_radian(&self) -> f64 {
        EARTH_FEET * libm::cos(self.clamped().to_radians())
    }

    fn clamped(&self) -> f64 {
        self.latitude.clamp(-MOST_LATITUDE, MOST_LATITUDE)
    }
}

fn mercator(latitude: f64) -> f64 {
    libm::asinh(libm::tan(latitude.clamp(-MOST_LATITUDE, MOST_LATITUDE).to_radians()))
}
