//! Parcel ids.
//!
//! In: an id as somebody wrote it (`29-22-28-8850-02-050`, ` R282132162337718 `, `N/A`). Out: the key under which all
//! rows of that parcel meet, written into a buffer of the caller, so that a million rows cost no allocation.
//!
//! There are two keys. [`digits`] keeps the decimal digits and nothing else; it is the reference's rule.
//! [`normalize`] is the product's: it also joins the two orders in which Orange County, Florida, writes the same
//! parcel ([`DigitOrder`]), keeps letters where they tell parcels apart, and knows the words that stand for "no
//! parcel".
//!
//! It does not pad, does not check that a parcel exists, and does not settle an id that reads well in both orders: the
//! caller counts a file's ids in an [`OrderTally`] and says what its majority is.

/// The digits of an Orange County id.
const TOWNSHIP_DIGITS: usize = 15;
/// Orange County's townships south, ranges east and sections, as they occur in its ids.
const TOWNSHIPS: std::ops::RangeInclusive<u8> = 20..=24;
const RANGES: std::ops::RangeInclusive<u8> = 27..=33;
const SECTIONS: std::ops::RangeInclusive<u8> = 1..=36;

/// From this many letters and digits on, an id is long enough to stand without its separators. Shorter ones need them:
/// `1-11` and `11-1` are two parcels.
const ALPHANUMERICS_WITHOUT_SEPARATORS: usize = 10;

/// What people write where there is no single parcel, in the spelling that [`normalize`] gives it.
const PLACEHOLDERS: [&str; 9] =
    ["N-A", "NA", "NONE", "NULL", "UNKNOWN", "TIMESHARE", "NOTASSIGNED", "MULTIPLEPARCEL", "MULTIPLEPARCELS"];

/// How a 15-digit Orange County id begins. The township stands in digits 3-4 either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigitOrder {
    /// Section, township, range: the clerk's tax sales.
    SectionFirst,
    /// Range, township, section: the appraiser's records, and the form of the normalised id.
    RangeFirst,
}

/// What [`digit_order`] can tell from one id alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderReading {
    Certain(DigitOrder),
    /// An Orange County id whose section could be a range and whose range could be a section.
    Ambiguous,
    /// Not an Orange County id.
    OtherKind,
}

/// The reference's key: the decimal digits of `raw`, written into `key`. None when there is none.
pub fn digits<'a>(raw: &str, key: &'a mut String) -> Option<&'a str> {
    key.clear();
    key.extend(raw.bytes().filter(u8::is_ascii_digit).map(char::from));
    (!key.is_empty()).then_some(key.as_str())
}

/// The product's key of `raw`, written into `key`. None when `raw` names no parcel.
///
/// An Orange County id becomes its fifteen digits, range first; one that reads well in both orders is taken to be in
/// `order_if_ambiguous`. Any other id keeps its letters (upper case) and digits. Its separators go when ten or more of
/// those remain; in a shorter id each run of them becomes one `-`.
pub fn normalize<'a>(raw: &str, order_if_ambiguous: DigitOrder, key: &'a mut String) -> Option<&'a str> {
    key.clear();
    if let Some(mut township) = township_digits(raw) {
        let order = match reading(&township) {
            OrderReading::Certain(order) => Some(order),
            OrderReading::Ambiguous => Some(order_if_ambiguous),
            OrderReading::OtherKind => None,
        };
        if let Some(order) = order {
            if order == DigitOrder::SectionFirst {
                swap(&mut township);
            }
            key.extend(township.map(char::from));
            return Some(key);
        }
    }
    spell(raw, key);
    if key.is_empty() || PLACEHOLDERS.contains(&key.as_str()) {
        key.clear();
        return None;
    }
    Some(key)
}

/// The order in which an id is written, from its digits alone; anything but digits is passed over.
pub fn digit_order(id: &str) -> OrderReading {
    township_digits(id).map_or(OrderReading::OtherKind, |township| reading(&township))
}

/// Turns one order into the other, in place: digits 1-2 change places with digits 5-6. Applied twice it changes
/// nothing. An id that is not fifteen digits is left alone and the answer is false.
pub fn swap_order(digits: &mut String) -> bool {
    if digits.len() != TOWNSHIP_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut bytes = [0; TOWNSHIP_DIGITS];
    bytes.copy_from_slice(digits.as_bytes());
    swap(&mut bytes);
    digits.clear();
    digits.extend(bytes.map(char::from));
    true
}

/// Whether a spreadsheet has rounded this id to a number such as `2.82032E+14`. The parcel is lost then: every id of
/// the neighbourhood looks the same.
pub fn is_rounded_by_spreadsheet(raw: &str) -> bool {
    let Some((mantissa, exponent)) = raw.trim().split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 1
        && is_digits(whole)
        && is_digits(fraction)
        && matches!(exponent.len(), 1..=2)
        && is_digits(exponent)
}

/// Counts in which order the ids of one file are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderTally {
    pub section_first: u64,
    pub range_first: u64,
    pub ambiguous: u64,
}

impl OrderTally {
    pub fn count(&mut self, id: &str) {
        match digit_order(id) {
            OrderReading::Certain(DigitOrder::SectionFirst) => self.section_first += 1,
            OrderReading::Certain(DigitOrder::RangeFirst) => self.range_first += 1,
            OrderReading::Ambiguous => self.ambiguous += 1,
            OrderReading::OtherKind => {}
        }
    }

    /// The order of most ids; the appraiser's when nothing speaks for either.
    pub fn majority(&self) -> DigitOrder {
        if self.section_first > self.range_first { DigitOrder::SectionFirst } else { DigitOrder::RangeFirst }
    }
}

