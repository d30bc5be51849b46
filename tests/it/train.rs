//! `leadscore train`, and `score` with what it made.

use std::{fs, path::Path};

use serde_json::Value;

use crate::binary::{command, run, run_well};

const AS_OF: [&str; 2] = ["--as-of", "2026-11-22"];

fn lists(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(folder.join("county"))
        .unwrap()
        .map(|entry| format!("county/{}", entry.unwrap().file_name().into_string().unwrap()))
        .collect();
    files.sort();
    files
}

fn with<'a>(arguments: &[&'a str], files: &'a [String]) -> Vec<&'a str> {
    arguments.iter().copied().chain(files.iter().map(String::as_str)).chain(AS_OF).collect()
}

/// Trains with the time stated, and gives what was printed.
fn train(folder: &Path, arguments: &[&str], files: &[String]) -> Value {
    let mut train = command(folder, &with(arguments, files));
    let done = train.env("SOURCE_DATE_EPOCH", "1763812800").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn lists_become_models_and_models_judge_leads() {
    let project = tempfile::tempdir().unwrap();
    let folder = project.path();
    run_well(folder, &["demo", "county", "--rows", "400", AS_OF[0], AS_OF[1]]);
    let files = lists(folder);
    let arguments = ["train", "all", "--learner", "boost", "--format", "json", "--out", "models"];
    let told = train(folder, &arguments, &files);

    // What a run says, on the terminal and in its folder.
    assert_eq!(told["timestamp"], "20251122_120000");
    for model in ["arv", "lead"] {
        assert_eq!(told["models"][model]["status"], "success");
        assert_eq!(told["models"][model]["artifact"], format!("{model}_model_20251122_120000.lsm"));
    }
    assert_eq!(told["reports"]["lead"]["badges"][0], "imitates the rule score");
    assert_eq!(told["models"]["arv"]["diagnostics"]["missing_values_filled"], 0);
    let named = told["models"]["arv"]["metrics"].as_object().unwrap();
    for metric in ["r2", "mae", "mdape", "within_10", "cod", "prd", "prb", "coverage"] {
        assert!(named.contains_key(metric), "{metric}");
    }
    let metrics = fs::read(folder.join("models/training_metrics_20251122_120000.json")).unwrap();
    let metrics: Value = serde_json::from_slice(&metrics).unwrap();
    assert_eq!(metrics["models"], told["models"]);
    let index: Value = serde_json::from_slice(&fs::read(folder.join("models/index.json")).unwrap()).unwrap();
    assert_eq!(index["aliases"]["arv"]["champion"], "20251122_120000");

    // The same lists at the same time: the same bytes.
    let again = ["train", "all", "--learner", "boost", "--format", "json", "--out", "again", "--threads", "1"];
    train(folder, &again, &files);
    for file in ["arv_model_20251122_120000.lsm", "lead_model_20251122_120000.lsm", "index.json"] {
        let read = |of: &str| fs::read(folder.join(of).join(file)).unwrap();
        assert!(read("models") == read("again"), "{file} came out otherwise");
    }

    // Scoring asks them, says so, and logs it.
    let scored = run_well(
        folder,
        &with(&["score", "--format", "jsonl", "--prediction-log", "log.jsonl", "--profile", "guide-full"], &files),
    );
    let leads: Vec<Value> = scored.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut by_model, mut by_heuristic) = (0, 0);
    for lead in &leads {
        let chance = lead["lead_probability"].as_f64().unwrap();
        let adjusted = (lead["heuristic_score"].as_f64().unwrap() + (chance - 0.5) * 40.0).clamp(0.0, 100.0);
        assert!((lead["adjusted_score"].as_f64().unwrap() - adjusted).abs() < 0.02, "{lead}");
        let arv = &lead["arv"];
        match arv["method"].as_str().unwrap() {
            "ml_model" => {
                by_model += 1;
                assert_eq!((&arv["model"], &arv["fallback_reason"]), (&index["versions"][0]["version"], &Value::Null));
                assert!(arv["low"].as_f64() <= arv["estimate"].as_f64() && arv["coverage"].is_f64());
            }
            "heuristic_fallback" => {
                by_heuristic += 1;
                assert!(arv["fallback_reason"].is_string() && arv["coverage"].is_null(), "{arv}");
            }
            other => panic!("{other}"),
        }
    }
    assert!(by_model > leads.len() / 2 && by_heuristic > 0, "{by_model} {by_heuristic}");
    let ranks: Vec<f64> = leads.iter().map(|lead| lead["adjusted_score"].as_f64().unwrap()).collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b), "ranked by the adjusted score");
    let log = fs::read_to_string(folder.join("log.jsonl")).unwrap();
    assert_eq!(log.matches("arv_prediction_using_ml_model").count(), by_model);
    assert_eq!(log.matches("arv_prediction_fallback_to_heuristic").count(), by_heuristic);

    let by_rule = run_well(folder, &with(&["score", "--format", "jsonl", "--no-ml"], &files));
    let first: Value = serde_json::from_str(by_rule.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&first["lead_probability"], &first["models"]["arv"]), (&Value::Null, &Value::Null));
    assert_eq!(first["arv"]["fallback_reason"], "no ARV model is loaded");

    // Such a model is not asked about a table, and the refusal is the command that asks it.
    for (model, key) in [("arv", "arv"), ("lead", "lead_probability")] {
        let model = format!("models/{model}_model.lsm");
        let refused = run(folder, &["predict", &model, "county/property_records.csv", "county/sales.csv"]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        let asked = "score county/property_records.csv county/sales.csv --models models --format jsonl";
        let said = format!("run `leadscore {asked}`, where `{key}` is what it says");
        assert!(refused.stderr.contains(&said), "{}", refused.stderr);
        let answers = run_well(folder, &with(&asked.split(' ').collect::<Vec<_>>(), &[]));
        let first: Value = serde_json::from_str(answers.stdout.lines().next().unwrap()).unwrap();
        assert!(!first[key].is_null(), "{first}");
    }
}

