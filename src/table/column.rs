//! Columns: the values of one field for all rows, side by side in memory.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::day::Days;

/// One column of a [`Table`](super::Table).
#[derive(Clone, Debug)]
pub enum Column {
    Numbers(Numbers),
    Texts(Texts),
    Categories(Categories),
    Days(Days),
}

impl Column {
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(c) => c.0.len(),
            Self::Texts(c) => c.spans.len(),
            Self::Categories(c) => c.codes.len(),
            Self::Days(c) => c.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn is_filled(&self, row: usize) -> bool {
        match self {
            Self::Numbers(c) => c.get(row).is_some(),
            Self::Texts(c) => c.get(row).is_some(),
            Self::Categories(c) => c.get(row).is_some(),
            Self::Days(c) => c.get(row).is_filled(),
        }
    }

    /// How many rows have a value.
    pub fn filled(&self) -> usize {
        match self {
            Self::Numbers(c) => c.0.iter().filter(|value| !value.is_nan()).count(),
            Self::Texts(c) => c.spans.iter().filter(|span| span.len != BLANK.len).count(),
            Self::Categories(c) => c.codes.iter().filter(|code| **code != Categories::MISSING).count(),
            Self::Days(c) => c.filled(),
        }
    }

    /// The cell as text for messages; None when blank.
    pub fn display(&self, row: usize) -> Option<String> {
        match self {
            Self::Numbers(c) => c.get(row).map(|v| v.to_string()),
            Self::Texts(c) => c.get(row).map(str::to_owned),
            Self::Categories(c) => c.get(row).map(str::to_owned),
            Self::Days(c) => c.get(row).day().map(|d| d.to_string()),
        }
    }

    pub fn equal(&self, a: usize, b: usize) -> bool {
        match self {
            Self::Numbers(c) => c.get(a) == c.get(b),
            Self::Texts(c) => c.get(a) == c.get(b),
            Self::Categories(c) => c.codes.get(a) == c.codes.get(b),
            Self::Days(c) => c.get(a) == c.get(b),
        }
    }

    /// Overwrites the cell of `to` with that of `from`.
    pub fn copy_cell(&mut self, from: usize, to: usize) {
        match self {
            Self::Numbers(c) => copy(&mut c.0, from, to),
            Self::Texts(c) => copy(&mut c.spans, from, to),
            Self::Categories(c) => copy(&mut c.codes, from, to),
            Self::Days(c) => c.set(to, c.get(from)),
        }
    }

    /// Adds the rows of a column of the same kind below; columns of one field always are of one kind.
    pub fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Numbers(a), Self::Numbers(b)) => a.0.extend(b.0),
            (Self::Texts(a), Self::Texts(b)) => a.append(&b),
            (Self::Categories(a), Self::Categories(b)) => a.append(&b),
            (Self::Days(a), Self::Days(b)) => a.append(b),
            (a, b) => (0..b.len()).for_each(|_| a.push_blank()),
        }
    }

    /// Makes room for so many more rows like those so far.
    pub fn reserve(&mut self, rows: usize) {
        match self {
            Self::Numbers(c) => c.0.reserve_exact(rows),
            Self::Texts(c) => {
                let bytes = c.all.len() as f64 / c.spans.len().max(1) as f64 * rows as f64;
                c.all.reserve_exact(bytes as usize);
                c.spans.reserve_exact(rows);
            }
            Self::Categories(c) => c.codes.reserve_exact(rows),
            Self::Days(c) => c.reserve(rows),
        }
    }

    /// Takes the last cell away.
    pub fn pop(&mut self) {
        match self {
            Self::Numbers(c) => drop(c.0.pop()),
            Self::Texts(c) => drop(c.spans.pop()),
            Self::Categories(c) => drop(c.codes.pop()),
            Self::Days(c) => c.pop(),
        }
    }

    pub fn push_blank(&mut self) {
        match self {
            Self::Numbers(c) => c.push(None),
            Self::Texts(c) => c.push(None),
            Self::Categories(c) => c.push(None),
            Self::Days(c) => c.push(super::DayCell::Blank),
        }
    }
}

