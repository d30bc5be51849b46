use super::*;
use crate::{
    lanes::Inline,
    learn::{Folds, TrainProgress},
    tree::{Matrix, MatrixColumn, Values},
};

fn noise(row: usize, of: u64) -> f64 {
    (crate::random::scramble((row as u64).wrapping_mul(31) ^ (of << 40)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Houses whose price follows from area and age, both straight and crooked.
fn houses(rows: usize) -> (Matrix, Vec<f64>) {
    let column = |name: &str, of: u64| MatrixColumn {
        name: name.to_owned(),
        values: Values::Double((0..rows).map(|row| noise(row, of)).collect()),
    };
    let price = |row: usize| {
        let (area, age) = (noise(row, 1), noise(row, 2));
        let crooked = if age > 0.5 { 1.4 } else { 1.0 };
        100_000.0 * (1.0 + area) * crooked * (1.0 + 0.2 * noise(row, 9))
    };
    (Matrix::new(vec![column("area", 1), column("age", 2), column("idle", 3)]).unwrap(), (0..rows).map(price).collect())
}

fn ground<'a>(task: Task, matrix: &Matrix, target: &'a [f64]) -> Ground<'a> {
    let parts = match task {
        Task::Regression => Folds::shuffled(target.len(), FOLDS, 5),
        Task::Classification => Folds::stratified(target, FOLDS, 5),
    };
    let fold = |part: usize| {
        let (others, held) = parts.split(part);
        let of_others = others.iter().map(|row| target[*row as usize]).collect();
        Fold::new(task, (&matrix.take(&others), of_others), (matrix.take(&held), held), &Inline).unwrap()
    };
    Ground { task, target, folds: (0..parts.len()).map(fold).collect(), seed: 5, lanes: &Inline }
}

/// Poor enough that anything drawn is better.
fn poor() -> (Choice, bool) {
    let Choice::Boost(usual) = Choice::usual_boosting() else { panic!("boosting") };
    (Choice::Boost(BoostChoice { n_estimators: 3, ..usual }), true)
}

fn search(ground: &Ground<'_>, trials: Option<u32>, seconds: Option<f64>) -> Tuning {
    let mut ticks = 0.0;
    // A clock of which every look takes a hundredth of a second.
    let mut now_seconds = || {
        ticks += 0.01;
        ticks
    };
    let allowance = Allowance { trials, seconds, now_seconds: &mut now_seconds };
    Tuning::search(ground, vec![poor()], allowance, &mut |_| true).unwrap().unwrap()
}

#[test]
fn what_beats_the_usual_parameters_is_kept_and_all_that_was_tried_is_told() {
    let (matrix, price) = houses(500);
    let ground = ground(Task::Regression, &matrix, &price);
    let tuning = search(&ground, Some(12), None);
    let kept = tuning.kept.as_ref().expect("three rounds are beaten");
    assert!(kept.is_sound(), "{kept:?}");
    let report = &tuning.report;
    assert!(report.gain.unwrap().is_clear() && report.kept_figure < report.usual_figure, "{report:?}");
    let runners: Vec<&TriedChoice> = report.tried.iter().filter(|tried| tried.seconds.is_some()).collect();
    assert_eq!(runners.len(), 12);
    assert_eq!(report.tried.len(), 14, "and the plain models");
    let through = runners.iter().filter(|tried| tried.folds == FOLDS as usize).count();
    assert!((3..=5).contains(&through), "the usual one and the best of each heat: {through}");
    assert!(runners.iter().all(|tried| tried.figure.is_some_and(f64::is_finite)));
    let weights: f64 = report.tried.iter().map(|tried| tried.weight).sum();
    assert!((weights - 1.0).abs() < 1e-9);
    assert!(report.verdict[0].contains("Kept"), "{:?}", report.verdict);
    // A longer search begins as a shorter one does.
    let fewer = search(&ground, Some(9), None);
    for (few, many) in fewer.report.tried.iter().take(9).zip(&report.tried) {
        assert_eq!((&few.params, few.folds, few.figure), (&many.params, many.folds, many.figure));
    }
}

#[test]
fn the_same_trials_come_out_the_same_whatever_the_clock_says() {
    let (matrix, price) = houses(300);
    let ground = ground(Task::Regression, &matrix, &price);
    let first = search(&ground, Some(10), None);
    let mut now_seconds = || 0.0;
    let allowance = Allowance { trials: Some(10), seconds: None, now_seconds: &mut now_seconds };
    let second = Tuning::search(&ground, vec![poor()], allowance, &mut |_| true).unwrap().unwrap();
    assert_eq!(first.kept, second.kept);
    assert_eq!(first.report.verdict, second.report.verdict);
}

#[test]
fn a_clock_ends_it_and_what_was_not_compared_is_not_kept() {
    let (matrix, price) = houses(300);
    let ground = ground(Task::Regression, &matrix, &price);
    // Each tree is a look at the clock: the usual one is through after about 20.
    let none = search(&ground, None, Some(0.05));
    assert_eq!(none.kept, None);
    assert!(none.report.verdict[0].contains("not even time"), "{:?}", none.report.verdict);
    let some = search(&ground, None, Some(40.0));
    assert!(some.report.tried.len() > 3 && some.report.seconds <= 41.0, "{}", some.report.seconds);
}

#[test]
fn a_watcher_can_stop_it() {
    let (matrix, price) = houses(200);
    let ground = ground(Task::Regression, &matrix, &price);
    let mut now_seconds = || 0.0;
    let allowance = Allowance { trials: Some(50), seconds: None, now_seconds: &mut now_seconds };
    let mut calls = 0;
    let mut watch = |_: TrainProgress| {
        calls += 1;
        calls < 7
    };
    assert_eq!(Tuning::search(&ground, vec![poor()], allowance, &mut watch).unwrap(), None);
    assert_eq!(calls, 7);
}

#[test]
fn noise_is_not_taken_for_a_gain() {
    let (matrix, price) = houses(400);
    // Prices that nothing foretells: whatever is tried, the usual parameters stay.
    let lots: Vec<f64> = (0..price.len()).map(|row| 100_000.0 * (1.0 + noise(row, 77))).collect();
    let ground = ground(Task::Regression, &matrix, &lots);
    let Choice::Boost(usual) = Choice::usual_boosting() else { panic!("boosting") };
    let flat = Choice::Boost(BoostChoice { n_estimators: 1, ..usual });
    let mut now_seconds = || 0.0;
    let allowance = Allowance { trials: Some(9), seconds: None, now_seconds: &mut now_seconds };
    let tuning = Tuning::search(&ground, vec![(flat, true)], allowance, &mut |_| true).unwrap().unwrap();
    assert_eq!(tuning.kept, None, "{:?}", tuning.report.verdict);
    assert_eq!(tuning.report.kept, USUAL);
}

#[test]
fn chances_are_judged_by_their_log_loss() {
    let (matrix, price) = houses(400);
    let classes: Vec<f64> = price.iter().map(|price| f64::from(*price > 190_000.0)).collect();
    let ground = ground(Task::Classification, &matrix, &classes);
    let mut now_seconds = || 0.0;
    let allowance = Allowance { trials: Some(10), seconds: None, now_seconds: &mut now_seconds };
    let usual = vec![(poor().0, false), (Choice::usual_forest(Task::Classification, 3), false)];
    let tuning = Tuning::search(&ground, usual, allowance, &mut |_| true).unwrap().unwrap();
    let kept = tuning.kept.expect("three rounds are beaten");
    assert!(!kept.log_target && tuning.report.figure == "log loss");
    assert!(
        tuning.report.kept_figure.unwrap() < 0.5 * tuning.report.usual_figure.unwrap(),
        "{:?}",
        tuning.report.verdict
    );
}
