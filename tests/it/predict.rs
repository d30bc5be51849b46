//! `leadscore predict`: one line a row, columns found by name, nothing read for what it is not.

use std::path::{Path, PathBuf};

use leadscore::{
    registry::{About, AboutColumn, Artifact, GoldenRows},
    tree::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision, Rule},
};
use serde_json::{Value, json};

use crate::binary::{Run, folder_with, run, run_well, run_with};

/// A tree of one split in XGBoost's words: left below the threshold, missing as `default_left` says.
fn stump(feature: u32, threshold: f64, default_left: u32, leaves: [f64; 2]) -> Value {
    json!({
        "base_weights": [0.0, leaves[0], leaves[1]], "categories": [], "categories_nodes": [], "categories_segments": [],
        "categories_sizes": [], "default_left": [default_left, 0, 0], "id": 0, "left_children": [1, -1, -1],
        "loss_changes": [10.0, 0.0, 0.0], "parents": [2_147_483_647, 0, 0], "right_children": [2, -1, -1],
        "split_conditions": [threshold, leaves[0], leaves[1]], "split_indices": [feature, 0, 0],
        "split_type": [0, 0, 0], "sum_hessian": [4.0, 2.0, 2.0],
        "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "3", "size_leaf_vector": "1"},
    })
}

/// Half, less or more by `sqft` (1500, missing is less) and `Year Built` (1990, missing is more), in two rounds.
pub fn xgboost_json(objective: &str, names: &[&str]) -> Vec<u8> {
    let model = json!({
        "learner": {
            "attributes": {}, "feature_names": names, "feature_types": [],
            "gradient_booster": {
                "name": "gbtree",
                "model": {
                    "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "2"},
                    "iteration_indptr": [0, 1, 2], "tree_info": [0, 0],
                    "trees": [stump(0, 1500.0, 1, [-1.5, 2.5]), stump(1, 1990.0, 0, [-0.25, 0.75])],
                },
            },
            "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "2", "num_target": "1"},
            "objective": {"name": objective},
        },
        "version": [3, 0, 0],
    });
    model.to_string().into_bytes()
}

const NAMES: [&str; 2] = ["sqft", "Year Built"];

/// A folder with that model and a table.
fn houses(table: &str) -> tempfile::TempDir {
    folder_with(&[("model.json", &xgboost_json("reg:squarederror", &NAMES)), ("houses.csv", table.as_bytes())])
}

/// Expects that a run fails for bad input, and gives the one line it says.
fn complaint(run: &Run) -> &str {
    assert_eq!(run.code, 2, "{}", run.stderr);
    run.complaint()
}

#[test]
fn each_row_gets_one_line_in_order() {
    // Columns in another order and with others between; blank, NA, rows of nothing, the threshold itself.
    let table = "parcel,Year Built,sqft\na,1980,1499.9\nb,2001,1500\nc,,1400\nd,NA,\n,,\ne,1990,n/a\n";
    let folder = houses(table);
    let found = run_well(folder.path(), &["predict", "model.json", "houses.csv"]);
    assert_eq!(found.stdout, "prediction\n-1.25\n3.75\n-0.25\n-0.25\n-0.25\n-0.25\n");
    assert_eq!(found.stderr, "");
}

#[test]
fn json_lines_count_rows_over_all_files() {
    let folder = houses("sqft,Year Built\n2000,2000\n1000,1950\n");
    let arguments = ["predict", "model.json", "houses.csv", "-", "--format", "jsonl", "--margin", "--leaves"];
    let found = run_with(folder.path(), &arguments, b"Year Built,sqft\n2000,1000\n");
    assert_eq!(
        found.stdout,
        "{\"row\":0,\"prediction\":3.75,\"margin\":3.75,\"leaves\":[2,2]}\n\
         {\"row\":1,\"prediction\":-1.25,\"margin\":-1.25,\"leaves\":[1,1]}\n\
         {\"row\":2,\"prediction\":-0.25,\"margin\":-0.25,\"leaves\":[1,2]}\n"
    );
}

