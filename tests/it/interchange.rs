//! Models of other libraries answer here as they do there, come back as they went, and are refused when they are broken.

use std::path::{Path, PathBuf};

use leadscore::{
    lanes::Inline,
    tree::{
        Combine, Draft, Ensemble, Feature, FeatureKind, Link, MISSING_CODE, Matrix, MatrixColumn, Precision, Rule,
        Values,
        interchange::{Imported, ModelFormat, export_onnx, export_xgboost_json, import},
    },
};

fn models_dir() -> Option<PathBuf> {
    let models = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/models");
    if models.is_dir() {
        return Some(models);
    }
    eprintln!("skipped: there is no {}", models.display());
    None
}

fn number(cell: &str) -> f64 {
    match cell {
        "" | "NA" | "N/A" => f64::NAN,
        cell => cell.parse().unwrap_or_else(|_| panic!("`{cell}` is no number")),
    }
}

/// The columns of a CSV file that a model asks for: by name, or by position where it has none.
fn matrix_of(model: &Ensemble, csv: &Path, missing: f64) -> Matrix {
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |(place, feature): (usize, &Feature)| {
        let named = header.iter().position(|name| name == feature.name);
        let place = if model.has_names() { named.expect("a column of the feature's name") } else { place };
        let cells = rows.iter().map(|row| &row[place]);
        let values = match &feature.kind {
            FeatureKind::Categories { levels } if !levels.is_empty() => {
                let code =
                    |cell| levels.iter().position(|level| level == cell).map_or(MISSING_CODE, |code| code as u32);
                Values::Categories { codes: cells.map(code).collect(), levels: levels.clone() }
            }
            _ => {
                let or_missing = |cell| Some(number(cell)).filter(|n| !n.is_nan()).unwrap_or(missing);
                Values::Double(cells.map(or_missing).collect())
            }
        };
        MatrixColumn { name: feature.name.clone(), values }
    };
    Matrix::new(model.features().iter().enumerate().map(column).collect()).unwrap()
}

fn assert_close(what: &str, found: &[f64], expected: &[f64], relative: f64) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
        let is_close = (found - expected).abs() <= relative * expected.abs().max(1e-12);
        assert!(is_close, "{what}, answer {row}: {found} instead of {expected}");
    }
}

/// The columns of a CSV file whose names begin so, row by row.
fn expected_of(csv: &Path, starts: &[&str]) -> Vec<f64> {
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let header = reader.headers().unwrap().clone();
    let start = starts.iter().find(|start| header.iter().any(|name| name.starts_with(**start))).unwrap();
    let places: Vec<usize> = (0..header.len()).filter(|place| header[*place].starts_with(*start)).collect();
    let rows = reader.records().map(Result::unwrap);
    rows.flat_map(|row| places.iter().map(|place| number(&row[*place])).collect::<Vec<_>>()).collect()
}

#[test]
fn models_with_known_answers_give_them() {
    let Some(models) = models_dir() else { return };
    let mut cases = csv::ReaderBuilder::new().delimiter(b'\t').from_path(models.join("CASES_jpmml.tsv")).unwrap();
    for case in cases.records().map(Result::unwrap) {
        let (model, inputs, expected, rounds) = (&case[1], &case[2], &case[3], &case[4]);
        let mut imported = match import(&std::fs::read(models.join(model)).unwrap()) {
            Ok(imported) => imported,
            Err(problem) => {
                assert!(model.contains("LinearTree"), "{model}: {problem}");
                assert!(problem.to_string().contains("linear_tree=false"), "{problem}");
                continue;
            }
        };
        if rounds != "all" {
            imported.keep_rounds(rounds.parse().unwrap());
        }
        let matrix = matrix_of(&imported.ensemble, &models.join(inputs), f64::NAN);
        let found = imported.ensemble.predict(&matrix, &Inline).unwrap();
        assert_close(model, &found, &expected_of(&models.join(expected), &["prob", "_target"]), 1e-6);
    }
}

