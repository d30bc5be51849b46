//! Degrees -> whole feet on a plane around the middle of the county.

use serde::{Deserialize, Serialize};

use super::group::median;

/// A degree of latitude in feet, on the sphere to which all distances refer (radius 3956 miles).
const FEET_PER_DEGREE: f64 = 3956.0 * 5280.0 * std::f64::consts::PI / 180.0;
const FEET_PER_MILE: f64 = 5280.0;

/// A place in feet east and north of the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Feet {
    pub x: i32,
    pub y: i32,
}

impl Feet {
    /// Square feet. A county's are far below the limit; the whole globe's are too.
    pub fn squared_distance(self, other: Self) -> i64 {
        let (x, y) = (i64::from(self.x) - i64::from(other.x), i64::from(self.y) - i64::from(other.y));
        x * x + y * y
    }

    pub fn miles_from_origin(self) -> f64 {
        miles(self.squared_distance(Self { x: 0, y: 0 }))
    }
}

pub(super) fn miles(squared_feet: i64) -> f64 {
    (squared_feet as f64).sqrt() / FEET_PER_MILE
}

/// The middle: the medians of longitude and latitude, so that a stray place does not move it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Plane {
    longitude: f64,
    latitude: f64,
    /// A degree of longitude in feet, at the middle.
    feet_per_degree_east: f64,
}

impl Plane {
    /// Of (longitude, latitude); None without any.
    pub fn around(places: &[(f64, f64)]) -> Option<Self> {
        let longitude = median(places.iter().map(|place| place.0).collect())?;
        let latitude = median(places.iter().map(|place| place.1).collect())?;
        let feet_per_degree_east = FEET_PER_DEGREE * libm::cos(latitude.to_radians());
        Some(Self { longitude, latitude, feet_per_degree_east })
    }

    pub fn feet(&self, (longitude, latitude): (f64, f64)) -> Feet {
        let x = (longitude - self.longitude) * self.feet_per_degree_east;
        let y = (latitude - self.latitude) * FEET_PER_DEGREE;
        // What lies beyond half the globe is held at the edge.
        Feet { x: x.round() as i32, y: y.round() as i32 }
    }
}
