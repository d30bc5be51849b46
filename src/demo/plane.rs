//! Longitude and latitude -> state plane feet, Florida East (EPSG:2881), in which the city publishes its violations.
//!
//! The series of Snyder, "Map Projections: A Working Manual" (1987), pp. 60-63: exact to millimetres within a county.
//! The shift of about 0.7 m between WGS84 and NAD83(HARN) is left out; a violation is placed no better than that.

const SEMI_MAJOR_AXIS_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_222_101;
const CENTRAL_SCALE: f64 = 0.999_941_177;
const ORIGIN_LATITUDE_DEG: f64 = 24.0 + 20.0 / 60.0;
const ORIGIN_LONGITUDE_DEG: f64 = -81.0;
const FALSE_EASTING_M: f64 = 200_000.0;
const FEET_PER_M: f64 = 3937.0 / 1200.0;

/// Squared eccentricity.
const E2: f64 = FLATTENING * (2.0 - FLATTENING);

/// Easting and northing in US survey feet.
pub(super) fn state_plane_feet(longitude: f64, latitude: f64) -> (f64, f64) {
    let phi = latitude.to_radians();
    let (sine, cosine) = (libm::sin(phi), libm::cos(phi));
    let second_e2 = E2 / (1.0 - E2);
    let radius = SEMI_MAJOR_AXIS_M / libm::sqrt(1.0 - E2 * sine * sine);
    let t = (sine / cosine) * (sine / cosine);
    let c = second_e2 * cosine * cosine;
    let a = (longitude - ORIGIN_LONGITUDE_DEG).to_radians() * cosine;
    let a2 = a * a;
    let arc = meridian_arc_m(phi) - meridian_arc_m(ORIGIN_LATITUDE_DEG.to_radians());

    let east =
        a * (1.0 + a2 / 6.0 * (1.0 - t + c) + a2 * a2 / 120.0 * (5.0 - 18.0 * t + t * t + 72.0 * c - 58.0 * second_e2));
    let north = a2
        * (0.5
            + a2 / 24.0 * (5.0 - t + 9.0 * c + 4.0 * c * c)
            + a2 * a2 / 720.0 * (61.0 - 58.0 * t + t * t + 600.0 * c - 330.0 * second_e2));
    let easting_m = FALSE_EASTING_M + CENTRAL_SCALE * radius * east;
    let northing_m = CENTRAL_SCALE * (arc + radius * (sine / cosine) * north);
    (easting_m * FEET_PER_M, northing_m * FEET_PER_M)
}

/// Distance along the meridian from the equator.
fn meridian_arc_m(phi: f64) -> f64 {
    let (e4, e6) = (E2 * E2, E2 * E2 * E2);
    SEMI_MAJOR_AXIS_M
        * ((1.0 - E2 / 4.0 - 3.0 * e4 / 64.0 - 5.0 * e6 / 256.0) * phi
            - (3.0 * E2 / 8.0 + 3.0 * e4 / 32.0 + 45.0 * e6 / 1024.0) * libm::sin(2.0 * phi)
            + (15.0 * e4 / 256.0 + 45.0 * e6 / 1024.0) * libm::sin(4.0 * phi)
            - (35.0 * e6 / 3072.0) * libm::sin(6.0 * phi))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The point of the projection library, before its datum shift.
    #[test]
    fn known_point() {
        let (easting, northing) = state_plane_feet(-81.451_209_847_989_76, 28.526_649_924_937_8);
        assert!((easting - 511_279.0).abs() < 0.01 && (northing - 1_524_452.0).abs() < 0.01, "{easting} {northing}");
    }

    #[test]
    fn origin() {
        let (easting, northing) = state_plane_feet(ORIGIN_LONGITUDE_DEG, ORIGIN_LATITUDE_DEG);
        assert!((easting - 656_166.667).abs() < 0.001 && northing.abs() < 1e-6, "{easting} {northing}");
    }
}
