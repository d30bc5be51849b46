//! Columns that would give the answer away: any matrix and its target in, refusals with evidence out.
//!
//! Five reasons, cheapest first: the name says that the column is a part of the target or is known only afterwards
//! (`known.rs`), the column counts rows (`row_ids.rs`), it stands in the order of the target, or it alone predicts the
//! target better than an honest column does (`alone.rs`). Each takes O(n log n) for n rows, the last two for 20,000 at most. What is refused can be allowed
//! by name; whoever trains records that.

mod alone;
mod known;
mod order;
mod row_ids;

use std::fmt;

use self::order::{Order, rank_correlation};
use super::model::Task;
use crate::{
    feature::house::Leak,
    random::{GOLDEN, scramble},
    tree::{Matrix, MatrixColumn},
};

/// A column that must not be learned from.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub column: String,
    pub reason: RefusalReason,
    /// What was found, in words, with the limit.
    pub evidence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// By its name, a part or a function of the target.
    PartOfTarget,
    /// By its name, known only after what is to be foretold.
    Later,
    /// It tells rows apart and nothing else.
    RowId,
    /// It stands in the same order as the target.
    CopyOfTarget,
    /// It alone predicts the target better than honest columns do.
    TooGood,
}

impl RefusalReason {
    /// The name in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::PartOfTarget => "part_of_target",
            Self::Later => "later",
            Self::RowId => "row_id",
            Self::CopyOfTarget => "copy_of_target",
            Self::TooGood => "too_good",
        }
    }
}

/// One line: what is wrong with the column, and what to do where it is not.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { column, evidence, .. } = self;
        write!(f, "column `{column}` {evidence}; left out, or say `--allow-leaky {column}` if you know it beforehand")
    }
}

/// Below so many rows with a target, figures prove nothing.
const LEAST_ROWS: usize = 30;
/// More rows change no figure by as much as matters here.
const MOST_ROWS: usize = 20_000;
/// Rank correlation with the target beyond which a column is taken for a copy.
pub const MOST_RANK_CORRELATION: f64 = 0.999;
/// R² beyond which a column alone predicts a number too well.
pub const MOST_R2_ALONE: f64 = 0.98;
/// ROC-AUC beyond which a column alone predicts a class too well.
pub const MOST_AUC_ALONE: f64 = 0.995;

/// What is to be guarded.
pub struct Guard<'a> {
    pub task: Task,
    /// The name of the target column: what gives it away by name depends on it.
    pub target_name: &'a str,
    /// Columns that the user allows all the same (`--allow-leaky`).
    pub allowed: &'a [String],
}

impl Guard<'_> {
    /// The columns to refuse, in the order of the matrix. Rows without a target (NaN) count for nothing.
    pub fn refusals(&self, matrix: &Matrix, target: &[f64]) -> Vec<Refusal> {
        let sample = Sample::of(target, self.task);
        let names: Vec<&str> = matrix.columns().iter().map(|column| column.name.as_str()).collect();
        let asked = matrix.columns().iter().filter(|column| !self.allowed.contains(&column.name));
        let refusal = |column: &MatrixColumn| {
            let (reason, evidence) = self
                .by_name(&column.name, &names)
                .or_else(|| Some((RefusalReason::RowId, row_ids::evidence(column)?)))
                .or_else(|| self.by_figures(column, &sample))?;
            Some(Refusal { column: column.name.clone(), reason, evidence })
        };
        asked.filter_map(refusal).collect()
    }

    fn by_name(&self, column: &str, all: &[&str]) -> Option<(RefusalReason, String)> {
        let leak = known::leak(column, self.target_name, self.task, all)?;
        let reason = if leak == Leak::Later { RefusalReason::Later } else { RefusalReason::PartOfTarget };
        Some((reason, format!("is {leak}")))
    }

    fn by_figures(&self, column: &MatrixColumn, sample: &Sample) -> Option<(RefusalReason, String)> {
        if sample.rows.len() < LEAST_ROWS {
            return None;
        }
        let column = Order::of(&column.values.take(&sample.rows));
        match self.task {
            Task::Regression => {
                if let Some(correlation) = rank_correlation(&column, &sample.order)
                    && correlation.abs() > MOST_RANK_CORRELATION
                {
                    let evidence = format!(
                        "stands in the order of the target: rank correlation {correlation:.5}, beyond \
                         {MOST_RANK_CORRELATION}"
                    );
                    return Some((RefusalReason::CopyOfTarget, evidence));
                }
                let too_good = |target: &Vec<f64>| alone::r2(&column, target).filter(|r2| *r2 > MOST_R2_ALONE);
                let r2 = too_good(&sample.target).or_else(|| too_good(sample.logarithms.as_ref()?))?;
                let evidence = format!("alone predicts the target with R² {r2:.4}, beyond {MOST_R2_ALONE}");
                Some((RefusalReason::TooGood, evidence))
            }
            Task::Classification => {
                let auc = alone::roc_auc(&column, &sample.target).filter(|auc| *auc > MOST_AUC_ALONE)?;
                let evidence = format!("alone predicts the class with ROC-AUC {auc:.4}, beyond {MOST_AUC_ALONE}");
                Some((RefusalReason::TooGood, evidence))
            }
        }
    }
}

/// The rows that figures are made of, with their target.
struct Sample {
    rows: Vec<u32>,
    target: Vec<f64>,
    /// ln of it, where it has one: a few dear houses must not hide a copy.
    logarithms: Option<Vec<f64>>,
    order: Order,
}

impl Sample {
    fn of(target: &[f64], task: Task) -> Self {
        let mut rows: Vec<u32> = (0..target.len() as u32).filter(|row| target[*row as usize].is_finite()).collect();
        if rows.len() > MOST_ROWS {
            // The rare class must not be lost: of each as many as can be.
            let is_rare = |row: &u32| task == Task::Classification && target[*row as usize] > 0.5;
            let drawn = |row: &u32| scramble((u64::from(*row) + 1).wrapping_mul(GOLDEN));
            rows.sort_by_cached_key(|row| (!is_rare(row), drawn(row)));
            let rare = rows.partition_point(is_rare).min(MOST_ROWS / 2);
            let common = rows.partition_point(is_rare);
            rows.drain(rare..common);
            rows.truncate(MOST_ROWS);
            rows.sort_unstable();
        }
        let target: Vec<f64> = rows.iter().map(|row| target[*row as usize]).collect();
        let logarithms = target.iter().all(|y| *y > 0.0).then(|| target.iter().map(|y| libm::log(*y)).collect());
        Self { order: Order::of_numbers(target.iter().copied(), false), rows, target, logarithms }
    }
}

#[cfg(test)]
mod tests;
