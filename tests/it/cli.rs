//! The command line: formats, exit codes, whole files or none.

use std::{collections::BTreeMap, io::Read as _, path::Path, process::Stdio, sync::OnceLock};

use expect_test::expect;
use serde_json::Value;

use crate::{
    binary::{command, folder_with, run, run_well, run_with},
    support::golden_dir,
};

const AS_OF: [&str; 2] = ["--as-of", "2026-11-22"];
const LISTS: [&str; 4] = ["tax_sales.csv", "foreclosures.csv", "property_records.csv", "code_violations.csv"];

/// A small synthetic county, written once for all tests.
fn county() -> &'static Path {
    static COUNTY: OnceLock<tempfile::TempDir> = OnceLock::new();
    let county = COUNTY.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run_well(folder.path(), &["demo", ".", "--rows", "300", "--quiet", "--as-of", "2026-11-22"]);
        folder
    });
    county.path()
}

/// Runs a command on the lists of the county.
fn on_county(command: &str, args: &[&str]) -> crate::binary::Run {
    run_well(county(), &[&[command], &LISTS[..], &AS_OF[..], args].concat())
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The keys of an object in the order in which they stand in the text; `serde_json` sorts them.
fn keys(object: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let (mut depth, mut text) = (0, object.chars());
    let mut last = String::new();
    while let Some(c) = text.next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ':' if depth == 1 => keys.push(last.clone()),
            '"' => {
                last.clear();
                while let Some(c) = text.next().filter(|c| *c != '"') {
                    last.push(if c == '\\' { text.next().unwrap_or(c) } else { c });
                }
            }
            _ => {}
        }
    }
    keys
}

#[test]
fn json_lines_have_the_promised_keys_in_order() {
    let first = on_county("score", &["--format", "jsonl"]).stdout.lines().next().unwrap().to_owned();
    let promised = "rank, parcel_id, parcel_id_normalized, situs_address, city, zip, latitude, longitude, sources, \
                    distress_score, value_score, location_score, urgency_score, heuristic_score, lead_probability, \
                    adjusted_score, tier, tier_basis, reasons, arv, deal, models";
    let promised: Vec<&str> = promised.split(", ").collect();
    // Keys of our own may follow.
    assert_eq!(keys(&first)[..promised.len()], promised);
    let lead: Value = serde_json::from_str(&first).unwrap();
    for (object, promised) in [
        ("arv", "estimate, low, high, coverage, confidence, method, model, fallback_reason"),
        (
            "deal",
            "repair_cost, repair_level, acquisition_price, max_offer, potential_profit, roi_percent, meets_70_rule, \
             profit_probability, recommendation, risk_factors, opportunity_factors",
        ),
        ("models", "arv, lead"),
    ] {
        for key in promised.split(", ") {
            assert!(lead[object].get(key).is_some(), "{object}.{key}");
        }
    }
    assert!(
        lead["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .all(|reason| reason["code"].is_string() && reason["text"].is_string())
    );
    assert_eq!(lead["arv"]["method"], "heuristic_fallback");
}

#[test]
fn what_is_absent_is_null_and_never_nought() {
    let files = folder_with(&[("f.csv", b"parcel_number,default_amount,latitude\n1234567890,0,0\n")]);
    let lead = &json_lines(&run_well(files.path(), &["score", "f.csv", "--format", "jsonl"]).stdout)[0];
    for key in ["situs_address", "city", "zip", "latitude", "longitude", "lead_probability", "adjusted_score"] {
        assert_eq!(lead[key], Value::Null, "{key}");
    }
    assert_eq!(lead["models"], serde_json::json!({"arv": null, "lead": null}));
    assert_eq!(lead["deal"]["profit_probability"], Value::Null);
    // A component that the profile does not have is absent too.
    let guarded = run_well(files.path(), &["score", "f.csv", "--format", "jsonl", "--profile", "guarded"]);
    assert_eq!(json_lines(&guarded.stdout)[0]["location_score"], Value::Null);
}

/// What the CSV column of a lead must say, from its JSON line.
fn in_csv(line: &Value, column: &str) -> String {
    let value = match (column, column.strip_prefix("arv_")) {
        // Known to the CSV only.
        ("market_value", _) if line["arv"]["basis"] != "appraiser's market value" => &Value::Null,
        ("market_value", _) => &line["arv"]["estimate"],
        (_, Some(key)) => &line["arv"][key],
        _ => line.get(column).unwrap_or_else(|| &line["deal"][column]),
    };
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        }
        Value::Array(items) => {
            let words = items.iter().map(|item| item.get("code").unwrap_or(item).as_str().unwrap());
            words.collect::<Vec<_>>().join("|")
        }
        other => other.to_string(),
    }
}

