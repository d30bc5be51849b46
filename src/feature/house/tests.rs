use std::collections::BTreeSet;

use super::*;

#[test]
fn the_table_is_sound() {
    let all: BTreeSet<&str> = FEATURES.iter().map(|feature| feature.name).collect();
    assert_eq!(all.len(), FEATURES.len(), "two features of one name");
    for feature in FEATURES {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(feature.name.chars().all(is_plain), "{}", feature.name);
        assert!(!feature.label.is_empty() && !feature.used_by.is_empty(), "{}", feature.name);
        // The unit is in the name, so that nobody takes acres for square feet.
        let symbol = match feature.unit {
            Unit::Usd => Some("_usd"),
            Unit::Sqft | Unit::UsdPerSqft => Some("_sqft"),
            Unit::Miles => Some("_miles"),
            Unit::Years => Some("_years"),
            _ => None,
        };
        assert!(symbol.is_none_or(|symbol| feature.name.ends_with(symbol)), "{}", feature.name);
        assert!(feature.kind() == Kind::Number || feature.unit == Unit::None, "{}", feature.name);
    }
}

#[test]
fn nothing_that_names_a_person_or_a_row_is_a_feature() {
    for feature in FEATURES {
        for word in ["name", "phone", "parcel", "id", "number", "deceased", "surname", "borrower"] {
            assert!(!feature.name.split('_').any(|part| part == word), "{}", feature.name);
        }
    }
}

#[test]
fn later_and_score_columns_are_no_features() {
    assert!(FEATURES.iter().all(|feature| !matches!(feature.leak, Leak::Later | Leak::RuleScore)));
}