#[test]
fn a_search_is_told_and_what_it_found_can_be_learned_with_again() {
    let project = tempfile::tempdir().unwrap();
    let folder = project.path();
    run_well(folder, &["demo", "county", "--rows", "320", AS_OF[0], AS_OF[1]]);
    let files = lists(folder);
    let search = ["train", "arv", "--format", "json", "--tune-trials", "4", "--report", "r.html", "--out"];
    let told = train(folder, &[&search[..], &["models", "--threads", "2"]].concat(), &files);
    let tuning = &told["reports"]["arv"]["tuning"];
    let tried = tuning["tried"].as_array().unwrap();
    assert_eq!(tried.iter().filter(|tried| tried["seconds"].is_f64()).count(), 4);
    assert!(tried.iter().all(|tried| tried["figure"].is_f64()), "{tuning}");
    let metrics = fs::read(folder.join("models/training_metrics_20251122_120000.json")).unwrap();
    let metrics: Value = serde_json::from_slice(&metrics).unwrap();
    assert_eq!(metrics["models"]["arv"]["tuning"], *tuning);
    let html = fs::read_to_string(folder.join("r.html")).unwrap();
    assert!(
        html.contains("Parameters that were tried") && html.contains("--like models/arv_model_20251122_120000.lsm")
    );

    // A count of trials, whatever the threads, or the kept model's own parameters: the same model.
    let digest = |told: &Value| told["versions"][0]["digest"].clone();
    let again = train(folder, &[&search[..], &["again", "--threads", "1"]].concat(), &files);
    assert_eq!(digest(&again), digest(&told));
    let like = ["train", "arv", "--format", "json", "--out", "like", "--like", "models/arv_model_20251122_120000.lsm"];
    let like = train(folder, &like, &files);
    assert_eq!(digest(&like), digest(&told));
    assert_eq!(like["reports"]["arv"]["tuning"], Value::Null);

    for (options, found) in [
        (&["--tune", "0"][..], "seconds above 0"),
        (&["--like", "county/sales.csv"], "county/sales.csv"),
        (&["--tune", "5", "--like", "models/arv_model.lsm"], "cannot be used with"),
    ] {
        let refused = run(folder, &with(&[&["train", "arv"], options].concat(), &files));
        assert_eq!(refused.code, 2, "{options:?}");
        assert!(refused.stderr.contains(found), "{options:?}: {}", refused.stderr);
    }
}

#[test]
fn models_of_made_up_lists_are_used_only_when_named() {
    let project = tempfile::tempdir().unwrap();
    let folder = project.path();
    run_well(folder, &["demo", "county", "--rows", "200", AS_OF[0], AS_OF[1]]);
    let files = lists(folder);
    train(folder, &["train", "lead", "--made-up", "--format", "json", "--out", "models"], &files);
    let model_of = |arguments: &[&str]| -> Value {
        let scored = run_well(folder, &with(arguments, &files));
        let first: Value = serde_json::from_str(scored.stdout.lines().next().unwrap()).unwrap();
        first["models"]["lead"].clone()
    };
    assert_eq!(model_of(&["score", "--format", "jsonl"]), Value::Null);
    assert_eq!(model_of(&["score", "--format", "jsonl", "--models", "models"]), "20251122_120000");
}

#[test]
fn without_examples_nothing_is_trained_and_the_guide_s_reason_is_given() {
    let project = tempfile::tempdir().unwrap();
    let folder = project.path();
    run_well(folder, &["demo", "county", "--rows", "200", AS_OF[0], AS_OF[1]]);
    let profile = include_str!("../../src/score/profiles/guide.toml").replace("a = 43.0", "a = 100.0");
    fs::write(folder.join("strict.toml"), profile).unwrap();
    let files = lists(folder);
    let arguments = ["train", "lead", "--profile", "strict.toml", "--out", "models", "--format", "json"];
    let done = run(folder, &with(&arguments, &files));
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(done.stderr.contains("there are no examples to learn from"), "{}", done.stderr);
    let told: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(told["models"]["lead"]["status"], "skipped");
    assert_eq!(told["models"]["lead"]["reason"], "insufficient_tier_a_examples");

    let wrong = run(folder, &with(&["train", "lead", "--target", "dead", "--out", "models"], &files));
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("`dead` is no target"), "{}", wrong.stderr);
}
