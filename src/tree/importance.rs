//! Which features matter to an ensemble as a whole.
//!
//! Two views. What the trees did: how often they split on a feature, and what it gained ([`Ensemble::importances`]);
//! that needs no data, and favours features with many values. What an answer loses when a feature's values are dealt
//! out anew among the rows ([`permutation_importances`]; Breiman, "Random Forests", 2001): that needs rows and a
//! measure, best on rows that did not teach.

use super::{
    ensemble::Ensemble,
    matrix::Matrix,
    predict::Predictor,
    problem::TreeProblem,
    random::{Purpose, Random},
};
use crate::lanes::Lanes;

/// What the trees did with one feature.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FeatureImportance {
    /// How many splits are on it.
    pub splits: u64,
    /// The sum of their gains.
    pub gain: f64,
    /// The sum of their covers: the training weight that came by.
    pub cover: f64,
}

impl FeatureImportance {
    /// The gain of a split; 0 without any.
    pub fn mean_gain(&self) -> f64 {
        self.gain / self.splits.max(1) as f64
    }

    /// The cover of a split; 0 without any.
    pub fn mean_cover(&self) -> f64 {
        self.cover / self.splits.max(1) as f64
    }
}

impl Ensemble {
    /// One entry a feature, in the ensemble's order.
    pub fn importances(&self) -> Vec<FeatureImportance> {
        let mut importances = vec![FeatureImportance::default(); self.features.len()];
        let nodes = &self.nodes;
        for node in (0..nodes.len()).filter(|node| !nodes.is_leaf(*node)) {
            let importance = &mut importances[nodes.feature(node) as usize];
            importance.splits += 1;
            importance.gain += nodes.gain(node);
            importance.cover += nodes.cover(node);
        }
        importances
    }
}

/// How often each feature is dealt out anew, and by which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermutationParams {
    pub repeats: u32,
    pub seed: u64,
}

impl Default for PermutationParams {
    fn default() -> Self {
        Self { repeats: 5, seed: 42 }
    }
}

/// What the answers lose without each feature.
#[derive(Clone, Debug, PartialEq)]
pub struct PermutationImportances {
    /// The measure of the answers to the rows as they are.
    pub baseline: f64,
    /// One entry a feature, in the ensemble's order: for each repeat, the baseline less the measure then.
    pub losses: Vec<Vec<f64>>,
}

impl PermutationImportances {
    /// The mean loss over the repeats.
    pub fn mean(&self, feature: usize) -> f64 {
        let losses = &self.losses[feature];
        losses.iter().sum::<f64>() / losses.len().max(1) as f64
    }

    /// The standard deviation over the repeats.
    pub fn deviation(&self, feature: usize) -> f64 {
        let (losses, mean) = (&self.losses[feature], self.mean(feature));
        let squares: f64 = losses.iter().map(|loss| (loss - mean) * (loss - mean)).sum();
        (squares / losses.len().max(1) as f64).sqrt()
    }
}

