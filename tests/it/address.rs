//! Addresses against the golden files, the product's reading, and their laws.

use leadscore::lead::address::{Address, standardize, standardize_reference};
use proptest::prelude::*;

use crate::support::{golden_dir, golden_json, golden_rows};

#[test]
fn the_references_reading_is_matched() {
    let Some(golden) = golden_dir() else { return };
    let rows = golden_rows(&golden, "addresses.csv");
    let expected = golden_json(&golden, "addresses_expected.jsonl");
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        let found = standardize_reference(&row["address"], &row["city"], &row["state"], &row["zip_code"]);
        assert_eq!(serde_json::to_value(found).expect("an address is plain text"), expected, "{row:?}");
    }
}

#[test]
fn no_golden_street_loses_part_of_its_name() {
    let Some(golden) = golden_dir() else { return };
    const NAMES: [&str; 9] =
        ["FLORIDA", "STERLING", "FLEMING", "ORMOND", "CHARMING", "ROOMER", "APTOS", "UNITED", "SADDLEWOOD"];
    for row in golden_rows(&golden, "addresses.csv") {
        let Address { street_name, .. } = standardize(&row["address"], "", "", "");
        for name in NAMES {
            if row["address"].to_uppercase().contains(name) {
                assert_eq!(street_name.as_deref(), Some(name), "{row:?}");
            }
        }
    }
}

/// Street line and what the product makes of it.
const READINGS: [(&str, &str); 69] = [
    // Words are words.
    ("100 Florida Avenue", "100 FLORIDA AVE"),
    ("16942 STERLING COVE SUITE 5-A", "16942 STERLING CV, STE 5-A"),
    ("10726 Fleming Path # 205", "10726 FLEMING PATH, UNIT 205"),
    ("13801 ORMOND RD BLDG 4", "13801 ORMOND RD, BLDG 4"),
    ("7 UNITED WAY", "7 UNITED WAY"),
    ("12 BLDGETT ST", "12 BLDGETT ST"),
    ("19347 Florida Fl 3", "19347 FLORIDA, FL 3"),
    // Units.
    ("9 FLOOR 2", "9, FL 2"),
    ("12815 West Colonial Lane Floor 2", "12815 W COLONIAL LN, FL 2"),
    ("100 MAIN ST 2ND FLOOR", "100 MAIN ST, FL 2"),
    ("#5", "UNIT 5"),
    ("APT 5", "APT 5"),
    ("100 MAIN ST APT 5", "100 MAIN ST, APT 5"),
    ("100 MAIN ST UNIT B-2", "100 MAIN ST, UNIT B-2"),
    ("100 MAIN ST, UNIT #7", "100 MAIN ST, UNIT 7"),
    ("100 MAIN ST Apt. 4b", "100 MAIN ST, APT 4B"),
    ("100 MAIN ST APT4B", "100 MAIN ST, APT 4B"),
    ("100 MAIN ST UNIT-7", "100 MAIN ST, UNIT 7"),
    ("100 MAIN ST SUITE ONE", "100 MAIN ST, STE ONE"),
    ("100 MAIN ST BLDG 4 APT 12", "100 MAIN ST, BLDG 4 APT 12"),
    ("100 MAIN ST REAR", "100 MAIN ST, REAR"),
    ("100 MAIN ST PH 3", "100 MAIN ST, PH 3"),
    ("5000 US HIGHWAY 441 LOT 12", "5000 US HIGHWAY 441, LOT 12"),
    ("APT 5 123 MAIN ST", "123 MAIN ST, APT 5"),
    ("123 UNIT 4 MAIN ST", "123 MAIN ST, UNIT 4"),
    ("# 123 MAIN ST", "123 MAIN ST"),
    ("16553 SOUTHWEST STREET APT", "16553 SOUTHWEST ST"),
    ("1 A APT", "1 A"),
    // A unit without its word.
    ("123 MAIN ST 5", "123 MAIN ST, UNIT 5"),
    ("123 W COLONIAL DR 12-304", "123 W COLONIAL DR, UNIT 12-304"),
    ("123 MAIN ST NW B", "123 MAIN ST NW, UNIT B"),
    ("123 MAIN ST 32801", "123 MAIN ST 32801"),
    // Unit words in names.
    ("12 KEY BLVD", "12 KEY BLVD"),
    ("100 FRONT ST", "100 FRONT ST"),
    ("5 LAKE FRONT", "5 LAKE FRONT"),
    ("123 UNIT ST", "123 UNIT ST"),
    ("100 LOT LN", "100 LOT LN"),
    ("1218 W SMITH ST ORLANDO FL", "1218 W SMITH ST ORLANDO FL"),
    // Numbers in names.
    ("1200 STATE ROAD 436", "1200 STATE ROAD 436"),
    ("1200 HIGHWAY 50", "1200 HIGHWAY 50"),
    ("100 AVENUE B", "100 AVENUE B"),
    ("7479 18Th Path #12", "7479 18TH PATH, UNIT 12"),
    ("5TH AVE", "5TH AVE"),
    // House numbers.
    ("93-80 STERLING DRIVE", "93-80 STERLING DR"),
    ("8607A Southwest Way Fl 3", "8607A SOUTHWEST WAY, FL 3"),
    ("123 1/2 MAIN ST", "123 1/2 MAIN ST"),
    ("123", "123"),
    ("39.2 RD", "39.2 RD"),
    // Suffixes.
    ("100 SUNSET COVE", "100 SUNSET CV"),
    ("100 BAYVIEW CROSSING", "100 BAYVIEW XING"),
    ("100 MAIN AV", "100 MAIN AVE"),
    ("100 PARK AVENUE DRIVE", "100 PARK AVENUE DR"),
    ("100 PARKWAY", "100 PARKWAY"),
    ("STREET", "STREET"),
    // Directions.
    ("15118 NORTHEAST 4TH LN", "15118 NE 4TH LN"),
    ("100 N.W. 5TH ST.", "100 NW 5TH ST"),
    ("100 W.COLONIAL DR", "100 W COLONIAL DR"),
    ("100 5TH STREET NORTHWEST", "100 5TH ST NW"),
    ("100 NORTH WEST 5TH ST", "100 NW 5TH ST"),
    ("100 N EAST BAY ST", "100 N EAST BAY ST"),
    ("100 NORTH ST", "100 NORTH ST"),
    ("100 N PARK", "100 N PARK"),
    ("55 NORTH SOUTH ROAD", "55 N SOUTH RD"),
    ("100 LAKE NORTH SHORE DR", "100 LAKE NORTH SHORE DR"),
    ("123 N", "123 N"),
    // Punctuation and space.
    ("100  O'Brien\u{a0}Ct., ", "100 OBRIEN CT"),
    ("100 ST. JOHNS AVE", "100 ST JOHNS AVE"),
    ("P.O. Box 12", "PO BOX 12"),
    ("", ""),
];

