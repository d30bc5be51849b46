//! The product's reading of a street line, word by word.
//!
//! In: the four cells. Out: the address in the Postal Service's standard form (Publication 28): suffix and directions
//! shortened where they are suffix and directions, unit taken from where units stand, punctuation gone.
//!
//! A word counts as a whole: `FLORIDA`, `STERLING`, `ORMOND` are names. Several units (`BLDG 4 APT 12`) become one: the
//! first gives the type, the others stand in its number. A unit word without its number (`APT` at the end) says
//! nothing and goes. It does not split a line that also holds city and state.

use super::table::{Designator, DesignatorKind, designator, direction, state_code, suffix};
use super::{Address, append, is_space, present, upper, zip_code};

/// The address in standard form. Without a street line the other cells still count.
pub fn standardize(address: &str, city: &str, state: &str, zip: &str) -> Address {
    let state = upper(&single_spaced(state));
    let mut parts = Address {
        city: present(upper(&single_spaced(city))),
        state: state_code(&state).map(str::to_owned).or_else(|| present(state)),
        zip_code: zip_code(zip),
        ..Address::default()
    };
    let line = without_punctuation(&upper(address));
    let mut words: Vec<&str> = line.split_ascii_whitespace().flat_map(unglued).collect();
    if let Some(unit) = take_unit(&mut words) {
        parts.unit_type = Some(unit.kind.to_owned());
        parts.unit_number = unit.number;
    }
    let street = read_number(&words, &mut parts);
    read_street(street, &mut parts);
    parts.join()
}

fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        append(&mut spaced, " ", word);
    }
    spaced
}

/// The line without commas, quotes and dots. A dot stays within a number (`39.2`) and vanishes between two initials
/// (`N.W.`); elsewhere it parts two words. `#` becomes a word.
fn without_punctuation(line: &str) -> String {
    let mut clean = String::with_capacity(line.len() + 4);
    let mut characters = line.chars().peekable();
    let mut run = 0; // characters since the last space or dot
    let mut last = ' ';
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match character {
            '\'' | '\u{2019}' | '`' => continue,
            '.' if last.is_ascii_digit() && next.is_ascii_digit() => clean.push('.'),
            '.' if run == 1 && last.is_alphabetic() && is_initial(characters.clone()) => {}
            '#' => clean.push_str(" # "),
            '.' | ',' | ';' | ':' | '"' | '(' | ')' => clean.push(' '),
            _ if is_space(character) => clean.push(' '),
            _ => {
                clean.push(character);
                run += 1;
                last = character;
                continue;
            }
        }
        run = 0;
        last = ' ';
    }
    clean
}

/// Whether one letter alone follows.
fn is_initial(mut rest: impl Iterator<Item = char>) -> bool {
    rest.next().is_some_and(char::is_alphabetic) && rest.next().is_none_or(|character| !character.is_alphanumeric())
}

/// `APT4B` and `UNIT-7` as two words; other words as they are.
fn unglued(word: &str) -> impl Iterator<Item = &str> {
    const GLUED: [&str; 10] = ["APARTMENT", "APT", "BUILDING", "BLDG", "FLOOR", "ROOM", "RM", "SUITE", "STE", "UNIT"];
    let may_be_glued = word.bytes().any(|byte| byte == b'-' || byte.is_ascii_digit());
    let split = GLUED.iter().filter(|_| may_be_glued).find_map(|unit_word| {
        let number = word.strip_prefix(unit_word)?;
        let bare = number.trim_start_matches('-');
        let is_number = !bare.is_empty() && (number.len() > bare.len() || bare.as_bytes()[0].is_ascii_digit());
        is_number.then_some([*unit_word, bare])
    });
    split.unwrap_or([word, ""]).into_iter().filter(|word| !word.is_empty())
}

struct Unit {
    kind: &'static str,
    /// None for a word that needs none (`REAR`).
    number: Option<String>,
}