fn copy<T: Copy>(cells: &mut [T], from: usize, to: usize) {
    if let (Some(&cell), true) = (cells.get(from), to < cells.len()) {
        cells[to] = cell;
    }
}

/// Numbers; a missing one is NaN, which no cell can hold: the readers refuse it.
#[derive(Clone, Debug, Default)]
pub struct Numbers(Vec<f64>);

impl From<Vec<f64>> for Numbers {
    /// Missing ones as NaN.
    fn from(values: Vec<f64>) -> Self {
        Self(values)
    }
}

impl Numbers {
    pub fn push(&mut self, value: Option<f64>) {
        self.0.push(value.unwrap_or(f64::NAN));
    }

    pub fn get(&self, row: usize) -> Option<f64> {
        self.0.get(row).copied().filter(|v| !v.is_nan())
    }

    /// All rows, missing ones as NaN.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }

    /// The same, for good.
    pub fn into_vec(self) -> Vec<f64> {
        self.0
    }
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    len: u32,
}

const BLANK: Span = Span { start: 0, len: u32::MAX };

/// Texts that mostly differ (ids, addresses, names): one long string and where each row's part lies in it.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    all: String,
    spans: Vec<Span>,
}

impl Texts {
    pub fn push(&mut self, value: Option<&str>) {
        // A column of more than 4 GB of text does not fit: the cell is blank rather than wrong.
        let span = value.and_then(|text| {
            let start = u32::try_from(self.all.len()).ok()?;
            u32::try_from(self.all.len() + text.len()).ok()?;
            self.all.push_str(text);
            Some(Span { start, len: text.len() as u32 })
        });
        self.spans.push(span.unwrap_or(BLANK));
    }

    pub fn get(&self, row: usize) -> Option<&str> {
        let span = self.spans.get(row)?;
        self.all.get(span.start as usize..span.start as usize + span.len as usize)
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    fn append(&mut self, other: &Self) {
        let offset = self.all.len();
        if u32::try_from(offset + other.all.len()).is_err() {
            other.spans.iter().for_each(|_| self.spans.push(BLANK));
            return;
        }
        self.all.push_str(&other.all);
        let moved = |span: &Span| {
            if span.len == BLANK.len { BLANK } else { Span { start: span.start + offset as u32, ..*span } }
        };
        self.spans.extend(other.spans.iter().map(moved));
    }
}

/// Texts of which there are few (cities, statuses, uses): each distinct one once, rows as numbers.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    codes: Vec<u32>,
    values: Vec<String>,
    lookup: HashTable<u32>,
}

impl Categories {
    /// The code of a missing value.
    pub const MISSING: u32 = u32::MAX;

    pub fn push(&mut self, value: Option<&str>) {
        let code = value.map_or(Self::MISSING, |text| self.code_of(text));
        self.codes.push(code);
    }

    pub fn get(&self, row: usize) -> Option<&str> {
        self.values.get(*self.codes.get(row)? as usize).map(String::as_str)
    }

    /// The codes of all rows, [`Self::MISSING`] where blank.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The code of a row, [`Self::MISSING`] when blank.
    pub fn code(&self, row: usize) -> u32 {
        self.codes.get(row).copied().unwrap_or(Self::MISSING)
    }

    /// The distinct values by code, in order of first appearance.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Takes the last row away; its value stays among the values.
    pub(super) fn pop(&mut self) {
        self.codes.pop();
    }

    fn code_of(&mut self, text: &str) -> u32 {
        let values = &self.values;
        if let Some(&code) = self.lookup.find(hash_bytes(text.as_bytes()), |&code| values[code as usize] == text) {
            return code;
        }
        let code = self.values.len() as u32;
        self.values.push(text.to_owned());
        let values = &self.values;
        self.lookup
            .insert_unique(hash_bytes(text.as_bytes()), code, |&code| hash_bytes(values[code as usize].as_bytes()));
        code
    }

    fn append(&mut self, other: &Self) {
        let codes: Vec<u32> = other.values.iter().map(|value| self.code_of(value)).collect();
        self.codes.extend(other.codes.iter().map(|&code| codes.get(code as usize).copied().unwrap_or(Self::MISSING)));
    }
}

/// A hash that is the same on every machine.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
