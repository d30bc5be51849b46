//! What kind of owner a name is of. The name itself goes no further.

use std::borrow::Cow;

use super::reading::Reading;
use crate::layout::{Field, Source};

/// Words that tell a kind of owner wherever they stand in a name, and those that do so only at its end, where people's
/// names have none of them. The first kind that fits counts: a bank's trust is the bank's.
const KINDS: [(&str, &[&str], &[&str]); 5] = [
    (
        "public",
        &["COUNTY", "CITY", "MUNICIPAL", "DISTRICT", "AUTHORITY", "SCHOOL", "FLORIDA", "USA", "HUD", "SECRETARY"],
        &[],
    ),
    (
        "lender",
        &[
            "BANK",
            "MORTGAGE",
            "LENDING",
            "LOAN",
            "LOANS",
            "FANNIE",
            "FREDDIE",
            "FNMA",
            "FHLMC",
            "SERVICING",
            "FINANCIAL",
        ],
        &["NA", "FSB"],
    ),
    (
        "company",
        &[
            "LLC",
            "INC",
            "CORP",
            "CORPORATION",
            "COMPANY",
            "LP",
            "LLP",
            "LLLP",
            "LTD",
            "LIMITED",
            "PARTNERSHIP",
            "PARTNERS",
            "HOLDINGS",
            "INVESTMENTS",
            "INVESTORS",
            "PROPERTIES",
            "REALTY",
            "RENTALS",
            "HOMES",
            "VENTURES",
            "CAPITAL",
            "ENTERPRISES",
            "DEVELOPMENT",
            "BUILDERS",
            "GROUP",
            "ASSOCIATION",
            "ASSN",
            "HOA",
            "CONDOMINIUM",
            "CHURCH",
            "MINISTRIES",
            "FOUNDATION",
        ],
        &["CO", "PA", "PLLC", "PLC"],
    ),
    ("trust", &["TRUST", "TRUSTEE", "TRUSTEES", "LIVING", "REVOCABLE"], &["TR", "TRS"]),
    ("estate", &["ESTATE"], &["EST"]),
];

/// `company`, `lender`, `trust`, `estate`, `public` or `person`.
pub(super) fn kind<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    let lists = [Source::PropertyRecord, Source::Foreclosure, Source::CodeViolation];
    let name = lists.into_iter().find_map(|list| reading.text(list, Field::OwnerName))?;
    Some(Cow::Borrowed(kind_of(name)))
}

/// The same of one name.
pub fn kind_of(name: &str) -> &'static str {
    // `L.L.C.` is one word.
    let spelled = name.to_uppercase().replace('.', "");
    let words: Vec<&str> = spelled.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let spaced_llc = words.windows(3).any(|three| three == ["L", "L", "C"]);
    let is = |anywhere: &[&str], at_end: &[&str]| {
        words.iter().any(|word| anywhere.contains(word)) || words.last().is_some_and(|word| at_end.contains(word))
    };
    let found = KINDS.iter().find(|(_, anywhere, at_end)| is(anywhere, at_end)).map(|(kind, _, _)| *kind);
    match found {
        Some(kind) => kind,
        None if spaced_llc => "company",
        None => "person",
    }
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn kinds_of_owners() {
        for (name, kind) in [
            ("SUNSHINE HOMES L.L.C.", "company"),
            ("Bluebird Rentals L L C", "company"),
            ("SMITH & CO", "company"),
            ("WELLS FARGO BANK NA TRUSTEE", "lender"),
            ("PEREZ MARIA REVOCABLE TRUST", "trust"),
            ("DOE JOHN TR", "trust"),
            ("DOE JANE EST", "estate"),
            ("ORANGE COUNTY", "public"),
            ("COLE NATHAN", "person"),
            ("INCE ROBERT / INCE MARY", "person"),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }
}
