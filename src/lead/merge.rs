//! Source rows -> one lead per parcel.
//!
//! Sources are read in their order; the first row of a parcel makes the lead. A second row of the same source is
//! merged: as the reference does it, the last row replaces the earlier ones; in the product, field by field, the newest
//! dated value first, and every disagreement is kept as a [`Conflict`].

use std::ops::Range;

use hashbrown::HashTable;

use super::{
    conflict::Conflict,
    leads::{Leads, NO_ROW},
    parcel_id::{self, DigitOrder, OrderTally},
    violations::{ParcelViolations, Statuses},
};
use crate::{
    layout::{Field, ImportMode, Rows, Source, SourceRows},
    problem::{Effect, ProblemKind, Problems},
    table::{Texts, hash_bytes},
};

/// Makes parcel ids comparable, in the way of an import mode.
pub(super) struct Normalizer {
    mode: ImportMode,
    key: String,
}

impl Normalizer {
    pub fn new(mode: ImportMode) -> Self {
        Self { mode, key: String::new() }
    }

    /// The comparable form, valid until the next call; None when there is none. `order` settles ids that read well in
    /// both digit orders.
    pub fn normalize(&mut self, raw: &str, order: DigitOrder) -> Option<&str> {
        match self.mode {
            ImportMode::Reference => parcel_id::digits(raw, &mut self.key),
            // Rounded ids of one neighbourhood look alike: they would merge parcels that have nothing to do with each other.
            ImportMode::Smart if parcel_id::is_rounded_by_spreadsheet(raw) => None,
            ImportMode::Smart => parcel_id::normalize(raw, order, &mut self.key),
        }
    }
}

/// The parcels seen so far, by normalised id.
#[derive(Default)]
struct Parcels {
    ids: Texts,
    index: HashTable<u32>,
}

impl Parcels {
    fn find(&self, id: &str) -> Option<u32> {
        self.index.find(hash_bytes(id.as_bytes()), |&lead| self.ids.get(lead as usize) == Some(id)).copied()
    }

    fn add(&mut self, id: &str) -> u32 {
        let lead = self.ids.len() as u32;
        self.ids.push(Some(id));
        let ids = &self.ids;
        let hasher = |&lead: &u32| hash_bytes(ids.get(lead as usize).unwrap_or_default().as_bytes());
        self.index.insert_unique(hash_bytes(id.as_bytes()), lead, hasher);
        lead
    }
}

/// Merges the rows of all sources. `problems` has one entry per file of the import and gets the rows that have no
/// parcel and those that were merged into others. Coordinates and surroundings are not filled in yet.
pub(super) fn merge(rows: Rows, mode: ImportMode, problems: &mut [Problems]) -> Leads {
    let mut merger = Merger {
        mode,
        normalizer: Normalizer::new(mode),
        parcels: Parcels::default(),
        first: Vec::new(),
        conflicts: Vec::new(),
        problems,
    };
    let mut rows = rows;
    let mut row_of: [Vec<u32>; 4] = Default::default();
    for (source, row_of) in Source::ALL.into_iter().zip(&mut row_of) {
        merger.merge_source(source, rows.of_mut(source), row_of);
    }
    let of_violations = rows.of(Source::CodeViolation);
    let violations = merger.attach_violations(of_violations);
    let leads = merger.first.len();
    row_of.iter_mut().for_each(|rows| rows.resize(leads, NO_ROW));
    let (violation_starts, violation_rows) = group_by_lead(&violations, leads);
    let own_violations = tally(of_violations, mode, &violations, leads);
    Leads {
        mode,
        ids: merger.parcels.ids,
        first: merger.first,
        row_of,
        violation_starts,
        violation_rows,
        own_violations,
        latitudes: vec![f64::NAN; leads],
        longitudes: vec![f64::NAN; leads],
        proximities: Vec::new(),
        map: None,
        conflicts: merger.conflicts,
        rows,
    }
}

struct Merger<'a> {
    mode: ImportMode,
    normalizer: Normalizer,
    parcels: Parcels,
    /// Source and row in which each lead appeared first.
    first: Vec<(Source, u32)>,
    conflicts: Vec<Conflict>,
    problems: &'a mut [Problems],
}