/// Takes the unit out of the words: at the end of the line, else before or amid the street.
fn take_unit(words: &mut Vec<&str>) -> Option<Unit> {
    for start in 0..words.len() {
        if let Some(unit) = trailing_unit(&words[..start], &words[start..]) {
            let is_complete = unit.number.is_some() || is_alone(words[start]);
            words.truncate(start);
            return is_complete.then_some(unit);
        }
    }
    for start in 0..words.len() {
        let Some(Designator { short, kind: DesignatorKind::Strong }) = designator(words[start]) else { continue };
        let at = if words.get(start + 1) == Some(&"#") { start + 2 } else { start + 1 };
        let Some(&number) = words.get(at) else { continue };
        if !has_digit(number) || is_ordinal(number) {
            continue;
        }
        if words[start] == "#" && start == 0 && words.get(2).is_none_or(|word| !is_house_number(word)) {
            // `# 123 MAIN ST`: the number of the house.
            words.remove(0);
            return None;
        }
        let unit = Unit { kind: short, number: Some(number.to_owned()) };
        words.drain(start..=at);
        return Some(unit);
    }
    None
}

/// The unit, if `tail` consists of units and nothing else.
fn trailing_unit(street: &[&str], tail: &[&str]) -> Option<Unit> {
    const COMPLETE_STREET: [&str; 2] = ["MAIN", "ST"];
    let (kind, first_number, mut rest) = unit_item(street, tail)?;
    let mut number = first_number.map(str::to_owned);
    while let Some(word) = rest.first() {
        let (kind, next_number, after) = unit_item(&COMPLETE_STREET, rest)?;
        if next_number.is_some() || is_alone(word) {
            let number = number.get_or_insert_default();
            append(number, " ", kind);
            if let Some(next_number) = next_number {
                append(number, " ", next_number);
            }
        }
        rest = after;
    }
    Some(Unit { kind, number })
}

fn is_alone(word: &str) -> bool {
    matches!(designator(word), Some(Designator { kind: DesignatorKind::Alone, .. }))
}

type UnitItem<'words, 'text> = (&'static str, Option<&'text str>, &'words [&'text str]);

/// Type and number of the unit at the beginning of `tail`, and what follows it.
fn unit_item<'words, 'text>(street: &[&str], tail: &'words [&'text str]) -> Option<UnitItem<'words, 'text>> {
    let (&word, rest) = tail.split_first()?;
    if let Some((&floor, after)) = rest.split_first()
        && is_ordinal(word)
        && matches!(designator(floor), Some(Designator { kind: DesignatorKind::Floor, .. }))
    {
        return Some(("FL", Some(word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic())), after));
    }
    let Designator { short, kind } = designator(word)?;
    let rest = match rest {
        ["#", after @ ..] if kind != DesignatorKind::Alone => after,
        _ => rest,
    };
    let number = rest.first().copied();
    let takes_number = match kind {
        DesignatorKind::Strong if word == "RM" && street.len() < 2 => return None,
        DesignatorKind::Strong => {
            number.is_some_and(|number| is_unit_number(number, rest.len() == 1 && street.len() > 1))
        }
        DesignatorKind::Floor if word == "FL" => number.is_some_and(is_floor_number),
        DesignatorKind::Floor => number.is_some_and(|number| is_unit_number(number, false)),
        DesignatorKind::Weak => {
            ends_street(street, false) && number.is_some_and(|number| is_unit_number(number, false))
        }
        DesignatorKind::Alone if !ends_street(street, true) => return None,
        DesignatorKind::Alone => number.is_some_and(has_digit),
    };
    if takes_number {
        return Some((short, number, &rest[1..]));
    }
    let may_lack_number = match kind {
        DesignatorKind::Strong => rest.is_empty() && !street.is_empty(),
        DesignatorKind::Alone => true,
        DesignatorKind::Floor | DesignatorKind::Weak => false,
    };
    may_lack_number.then_some((short, None, rest))
}

/// A number, a letter or two, or, where `may_be_word`, any word that does not end a street.
fn is_unit_number(word: &str, may_be_word: bool) -> bool {
    if word == "#" {
        return false;
    }
    match suffix(word) {
        Some(suffix) if suffix.is_plain || word.len() > 2 => false,
        _ => has_digit(word) || word.chars().count() <= 2 || may_be_word,
    }
}

/// One to three digits: more would be a ZIP code after a state.
fn is_floor_number(word: &str) -> bool {
    is_ordinal(word) || (word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a unit may follow: the street has its suffix, perhaps with a direction, or ends in a road's number.
fn ends_street(street: &[&str], must_be_plain: bool) -> bool {
    let is_end = |word: &str| match suffix(word) {
        Some(suffix) => suffix.is_plain || !must_be_plain,
        None => !must_be_plain && has_digit(word),
    };
    match street {
        [_, .., before, last] if direction(last).is_some() => is_end(before),
        [_, .., last] => is_end(last),
        _ => false,
    }
}

/// Takes the house number from the front, with its fraction.
fn read_number<'words, 'text>(words: &'words [&'text str], parts: &mut Address) -> &'words [&'text str] {
    match words {
        [number, fraction, rest @ ..] if is_house_number(number) && is_fraction(fraction) => {
            parts.street_number = Some(format!("{number} {fraction}"));
            rest
        }
        [number, rest @ ..] if is_house_number(number) => {
            parts.street_number = Some((*number).to_owned());
            rest
        }
        _ => words,
    }
}

