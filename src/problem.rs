//! What can be wrong with the input, and where.
//!
//! Two kinds of trouble, two types. A [`FileFault`] stops one file: it is an error value and says what to do. A
//! [`Problem`] concerns one row or cell: it is collected in [`Problems`] while the rest goes on. Nothing here logs or
//! prints; cell text is kept only to be shown to the person who owns the file.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a whole file cannot be used. The file's name is added by whoever opened it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileFault {
    #[error("the file is empty; export it again from where it came from")]
    Empty,
    #[error("line {line}: a header but no rows below it; export the list again, with its rows")]
    HeaderOnly { line: u64 },
    #[error("this is {what}, not text; open it in a spreadsheet and save it as CSV (UTF-8)")]
    Binary { what: &'static str },
    #[error(
        "line {line}: one row is longer than {limit_mb} MB; a quotation mark is probably opened there and never \
         closed: close or delete it"
    )]
    RowTooLong { line: u64, limit_mb: usize },
    #[error("line {line}: one row has more than {limit} cells; this is no list: open it in a spreadsheet and see")]
    TooManyCells { line: u64, limit: usize },
    #[error(
        "line {line}: a quotation mark is opened in this row and never closed, so that everything below it reads as one \
         cell; close or delete it"
    )]
    OpenQuote { line: u64 },
    #[error(
        "line {line}: no known list has these columns ({found}); a list needs at least: {needed}. Rename the headers to \
         match, or drop the county's original file"
    )]
    UnknownLayout { line: u64, found: String, needed: String },
    #[error("line {line}: looks like {layout}, but column {missing} is missing; add it or export the full list")]
    MissingColumn { line: u64, layout: &'static str, missing: String },
    #[error("line {line}: the header lacks {missing}; it has: {found}")]
    LacksColumns { line: u64, missing: String, found: String },
    #[error(
        "line {line}: column `{header}` stands twice (columns {first} and {second}); delete or rename one of them, \
         so that it is clear which one counts"
    )]
    DuplicateHeader { line: u64, header: String, first: usize, second: usize },
    #[error("it could not be read: {reason}")]
    Unreadable { reason: String },
}

/// What is wrong with a row or a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProblemKind {
    NotANumber,
    NotAWholeNumber,
    OutOfRange,
    NotADate,
    NoParcelId,
    RoundedParcelId,
    NoPlace,
    MissingCells,
    ExtraCells,
    RepeatedParcel,
    InvalidText,
    OutsideArea,
}

impl ProblemKind {
    /// In words, with what to do where that is not obvious.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotANumber => "not a number",
            Self::NotAWholeNumber => "not a whole number",
            Self::OutOfRange => "outside the possible range",
            Self::NotADate => "not a date we can read (use YYYY-MM-DD or MM/DD/YYYY)",
            Self::NoParcelId => "no parcel id, so it cannot be joined to anything",
            Self::RoundedParcelId => "a parcel id rounded by a spreadsheet; export again with that column as text",
            Self::NoPlace => "neither parcel id nor coordinates",
            Self::MissingCells => "fewer cells than the header",
            Self::ExtraCells => "more cells than the header; the extra ones are ignored",
            Self::RepeatedParcel => "same parcel as an earlier row; merged into it",
            Self::InvalidText => "bytes that do not fit the encoding; in UTF-8 they were read as Windows-1252",
            Self::OutsideArea => "coordinates outside the area after conversion; not used",
        }
    }
}

/// What was done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Effect {
    /// The row is not used.
    RowRejected,
    /// The row became part of another one.
    RowMerged,
    /// The cell counts as empty; the row is used.
    CellBlanked,
    /// The row is rejected for another cell already.
    OfRejectedRow,
    /// Nothing was lost.
    Noted,
}

impl Effect {
    pub fn words(self) -> &'static str {
        match self {
            Self::RowRejected => "row rejected",
            Self::RowMerged => "row merged",
            Self::CellBlanked => "cell left blank",
            Self::OfRejectedRow => "row rejected already",
            Self::Noted => "kept",
        }
    }
}

/// One problem at one place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1, quoted line breaks counted; 0 for the file as a whole.
    pub line: u32,
    /// Header of the column, or empty when the whole row is meant.
    pub column: String,
    /// The cell as found, cut to a readable length.
    pub found: String,
    pub kind: ProblemKind,
    pub effect: Effect,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "whole file")?,
            line => write!(f, "line {line}")?,
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        if !self.found.is_empty() {
            write!(f, ": found `{}`", self.found.replace(['\n', '\r'], " "))?;
        }
        Ok(())
    }
}

/// The problems of one file: all of them counted, the first [`Problems::KEPT_PER_KIND`] of each kind kept.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    kept: Vec<Problem>,
    counts: BTreeMap<(Effect, ProblemKind), u64>,
}

impl Problems {
    /// Enough to mend a bad export by hand; more would only fill the memory of a phone.
    pub const KEPT_PER_KIND: u64 = 100_000;
    const FOUND_CHARS: usize = 80;

    pub fn add(&mut self, line: u32, column: &str, found: &str, kind: ProblemKind, effect: Effect) {
        let count = self.counts.entry((effect, kind)).or_default();
        *count += 1;
        if *count <= Self::KEPT_PER_KIND {
            let found = found.chars().take(Self::FOUND_CHARS).collect();
            self.kept.push(Problem { line, column: column.to_owned(), found, kind, effect });
        }
    }

    /// The kept problems in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.kept.iter()
    }

    /// How often each effect and kind occurred, severest effect first.
    pub fn counts(&self) -> impl Iterator<Item = (Effect, ProblemKind, u64)> + '_ {
        self.counts.iter().map(|(&(effect, kind), &n)| (effect, kind, n))
    }

    /// Rows with this effect; a row has at most one problem that rejects or merges it.
    pub fn rows(&self, effect: Effect) -> u64 {
        self.counts.iter().filter(|((e, _), _)| *e == effect).map(|(_, n)| n).sum()
    }

    /// Problems counted but not kept.
    pub fn dropped(&self) -> u64 {
        self.counts.values().map(|n| n.saturating_sub(Self::KEPT_PER_KIND)).sum()
    }
}
