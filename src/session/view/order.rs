//! The order of a view.
//!
//! In: leads by rank, and what to sort by. Out: the same leads sorted; unknown values come last either way, and what is
//! equal stays in the order of its rank. Every column becomes whole numbers that rise with its values, so that a sort
//! is one of plain numbers, and a further column is asked only about leads that are equal so far. A text is read eight
//! bytes at a time in the same way.

use super::{Session, number_of_deal, number_of_lead};
use crate::{
    lead::Lead,
    score::sortable,
    session::{
        display::{days_to_sale, sale_order, zip_of},
        query::{Sort, SortColumn},
    },
};

/// Sorts leads, which come by rank.
pub fn sort(session: &Session, sorts: &[Sort], leads: &mut [u32]) {
    let mut levels = Vec::new();
    for &Sort { column, descending } in sorts {
        let level = |part| Level { session, column, part, descending };
        match column {
            SortColumn::Address => levels.extend([level(Part::Text), level(Part::HouseNumber)]),
            column if column.is_text() => levels.push(level(Part::Text)),
            _ => levels.push(level(Part::Number)),
        }
    }
    let mut runs = Vec::new();
    if leads.len() > 1 && !levels.is_empty() {
        runs.push(Run { start: 0, end: leads.len(), level: 0, chunk: 0 });
    }
    while !runs.is_empty() {
        runs = refine(leads, &levels, &runs);
    }
}

/// What leads that are equal so far are told apart by.
#[derive(Clone, Copy)]
struct Level<'s> {
    session: &'s Session,
    column: SortColumn,
    part: Part,
    descending: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Number,
    Text,
    /// Of an address, where the streets are equal.
    HouseNumber,
}

const NOWHERE: u32 = u32::MAX;

/// Bytes of a text told apart at once.
const CHUNK: usize = 8;

impl Level<'_> {
    /// A number that rises with the value; None when that is unknown.
    fn key(&self, index: u32, chunk: usize) -> Option<u64> {
        let lead = self.session.leads().get(index as usize);
        match self.part {
            Part::Text => self.text(lead).map(|text| chunk_of(text, chunk)),
            // Without a number before all with one.
            Part::HouseNumber => {
                let (number, _) = split_address(lead.situs_address()?);
                Some(number.map_or(0, |number| number.parse::<u64>().unwrap_or(u64::MAX - 1).saturating_add(1)))
            }
            Part::Number => self.number(index, lead),
        }
    }

    fn number(&self, index: u32, lead: Lead<'_>) -> Option<u64> {
        if self.column == SortColumn::DaysToSale {
            let (is_past, days) = sale_order(days_to_sale(lead, self.session.as_of())?);
            return Some(u64::from(is_past) << 32 | u64::from(days));
        }
        let number = number_of_lead(self.session, self.column, lead)
            .or_else(|| number_of_deal(self.column, &self.session.deal(index)));
        number.map(sortable)
    }

    fn text<'a>(&self, lead: Lead<'a>) -> Option<&'a str> {
        match self.column {
            SortColumn::Address => lead.situs_address().map(|address| split_address(address).1),
            SortColumn::City => lead.city(),
            _ => zip_of(lead),
        }
    }
}

/// House number and street; an address without a number is all street.
fn split_address(address: &str) -> (Option<&str>, &str) {
    match address.split_once(' ') {
        Some((number, street)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            (Some(number), street)
        }
        _ => (None, address),
    }
}

/// The bytes of a text from `chunk` on, capitals and small letters alike. Where the text ends, zeros follow.
fn chunk_of(text: &str, chunk: usize) -> u64 {
    let rest = text.as_bytes().get(chunk * CHUNK..).unwrap_or_default();
    let mut bytes = [0; CHUNK];
    for (to, from) in bytes.iter_mut().zip(rest) {
        *to = from.to_ascii_uppercase();
    }
    u64::from_be_bytes(bytes)
}

/// Leads that are equal so far, side by side, and what tells them apart next.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    level: usize,
    chunk: usize,
}

/// Tells the leads of all runs apart by one more key; answers the runs that are left.
fn refine(leads: &mut [u32], levels: &[Level<'_>], runs: &[Run]) -> Vec<Run> {
    // The run, then whether the value is unknown, then the value, then the place that the lead has now: a plain sort is a
    // stable one.
    let packed = |number: usize, place: u32| {
        let Run { level, chunk, .. } = runs[number];
        let key = levels[level].key(leads[place as usize], chunk);
        let value = key.map_or(0, |key| if levels[level].descending { !key } else { key });
        (number as u128) << 97 | u128::from(key.is_none()) << 96 | u128::from(value) << 32 | u128::from(place)
    };
    let places = || runs.iter().enumerate().flat_map(|(number, run)| (run.start..run.end).map(move |at| (number, at)));
    let all = levels.first().map_or(0, |level| level.session.leads().len());
    let mut keys: Vec<u128> = if places().count() > all / 8 {
        // Leads are asked in the order in which they lie in memory, which is much faster.
        let mut by_lead = vec![(0_u32, NOWHERE); all];
        places().for_each(|(number, at)| by_lead[leads[at] as usize] = (number as u32, at as u32));
        by_lead.into_iter().filter(|(_, at)| *at != NOWHERE).map(|(number, at)| packed(number as usize, at)).collect()
    } else {
        places().map(|(number, at)| packed(number, at as u32)).collect()
    };
    keys.sort_unstable();
    let sorted: Vec<u32> = keys.iter().map(|&key| leads[key as u32 as usize]).collect();
    places().zip(sorted).for_each(|((_, at), lead)| leads[at] = lead);

    let mut left = Vec::new();
    for of_run in keys.chunk_by(|a, b| a >> 97 == b >> 97) {
        let Run { mut start, level, chunk, .. } = runs[(of_run[0] >> 97) as usize];
        for equals in of_run.chunk_by(|a, b| a >> 32 == b >> 32) {
            let end = start + equals.len();
            if equals.len() > 1 && text_goes_on(&levels[level], equals[0]) {
                left.push(Run { start, end, level, chunk: chunk + 1 });
            } else if equals.len() > 1 && level + 1 < levels.len() {
                left.push(Run { start, end, level: level + 1, chunk: 0 });
            }
            start = end;
        }
    }
    left
}

/// Whether texts that are equal in a chunk may still differ behind it: they do not end in it.
fn text_goes_on(level: &Level<'_>, key: u128) -> bool {
    let is_known = key >> 96 & 1 == 0;
    let last_byte = (key >> 32) as u8;
    let last_byte = if level.descending { !last_byte } else { last_byte };
    level.part == Part::Text && is_known && last_byte != 0
}