impl Merger<'_> {
    fn merge_source(&mut self, source: Source, rows: &mut SourceRows, row_of: &mut Vec<u32>) {
        row_of.resize(self.first.len(), NO_ROW);
        let mut repeats: Vec<(u32, u32)> = Vec::new();
        for (file, of_file) in rows.files().collect::<Vec<_>>() {
            let order = digit_order(rows, of_file.clone(), self.mode);
            for row in of_file {
                let raw = rows.text(Field::ParcelId, row).unwrap_or_default();
                let Some(id) = self.normalizer.normalize(raw, order) else {
                    let (_, line) = rows.place(row);
                    let kind = match self.mode {
                        ImportMode::Smart if parcel_id::is_rounded_by_spreadsheet(raw) => ProblemKind::RoundedParcelId,
                        _ => ProblemKind::NoParcelId,
                    };
                    if let Some(problems) = self.problems.get_mut(file) {
                        problems.add(line, "parcel id", raw, kind, Effect::RowRejected);
                    }
                    continue;
                };
                let Some(lead) = self.parcels.find(id) else {
                    self.parcels.add(id);
                    self.first.push((source, row as u32));
                    row_of.push(row as u32);
                    continue;
                };
                let earlier = row_of[lead as usize];
                if earlier == NO_ROW {
                    row_of[lead as usize] = row as u32;
                    continue;
                }
                let (_, line) = rows.place(row);
                if let Some(problems) = self.problems.get_mut(file) {
                    problems.add(line, "parcel id", raw, ProblemKind::RepeatedParcel, Effect::RowMerged);
                }
                match self.mode {
                    ImportMode::Reference => row_of[lead as usize] = row as u32,
                    ImportMode::Smart => repeats.push((lead, row as u32)),
                }
            }
        }
        repeats.sort_unstable();
        for of_lead in repeats.chunk_by(|a, b| a.0 == b.0) {
            let lead = of_lead[0].0;
            let rows_of_lead = std::iter::once(row_of[lead as usize]).chain(of_lead.iter().map(|&(_, row)| row));
            fold(rows, source, rows_of_lead.map(|row| row as usize).collect(), lead, &mut self.conflicts);
        }
    }

    /// The violations that are on a parcel, as (lead, row). In the product a parcel with violations is a lead even if
    /// no other list names it; the reference knows no such leads.
    fn attach_violations(&mut self, rows: &SourceRows) -> Vec<(u32, u32)> {
        let mut attached = Vec::new();
        for (file, of_file) in rows.files() {
            let order = digit_order(rows, of_file.clone(), self.mode);
            for row in of_file {
                let raw = rows.text(Field::ParcelId, row).unwrap_or_default();
                let Some(id) = self.normalizer.normalize(raw, order) else {
                    let (_, line) = rows.place(row);
                    let placed = rows.number(Field::GpsX, row).is_some() && rows.number(Field::GpsY, row).is_some();
                    if let (false, Some(problems)) = (placed, self.problems.get_mut(file)) {
                        problems.add(line, "parcel id", raw, ProblemKind::NoPlace, Effect::RowRejected);
                    }
                    continue;
                };
                let lead = match (self.parcels.find(id), self.mode) {
                    (Some(lead), _) => lead,
                    (None, ImportMode::Reference) => continue,
                    (None, ImportMode::Smart) => {
                        self.first.push((Source::CodeViolation, row as u32));
                        self.parcels.add(id)
                    }
                };
                attached.push((lead, row as u32));
            }
        }
        attached
    }
}

/// The digit order that most ids of a file are written in. The reference does not look at it.
pub(super) fn digit_order(rows: &SourceRows, of_file: Range<usize>, mode: ImportMode) -> DigitOrder {
    let mut tally = OrderTally::default();
    if mode == ImportMode::Smart {
        of_file.filter_map(|row| rows.text(Field::ParcelId, row)).for_each(|id| tally.count(id));
    }
    tally.majority()
}

/// Merges the rows of a parcel, given in the order in which they were read, into the first of them. Each field gets the
/// value of the newest row that has one: the one with the latest date, else the one read last.
fn fold(rows: &mut SourceRows, source: Source, mut of_lead: Vec<usize>, lead: u32, conflicts: &mut Vec<Conflict>) {
    let date_fields: &[Field] = match source {
        Source::TaxSale => &[Field::SaleDate],
        Source::Foreclosure => &[Field::RecordingDate, Field::EnteredDate, Field::AuctionDate],
        Source::Enrichment => &[Field::MostRecentViolation],
        Source::PropertyRecord | Source::CodeViolation => &[],
    };
    let Some(&kept) = of_lead.first() else { return };
    // Each kind of date is compared with its own kind; none is less than any.
    let dates = |row| -> Vec<_> { date_fields.iter().map(|&field| rows.day(field, row).day()).collect() };
    of_lead.sort_by_cached_key(|&row| std::cmp::Reverse((dates(row), row)));
    for (field, column) in rows.columns_mut().filter(|(field, _)| *field != Field::ParcelId) {
        let Some(used) = of_lead.iter().copied().find(|&row| column.is_filled(row)) else { continue };
        for &other in of_lead.iter().filter(|&&row| column.is_filled(row) && !column.equal(row, used)) {
            if conflicts.len() < Conflict::KEPT {
                let text = |row| column.display(row).unwrap_or_default();
                conflicts.push(Conflict { lead, source, field, used: text(used), other: text(other) });
            }
        }
        column.copy_cell(used, kept);
    }
}

/// The rows of each lead side by side, in the order of the file, and where each lead's rows start.
fn group_by_lead(violations: &[(u32, u32)], leads: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; leads + 1];
    for &(lead, _) in violations {
        starts[lead as usize + 1] += 1;
    }
    for i in 0..leads {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut rows = vec![0; violations.len()];
    for &(lead, row) in violations {
        let slot = &mut next[lead as usize];
        rows[*slot as usize] = row;
        *slot += 1;
    }
    (starts, rows)
}

fn tally(rows: &SourceRows, mode: ImportMode, violations: &[(u32, u32)], leads: usize) -> Vec<ParcelViolations> {
    if violations.is_empty() {
        return Vec::new();
    }
    let statuses = Statuses::new(rows, mode);
    let mut own = vec![ParcelViolations::NONE; leads];
    for &(lead, row) in violations {
        own[lead as usize].add(statuses.of(row as usize), rows.day(Field::CaseDate, row as usize));
    }
    own
}
