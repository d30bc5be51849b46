//! A lead as features read it.

use crate::{
    layout::{Field, ImportMode, Source},
    lead::{Lead, Leads, violations::Status},
    table::Day,
};

/// A lead on a day.
pub(super) struct Reading<'a> {
    pub leads: &'a Leads,
    pub lead: Lead<'a>,
    pub as_of: Day,
}

impl<'a> Reading<'a> {
    /// Yes or no, where the list was imported; without it nothing is known.
    pub fn is_on(&self, source: Source) -> Option<f64> {
        // A list of violations by coordinates alone says nothing of single parcels.
        let rows = self.leads.rows().of(source);
        let is_there = !rows.is_empty() && rows.has(Field::ParcelId);
        is_there.then(|| f64::from(u8::from(self.lead.has(source))))
    }

    /// An amount above 0: lists write 0 where they know nothing.
    pub fn amount(&self, source: Source, field: Field) -> Option<f64> {
        self.lead.number(source, field).filter(|amount| *amount > 0.0)
    }

    /// A number of the appraiser's in which 0 is a fact, such as the value of the building on an empty lot.
    pub fn record(&self, field: Field) -> Option<f64> {
        self.lead.number(Source::PropertyRecord, field)
    }

    /// Days from the day of the reading to a date: above 0 ahead, below 0 past.
    pub fn days_to(&self, source: Source, field: Field) -> Option<f64> {
        let day = self.lead.day(source, field).day()?;
        Some(f64::from(day.0) - f64::from(self.as_of.0))
    }

    pub fn text(&self, source: Source, field: Field) -> Option<&'a str> {
        self.lead.text(source, field).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The cases on the parcel that were known on the day: those of that day or before, and those without a date.
    pub fn cases(&self) -> impl Iterator<Item = Case<'a>> + use<'a> {
        let rows = self.leads.rows().of(Source::CodeViolation);
        let (mode, as_of): (ImportMode, Day) = (self.leads.mode(), self.as_of);
        self.lead.violation_rows().iter().filter_map(move |&row| {
            let row = row as usize;
            let day = rows.day(Field::CaseDate, row).day();
            let is_known = day.is_none_or(|day| day <= as_of);
            is_known.then(|| Case {
                day,
                is_open: rows.text(Field::CaseStatus, row).map(|status| Status::of(status, mode)) == Some(Status::Open),
                case_type: rows.text(Field::CaseType, row),
            })
        })
    }
}

/// A code violation on the parcel.
pub(super) struct Case<'a> {
    pub day: Option<Day>,
    pub is_open: bool,
    pub case_type: Option<&'a str>,
}
