//! The tree engine at the edges of what it can be given: a clear error or a correct model, never a panic. And a small
//! fit beside XGBoost's.

use leadscore::{
    lanes::Inline,
    tree::{
        BoostParams, ContributionMethod, Ensemble, FitResult, ForestParams, ForestTask, HeldOut, Labels, Loss, Matrix,
        MatrixColumn, Monotone, RowSampling, TreeParams, TreeProblem, Values,
    },
};

use crate::tree_support::{boost, forest, is_near, small_boost, small_forest, try_boost, try_forest};

fn matrix(columns: &[&[f64]]) -> Matrix {
    let named = columns.iter().enumerate().map(|(i, values)| (format!("x{i}"), values.to_vec()));
    Matrix::from_numbers(named).expect("columns of one length")
}

fn predict(ensemble: &Ensemble, matrix: &Matrix) -> Vec<f64> {
    ensemble.predict(matrix, &Inline).expect("the same columns")
}

const LOSSES: [Loss; 6] = [
    Loss::Squared,
    Loss::Absolute,
    Loss::Huber { slope: 1.0 },
    Loss::Quantile { alpha: 0.9 },
    Loss::Logistic,
    Loss::Poisson,
];

/// Fits every loss and both forests to targets of 0 and 1 and hands on what came of it.
fn fit_all(matrix: &Matrix, labels: &Labels, mut see: impl FnMut(&str, FitResult)) {
    for loss in LOSSES {
        let tree = TreeParams { min_child_weight: 0.0, ..small_boost().tree };
        let params = BoostParams { loss, tree, ..small_boost() };
        see(&format!("{loss:?}"), try_boost(params, matrix, labels));
    }
    for task in [ForestTask::Regression, ForestTask::Classification] {
        for bootstrap in [false, true] {
            let params = ForestParams { task, bootstrap, oob: bootstrap, ..small_forest() };
            see(&format!("{task:?}, bootstrap {bootstrap}"), try_forest(params, matrix, labels));
        }
    }
}

/// The answers to the training rows of every kind of fit.
fn answers(matrix: &Matrix, labels: &Labels, mut see: impl FnMut(&str, &[f64])) {
    fit_all(matrix, labels, |name, fitted| {
        let ensemble = fitted.unwrap_or_else(|problem| panic!("{name}: {problem}")).expect("nobody discards").ensemble;
        let answers = predict(&ensemble, matrix);
        assert!(answers.iter().all(|answer| answer.is_finite()), "{name}: {answers:?}");
        let found = ensemble.contributions(matrix, &Inline, ContributionMethod::Exact);
        assert!(found.is_ok(), "{name}: {found:?}");
        see(name, &answers);
    });
}

#[test]
fn one_row_is_its_own_answer() {
    for target in [0.0, 1.0] {
        answers(&matrix(&[&[3.0], &[f64::NAN]]), &Labels::new(&[target]), |name, answers| {
            assert!((answers[0] - target).abs() < 1e-5, "{name}: {answers:?}");
        });
    }
}

#[test]
fn one_class_is_the_answer_to_all() {
    let values: Vec<f64> = (0..10).map(f64::from).collect();
    for class in [0.0, 1.0] {
        answers(&matrix(&[&values]), &Labels::new(&[class; 10]), |name, answers| {
            assert!(answers.iter().all(|answer| (answer - class).abs() < 1e-5), "{name}: {answers:?}");
        });
    }
}

#[test]
fn ten_rows_are_enough_to_learn_from() {
    let values: Vec<f64> = (0..10).map(f64::from).collect();
    let targets: Vec<f64> = values.iter().map(|value| f64::from(u8::from(*value > 4.0))).collect();
    let matrix = matrix(&[&values]);
    answers(&matrix, &Labels::new(&targets), |name, answers| {
        // A quantile of 0.9 may answer 1 to all.
        assert!(answers[9] >= answers[0], "{name}: {answers:?}");
    });
    let grown = forest(&small_forest(), &matrix, &Labels::new(&targets));
    assert_eq!(predict(&grown, &matrix), targets);
}

