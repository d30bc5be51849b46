//! The reference's reading of a street line, kept as it is for comparison.
//!
//! In: the four cells. Out: the address that the reference makes of them, defects included: units are found inside
//! words, a `FLOOR` is never understood, every direction word of a name is shortened. Digits are the ASCII ones.

use super::table::{reference_direction, reference_street_type};
use super::{Address, is_space, present, trim, upper, zip_code};

/// What announces a unit, in the order in which they are tried at each place, and what it is called in the result.
const UNIT_WORDS: [(&str, &str); 12] = [
    ("#", "UNIT"),
    ("APT", "APT"),
    ("APARTMENT", "APT"),
    ("UNIT", "UNIT"),
    ("SUITE", "STE"),
    ("STE", "STE"),
    ("BLDG", "BLDG"),
    ("BUILDING", "BLDG"),
    ("FL", "FL"),
    ("FLOOR", "FL"),
    ("RM", "RM"),
    ("ROOM", "RM"),
];

/// The address as the reference standardises it. Without a street line there is no address, whatever the other cells
/// hold.
pub fn standardize_reference(address: &str, city: &str, state: &str, zip: &str) -> Address {
    if address.is_empty() {
        return Address::default();
    }
    let line = upper(trim(address));
    let unit = find_unit(&line);
    let mut parts = Address {
        unit_type: unit.as_ref().map(|unit| unit.kind.to_owned()),
        unit_number: unit.as_ref().map(|unit| unit.number.to_owned()),
        city: present(upper(trim(city))),
        state: present(upper(trim(state))),
        zip_code: zip_code(zip),
        ..Address::default()
    };
    match unit {
        // The two halves are joined without a space.
        Some(unit) => read_street(&[unit.before, unit.after].concat(), &mut parts),
        None => read_street(&line, &mut parts),
    }
    parts.join()
}

struct Unit<'a> {
    kind: &'static str,
    number: &'a str,
    before: &'a str,
    after: &'a str,
}

/// The leftmost place where a unit word is followed by white space, if any, and a number.
fn find_unit(line: &str) -> Option<Unit<'_>> {
    for (at, byte) in line.bytes().enumerate() {
        if !matches!(byte, b'#' | b'A' | b'U' | b'S' | b'B' | b'F' | b'R') {
            continue;
        }
        for (word, kind) in UNIT_WORDS {
            let Some(rest) = line[at..].strip_prefix(word) else { continue };
            let rest = rest.trim_start_matches(is_space);
            let is_number = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'-');
            let length = rest.bytes().take_while(is_number).count();
            if length > 0 {
                let (number, after) = rest.split_at(length);
                return Some(Unit { kind, number, before: &line[..at], after });
            }
        }
    }
    None
}

/// Number, name and type, from what is left without the unit.
fn read_street(street: &str, parts: &mut Address) {
    let words: Vec<&str> = street.split(is_space).filter(|word| !word.is_empty()).collect();
    let mut words = words.as_slice();
    if let [first, rest @ ..] = words
        && is_number(first)
    {
        parts.street_number = Some((*first).to_owned());
        words = rest;
    }
    if let [rest @ .., last] = words
        && let Some(street_type) = reference_street_type(last)
    {
        parts.street_type = Some(street_type.to_owned());
        words = rest;
    }
    let mut name = String::new();
    for word in words {
        super::append(&mut name, " ", reference_direction(word).unwrap_or(word));
    }
    parts.street_name = present(name);
}

/// Digits and hyphens, at least one digit.
fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && word.bytes().any(|byte| byte != b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(address: &str) -> Option<String> {
        standardize_reference(address, "", "", "").full_address
    }

    #[test]
    fn units_hide_in_words() {
        assert_eq!(full("100 FLORIDA AVENUE").as_deref(), Some("100 AVE, FL ORIDA"));
        assert_eq!(full("9 FLOOR 2").as_deref(), Some("9 2, FL OOR"));
        assert_eq!(full("1 A APT").as_deref(), Some("1 A APT"));
    }

    #[test]
    fn white_space_of_every_kind() {
        assert_eq!(full("\u{a0}12\u{1f}main\u{2003}st\u{85}").as_deref(), Some("12 MAIN ST"));
        assert_eq!(full(" \t "), None);
    }

    #[test]
    fn the_other_cells_need_a_street_line() {
        assert_eq!(standardize_reference("", "Orlando", "FL", "32801"), Address::default());
        assert_eq!(
            standardize_reference(" ", "Orlando", "fl", "FL 328011234").full_address.as_deref(),
            Some("ORLANDO, FL, 32801")
        );
    }

    #[test]
    fn numbers() {
        assert!(is_number("12-34") && is_number("7-"));
        assert!(!is_number("-") && !is_number("") && !is_number("12A"));
    }
}
