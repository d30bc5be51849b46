//! Owners' names as appraisers write them, split for tools that want a first and a last name.
//!
//! In: `SMITH JOHN A & MARY B`, `O'BRIEN, PAT JR`, `Oak Street Holdings LLC`. Out: people with first and last name, and
//! companies, trusts, banks and estates whole. A name in small letters is taken as written the other way round: `John A
//! Smith`. A single word stays whole: whether it is a first or a last name, nobody knows.

use crate::{feature::house::owner_kind, layout::Field, layout::Source, lead::Lead};

/// A person, or something that is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    pub first: String,
    pub last: String,
    /// The whole name of what is not a person.
    pub company: String,
}

impl Owner {
    /// As it stands on an envelope.
    pub fn full(&self) -> String {
        [&self.first, &self.last, &self.company]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Words that begin a last name of several.
const PARTICLES: [&str; 22] = [
    "DE", "DEL", "LA", "LAS", "LOS", "VAN", "VON", "VANDER", "DER", "DEN", "DI", "DA", "DOS", "DU", "LE", "ST", "SAN",
    "SANTA", "MC", "MAC", "EL", "TEN",
];
const SUFFIXES: [&str; 6] = ["JR", "SR", "II", "III", "IV", "ESQ"];
/// What stands behind a name and is none of it.
const TAILS: [&str; 8] = [" ET AL", " ETAL", " ET UX", " ET VIR", " LIFE EST", " LIFE ESTATE", " H/W", " REM"];

/// Whom the lists name as owners of a lead: the roll's, and where it names none, the borrower of a foreclosure.
pub fn owners_of(lead: Lead<'_>) -> Vec<Owner> {
    let lists = [
        (Source::PropertyRecord, Field::OwnerName, Field::SecondOwnerName),
        (Source::Foreclosure, Field::OwnerName, Field::SecondOwnerName),
        (Source::TaxSale, Field::OwnerName, Field::SecondOwnerName),
        (Source::Foreclosure, Field::BorrowerName, Field::SecondOwnerName),
    ];
    let found = lists.into_iter().find_map(|(list, first, second)| {
        let name = lead.text(list, first).filter(|name| !name.trim().is_empty())?;
        Some((name, lead.text(list, second)))
    });
    let Some((name, second)) = found else { return Vec::new() };
    let mut owners = split(name);
    owners.extend(second.into_iter().flat_map(split));
    let mut seen: Vec<Owner> = Vec::new();
    owners.into_iter().for_each(|owner| {
        if !seen.contains(&owner) {
            seen.push(owner);
        }
    });
    seen
}

/// The owners that one name speaks of.
pub fn split(name: &str) -> Vec<Owner> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let upper = name.to_uppercase();
    let end = TAILS.iter().filter_map(|tail| upper.strip_suffix(tail).map(str::len)).min();
    // Cut only where both spellings are as long, so that no letter is cut in two.
    let name = end.filter(|_| upper.len() == name.len()).map_or(name.as_str(), |end| &name[..end]).trim();
    if name.is_empty() {
        return Vec::new();
    }
    if owner_kind(name) != "person" || name.contains(|c: char| c.is_ascii_digit()) {
        return vec![Owner { company: capitals(name), ..Owner::default() }];
    }
    let is_natural = name.contains(char::is_lowercase) && !name.contains(',');
    let joined = name.replace(" AND ", " & ").replace(" and ", " & ").replace(['/', ';'], "&");
    let mut owners: Vec<Owner> = Vec::new();
    for part in joined.split('&').map(str::trim).filter(|part| !part.is_empty()) {
        let before = owners.last().map(|owner| owner.last.clone());
        owners.push(person(part, is_natural, before.as_deref()));
    }
    // `John & Mary Smith`: the last name is said once, behind.
    if is_natural && let Some(last) = owners.last().map(|owner| owner.last.clone()) {
        for owner in owners.iter_mut().filter(|owner| owner.last.is_empty()) {
            owner.last.clone_from(&last);
        }
    }
    owners
}

fn person(part: &str, is_natural: bool, before: Option<&str>) -> Owner {
    let (listed, is_listed) = match part.split_once(',') {
        Some((last, first)) => ((last.trim(), first.trim()), true),
        None => ((part, ""), false),
    };
    if is_listed {
        let (first, suffix) = without_suffixes(listed.1);
        return named(&first, &[listed.0.split_whitespace().collect::<Vec<_>>(), suffix].concat());
    }
    let (words, suffix) = without_suffixes(part);
    match words.as_slice() {
        [only] => match before {
            Some(last) if !is_natural => named(&[only], &[last]),
            _ if is_natural => named(&[only], &[]),
            _ => Owner { last: capitals(only), ..Owner::default() },
        },
        words if is_natural => {
            let at = (1..words.len()).find(|&at| is_particle(words[at])).unwrap_or(words.len() - 1);
            named(&words[..at], &[&words[at..], &suffix].concat())
        }
        words => {
            // `SMITH JOHN & MARY B`: an initial at the end of two words makes them given names of the same family.
            let is_given = words.len() == 2 && words[1].trim_end_matches('.').len() == 1;
            if let (true, Some(last)) = (is_given, before) {
                return named(words, &[last]);
            }
            let particles = words.iter().take(words.len() - 2).take_while(|word| is_particle(word)).count();
            named(&words[particles + 1..], &[&words[..=particles], &suffix].concat())
        }
    }
}

fn without_suffixes(text: &str) -> (Vec<&str>, Vec<&str>) {
    text.split_whitespace().partition(|word| {
        let bare = word.trim_matches(['.', ',']).to_uppercase();
        !SUFFIXES.contains(&bare.as_str())
    })
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_uppercase().as_str())
}

