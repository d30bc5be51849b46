//! Distances, the state plane and the neighbourhood, against the golden files and against the plain way.

use leadscore::lead::geography::{
    LonLat, NearbyIndex, ViolationPoint, haversine_miles, nearby::NO_CASE_TYPE, state_plane::lon_lat_from_florida_east,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::support::{golden_dir, golden_json, golden_rows};

fn number(row: &BTreeMap<String, String>, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

#[track_caller]
fn assert_near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

#[test]
fn state_plane_is_the_references() {
    let Some(golden) = golden_dir() else { return };
    let expected = golden_json(&golden, "stateplane_expected.jsonl");
    let rows = golden_rows(&golden, "stateplane.csv");
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        let (Some(easting), Some(northing)) = (number(row, "gpsx"), number(row, "gpsy")) else { panic!("{row:?}") };
        let found = lon_lat_from_florida_east(easting, northing);
        assert_near(found.longitude, expected["longitude"].as_f64().expect("a number"), 1e-9);
        assert_near(found.latitude, expected["latitude"].as_f64().expect("a number"), 1e-9);
    }
}

#[test]
fn haversine_is_the_references() {
    let Some(golden) = golden_dir() else { return };
    let expected = golden_json(&golden, "haversine_expected.jsonl");
    let rows = golden_rows(&golden, "haversine.csv");
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        let [lat1, lon1, lat2, lon2] =
            ["lat1", "lon1", "lat2", "lon2"].map(|column| number(row, column).expect(column));
        let found = haversine_miles(LonLat::new(lon1, lat1), LonLat::new(lon2, lat2));
        assert_near(found, expected["miles"].as_f64().expect("a number"), 1e-9);
    }
}

fn rounded(miles: f64) -> f64 {
    format!("{miles:.3}").parse().expect("a number")
}

#[test]
fn the_neighbourhood_is_the_references() {
    let Some(golden) = golden_dir() else { return };
    let mut types: Vec<String> = Vec::new();
    let mut violations = Vec::new();
    for row in golden_rows(&golden, "code_violations.csv") {
        let (Some(longitude), Some(latitude)) = (number(&row, "gpsx"), number(&row, "gpsy")) else { continue };
        if longitude == 0.0 || latitude == 0.0 {
            continue;
        }
        let name = &row["case_type"];
        let case_type = types.iter().position(|known| known == name).unwrap_or_else(|| {
            types.push(name.clone());
            types.len() - 1
        });
        let case_type = if name.is_empty() { NO_CASE_TYPE } else { case_type as u32 };
        let open = row["caseinfostatus"] == "Open";
        violations.push(ViolationPoint { place: LonLat::new(longitude, latitude), open, case_type });
    }
    for (radius_miles, key) in [(0.25, "r0.25"), (0.1, "r0.1")] {
        let index = NearbyIndex::new(&violations, radius_miles);
        assert_eq!(index.len(), violations.len());
        for expected in golden_json(&golden, "geo_expected.jsonl") {
            let place = expected["longitude"].as_f64().zip(expected["latitude"].as_f64());
            let found = place.map(|(longitude, latitude)| index.around(LonLat::new(longitude, latitude)));
            let found = found.unwrap_or_default();
            let expected = &expected[key];
            assert_eq!(f64::from(found.count), expected["nearby_violations"], "{expected}");
            assert_eq!(f64::from(found.open_count), expected["nearby_open_violations"], "{expected}");
            assert_eq!(found.nearest_miles.map(rounded), expected["nearest_violation_distance"].as_f64(), "{expected}");
            assert_eq!(found.average_miles.map(rounded), expected["avg_violation_distance"].as_f64(), "{expected}");
            // Which five are named when there are more is not settled, so there must not be more.
            let names: BTreeSet<&str> = found.case_types().iter().map(|&code| types[code as usize].as_str()).collect();
            let expected_types = expected["violation_types_nearby"].as_array().expect("a list");
            assert!(types.len() <= 5);
            assert_eq!(names, expected_types.iter().filter_map(|name| name.as_str()).collect(), "{expected}");
        }
    }
}

