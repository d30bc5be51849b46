//! What explanations and comparisons promise: everything adds up, a twin is a twin, a model does not differ from itself.

use std::{fs, path::Path, sync::OnceLock};

use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{Run, run, run_well};

const DAY: [&str; 2] = ["--as-of", "2026-11-22"];
const FILES: [&str; 6] = [
    "county/code_violations.csv",
    "county/foreclosures.csv",
    "county/outcomes.csv",
    "county/property_records.csv",
    "county/sales.csv",
    "county/tax_sales.csv",
];

/// A county with an ARV and a lead model, and a file with a house that is another's twin.
struct Trained {
    folder: TempDir,
    /// Parcels of the two.
    original: String,
    twin: String,
}

fn trained() -> &'static Trained {
    static TRAINED: OnceLock<Trained> = OnceLock::new();
    TRAINED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run_well(folder.path(), &[&["demo", "county", "--rows", "400", "--quiet"], &DAY[..]].concat());
        run_well(folder.path(), &[&["train", "all", "--quiet"], &FILES[..], &DAY[..]].concat());
        let (original, twin) = write_twin(folder.path());
        Trained { folder, original, twin }
    })
}

/// A copy of a property record on a parcel that there is not. Of a house without violations: those are not copied.
fn write_twin(folder: &Path) -> (String, String) {
    let violations = fs::read_to_string(folder.join("county/code_violations.csv")).unwrap();
    let mut records = csv::Reader::from_path(folder.join("county/property_records.csv")).unwrap();
    let header = records.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|found| found == name).expect(name);
    let (parcel, area) = (place("parcel_number"), place("living_area"));
    let record = records
        .records()
        .map(Result::unwrap)
        .find(|record| !record[area].is_empty() && !violations.contains(&record[parcel]))
        .expect("a house without violations");
    let twin = "012345678901234";
    let copy: csv::StringRecord =
        record.iter().enumerate().map(|(i, cell)| if i == parcel { twin } else { cell }).collect();
    let mut out = csv::Writer::from_path(folder.join("county/twin.csv")).unwrap();
    out.write_record(&header).unwrap();
    out.write_record(&copy).unwrap();
    out.flush().unwrap();
    (record[parcel].to_owned(), twin.to_owned())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn explained(arguments: &[&str]) -> Value {
    let folder = trained().folder.path();
    json(&run_well(folder, &[&["explain", "--format", "json", "--quiet"], &FILES[..], &DAY[..], arguments].concat()))
}

/// Parcels to look at: the best leads and some from further down.
fn parcels() -> Vec<String> {
    let folder = trained().folder.path();
    let scored = run_well(folder, &[&["score", "--format", "jsonl", "--quiet"], &FILES[..], &DAY[..]].concat()).stdout;
    let lines: Vec<Value> = scored.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.iter().step_by(97).map(|line| line["parcel_id"].as_str().unwrap().to_owned()).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn sum(parts: &Value, name: &str) -> f64 {
    parts.as_array().unwrap().iter().map(|part| number(&part[name])).sum()
}

fn check_near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() < tolerance, "{what}: {found} for {expected}");
}

