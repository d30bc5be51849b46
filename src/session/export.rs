//! Leads as CSV, safe to open in a spreadsheet.

use std::io::{self, Write};

use super::{Session, record};
use crate::layout::Source;

/// The columns of the CSV export.
pub const CSV_HEADER: [&str; 34] = [
    "rank",
    "tier",
    "parcel_id",
    "parcel_id_normalized",
    "situs_address",
    "city",
    "zip",
    "latitude",
    "longitude",
    "sources",
    "distress_score",
    "value_score",
    "location_score",
    "urgency_score",
    "heuristic_score",
    "lead_probability",
    "adjusted_score",
    "tier_basis",
    "reasons",
    "arv_estimate",
    "arv_low",
    "arv_high",
    "arv_coverage",
    "arv_confidence",
    "arv_method",
    "repair_cost",
    "repair_level",
    "acquisition_price",
    "max_offer",
    "potential_profit",
    "roi_percent",
    "meets_70_rule",
    "recommendation",
    "market_value",
];

/// Writes the header line.
pub fn write_csv_header(out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(CSV_HEADER)?;
    writer.flush()
}

/// Writes one line for each of `leads`, in that order.
pub fn write_csv_rows(session: &Session, leads: &[u32], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).buffer_capacity(64 * 1024).from_writer(out);
    let mut cell = Cell::default();
    for &lead in leads {
        let Some(record) = (session.rank_of(lead) as usize).checked_sub(1).and_then(|place| record(session, place))
        else {
            continue;
        };
        let deal = &record.deal;
        writer.write_field(cell.shown(record.rank))?;
        writer.write_field(record.tier)?;
        writer.write_field(cell.guarded(Some(record.parcel_id)))?;
        writer.write_field(record.parcel_id_normalized)?;
        writer.write_field(cell.guarded(record.situs_address))?;
        writer.write_field(cell.guarded(record.city))?;
        writer.write_field(cell.guarded(record.zip))?;
        writer.write_field(cell.number(record.latitude))?;
        writer.write_field(cell.number(record.longitude))?;
        writer.write_field(cell.joined(record.sources.iter().map(|source| Source::code(*source))))?;
        writer.write_field(cell.number(record.distress_score))?;
        writer.write_field(cell.number(record.value_score))?;
        writer.write_field(cell.number(record.location_score))?;
        writer.write_field(cell.number(record.urgency_score))?;
        writer.write_field(cell.number(Some(record.heuristic_score)))?;
        writer.write_field(cell.number(record.lead_probability))?;
        writer.write_field(cell.number(record.adjusted_score))?;
        writer.write_field(record.tier_basis)?;
        writer.write_field(cell.joined(record.reasons.iter().map(|reason| reason.code)))?;
        writer.write_field(cell.number(Some(record.arv.estimate)))?;
        writer.write_field(cell.number(Some(record.arv.low)))?;
        writer.write_field(cell.number(Some(record.arv.high)))?;
        writer.write_field(cell.number(record.arv.coverage))?;
        writer.write_field(cell.number(Some(record.arv.confidence)))?;
        writer.write_field(record.arv.method)?;
        writer.write_field(cell.number(Some(deal.repair_cost)))?;
        writer.write_field(deal.repair_level)?;
        writer.write_field(cell.number(Some(deal.acquisition_price)))?;
        writer.write_field(cell.number(Some(deal.max_offer)))?;
        writer.write_field(cell.number(Some(deal.potential_profit)))?;
        writer.write_field(cell.number(Some(deal.roi_percent)))?;
        writer.write_field(if deal.meets_70_rule { "true" } else { "false" })?;
        writer.write_field(deal.recommendation)?;
        writer.write_field(cell.number(session.leads().get(lead as usize).market_value()))?;
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// The leads of the view as a CSV file.
pub fn csv_file(session: &Session) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_csv_header(&mut bytes)?;
    write_csv_rows(session, session.view(), &mut bytes)?;
    Ok(bytes)
}

/// The text of one cell at a time, in one buffer.
#[derive(Default)]
struct Cell(String);

impl Cell {
    fn shown(&mut self, value: impl std::fmt::Display) -> &str {
        use std::fmt::Write as _;
        self.0.clear();
        // Writing to a String cannot fail.
        let _written = write!(self.0, "{value}");
        &self.0
    }

    fn number(&mut self, value: Option<f64>) -> &str {
        match value {
            Some(value) => self.shown(value),
            None => "",
        }
    }

    fn joined<'a>(&mut self, parts: impl Iterator<Item = &'a str>) -> &str {
        self.0.clear();
        for part in parts {
            if !self.0.is_empty() {
                self.0.push('|');
            }
            self.0.push_str(part);
        }
        &self.0
    }

    /// Text from a file. A spreadsheet runs what begins like a formula, so such a text gets an apostrophe before it,
    /// as OWASP advises against CSV injection.
    fn guarded(&mut self, text: Option<&str>) -> &str {
        let text = text.unwrap_or_default();
        self.0.clear();
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
            self.0.push('\'');
        }
        self.0.push_str(text);
        &self.0
    }
}