#[test]
fn nothing_known_is_nothing_learned() {
    let (missing, targets) = ([f64::NAN; 8], [0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    let matrix = matrix(&[&missing, &missing]);
    answers(&matrix, &Labels::new(&targets), |name, answers| {
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{name}: {answers:?}");
    });
    let boosted = boost(&small_boost(), &matrix, &Labels::new(&targets));
    assert!(is_near(predict(&boosted, &matrix)[0], 0.75, 1e-6));
}

#[test]
fn a_constant_target_is_met() {
    let values: Vec<f64> = (0..20).map(f64::from).collect();
    for target in [0.0, 7.25, -1e9, 1e-30] {
        let matrix = matrix(&[&values]);
        let labels = Labels { target: &[target; 20], weights: None, offset: None };
        for ensemble in [boost(&small_boost(), &matrix, &labels), forest(&small_forest(), &matrix, &labels)] {
            for answer in predict(&ensemble, &matrix) {
                assert!((answer - target).abs() <= 1e-6 * target.abs(), "{answer} is not {target}");
            }
            assert!(ensemble.importances().iter().all(|importance| importance.splits == 0));
        }
    }
}

#[test]
fn equal_rows_with_other_targets_get_their_mean() {
    let matrix = matrix(&[&[1.0, 1.0, 2.0, 2.0]]);
    let labels = Labels::new(&[3.0, 5.0, 10.0, 20.0]);
    for answer in predict(&forest(&small_forest(), &matrix, &labels), &matrix).chunks(2).zip([4.0, 15.0]) {
        assert!(answer.0.iter().all(|found| is_near(*found, answer.1, 1e-6)), "{answer:?}");
    }
    let tree = TreeParams { reg_lambda: 0.0, ..small_boost().tree };
    let params = BoostParams { tree, learning_rate: 1.0, ..small_boost() };
    for answer in predict(&boost(&params, &matrix, &labels), &matrix).chunks(2).zip([4.0, 15.0]) {
        assert!(answer.0.iter().all(|found| is_near(*found, answer.1, 1e-6)), "{answer:?}");
    }
}

#[test]
fn ten_thousand_columns_are_searched_for_the_one_that_tells() {
    const COLUMNS: usize = 10_000;
    const TELLING: usize = 7_777;
    let cell = |row: usize, column: usize| ((row * 31 + column * 17 + row * column) % 97) as f64;
    let targets: Vec<f64> = (0..40).map(|row| f64::from(u8::from(row % 8 < 3))).collect();
    let column = |number: usize| {
        let values = (0..40).map(|row| if number == TELLING { targets[row] } else { cell(row, number) });
        (format!("x{number}"), values.collect())
    };
    let matrix = Matrix::from_numbers((0..COLUMNS).map(column)).expect("columns of one length");
    let params = BoostParams { n_estimators: 2, ..small_boost() };
    for ensemble in [
        boost(&params, &matrix, &Labels::new(&targets)),
        forest(&ForestParams { n_estimators: 1, ..small_forest() }, &matrix, &Labels::new(&targets)),
    ] {
        let importances = ensemble.importances();
        let root = ensemble.nodes().feature(0) as usize;
        // Another column may tell as well by chance; the first of equals is taken.
        assert!(root == TELLING || importances[root].gain >= importances[TELLING].gain);
        let found = ensemble.contributions(&matrix, &Inline, ContributionMethod::Exact).expect("covers");
        assert_eq!(found.of(39, 0).len(), COLUMNS);
        let margins = ensemble.margins(&matrix, &Inline).expect("the same columns");
        assert!(is_near(found.base[0] + found.of(39, 0).iter().sum::<f64>(), margins[39], 1e-9));
    }
}

#[test]
fn a_target_that_is_no_number_is_refused_with_its_row() {
    let matrix = matrix(&[&[1.0, 2.0, 3.0]]);
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        fit_all(&matrix, &Labels::new(&[0.0, bad, 1.0]), |name, fitted| match fitted {
            Err(TreeProblem::Target { row: 1, found, .. }) => assert_eq!(found.to_bits(), bad.to_bits(), "{name}"),
            other => panic!("{name}: {other:?}"),
        });
    }
    for (loss, bad) in [(Loss::Logistic, 2.0), (Loss::Logistic, -0.5), (Loss::Poisson, -1.0)] {
        let fitted = try_boost(BoostParams { loss, ..small_boost() }, &matrix, &Labels::new(&[1.0, 0.0, bad]));
        assert!(matches!(fitted, Err(TreeProblem::Target { row: 2, .. })), "{loss:?}: {fitted:?}");
    }
    let params = ForestParams { task: ForestTask::Classification, ..small_forest() };
    let fitted = try_forest(params, &matrix, &Labels::new(&[1.0, 0.0, 2.0]));
    assert!(matches!(fitted, Err(TreeProblem::Target { row: 2, .. })), "{fitted:?}");
}

#[test]
fn targets_of_any_size_are_learned() {
    let values: Vec<f64> = (0..16).map(f64::from).collect();
    let matrix = matrix(&[&values]);
    for size in [1e-20, 1e-3, 1e6, 1e15, 1e30] {
        let targets: Vec<f64> = values.iter().map(|value| size * value).collect();
        let params = BoostParams { n_estimators: 60, ..small_boost() };
        for ensemble in
            [boost(&params, &matrix, &Labels::new(&targets)), forest(&small_forest(), &matrix, &Labels::new(&targets))]
        {
            let answers = predict(&ensemble, &matrix);
            let worst = answers.iter().zip(&targets).map(|(a, t)| (a - t).abs()).fold(0.0, f64::max);
            assert!(worst < 0.1 * 16.0 * size, "{size}: {answers:?}");
        }
    }
    // Beyond what gradients can hold: a clear error or finite answers.
    let targets: Vec<f64> = values.iter().map(|value| 1e307 * value).collect();
    fit_all(&matrix, &Labels::new(&targets), |name, fitted| match fitted {
        Ok(fitted) => {
            let answers = predict(&fitted.expect("nobody discards").ensemble, &matrix);
            assert!(answers.iter().all(|answer| answer.is_finite()), "{name}: {answers:?}");
        }
        Err(problem) => assert!(!problem.to_string().is_empty()),
    });
}

#[test]
fn bad_weights_are_refused_with_their_row() {
    let matrix = matrix(&[&[1.0, 2.0, 3.0]]);
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let labels = Labels { weights: Some(&[1.0, 1.0, bad]), ..Labels::new(&[0.0, 1.0, 1.0]) };
        fit_all(&matrix, &labels, |name, fitted| {
            assert!(matches!(fitted, Err(TreeProblem::Weight { row: 2, .. })), "{name}: {fitted:?}");
        });
    }
    let labels = Labels { weights: Some(&[0.0; 3]), ..Labels::new(&[0.0, 1.0, 1.0]) };
    fit_all(&matrix, &labels, |name, fitted| {
        assert!(matches!(fitted, Err(TreeProblem::Weight { .. })), "{name}: {fitted:?}");
    });
}