#[test]
fn the_products_reading() {
    for (line, expected) in READINGS {
        let found = standardize(line, "", "", "");
        assert_eq!(found.full_address.unwrap_or_default(), expected, "{line}");
    }
}

#[test]
fn parts_of_the_products_reading() {
    let found = standardize("8607a nw 18th avenue sw, bldg 4 #12", "  winter   park ", "Florida", "FL 32789-1234");
    let text = |text: &str| Some(text.to_owned());
    let expected = Address {
        street_number: text("8607A"),
        street_name: text("NW 18TH"),
        street_type: text("AVE"),
        post_direction: text("SW"),
        unit_type: text("BLDG"),
        unit_number: text("4 UNIT 12"),
        city: text("WINTER PARK"),
        state: text("FL"),
        zip_code: text("32789"),
        full_address: text("8607A NW 18TH AVE SW, BLDG 4 UNIT 12, WINTER PARK, FL, 32789"),
    };
    assert_eq!(found, expected);
}

#[test]
fn without_a_street_the_rest_still_counts() {
    let found = standardize(" ", "Orlando", "fl", "3280");
    assert_eq!(found.full_address.as_deref(), Some("ORLANDO, FL"));
}

proptest! {
    #[test]
    fn any_text_is_read(cells in prop::array::uniform4("\\PC{0,30}|[\\x00-\\x7f#]{0,30}")) {
        let [address, city, state, zip] = &cells;
        for found in [standardize(address, city, state, zip), standardize_reference(address, city, state, zip)] {
            let parts = [found.street_name, found.unit_number, found.city, found.state, found.zip_code, found.full_address];
            prop_assert!(parts.iter().flatten().all(|part| !part.is_empty()));
        }
    }

    /// What was standardised is standard, street by street.
    #[test]
    fn standard_addresses_stay(
        number in 1_u32..99999,
        direction in prop::sample::select(vec!["", "N ", "SOUTHWEST ", "East "]),
        name in prop::sample::select(vec!["Orange", "LAKE UNDERHILL", "18th", "Sterling", "OLD WINTER GARDEN"]),
        suffix in prop::sample::select(vec!["St", "AVENUE", "Cove", "CROSSING", "Blvd."]),
        unit in prop::sample::select(vec!["", " #12", " APT 4B", ", Unit B-2", " FL 3", " BLDG 2 APT 7", " REAR"]),
    ) {
        let first = standardize(&format!("{number} {direction}{name} {suffix}{unit}"), "Orlando", "FL", "32801");
        let street = first.full_address.as_deref().unwrap_or_default().trim_end_matches(", ORLANDO, FL, 32801");
        prop_assert_eq!(&standardize(street, "Orlando", "FL", "32801"), &first);
    }
}
