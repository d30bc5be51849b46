//! Miles between two places on a sphere.
//!
//! In: two places in degrees. Out: the great-circle distance by the haversine formula, evaluated as written here and
//! with the sine of crate `libm`, so that every machine agrees. It knows no ellipsoid: the sphere is the reference's.

use super::LonLat;

/// The radius of the sphere that all distances refer to.
pub const EARTH_RADIUS_MILES: f64 = 3956.0;

/// The distance in miles. NaN when a coordinate is not finite.
pub fn haversine_miles(from: LonLat, to: LonLat) -> f64 {
    let latitude_from = from.latitude.to_radians();
    let latitude_to = to.latitude.to_radians();
    let sin_half_latitude = libm::sin((latitude_to - latitude_from) / 2.0);
    let sin_half_longitude = libm::sin((to.longitude.to_radians() - from.longitude.to_radians()) / 2.0);
    let squared_half_chord = sin_half_latitude * sin_half_latitude
        + libm::cos(latitude_from) * libm::cos(latitude_to) * (sin_half_longitude * sin_half_longitude);
    // Rounding can lift the square of an antipodal half chord above 1, where the arc sine ends.
    let half_chord = if squared_half_chord > 1.0 { 1.0 } else { squared_half_chord.sqrt() };
    2.0 * libm::asin(half_chord) * EARTH_RADIUS_MILES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let orlando = LonLat::new(-81.379, 28.538);
        assert_eq!(haversine_miles(orlando, orlando), 0.0);
        let quarter = haversine_miles(LonLat::new(0.0, 0.0), LonLat::new(0.0, 90.0));
        assert!((quarter - EARTH_RADIUS_MILES * std::f64::consts::FRAC_PI_2).abs() < 1e-9);
        let antipode = haversine_miles(LonLat::new(-60.0, 30.0), LonLat::new(120.0, -30.0));
        assert!((antipode - EARTH_RADIUS_MILES * std::f64::consts::PI).abs() < 1e-3);
    }

    #[test]
    fn not_a_place() {
        assert!(haversine_miles(LonLat::new(f64::NAN, 0.0), LonLat::new(0.0, 0.0)).is_nan());
        assert!(haversine_miles(LonLat::new(0.0, f64::INFINITY), LonLat::new(0.0, 0.0)).is_nan());
    }
}
