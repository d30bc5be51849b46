//! Leads as files for other tools.
//!
//! Here: every column as CSV, safe to open in a spreadsheet, as fast as it goes. Below: presets, other formats, one row
//! per owner, and who is left out.

mod columns;
mod options;
mod owner;
mod plan;
mod write;
mod xlsx;
mod zip;

pub use options::{ExportFormat, ExportOptions, ExportReport, Per, Preset, SHEET_ROWS, Which};
pub use owner::{Owner, split as split_owner};
pub use plan::xlsx_of_rows;

use super::Session;
use crate::{
    deal::Deal,
    layout::Source,
    score::{Blended, Profile, Score, ScoreColumn, Tier},
    table::RecordWriter,
};

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
pub fn write_csv_header(out: &mut Vec<u8>) {
    out.extend_from_slice(CSV_HEADER.join(",").as_bytes());
    out.push(b'\n');
}

/// Writes one line for each of `leads`, in that order.
pub fn write_csv_rows(session: &Session, leads: &[u32], out: &mut Vec<u8>) {
    let mut record = RecordWriter::writing_to(std::mem::take(out));
    // By rank, neighbours of a line lie anywhere in memory. Fetching some lines before writing them lets the machine
    // wait for many places at once.
    let mut lines = Vec::with_capacity(LINES_AT_ONCE);
    for some in leads.chunks(LINES_AT_ONCE) {
        lines.extend(some.iter().map(|&lead| Line::fetch(session, lead)));
        lines.drain(..).for_each(|line: Line<'_>| line.write(&mut record));
    }
    *out = record.into_bytes();
}

const LINES_AT_ONCE: usize = 64;

/// What one line shows.
struct Line<'a> {
    profile: &'a Profile,
    rank: u32,
    tier: Tier,
    score: &'a Score,
    deal: Deal<'a>,
    parcel_id: &'a str,
    parcel_id_normalized: &'a str,
    address: Option<&'a str>,
    city: Option<&'a str>,
    zip: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    sources: [Option<Source>; Source::ALL.len()],
    market_value: Option<f64>,
    arv_coverage: Option<f64>,
    arv_confidence: Option<f64>,
    chance: Option<f64>,
    blended: Option<Blended>,
}

impl<'a> Line<'a> {
    fn fetch(session: &'a Session, index: u32) -> Self {
        let lead = session.leads().get(index as usize);
        let deal = session.deal(index);
        Self {
            profile: session.profile(),
            rank: session.rank_of(index),
            tier: session.tier(index),
            score: session.scores().get(index as usize),
            arv_coverage: Session::shown_coverage(&deal),
            arv_confidence: session.shown_confidence(&deal),
            chance: session.chance(index),
            blended: session.scores().blend(index as usize).copied(),
            deal,
            parcel_id: lead.parcel_id(),
            parcel_id_normalized: lead.parcel_id_normalized(),
            address: lead.situs_address(),
            city: lead.city(),
            zip: lead.zip(),
            latitude: lead.latitude(),
            longitude: lead.longitude(),
            sources: Source::ALL.map(|source| lead.has(source).then_some(source)),
            market_value: lead.market_value(),
        }
    }

    fn write(&self, record: &mut RecordWriter) {
        let (score, deal, profile) = (self.score, &self.deal, self.profile);
        record.whole(i64::from(self.rank));
        record.text(self.tier.letter());
        record.guarded_text(Some(self.parcel_id));
        record.text(self.parcel_id_normalized);
        record.guarded_text(self.address);
        record.guarded_text(self.city);
        record.guarded_text(self.zip);
        record.number(self.latitude);
        record.number(self.longitude);
        record.words(self.sources.into_iter().flatten().map(Source::code));
        record.number(score.column(ScoreColumn::DistressScore, profile));
        record.number(score.column(ScoreColumn::ValueScore, profile));
        record.number(score.column(ScoreColumn::LocationScore, profile));
        record.number(score.column(ScoreColumn::UrgencyScore, profile));
        record.number(Some(score.total));
        record.number(self.chance);
        record.number(self.blended.map(|blended| blended.shown));
        record.text(profile.tier_basis.code());
        let model = self.blended.as_ref().map(Blended::reason);
        record.words(score.reason_codes(profile).chain(model));
        record.number(Some(deal.arv.estimate_usd));
        record.number(Some(deal.arv.low_usd));
        record.number(Some(deal.arv.high_usd));
        record.number(self.arv_coverage);
        record.number(self.arv_confidence);
        record.text(deal.arv.method());
        record.number(Some(deal.repair.cost_usd));
        record.guarded_text(Some(deal.repair.level));
        record.number(Some(deal.acquisition_usd));
        record.number(Some(deal.max_offer_usd));
        record.number(Some(deal.potential_profit_usd));
        record.number(Some(deal.roi_percent));
        record.text(if deal.meets_rule { "true" } else { "false" });
        record.text(deal.recommendation.code());
        record.number(self.market_value);
        record.end();
    }
}

/// The leads of the view as a CSV file.
pub fn csv_file(session: &Session) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_csv_header(&mut bytes);
    write_csv_rows(session, session.view(), &mut bytes);
    bytes
}

#[cfg(test)]
mod tests;