/// The plain way: every violation, one after another.
struct Plain {
    count: u32,
    open_count: u32,
    nearest_miles: Option<f64>,
    average_miles: Option<f64>,
    case_types: Vec<u32>,
}

fn plain(violations: &[ViolationPoint], place: LonLat, radius_miles: f64) -> Plain {
    let near: Vec<(f64, &ViolationPoint)> = violations
        .iter()
        .map(|violation| (haversine_miles(place, violation.place), violation))
        .filter(|&(miles, _)| miles <= radius_miles)
        .collect();
    let miles = near.iter().map(|&(miles, _)| miles);
    let mut mentioned = Vec::new();
    for violation in violations {
        if violation.case_type != NO_CASE_TYPE && !mentioned.contains(&violation.case_type) {
            mentioned.push(violation.case_type);
        }
    }
    mentioned.retain(|&code| near.iter().any(|(_, violation)| violation.case_type == code));
    mentioned.truncate(5);
    Plain {
        count: near.len() as u32,
        open_count: near.iter().filter(|(_, violation)| violation.open).count() as u32,
        nearest_miles: miles.clone().reduce(f64::min),
        average_miles: (!near.is_empty()).then(|| miles.sum::<f64>() / near.len() as f64),
        case_types: mentioned,
    }
}

fn check(violations: &[ViolationPoint], places: &[LonLat], radius_miles: f64) -> Result<(), TestCaseError> {
    let index = NearbyIndex::new(violations, radius_miles);
    for &place in places {
        let (found, expected) = (index.around(place), plain(violations, place, radius_miles));
        prop_assert_eq!(found.count, expected.count, "around {:?}", place);
        prop_assert_eq!(found.open_count, expected.open_count);
        prop_assert_eq!(found.case_types(), expected.case_types);
        for (found, expected) in
            [(found.nearest_miles, expected.nearest_miles), (found.average_miles, expected.average_miles)]
        {
            prop_assert_eq!(found.is_some(), expected.is_some());
            let (found, expected) = (found.unwrap_or_default(), expected.unwrap_or_default());
            // Nearly antipodal points are placed by the formula to no better than half a metre.
            let tolerance = if expected > 12_000.0 { 1e-3 } else { 1e-9 + expected * 1e-11 };
            prop_assert!((found - expected).abs() <= tolerance, "{} is not {}", found, expected);
        }
    }
    Ok(())
}

/// A violation somewhere around `centre`, within `spread` degrees.
fn violation(centre: LonLat, spread: f64, types: u32) -> impl Strategy<Value = ViolationPoint> {
    let case_type = prop_oneof![8 => 0..types, 1 => Just(NO_CASE_TYPE)];
    (-1.0..1.0_f64, -1.0..1.0_f64, any::<bool>(), case_type).prop_map(move |(east, north, open, case_type)| {
        ViolationPoint {
            place: LonLat::new(centre.longitude + spread * east, (centre.latitude + spread * north).clamp(-90.0, 90.0)),
            open,
            case_type,
        }
    })
}

/// Dense clusters, thin spread, duplicates, and a few points far out or nowhere.
fn county(types: u32) -> impl Strategy<Value = Vec<ViolationPoint>> {
    let orlando = LonLat::new(-81.4, 28.5);
    let spread = prop::collection::vec(violation(orlando, 0.2, types), 0..150);
    let cluster = prop::collection::vec(violation(LonLat::new(-81.38, 28.54), 0.003, types), 0..150);
    let outliers = prop::collection::vec(violation(LonLat::new(0.0, 0.0), 90.0, types), 0..4);
    (spread, cluster, outliers, any::<bool>()).prop_map(|(spread, cluster, outliers, has_duplicates)| {
        let mut all = outliers;
        all.extend(&spread);
        all.extend(&cluster);
        if has_duplicates {
            all.extend(cluster.iter().step_by(3).copied().collect::<Vec<_>>());
        }
        all
    })
}

