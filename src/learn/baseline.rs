//! Models that are no trees: a line through the features, which trees must beat, and the mean of the most alike rows.
//!
//! By smartcore, on columns of mean 0 and deviation 1. Numbers that are missing stand at the mean, with a column that says
//! so; categories have a column for each of their frequent levels.

use std::collections::BTreeMap;

use smartcore::{
    algorithm::neighbour::KNNAlgorithmName,
    linalg::basic::{arrays::Array, matrix::DenseMatrix},
    linear::ridge_regression::{RidgeRegression, RidgeRegressionParameters, RidgeRegressionSolverName},
    neighbors::{
        KNNWeightFunction,
        knn_regressor::{KNNRegressor, KNNRegressorParameters},
    },
};

use super::average::mean;
use crate::tree::{MISSING_CODE, Matrix, Values};

/// Levels of a category that have a column of their own.
const MOST_LEVELS: usize = 30;
const ALPHA: f64 = 1.0;
const NEIGHBOURS: usize = 12;

/// A line through the features (ridge regression, Hoerl & Kennard 1970).
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    spread: Spread,
    /// By column of the spread.
    slopes: Vec<f64>,
    level: f64,
    /// The least and the most that it has learned from. Beyond what it has seen a line runs on for ever; its answers do
    /// not.
    range: (f64, f64),
}

impl Line {
    /// None where the equations have no answer, or there is nothing to learn from.
    pub(super) fn learn(matrix: &Matrix, target: &[f64]) -> Option<Self> {
        let spread = Spread::of(matrix)?;
        let parameters =
            RidgeRegressionParameters { solver: RidgeRegressionSolverName::Cholesky, alpha: ALPHA, normalize: false };
        // Columns have the mean 0, so the level is that of the target; smartcore would draw it towards 0.
        let level = mean(target.iter().copied())?;
        let rise: Vec<f64> = target.iter().map(|value| value - level).collect();
        let line = RidgeRegression::fit(&rows_of(spread.columns(matrix), matrix.rows())?, &rise, parameters).ok()?;
        let slopes: Vec<f64> = line.coefficients().iterator(0).copied().collect();
        let is_line = slopes.len() == spread.columns.len() && slopes.iter().all(|slope| slope.is_finite());
        let range =
            target.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(*y), high.max(*y)));
        is_line.then(|| Self { level: level + line.intercept(), slopes, spread, range })
    }

    /// The same answer for every row.
    pub(super) fn flat(level: f64) -> Self {
        Self { spread: Spread { columns: Vec::new() }, slopes: Vec::new(), level, range: (level, level) }
    }

    /// Multiplications that learning it takes, or so.
    pub(super) fn work(matrix: &Matrix) -> usize {
        let columns = Spread::of(matrix).map_or(0, |spread| spread.columns.len());
        matrix.rows().saturating_mul(columns).saturating_mul(columns)
    }

    /// The answer for each row. A column that is not there is missing.
    pub fn answers(&self, matrix: &Matrix) -> Vec<f64> {
        let mut answers = vec![self.level; matrix.rows()];
        for (column, slope) in self.spread.columns(matrix).iter().zip(&self.slopes) {
            answers.iter_mut().zip(column).for_each(|(answer, value)| *answer += slope * value);
        }
        let (low, high) = self.range;
        // Written so that no range, however odd, is a panic.
        answers.iter_mut().for_each(|answer| *answer = answer.max(low).min(high));
        answers
    }
}

/// The answers of a line, learned from some rows, for others. None where the equations have no answer.
pub(super) fn ridge(learned: &Matrix, target: &[f64], asked: &Matrix) -> Option<Vec<f64>> {
    let answers = Line::learn(learned, target)?.answers(asked);
    answers.iter().all(|answer| answer.is_finite()).then_some(answers)
}

/// The mean target of the most alike of some rows, the nearer the weightier, for others. None for too few rows.
pub(super) fn neighbours(learned: &Matrix, target: &[f64], asked: &Matrix) -> Option<Vec<f64>> {
    let spread = Spread::of(learned)?;
    let parameters = KNNRegressorParameters::default()
        .with_k(NEIGHBOURS.min(learned.rows()))
        .with_weight(KNNWeightFunction::Distance)
        .with_algorithm(KNNAlgorithmName::LinearSearch);
    let (teach, ask) =
        (rows_of(spread.columns(learned), learned.rows())?, rows_of(spread.columns(asked), asked.rows())?);
    let answers: Vec<f64> = KNNRegressor::fit(&teach, &target.to_vec(), parameters).ok()?.predict(&ask).ok()?;
    answers.iter().all(|answer| answer.is_finite()).then_some(answers)
}