#[test]
fn models_of_houses_and_leads_give_their_answers() {
    let Some(models) = models_dir() else { return };
    // ONNX Runtime's own answers differ in this, by threads.
    const ONNX: f64 = 5e-6;
    for folder in ["reference_kc_house", "reference_x_education"] {
        let folder = models.join(folder);
        for (file, column, missing, relative) in [
            ("xgboost.json", "xgboost", f64::NAN, 1e-6),
            ("xgboost.ubj", "xgboost", f64::NAN, 1e-6),
            ("lightgbm_numeric.txt", "lightgbm_numeric", f64::NAN, 1e-6),
            ("lightgbm_categorical.txt", "lightgbm_categorical", f64::NAN, 1e-6),
            ("sklearn_random_forest_nan_as_minus1.onnx", "onnx_random_forest", -1.0, ONNX),
            ("sklearn_gradient_boosting_nan_as_minus1.onnx", "onnx_gradient_boosting", -1.0, ONNX),
        ] {
            let Ok(bytes) = std::fs::read(folder.join(file)) else { continue };
            let ensemble = import(&bytes).unwrap().ensemble;
            let matrix = matrix_of(&ensemble, &folder.join("inputs.csv"), missing);
            let singles = |column: &MatrixColumn| match &column.values {
                Values::Double(values) => MatrixColumn {
                    name: column.name.clone(),
                    values: Values::Single(values.iter().map(|value| *value as f32).collect()),
                },
                _ => column.clone(),
            };
            let matrix = Matrix::new(matrix.columns().iter().map(singles).collect()).unwrap();
            let mut expected = expected_of(&folder.join("expected.csv"), &[column]);
            if column == "xgboost" {
                // Its margin stands beside it.
                expected = expected.into_iter().step_by(2).collect();
            }
            assert_close(file, &ensemble.predict(&matrix, &Inline).unwrap(), &expected, relative);
        }
    }
}

