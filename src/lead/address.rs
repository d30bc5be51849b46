//! Street addresses.
//!
//! In: an address as it stands in a cell, with city, state and ZIP from their cells; an empty text means absent. Out:
//! an [`Address`] in parts, upper case, with the Postal Service's abbreviations.
//!
//! There are two ways to read the street line. [`standardize_reference`] does what the reference does, letter by
//! letter, so that its results can be compared: it finds a unit inside words (`FLORIDA` is floor `ORIDA`).
//! [`standardize`] is the product's: words are words, units stand where units stand, and more street types are known.
//!
//! It looks nothing up: whether a street exists, or a ZIP belongs to a city, it does not know.

mod postal;
mod reference;
mod table;

use serde::{Deserialize, Serialize};

pub use postal::standardize;
pub use reference::standardize_reference;

/// An address in parts. What is absent is none, never an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub street_number: Option<String>,
    pub street_name: Option<String>,
    pub street_type: Option<String>,
    /// The direction after the street type (`5TH ST NW`); the reference leaves it in the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_direction: Option<String>,
    /// Stands alone where a unit has no number (`REAR`).
    pub unit_type: Option<String>,
    pub unit_number: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub zip_code: Option<String>,
    /// All of it on one line: street, unit, city, state and ZIP, separated by commas.
    pub full_address: Option<String>,
}

impl Address {
    /// Writes the line from the parts.
    fn join(mut self) -> Self {
        let street = [&self.street_number, &self.street_name, &self.street_type, &self.post_direction];
        let mut line = String::with_capacity(64);
        for part in street.into_iter().flatten() {
            append(&mut line, " ", part);
        }
        for (separator, part) in [(", ", &self.unit_type), (" ", &self.unit_number)] {
            if let Some(part) = part {
                append(&mut line, separator, part);
            }
        }
        for part in [&self.city, &self.state, &self.zip_code].into_iter().flatten() {
            append(&mut line, ", ", part);
        }
        self.full_address = present(line);
        self
    }
}

fn append(line: &mut String, separator: &str, part: &str) {
    if !line.is_empty() {
        line.push_str(separator);
    }
    line.push_str(part);
}

fn present(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.to_uppercase() }
}

/// White space as the reference's language sees it: Unicode's, and the four separators of ASCII.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The first five digits, wherever they stand; none when there are fewer.
fn zip_code(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(5).collect();
    (digits.len() == 5).then_some(digits)
}
