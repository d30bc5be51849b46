//! [`Leads`]: one per parcel, as columns; [`Lead`]: a view of one.

use super::{
    conflict::Conflict,
    parcel_id::DigitOrder,
    proximity::{Proximity, ViolationMap},
    rounding::round_decimal,
    violations::ParcelViolations,
};
use crate::{
    layout::{Field, ImportMode, Rows, Source},
    table::{DayCell, Texts},
};

/// Stands for "this source does not name the parcel".
pub(super) const NO_ROW: u32 = u32::MAX;

/// The leads of an import, in the order of their first appearance in tax sales, foreclosures, property records,
/// enrichment, code violations.
#[derive(Debug)]
pub struct Leads {
    pub(super) mode: ImportMode,
    pub(super) rows: Rows,
    /// Normalised parcel ids.
    pub(super) ids: Texts,
    /// Source and row in which the parcel appeared first.
    pub(super) first: Vec<(Source, u32)>,
    /// For each source but code violations: the row of each lead, or [`NO_ROW`].
    pub(super) row_of: [Vec<u32>; 4],
    /// Rows of code violations by lead: those of lead `i` are `violation_rows[starts[i]..starts[i + 1]]`.
    pub(super) violation_starts: Vec<u32>,
    pub(super) violation_rows: Vec<u32>,
    pub(super) own_violations: Vec<ParcelViolations>,
    /// NaN when unknown.
    pub(super) latitudes: Vec<f64>,
    pub(super) longitudes: Vec<f64>,
    pub(super) proximities: Vec<Option<Proximity>>,
    pub(super) map: Option<ViolationMap>,
    pub(super) conflicts: Vec<Conflict>,
}

impl Leads {
    pub fn len(&self) -> usize {
        self.first.len()
    }

    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    pub fn mode(&self) -> ImportMode {
        self.mode
    }

    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The lead with this number; numbers run from 0 to `len() - 1`.
    pub fn get(&self, index: usize) -> Lead<'_> {
        Lead { leads: self, index }
    }

    pub fn iter(&self) -> impl Iterator<Item = Lead<'_>> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The lead of a parcel id in any spelling. An id that reads well in both digit orders is looked for as the lists
    /// write it, then range first, then section first.
    pub fn find(&self, parcel_id: &str) -> Option<Lead<'_>> {
        let wanted = parcel_id.trim();
        let by = |fits: &dyn Fn(Lead<'_>) -> bool| self.iter().find(|lead| fits(*lead));
        let by_key = |order| {
            let mut normalizer = super::merge::Normalizer::new(self.mode);
            let key = normalizer.normalize(wanted, order)?;
            by(&|lead| lead.parcel_id_normalized() == key)
        };
        by(&|lead| lead.parcel_id() == wanted)
            .or_else(|| by(&|lead| lead.parcel_id_normalized() == wanted))
            .or_else(|| by_key(DigitOrder::RangeFirst))
            .or_else(|| by_key(DigitOrder::SectionFirst))
    }

    /// Where duplicate rows of one source disagreed.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }
}

/// One lead: everything the lists say of a parcel.
#[derive(Clone, Copy, Debug)]
pub struct Lead<'a> {
    leads: &'a Leads,
    index: usize,
}

impl<'a> Lead<'a> {
    pub fn index(self) -> usize {
        self.index
    }

    pub fn mode(self) -> ImportMode {
        self.leads.mode
    }

