//! Records -> columns: every row is kept, blanked in part, or rejected, and said so.

use super::{
    cell,
    column::{Categories, Column, Numbers, Texts},
    day::{Day, DayCell, Days},
    dialect::Dialect,
    reader::{CellKind, OnBadCell, Strictness, Table, TablePlan},
    records::Record,
    undecided::{Decided, Undecided},
};
use crate::problem::{Effect, ProblemKind, Problems};

/// The rows so far.
#[derive(Default)]
pub(super) struct Rows {
    columns: Vec<Slot>,
    lines: Vec<u32>,
    pub(super) read: u64,
    pub(super) above_header: usize,
    pub(super) header_line: u64,
    width: usize,
    pub(super) problems: Problems,
    upper: String,
    /// Rows of nothing but delimiters are rows.
    pub(super) keeps_blank_rows: bool,
}

impl Rows {
    pub(super) fn start(&mut self, plan: &TablePlan, line: u64, width: usize) {
        self.above_header = 0;
        self.header_line = line;
        self.width = width;
        self.columns = plan.columns.iter().map(|column| Slot::new(column.kind)).collect();
    }

    pub(super) fn push(
        &mut self,
        plan: &TablePlan,
        record: Record<'_>,
        line: u64,
        strictness: Strictness,
        on_bad: OnBadCell,
    ) {
        if !self.keeps_blank_rows && (0..record.len()).all(|i| record.bytes(i).is_empty()) {
            return; // A row of nothing but delimiters: spreadsheets write these below the data.
        }
        self.read += 1;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut rejected = false;
        for (column, plan) in self.columns.iter_mut().zip(&plan.columns) {
            let found = match column.read(plan.kind, record, plan.position, strictness, &mut self.upper) {
                Ok(()) => continue,
                Err(kind) => kind,
            };
            let effect = match on_bad {
                OnBadCell::RejectRow if !rejected => Effect::RowRejected,
                OnBadCell::RejectRow => Effect::OfRejectedRow,
                OnBadCell::Blank => Effect::CellBlanked,
            };
            rejected |= on_bad == OnBadCell::RejectRow;
            self.problems.add(line, &plan.header, record.text(plan.position), found, effect);
            column.push_blank();
        }
        if rejected {
            self.columns.iter_mut().for_each(Slot::pop);
            return;
        }
        if record.len() != self.width {
            let (kind, cells) = if record.len() < self.width {
                (ProblemKind::MissingCells, record.len())
            } else {
                (ProblemKind::ExtraCells, record.len())
            };
            self.problems.add(line, "", &format!("{cells} of {} cells", self.width), kind, Effect::Noted);
        }
        self.lines.push(line);
    }

    /// Hands the rows so far over and goes on with none. Columns left open are decided by these rows alone.
    pub(super) fn take(&mut self, dialect: Dialect, plan: &TablePlan) -> Table {
        let (upper, keeps_blank_rows) = (std::mem::take(&mut self.upper), self.keeps_blank_rows);
        let next = Self { read: self.read, header_line: self.header_line, upper, keeps_blank_rows, ..Self::default() };
        let so_far = std::mem::replace(self, next);
        self.start(plan, so_far.header_line, so_far.width);
        so_far.into_table(dialect, plan)
    }

    /// Makes room for so many more rows like those so far, where nothing has been asked for yet.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.reserve(rows));
        self.lines.reserve_exact(rows);
    }

    /// The end: columns left open are decided now.
    pub(super) fn into_table(mut self, dialect: Dialect, plan: &TablePlan) -> Table {
        let mut columns = Vec::with_capacity(self.columns.len());
        for (slot, plan) in self.columns.into_iter().zip(&plan.columns) {
            let undecided = match slot {
                Slot::Known(column) => {
                    columns.push(column);
                    continue;
                }
                Slot::Undecided(undecided) => undecided,
            };
            let Decided { column, strays, stray_kind } = undecided.decide();
            columns.push(column);
            for (row, text) in strays {
                let line = self.lines.get(row as usize).copied().unwrap_or_default();
                self.problems.add(line, &plan.header, &text, stray_kind, Effect::CellBlanked);
            }
        }
        Table { dialect, columns, lines: self.lines, rows_read: self.read, problems: self.problems }
    }
}

