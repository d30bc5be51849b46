//! How well a single column predicts: each row by what others of its like say, never by itself.
//!
//! Rows are dealt into folds. A row is told by the mean target of rows of other folds: those of the same value where these
//! are many, else those next to it in the order of the column. Missing is a value too.

use super::{super::roc, order::Order};
use crate::random::{GOLDEN, scramble};

const FOLDS: usize = 5;
/// From so many rows on, those of one value speak for themselves.
const LEAST_ALIKE: usize = 8;
/// Rows asked on each side otherwise. Few for a number, which a curve may carry far; more for a class, whose mean is coarse.
const ASKED_FOR_NUMBER: usize = 2;
const ASKED_FOR_CLASS: usize = 5;

/// 1 - Σ (y - p)² / Σ (y - ȳ)²; None when the target is the same everywhere.
pub(super) fn r2(column: &Order, target: &[f64]) -> Option<f64> {
    let predicted = out_of_fold(column, target, ASKED_FOR_NUMBER);
    let mean = target.iter().sum::<f64>() / target.len() as f64;
    let spread: f64 = target.iter().map(|y| (y - mean) * (y - mean)).sum();
    let missed: f64 = target.iter().zip(predicted).map(|(y, p)| (y - p) * (y - p)).sum();
    (spread > 0.0).then(|| 1.0 - missed / spread)
}

/// Of a target of 0 and 1; None when it is the same everywhere.
pub(super) fn roc_auc(column: &Order, target: &[f64]) -> Option<f64> {
    roc::roc_auc(target, &out_of_fold(column, target, ASKED_FOR_CLASS))
}

fn out_of_fold(column: &Order, target: &[f64], asked: usize) -> Vec<f64> {
    let fold_of: Vec<u8> = (0..target.len() as u64).map(fold).collect();
    let mean = target.iter().sum::<f64>() / target.len().max(1) as f64;
    let mut predicted = vec![mean; target.len()];
    for places in column.groups() {
        let is_missing = places.start >= column.known;
        if places.len() >= LEAST_ALIKE || is_missing || column.is_category {
            tell_alike(&column.rows[places], target, &fold_of, &mut predicted);
            continue;
        }
        for place in places {
            let row = column.rows[place] as usize;
            let others = |row: &&u32| fold_of[**row as usize] != fold_of[column.rows[place] as usize];
            let below = column.rows[..place].iter().rev().filter(others).take(asked);
            let above = column.rows[place + 1..column.known].iter().filter(others).take(asked);
            let (count, sum) =
                below.chain(above).fold((0.0, 0.0), |(n, sum), row| (n + 1.0, sum + target[*row as usize]));
            if count > 0.0 {
                predicted[row] = sum / count;
            }
        }
    }
    predicted
}

/// Each row by the mean of the group's rows in other folds; those alone in their group keep what they have.
fn tell_alike(group: &[u32], target: &[f64], fold_of: &[u8], predicted: &mut [f64]) {
    let (mut sums, mut counts) = ([0.0; FOLDS], [0.0; FOLDS]);
    for &row in group {
        let fold = usize::from(fold_of[row as usize]);
        sums[fold] += target[row as usize];
        counts[fold] += 1.0;
    }
    let (sum, count): (f64, f64) = (sums.iter().sum(), counts.iter().sum());
    for &row in group {
        let fold = usize::from(fold_of[row as usize]);
        if count > counts[fold] {
            predicted[row as usize] = (sum - sums[fold]) / (count - counts[fold]);
        }
    }
}

fn fold(row: u64) -> u8 {
    (scramble((row + 1).wrapping_mul(GOLDEN)) % FOLDS as u64) as u8
}