fn rows_of(columns: Vec<Vec<f64>>, rows: usize) -> Option<DenseMatrix<f64>> {
    let count = columns.len();
    // Column by column.
    DenseMatrix::new(rows, count, columns.concat(), true).ok().filter(|matrix| matrix.shape() == (rows, count))
}

/// The columns that features become, each of mean 0 and deviation 1 on the rows that it was learned from.
#[derive(Clone, Debug, PartialEq)]
struct Spread {
    columns: Vec<SpreadColumn>,
}

#[derive(Clone, Debug, PartialEq)]
struct SpreadColumn {
    feature: String,
    form: Form,
    centre: f64,
    deviation: f64,
}

/// What a column says of its feature.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    /// The number; where it is missing, this one.
    Number {
        usual: f64,
    },
    IsMissing,
    /// Whether it is this level.
    Is(String),
}

impl Spread {
    /// Columns that differ from row to row; None where there is none.
    fn of(matrix: &Matrix) -> Option<Self> {
        let mut columns = Vec::new();
        for column in matrix.columns() {
            for form in forms(&column.values) {
                let found = form.column(&column.values, matrix.rows());
                let centre = mean(found.iter().copied())?;
                let deviation = mean(found.iter().map(|value| (value - centre) * (value - centre)))?.sqrt();
                if deviation > 0.0 {
                    columns.push(SpreadColumn { feature: column.name.clone(), form, centre, deviation });
                }
            }
        }
        (!columns.is_empty()).then_some(Self { columns })
    }

    fn columns(&self, matrix: &Matrix) -> Vec<Vec<f64>> {
        let places: BTreeMap<&str, &Values> =
            matrix.columns().iter().map(|column| (column.name.as_str(), &column.values)).collect();
        let nothing = Values::Double(vec![f64::NAN; matrix.rows()]);
        let column = |spread: &SpreadColumn| {
            let values = places.get(spread.feature.as_str()).copied().unwrap_or(&nothing);
            let mut found = spread.form.column(values, matrix.rows());
            found.iter_mut().for_each(|value| *value = (*value - spread.centre) / spread.deviation);
            found
        };
        self.columns.iter().map(column).collect()
    }
}

/// What a feature becomes.
fn forms(values: &Values) -> Vec<Form> {
    let Values::Categories { codes, levels } = values else {
        let known = (0..values.len()).map(|row| values.number(row)).filter(|value| !value.is_nan());
        return vec![Form::Number { usual: mean(known).unwrap_or(0.0) }, Form::IsMissing];
    };
    let mut counts = vec![0_usize; levels.len()];
    codes.iter().filter(|code| **code != MISSING_CODE).for_each(|code| counts[*code as usize] += 1);
    let mut frequent: Vec<usize> = (0..levels.len()).filter(|level| counts[*level] > 0).collect();
    frequent.sort_by_key(|level| std::cmp::Reverse(counts[*level]));
    frequent.truncate(MOST_LEVELS);
    frequent.into_iter().map(|level| Form::Is(levels[level].clone())).collect()
}

impl Form {
    fn column(&self, values: &Values, rows: usize) -> Vec<f64> {
        match (self, values) {
            (Self::Is(level), Values::Categories { codes, levels }) => {
                let wanted = levels.iter().position(|own| own == level).map(|place| place as u32);
                codes.iter().map(|code| f64::from(Some(*code) == wanted)).collect()
            }
            (Self::Is(_), _) => vec![0.0; rows],
            (Self::Number { usual }, values) => {
                let number = |value: f64| if value.is_nan() { *usual } else { value };
                (0..rows).map(|row| number(values.number(row))).collect()
            }
            (Self::IsMissing, values) => (0..rows).map(|row| f64::from(values.number(row).is_nan())).collect(),
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
        for (says, most_off) in [(ridge as fn(&_, &_, &_) -> _, 6.0), (neighbours, 60.0)] {
            let answers: Vec<f64> = says(&matrix(0..rows), &target, &matrix(rows..rows + 50)).unwrap();
            for (row, answer) in (rows..rows + 50).zip(answers).filter(|(row, _)| row % 50 != 7) {
                assert!((answer - price(row)).abs() < most_off, "row {row}: {answer} for {}", price(row));
            }
        }
    }
}
