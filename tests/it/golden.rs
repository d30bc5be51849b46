//! The numbers of the reference system, where its golden files are at hand: scores, tiers, merge, deals, rejects.

use leadscore::{
    deal::{DealInput, analyze, arv_of, repair_of, return_on},
    lanes::Inline,
    layout::{ImportMode, Source},
    lead::round_decimal,
    score::{Profile, ScoreColumn, score},
    session::{FileReader, Imported, Session, import},
    table::Day,
};
use serde_json::Value;
use std::path::Path;

use crate::support::{as_doubles, golden_dir, golden_json, golden_rows};

fn read(folder: &Path, files: &[&str], mode: ImportMode) -> Imported {
    let read = files.iter().map(|file| {
        let mut reader = FileReader::new(file, mode);
        reader.push(&std::fs::read(folder.join(file)).unwrap());
        let file = reader.finish();
        assert_eq!(file.fault(), None, "{}", file.name());
        file
    });
    import(read.collect(), mode, &Inline)
}

const LISTS: [&str; 4] = ["property_records.csv", "tax_sales.csv", "foreclosures.csv", "enrichment.csv"];

fn golden_session(profile: &str) -> Option<(Session, Vec<Value>)> {
    let folder = golden_dir()?;
    let imported = read(&folder, &LISTS, ImportMode::Reference);
    let session = Session::new(imported.leads, Profile::shipped(profile).unwrap(), Day(0), &Inline);
    Some((session, golden_json(&folder, "expected.jsonl")))
}

/// Compares what a session says of every lead with the scores of a golden file under `pointer`.
fn assert_scores(session: &Session, expected: &[Value], pointer: &str) {
    assert_eq!(session.leads().len(), expected.len());
    for (lead, golden) in session.leads().iter().zip(expected) {
        let id = lead.parcel_id_normalized();
        assert_eq!(id, golden["parcel_id_normalized"]);
        assert_eq!(lead.parcel_id(), golden["parcel_id_original"], "{id}");
        let sources: Vec<&str> = lead.sources().map(Source::code).collect();
        assert_eq!(serde_json::json!(sources), golden["sources"], "{id}");
        assert_eq!(serde_json::json!(lead.latitude()), golden["latitude"], "{id}");
        assert_eq!(serde_json::json!(lead.longitude()), golden["longitude"], "{id}");
        assert_eq!(serde_json::json!(lead.equity_percent()), golden["equity_percent"], "{id}");
        assert_eq!(serde_json::json!(lead.tax_rate()), golden["tax_rate"], "{id}");
        let golden = golden.pointer(pointer).unwrap();
        let scored = session.scores().get(lead.index());
        if golden.is_null() {
            assert!(!scored.is_scored, "{id}");
            continue;
        }
        assert!(scored.is_scored, "{id}");
        for (column, name) in [
            (ScoreColumn::DistressScore, "distress_score"),
            (ScoreColumn::ValueScore, "value_score"),
            (ScoreColumn::LocationScore, "location_score"),
            (ScoreColumn::UrgencyScore, "urgency_score"),
        ] {
            assert_eq!(scored.column(column, session.profile()), golden[name].as_f64(), "{name} of {id}");
        }
        assert_eq!(Some(scored.total), golden["total_score"].as_f64(), "{id}");
        assert_eq!(session.tier(lead.index() as u32).letter(), golden["tier"], "{id}");
        let reasons: Vec<&str> = scored.reason_codes(session.profile()).collect();
        assert_eq!(serde_json::json!(reasons), golden["reasons"], "{id}");
    }
}

#[test]
fn the_full_variant_equals_the_reference() {
    let Some((session, expected)) = golden_session("guide-full") else { return };
    assert_scores(&session, &expected, "");
}

#[test]
fn the_pipeline_variant_equals_the_reference() {
    let Some((session, expected)) = golden_session("guide") else { return };
    assert_scores(&session, &expected, "/pipeline");
}

#[test]
fn the_county_snapshot_equals_the_reference_in_both_variants() {
    let Some(folder) = golden_dir().map(|golden| golden.with_file_name("orlando")) else { return };
    let expected = golden_json(&folder, "expected.jsonl");
    for (profile, pointer) in [("guide-full", ""), ("guide", "/pipeline")] {
        let imported = read(&folder, &LISTS[..3], ImportMode::Reference);
        let session = Session::new(imported.leads, Profile::shipped(profile).unwrap(), Day(0), &Inline);
        assert_scores(&session, &expected, pointer);
    }
}