/// The digits of an id that has exactly fifteen of them.
fn township_digits(raw: &str) -> Option<[u8; TOWNSHIP_DIGITS]> {
    let mut found = [0; TOWNSHIP_DIGITS];
    let mut count = 0;
    for byte in raw.bytes().filter(u8::is_ascii_digit) {
        *found.get_mut(count)? = byte;
        count += 1;
    }
    (count == TOWNSHIP_DIGITS).then_some(found)
}

fn reading(digits: &[u8; TOWNSHIP_DIGITS]) -> OrderReading {
    let pair = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
    let (first, township, third) = (pair(0), pair(2), pair(4));
    if !TOWNSHIPS.contains(&township) {
        return OrderReading::OtherKind;
    }
    let section_first = SECTIONS.contains(&first) && RANGES.contains(&third);
    let range_first = RANGES.contains(&first) && SECTIONS.contains(&third);
    match (section_first, range_first) {
        (true, true) => OrderReading::Ambiguous,
        (true, false) => OrderReading::Certain(DigitOrder::SectionFirst),
        (false, true) => OrderReading::Certain(DigitOrder::RangeFirst),
        (false, false) => OrderReading::OtherKind,
    }
}

fn swap(digits: &mut [u8; TOWNSHIP_DIGITS]) {
    digits.swap(0, 4);
    digits.swap(1, 5);
}

/// Letters in upper case, digits, and `-` between segments where the id is short.
fn spell(raw: &str, key: &mut String) {
    let mut alphanumerics = 0;
    let mut is_after_separator = false;
    for character in raw.chars() {
        if !character.is_alphanumeric() {
            is_after_separator = true;
            continue;
        }
        if is_after_separator && !key.is_empty() {
            key.push('-');
        }
        is_after_separator = false;
        if character.is_ascii() {
            key.push(character.to_ascii_uppercase());
            alphanumerics += 1;
            continue;
        }
        // Some letters have two in upper case, or one and an accent.
        for upper in character.to_uppercase().filter(|upper| upper.is_alphanumeric()) {
            key.push(upper);
            alphanumerics += 1;
        }
    }
    if alphanumerics >= ALPHANUMERICS_WITHOUT_SEPARATORS {
        key.retain(|character| character != '-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smart(raw: &str) -> Option<String> {
        normalize(raw, DigitOrder::RangeFirst, &mut String::new()).map(str::to_owned)
    }

    #[test]
    fn both_orders_of_one_parcel_meet() {
        assert_eq!(smart("05-22-28-8850-02-050").as_deref(), Some("282205885002050"));
        assert_eq!(smart("R282205885002050").as_deref(), Some("282205885002050"));
        assert_eq!(smart(" 28.22.05.8850.02.050 ").as_deref(), Some("282205885002050"));
    }

    #[test]
    fn the_caller_decides_an_ambiguous_order() {
        let mut key = String::new();
        let raw = "29-22-28-8850-02-050";
        assert_eq!(digit_order(raw), OrderReading::Ambiguous);
        assert_eq!(normalize(raw, DigitOrder::SectionFirst, &mut key), Some("282229885002050"));
        assert_eq!(normalize(raw, DigitOrder::RangeFirst, &mut key), Some("292228885002050"));
    }

    #[test]
    fn a_files_majority() {
        let mut tally = OrderTally::default();
        assert_eq!(tally.majority(), DigitOrder::RangeFirst);
        for id in ["05-22-28-8850-02-050", "282205885002050", "12-23-28-8182-11-004", "282032251301040", "7"] {
            tally.count(id);
        }
        assert_eq!(tally, OrderTally { section_first: 2, range_first: 1, ambiguous: 1 });
        assert_eq!(tally.majority(), DigitOrder::SectionFirst);
    }

    #[test]
    fn other_counties_keep_their_letters() {
        assert_eq!(smart("0412-a0-0001").as_deref(), Some("0412A00001"));
        // Fifteen digits, but no Orange County township.
        assert_eq!(smart("R 29-36-28-8850-02-050").as_deref(), Some("R293628885002050"));
        assert_eq!(smart("12/36/28/8850/02/050").as_deref(), Some("123628885002050"));
    }

    #[test]
    fn short_ids_keep_their_segments() {
        assert_eq!(smart("1-11").as_deref(), Some("1-11"));
        assert_eq!(smart("11 - 1 ").as_deref(), Some("11-1"));
        assert_eq!(smart("--b.7--").as_deref(), Some("B-7"));
        assert_eq!(smart("0").as_deref(), Some("0"));
    }

    #[test]
    fn words_for_no_parcel() {
        let words = [
            "",
            "  ",
            "---",
            "N/A",
            "n.a.",
            "na",
            "None",
            "NULL",
            "unknown",
            "Timeshare",
            "NOT ASSIGNED",
            "not-assigned",
        ];
        for raw in words.into_iter().chain(["Multiple Parcel", "MULTIPLE PARCELS", "Multiple Parcel(s)"]) {
            assert_eq!(smart(raw), None, "{raw:?}");
        }
    }

    #[test]
    fn swapping() {
        let mut id = "052228885002050".to_owned();
        assert!(swap_order(&mut id));
        assert_eq!(id, "282205885002050");
        let mut short = "0522".to_owned();
        assert!(!swap_order(&mut short));
        assert_eq!(short, "0522");
    }

    #[test]
    fn spreadsheet_damage_is_seen() {
        for raw in ["2.82032E+14", "2,82032E+14", "3E+14", " 2.8e+14 "] {
            assert!(is_rounded_by_spreadsheet(raw), "{raw}");
        }
        for raw in ["282032251301040", "12E05", "A1E+14", "2.82032E14", "", "E+14"] {
            assert!(!is_rounded_by_spreadsheet(raw), "{raw}");
        }
    }
}