#[test]
fn every_format_holds_the_same_leads() {
    let lines = json_lines(&on_county("score", &["--format", "jsonl"]).stdout);
    assert!(lines.len() > 250);
    let array: Value = serde_json::from_str(&on_county("score", &["--format", "json"]).stdout).unwrap();
    assert_eq!(array.as_array(), Some(&lines));
    let csv = on_county("score", &["--format", "csv"]).stdout;
    let records: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect();
    assert_eq!(records.len(), lines.len());
    let table = on_county("score", &["--format", "table", "--limit", "10000"]).stdout;
    for (place, (line, record)) in lines.iter().zip(&records).enumerate() {
        assert_eq!(line["rank"], place + 1);
        for (column, cell) in record {
            assert_eq!(*cell, in_csv(line, column), "{column} of rank {}", place + 1);
        }
        assert!(table.contains(line["parcel_id"].as_str().unwrap()));
    }
    let shown = on_county("score", &["--format", "jsonl", "--limit", "3"]);
    assert_eq!(json_lines(&shown.stdout), lines[..3]);
    assert!(shown.stderr.contains("3 of "), "{}", shown.stderr);
}

#[test]
fn results_go_to_a_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("leads.csv");
    let expected = on_county("score", &["--format", "csv"]).stdout;
    // The ending of the file names the format.
    on_county("score", &["-o", out.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), expected);
    on_county("score", &["-o", folder.path().join("leads.jsonl").to_str().unwrap()]);
    assert!(std::fs::read_to_string(folder.path().join("leads.jsonl")).unwrap().starts_with("{\"rank\":1,"));
    // What stands there stays when the input is bad, and nothing is left lying about.
    let bad = folder.path().join("bad.csv");
    std::fs::write(&bad, "no,list\n1,2\n").unwrap();
    let rejects = folder.path().join("rejects.csv");
    let args = ["-o", out.to_str().unwrap(), "--rejects", rejects.to_str().unwrap(), bad.to_str().unwrap()];
    let failed = run(county(), &[&["score"], &LISTS[..], &args[..]].concat());
    assert_eq!(failed.code, 2);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), expected);
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["bad.csv", "leads.csv", "leads.jsonl"]);
    // A place that cannot be written to is no fault of the input.
    let nowhere = run(county(), &["score", "tax_sales.csv", "-o", "no/such/folder/leads.csv"]);
    assert_eq!((nowhere.code, nowhere.complaint().contains("no/such/folder/leads.csv")), (1, true));
}