fn named(first: &[&str], last: &[&str]) -> Owner {
    Owner { first: capitals(&first.join(" ")), last: capitals(&last.join(" ")), company: String::new() }
}

/// `O'BRIEN-SMITH` as `O'Brien-Smith`, `LLC` and Roman numbers as they are; what has small letters already stays.
pub fn capitals(text: &str) -> String {
    const KEPT: [&str; 14] =
        ["LLC", "LP", "LLP", "INC", "NA", "USA", "HOA", "II", "III", "IV", "TR", "FNMA", "FHLMC", "HUD"];
    if text.contains(char::is_lowercase) {
        return text.to_owned();
    }
    let word = |word: &str| {
        // An abbreviation: a company's form, or letters with points.
        let bare: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if KEPT.contains(&bare.as_str()) && bare != "INC" {
            return word.to_owned();
        }
        let mut shown = String::with_capacity(word.len());
        let mut starts = true;
        for c in word.chars() {
            if starts {
                shown.push(c)
            } else {
                shown.extend(c.to_lowercase())
            }
            starts = !c.is_alphanumeric();
        }
        shown
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(name: &str) -> Vec<(String, String)> {
        split(name).into_iter().map(|owner| (owner.first, owner.last)).collect()
    }

    fn one(first: &str, last: &str) -> Vec<(String, String)> {
        vec![(first.to_owned(), last.to_owned())]
    }

    fn two(a: (&str, &str), b: (&str, &str)) -> Vec<(String, String)> {
        [a, b].map(|(first, last)| (first.to_owned(), last.to_owned())).to_vec()
    }

    #[test]
    fn appraisers_write_the_last_name_first() {
        assert_eq!(people("SMITH JOHN A"), one("John A", "Smith"));
        assert_eq!(people("O'BRIEN, PAT M"), one("Pat M", "O'Brien"));
        assert_eq!(people("DE LA CRUZ MARIA"), one("Maria", "De La Cruz"));
        assert_eq!(people("SMITH JOHN JR"), one("John", "Smith Jr"));
        assert_eq!(people("GARCIA-LOPEZ ANA ET AL"), one("Ana", "Garcia-Lopez"));
        assert_eq!(people("John van Dyke"), one("John", "van Dyke"));
        assert_eq!(people("CHER"), one("", "Cher"));
    }

    #[test]
    fn couples_are_two() {
        assert_eq!(people("SMITH JOHN A & MARY B"), two(("John A", "Smith"), ("Mary B", "Smith")));
        assert_eq!(people("SMITH JOHN & MARY"), two(("John", "Smith"), ("Mary", "Smith")));
        assert_eq!(people("SMITH JOHN / SMITH MARY"), two(("John", "Smith"), ("Mary", "Smith")));
        assert_eq!(people("SMITH JOHN AND JONES MARY ANN"), two(("John", "Smith"), ("Mary Ann", "Jones")));
        assert_eq!(people("John & Mary Smith"), two(("John", "Smith"), ("Mary", "Smith")));
    }

    #[test]
    fn what_is_no_person_stays_whole() {
        for (name, shown) in [
            ("OAK STREET HOLDINGS LLC", "Oak Street Holdings LLC"),
            ("SMITH FAMILY TRUST", "Smith Family Trust"),
            ("FIRST & MAIN PROPERTIES INC", "First & Main Properties Inc"),
            ("ORANGE COUNTY", "Orange County"),
            ("1512 CITRUS LAND", "1512 Citrus Land"),
        ] {
            assert_eq!(split(name), [Owner { company: shown.to_owned(), ..Owner::default() }]);
        }
        assert!(split("  ").is_empty());
    }
}
