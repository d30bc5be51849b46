//! A line through the features: the plain model that trees must beat.
//!
//! Ridge regression (Hoerl & Kennard 1970) by smartcore, on columns of mean 0 and deviation 1. Numbers that are missing
//! stand at the mean, with a column that says so; categories have a column for each of their frequent levels.

use std::collections::BTreeMap;

use smartcore::{
    linalg::basic::{arrays::Array, matrix::DenseMatrix},
    linear::ridge_regression::{RidgeRegression, RidgeRegressionParameters, RidgeRegressionSolverName},
};

use super::average::mean;
use crate::tree::{MISSING_CODE, Matrix, Values};

/// Levels of a category that have a column of their own.
const MOST_LEVELS: usize = 30;
const ALPHA: f64 = 1.0;

/// The answers of a line, learned from some rows, for others. None where the equations have no answer.
pub(super) fn ridge(learned: &Matrix, target: &[f64], asked: &Matrix) -> Option<Vec<f64>> {
    let columns: Vec<(Vec<f64>, Vec<f64>)> =
        learned.columns().iter().zip(asked.columns()).flat_map(|(a, b)| spread(&a.values, &b.values)).collect();
    let (mut teach, mut ask) = (Vec::new(), Vec::new());
    for (mut a, mut b) in columns {
        let centre = mean(a.iter().copied())?;
        let deviation = mean(a.iter().map(|value| (value - centre) * (value - centre)))?.sqrt();
        if deviation > 0.0 {
            a.iter_mut().chain(&mut b).for_each(|value| *value = (*value - centre) / deviation);
            teach.push(a);
            ask.push(b);
        }
    }
    let parameters =
        RidgeRegressionParameters { solver: RidgeRegressionSolverName::Cholesky, alpha: ALPHA, normalize: false };
    // Columns have the mean 0, so the level is that of the target; smartcore would draw it towards 0.
    let level = mean(target.iter().copied())?;
    let rise: Vec<f64> = target.iter().map(|value| value - level).collect();
    let line = RidgeRegression::fit(&rows_of(teach, learned.rows())?, &rise, parameters).ok()?;
    let answers: Vec<f64> = line.predict(&rows_of(ask, asked.rows())?).ok()?.iter().map(|rise| rise + level).collect();
    answers.iter().all(|answer| answer.is_finite()).then_some(answers)
}

fn rows_of(columns: Vec<Vec<f64>>, rows: usize) -> Option<DenseMatrix<f64>> {
    let count = columns.len();
    // Column by column.
    DenseMatrix::new(rows, count, columns.concat(), true).ok().filter(|matrix| matrix.shape() == (rows, count))
}

/// The columns that a feature becomes, for the rows learned from and for those asked about.
fn spread(learned: &Values, asked: &Values) -> Vec<(Vec<f64>, Vec<f64>)> {
    let numbers = |values: &Values| (0..values.len()).map(|row| values.number(row)).collect::<Vec<f64>>();
    match (learned, asked) {
        (Values::Categories { codes, levels }, Values::Categories { codes: asked_codes, levels: asked_levels }) => {
            let mut counts = vec![0_usize; levels.len()];
            codes.iter().filter(|code| **code != MISSING_CODE).for_each(|code| counts[*code as usize] += 1);
            let mut frequent: Vec<usize> = (0..levels.len()).filter(|level| counts[*level] > 0).collect();
            frequent.sort_by_key(|level| std::cmp::Reverse(counts[*level]));
            frequent.truncate(MOST_LEVELS);
            let asked_place: BTreeMap<&str, u32> = asked_levels.iter().map(String::as_str).zip(0..).collect();
            let is = |codes: &[u32], wanted: Option<u32>| {
                codes.iter().map(|code| f64::from(Some(*code) == wanted)).collect::<Vec<f64>>()
            };
            let column = |level: usize| {
                let there = asked_place.get(levels[level].as_str()).copied();
                (is(codes, Some(level as u32)), is(asked_codes, there))
            };
            frequent.into_iter().map(column).collect()
        }
        _ => {
            let (learned, asked) = (numbers(learned), numbers(asked));
            let usual = mean(learned.iter().copied().filter(|value| !value.is_nan())).unwrap_or(0.0);
            let filled = |values: &[f64]| {
                values.iter().map(|value| if value.is_nan() { usual } else { *value }).collect::<Vec<f64>>()
            };
            let missing = |values: &[f64]| values.iter().map(|value| f64::from(value.is_nan())).collect::<Vec<f64>>();
            vec![(filled(&learned), filled(&asked)), (missing(&learned), missing(&asked))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::MatrixColumn;

    #[test]
    fn a_line_is_found_again_also_through_gaps_and_categories() {
        let rows = 400;
        let area = |row: usize| (row * 37 % 200) as f64;
        let level = |row: usize| (row % 3) as u32;
        let matrix = |of: std::ops::Range<usize>| {
            let areas = of.clone().map(|row| if row % 50 == 7 { f64::NAN } else { area(row) }).collect();
            let codes = of.map(level).collect();
            let levels = ["a", "b", "c"].map(str::to_owned).to_vec();
            let named = |name: &str, values| MatrixColumn { name: name.to_owned(), values };
            Matrix::new(vec![named("area", Values::Double(areas)), named("zip", Values::Categories { codes, levels })])
                .unwrap()
        };
        let price = |row: usize| 100.0 + 2.0 * area(row) + 50.0 * f64::from(level(row));
        let target: Vec<f64> = (0..rows).map(price).collect();
        let answers = ridge(&matrix(0..rows), &target, &matrix(rows..rows + 50)).unwrap();
        for (row, answer) in (rows..rows + 50).zip(answers).filter(|(row, _)| row % 50 != 7) {
            assert!((answer - price(row)).abs() < 6.0, "row {row}: {answer} for {}", price(row));
        }
    }
}