#[test]
fn a_row_of_weight_0_teaches_nothing() {
    let values: Vec<f64> = (0..12).map(f64::from).collect();
    let matrix = matrix(&[&values]);
    let weights: Vec<f64> = (0..12).map(|row| f64::from(u8::from(row % 3 != 0))).collect();
    let fit = |wild: f64| {
        let targets: Vec<f64> = (0..12).map(|row| if row % 3 == 0 { wild } else { f64::from(row / 6) }).collect();
        let labels = Labels { target: &targets, weights: Some(&weights), offset: None };
        let squared = predict(&boost(&small_boost(), &matrix, &labels), &matrix);
        let absolute = BoostParams { loss: Loss::Absolute, ..small_boost() };
        let absolute = predict(&boost(&absolute, &matrix, &labels), &matrix);
        (squared, absolute, predict(&forest(&small_forest(), &matrix, &labels), &matrix))
    };
    assert_eq!(fit(0.0), fit(1000.0));
}

#[test]
fn a_forest_takes_weights_as_they_are() {
    // In any unit: `min_samples_leaf` is about rows, not about weight.
    let values: Vec<f64> = (0..100).map(f64::from).collect();
    let targets: Vec<f64> = values.iter().map(|value| f64::from(u8::from(*value > 50.0))).collect();
    let matrix_of_100 = matrix(&[&values]);
    for unit in [1e-9, 0.01, 1.0, 65.0, 1e9] {
        let labels = Labels { weights: Some(&[unit; 100]), ..Labels::new(&targets) };
        let answers = predict(&forest(&small_forest(), &matrix_of_100, &labels), &matrix_of_100);
        assert_eq!(answers, targets, "weights of {unit}");
    }
    // And in any proportion.
    for weights in [[1.0, 0.3], [100.0, 0.7], [1.0, 0.001]] {
        let (matrix, labels) = (matrix(&[&[1.0, 1.0]]), Labels { weights: Some(&weights), ..Labels::new(&[0.0, 1.0]) });
        let (answer, mean) =
            (predict(&forest(&small_forest(), &matrix, &labels), &matrix)[0], weights[1] / (weights[0] + weights[1]));
        assert!(is_near(answer, mean, 1e-6), "{weights:?}: {answer} is not {mean}");
    }
}