#[test]
fn everything_adds_up() {
    let mut by_model = 0;
    for parcel in parcels() {
        let found = explained(&["--parcel", &parcel]);
        check_near(sum(&found["rule"]["components"], "contribution"), number(&found["rule"]["exact"]), 1e-9, "points");

        let lead = &found["lead_model"];
        let of_lead = &lead["explanation"];
        let margin = number(&of_lead["base_margin"]) + sum(&of_lead["contributions"], "margin");
        check_near(margin, number(&of_lead["margin"]), 1e-9, "log-odds");
        let chance = number(&of_lead["base"]) + sum(&of_lead["contributions"], "worth");
        check_near(chance, number(&lead["chance"]), 1e-9, "chance");
        check_near(1.0 / (1.0 + libm::exp(-margin)), number(&lead["raw_chance"]), 1e-9, "raw chance");
        let points = (number(&lead["chance"]) - number(&lead["centre"])) * number(&lead["weight"]);
        check_near(points, number(&lead["points"]), 1e-9, "points moved");
        let adjusted = (number(&found["rule"]["exact"]) + points).clamp(0.0, 100.0);
        check_near(adjusted, number(&found["score"]), 0.0051, "the score, as rounded");
        assert_eq!(lead["is_in_charge"], true);
        assert_eq!(lead["badges"][0], "imitates the rule score");

        let arv = &found["arv"];
        if arv["model"].is_null() {
            assert_eq!(arv["method"], "heuristic_fallback");
            assert!(arv["fallback_reason"].is_string());
            continue;
        }
        by_model += 1;
        let explanation = &arv["model"]["explanation"];
        let dollars = number(&explanation["base"]) + sum(&explanation["contributions"], "worth");
        check_near(dollars, number(&explanation["answer"]), 1e-6, "dollars");
        check_near(dollars, number(&arv["estimate"]), 0.0051, "the estimate, as rounded");
        let margin = number(&explanation["base_margin"]) + sum(&explanation["contributions"], "margin");
        check_near(margin / number(&explanation["margin"]), 1.0, 1e-9, "margin");
        assert!(number(&arv["low"]) <= number(&arv["estimate"]) && number(&arv["estimate"]) <= number(&arv["high"]));
        assert!((0.5..=1.0).contains(&number(&arv["model"]["coverage"])));
        assert!((arv["method"] == "ml_model") && arv["fallback_reason"].is_null());
    }
    assert!(by_model > 0, "the model speaks for none of these houses");
}

#[test]
fn an_explanation_is_of_what_score_says() {
    let parcel = &trained().original;
    let found = explained(&["--parcel", parcel]);
    let folder = trained().folder.path();
    let scored = run_well(folder, &[&["score", "--format", "jsonl", "--quiet"], &FILES[..], &DAY[..]].concat()).stdout;
    let line = scored.lines().find(|line| line.contains(parcel.as_str())).expect("a line");
    let line: Value = serde_json::from_str(line).unwrap();
    for (explained, scored) in [
        (&found["rank"], &line["rank"]),
        (&found["tier"], &line["tier"]),
        (&found["score"], &line["adjusted_score"]),
        (&found["lead_model"]["chance"], &line["lead_probability"]),
        (&found["lead_model"]["version"], &line["models"]["lead"]),
        (&found["arv"]["estimate"], &line["arv"]["estimate"]),
        (&found["arv"]["low"], &line["arv"]["low"]),
        (&found["arv"]["high"], &line["arv"]["high"]),
        (&found["arv"]["method"], &line["arv"]["method"]),
        (&found["arv"]["model"]["coverage"], &line["arv"]["coverage"]),
        (&found["arv"]["model"]["version"], &line["models"]["arv"]),
    ] {
        assert_eq!(explained, scored);
    }
}

#[test]
fn a_twin_has_the_weight_one_and_a_house_is_not_its_own() {
    let Trained { original, twin, .. } = trained();
    for (parcel, other) in [(original, twin), (twin, original)] {
        let found = explained(&["county/twin.csv", "--parcel", parcel]);
        let houses = found["arv"]["model"]["comparables"].as_array().expect("the model speaks for it").clone();
        assert_eq!(houses.len(), 5);
        assert_eq!((&houses[0]["parcel_id"], number(&houses[0]["weight"])), (&Value::from(other.as_str()), 1.0));
        let weights: Vec<f64> = houses.iter().map(|house| number(&house["weight"])).collect();
        assert!(weights.iter().all(|weight| *weight > 0.0 && *weight <= 1.0), "{weights:?}");
        assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
        assert!(houses.iter().all(|house| house["parcel_id"] != parcel.as_str()));
    }
}

#[test]
fn without_models_the_rules_are_explained_and_it_is_said_why() {
    let found = explained(&["--no-ml", "--parcel", &trained().original]);
    assert_eq!((&found["lead_model"], &found["arv"]["model"]), (&Value::Null, &Value::Null));
    assert_eq!(found["lead_fallback_reason"], "no lead model is loaded");
    assert_eq!(found["arv"]["fallback_reason"], "no ARV model is loaded");
    assert!(!found["rule"]["components"].as_array().unwrap().is_empty());
}

