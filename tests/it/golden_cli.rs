//! The reference's numbers through the whole binary: files in, JSON lines out.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};

use crate::{
    binary::run_well,
    support::{as_doubles, golden_dir, golden_json},
};

/// What an expected lead says, in the words of the binary.
fn in_our_words(expected: &Value, scores: &Value) -> Value {
    json!({
        "parcel_id": expected["parcel_id_original"],
        "sources": expected["sources"],
        "latitude": expected["latitude"],
        "longitude": expected["longitude"],
        "distress_score": scores["distress_score"],
        "value_score": scores["value_score"],
        "location_score": scores["location_score"],
        "urgency_score": scores["urgency_score"],
        "heuristic_score": scores["total_score"],
        "tier": scores["tier"],
        "reasons": scores["reasons"],
    })
}

fn assert_scored_as_expected(folder: &Path, lists: &[&str], profile: &str, pointer: &str) {
    let args = ["--import", "reference", "--profile", profile, "--no-ml", "--format", "jsonl", "-q"];
    let run = run_well(folder, &[&["score"], lists, &args].concat());
    let found: Vec<Value> = run.stdout.lines().map(|line| as_doubles(serde_json::from_str(line).unwrap())).collect();
    let expected = golden_json(folder, "expected.jsonl");
    let mut expected: Vec<(&Value, &Value)> = expected
        .iter()
        .filter_map(|lead| Some((lead, lead.pointer(pointer).filter(|scores| !scores.is_null())?)))
        .collect();
    // By rounded total, falling, stable.
    expected.sort_by(|a, b| b.1["total_score"].as_f64().unwrap().total_cmp(&a.1["total_score"].as_f64().unwrap()));
    assert_eq!(found.len(), expected.len());
    for (place, (found, (lead, scores))) in found.iter().zip(expected).enumerate() {
        assert_eq!(found["rank"], (place + 1) as f64);
        let id = &found["parcel_id_normalized"];
        assert_eq!(*id, lead["parcel_id_normalized"]);
        let wanted = in_our_words(lead, scores);
        let keys: Vec<&String> = wanted.as_object().unwrap().keys().collect();
        let mut said: BTreeMap<String, Value> = keys.iter().map(|key| ((*key).clone(), found[*key].clone())).collect();
        said.insert(
            "reasons".to_owned(),
            found["reasons"].as_array().unwrap().iter().map(|r| r["code"].clone()).collect(),
        );
        assert_eq!(json!(said), wanted, "{id}");
        if pointer.is_empty() {
            assert_deal(found, &lead["deal"]);
        }
    }
}

fn assert_deal(found: &Value, expected: &Value) {
    let said = json!({
        "estimated_arv": found["arv"]["estimate"],
        "estimated_repair_costs": found["deal"]["repair_cost"],
        "max_offer_price": found["deal"]["max_offer"],
        "potential_profit": found["deal"]["potential_profit"],
        "roi_percentage": found["deal"]["roi_percent"],
        "confidence_level": found["deal"]["confidence_level"],
        "risk_factors": found["deal"]["risk_factors"],
        "opportunity_factors": found["deal"]["opportunity_factors"],
        "recommendation": found["deal"]["recommendation"],
    });
    assert_eq!(said, *expected, "{}", found["parcel_id"]);
}

#[test]
fn golden_set() {
    let Some(golden) = golden_dir() else { return };
    // In another order than the reference reads them.
    let lists = ["enrichment.csv", "foreclosures.csv", "property_records.csv", "tax_sales.csv"];
    assert_scored_as_expected(&golden, &lists, "guide-full", "");
    assert_scored_as_expected(&golden, &lists, "guide", "/pipeline");
}

#[test]
fn county_snapshot() {
    let Some(orlando) = golden_dir().map(|golden| golden.with_file_name("orlando")) else { return };
    let lists = ["property_records.csv", "tax_sales.csv", "foreclosures.csv"];
    assert_scored_as_expected(&orlando, &lists, "guide-full", "");
    assert_scored_as_expected(&orlando, &lists, "guide", "/pipeline");
}
