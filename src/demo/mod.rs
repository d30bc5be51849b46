//! A synthetic county: seed, number of property records and a day -> the bytes of six CSV files.
//!
//! In: [`CountyOptions`]. Out: each [`DemoFile`] as bytes, the same bytes on every machine and in every browser. The
//! lists fit together as real ones do, with the flaws real ones have: tax sales carry the other order of the parcel
//! digits, some rows repeat with newer values, some cells are blank and a few are wrong. Every person and street is
//! made up. This module reads no clock and opens no file, and nothing in the product may learn its rules: it makes
//! input, no more.
//!
//! A row depends on the seed and its own number only, so files are written as streams: a county of a
//! million parcels needs a few megabytes.

mod code_violations;
mod foreclosures;
mod name;
mod neighbourhood;
mod outcomes;
mod parcel;
mod pick;
mod place;
mod plane;
mod property_records;
mod random;
mod sales;
mod tax_sales;

use std::io::Write;

use neighbourhood::Neighbourhood;
use pick::Walk;

use crate::table::{Day, RecordWriter};

/// More than any county has; beyond, the county would no longer fit a small machine's memory.
pub const MOST_ROWS: u32 = 20_000_000;

/// What tells one county from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountyOptions {
    /// Rows of the property file, at most [`MOST_ROWS`]; the other files grow with it.
    pub rows: u32,
    pub seed: u64,
    /// Sales and auctions lie on both sides of this day; calls and recorded sales before it.
    pub as_of: Day,
}

/// The files of a county, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoFile {
    TaxSales,
    Foreclosures,
    PropertyRecords,
    CodeViolations,
    Sales,
    Outcomes,
}

impl DemoFile {
    pub const ALL: [Self; 6] =
        [Self::TaxSales, Self::Foreclosures, Self::PropertyRecords, Self::CodeViolations, Self::Sales, Self::Outcomes];

    /// The lists that leads are made of; the others are to learn from.
    pub const LISTS: [Self; 4] = [Self::TaxSales, Self::Foreclosures, Self::PropertyRecords, Self::CodeViolations];

    pub fn file_name(self) -> &'static str {
        match self {
            Self::TaxSales => "tax_sales.csv",
            Self::Foreclosures => "foreclosures.csv",
            Self::PropertyRecords => "property_records.csv",
            Self::CodeViolations => "code_violations.csv",
            Self::Sales => "sales.csv",
            Self::Outcomes => "outcomes.csv",
        }
    }

    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::TaxSales => tax_sales::COLUMNS,
            Self::Foreclosures => foreclosures::COLUMNS,
            Self::PropertyRecords => property_records::COLUMNS,
            Self::CodeViolations => code_violations::COLUMNS,
            Self::Sales => sales::COLUMNS,
            Self::Outcomes => outcomes::COLUMNS,
        }
    }
}

/// A county ready to be written down.
///
/// ```
/// use leadscore::demo::{County, CountyOptions, DemoFile};
/// use leadscore::table::Day;
///
/// let county = County::new(CountyOptions { rows: 200, seed: 42, as_of: Day(20_779) });
/// let sales = county.bytes(DemoFile::TaxSales)?;
/// assert!(sales.starts_with(b"tda_number,sale_date,deed_status,parcel_id,"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct County {
    rows: u32,
    seed: u64,
    as_of: Day,
    tax_sales: u32,
    foreclosures: u32,
    violations: u32,
    sales: u32,
    outcomes: u32,
    neighbourhoods: Vec<Neighbourhood>,
    /// Sum of the neighbourhoods' shares of the violations, up to and with each.
    violation_shares: Vec<f64>,
    walk: Walk,
}

impl County {
    pub fn new(options: CountyOptions) -> Self {
        let CountyOptions { rows, seed, as_of } = options;
        let thousandths = |share: u64| (u64::from(rows) * share / 1000) as u32;
        let neighbourhoods = Neighbourhood::lay_out(rows, seed);
        Self {
            rows,
            seed,
            as_of,
            // Where there is a second share it is for small counties, so that they have something to show.
            tax_sales: thousandths(50),
            foreclosures: thousandths(50).max(thousandths(59).min(350)),
            violations: thousandths(200).max(thousandths(420).min(2500)),
            sales: thousandths(150),
            outcomes: thousandths(50).max(thousandths(120).min(700)),
            violation_shares: code_violations::shares(&neighbourhoods),
            walk: Walk::over(rows, seed),
            neighbourhoods,
        }
    }

    /// Data rows of a file.
    pub fn rows(&self, file: DemoFile) -> u32 {
        match file {
            DemoFile::TaxSales => self.tax_sales,
            DemoFile::Foreclosures => self.foreclosures,
            DemoFile::PropertyRecords => self.rows,
            DemoFile::CodeViolations => self.violations,
            DemoFile::Sales => self.sales,
            DemoFile::Outcomes => self.outcomes,
        }
    }

    /// Writes a file, some rows at a time; fails only if `out` does.
    pub fn write(&self, file: DemoFile, mut out: impl Write) -> std::io::Result<()> {
        const BLOCK_BYTES: usize = 64 * 1024;
        let mut record = RecordWriter::default();
        for column in file.columns() {
            record.text(column);
        }
        record.end();
        for row in 0..self.rows(file) {
            self.push(file, row, &mut record);
            record.end();
            if record.bytes().len() > BLOCK_BYTES {
                out.write_all(record.bytes())?;
                record.clear();
            }
        }
        out.write_all(record.bytes())?;
        out.flush()
    }

    fn push(&self, file: DemoFile, row: u32, record: &mut RecordWriter) {
        match file {
            DemoFile::TaxSales => self.push_tax_sale(row, record),
            DemoFile::Foreclosures => self.push_foreclosure(row, record),
            DemoFile::PropertyRecords => self.push_property_record(row, record),
            DemoFile::CodeViolations => self.push_code_violation(row, record),
            DemoFile::Sales => self.push_sale(row, record),
            DemoFile::Outcomes => self.push_outcome(row, record),
        }
    }

    /// A whole file in memory.
    pub fn bytes(&self, file: DemoFile) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.write(file, &mut bytes)?;
        Ok(bytes)
    }

    fn as_of_year(&self) -> i32 {
        self.as_of.to_civil().0
    }

    /// Days after the as-of day; before it when negative.
    fn day(&self, days: i32) -> Day {
        Day(self.as_of.0.saturating_add(days))
    }
}

/// The same day, or the Friday before when it is a weekend's.
fn working_day(day: Day) -> Day {
    // 1970-01-01 was a Thursday: 0 is a Monday here.
    let weekday = (day.0 + 3).rem_euclid(7);
    Day(day.0 - (weekday - 4).max(0))
}

#[cfg(test)]
mod tests;