#[test]
fn an_unknown_parcel_is_bad_usage_in_one_line() {
    let folder = trained().folder.path();
    let run = run(folder, &[&["explain", "--quiet", "--parcel", "99"], &FILES[..], &DAY[..]].concat());
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.complaint().contains("no lead has the parcel id `99`"), "{}", run.stderr);
}

#[test]
fn the_words_name_each_part() {
    let folder = trained().folder.path();
    let parcel = ["--quiet", "--parcel", &trained().original];
    let words = run_well(folder, &[&["explain"], &FILES[..], &DAY[..], &parcel[..]].concat()).stdout;
    for part in
        ["Rule score", "Lead model", "imitates the rule score", "Calibrated", "ARV $", "Ranges made", "Most like it"]
    {
        assert!(words.contains(part), "no `{part}` in\n{words}");
    }
}

fn compared(a: &str, b: &str) -> Value {
    let folder = trained().folder.path();
    let arguments = ["models", "compare", a, b, "--format", "json", "--quiet"];
    json(&run_well(folder, &[&arguments[..], &FILES[..], &DAY[..]].concat()))
}

#[test]
fn a_model_does_not_differ_from_itself() {
    let found = compared("lead", "models/lead_model.lsm");
    assert_eq!(found["truth"], "tier A");
    let figures = found["figures"].as_array().unwrap();
    assert!(figures.iter().any(|figure| figure["name"] == "roc_auc"));
    for figure in figures {
        assert_eq!((number(&figure["difference"]), &figure["better"]), (0.0, &Value::Null), "{figure}");
        assert_eq!((number(&figure["low"]), number(&figure["high"])), (0.0, 0.0), "{figure}");
    }
    let counts: Vec<Vec<u64>> = serde_json::from_value(found["churn"]["counts"].clone()).unwrap();
    for (under_a, counts) in counts.iter().enumerate() {
        let moved: u64 = counts.iter().enumerate().filter(|(tier, _)| *tier != under_a).map(|(_, count)| count).sum();
        assert_eq!(moved, 0, "{counts:?}");
    }
    let leads: u64 = counts.iter().flatten().sum();
    assert_eq!((found["churn"]["leads"].as_u64(), found["churn"]["moved"].as_u64()), (Some(leads), Some(0)));
    assert!(leads > 300, "all ranked leads are counted: {leads}");
}

#[test]
fn rows_that_a_model_has_learned_from_are_counted_where_that_can_be_known() {
    let found = compared("arv", "arv");
    let (rows, learned) = (found["rows"].as_u64().unwrap(), found["learned_from"][1].as_u64().expect("these lists"));
    assert_eq!(found["truth"], "total_mkt");
    assert_eq!(found["unseen"]["rows"].as_u64().unwrap(), rows - learned);
    assert!((rows / 2..rows).contains(&learned), "{learned} of {rows}");
    // Seen rows flatter.
    let error = |figures: &Value| {
        let figures = figures.as_array().unwrap();
        number(&figures.iter().find(|figure| figure["name"] == "mae").expect("mae")["a"])
    };
    assert!(error(&found["figures"]) < error(&found["unseen"]["figures"]));
    assert!(found["warnings"][0].as_str().unwrap().contains("has learned from"));

    // Of a file that no index names nothing is known, and that is said.
    let folder = trained().folder.path();
    fs::copy(folder.join("models/arv_model.lsm"), folder.join("elsewhere.lsm")).unwrap();
    let found = compared("elsewhere.lsm", "arv");
    assert_eq!((&found["learned_from"][0], &found["unseen"]), (&Value::Null, &Value::Null));
    assert!(found["warnings"][0].as_str().unwrap().contains("not known"));
}

#[test]
fn versions_of_two_models_are_not_compared() {
    let folder = trained().folder.path();
    for (pair, expected) in [
        (["arv", "lead"], "compare two versions of one model"),
        (["arv", "arv@20200101_000000"], "there is no arv version `20200101_000000`"),
        (["arv", "county/sales.csv"], "county/sales.csv"),
    ] {
        let run = run(folder, &[&["models", "compare", "--quiet"], &pair[..], &FILES[..], &DAY[..]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{pair:?}");
        assert!(run.complaint().contains(expected), "{pair:?}: {}", run.stderr);
    }
}
