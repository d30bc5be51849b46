//! One cell -> one value.

use crate::problem::ProblemKind;

/// What a number column allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberRule {
    pub min: f64,
    pub max: f64,
    /// `2001` and `2001.0`, but not `1985.5`.
    pub whole: bool,
    /// This value stands for "unknown", checked before the range.
    pub unknown: Option<f64>,
}

impl NumberRule {
    pub const ANY: Self = Self { min: f64::NEG_INFINITY, max: f64::INFINITY, whole: false, unknown: None };

    /// Checks a number that was read: the value, None where it stands for unknown, or what is wrong with it.
    pub fn check(&self, value: f64) -> Result<Option<f64>, ProblemKind> {
        if self.unknown == Some(value) {
            return Ok(None);
        }
        if self.whole && value != value.trunc() {
            return Err(ProblemKind::NotAWholeNumber);
        }
        if value < self.min || value > self.max {
            return Err(ProblemKind::OutOfRange);
        }
        Ok(Some(value))
    }
}

/// A plain number: digits, sign, point, exponent.
pub fn parse_plain(cell: &[u8]) -> Option<f64> {
    fast_float2::parse(cell).ok().filter(|value: &f64| value.is_finite())
}

/// A plain number in a text.
pub fn parse_number(text: &str) -> Option<f64> {
    parse_plain(text.trim().as_bytes())
}

/// A number as people write it: also `$1,234.50`, `(1,234)`, `12.5 %`, `1,234 USD`.
pub fn parse_written(cell: &[u8]) -> Option<f64> {
    if let Some(value) = parse_plain(cell) {
        return Some(value);
    }
    let cell = cell.trim_ascii();
    let (negative, inner) = match cell {
        [b'(', inner @ .., b')'] => (true, inner.trim_ascii()),
        [b'-', inner @ ..] => (true, inner.trim_ascii()),
        _ => (false, cell),
    };
    let inner = inner.strip_prefix(b"$").unwrap_or(inner).trim_ascii();
    let (minus_inside, inner) = inner.strip_prefix(b"-").map_or((false, inner), |rest| (true, rest));
    let inner = [&b"%"[..], b"USD", b"usd"].iter().find_map(|unit| inner.strip_suffix(*unit)).unwrap_or(inner);
    let inner = inner.trim_ascii();
    if negative && minus_inside {
        return None;
    }
    if !inner.first().is_some_and(|b| b.is_ascii_digit() || *b == b'.') || !grouped_by_three(inner) {
        return None;
    }
    let mut digits = [0_u8; 40];
    let mut length = 0;
    for &byte in inner.iter().filter(|b| **b != b',') {
        *digits.get_mut(length)? = byte;
        length += 1;
    }
    let value = parse_plain(&digits[..length])?;
    Some(if negative || minus_inside { -value } else { value })
}

/// The words by which programs write that there is no value.
pub fn is_word_for_missing(cell: &[u8]) -> bool {
    const WORDS: [&[u8]; 11] =
        [b"NA", b"N/A", b"n/a", b"NaN", b"nan", b"NULL", b"null", b"#N/A", b"#NA", b"<NA>", b"NaT"];
    (2..=4).contains(&cell.len()) && WORDS.contains(&cell)
}

/// The same where a number or a day should stand; among texts these may be values.
pub fn is_word_for_no_number(cell: &[u8]) -> bool {
    const WORDS: [&[u8]; 7] = [b"none", b"-", b"--", b"?", b".", b"unknown", b"missing"];
    (1..=7).contains(&cell.len()) && WORDS.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Commas stand before every three digits of the whole part, or nowhere.
fn grouped_by_three(number: &[u8]) -> bool {
    let whole = number.split(|b| *b == b'.').next().unwrap_or_default();
    if number[whole.len()..].contains(&b',') {
        return false;
    }
    whole.split(|b| *b == b',').enumerate().all(|(i, group)| {
        group.iter().all(u8::is_ascii_digit)
            && (i == 0 || group.len() == 3)
            && (i > 0 || !whole.contains(&b',') || (1..=3).contains(&group.len()))
    })
}