/// A column that is being filled.
enum Slot {
    Known(Column),
    /// What it holds is decided when all of it was seen.
    Undecided(Undecided),
}

impl Slot {
    fn new(kind: CellKind) -> Self {
        let column = match kind {
            CellKind::Text | CellKind::UpperText => Column::Texts(Texts::default()),
            CellKind::Category => Column::Categories(Categories::default()),
            CellKind::Number(_) => Column::Numbers(Numbers::default()),
            CellKind::Day => Column::Days(Days::default()),
            CellKind::Any => return Self::Undecided(Undecided::default()),
        };
        Self::Known(column)
    }

    /// Reads one cell; nothing is pushed when it cannot be read.
    fn read(
        &mut self,
        kind: CellKind,
        record: Record<'_>,
        position: usize,
        strictness: Strictness,
        upper: &mut String,
    ) -> Result<(), ProblemKind> {
        if strictness == Strictness::Loose && means_missing(record.bytes(position), kind) {
            self.push_blank();
            return Ok(());
        }
        match self {
            Self::Known(column) => read_cell(column, kind, record, position, strictness, upper),
            Self::Undecided(undecided) => {
                undecided.push(Some(record.text(position)).filter(|text| !text.is_empty()));
                Ok(())
            }
        }
    }

    fn push_blank(&mut self) {
        match self {
            Self::Known(column) => column.push_blank(),
            Self::Undecided(undecided) => undecided.push(None),
        }
    }

    fn pop(&mut self) {
        match self {
            Self::Known(column) => column.pop(),
            Self::Undecided(undecided) => undecided.pop(),
        }
    }

    fn reserve(&mut self, rows: usize) {
        match self {
            Self::Known(column) => column.reserve(rows),
            Self::Undecided(undecided) => undecided.reserve(rows),
        }
    }
}

/// Whether a cell says that there is nothing; among numbers and days more words do than among texts.
fn means_missing(cell: &[u8], kind: CellKind) -> bool {
    let of_numbers = matches!(kind, CellKind::Number(_) | CellKind::Day) && cell::is_word_for_no_number(cell);
    of_numbers || cell::is_word_for_missing(cell)
}

/// Reads one cell into its column; nothing is pushed when it cannot be read.
fn read_cell(
    column: &mut Column,
    kind: CellKind,
    record: Record<'_>,
    position: usize,
    strictness: Strictness,
    upper: &mut String,
) -> Result<(), ProblemKind> {
    match (column, kind) {
        (Column::Numbers(numbers), CellKind::Number(rule)) => {
            let bytes = record.bytes(position);
            let value = if bytes.is_empty() {
                None
            } else {
                let parsed = match strictness {
                    Strictness::Lenient | Strictness::Loose => cell::parse_written(bytes),
                    Strictness::Strict => cell::parse_plain(bytes),
                };
                rule.check(parsed.ok_or(ProblemKind::NotANumber)?)?
            };
            numbers.push(value);
        }
        (Column::Days(days), _) => {
            let text = record.text(position);
            let cell = match Day::parse(text) {
                _ if text.is_empty() => DayCell::Blank,
                Some(day) => DayCell::On(day),
                None if strictness == Strictness::Strict => DayCell::Unreadable,
                None => return Err(ProblemKind::NotADate),
            };
            days.push(cell);
        }
        (Column::Texts(texts), CellKind::UpperText) => {
            let text = record.text(position);
            if text.bytes().any(|b| !b.is_ascii() || b.is_ascii_lowercase()) {
                upper.clear();
                upper.extend(text.chars().flat_map(char::to_uppercase));
                texts.push(Some(upper));
            } else {
                texts.push(Some(text).filter(|t| !t.is_empty()));
            }
        }
        (Column::Texts(texts), _) => texts.push(Some(record.text(position)).filter(|t| !t.is_empty())),
        (Column::Categories(categories), _) => {
            categories.push(Some(record.text(position)).filter(|t| !t.is_empty()));
        }
        (column @ Column::Numbers(_), _) => column.push_blank(),
    }
    Ok(())
}