/// Deals the values of one feature at a time out anew among the rows and measures the answers.
///
/// `measure` is handed what [`Ensemble::predict`] gives and returns how good it is: more is better. A feature on which
/// no tree splits loses 0 without a try. Beside the matrix there is one copy of the columns that the ensemble reads.
///
/// # Errors
/// A column that the matrix lacks or has as another kind.
pub fn permutation_importances(
    ensemble: &Ensemble,
    matrix: &Matrix,
    measure: &dyn Fn(&[f64]) -> f64,
    params: PermutationParams,
    lanes: &dyn Lanes,
) -> Result<PermutationImportances, TreeProblem> {
    let predictor = Predictor::new(ensemble);
    let baseline = measure(&predictor.predict(matrix, lanes)?);
    let column = |name: &str| matrix.columns().iter().find(|column| column.name == name).cloned();
    let mut work: Vec<_> = ensemble.features().iter().filter_map(|feature| column(&feature.name)).collect();
    let mut order: Vec<u32> = (0..matrix.rows() as u32).collect();
    let random = Random::new(params.seed, Purpose::Permutation);
    let mut losses = Vec::with_capacity(work.len());
    for (feature, importance) in ensemble.importances().iter().enumerate() {
        let mut lost = vec![0.0; params.repeats as usize];
        for (repeat, lost) in lost.iter_mut().enumerate().filter(|_| importance.splits > 0) {
            let rows = order.len();
            order.iter_mut().enumerate().for_each(|(row, slot)| *slot = row as u32);
            random.part(feature as u64).part(repeat as u64).draw_to_front(&mut order, rows);
            let dealt = work[feature].values.take(&order);
            let kept = std::mem::replace(&mut work[feature].values, dealt);
            let permuted = Matrix::new(work)?;
            *lost = baseline - measure(&predictor.predict(&permuted, lanes)?);
            work = permuted.into_columns();
            work[feature].values = kept;
        }
        losses.push(lost);
    }
    Ok(PermutationImportances { baseline, losses })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lanes::Inline,
        tree::{Combine, Draft, Feature, FeatureKind, Link, Precision, Rule},
    };

    /// Two trees on `a`, one of them also on `b`, none on `c`.
    fn ensemble() -> Ensemble {
        let feature = |name: &str| Feature { name: name.into(), kind: FeatureKind::Number { zero_is_missing: false } };
        let features = ["a", "b", "c"].map(feature).to_vec();
        let mut ensemble = Ensemble::new(features, vec![0.0], Combine::Sum, Link::Identity, Precision::Double);
        let split = |feature, left, gain, cover| {
            let rule = Rule::AtMost(0.5);
            Draft::Split { feature, rule, missing_left: true, left, right: left + 1, gain, cover }
        };
        let leaf = |value, cover| Draft::Leaf { value, cover };
        ensemble.push_tree(0, &[split(0, 1, 8.0, 6.0), leaf(1.0, 4.0), leaf(-1.0, 2.0)]).unwrap();
        let drafts = [split(0, 1, 2.0, 6.0), leaf(0.5, 3.0), split(1, 3, 1.0, 3.0), leaf(0.25, 2.0), leaf(0.0, 1.0)];
        ensemble.push_tree(0, &drafts).unwrap();
        ensemble
    }

    fn matrix() -> Matrix {
        let bit = |place: usize| (0..64).map(|row: usize| (row >> place & 1) as f64).collect::<Vec<_>>();
        Matrix::from_numbers([("c", bit(2)), ("b", bit(1)), ("a", bit(0))]).unwrap()
    }

    #[test]
    fn splits_gains_and_covers_are_summed_per_feature() {
        let importances = ensemble().importances();
        assert_eq!(importances[0], FeatureImportance { splits: 2, gain: 10.0, cover: 12.0 });
        assert_eq!(importances[1], FeatureImportance { splits: 1, gain: 1.0, cover: 3.0 });
        assert_eq!(importances[2], FeatureImportance::default());
        assert_eq!((importances[0].mean_gain(), importances[0].mean_cover()), (5.0, 6.0));
        assert_eq!(importances[2].mean_gain(), 0.0);
    }

    #[test]
    fn the_feature_that_decides_loses_most_and_an_unused_one_nothing() {
        let (ensemble, matrix) = (ensemble(), matrix());
        let truth = ensemble.predict(&matrix, &Inline).unwrap();
        let closeness = |answers: &[f64]| -answers.iter().zip(&truth).map(|(a, t)| (a - t).abs()).sum::<f64>();
        let params = PermutationParams { repeats: 4, seed: 7 };
        let found = permutation_importances(&ensemble, &matrix, &closeness, params, &Inline).unwrap();
        assert_eq!(found.baseline, 0.0);
        assert!(found.mean(0) > found.mean(1) && found.mean(1) > 0.0, "{found:?}");
        assert_eq!(found.losses[2], [0.0; 4]);
        assert!(found.deviation(0) > 0.0, "each repeat deals anew: {found:?}");
        let again = permutation_importances(&ensemble, &matrix, &closeness, params, &Inline).unwrap();
        assert_eq!(found, again);
        let other = PermutationParams { seed: 8, ..params };
        assert_ne!(found, permutation_importances(&ensemble, &matrix, &closeness, other, &Inline).unwrap());
    }

    #[test]
    fn a_missing_column_is_told() {
        let matrix = Matrix::from_numbers([("a", vec![0.0])]).unwrap();
        let found = permutation_importances(&ensemble(), &matrix, &|_| 0.0, PermutationParams::default(), &Inline);
        assert_eq!(found, Err(TreeProblem::MissingColumn { name: "b".into() }));
    }
}