#[test]
fn the_guarded_profile_equals_the_bucket_scorer() {
    let Some((session, expected)) = golden_session("guarded") else { return };
    let guardrail = session.profile().guardrail.as_ref().unwrap();
    for (lead, golden) in session.leads().iter().zip(&expected) {
        let id = lead.parcel_id_normalized();
        let golden = &golden["head"]["hybrid"];
        let scored = score(lead, session.profile());
        for (component, name) in ["distress", "disposition", "equity", "profitability"].iter().enumerate() {
            assert_eq!(Some(scored.components[component]), golden[name].as_f64(), "{name} of {id}");
        }
        assert_eq!(Some(scored.total), golden["total_score"].as_f64(), "{id}");
        assert_eq!(session.tier(lead.index() as u32).letter(), golden["tier"], "{id}");
        let deal = guardrail.judge(lead);
        for (value, name) in [
            (deal.projected_profit_usd, "projected_profit"),
            (deal.roi_percent, "roi_percent"),
            (deal.arv_usd, "arv"),
            (deal.repair_usd, "repair_costs"),
            (deal.acquisition_usd, "acquisition_cost"),
            (deal.end_buyer_usd, "end_buyer_price"),
            (deal.max_allowable_offer_usd, "max_allowable_offer"),
        ] {
            assert_eq!(Some(value), golden[name].as_f64(), "{name} of {id}");
        }
        assert_eq!(deal.is_profitable, golden["is_profitable"], "{id}");
    }
}

#[test]
fn rejected_rows_are_those_of_the_reference() {
    let Some(folder) = golden_dir() else { return };
    let imported = read(&folder, &LISTS, ImportMode::Reference);
    let mut expected = golden_json(&folder, "rejects_expected.jsonl");
    for (file, problems) in imported.files.iter().zip(&imported.problems) {
        for problem in problems.iter() {
            use leadscore::problem::{Effect, ProblemKind};
            if problem.effect != Effect::RowRejected || problem.kind == ProblemKind::NoParcelId {
                continue;
            }
            let place = expected.iter().position(|reject| {
                format!("{}.csv", reject["source"].as_str().unwrap()) == file.name
                    && reject["row"].as_f64() == Some(f64::from(problem.line) - 1.0)
                    && reject["fields"][0] == problem.column
            });
            expected.remove(place.unwrap_or_else(|| panic!("{}: {problem} should have been kept", file.name)));
        }
        assert_eq!(file.read, file.kept + file.rejected + file.merged, "{}", file.name);
    }
    assert_eq!(expected, Vec::<Value>::new(), "should have been rejected");
}

fn deal_json(input: &DealInput<'_>, profile: &Profile) -> Value {
    let deal = analyze(input, &profile.deal);
    serde_json::json!({
        "estimated_arv": deal.arv.estimate_usd,
        "estimated_repair_costs": deal.repair.cost_usd,
        "max_offer_price": deal.max_offer_usd,
        "potential_profit": deal.potential_profit_usd,
        "roi_percentage": deal.roi_percent,
        "confidence_level": deal.confidence.code(),
        "risk_factors": deal.risks().map(|risk| risk.code()).collect::<Vec<_>>(),
        "opportunity_factors": deal.opportunities().map(|o| o.code()).collect::<Vec<_>>(),
        "recommendation": deal.recommendation.code(),
    })
}

#[test]
fn deals_of_leads_equal_the_reference() {
    let Some((session, expected)) = golden_session("guide-full") else { return };
    for (lead, golden) in session.leads().iter().zip(&expected) {
        let scored = session.scores().get(lead.index());
        let input = leadscore::deal::input(lead, scored, session.profile());
        assert_eq!(deal_json(&input, session.profile()), golden["deal"], "{}", lead.parcel_id_normalized());
    }
}

