//! Florida East state plane to longitude and latitude.
//!
//! In: easting and northing in US survey feet (EPSG:2881, NAD83(HARN) / Florida East). Out: degrees of WGS84. Two
//! steps: the transverse Mercator projection is undone on the ellipsoid GRS80 (Krüger's series in the third
//! flattening, sixth order, as in C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", 2011),
//! then the datum is shifted by seven parameters, which moves a point by about 0.7 m.
//!
//! It does not project forward and knows no other zone.

use super::LonLat;

const METRES_PER_US_FOOT: f64 = 1200.0 / 3937.0;

/// NAD83's ellipsoid and WGS84's: one semi-major axis, flattenings that differ in the ninth digit.
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;
const FLATTENING_GRS80: f64 = 1.0 / 298.257_222_101;
const FLATTENING_WGS84: f64 = 1.0 / 298.257_223_563;

/// The zone: its central meridian, false easting and scale. The false northing is 0.
const CENTRAL_MERIDIAN_DEGREES: f64 = -81.0;
const FALSE_EASTING_METRES: f64 = 656_166.667 * METRES_PER_US_FOOT;
const SCALE: f64 = 0.999_941_177;
/// The rectifying latitude of the origin, 24 degrees 20 minutes north. A test derives it.
const ORIGIN_RECTIFYING_LATITUDE: f64 = 0.422_808_067_039_870_23;

/// The third flattening of GRS80.
const N: f64 = FLATTENING_GRS80 / (2.0 - FLATTENING_GRS80);
const N2: f64 = N * N;
const N3: f64 = N2 * N;
const N4: f64 = N3 * N;
const N5: f64 = N4 * N;
const N6: f64 = N5 * N;

/// A meridian of the ellipsoid is as long as one of a sphere of this radius.
const RECTIFYING_RADIUS_METRES: f64 = SEMI_MAJOR_METRES / (1.0 + N) * (1.0 + N2 / 4.0 + N4 / 64.0 + N6 / 256.0);

/// Krüger's coefficients from the plane back to the conformal sphere.
const BETA: [f64; 6] = [
    N / 2.0 - 2.0 / 3.0 * N2 + 37.0 / 96.0 * N3 - N4 / 360.0 - 81.0 / 512.0 * N5 + 96_199.0 / 604_800.0 * N6,
    N2 / 48.0 + N3 / 15.0 - 437.0 / 1440.0 * N4 + 46.0 / 105.0 * N5 - 1_118_711.0 / 3_870_720.0 * N6,
    17.0 / 480.0 * N3 - 37.0 / 840.0 * N4 - 209.0 / 4480.0 * N5 + 5569.0 / 90_720.0 * N6,
    4397.0 / 161_280.0 * N4 - 11.0 / 504.0 * N5 - 830_251.0 / 7_257_600.0 * N6,
    4583.0 / 161_280.0 * N5 - 108_847.0 / 3_991_680.0 * N6,
    20_648_693.0 / 638_668_800.0 * N6,
];

/// From conformal to geodetic latitude.
const DELTA: [f64; 6] = [
    2.0 * N - 2.0 / 3.0 * N2 - 2.0 * N3 + 116.0 / 45.0 * N4 + 26.0 / 45.0 * N5 - 2854.0 / 675.0 * N6,
    7.0 / 3.0 * N2 - 8.0 / 5.0 * N3 - 227.0 / 45.0 * N4 + 2704.0 / 315.0 * N5 + 2323.0 / 945.0 * N6,
    56.0 / 15.0 * N3 - 136.0 / 35.0 * N4 - 1262.0 / 105.0 * N5 + 73_814.0 / 2835.0 * N6,
    4279.0 / 630.0 * N4 - 332.0 / 35.0 * N5 - 399_572.0 / 14_175.0 * N6,
    4174.0 / 315.0 * N5 - 144_838.0 / 6237.0 * N6,
    601_676.0 / 22_275.0 * N6,
];

/// The datum shift, coordinate-frame convention: metres and arc-seconds. Its scale is 1.
const SHIFT_METRES: [f64; 3] = [-0.991, 1.9072, 0.5129];
const ROTATION_ARC_SECONDS: [f64; 3] = [-0.025_789_907_519_493_2, -0.009_650_098_960_270_4, -0.011_659_943_232_342_1];
const RADIANS_PER_ARC_SECOND: f64 = std::f64::consts::PI / 648_000.0;

