//! Several candidates as one: answers mixed by weights that are not negative and add up to 1.
//!
//! How good a mixture is, is measured on rows that had no part in its weights: they are learned without a fold and tried
//! on it. The weights that are kept are learned from all folds.

use super::ground::Ground;
use crate::learn::{Task, mixture::weights};

/// Members whose share is less are left out: each costs trees and time.
const LEAST_WEIGHT: f64 = 0.05;

/// A mixture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stack {
    /// By member; 0 for those left out.
    pub weights: Vec<f64>,
    /// By row, by weights learned without the row's fold; NaN where a member has not answered.
    pub answers: Vec<f64>,
}

impl Stack {
    /// Of the answers of members to the rows of these folds. With `on_margins` chances are mixed as log-odds, as trees of
    /// one model add up.
    pub fn of(ground: &Ground<'_>, members: &[&[f64]], folds: std::ops::Range<usize>, on_margins: bool) -> Self {
        let learn = |rows: &[u32]| {
            let target: Vec<f64> = rows.iter().map(|row| scaled(ground, *row)).collect();
            let answers: Vec<Vec<f64>> =
                members.iter().map(|member| rows.iter().map(|row| member[*row as usize]).collect()).collect();
            let answers: Vec<&[f64]> = answers.iter().map(Vec::as_slice).collect();
            without_small(weights(&answers, &target, ground.task))
        };
        let mut answers = vec![f64::NAN; ground.target.len()];
        for fold in folds.clone() {
            let tried = ground.rows_of(fold..fold + 1);
            let mut others: Vec<u32> =
                folds.clone().filter(|f| *f != fold).flat_map(|f| ground.rows_of(f..f + 1)).collect();
            others.sort_unstable();
            let weights = learn(&others);
            for row in tried.into_iter().map(|row| row as usize) {
                let said: Vec<f64> = members.iter().map(|member| member[row]).collect();
                answers[row] = mixed(&said, &weights, on_margins);
            }
        }
        Self { weights: learn(&ground.rows_of(folds)), answers }
    }
}

/// The target on the scale of judging.
fn scaled(ground: &Ground<'_>, row: u32) -> f64 {
    let value = ground.target[row as usize];
    match ground.task {
        Task::Regression => libm::log(value.max(1.0)),
        Task::Classification => value,
    }
}

fn without_small(weights: Vec<f64>) -> Vec<f64> {
    let most = weights.iter().copied().fold(0.0, f64::max);
    let kept = |weight: f64| if weight >= LEAST_WEIGHT || weight == most { weight } else { 0.0 };
    let sum: f64 = weights.iter().map(|weight| kept(*weight)).sum();
    weights.iter().map(|weight| kept(*weight) / sum).collect()
}

fn mixed(said: &[f64], weights: &[f64], on_margins: bool) -> f64 {
    let sum = |of: &dyn Fn(f64) -> f64| {
        said.iter()
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(said, weight)| weight * of(*said))
            .sum::<f64>()
    };
    if !on_margins {
        return sum(&|said| said);
    }
    let log_odds = |chance: f64| {
        let chance = chance.clamp(1e-15, 1.0 - 1e-15);
        libm::log(chance / (1.0 - chance))
    };
    1.0 / (1.0 + libm::exp(-sum(&log_odds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_members_are_left_out_and_the_rest_adds_up() {
        assert_eq!(without_small(vec![0.48, 0.04, 0.48]), [0.5, 0.0, 0.5]);
        assert_eq!(without_small(vec![1.0]), [1.0]);
    }

    #[test]
    fn chances_are_mixed_as_log_odds() {
        assert!((mixed(&[0.5, 0.5], &[0.3, 0.7], true) - 0.5).abs() < 1e-12);
        let apart = mixed(&[0.9, 0.1], &[0.5, 0.5], true);
        assert!((apart - 0.5).abs() < 1e-12, "{apart}");
        assert!((mixed(&[12.0, 14.0], &[0.25, 0.75], false) - 13.5).abs() < 1e-12);
    }
}
