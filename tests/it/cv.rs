//! `leadscore cv`: the contract's shape, what is left out and said, what is refused, and that it learns.

use std::{fmt::Write as _, path::Path};

use expect_test::expect;
use leadscore::learn::RegressionMetrics;
use serde_json::Value;

use crate::{
    binary::{Run, folder_with, run, run_well, run_with},
    support::data_dir,
};

/// Houses whose price follows from area, age and town, with an id, a constant and a fold.
fn houses(rows: u32) -> String {
    let mut text = "house_id,area,age,town,sold,country,fold,price\n".to_owned();
    for row in 0..rows {
        let (area, age) = (60 + row * 37 % 140, row * 17 % 80);
        let (town, premium) = [("Ames", 1.0), ("Boone", 0.7), ("Story City", 1.3)][(row * 5 % 7 % 3) as usize];
        let price = f64::from(area * 1500) * premium * (1.0 - f64::from(age) / 200.0);
        let day = row % 28 + 1;
        writeln!(text, "{},{area},{age},{town},2020-03-{day:02},USA,{},{price:.0}", row * 7 + 100_000, row % 3)
            .unwrap();
    }
    text
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let run = run_well(folder, &[&["cv"], args, &["--format", "json"]].concat());
    serde_json::from_str(&run.stdout).expect(&run.stdout)
}

fn refused(folder: &Path, args: &[&str]) -> String {
    let Run { code, stdout, stderr } = run(folder, &[&["cv"], args, &["-q"]].concat());
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    assert_eq!(stderr.trim_end().lines().count(), 1, "{stderr}");
    stderr.trim_end().to_owned()
}

/// A few quick rounds.
const QUICK: [&str; 2] = ["--params", "n_estimators=60,learning_rate=0.2,max_depth=4"];

#[test]
fn json_has_the_promised_shape_and_the_model_learns() {
    let folder = folder_with(&[("houses.csv", houses(300).as_bytes())]);
    let args = [&["houses.csv", "--target", "price", "--task", "regression", "--fold", "fold"], &QUICK[..]].concat();
    let report = json(folder.path(), &args);
    let text = |key: &str| report[key].as_str().unwrap_or_default().to_owned();
    assert_eq!((text("task"), text("learner")), ("regression".to_owned(), "boost".to_owned()));
    assert_eq!((&report["rows"], &report["features"]), (&Value::from(300), &Value::from(4)));
    let folds = report["folds"].as_array().unwrap();
    let names: Vec<i64> = folds.iter().map(|fold| fold["fold"].as_i64().unwrap()).collect();
    assert_eq!(names, [0, 1, 2]);
    for fold in folds {
        assert_eq!(fold["rows"], 100);
        assert!(fold["fit_seconds"].as_f64().unwrap() >= 0.0 && fold["predict_seconds"].as_f64().unwrap() >= 0.0);
    }
    for metric in ["r2", "mae", "rmse", "mdape", "within_10", "median_ratio", "cod", "prd", "prb"] {
        let of_folds = folds.iter().map(|fold| fold[metric].as_f64().expect(metric)).sum::<f64>() / 3.0;
        let mean = report["mean"][metric].as_f64().expect(metric);
        assert!((of_folds - mean).abs() <= mean.abs() * 1e-12, "{metric}: {of_folds} {mean}");
        assert!(report["pooled"][metric].is_number());
    }
    assert!(report["mean"]["r2"].as_f64().unwrap() > 0.95, "{}", report["mean"]);
    let dropped: Vec<&str> =
        report["dropped"].as_array().unwrap().iter().map(|d| d["column"].as_str().unwrap()).collect();
    assert_eq!(dropped, ["house_id", "country"]);
    assert_eq!(report["categorical"], serde_json::json!(["town"]));
}

