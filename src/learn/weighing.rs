//! What each feature is worth to a model, with a column of noise as the yardstick.
//!
//! A feature is worth what the answers to unseen rows lose when its values are dealt out anew (Breiman 2001). A column
//! of random numbers is learned along: what is worth no more than that is worth nothing.

use serde::{Deserialize, Serialize};

use super::{LearnProblem, PartialDependence};
use crate::{
    lanes::Lanes,
    random::{GOLDEN, scramble},
    tree::{Ensemble, Matrix, MatrixColumn, PermutationParams, Values, permutation_importances},
};

const REPEATS: u32 = 3;
const SHOWN: usize = 6;

/// The yardstick's name.
pub const NOISE: &str = "random noise";

/// What one feature is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeatureWeight {
    pub feature: String,
    /// Of the gain of all splits, 0 to 1.
    pub gain_share: f64,
    /// What the measure loses without it, on average over the repeats.
    pub loss: f64,
    /// The standard deviation over the repeats.
    pub deviation: f64,
    /// Worth more than the noise is.
    pub is_above_noise: bool,
}

/// What the features of a model are worth, and how its answers move with those that are worth most.
#[derive(Default)]
pub(super) struct Worth {
    pub weights: Vec<FeatureWeight>,
    pub partial: Vec<PartialDependence>,
}

/// The features to show how answers move with them: few, and none that noise could match.
pub(super) fn most_worth(weights: &[FeatureWeight]) -> Vec<&str> {
    let shown = weights.iter().filter(|weight| weight.is_above_noise).take(SHOWN);
    shown.map(|weight| weight.feature.as_str()).collect()
}

/// The rows with a column of noise.
pub(super) fn with_noise(matrix: &Matrix, seed: u64) -> Result<Matrix, LearnProblem> {
    let draw = |row: u64| scramble(seed.wrapping_add(row.wrapping_add(1).wrapping_mul(GOLDEN)));
    // 53 bits fill the digits of a double.
    let share = |bits: u64| (bits >> 11) as f64 / (1_u64 << 53) as f64;
    let values = (0..matrix.rows() as u64).map(|row| share(draw(row))).collect();
    let mut columns = matrix.columns().to_vec();
    columns.push(MatrixColumn { name: NOISE.to_owned(), values: Values::Double(values) });
    Ok(Matrix::new(columns)?)
}

/// Weighs the features of an ensemble that was learned with the noise, on rows that it has not seen. Most worth first.
pub(super) fn weigh(
    ensemble: &Ensemble,
    matrix: &Matrix,
    measure: &dyn Fn(&[f64]) -> f64,
    seed: u64,
    lanes: &dyn Lanes,
) -> Result<Vec<FeatureWeight>, LearnProblem> {
    let params = PermutationParams { seed, repeats: REPEATS };
    let permuted = permutation_importances(ensemble, matrix, measure, params, lanes)?;
    let gains: Vec<f64> = ensemble.importances().iter().map(|importance| importance.gain).collect();
    let all: f64 = gains.iter().sum();
    let names = || ensemble.features().iter().map(|feature| feature.name.as_str());
    let yardstick = names().position(|name| name == NOISE).map_or(0.0, |noise| permuted.mean(noise).max(0.0));
    let mut weights: Vec<FeatureWeight> = names()
        .enumerate()
        .map(|(place, name)| FeatureWeight {
            feature: name.to_owned(),
            gain_share: if all > 0.0 { gains[place] / all } else { 0.0 },
            loss: permuted.mean(place),
            deviation: permuted.deviation(place),
            is_above_noise: name != NOISE && permuted.mean(place) > yardstick,
        })
        .collect();
    weights.sort_by(|a, b| b.loss.total_cmp(&a.loss).then(b.gain_share.total_cmp(&a.gain_share)));
    Ok(weights)
}