#[test]
fn rejects_list_every_row_and_cell_with_its_place() {
    let files = folder_with(&[
        ("sales.csv", b"tda_number,sale_date,parcel_id\n1,soon,1234567890\n2,,N/A\n3,,1234567890\n"),
        ("roll.csv", b"parcel_number,total_mkt,year_built\n1234567890,=1+1,1985.5\n2234567890,\"a, \"\"b\"\"\",1850\n"),
    ]);
    run_well(files.path(), &["score", "sales.csv", "roll.csv", "-q", "--rejects", "rejects.csv", "-o", "leads.csv"]);
    let rejects = std::fs::read_to_string(files.path().join("rejects.csv")).unwrap();
    expect![[r#"
        file,line,column,value,reason,effect
        sales.csv,2,sale_date,soon,not a date we can read (use YYYY-MM-DD or MM/DD/YYYY),cell left blank
        sales.csv,3,parcel id,N/A,"no parcel id, so it cannot be joined to anything",row rejected
        sales.csv,4,parcel id,1234567890,same parcel as an earlier row; merged into it,row merged
        roll.csv,2,total_mkt,'=1+1,not a number,cell left blank
        roll.csv,2,year_built,1985.5,not a whole number,cell left blank
        roll.csv,3,total_mkt,"a, ""b""",not a number,cell left blank
    "#]]
    .assert_eq(&rejects);
}

#[test]
fn standard_input_is_a_file() {
    let text = b"parcel_number,default_amount\n1234567890,5\n";
    let folder = folder_with(&[]);
    let from_pipe = run_with(folder.path(), &["score", "-", "--format", "jsonl"], text);
    assert_eq!((from_pipe.code, json_lines(&from_pipe.stdout).len()), (0, 1));
    let bad = run_with(folder.path(), &["score", "-"], b"");
    assert_eq!(
        (bad.code, bad.complaint()),
        (2, "error: -: the file is empty; export it again from where it came from")
    );
    let to_pipe = run_with(folder.path(), &["score", "-", "-o", "-", "--format", "csv"], text);
    assert!(to_pipe.stdout.starts_with("rank,tier,parcel_id,"));
}

#[test]
fn the_tier_table_has_the_promised_keys() {
    let text = on_county("tiers", &["--format", "json"]).stdout;
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    let tiers: Vec<&str> = rows.iter().map(|row| row["tier"].as_str().unwrap()).collect();
    assert_eq!(tiers, ["A", "B", "C", "D"]);
    let first = text.split_once('{').unwrap().1.split_once('}').unwrap().0;
    assert_eq!(keys(&format!("{{{first}}}")), ["tier", "count", "percent", "mean", "min", "max"]);
    let leads = json_lines(&on_county("score", &["--format", "jsonl"]).stdout).len() as u64;
    assert_eq!(rows.iter().map(|row| row["count"].as_u64().unwrap()).sum::<u64>(), leads);
    let empty = folder_with(&[("f.csv", b"parcel_number,default_amount\n1234567890,5\n")]);
    let rows: Vec<Value> =
        serde_json::from_str(&run_well(empty.path(), &["tiers", "f.csv", "--format", "json"]).stdout).unwrap();
    assert_eq!((&rows[0]["count"], &rows[0]["mean"]), (&Value::from(0), &Value::Null));
}

#[test]
fn the_guides_table() {
    let expected = expect![[r#"
        ────────────────────────────────────────────────
         Tier   Count   Percent    Mean     Min     Max 
        ════════════════════════════════════════════════
         A         13     7.0 %   45.00   45.00   45.00 
        ────────────────────────────────────────────────
         B         29    15.6 %   40.76   36.00   42.00 
        ────────────────────────────────────────────────
         C        134    72.0 %   30.94   30.00   33.00 
        ────────────────────────────────────────────────
         D         10     5.4 %   24.00   24.00   24.00 
        ────────────────────────────────────────────────
    "#]];
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/guide-186");
    let files = ["tiers", "tax_sales.csv", "foreclosures.csv", "property_records.csv", "--profile", "guide"];
    expected.assert_eq(&run_well(&data, &files).stdout);
    // All files of the county's folder, its expected results among them.
    let Some(orlando) = golden_dir().map(|golden| golden.with_file_name("orlando")) else { return };
    let mut files: Vec<String> =
        std::fs::read_dir(&orlando).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|name| name.ends_with(".csv"));
    files.sort();
    assert_eq!(files.len(), 5);
    let args: Vec<&str> =
        ["tiers"].into_iter().chain(files.iter().map(String::as_str)).chain(["--profile", "guide"]).collect();
    let table = run_well(&orlando, &args);
    expected.assert_eq(&table.stdout);
    assert_eq!(table.stderr.matches("left aside: a result of scoring").count(), 2, "{}", table.stderr);
    let reference = run_well(&orlando, &[&args[..], &["--import", "reference", "-q"]].concat());
    expected.assert_eq(&reference.stdout);
    assert_eq!(reference.stderr, "");
}

#[test]
fn check_accounts_for_every_row() {
    let report = run_well(county(), &[&["check"], &LISTS[..], &["sales.csv", "--format", "json"]].concat());
    let report: Value = serde_json::from_str(&report.stdout).unwrap();
    for file in report["files"].as_array().unwrap() {
        let count = |key: &str| file[key].as_u64().unwrap();
        assert_eq!(count("read"), count("kept") + count("rejected") + count("merged"), "{file}");
        assert!(count("read") > 0 && file["error"].is_null() && file["dialect"] == "UTF-8, comma");
    }
    assert!(report["files"][4]["left_aside"].is_string());
    let join = &report["joins"][0];
    assert_eq!((&join["from"], &join["to"]), (&Value::from("tax_sale"), &Value::from("property_record")));
    assert!(join["matched"].as_u64().unwrap() * 10 >= join["total"].as_u64().unwrap() * 9, "{join}");
}

#[test]
fn a_deal_is_found_by_any_spelling_of_its_parcel() {
    let deals: Vec<Value> = serde_json::from_str(&on_county("deal", &["--format", "json"]).stdout).unwrap();
    let from_tax_sale = deals.iter().find(|deal| deal["parcel_id"].as_str().unwrap().contains('-')).unwrap();
    let dashed = from_tax_sale["parcel_id"].as_str().unwrap();
    let bare = dashed.replace('-', "");
    let normalized = from_tax_sale["parcel_id_normalized"].as_str().unwrap();
    for spelling in [dashed, &bare, normalized, &format!(" {} ", dashed.replace('-', "."))] {
        let one = on_county("deal", &["--format", "json", "--parcel", spelling]).stdout;
        assert_eq!(serde_json::from_str::<Value>(&one).unwrap(), *from_tax_sale, "{spelling}");
    }
    let max_offer =
        |deal: &Value| deal["arv"]["estimate"].as_f64().unwrap() * 0.7 - deal["deal"]["repair_cost"].as_f64().unwrap();
    assert!(deals.iter().all(|deal| deal["deal"]["max_offer"].as_f64().unwrap() == max_offer(deal)));
    let unknown = run(county(), &["deal", "tax_sales.csv", "--parcel", "7"]);
    expect!["error: no lead has the parcel id `7`; check the digits, or run `leadscore check` on the files"]
        .assert_eq(unknown.complaint());
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
}

#[test]
fn the_demo_county_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let demo = |dir: &str, more: &[&str]| {
        let written =
            run_well(folder.path(), &[&["demo", dir, "--rows", "120", "--as-of", "2026-01-31"], more].concat());
        assert_eq!((written.stdout.as_str(), written.stderr.lines().count()), ("", 6));
        ["tax_sales", "foreclosures", "property_records", "code_violations", "sales", "outcomes"]
            .map(|name| std::fs::read(folder.path().join(dir).join(format!("{name}.csv"))).unwrap())
    };
    let first = demo("a/b", &[]);
    assert_eq!(first, demo("c", &["--seed", "42"]));
    assert_eq!(first, demo("a/b", &[]), "written over");
    assert_ne!(first, demo("d", &["--seed", "43"]));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for format in ["csv", "jsonl", "json"] {
        let of = |threads| on_county("score", &["--format", format, "--threads", threads]).stdout;
        let one = of("1");
        for threads in ["2", "7", "0"] {
            assert!(one == of(threads), "{format} with {threads} threads");
        }
    }
}

#[test]
fn a_files_place_on_the_command_line_is_no_matter_for_disjoint_lists() {
    let forward = on_county("score", &["--format", "csv"]).stdout;
    let mut lists = LISTS;
    lists.reverse();
    let backward = run_well(county(), &[&["score"], &lists[..], &AS_OF[..], &["--format", "csv"]].concat()).stdout;
    assert!(forward == backward);
}

#[test]
fn every_command_explains_itself() {
    let folder = folder_with(&[]);
    assert!(run_well(folder.path(), &["--help"]).stdout.contains("Usage: leadscore"));
    assert!(run_well(folder.path(), &["--version"]).stdout.starts_with("leadscore "));
    for name in ["score", "tiers", "check", "deal", "demo"] {
        let help = run_well(folder.path(), &[name, "--help"]).stdout;
        assert!(help.contains(&format!("Example:\n  leadscore {name} ")), "{help}");
        for option in ["--threads", "--seed", "--as-of", "--log-format", "--quiet", "--verbose"] {
            assert!(help.contains(option), "{name} {option}");
        }
    }
}

#[test]
fn bad_usage() {
    for args in [
        &["score"][..],
        &["socre", "f.csv"],
        &["score", "tax_sales.csv", "--as-of", "yesterday"],
        &["score", "tax_sales.csv", "--as-of", "2025-02-29"],
        &["score", "tax_sales.csv", "--profile", "no-such"],
        &["score", "tax_sales.csv", "--profile", "no-such.toml"],
        &["score", "tax_sales.csv", "--import", "clever"],
        &["score", "tax_sales.csv", "--threads", "-1"],
        &["score", "tax_sales.csv", "-o", "leads.docx"],
        &["tiers", "tax_sales.csv", "--format", "csv"],
        &["demo"],
    ] {
        let run = run(county(), args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.starts_with("error: "), "{args:?}: {}", run.stderr);
    }
    let profile = folder_with(&[
        ("mine.toml", b"name = \"mine\"\ntier_base = 5\n"),
        ("f.csv", b"parcel_number,default_amount\n1,2\n"),
    ]);
    let refused = run(profile.path(), &["score", "f.csv", "--profile", "mine.toml"]);
    assert!(
        refused.complaint().starts_with("error: mine.toml: line 2, column 1: unknown field `tier_base`"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_profile_of_ones_own() {
    let guide = include_str!("../../src/score/profiles/guide.toml")
        .replace("a = 43.0", "a = 90.0")
        .replace("\"guide\"", "\"mine\"");
    let folder = folder_with(&[("mine.toml", guide.as_bytes())]);
    let path = folder.path().join("mine.toml");
    let rows: Vec<Value> =
        serde_json::from_str(&on_county("tiers", &["--format", "json", "--profile", path.to_str().unwrap()]).stdout)
            .unwrap();
    assert_eq!(rows[0]["count"], 0);
}

#[test]
fn who_stops_reading_is_no_error() {
    let mut child = command(county(), &[&["score"], &LISTS[..], &["--format", "jsonl"]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 8];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((&first, output.status.code()), (b"{\"rank\":", Some(0)));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("error"));
    // Nobody at standard error either.
    let mut child = command(county(), &["score", "no-such-file.csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn messages_as_json_and_none_at_all() {
    let spoken = run(county(), &["score", "sales.csv", "no-such-file.csv", "--log-format", "json"]);
    let message: Value = serde_json::from_str(spoken.complaint()).unwrap();
    assert_eq!((spoken.code, &message["level"]), (2, &Value::from("error")));
    let quiet = run_well(county(), &["score", "tax_sales.csv", "sales.csv", "-q", "--format", "csv"]);
    assert_eq!(quiet.stderr, "");
    let verbose = run_well(county(), &["score", "tax_sales.csv", "-v", "--format", "csv"]);
    assert!(verbose.stderr.contains("tax deed sales, 15 rows read = 15 kept"), "{}", verbose.stderr);
}
