//! Leads as CSV, safe to open in a spreadsheet.

use super::Session;
use crate::{deal::HEURISTIC, layout::Source, score::ScoreColumn, table::RecordWriter};

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
    let profile = session.profile();
    let mut record = RecordWriter::writing_to(std::mem::take(out));
    for &index in leads {
        let lead = session.leads().get(index as usize);
        let score = session.scores().get(index as usize);
        let deal = session.deal(index);
        record.whole(i64::from(session.rank_of(index)));
        record.text(session.tier(index).letter());
        record.guarded_text(Some(lead.parcel_id()));
        record.text(lead.parcel_id_normalized());
        record.guarded_text(lead.situs_address());
        record.guarded_text(lead.city());
        record.guarded_text(lead.zip());
        record.number(lead.latitude());
        record.number(lead.longitude());
        record.words(lead.sources().map(Source::code));
        record.number(score.column(ScoreColumn::DistressScore, profile));
        record.number(score.column(ScoreColumn::ValueScore, profile));
        record.number(score.column(ScoreColumn::LocationScore, profile));
        record.number(score.column(ScoreColumn::UrgencyScore, profile));
        record.number(Some(score.total));
        record.blank(); // No lead model yet: no probability,
        record.blank(); // and no score adjusted by it.
        record.text(profile.tier_basis.code());
        record.words(score.reason_codes(profile));
        record.number(Some(deal.arv.estimate_usd));
        record.number(Some(deal.arv.low_usd));
        record.number(Some(deal.arv.high_usd));
        record.blank(); // Coverage is measured for models only.
        record.number(Some(deal.arv.confidence));
        record.text(HEURISTIC);
        record.number(Some(deal.repair.cost_usd));
        record.text(deal.repair.level);
        record.number(Some(deal.acquisition_usd));
        record.number(Some(deal.max_offer_usd));
        record.number(Some(deal.potential_profit_usd));
        record.number(Some(deal.roi_percent));
        record.text(if deal.meets_rule { "true" } else { "false" });
        record.text(deal.recommendation.code());
        record.number(lead.market_value());
        record.end();
    }
    *out = record.into_bytes();
}

/// The leads of the view as a CSV file.
pub fn csv_file(session: &Session) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_csv_header(&mut bytes);
    write_csv_rows(session, session.view(), &mut bytes);
    bytes
}
