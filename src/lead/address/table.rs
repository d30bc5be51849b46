//! Words of addresses and their abbreviations.
//!
//! In: one word, upper case. Out: the standard abbreviation, if the word is known. The reference's tables are its own;
//! the product's are those of the Postal Service (Publication 28, Postal Addressing Standards: street suffixes of
//! appendix C1 in `street_suffixes.tsv`, unit designators of appendix C2, states of appendix B).

use std::sync::OnceLock;

/// The reference's street types: 24 words and their abbreviations.
const REFERENCE_STREET_TYPES: [(&str, &str); 24] = [
    ("ALLEY", "ALY"),
    ("AVENUE", "AVE"),
    ("BOULEVARD", "BLVD"),
    ("CIRCLE", "CIR"),
    ("COURT", "CT"),
    ("DRIVE", "DR"),
    ("EXPRESSWAY", "EXPY"),
    ("HIGHWAY", "HWY"),
    ("LANE", "LN"),
    ("PARKWAY", "PKWY"),
    ("PLACE", "PL"),
    ("ROAD", "RD"),
    ("STREET", "ST"),
    ("TERRACE", "TER"),
    ("TRAIL", "TRL"),
    ("WAY", "WAY"),
    ("LOOP", "LOOP"),
    ("PATH", "PATH"),
    ("PIKE", "PIKE"),
    ("PLAZA", "PLZ"),
    ("POINT", "PT"),
    ("RIDGE", "RDG"),
    ("RUN", "RUN"),
    ("SQUARE", "SQ"),
];

const DIRECTIONS: [(&str, &str); 8] = [
    ("NORTH", "N"),
    ("SOUTH", "S"),
    ("EAST", "E"),
    ("WEST", "W"),
    ("NORTHEAST", "NE"),
    ("NORTHWEST", "NW"),
    ("SOUTHEAST", "SE"),
    ("SOUTHWEST", "SW"),
];

/// The abbreviation of a street type, given as word or as abbreviation.
pub(super) fn reference_street_type(word: &str) -> Option<&'static str> {
    REFERENCE_STREET_TYPES.iter().find(|(name, short)| *name == word || *short == word).map(|&(_, short)| short)
}

/// The abbreviation of a direction in full.
pub(super) fn reference_direction(word: &str) -> Option<&'static str> {
    DIRECTIONS.iter().find(|(name, _)| *name == word).map(|&(_, short)| short)
}

/// The abbreviation of a direction, in full or short.
pub(super) fn direction(word: &str) -> Option<&'static str> {
    DIRECTIONS.iter().find(|(name, short)| *name == word || *short == word).map(|&(_, short)| short)
}

/// A street suffix of the Postal Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Suffix {
    pub(super) short: &'static str,
    /// Hardly ever part of a name, unlike `PARK` or `LAKE`.
    pub(super) is_plain: bool,
}

/// The suffix that a word stands for.
pub(super) fn suffix(word: &str) -> Option<Suffix> {
    let spellings = suffix_spellings();
    let at = spellings.binary_search_by_key(&word, |&(spelling, _)| spelling).ok()?;
    Some(spellings[at].1)
}

/// All spellings, sorted. The file holds one suffix a line: the standard abbreviation, a tab, the other spellings.
fn suffix_spellings() -> &'static [(&'static str, Suffix)] {
    static SPELLINGS: OnceLock<Vec<(&str, Suffix)>> = OnceLock::new();
    SPELLINGS.get_or_init(|| {
        let lines = include_str!("street_suffixes.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut spellings: Vec<_> = lines
            .flat_map(|line| {
                let mut words = line.split_ascii_whitespace();
                let short = words.next().unwrap_or_default();
                let suffix = Suffix { short, is_plain: reference_street_type(short).is_some() };
                std::iter::once(short).chain(words).map(move |spelling| (spelling, suffix))
            })
            .collect();
        spellings.sort_unstable_by_key(|&(spelling, _)| spelling);
        spellings
    })
}

/// A word that announces a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Designator {
    pub(super) short: &'static str,
    pub(super) kind: DesignatorKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DesignatorKind {
    /// Announces a unit wherever a unit's number follows.
    Strong,
    /// `FL`, which is also a state: only a short number after it, or an ordinal before it, makes it a floor.
    Floor,
    /// Also a word of street names (`KEY`, `PIER`): announces a unit only after a complete street.
    Weak,
    /// Weak, and complete without a number (`REAR`).
    Alone,
}

pub(super) fn designator(word: &str) -> Option<Designator> {
    use DesignatorKind::{Alone, Floor, Strong, Weak};
    let (short, kind) = match word {
        "#" => ("UNIT", Strong),
        "APT" | "APARTMENT" => ("APT", Strong),
        "BLDG" | "BUILDING" => ("BLDG", Strong),
        "RM" | "ROOM" => ("RM", Strong),
        "STE" | "SUITE" => ("STE", Strong),
        "UNIT" => ("UNIT", Strong),
        "FL" | "FLOOR" => ("FL", Floor),
        "DEPT" | "DEPARTMENT" => ("DEPT", Weak),
        "HNGR" | "HANGAR" | "HANGER" => ("HNGR", Weak),
        "KEY" => ("KEY", Weak),
        "LOT" => ("LOT", Weak),
        "PIER" => ("PIER", Weak),
        "SLIP" => ("SLIP", Weak),
        "SPC" | "SPACE" => ("SPC", Weak),
        "STOP" => ("STOP", Weak),
        "TRLR" | "TRAILER" => ("TRLR", Weak),
        "BSMT" | "BASEMENT" => ("BSMT", Alone),
        "FRNT" | "FRONT" => ("FRNT", Alone),
        "LBBY" | "LOBBY" => ("LBBY", Alone),
        "LOWR" | "LOWER" => ("LOWR", Alone),
        "OFC" | "OFFICE" => ("OFC", Alone),
        "PH" | "PENTHOUSE" => ("PH", Alone),
        "REAR" => ("REAR", Alone),
        "SIDE" => ("SIDE", Alone),
        "UPPR" | "UPPER" => ("UPPR", Alone),
        _ => return None,
    };
    Some(Designator { short, kind })
}

/// The two letters of a state, from its name. Other texts have none, the two letters themselves included.
pub(super) fn state_code(name: &str) -> Option<&'static str> {
    STATES.iter().find(|(state, _)| *state == name).map(|&(_, code)| code)
}