#[test]
fn lengths_must_agree() {
    let matrix = matrix(&[&[1.0, 2.0, 3.0]]);
    let short = TreeProblem::TargetLength { targets: 2, rows: 3 };
    fit_all(&matrix, &Labels::new(&[0.0, 1.0]), |name, fitted| assert_eq!(fitted, Err(short.clone()), "{name}"));
    let labels = Labels { weights: Some(&[1.0; 2]), ..Labels::new(&[0.0, 1.0, 1.0]) };
    fit_all(&matrix, &labels, |name, fitted| assert_eq!(fitted, Err(short.clone()), "{name}"));
    let labels = Labels { offset: Some(&[1.0; 4]), ..Labels::new(&[0.0, 1.0, 1.0]) };
    let fitted = try_boost(small_boost(), &matrix, &labels);
    assert_eq!(fitted, Err(TreeProblem::TargetLength { targets: 4, rows: 3 }));
    let held_out = BoostParams { held_out: HeldOut::Rows(vec![true; 2]), ..small_boost() };
    assert!(try_boost(held_out, &matrix, &Labels::new(&[0.0, 1.0, 1.0])).is_err());
}

#[test]
fn no_rows_and_no_columns() {
    fit_all(&matrix(&[&[]]), &Labels::new(&[]), |name, fitted| {
        assert_eq!(fitted, Err(TreeProblem::NoRows), "{name}");
    });
    fit_all(&Matrix::default(), &Labels::new(&[]), |name, fitted| {
        assert_eq!(fitted, Err(TreeProblem::NoRows), "{name}");
    });
    let all_held_out = BoostParams { held_out: HeldOut::Rows(vec![true; 2]), ..small_boost() };
    let fitted = try_boost(all_held_out, &matrix(&[&[1.0, 2.0]]), &Labels::new(&[0.0, 1.0]));
    assert_eq!(fitted, Err(TreeProblem::NoRows));
}

