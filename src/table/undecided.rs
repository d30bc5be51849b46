//! A column of which nobody has said what it holds: its cells decide.
//!
//! Each distinct text is kept once and understood once, as among categories. A column of more different numbers than a
//! dictionary is good for keeps the numbers instead. What it is, is decided by all its cells at the end: numbers when at
//! most one cell in a hundred is none, else days by the same rule, else categories.

use super::{
    cell,
    column::{Categories, Column, Numbers},
    day::{Day, DayCell, Days},
};
use crate::problem::ProblemKind;

/// What the cells so far hold.
pub(super) struct Undecided(Cells);

enum Cells {
    Dictionary {
        texts: Categories,
        /// What each distinct text means.
        meanings: Vec<Meaning>,
        /// So many distinct texts, and it is time to see whether numbers alone would do.
        look_at: usize,
    },
    Numbers {
        values: Vec<f64>,
        /// Row and text of each cell that is no number.
        strays: Vec<(u32, String)>,
    },
}

#[derive(Clone, Copy)]
enum Meaning {
    Number(f64),
    Day(Day),
    /// Nothing, if the others are numbers or days.
    NoNumber,
    Text,
}

/// What an undecided column turned out to be.
pub(super) struct Decided {
    pub(super) column: Column,
    /// Row and text of each cell that was blanked because it is not what nearly all others are.
    pub(super) strays: Vec<(u32, String)>,
    pub(super) stray_kind: ProblemKind,
}

/// Distinct texts up to which a dictionary is kept whatever they are.
const FIRST_LOOK: usize = 1024;

impl Default for Undecided {
    fn default() -> Self {
        Self(Cells::empty_dictionary())
    }
}

impl Undecided {
    pub(super) fn push(&mut self, text: Option<&str>) {
        match &mut self.0 {
            Cells::Dictionary { texts, meanings, look_at } => {
                texts.push(text);
                if let (Some(text), true) = (text, texts.values().len() > meanings.len()) {
                    meanings.push(meaning(text));
                    if meanings.len() >= *look_at {
                        *look_at *= 2;
                        self.prefer_numbers();
                    }
                }
            }
            Cells::Numbers { values, strays } => {
                let number = text.and_then(|text| cell::parse_written(text.as_bytes()));
                if let (Some(text), None) = (text, number)
                    && !cell::is_word_for_no_number(text.as_bytes())
                {
                    strays.push((values.len() as u32, text.to_owned()));
                }
                values.push(number.unwrap_or(f64::NAN));
                if strays.len() > FIRST_LOOK && !is_nearly_all(values.len() - strays.len(), values.len()) {
                    self.spell_out();
                }
            }
        }
    }

    pub(super) fn pop(&mut self) {
        match &mut self.0 {
            Cells::Dictionary { texts, .. } => texts.pop(),
            Cells::Numbers { values, strays } => {
                values.pop();
                strays.pop_if(|(row, _)| *row as usize >= values.len());
            }
        }
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        if let Cells::Numbers { values, .. } = &mut self.0 {
            values.reserve_exact(rows);
        }
    }

    pub(super) fn decide(mut self) -> Decided {
        if let Cells::Numbers { values, strays } = &self.0 {
            let numbers = values.iter().filter(|value| !value.is_nan()).count();
            if !is_nearly_all(numbers, numbers + strays.len()) {
                self.spell_out();
            }
        }
        match self.0 {
            Cells::Numbers { values, strays } => {
                Decided { column: Column::Numbers(values.into()), strays, stray_kind: ProblemKind::NotANumber }
            }
            Cells::Dictionary { texts, meanings, .. } => decide_dictionary(texts, &meanings),
        }
    }

    /// Keeps numbers instead of a dictionary when nearly all cells are numbers.
    fn prefer_numbers(&mut self) {
        let Cells::Dictionary { texts, meanings, .. } = &self.0 else { return };
        let counts = Counts::of(texts, meanings);
        if !is_nearly_all(counts.numbers, counts.filled()) {
            return;
        }
        let (values, strays) = numbers_of(texts, meanings);
        self.0 = Cells::Numbers { values: values.into_vec(), strays };
    }