#[test]
fn classes_are_told_apart_by_every_learner() {
    let mut text = "points,colour,won\n".to_owned();
    for row in 0..240_u32 {
        let (points, colour) = (row * 29 % 100, ["red", "green", "blue"][(row % 3) as usize]);
        let won = if points > 55 || (colour == "red" && points > 30) { "yes" } else { "no" };
        writeln!(text, "{points},{colour},{won}").unwrap();
    }
    let folder = folder_with(&[("games.csv", text.as_bytes())]);
    for learner in ["boost", "forest", "auto"] {
        let report = json(folder.path(), &["games.csv", "--target", "won", "--folds", "4", "--learner", learner]);
        assert_eq!((&report["task"], &report["learner"]), (&Value::from("classification"), &Value::from(learner)));
        assert_eq!(report["folds"].as_array().unwrap().len(), 4);
        for metric in ["roc_auc", "pr_auc", "log_loss", "brier", "ece"] {
            assert!(report["mean"][metric].is_number(), "{learner} {metric}");
        }
        assert!(report["mean"]["roc_auc"].as_f64().unwrap() > 0.97, "{learner}: {}", report["mean"]);
        let chooses = report["folds"][0]["choice"].is_string();
        assert_eq!(chooses, learner == "auto");
    }
    // The other class as the one meant: the same order of rows, turned around.
    let yes = json(folder.path(), &["games.csv", "--target", "won", "--positive", "yes"]);
    let no = json(folder.path(), &["games.csv", "--target", "won", "--positive", "no"]);
    let auc = |report: &Value| report["pooled"]["roc_auc"].as_f64().unwrap();
    assert!((auc(&yes) - auc(&no)).abs() < 0.02);
}

/// Figures that depend on the clock, left out.
fn without_times(mut report: Value) -> Value {
    for fold in report["folds"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        fold.retain(|name, _| !name.ends_with("_seconds"));
    }
    report
}

#[test]
fn auto_is_not_worse_than_its_parts_and_says_what_it_tried() {
    let folder = folder_with(&[("houses.csv", houses(240).as_bytes())]);
    let by = |learner: &str, threads: &str| {
        let learner = ["--learner", learner, "--threads", threads];
        json(folder.path(), &[&["houses.csv", "--target", "price", "--fold", "fold"], &learner[..]].concat())
    };
    let auto = by("auto", "1");
    assert_eq!(without_times(auto.clone()), without_times(by("auto", "2")));
    let r2 = |report: &Value| report["pooled"]["r2"].as_f64().unwrap();
    for learner in ["boost", "forest"] {
        let alone = by(learner, "1");
        assert!(r2(&auto) > r2(&alone) - 0.002, "auto {} {learner} {}", r2(&auto), r2(&alone));
        assert!(alone["folds"][0]["tried"].is_null());
    }
    for fold in auto["folds"].as_array().unwrap() {
        let tried = fold["tried"].as_array().unwrap();
        let of_stage = |stage: &'static str| tried.iter().filter(move |tried| tried["stage"] == stage);
        let weights: f64 = tried.iter().map(|tried| tried["weight"].as_f64().unwrap()).sum();
        assert!((weights - 1.0).abs() < 1e-9, "{tried:?}");
        assert!(of_stage("cross_fit").count() >= 2 && of_stage("screening").count() > of_stage("cross_fit").count());
        assert!(of_stage("screening").all(|tried| tried["weight"] == 0.0));
        assert!(tried.iter().all(|tried| tried["candidate"].is_string() && tried["loss"].as_f64().unwrap() > 0.0));
    }
}

#[test]
fn threads_change_nothing_and_the_seed_does() {
    let folder = folder_with(&[("houses.csv", houses(200).as_bytes())]);
    let predictions = |args: &[&str]| {
        let all =
            [&["cv", "houses.csv", "--target", "price", "--drop", "fold", "--oof", "oof.csv", "-q"], args].concat();
        run_well(folder.path(), &all);
        std::fs::read_to_string(folder.path().join("oof.csv")).unwrap()
    };
    for learner in ["boost", "forest"] {
        let one = predictions(&["--learner", learner, "--threads", "1"]);
        assert_eq!(one, predictions(&["--learner", learner, "--threads", "3"]));
        assert_ne!(one, predictions(&["--learner", learner, "--threads", "3", "--seed", "7"]));
        assert_eq!(one.lines().next(), Some("line,fold,target,prediction"));
        assert_eq!(one.lines().count(), 201);
        assert!(one.lines().nth(1).is_some_and(|line| line.starts_with("2,")));
    }
}