#[rustfmt::skip]
const STATES: [(&str, &str); 52] = [
    ("ALABAMA", "AL"), ("ALASKA", "AK"), ("ARIZONA", "AZ"), ("ARKANSAS", "AR"), ("CALIFORNIA", "CA"),
    ("COLORADO", "CO"), ("CONNECTICUT", "CT"), ("DELAWARE", "DE"), ("DISTRICT OF COLUMBIA", "DC"),
    ("FLORIDA", "FL"), ("GEORGIA", "GA"), ("HAWAII", "HI"), ("IDAHO", "ID"), ("ILLINOIS", "IL"), ("INDIANA", "IN"),
    ("IOWA", "IA"), ("KANSAS", "KS"), ("KENTUCKY", "KY"), ("LOUISIANA", "LA"), ("MAINE", "ME"), ("MARYLAND", "MD"),
    ("MASSACHUSETTS", "MA"), ("MICHIGAN", "MI"), ("MINNESOTA", "MN"), ("MISSISSIPPI", "MS"), ("MISSOURI", "MO"),
    ("MONTANA", "MT"), ("NEBRASKA", "NE"), ("NEVADA", "NV"), ("NEW HAMPSHIRE", "NH"), ("NEW JERSEY", "NJ"),
    ("NEW MEXICO", "NM"), ("NEW YORK", "NY"), ("NORTH CAROLINA", "NC"), ("NORTH DAKOTA", "ND"), ("OHIO", "OH"),
    ("OKLAHOMA", "OK"), ("OREGON", "OR"), ("PENNSYLVANIA", "PA"), ("PUERTO RICO", "PR"), ("RHODE ISLAND", "RI"),
    ("SOUTH CAROLINA", "SC"), ("SOUTH DAKOTA", "SD"), ("TENNESSEE", "TN"), ("TEXAS", "TX"), ("UTAH", "UT"),
    ("VERMONT", "VT"), ("VIRGINIA", "VA"), ("WASHINGTON", "WA"), ("WEST VIRGINIA", "WV"), ("WISCONSIN", "WI"),
    ("WYOMING", "WY"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_stands_for_one_suffix() {
        let spellings = suffix_spellings();
        assert!(spellings.len() > 400, "{}", spellings.len());
        for pair in spellings.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} is listed twice", pair[0].0);
        }
        for (spelling, suffix) in spellings {
            assert!(spelling.bytes().all(|byte| byte.is_ascii_uppercase()), "{spelling}");
            assert!(!suffix.short.is_empty());
        }
    }

    #[test]
    fn the_postal_table_agrees_with_the_references() {
        for (word, short) in REFERENCE_STREET_TYPES {
            assert_eq!(suffix(word), Some(Suffix { short, is_plain: true }));
        }
    }

    #[test]
    fn looking_up() {
        assert_eq!(suffix("COVE").map(|suffix| (suffix.short, suffix.is_plain)), Some(("CV", false)));
        assert_eq!(suffix("CROSSING").map(|suffix| suffix.short), Some("XING"));
        assert_eq!(suffix("SADDLEWOOD"), None);
        assert_eq!(state_code("FLORIDA"), Some("FL"));
        assert_eq!(state_code("FL"), None);
    }
}