#[test]
fn contributions_and_base_add_up_to_the_margin() {
    let model = xgboost_json("binary:logistic", &NAMES);
    let folder = folder_with(&[("model.json", &model), ("houses.csv", b"sqft,Year Built\n2000,2000\n,\n900,1970\n")]);
    let arguments = ["predict", "model.json", "houses.csv", "--contributions", "--margin"];
    let found = run_well(folder.path(), &arguments).stdout;
    let mut lines = found.lines();
    assert_eq!(lines.next(), Some("prediction,margin,sqft,Year Built,base"));
    for line in lines {
        let numbers: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let [prediction, margin, sqft, year, base] = numbers[..] else { panic!("{line}") };
        assert!((sqft + year + base - margin).abs() < 1e-9, "{line}");
        assert!((1.0 / (1.0 + libm::exp(-margin)) - prediction).abs() < 1e-12, "{line}");
    }
    let in_json = run_well(folder.path(), &[&arguments[..], &["--format", "jsonl"]].concat()).stdout;
    let first: Value = serde_json::from_str(in_json.lines().next().unwrap()).unwrap();
    let sum = first["contributions"]["sqft"].as_f64().unwrap() + first["contributions"]["Year Built"].as_f64().unwrap();
    assert!((sum + first["base"].as_f64().unwrap() - first["margin"].as_f64().unwrap()).abs() < 1e-9);
}

#[test]
fn a_model_that_keeps_no_covers_is_explained_by_the_input() {
    let folder = houses("sqft,Year Built\n2000,2000\n,\n900,1970\n1600,1985\n");
    run_well(folder.path(), &["models", "export", "model.json", "--format", "onnx", "-o", "model.onnx"]);
    let found = run_well(folder.path(), &["predict", "model.onnx", "houses.csv", "--contributions"]);
    assert!(found.stderr.contains("the first 4 rows of the input stand in"), "{}", found.stderr);
    for line in found.stdout.lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert!((numbers[1..].iter().sum::<f64>() - numbers[0]).abs() < 1e-9, "{line}");
    }
}