#[test]
fn a_price_learned_as_its_logarithm_is_answered_in_dollars() {
    let folder = folder_with(&[("houses.csv", houses(300).as_bytes())]);
    let args = [&["houses.csv", "--target", "price", "--drop", "fold", "--log-target"], &QUICK[..]].concat();
    let pooled = &json(folder.path(), &args)["pooled"];
    let ratio = pooled["median_ratio"].as_f64().unwrap();
    assert!((0.95..1.05).contains(&ratio), "{ratio}");
    assert!(pooled["r2"].as_f64().unwrap() > 0.95, "{pooled}");
}

#[test]
fn rows_without_a_target_are_left_out_and_counted() {
    let mut text = houses(60);
    text.push_str("999001,100,5,Ames,2020-03-01,USA,1,\n999002,100,5,Ames,2020-03-01,USA,1,n.a.\n");
    text.push_str("999003,100,5,Ames,2020-03-01,USA,,150000\n999004,100,5,Ames,2020-03-01,USA,1,0\n");
    let folder = folder_with(&[("houses.csv", text.as_bytes())]);
    let args = ["cv", "houses.csv", "--target", "price", "--task", "regression", "--fold", "fold", "--log-target"];
    let run = run_well(folder.path(), &[&args[..], &QUICK[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&report["rows"], &report["left_out"]), (&Value::from(60), &Value::from(4)));
    let said = "warning: 4 of 64 rows left out: no usable `price` above 0 or no fold; first on line 62";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let blanked = "1 × not a number, cell left blank; first at line 63, column price: found `n.a.`";
    assert!(run.stderr.contains(blanked), "{}", run.stderr);
    assert!(run.stderr.contains("column `country` is not used: it is the same in every row"), "{}", run.stderr);
}

#[test]
fn the_table_says_the_same() {
    let folder = folder_with(&[("houses.csv", houses(90).as_bytes())]);
    let args = [&["cv", "houses.csv", "--target", "price", "--fold", "fold"], &QUICK[..]].concat();
    let table = run_well(folder.path(), &args).stdout;
    assert!(table.starts_with("regression by boost, 90 rows, 4 columns (1 of them categories)\n"), "{table}");
    let starts: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
    for word in ["fold", "0", "1", "2", "mean", "all"] {
        assert!(starts.contains(&word), "{word}: {table}");
    }
    let from_input = run_with(folder.path(), &[&["cv", "-"], &args[2..]].concat(), houses(90).as_bytes());
    assert_eq!(from_input.code, 0);
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let folder = folder_with(&[
        ("houses.csv", houses(60).as_bytes()),
        ("few.csv", b"a,b,price\n1,2,3\n2,3,5\n3,1,9\n"),
        ("classes.csv", b"a,kind\n1,x\n2,y\n3,z\n4,x\n5,y\n6,z\n"),
        ("same.csv", b"a,price\n1,5\n2,5\n3,5\n4,5\n5,5\n"),
        ("words.csv", b"a,price\n1,cheap\n2,dear\n3,dear\n"),
        ("alone.csv", b"price,same\n1,1\n2,1\n3,1\n4,1\n5,1\n6,1\n7,1\n"),
    ]);
    let say = |args: &[&str]| refused(folder.path(), args);
    let on_houses = |args: &[&str]| say(&[&["houses.csv", "--target", "price"], args].concat());
    expect!["error: none.csv: there is no such file; check its name and folder"]
        .assert_eq(&say(&["none.csv", "--target", "price"]));
    expect!["error: houses.csv: line 1: the header lacks `prize` (did you mean `price`?); it has: house_id, area, age, town, sold, country, fold, price"]
        .assert_eq(&say(&["houses.csv", "--target", "prize"]));
    expect!["error: houses.csv: line 1: the header lacks `towns` (did you mean `town`?); it has: house_id, area, age, town, sold, country, fold, price"]
        .assert_eq(&on_houses(&["--categorical", "towns"]));
    expect!["error: few.csv: 3 rows cannot be spread over 5 folds; set --folds"]
        .assert_eq(&say(&["few.csv", "--target", "price"]));
    expect!["error: houses.csv: column country: it names only one fold; at least two are needed"]
        .assert_eq(&on_houses(&["--fold", "country"]));
    expect!["error: `price` cannot be both --target and --fold"].assert_eq(&on_houses(&["--fold", "price"]));
    expect!["error: same.csv: column price: every row that can be used has the same value; there is nothing to learn"]
        .assert_eq(&say(&["same.csv", "--target", "price", "--task", "regression"]));
    expect!["error: words.csv: line 2, column price: found `cheap`: not a number; no row has a value to learn"]
        .assert_eq(&say(&["words.csv", "--target", "price", "--task", "regression"]));
    expect![
        "error: words.csv: column price: it holds `cheap` and `dear`; say with `--positive VALUE` which one is meant"
    ]
    .assert_eq(&say(&["words.csv", "--target", "price"]));
    expect!["error: classes.csv: column kind: it holds 3 different texts (`x`, `y`, `z`); say which one is meant with `--positive VALUE`, or name a column of numbers"]
        .assert_eq(&say(&["classes.csv", "--target", "kind"]));
    expect!["error: classes.csv: column kind: no row is `w` (did you mean `x`?); it holds: `x`, `y`, `z`"]
        .assert_eq(&say(&["classes.csv", "--target", "kind", "--positive", "w"]));
    expect!["error: classes.csv: column kind: --log-target is for numbers, and this holds classes"].assert_eq(&say(&[
        "classes.csv",
        "--target",
        "kind",
        "--positive",
        "x",
        "--log-target",
    ]));
    expect!["error: alone.csv: no column is left to learn from; see `--keep` and `--drop`"].assert_eq(&say(&[
        "alone.csv",
        "--target",
        "price",
    ]));
    expect!["error: --learner auto chooses its parameters itself; leave --params away, or name a learner"]
        .assert_eq(&on_houses(&["--learner", "auto", "--params", "eta=1"]));
    expect!["error: --params: objective=binary:logistic is for classes; say `--task classification`, or choose another objective"]
        .assert_eq(&on_houses(&["--params", "objective=binary:logistic"]));
    expect!["error: --params: parameter `eta` is `fast`; it must be a number"]
        .assert_eq(&on_houses(&["--params", "eta=fast"]));
    let unknown = on_houses(&["--params", "max_dept=3"]);
    let expected = "error: --params: boosting has no parameter `max_dept`; did you mean `max_depth`?; known are: ";
    assert!(unknown.starts_with(expected), "{unknown}");
    let impossible = on_houses(&["--params", "subsample=0"]);
    assert!(impossible.starts_with("error: --params: parameter `"), "{impossible}");
}

#[test]
fn a_refused_run_leaves_no_file() {
    let folder = folder_with(&[("houses.csv", houses(60).as_bytes())]);
    refused(folder.path(), &["houses.csv", "--target", "price", "--params", "x=1", "--oof", "oof.csv"]);
    assert!(!folder.path().join("oof.csv").exists());
}

#[test]
fn texts_that_hardly_repeat_enter_as_how_often_they_do() {
    let mut text = String::new();
    for (row, line) in houses(200).lines().enumerate() {
        let owner = match row {
            0 => "owner".to_owned(),
            row if row % 3 == 0 => format!("landlord {}", row % 10),
            row => format!("person {row}"),
        };
        writeln!(text, "{owner},{line}").unwrap();
    }
    let folder = folder_with(&[("houses.csv", text.as_bytes())]);
    let args = [&["houses.csv", "--target", "price", "--fold", "fold"], &QUICK[..]].concat();
    let report = json(folder.path(), &args);
    assert_eq!(report["by_frequency"], serde_json::json!(["owner"]));
    assert!(!report["categorical"].as_array().unwrap().contains(&"owner".into()));
    let said = run_well(folder.path(), &[&["cv"], &args[..]].concat()).stderr;
    assert!(said.contains("column `owner` has too many different texts"), "{said}");
    let kept = json(folder.path(), &[&args[..], &["--keep", "owner"]].concat());
    assert_eq!(kept["by_frequency"], serde_json::Value::Null);
    assert!(kept["categorical"].as_array().unwrap().contains(&"owner".into()));
}

#[test]
fn what_gives_the_answer_away_is_refused_unless_allowed() {
    let mut text = String::new();
    for (row, line) in houses(300).lines().enumerate() {
        match line.rsplit(',').next().and_then(|price| price.parse::<f64>().ok()) {
            // A number without an order, but for the name; and the price itself, in thousands with a fee on top.
            Some(price) => writeln!(text, "{},{},{line}", row * 7 % 311, price * 1.02 / 1000.0 + 2.5).unwrap(),
            None => writeln!(text, "visit,paid,{line}").unwrap(),
        }
    }
    let folder = folder_with(&[("houses.csv", text.as_bytes())]);
    let args = [&["houses.csv", "--target", "price", "--fold", "fold"], &QUICK[..]].concat();
    let refused = |more: &[&str]| -> Vec<String> {
        let report = json(folder.path(), &[&args[..], more].concat());
        let columns = report["dropped"].as_array().unwrap().iter().map(|d| d["column"].as_str().unwrap().to_owned());
        columns.collect()
    };
    assert_eq!(refused(&[]), ["house_id", "country", "visit", "paid"]);
    assert_eq!(refused(&["--allow-leaky", "paid"]), ["house_id", "country", "visit"]);
    assert_eq!(refused(&["--keep", "visit"]), ["house_id", "country", "paid"]);
    let run = run_well(folder.path(), &[&["cv"], &args[..]].concat());
    assert!(
        run.stderr.contains("column `paid` stands in the order of the target: rank correlation 1.00000"),
        "{}",
        run.stderr
    );
    let report = json(folder.path(), &[&args[..], &["--allow-leaky", "paid"]].concat());
    assert_eq!(report["allowed_leaky"], serde_json::json!(["paid"]));
    let alone = folder_with(&[(
        "alone.csv",
        b"a,b\n"
            .iter()
            .copied()
            .chain((0..99).flat_map(|row| format!("{},{row}\n", row * 3 % 7 + row * 2).into_bytes()))
            .collect::<Vec<u8>>()
            .as_slice(),
    )]);
    let nothing = self::refused(alone.path(), &["alone.csv", "--target", "b"]);
    assert!(nothing.contains("no column is left to learn from: column `a`"), "{nothing}");
    let mistyped = self::refused(folder.path(), &[&args[..], &["--allow-leaky", "payd"]].concat());
    assert!(mistyped.contains("did you mean `paid`?"), "{mistyped}");
}

#[test]
fn ratio_figures_agree_with_the_assessors() {
    let Some(data) = data_dir() else { return };
    let mut reader = csv::Reader::from_path(data.join("prices/ccao_ratio_sample.csv")).unwrap();
    let rows: Vec<(f64, f64, String)> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    let figures = |township: Option<&str>| {
        let of_it = rows.iter().filter(|row| township.is_none_or(|township| row.2 == township));
        let (estimates, prices): (Vec<f64>, Vec<f64>) = of_it.map(|row| (row.0, row.1)).unzip();
        RegressionMetrics::of(&prices, &estimates)
    };
    let expected = std::fs::read_to_string(data.join("prices/ccao_ratio_sample.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let check = |metrics: RegressionMetrics, expected: &Value| {
        for (name, found) in
            [("cod", metrics.cod), ("prd", metrics.prd), ("prb", metrics.prb), ("median_ratio", metrics.median_ratio)]
        {
            let Some(expected) = expected[name].as_f64() else { continue };
            assert!((found.unwrap() - expected).abs() < 1e-6, "{name}: {found:?} is not {expected}");
        }
    };
    check(figures(None), &expected["expected"]);
    for township in ["Evanston", "New Trier"] {
        assert!(expected["by_township"][township]["cod"].is_number());
        check(figures(Some(township)), &expected["by_township"][township]);
    }
}