/// Whether a file's coordinates are feet rather than degrees: no latitude has a mean above 100.
pub fn is_state_plane(mean_northing: f64) -> bool {
    mean_northing.abs() > 100.0
}

/// Whether a converted point may stay: the square degree that holds Orange County.
pub fn is_in_county_box(place: LonLat) -> bool {
    (28.0..=29.0).contains(&place.latitude) && (-82.0..=-81.0).contains(&place.longitude)
}

/// Longitude and latitude of a point given in US survey feet. Not finite when the input is not.
pub fn lon_lat_from_florida_east(easting_feet: f64, northing_feet: f64) -> LonLat {
    let (longitude, latitude) = unproject(easting_feet * METRES_PER_US_FOOT, northing_feet * METRES_PER_US_FOOT);
    shift_datum(longitude, latitude)
}

/// Metres of the zone to longitude and latitude on GRS80, in radians.
fn unproject(easting_metres: f64, northing_metres: f64) -> (f64, f64) {
    let unit = SCALE * RECTIFYING_RADIUS_METRES;
    let xi = northing_metres / unit + ORIGIN_RECTIFYING_LATITUDE;
    let eta = (easting_metres - FALSE_EASTING_METRES) / unit;
    let (correction_xi, correction_eta) = sine_series(&BETA, 2.0 * xi, 2.0 * eta);
    let (xi, eta) = (xi - correction_xi, eta - correction_eta);

    let (sin_xi, cos_xi) = libm::sincos(xi);
    let sinh_eta = libm::sinh(eta);
    let longitude = CENTRAL_MERIDIAN_DEGREES.to_radians() + libm::atan2(sinh_eta, cos_xi);
    let conformal = libm::atan2(sin_xi, (sinh_eta * sinh_eta + cos_xi * cos_xi).sqrt());
    let latitude = conformal + sine_series(&DELTA, 2.0 * conformal, 0.0).0;
    (longitude, latitude)
}

/// The sum of `coefficients[j - 1] * sin(j z)` for the complex angle z = `angle` + i `hyperbolic_angle`, by Clenshaw's
/// recurrence. Real and imaginary part.
fn sine_series(coefficients: &[f64; 6], angle: f64, hyperbolic_angle: f64) -> (f64, f64) {
    let (sin, cos) = libm::sincos(angle);
    let (sinh, cosh) = (libm::sinh(hyperbolic_angle), libm::cosh(hyperbolic_angle));
    // 2 cos z
    let (step_re, step_im) = (2.0 * cos * cosh, -2.0 * sin * sinh);
    let (mut last_re, mut last_im, mut re, mut im) = (0.0, 0.0, 0.0, 0.0);
    for &coefficient in coefficients.iter().rev() {
        let next_re = step_re * re - step_im * im - last_re + coefficient;
        let next_im = step_re * im + step_im * re - last_im;
        (last_re, last_im, re, im) = (re, im, next_re, next_im);
    }
    // times sin z
    let (sin_re, sin_im) = (sin * cosh, cos * sinh);
    (re * sin_re - im * sin_im, re * sin_im + im * sin_re)
}

/// From GRS80 radians, height 0, to WGS84 degrees.
fn shift_datum(longitude: f64, latitude: f64) -> LonLat {
    let [x, y, z] = geocentric_metres(longitude, latitude);
    let [rx, ry, rz] = ROTATION_ARC_SECONDS.map(|seconds| seconds * RADIANS_PER_ARC_SECOND);
    let [tx, ty, tz] = SHIFT_METRES;
    geodetic_degrees([tx + x + rz * y - ry * z, ty - rz * x + y + rx * z, tz + ry * x - rx * y + z])
}

fn geocentric_metres(longitude: f64, latitude: f64) -> [f64; 3] {
    let eccentricity_squared = FLATTENING_GRS80 * (2.0 - FLATTENING_GRS80);
    let (sin_latitude, cos_latitude) = libm::sincos(latitude);
    let (sin_longitude, cos_longitude) = libm::sincos(longitude);
    let normal = SEMI_MAJOR_METRES / (1.0 - eccentricity_squared * sin_latitude * sin_latitude).sqrt();
    [
        normal * cos_latitude * cos_longitude,
        normal * cos_latitude * sin_longitude,
        normal * (1.0 - eccentricity_squared) * sin_latitude,
    ]
}