/// Places of interest: on violations, beside them and elsewhere.
fn places(violations: &[ViolationPoint]) -> Vec<LonLat> {
    let on_or_beside = violations.iter().step_by(5).flat_map(|violation| {
        let LonLat { longitude, latitude } = violation.place;
        [violation.place, LonLat::new(longitude + 0.0021, latitude - 0.0017)]
    });
    let elsewhere = [LonLat::new(-81.4, 28.5), LonLat::new(0.0, 0.0), LonLat::new(-81.601, 28.3)];
    on_or_beside.chain(elsewhere).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_index_agrees_with_the_plain_way(violations in county(7), radius in prop_oneof![Just(0.25), Just(0.1), 0.0..20.0]) {
        check(&violations, &places(&violations), radius)?;
    }

    #[test]
    fn many_types_are_named_in_order(violations in county(400)) {
        check(&violations, &places(&violations), 0.25)?;
    }

    /// The radius is the very distance of a pair, or one bit less.
    #[test]
    fn the_limit_is_the_formulas(violations in county(3), pick in any::<prop::sample::Index>()) {
        prop_assume!(!violations.is_empty());
        let place = LonLat::new(-81.381, 28.5405);
        let radius = haversine_miles(place, pick.get(&violations).place);
        check(&violations, &[place], radius)?;
        check(&violations, &[place], radius.next_down().max(0.0))?;
    }

    /// Poles, the antimeridian, longitudes counted from 0, half the globe: slow, but right.
    #[test]
    fn the_whole_globe(
        violations in prop::collection::vec(violation(LonLat::new(90.0, 0.0), 270.0, 3), 1..60),
        radius in prop_oneof![0.0..3000.0, 3000.0..13000.0],
    ) {
        let mut places = places(&violations);
        places.retain(|place| place.longitude <= 360.0 && place.latitude >= -90.0);
        check(&violations, &places, radius)?;
    }
}

#[test]
fn what_lies_nowhere_is_left_out() {
    let point =
        |longitude, latitude| ViolationPoint { place: LonLat::new(longitude, latitude), open: true, case_type: 0 };
    let nowhere =
        [point(f64::NAN, 28.0), point(-81.0, f64::INFINITY), point(-81.0, 1_524_452.0), point(511_279.0, 28.0)];
    let index = NearbyIndex::new(&nowhere, 0.25);
    assert!(index.is_empty());
    assert_eq!(index.around(LonLat::new(-81.0, 28.0)).count, 0);

    let somewhere = [point(-81.0, 28.0)];
    for (radius_miles, count) in [(0.0, 1), (0.25, 1), (f64::INFINITY, 1), (-1.0, 0), (f64::NAN, 0)] {
        let index = NearbyIndex::new(&somewhere, radius_miles);
        assert_eq!(index.around(LonLat::new(-81.0, 28.0)).count, count, "{radius_miles}");
        assert_eq!(index.around(LonLat::new(f64::NAN, 28.0)).count, 0);
        assert_eq!(index.around(LonLat::new(-81.0, 91.0)).count, 0);
    }
    let everywhere = NearbyIndex::new(&somewhere, f64::INFINITY);
    assert_eq!(everywhere.around(LonLat::new(99.0, -28.0)).count, 1);
}

#[test]
fn a_place_at_zero_zero_is_a_place() {
    let violation = ViolationPoint { place: LonLat::new(0.001, 0.001), open: false, case_type: 4 };
    let near = NearbyIndex::new(&[violation], 0.25).around(LonLat::new(0.0, 0.0));
    assert_eq!((near.count, near.open_count, near.case_types()), (1, 0, [4].as_slice()));
}
