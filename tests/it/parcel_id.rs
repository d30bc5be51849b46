//! Parcel ids against the golden files, and their laws.

use leadscore::lead::parcel_id::{DigitOrder, OrderReading, digit_order, digits, normalize, swap_order};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{golden_dir, golden_json, golden_rows};

#[test]
fn digits_are_the_references() {
    let Some(golden) = golden_dir() else { return };
    let rows = golden_rows(&golden, "parcels.csv");
    let expected = golden_json(&golden, "parcels_expected.jsonl");
    assert_eq!(rows.len(), expected.len());
    let mut key = String::new();
    for (row, expected) in rows.iter().zip(&expected) {
        let found = digits(&row["parcel_id"], &mut key);
        assert_eq!(found, expected["parcel_id_normalized"].as_str(), "{row:?}");
    }
}

#[test]
fn every_golden_parcel_reads_as_orange_county() {
    let Some(golden) = golden_dir() else { return };
    let mut key = String::new();
    for expected in golden_json(&golden, "parcels_expected.jsonl") {
        let Value::String(id) = &expected["parcel_id_normalized"] else { continue };
        if id.len() == 15 {
            assert_ne!(digit_order(id), OrderReading::OtherKind, "{id}");
            let range_first = normalize(id, DigitOrder::RangeFirst, &mut key).map(|key| key[..2].parse::<u8>());
            assert!(matches!(range_first, Some(Ok(27..=33))), "{id} became {key}");
        }
    }
}

/// An Orange County id, section first.
fn section_first() -> impl Strategy<Value = String> {
    (1_u8..=36, 20_u8..=24, 27_u8..=33, 0_u64..1_000_000_000)
        .prop_map(|(section, township, range, rest)| format!("{section:02}{township}{range}{rest:09}"))
}

proptest! {
    #[test]
    fn swapping_twice_changes_nothing(id in "[0-9]{15}") {
        let mut swapped = id.clone();
        prop_assert!(swap_order(&mut swapped));
        prop_assert_eq!(&swapped[2..4], &id[2..4]);
        prop_assert_eq!(&swapped[..2], &id[4..6]);
        prop_assert!(swap_order(&mut swapped));
        prop_assert_eq!(swapped, id);
    }

    #[test]
    fn both_orders_get_one_key(id in section_first()) {
        let mut other = id.clone();
        swap_order(&mut other);
        let (mut key, mut other_key) = (String::new(), String::new());
        prop_assert_eq!(
            normalize(&id, DigitOrder::SectionFirst, &mut key),
            normalize(&other, DigitOrder::RangeFirst, &mut other_key)
        );
        let dashed = format!("{}-{}-{}-{}-{}-{}", &id[..2], &id[2..4], &id[4..6], &id[6..10], &id[10..12], &id[12..]);
        prop_assert_eq!(normalize(&dashed, DigitOrder::SectionFirst, &mut other_key), Some(key.as_str()));
    }

    #[test]
    fn a_key_is_its_own_key(raw in "\\PC{0,24}|[A-Za-z0-9 ./-]{0,20}") {
        let (mut key, mut again) = (String::new(), String::new());
        if normalize(&raw, DigitOrder::RangeFirst, &mut key).is_some() {
            prop_assert_eq!(normalize(&key, DigitOrder::RangeFirst, &mut again), Some(key.as_str()));
        }
        if digits(&raw, &mut key).is_some() {
            prop_assert_eq!(digits(&key, &mut again), Some(key.as_str()));
        }
    }
}
