//! Code violations on a parcel itself.

use crate::{
    layout::{Field, ImportMode, SourceRows},
    lead::round_decimal,
    table::{Categories, DayCell, parse_number},
};

/// What the violation lists say of one parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParcelViolations {
    pub count: u32,
    pub open: u32,
    pub closed: u32,
    /// The latest date that could be read.
    pub most_recent: DayCell,
}

impl ParcelViolations {
    pub(super) const NONE: Self = Self { count: 0, open: 0, closed: 0, most_recent: DayCell::Blank };

    pub(super) fn add(&mut self, status: Status, date: DayCell) {
        self.count += 1;
        self.open += u32::from(status == Status::Open);
        self.closed += u32::from(status == Status::Closed);
        if let (DayCell::On(new), old) = (date, self.most_recent) {
            self.most_recent = DayCell::On(old.day().map_or(new, |old| old.max(new)));
        }
    }
}

/// What the word in the status column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open,
    Closed,
    Other,
}

impl Status {
    /// The reference knows `Open` and `Closed`, in that spelling only. Other lists say it with other words.
    pub fn of(text: &str, mode: ImportMode) -> Self {
        const OPEN: [&str; 7] = ["open", "active", "assigned", "pending", "in progress", "new", "in violation"];
        const CLOSED: [&str; 5] = ["closed", "complied", "complete", "resolved", "void"];
        match mode {
            ImportMode::Reference if text == "Open" => Self::Open,
            ImportMode::Reference if text == "Closed" => Self::Closed,
            ImportMode::Reference => Self::Other,
            ImportMode::Smart => {
                let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
                if is(&OPEN) {
                    Self::Open
                } else if is(&CLOSED) {
                    Self::Closed
                } else {
                    Self::Other
                }
            }
        }
    }
}

/// The status of every row, looked up once per distinct word.
pub(super) struct Statuses<'a> {
    column: Option<&'a Categories>,
    by_code: Vec<Status>,
}

impl<'a> Statuses<'a> {
    pub fn new(rows: &'a SourceRows, mode: ImportMode) -> Self {
        let column = rows.categories(Field::CaseStatus);
        let by_code = column.map_or(&[][..], Categories::values).iter().map(|text| Status::of(text, mode)).collect();
        Self { column, by_code }
    }

    pub fn of(&self, row: usize) -> Status {
        self.column.and_then(|column| self.by_code.get(column.code(row) as usize)).copied().unwrap_or(Status::Other)
    }
}

/// Kinds of violations in these rows, each once, in order of appearance.
pub fn case_types<'a>(rows: &'a SourceRows, of: &[u32]) -> Vec<&'a str> {
    let mut types = Vec::new();
    for &row in of {
        match rows.text(Field::CaseType, row as usize) {
            Some(case_type) if !types.contains(&case_type) => types.push(case_type),
            _ => {}
        }
    }
    types
}

/// Mean of the days to resolve, where a number stands there, to one decimal.
pub fn average_days_to_resolve(rows: &SourceRows, of: &[u32]) -> Option<f64> {
    let days = of.iter().filter_map(|&row| rows.text(Field::DaysToResolve, row as usize).and_then(parse_number));
    let (count, sum) = days.filter(|d| d.is_finite()).fold((0.0, 0.0), |(n, sum), days| (n + 1.0, sum + days));
    (count > 0.0).then(|| round_decimal(sum / count, 1))
}