#[test]
fn deals_of_features_equal_the_reference() {
    let Some(folder) = golden_dir() else { return };
    let profile = Profile::shipped("guide-full").unwrap();
    let expected = golden_json(&folder, "deal_expected.jsonl");
    let cases = golden_rows(&folder, "deal_features.csv");
    assert_eq!(cases.len(), expected.len());
    for (case, golden) in cases.iter().zip(&expected) {
        let text = |name: &str| Some(case[name].as_str()).filter(|text| !text.is_empty());
        let number = |name: &str| text(name).map(|text| text.parse::<f64>().unwrap());
        let input = DealInput {
            model: None,
            city: text("city"),
            property_use: text("property_use"),
            market_value_usd: None,
            distress_score: number("distress_score").unwrap_or(0.0),
            value_score: number("value_score").unwrap_or(0.0),
            location_score: number("location_score").unwrap_or(0.0),
            has_tax_sale: number("has_tax_sale") == Some(1.0),
            has_foreclosure: number("has_foreclosure") == Some(1.0),
            opening_bid_usd: number("tax_sale_opening_bid"),
            judgment_usd: number("foreclosure_judgment"),
            exact_names: true,
            given: Default::default(),
        };
        let id = &case["parcel_id"];
        let arv = arv_of(&input, &profile.deal.arv);
        let arv = serde_json::json!({
            "estimated_arv": arv.estimate_usd,
            "arv_low": arv.low_usd,
            "arv_high": arv.high_usd,
            "confidence": arv.confidence,
            "prediction_method": arv.method(),
        });
        assert_eq!(arv, golden["arv"], "{id}");
        let repair = repair_of(&input, &profile.deal.repairs);
        let repair = serde_json::json!({
            "estimated_repair_cost": repair.cost_usd,
            "repair_low": repair.low_usd,
            "repair_high": repair.high_usd,
            "repair_level": repair.level,
            "confidence": repair.confidence,
        });
        assert_eq!(repair, golden["repair"], "{id}");
        assert_eq!(deal_json(&input, &profile), golden["deal"], "{id}");
        let appraised = DealInput { market_value_usd: number("actual_arv"), ..input };
        assert_eq!(deal_json(&appraised, &profile), golden["deal_with_actual_arv"], "{id}");
    }
}

#[test]
fn returns_equal_the_reference() {
    let Some(folder) = golden_dir() else { return };
    let expected = golden_json(&folder, "roi_expected.jsonl");
    for (case, golden) in golden_rows(&folder, "roi_cases.csv").iter().zip(&expected) {
        let number = |name: &str| case[name].parse::<f64>().unwrap();
        let arv = number("arv");
        let outcome = return_on(
            arv,
            number("purchase_price"),
            number("repair_costs"),
            number("holding_costs"),
            number("transaction_costs"),
            0.70,
        );
        let outcome = serde_json::json!({
            "total_investment": outcome.total_investment_usd,
            "expected_sale_price": round_decimal(arv, 2),
            "gross_profit": outcome.gross_profit_usd,
            "roi_percentage": outcome.roi_percent,
            "max_offer_70_rule": outcome.max_offer_usd,
            "profit_at_max_offer": outcome.profit_at_max_offer_usd,
            "meets_70_rule": outcome.meets_rule,
        });
        assert_eq!(outcome, *golden, "{case:?}");
    }
}

#[test]
fn violations_by_parcel_equal_the_reference() {
    let Some(folder) = golden_dir() else { return };
    let expected = golden_json(&folder, "parcel_violations_expected.jsonl");
    // Leads of the violations alone: the property list of all their parcels is made of their own ids.
    let mut ids = String::from("parcel_number,total_mkt\n");
    for row in &expected {
        ids.push_str(&format!("{},1\n", row["parcel_id_normalized"].as_str().unwrap()));
    }
    let mode = ImportMode::Reference;
    let mut records = FileReader::new("records.csv", mode);
    records.push(ids.as_bytes());
    let mut violations = FileReader::new("code_violations.csv", mode);
    violations.push(&std::fs::read(folder.join("code_violations.csv")).unwrap());
    let imported = import(vec![records.finish(), violations.finish()], mode, &Inline);
    assert_eq!(imported.leads.len(), expected.len());
    let rows = imported.leads.rows().of(Source::CodeViolation);
    for (lead, golden) in imported.leads.iter().zip(&expected) {
        let own = lead.own_violations().unwrap();
        let of_lead = lead.violation_rows();
        let found = serde_json::json!({
            "parcel_id_normalized": lead.parcel_id_normalized(),
            "violation_count": own.count,
            "open_violations": own.open,
            "closed_violations": own.closed,
            "violation_types": leadscore::lead::violations::case_types(rows, of_lead),
            "most_recent_violation": own.most_recent.day().map(|day| day.to_string()),
            "avg_days_to_resolve": leadscore::lead::violations::average_days_to_resolve(rows, of_lead),
        });
        assert_eq!(as_doubles(found), *golden);
    }
}
