//! All features -> those that may be learned from, and why the others may not.

use super::{Guard, LearnProblem};
use crate::{
    feature::house::{self, Purpose},
    tree::{Matrix, MatrixColumn, Values},
};

/// Columns to learn from.
pub(super) struct Usable {
    pub matrix: Matrix,
    /// Columns left out, with the reason or the evidence.
    pub refused: Vec<(String, String)>,
    /// Columns that look like giving the answer away and were allowed all the same.
    pub allowed_leaky: Vec<String>,
}

impl Usable {
    /// Of all features of houses, takes those that serve the purpose or are allowed all the same; of these leaves out what
    /// is the same in every row, then what the guard refuses.
    pub fn of(houses: Matrix, purpose: Purpose, target: &[f64], guard: &Guard<'_>) -> Result<Self, LearnProblem> {
        let asked = house::select(houses, purpose, guard.allowed).into_columns();
        let (varying, same): (Vec<MatrixColumn>, Vec<MatrixColumn>) = asked.into_iter().partition(varies);
        let mut refused: Vec<(String, String)> =
            same.iter().map(|column| (column.name.clone(), sameness(column))).collect();
        let matrix = Matrix::new(varying)?;
        let refusals = guard.refusals(&matrix, target);
        let is_refused = |column: &MatrixColumn| refusals.iter().any(|refusal| refusal.column == column.name);
        let kept: Vec<MatrixColumn> = matrix.into_columns().into_iter().filter(|column| !is_refused(column)).collect();
        let allowed = |name: &&String| kept.iter().any(|column| column.name == **name);
        let allowed_leaky = guard.allowed.iter().filter(allowed).cloned().collect();
        refused.extend(refusals.into_iter().map(|refusal| (refusal.column, refusal.evidence)));
        Ok(Self { matrix: Matrix::new(kept)?, refused, allowed_leaky })
    }
}

fn varies(column: &MatrixColumn) -> bool {
    let bits = |row: usize| column.values.number(row).to_bits();
    (1..column.values.len()).any(|row| bits(row) != bits(0))
}

fn sameness(column: &MatrixColumn) -> String {
    let is_missing = column.values.is_empty() || column.values.number(0).is_nan();
    if is_missing { "is not known of any row" } else { "is the same in every row" }.to_owned()
}

/// Cells without a value.
pub(super) fn null_count(matrix: &Matrix) -> usize {
    let nulls = |column: &MatrixColumn| (0..matrix.rows()).filter(|row| column.values.number(*row).is_nan()).count();
    matrix.columns().iter().map(nulls).sum()
}

/// Columns of numbers.
pub(super) fn numeric_count(matrix: &Matrix) -> usize {
    matrix.columns().iter().filter(|column| !matches!(column.values, Values::Categories { .. })).count()
}