/// Bowring's formula; for a point so near the ellipsoid one step is exact to the last digits.
fn geodetic_degrees([x, y, z]: [f64; 3]) -> LonLat {
    let semi_minor = SEMI_MAJOR_METRES * (1.0 - FLATTENING_WGS84);
    let eccentricity_squared = FLATTENING_WGS84 * (2.0 - FLATTENING_WGS84);
    let second_eccentricity_squared = eccentricity_squared / (1.0 - eccentricity_squared);
    let from_axis = (x * x + y * y).sqrt();
    // Sine and cosine of the parametric latitude, from its tangent z a / (p b).
    let (rise, run) = (z * SEMI_MAJOR_METRES, from_axis * semi_minor);
    let hypotenuse = (rise * rise + run * run).sqrt();
    let (sin, cos) = (rise / hypotenuse, run / hypotenuse);
    let latitude = libm::atan2(
        z + second_eccentricity_squared * semi_minor * sin * sin * sin,
        from_axis - eccentricity_squared * SEMI_MAJOR_METRES * cos * cos * cos,
    );
    LonLat::new(libm::atan2(y, x).to_degrees(), latitude.to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_where_its_latitude_says() {
        // The rectifying latitude of 24 degrees 20 minutes by its own series.
        let latitude = (24.0 + 20.0 / 60.0_f64).to_radians();
        let series = [
            -3.0 / 2.0 * N + 9.0 / 16.0 * N3 - 3.0 / 32.0 * N5,
            15.0 / 16.0 * N2 - 15.0 / 32.0 * N4 + 135.0 / 2048.0 * N6,
            -35.0 / 48.0 * N3 + 105.0 / 256.0 * N5,
            315.0 / 512.0 * N4 - 189.0 / 512.0 * N6,
            -693.0 / 1280.0 * N5,
            1001.0 / 2048.0 * N6,
        ];
        let rectifying = latitude + sine_series(&series, 2.0 * latitude, 0.0).0;
        assert!((rectifying - ORIGIN_RECTIFYING_LATITUDE).abs() < 1e-15, "{rectifying:?}");

        let (longitude, latitude) = unproject(FALSE_EASTING_METRES, 0.0);
        assert!((longitude.to_degrees() + 81.0).abs() < 1e-12);
        assert!((latitude.to_degrees() - (24.0 + 20.0 / 60.0)).abs() < 1e-12);
    }

    #[test]
    fn a_known_point() {
        let (longitude, latitude) = unproject(511_279.0 * METRES_PER_US_FOOT, 1_524_452.0 * METRES_PER_US_FOOT);
        assert!((longitude.to_degrees() - -81.451_209_847_989_76).abs() < 1e-11);
        assert!((latitude.to_degrees() - 28.526_649_924_937_8).abs() < 1e-11);
        let shifted = lon_lat_from_florida_east(511_279.0, 1_524_452.0);
        assert!((shifted.longitude - -81.451_212_868_571_45).abs() < 1e-11, "{shifted:?}");
        assert!((shifted.latitude - 28.526_655_241_772_7).abs() < 1e-11, "{shifted:?}");
    }

    #[test]
    fn what_is_state_plane() {
        assert!(is_state_plane(1_524_452.0) && is_state_plane(-101.0));
        assert!(!is_state_plane(28.5) && !is_state_plane(100.0) && !is_state_plane(f64::NAN));
    }

    #[test]
    fn the_box_includes_its_edges_and_no_nonsense() {
        assert!(is_in_county_box(LonLat::new(-82.0, 28.0)) && is_in_county_box(LonLat::new(-81.0, 29.0)));
        assert!(!is_in_county_box(LonLat::new(-80.99, 28.5)));
        for (easting, northing) in [(f64::NAN, 0.0), (1e300, 1e300), (f64::INFINITY, 0.0), (0.0, 0.0)] {
            assert!(!is_in_county_box(lon_lat_from_florida_east(easting, northing)));
        }
    }
}