    /// Back to a dictionary, when too many cells are no numbers after all.
    fn spell_out(&mut self) {
        let Cells::Numbers { values, strays } = std::mem::replace(&mut self.0, Cells::empty_dictionary()) else {
            return;
        };
        let mut strays = strays.into_iter().peekable();
        for (row, value) in values.into_iter().enumerate() {
            let stray = strays.next_if(|(place, _)| *place as usize == row);
            let text = stray.map(|(_, text)| text).or_else(|| (!value.is_nan()).then(|| value.to_string()));
            let Cells::Dictionary { texts, meanings, .. } = &mut self.0 else { return };
            texts.push(text.as_deref());
            if let (Some(text), true) = (&text, texts.values().len() > meanings.len()) {
                meanings.push(meaning(text));
            }
        }
        if let Cells::Dictionary { meanings, look_at, .. } = &mut self.0 {
            *look_at = (meanings.len() * 2).max(FIRST_LOOK);
        }
    }
}

impl Cells {
    fn empty_dictionary() -> Self {
        Self::Dictionary { texts: Categories::default(), meanings: Vec::new(), look_at: FIRST_LOOK }
    }
}

fn meaning(text: &str) -> Meaning {
    if let Some(number) = cell::parse_written(text.as_bytes()) {
        return Meaning::Number(number);
    }
    if cell::is_word_for_no_number(text.as_bytes()) {
        return Meaning::NoNumber;
    }
    Day::parse(text).map_or(Meaning::Text, Meaning::Day)
}

/// At most one in a hundred is something else.
fn is_nearly_all(some: usize, all: usize) -> bool {
    some > 0 && (all - some) * 100 <= all
}

#[derive(Default)]
struct Counts {
    numbers: usize,
    days: usize,
    texts: usize,
}

impl Counts {
    fn of(texts: &Categories, meanings: &[Meaning]) -> Self {
        let mut counts = Self::default();
        for &code in texts.codes() {
            match meanings.get(code as usize) {
                Some(Meaning::Number(_)) => counts.numbers += 1,
                Some(Meaning::Day(_)) => counts.days += 1,
                Some(Meaning::Text) => counts.texts += 1,
                Some(Meaning::NoNumber) | None => {}
            }
        }
        counts
    }

    fn filled(&self) -> usize {
        self.numbers + self.days + self.texts
    }
}

fn decide_dictionary(texts: Categories, meanings: &[Meaning]) -> Decided {
    let counts = Counts::of(&texts, meanings);
    if is_nearly_all(counts.numbers, counts.filled()) {
        let (values, strays) = numbers_of(&texts, meanings);
        return Decided { column: Column::Numbers(values), strays, stray_kind: ProblemKind::NotANumber };
    }
    if is_nearly_all(counts.days, counts.filled()) {
        let (days, strays) = days_of(&texts, meanings);
        return Decided { column: Column::Days(days), strays, stray_kind: ProblemKind::NotADate };
    }
    Decided { column: Column::Categories(texts), strays: Vec::new(), stray_kind: ProblemKind::NotANumber }
}

fn numbers_of(texts: &Categories, meanings: &[Meaning]) -> (Numbers, Vec<(u32, String)>) {
    let mut strays = Vec::new();
    let number = |(row, &code): (usize, &u32)| match meanings.get(code as usize) {
        Some(Meaning::Number(number)) => *number,
        Some(Meaning::Day(_) | Meaning::Text) => {
            strays.push((row as u32, texts.values()[code as usize].clone()));
            f64::NAN
        }
        Some(Meaning::NoNumber) | None => f64::NAN,
    };
    let values: Vec<f64> = texts.codes().iter().enumerate().map(number).collect();
    (values.into(), strays)
}

fn days_of(texts: &Categories, meanings: &[Meaning]) -> (Days, Vec<(u32, String)>) {
    let (mut days, mut strays) = (Days::default(), Vec::new());
    for (row, &code) in texts.codes().iter().enumerate() {
        match meanings.get(code as usize) {
            Some(Meaning::Day(day)) => days.push(DayCell::On(*day)),
            Some(Meaning::Number(_) | Meaning::Text) => {
                strays.push((row as u32, texts.values()[code as usize].clone()));
                days.push(DayCell::Blank);
            }
            Some(Meaning::NoNumber) | None => days.push(DayCell::Blank),
        }
    }
    (days, strays)
}
