//! Made-up names of streets and owners, put together from short tables. No owner's name is taken from anywhere; the
//! syllables are chosen so that the names read as invented.

use super::random::Random;

/// No word holds a mark that address standards read as a unit (`APT`, `FL`, `RM`, `STE`, `UNIT`, …).
const STREET_WORDS: [&str; 48] = [
    "PALMETTO",
    "HERON",
    "CITRUS",
    "CYPRESS",
    "MAGNOLIA",
    "SANDHILL",
    "TANGELO",
    "BLUEBIRD",
    "JUNIPER",
    "OSPREY",
    "SAWGRASS",
    "LAKEVIEW",
    "EGRET",
    "LOQUAT",
    "CORAL",
    "PELICAN",
    "JASMINE",
    "SABAL",
    "KUMQUAT",
    "SPOONBILL",
    "HICKORY",
    "LIMPKIN",
    "AZALEA",
    "MANATEE",
    "COQUINA",
    "TUPELO",
    "WILLOW",
    "GARDENIA",
    "OTTER",
    "BAYBERRY",
    "CAMELLIA",
    "IBIS",
    "ROYAL",
    "SUNRISE",
    "PINE",
    "DOGWOOD",
    "HIBISCUS",
    "WATEROAK",
    "MIMOSA",
    "QUAIL",
    "SORREL",
    "AMBER",
    "BANYAN",
    "CALUSA",
    "DOLPHIN",
    "ECHO",
    "FERN",
    "LANTANA",
];

/// Blank: the street has one word.
const SECOND_WORDS: [&str; 16] = [
    "", "", "", "", "", "GROVE", "HOLLOW", "BEND", "COVE", "GLEN", "HAVEN", "MEADOW", "SHORE", "WOOD", "VALE", "CREEK",
];

/// As the appraiser and as the clerk writes it.
const STREET_TYPES: [(&str, &str); 14] = [
    ("DR", "DRIVE"),
    ("DR", "DRIVE"),
    ("ST", "STREET"),
    ("ST", "STREET"),
    ("AVE", "AVENUE"),
    ("AVE", "AVENUE"),
    ("CT", "COURT"),
    ("LN", "LANE"),
    ("WAY", "WAY"),
    ("CIR", "CIRCLE"),
    ("TER", "TERRACE"),
    ("BLVD", "BOULEVARD"),
    ("RD", "ROAD"),
    ("LOOP", "LOOP"),
];

const DIRECTIONS: [&str; 4] = ["N", "S", "E", "W"];

/// Places in the tables above: a county holds many streets.
#[derive(Clone, Copy)]
pub(super) struct Street {
    direction: Option<u8>,
    first: u8,
    second: u8,
    street_type: u8,
}

impl Street {
    pub fn made_up(random: &mut Random) -> Self {
        let mut one_of = |count: usize| random.below(count as u32) as u8;
        let (first, second, street_type) =
            (one_of(STREET_WORDS.len()), one_of(SECOND_WORDS.len()), one_of(STREET_TYPES.len()));
        // One in ten.
        let direction = Some(one_of(10 * DIRECTIONS.len())).filter(|&place| usize::from(place) < DIRECTIONS.len());
        Self { direction, first, second, street_type }
    }

    /// `1512 CITRUS GROVE CT UNIT 204`.
    pub fn appraisers_address(self, number: u32, unit: Option<u32>) -> String {
        self.address(number, STREET_TYPES[usize::from(self.street_type)].0, unit, "UNIT")
    }

    /// `1512 CITRUS GROVE COURT # 204`.
    pub fn clerks_address(self, number: u32, unit: Option<u32>) -> String {
        self.address(number, STREET_TYPES[usize::from(self.street_type)].1, unit, "#")
    }

    fn address(self, number: u32, street_type: &str, unit: Option<u32>, unit_mark: &str) -> String {
        let mut address = number.to_string();
        let direction = self.direction.map_or("", |direction| DIRECTIONS[usize::from(direction)]);
        let (first, second) = (STREET_WORDS[usize::from(self.first)], SECOND_WORDS[usize::from(self.second)]);
        for word in [direction, first, second, street_type] {
            if !word.is_empty() {
                address.push(' ');
                address.push_str(word);
            }
        }
        if let Some(unit) = unit {
            address.push(' ');
            address.push_str(unit_mark);
            address.push(' ');
            address.push_str(&unit.to_string());
        }
        address
    }
}

const SURNAME_STARTS: [&str; 20] = [
    "BRAV", "CALD", "DREN", "FENN", "GALV", "HESK", "JARR", "KELV", "LORV", "MARV", "NORB", "OSK", "PELV", "QUIND",
    "RASK", "SOLV", "TARN", "ULB", "VESP", "ZELV",
];
const SURNAME_ENDS: [&str; 12] =
    ["ABY", "ADDO", "EMOR", "ENQUE", "ETTIN", "IBAR", "ILLOW", "ORIN", "OVANE", "UDDEN", "UMBLE", "YSSE"];
const GIVEN_STARTS: [&str; 12] = ["AV", "BR", "CL", "D", "EL", "J", "K", "L", "M", "OR", "T", "V"];
const GIVEN_ENDS: [&str; 10] = ["ABEL", "ADIA", "ENNO", "ERIN", "ILDA", "IMON", "INDE", "ORREL", "UNA", "YLLA"];
const COMPANIES: [&str; 5] = ["HOLDINGS LLC", "PROPERTIES LLC", "HOMES INC", "RENTALS LLC", "LAND TRUST"];

/// A person, a couple or a company.
pub(super) fn made_up_owner(random: &mut Random, is_company: bool) -> String {
    let mut name = String::with_capacity(32);
    if is_company {
        push_words(&mut name, &[random.pick(&STREET_WORDS), " ", random.pick(&STREET_WORDS), " "]);
        name.push_str(random.pick(&COMPANIES));
        return name;
    }
    let surname = [random.pick(&SURNAME_STARTS), random.pick(&SURNAME_ENDS)];
    push_words(&mut name, &surname);
    push_words(&mut name, &[" ", random.pick(&GIVEN_STARTS), random.pick(&GIVEN_ENDS)]);
    if random.chance(0.35) {
        name.push_str(" / ");
        push_words(&mut name, &surname);
        push_words(&mut name, &[" ", random.pick(&GIVEN_STARTS), random.pick(&GIVEN_ENDS)]);
    }
    name
}

fn push_words(name: &mut String, words: &[&str]) {
    for word in words {
        name.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn street_words_hold_no_unit_marks() {
        let marks = ["APT", "APARTMENT", "UNIT", "SUITE", "STE", "BLDG", "BUILDING", "FL", "FLOOR", "RM", "ROOM", "#"];
        for word in STREET_WORDS.iter().chain(&SECOND_WORDS) {
            assert!(!marks.iter().any(|mark| word.contains(mark)), "{word}");
        }
    }

    #[test]
    fn two_spellings_of_one_address() {
        let street = Street { direction: None, first: 2, second: 5, street_type: 6 };
        assert_eq!(street.appraisers_address(1512, Some(204)), "1512 CITRUS GROVE CT UNIT 204");
        assert_eq!(street.clerks_address(1512, Some(204)), "1512 CITRUS GROVE COURT # 204");
    }
}