#[test]
fn a_missing_column_is_named_and_nothing_is_written() {
    let folder = houses("sqft,yr_built\n1,2\n");
    let found = run(folder.path(), &["predict", "model.json", "houses.csv", "-o", "out.csv"]);
    let said = complaint(&found);
    assert!(said.contains("houses.csv: line 1: the model needs column `Year Built`"), "{said}");
    assert_eq!(run(folder.path(), &["predict", "model.json", "houses.csv"]).stdout, "");
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
fn columns_are_found_in_other_letters_and_that_is_said() {
    let folder = houses("SQFT,year_built\n2000,2000\n");
    let found = run_well(folder.path(), &["predict", "model.json", "houses.csv"]);
    assert_eq!(found.stdout, "prediction\n3.75\n");
    let notes: Vec<&str> = found.stderr.lines().collect();
    assert_eq!(
        notes,
        [
            "houses.csv: column `SQFT` is taken for the model's `sqft`",
            "houses.csv: column `year_built` is taken for the model's `Year Built`"
        ]
    );
    let twice = houses("SQFT,Sqft,Year Built\n1,2,3\n");
    let said = run(twice.path(), &["predict", "model.json", "houses.csv"]);
    assert!(complaint(&said).contains("stands twice (columns 1 and 2)"), "{}", said.stderr);
}

#[test]
fn a_cell_that_is_no_number_stops_with_its_place() {
    let folder = houses("sqft,Year Built\n1,2\n3,new\n");
    let found = run(folder.path(), &["predict", "model.json", "houses.csv", "-o", "out.csv"]);
    let said = complaint(&found);
    assert!(said.contains("houses.csv: line 3, column Year Built: found `new`, not a number"), "{said}");
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
fn a_model_without_names_takes_columns_by_position() {
    let files: [(&str, &[u8]); 4] = [
        ("model.json", &xgboost_json("reg:squarederror", &[])),
        ("named.csv", b"f1,f0\n1980,2000\n"),
        ("houses.csv", b"living area,built\n2000,1980\n"),
        ("more.csv", b"id,living area,built\n1,2000,1980\n"),
    ];
    let folder = folder_with(&files);
    assert_eq!(run_well(folder.path(), &["predict", "model.json", "named.csv"]).stdout, "prediction\n2.75\n");
    let by_position = run_well(folder.path(), &["predict", "model.json", "houses.csv"]);
    assert_eq!(by_position.stdout, "prediction\n2.75\n");
    assert!(by_position.stderr.contains("the columns are taken in their order"), "{}", by_position.stderr);
    let more = run(folder.path(), &["predict", "model.json", "more.csv"]);
    assert!(complaint(&more).contains("does not name its 2 features and the file has 3 columns"), "{}", more.stderr);
}

#[test]
fn a_file_without_a_header_is_read_when_that_is_said() {
    let folder = houses("2000;1980\n1000;2001\n");
    let found = run_well(folder.path(), &["predict", "model.json", "houses.csv", "--no-header"]);
    assert_eq!(found.stdout, "prediction\n2.75\n-0.25\n");
    let one = run_with(folder.path(), &["predict", "model.json", "-", "--no-header"], b"\xEF\xBB\xBF2000,1980");
    assert_eq!(one.stdout, "prediction\n2.75\n");
    let wide = run_with(folder.path(), &["predict", "model.json", "-", "--no-header"], b"1,2\n1,2,3\n");
    assert!(complaint(&wide).contains("-: line 2: found 3 of 2 cells"), "{}", wide.stderr);
}

#[test]
fn rounds_can_be_fewer_and_not_more() {
    let folder = houses("sqft,Year Built\n2000,2000\n");
    let first = run_well(folder.path(), &["predict", "model.json", "houses.csv", "--rounds", "1"]);
    assert_eq!(first.stdout, "prediction\n3\n");
    let more = run(folder.path(), &["predict", "model.json", "houses.csv", "--rounds", "3"]);
    assert!(complaint(&more).contains("the model has 2 rounds, not 3"), "{}", more.stderr);
}

/// A model of ours: a city known by name, a date, three classes.
fn own_model() -> Vec<u8> {
    let feature = |name: &str, kind| Feature { name: name.to_owned(), kind };
    let cities = FeatureKind::Categories { levels: vec!["Apopka".to_owned(), "Orlando".to_owned()] };
    let features = vec![feature("city", cities), feature("sold", FeatureKind::Number { zero_is_missing: false })];
    let mut ensemble = Ensemble::new(features, vec![0.0; 3], Combine::Sum, Link::Softmax, Precision::Double);
    let orlando = ensemble.push_set([1]);
    let leaf = |value| Draft::Leaf { value, cover: 1.0 };
    for (output, feature, rule) in [(0, 0, Rule::In(orlando)), (1, 1, Rule::AtMost(20_000.0))] {
        let (left, right, gain, cover) = (1, 2, 1.0, 2.0);
        let root = Draft::Split { feature, rule, missing_left: false, left, right, gain, cover };
        ensemble.push_tree(output, &[root, leaf(1.0), leaf(0.0)]).unwrap();
    }
    let about = About {
        learner: "boosting".to_owned(),
        classes: ["keep", "sell", "let"].map(str::to_owned).to_vec(),
        columns: [false, true].map(|is_day| AboutColumn { unit: None, is_day }).to_vec(),
        ..About::default()
    };
    let golden = GoldenRows::synthetic(&ensemble).unwrap();
    Artifact::new(ensemble, about, golden).unwrap().to_bytes()
}

#[test]
fn texts_dates_and_classes_are_the_models_own() {
    let table = "sold,city\n2024-10-04,Orlando\n10/05/2024,Orlando\n,Winter Park\n";
    let folder = folder_with(&[("model.lsm", &own_model()), ("houses.csv", table.as_bytes())]);
    let found = run_well(folder.path(), &["predict", "model.lsm", "houses.csv"]);
    let lines: Vec<Vec<f64>> =
        found.stdout.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    assert!(found.stdout.starts_with("keep,sell,let\n"));
    let e = std::f64::consts::E;
    // 2024-10-04 is day 20,000.
    for (line, weights) in lines.iter().zip([[e, e, 1.0], [e, 1.0, 1.0], [1.0, 1.0, 1.0]]) {
        let sum: f64 = weights.iter().sum();
        line.iter().zip(weights).for_each(|(found, weight)| assert!((found - weight / sum).abs() < 1e-12, "{line:?}"));
    }
    let note = "1 text that the model does not know counts as missing, first `Winter Park` in column city";
    assert!(found.stderr.contains(note), "{}", found.stderr);
    let in_json = run_well(folder.path(), &["predict", "model.lsm", "houses.csv", "--format", "jsonl", "-q"]).stdout;
    assert!(in_json.starts_with("{\"row\":0,\"prediction\":{\"keep\":0.42"), "{in_json}");
}

#[test]
fn a_long_table_passes_in_blocks_and_threads_do_not_matter() {
    let rows = 30_000_u32;
    let padding = "x".repeat(180);
    let mut table = "note,sqft,Year Built\n".to_owned();
    (0..rows).for_each(|row| table.push_str(&format!("{padding},{row},{}\n", 1980 + row % 20)));
    let folder = houses(&table);
    let one = run_well(folder.path(), &["predict", "model.json", "houses.csv", "--threads", "1"]).stdout;
    let three = run_well(folder.path(), &["predict", "model.json", "houses.csv", "--threads", "3"]).stdout;
    assert!(one == three);
    let expected = |row: u32| {
        let by_size = if row < 1500 { -1.5 } else { 2.5 };
        let by_age = if row % 20 < 10 { -0.25 } else { 0.75 };
        0.5 + by_size + by_age
    };
    let found: Vec<f64> = one.lines().skip(1).map(|line| line.parse().unwrap()).collect();
    assert!(found.len() == rows as usize && found.iter().zip(0..).all(|(found, row)| *found == expected(row)));
}

#[test]
fn what_is_no_model_or_no_table_is_refused_in_one_line() {
    let mut damaged = own_model();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    let files: [(&str, &[u8]); 4] = [
        ("damaged.lsm", &damaged),
        ("text.lsm", b"tree"),
        ("pickle.bin", b"\x80\x04\x95\x00\x00"),
        ("houses.csv", b"sqft,Year Built\n1,2\n"),
    ];
    let folder = folder_with(&files);
    for (model, said) in [
        ("damaged.lsm", "damaged.lsm: the model file does not match its checksum"),
        ("text.lsm", "text.lsm: this is not a .lsm model file"),
        ("pickle.bin", "pickle.bin: a Python pickle cannot be read"),
        ("none.lsm", "none.lsm: there is no such file"),
    ] {
        let found = run(folder.path(), &["predict", model, "houses.csv"]);
        assert!(complaint(&found).contains(said), "{}", found.stderr);
    }
    let houses = houses("sqft,Year Built\n");
    let found = run(houses.path(), &["predict", "model.json", "houses.csv"]);
    assert!(complaint(&found).contains("a header but no rows below it"), "{}", found.stderr);
}

/// The folder of models of other libraries, where it is there.
fn models_dir() -> Option<PathBuf> {
    let models = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/models");
    if models.is_dir() {
        return Some(models);
    }
    eprintln!("skipped: there is no {}", models.display());
    None
}

fn column(path: &Path, name: &str) -> Vec<f64> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let place = reader.headers().unwrap().iter().position(|header| header == name).expect(name);
    reader.records().map(|record| record.unwrap()[place].parse().unwrap()).collect()
}

#[test]
fn models_of_other_libraries_answer_as_at_home() {
    let Some(models) = models_dir() else { return };
    let onnx = ["sklearn_random_forest_nan_as_minus1.onnx", "sklearn_gradient_boosting_nan_as_minus1.onnx"];
    let cases = [
        ("reference_kc_house", "xgboost.json", "xgboost"),
        ("reference_kc_house", "xgboost.ubj", "xgboost"),
        ("reference_kc_house", "lightgbm_numeric.txt", "lightgbm_numeric"),
        ("reference_kc_house", onnx[0], "onnx_random_forest_nan_as_minus1"),
        ("reference_kc_house", onnx[1], "onnx_gradient_boosting_nan_as_minus1"),
        ("reference_x_education", "xgboost.json", "xgboost"),
        ("reference_x_education", "xgboost.ubj", "xgboost"),
        ("reference_x_education", "lightgbm_numeric.txt", "lightgbm_numeric"),
        ("reference_x_education", "lightgbm_categorical.txt", "lightgbm_categorical"),
        ("reference_x_education", onnx[0], "onnx_random_forest_nan_as_minus1"),
        ("reference_x_education", onnx[1], "onnx_gradient_boosting_nan_as_minus1"),
    ];
    for (set, model, name) in cases {
        let folder = models.join(set);
        let expected = column(&folder.join("expected.csv"), name);
        let mut inputs = std::fs::read_to_string(folder.join("inputs.csv")).unwrap();
        if name.ends_with("nan_as_minus1") {
            inputs = filled(&inputs, "-1");
        }
        let arguments = ["predict", model, "-", "--float32", "--quiet"];
        let found = run_with(&folder, &arguments, inputs.as_bytes());
        assert_eq!(found.code, 0, "{set}/{model}: {}", found.stderr);
        let found: Vec<f64> = found.stdout.lines().skip(1).map(|line| line.parse().unwrap()).collect();
        assert_eq!(found.len(), expected.len(), "{set}/{model}");
        for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
            // The origins sum in 32 bits, so a chance near 0 has the error of its margin.
            let most = 1e-6 * expected.abs().max(1.0);
            assert!((found - expected).abs() <= most, "{set}/{model}, row {row}: {found} instead of {expected}");
        }
    }
}

/// The table with its blank cells filled; it has no quotes.
fn filled(table: &str, filling: &str) -> String {
    let cell = |cell: &str| if cell.is_empty() { filling.to_owned() } else { cell.to_owned() };
    let line = |line: &str| line.split(',').map(cell).collect::<Vec<_>>().join(",");
    table.lines().map(line).collect::<Vec<_>>().join("\n")
}