#[test]
fn parameters_out_of_range_are_named() {
    type Change = (&'static str, fn(&mut BoostParams));
    let changes: [Change; 14] = [
        ("n_estimators", |p| p.n_estimators = 0),
        ("learning_rate", |p| p.learning_rate = f64::NAN),
        ("learning_rate", |p| p.learning_rate = 0.0),
        ("max_bin", |p| p.max_bin = 1),
        ("max_bin", |p| p.max_bin = 256),
        ("reg_lambda", |p| p.tree.reg_lambda = -1.0),
        ("reg_alpha", |p| p.tree.reg_alpha = f64::NAN),
        ("min_child_weight", |p| p.tree.min_child_weight = f64::INFINITY),
        ("subsample", |p| p.sampling = RowSampling::Share(0.0)),
        ("colsample_bynode", |p| p.tree.colsample_bynode = 1.5),
        ("quantile_alpha", |p| p.loss = Loss::Quantile { alpha: 1.0 }),
        ("huber_slope", |p| p.loss = Loss::Huber { slope: 0.0 }),
        ("scale_pos_weight", |p| p.scale_pos_weight = -1.0),
        ("held_out", |p| p.held_out = HeldOut::Share(1.0)),
    ];
    for (name, change) in changes {
        let mut params = small_boost();
        change(&mut params);
        let refused = params.check().expect_err(name);
        assert!(matches!(&refused, TreeProblem::Parameter { name: found, .. } if *found == name), "{refused}");
    }
    // What depends on the columns is said when they are known.
    let (one_column, labels) = (matrix(&[&[1.0, 2.0]]), Labels::new(&[0.0, 1.0]));
    let mut params = small_boost();
    params.tree.monotone_constraints = vec![Monotone::Rising; 2];
    assert!(matches!(try_boost(params, &one_column, &labels), Err(TreeProblem::Parameter { .. })));
    let mut params = small_boost();
    params.tree.interaction_constraints = vec![vec![0, 1]];
    assert!(matches!(try_boost(params, &one_column, &labels), Err(TreeProblem::Parameter { .. })));
}

#[test]
fn infinite_features_are_large_numbers() {
    let values = [f64::NEG_INFINITY, -1.0, 0.0, 1.0, f64::INFINITY, f64::INFINITY, f64::NAN, f64::MAX];
    let targets = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0];
    let matrix = matrix(&[&values]);
    let params = ForestParams { n_estimators: 1, ..small_forest() };
    assert_eq!(predict(&forest(&params, &matrix, &Labels::new(&targets)), &matrix), targets);
}

#[test]
fn hundreds_of_levels_are_learned() {
    let codes: Vec<u32> = (0..3000).map(|row| row * 7 % 600).collect();
    let targets: Vec<f64> = codes.iter().map(|code| f64::from(u8::from(code % 3 == 0))).collect();
    let levels = (0..600).map(|level| format!("level {level}")).collect();
    let column = MatrixColumn { name: "c".into(), values: Values::Categories { codes, levels } };
    let matrix = Matrix::new(vec![column]).expect("one column");
    let params = BoostParams { loss: Loss::Logistic, n_estimators: 20, ..small_boost() };
    let answers = predict(&boost(&params, &matrix, &Labels::new(&targets)), &matrix);
    let right = answers.iter().zip(&targets).filter(|(answer, target)| (**answer > 0.5) == (**target == 1.0)).count();
    // 254 levels have a bin of their own; the others share one, of which two in three are 0.
    assert!(right >= 2300, "{right} of 3000");
}

#[test]
fn weights_enter_a_forests_gains_as_they_are() {
    let (matrix, targets, weights) = (matrix(&[&[1.0, 2.0]]), [0.0, 1.0], [1.0, 3.0]);
    let labels = Labels { weights: Some(&weights), ..Labels::new(&targets) };
    let params = ForestParams { n_estimators: 1, ..small_forest() };
    let model = forest(&params, &matrix, &labels);
    // Sum of squares about the mean of 3/4: 1 x 9/16 + 3 x 1/16.
    assert!((model.nodes().gain(0) - 0.75).abs() < 1e-6, "{}", model.nodes().gain(0));
}
