use super::*;
use crate::{
    lanes::Inline,
    tree::{MISSING_CODE, MatrixColumn, Progress, Values, Verdict, unwatched},
};

/// A number by place, from 0 up to but without 1.
fn noise(row: usize, of: u64) -> f64 {
    (crate::random::scramble((row as u64).wrapping_mul(31) ^ (of << 40)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Houses in many streets, whose price follows from both.
fn streets(rows: usize) -> (Matrix, Vec<f64>) {
    let code = |row: usize| (noise(row, 1) * 60.0) as u32;
    let levels: Vec<String> = (0..60).map(|street| format!("street {street}")).collect();
    let codes: Vec<u32> = (0..rows).map(|row| if row % 50 == 0 { MISSING_CODE } else { code(row) }).collect();
    let area: Vec<f64> = (0..rows).map(|row| 50.0 + 100.0 * noise(row, 2)).collect();
    let premium = |street: u32| f64::from(street * 29 % 60) / 60.0;
    let price = (0..rows).map(|row| area[row] * (1.0 + premium(code(row))) + 10.0 * noise(row, 3)).collect();
    let columns = vec![
        MatrixColumn { name: "area".to_owned(), values: Values::Double(area) },
        MatrixColumn { name: "street".to_owned(), values: Values::Categories { codes, levels } },
    ];
    (Matrix::new(columns).unwrap(), price)
}

const AUTO: Auto = Auto { task: Task::Regression, log_target: false, seed: 7 };

fn squared_error(answers: &[f64], target: &[f64]) -> f64 {
    answers.iter().zip(target).map(|(p, y)| (p - y) * (p - y)).sum::<f64>() / target.len() as f64
}

#[test]
fn it_is_better_than_a_guess_reports_what_it_tried_and_predicts_a_matrix_of_other_levels() {
    let (matrix, price) = streets(900);
    let (learned, kept): (Vec<u32>, Vec<u32>) = (0..900).partition(|row| row % 3 > 0);
    let take = |rows: &[u32]| rows.iter().map(|row| price[*row as usize]).collect::<Vec<f64>>();
    let chosen = AUTO.fit(&matrix.take(&learned), &take(&learned), &Inline, &mut unwatched).unwrap().unwrap();
    let answers = chosen.model.predict(&matrix.take(&kept), &Inline).unwrap();
    let target = take(&kept);
    let mean = target.iter().sum::<f64>() / target.len() as f64;
    let guess = squared_error(&vec![mean; target.len()], &target);
    assert!(squared_error(&answers, &target) < 0.15 * guess, "{} {guess}", squared_error(&answers, &target));

    let weights: f64 = chosen.tried.iter().map(|tried| tried.weight).sum();
    assert!((weights - 1.0).abs() < 1e-9);
    assert_eq!(chosen.tried.iter().filter(|tried| tried.stage == Stage::Screening).count(), 8);
    assert!(chosen.tried.iter().all(|tried| tried.loss.is_finite() && tried.fits > 0));
    assert_eq!(chosen.words.matches('%').count(), chosen.model.parts.len());

    // The same rows, their levels in another order.
    let mut columns = matrix.take(&kept).into_columns();
    if let Values::Categories { codes, levels } = &mut columns[1].values {
        let last = levels.len() as u32 - 1;
        levels.reverse();
        codes.iter_mut().filter(|code| **code != MISSING_CODE).for_each(|code| *code = last - *code);
    }
    assert_eq!(chosen.model.predict(&Matrix::new(columns).unwrap(), &Inline).unwrap(), answers);
}

#[test]
fn a_watcher_can_stop_it() {
    let (matrix, price) = streets(200);
    let mut trees = 0;
    let mut watch = |_: Progress| {
        trees += 1;
        if trees > 5 { Verdict::Discard } else { Verdict::Continue }
    };
    assert_eq!(AUTO.fit(&matrix, &price, &Inline, &mut watch).unwrap(), None);
}