    /// As first seen in a file.
    pub fn parcel_id(self) -> &'a str {
        let (source, row) = self.leads.first[self.index];
        self.leads.rows.of(source).text(Field::ParcelId, row as usize).unwrap_or_default()
    }

    pub fn parcel_id_normalized(self) -> &'a str {
        self.leads.ids.get(self.index).unwrap_or_default()
    }

    /// The row of a source that speaks of this lead; for code violations the first one.
    pub fn row(self, source: Source) -> Option<usize> {
        if source == Source::CodeViolation {
            return self.violation_rows().first().map(|&row| row as usize);
        }
        self.leads.row_of.get(source as usize)?.get(self.index).filter(|&&row| row != NO_ROW).map(|&row| row as usize)
    }

    /// All rows of code violations on this parcel.
    pub fn violation_rows(self) -> &'a [u32] {
        let starts = &self.leads.violation_starts;
        match (starts.get(self.index), starts.get(self.index + 1)) {
            (Some(&start), Some(&end)) => &self.leads.violation_rows[start as usize..end as usize],
            _ => &[],
        }
    }

    pub fn has(self, source: Source) -> bool {
        self.row(source).is_some()
    }

    pub fn sources(self) -> impl Iterator<Item = Source> + 'a {
        Source::ALL.into_iter().filter(move |source| self.has(*source))
    }

    pub fn number(self, source: Source, field: Field) -> Option<f64> {
        self.leads.rows.of(source).number(field, self.row(source)?)
    }

    pub fn text(self, source: Source, field: Field) -> Option<&'a str> {
        self.leads.rows.of(source).text(field, self.row(source)?)
    }

    pub fn day(self, source: Source, field: Field) -> DayCell {
        self.row(source).map_or(DayCell::Blank, |row| self.leads.rows.of(source).day(field, row))
    }

    pub fn latitude(self) -> Option<f64> {
        Some(self.leads.latitudes[self.index]).filter(|v| !v.is_nan())
    }

    pub fn longitude(self) -> Option<f64> {
        Some(self.leads.longitudes[self.index]).filter(|v| !v.is_nan())
    }

    /// Violations around the parcel; None when nothing is known of its surroundings.
    pub fn proximity(self) -> Option<Proximity> {
        self.leads.proximities.get(self.index).copied().flatten()
    }

    /// Violations on the parcel itself, from the violation lists or else from the enrichment file.
    pub fn own_violations(self) -> Option<ParcelViolations> {
        let own = self.leads.own_violations.get(self.index).copied().filter(|own| own.count > 0);
        own.or_else(|| {
            let count = self.number(Source::Enrichment, Field::ViolationCount);
            let most_recent = self.day(Source::Enrichment, Field::MostRecentViolation);
            let open = self.number(Source::Enrichment, Field::OpenViolations);
            if count.is_none() && open.is_none() && !most_recent.is_filled() {
                return None;
            }
            Some(ParcelViolations {
                count: count.unwrap_or(0.0) as u32,
                open: open.unwrap_or(0.0) as u32,
                closed: 0,
                most_recent,
            })
        })
    }

    /// Kinds of violations nearby, at most five.
    pub fn nearby_types(self) -> Vec<String> {
        if let Some(listed) = self.text(Source::Enrichment, Field::NearbyViolationTypes) {
            return listed.split('|').map(str::to_owned).collect();
        }
        match (&self.leads.map, self.latitude(), self.longitude()) {
            (Some(map), Some(latitude), Some(longitude)) => map.types_near(latitude, longitude),
            _ => Vec::new(),
        }
    }

    /// Market value of the appraiser, US dollars.
    pub fn market_value(self) -> Option<f64> {
        self.number(Source::PropertyRecord, Field::TotalMarketUsd).filter(|v| *v != 0.0)
    }

    /// Market value per assessed value in percent: 100 means equal. The reference calls it equity (FACTS 6).
    pub fn equity_percent(self) -> Option<f64> {
        let market = self.market_value()?;
        let assessed = self.number(Source::PropertyRecord, Field::TotalAssessedUsd).filter(|v| *v > 0.0)?;
        Some(round_decimal(market / assessed * 100.0, 2))
    }

    /// Taxes per taxable value in percent (FACTS 6).
    pub fn tax_rate(self) -> Option<f64> {
        let taxes = self.number(Source::PropertyRecord, Field::TaxesUsd).filter(|v| *v != 0.0)?;
        let taxable = self.number(Source::PropertyRecord, Field::TaxableUsd).filter(|v| *v > 0.0)?;
        Some(round_decimal(taxes / taxable * 100.0, 4))
    }

    /// Street address, upper case; the appraiser's before the others.
    pub fn situs_address(self) -> Option<&'a str> {
        self.first_text(Field::SitusAddress)
    }

    pub fn city(self) -> Option<&'a str> {
        self.first_text(Field::SitusCity)
    }

    pub fn zip(self) -> Option<&'a str> {
        self.first_text(Field::SitusZip)
    }

    fn first_text(self, field: Field) -> Option<&'a str> {
        [Source::PropertyRecord, Source::Foreclosure, Source::CodeViolation]
            .into_iter()
            .find_map(|source| self.text(source, field))
    }
}