#[test]
fn what_is_no_tree_model_of_these_formats_is_named() {
    for (bytes, reason) in [
        (&b""[..], "no model that can be read"),
        (b"\x80\x04\x95\x1c", "Python pickle"),
        (b"CBM1\x10\x00", "CatBoost"),
        (b"binf\x00\x00\x00\x3f", "old binary format"),
        (b"booster[0]:\n0:[f0<1]", "lacks the objective"),
        (b"\x1f\x8b\x08", "unpack"),
        (br#"{"oblivious_trees":[]}"#, "CatBoost"),
        (br#"{"tree_info":[]}"#, "LightGBM's JSON"),
        (br#"{"learner":{"gradient_booster":{"name":"gblinear","model":{}}}}"#, "linear model"),
        (br#"{"learner":"#, "line 1"),
    ] {
        let problem = import(bytes).expect_err(reason).to_string();
        assert!(problem.contains(reason), "{problem}");
    }
}

/// A stump and two more levels: numbers, a category, missing values both ways.
fn small(link: Link, outputs: usize, precision: Precision) -> Ensemble {
    let number = |name: &str| Feature { name: name.into(), kind: FeatureKind::Number { zero_is_missing: false } };
    let roof = FeatureKind::Categories { levels: Vec::new() };
    let features = vec![number("area"), Feature { name: "roof".into(), kind: roof }, number("age \"y\"")];
    let base = (0..outputs).map(|output| 0.25 - 0.5 * output as f64).collect();
    let mut ensemble = Ensemble::new(features, base, Combine::Sum, link, precision);
    let set = ensemble.push_set([1, 3, 70]);
    let leaf = |value: f64| Draft::Leaf { value, cover: 2.0 };
    let split = |feature, rule, missing_left, left, right| {
        let (gain, cover) = (1.5, 4.0);
        Draft::Split { feature, rule, missing_left, left, right, gain, cover }
    };
    for output in 0..outputs as u32 {
        let shift = f64::from(output) * 0.125;
        let drafts = [
            split(0, Rule::AtMost(1.5), true, 1, 2),
            split(1, Rule::In(set), false, 3, 4),
            split(1, Rule::NotIn(set), true, 5, 6),
            leaf(0.5 + shift),
            leaf(-0.25),
            leaf(0.75),
            split(2, Rule::AtMost(-0.0), false, 7, 8),
            leaf(-1.0),
            leaf(1.0 - shift),
        ];
        ensemble.push_tree(output, &drafts).unwrap();
        ensemble.push_tree(output, &[leaf(0.125)]).unwrap();
    }
    ensemble
}

fn small_rows(ensemble: &Ensemble) -> Matrix {
    let area = [1.0, 1.5, 1.6, f64::NAN, 2.0, -4.0, 9.0, 9.0];
    let roof = [1.0, 2.0, 3.0, 70.0, f64::NAN, 71.0, 0.0, 4000.0];
    let age = [0.0, 1e-30, -1.0, f64::NAN, 5.0, -0.0, -1e-30, f64::NAN];
    let columns = [area, roof, age].map(|column| column.to_vec());
    Matrix::from_numbers(ensemble.features().iter().map(|feature| feature.name.clone()).zip(columns)).unwrap()
}

#[test]
fn what_is_written_reads_as_it_was() {
    let links = [
        (Link::Identity, 1),
        (Link::Identity, 3),
        (Link::Logistic { slope: 1.0 }, 1),
        (Link::Logistic { slope: 2.5 }, 1),
        (Link::Exp, 1),
        (Link::Softmax, 3),
        (Link::ArgMax, 3),
    ];
    for (link, outputs) in links {
        for precision in [Precision::Single, Precision::Double] {
            let ensemble = small(link, outputs, precision);
            let answers = ensemble.predict(&small_rows(&ensemble), &Inline).unwrap();
            for bytes in [export_xgboost_json(&ensemble).unwrap(), export_onnx(&ensemble).unwrap()] {
                let Imported { ensemble: again, format, .. } = import(&bytes).unwrap();
                let what = format!("{format} of {link:?}, {outputs} outputs, {precision:?}");
                assert_eq!(again.has_names(), format == ModelFormat::XgboostJson, "{what}");
                assert_close(&what, &again.predict(&small_rows(&again), &Inline).unwrap(), &answers, 1e-6);
            }
        }
    }
}

#[test]
fn what_a_format_cannot_say_is_named() {
    let squares = small(Link::SignedSquare, 1, Precision::Double);
    assert!(export_xgboost_json(&squares).unwrap_err().to_string().contains("squares"));
    let onnx = import(&export_onnx(&squares).unwrap()).unwrap().ensemble;
    let answers = |ensemble: &Ensemble| ensemble.predict(&small_rows(ensemble), &Inline).unwrap();
    assert_close("x |x|", &answers(&onnx), &answers(&squares), 1e-6);

    let step = small(Link::Step, 1, Precision::Single);
    assert!(export_onnx(&step).unwrap_err().to_string().contains("hinge"));
    let hinge = import(&export_xgboost_json(&step).unwrap()).unwrap().ensemble;
    assert_close("hinge", &answers(&hinge), &answers(&step), 0.0);
}

const LIGHTGBM: &str = "tree
version=v4
num_class=1
num_tree_per_iteration=1
max_feature_idx=1
objective=binary sigmoid:2
feature_names=size kind
feature_infos=[0:9] 0:1:2
tree_sizes=300 200

Tree=0
num_leaves=3
num_cat=1
split_feature=1 0
threshold=0 2.5
decision_type=1 4
left_child=-1 -2
right_child=1 -3
leaf_value=0.5 -0.25 0.75
cat_boundaries=0 1
cat_threshold=5

Tree=1
num_leaves=1
leaf_value=0.125

end of trees

pandas_categorical:[[\"a\", 2.0, \"c\"]]
";

/// 1 / (1 + e^(-2 margin)).
fn chance(margin: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-2.0 * margin))
}

#[test]
fn lightgbm_text_reads_by_its_rules() {
    let ensemble = import(LIGHTGBM.as_bytes()).unwrap().ensemble;
    let levels = ["a", "2", "c"].map(str::to_owned).to_vec();
    assert_eq!(ensemble.features()[1].kind, FeatureKind::Categories { levels: levels.clone() });
    let codes = vec![0, 2, 1, 1, 1, MISSING_CODE];
    // The split on size is of the kind that takes 0 for missing and sends it right.
    let sizes = Values::Double(vec![9.0, 9.0, 1.0, 0.0, f64::NAN, 1.0]);
    let column = |name: &str, values| MatrixColumn { name: name.into(), values };
    let matrix =
        Matrix::new(vec![column("kind", Values::Categories { codes, levels }), column("size", sizes)]).unwrap();
    let expected = [0.625, 0.625, -0.125, 0.875, 0.875, -0.125].map(chance);
    assert_close("small", &ensemble.predict(&matrix, &Inline).unwrap(), &expected, 1e-12);
}

#[test]
fn contradictions_within_a_file_are_refused_where_they_stand() {
    for (find, put, reason) in [
        ("left_child=-1 -2", "left_child=-1 0", "tree 0: node 0 is reached twice"),
        ("right_child=1 -3", "right_child=1 -9", "does not exist"),
        ("threshold=0 2.5", "threshold=7 2.5", "no category set"),
        ("threshold=0 2.5", "threshold=0 two", "`two`"),
        ("threshold=0 2.5", "threshold=0", "1 entries where 2 belong"),
        ("num_leaves=3", "num_leaves=4000000000", "entries where 4000000000 belong"),
        ("cat_boundaries=0 1", "cat_boundaries=0 9", "`cat_threshold` has 1 entries where 9 belong"),
        ("split_feature=1 0", "split_feature=1 7", "feature 7"),
        ("max_feature_idx=1", "max_feature_idx=4", "names 2 features"),
        ("tree_sizes=300 200", "tree_sizes=300", "announces 1 trees"),
        ("version=v4", "version=v9", "v9"),
        ("binary sigmoid:2", "tea_leaves", "tea_leaves"),
        ("leaf_value=0.125", "leaf_value=inf", "finite"),
        ("end of trees", "", "stops before"),
    ] {
        let problem = import(LIGHTGBM.replacen(find, put, 1).as_bytes()).expect_err(put).to_string();
        assert!(problem.contains(reason), "{problem}");
    }

    let ensemble = small(Link::Identity, 1, Precision::Single);
    let json = String::from_utf8(export_xgboost_json(&ensemble).unwrap()).unwrap();
    for (find, put, reason) in [
        (r#""left_children":[1,"#, r#""left_children":[0,"#, "node 0 is reached twice"),
        (r#""left_children":[1,"#, r#""left_children":[99,"#, "does not exist"),
        (r#""num_nodes":"9""#, r#""num_nodes":"4000000000""#, "entries where 4000000000 belong"),
        (
            r#""num_feature":"3","num_target""#,
            r#""num_feature":"4000000000","num_target""#,
            "more than the file has room",
        ),
        (r#""num_target":"1""#, r#""num_target":"4000000000""#, "more than the file has room"),
        (r#""categories":[1,"#, r#""categories":[4000000000,"#, "below 2^24"),
        (r#""categories_sizes":[3,"#, r#""categories_sizes":[9,"#, "does not hold the set"),
        (r#""tree_info":[0,"#, r#""tree_info":[5,"#, "an output that the model does not have"),
        (r#""iteration_indptr":[0,"#, r#""iteration_indptr":[1,"#, "rounds"),
        ("reg:squarederror", "reg:tea", "reg:tea"),
    ] {
        assert!(json.contains(find), "{find}");
        let problem = import(json.replacen(find, put, 1).as_bytes()).expect_err(put).to_string();
        assert!(problem.contains(reason), "{problem}");
    }
}

#[test]
fn ubjson_lengths_are_not_believed() {
    for bytes in [
        &b"{L\x7f\xff\xff\xff\xff\xff\xff\xff"[..],
        b"{L\0\0\0\0\0\0\0\x07learner[$d#L\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"{L\0\0\0\0\0\0\0\x07learner[$T#L\0\0\0\xff\xff\xff\xff\xff",
        b"{L\xff\xff\xff\xff\xff\xff\xff\xff",
        b"{i\x01a[$d",
    ] {
        let problem = import(bytes).unwrap_err().to_string();
        assert!(problem.starts_with("not valid XGBoost UBJSON at byte"), "{problem}");
    }
    let deep = [&b"{i\x01a"[..], &vec![b'['; 100_000]].concat();
    assert!(import(&deep).unwrap_err().to_string().contains("nested too deep"));
}

/// Every beginning of a file is refused, and every byte of it may be another without a panic.
fn assert_survives(bytes: &[u8]) {
    let step = (bytes.len() / 400).max(1);
    for len in (0..bytes.len()).step_by(step) {
        assert!(import(&bytes[..len]).is_err(), "the first {len} of {} bytes", bytes.len());
    }
    let mut broken = bytes.to_vec();
    for at in (0..bytes.len()).step_by(step) {
        for byte in [0, 0x7f, 0xff, b'9', broken[at].wrapping_add(1)] {
            broken[at] = byte;
            if let Ok(imported) = import(&broken) {
                let rows =
                    imported.ensemble.features().iter().map(|feature| (feature.name.clone(), vec![1.0, f64::NAN]));
                // Names may collide and kinds may differ now; whatever comes, it comes as a value.
                if let Ok(matrix) = Matrix::from_numbers(rows) {
                    drop(imported.ensemble.predict(&matrix, &Inline));
                }
            }
        }
        broken[at] = bytes[at];
    }
}

#[test]
fn broken_files_are_refused_without_a_panic() {
    let ensemble = small(Link::Softmax, 2, Precision::Single);
    assert_survives(&export_xgboost_json(&ensemble).unwrap());
    assert_survives(&export_onnx(&ensemble).unwrap());
    // What follows the trees' end can be left out, the trees cannot.
    assert_survives(LIGHTGBM.split_once("end of trees").unwrap().0.as_bytes());
    let Some(models) = models_dir() else { return };
    for file in [
        "jpmml-xgboost/xgboost/MultiDecisionTreeAuto.ubj",
        "jpmml-xgboost/xgboost/MultiDecisionTreeAuto.json",
        "onnx_node_tests/test_ai_onnx_ml_tree_ensemble_single_tree/model.onnx",
    ] {
        assert_survives(&std::fs::read(models.join(file)).unwrap());
    }
}

#[test]
fn the_newest_onnx_operator_is_read() {
    let Some(models) = models_dir() else { return };
    let file = models.join("onnx_node_tests/test_ai_onnx_ml_tree_ensemble_single_tree/model.onnx");
    let ensemble = import(&std::fs::read(file).unwrap()).unwrap().ensemble;
    let columns = [("f0", vec![1.2, -0.12, 4.14]), ("f1", vec![3.4, 1.66, 1.77])];
    let found = ensemble.predict(&Matrix::from_numbers(columns).unwrap(), &Inline).unwrap();
    assert_close("single tree", &found, &[5.23, 0.0, 5.23, 0.0, 0.0, 12.12], 1e-12);
}