/// Unit without a unit word, direction behind, suffix, direction in front, name: from the outside in.
fn read_street(mut street: &[&str], parts: &mut Address) {
    if parts.unit_type.is_none()
        && let Some((rest, number)) = bare_unit(street)
    {
        parts.unit_type = Some("UNIT".to_owned());
        parts.unit_number = Some(number.to_owned());
        street = rest;
    }
    if let [_, .., before, last] = street
        && let Some(short) = direction(last)
        && suffix(before).is_some()
    {
        parts.post_direction = Some(short.to_owned());
        street = &street[..street.len() - 1];
    }
    if let [rest @ .., last] = street
        && let Some(suffix) = suffix(last)
    {
        // The only word is the name. `NORTH ST` is North Street, but `N PARK` is Park with a direction.
        let is_name = match rest {
            [] => true,
            [only] => direction(only).is_some() && !suffix.is_plain,
            _ => false,
        };
        if !is_name {
            parts.street_type = Some(suffix.short.to_owned());
            street = rest;
        }
    }
    let mut name = String::new();
    if let [first, rest @ ..] = street
        && !rest.is_empty()
        && let Some(short) = direction(first)
    {
        name.push_str(short);
        street = rest;
        if let [second, after @ ..] = rest
            && !after.is_empty()
            && matches!(short, "N" | "S")
            && let Some(second_short @ ("E" | "W")) = direction(second)
            && (first.len() == 1) == (second.len() == 1)
        {
            name.push_str(second_short);
            street = after;
        }
    }
    for word in street {
        append(&mut name, " ", word);
    }
    parts.street_name = present(name);
}

/// A number or letter behind a complete street: `123 MAIN ST 5`. Not the number of a road (`STATE ROAD 436`) and not
/// the name of an avenue (`AVENUE B`).
fn bare_unit<'words, 'text>(street: &'words [&'text str]) -> Option<(&'words [&'text str], &'text str)> {
    const NUMBERED_ROADS: [&str; 8] = ["STATE", "COUNTY", "CO", "FARM", "RANCH", "FOREST", "TOWNSHIP", "SERVICE"];
    const SUFFIXES: [&str; 14] =
        ["AVE", "BLVD", "CIR", "CT", "DR", "LN", "PKWY", "PL", "RD", "SQ", "ST", "TER", "TRL", "WAY"];
    let (&number, rest) = street.split_last()?;
    let is_number = has_digit(number) && !is_ordinal(number) && (number.len() <= 4 || number.contains('-'));
    let is_letter = number.len() == 1 && number.as_bytes()[0].is_ascii_alphabetic() && direction(number).is_none();
    if !is_number && !is_letter {
        return None;
    }
    let until_suffix = match rest {
        [before @ .., last] if direction(last).is_some() => before,
        _ => rest,
    };
    let (last, name) = until_suffix.split_last()?;
    let is_street = SUFFIXES.contains(&suffix(last)?.short);
    let name = match name {
        [first, rest @ ..] if direction(first).is_some() => rest,
        _ => name,
    };
    let is_numbered_road = NUMBERED_ROADS.contains(name.last()?);
    (is_street && !is_numbered_road).then_some((rest, number))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// `4TH`, `22ND`.
fn is_ordinal(word: &str) -> bool {
    ["ST", "ND", "RD", "TH"].iter().any(|ending| {
        word.strip_suffix(ending)
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Digits, with hyphens or slashes between them and perhaps one letter at the end: `12`, `12-34`, `8607A`, `123-A`.
fn is_house_number(word: &str) -> bool {
    let word = word.strip_suffix(|letter: char| letter.is_ascii_uppercase()).unwrap_or(word);
    word.starts_with(|first: char| first.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/'))
}

/// `1/2`.
fn is_fraction(word: &str) -> bool {
    word.split_once('/').is_some_and(|(above, below)| {
        [above, below].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}
