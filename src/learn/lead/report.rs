//! How good a lead model is on leads that it has not seen.

use serde::Serialize;

use super::{
    contest::Contest,
    recipe::LeadRecipe,
    rows::{LeadDiagnostics, LeadRows},
};
use crate::{
    learn::{
        Calibration, Capacity, ClassificationMetrics, Estimate, FeatureWeight, Gain, PartialDependence, ReliabilityBin,
        Resampling, RocAuc, Task, at_capacity, gains, lift::BINS, reliability,
    },
    table::Day,
};

/// Everything that is to be told of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeadReport {
    pub label: &'static str,
    /// `boost`, or what a search found: `forest`, `stack`.
    pub learner: &'static str,
    pub label_words: &'static str,
    /// What must stand beside every figure.
    pub badges: Vec<String>,
    pub warnings: Vec<String>,
    pub as_of: String,
    pub diagnostics: LeadDiagnostics,
    pub excluded: Vec<(String, usize)>,
    pub refused: Vec<(String, String)>,
    pub allowed_leaky: Vec<String>,
    pub train_rows: usize,
    pub test_rows: usize,
    pub test_positives: usize,
    /// On the test rows, with 95 % intervals; chances are calibrated.
    pub metrics: Vec<Estimate>,
    /// Expected calibration error on the test rows, after calibration and before it.
    pub ece: Option<f64>,
    pub ece_before: Option<f64>,
    pub calibration: &'static str,
    /// Of the training rows, each by a model that has not seen it: more good leads, a little smaller models.
    pub cross_validated: Option<RocAuc>,
    /// The rule score on the test rows and on the training rows.
    pub rule: Option<RocAuc>,
    pub rule_cross_validated: Option<RocAuc>,
    pub capacity: Option<Capacity>,
    /// The same for fewer and for more leads called.
    pub capacities: Vec<Capacity>,
    /// The best by rule score instead, as many.
    pub rule_capacity: Option<Capacity>,
    pub gains: Vec<Gain>,
    pub reliability: Vec<ReliabilityBin>,
    pub contest: Option<Contest>,
    /// Empty where nobody asked what features are worth.
    pub weights: Vec<FeatureWeight>,
    /// How chances move with the features that are worth most.
    pub partial: Vec<PartialDependence>,
}

/// What a report is made of.
pub(super) struct Evidence<'a> {
    pub rows: &'a LeadRows,
    pub recipe: &'a LeadRecipe,
    pub as_of: Day,
    pub train_rows: usize,
    pub truth: &'a [f64],
    /// Chances before and after calibration, and rule scores, of the test rows.
    pub raw: &'a [f64],
    pub calibrated: &'a [f64],
    pub rule: &'a [f64],
    /// Chances of the training rows by models that have not seen them, their labels, their rule scores.
    pub out_of_fold: (&'a [f64], &'a [f64], &'a [f64]),
    pub calibration: &'a Calibration,
    pub contest: Option<Contest>,
    pub weights: Vec<FeatureWeight>,
    pub partial: Vec<PartialDependence>,
}

/// The reference warns below this (FACTS 12.2).
const VERY_FEW: usize = 5;
const LEVEL: f64 = 0.95;

impl LeadReport {
    pub(super) fn of(evidence: Evidence<'_>) -> Self {
        let Evidence { rows, recipe, truth, raw, calibrated, rule, .. } = evidence;
        let resampling = Resampling { seed: recipe.seed, ..Resampling::default() };
        let (found, label, train_rule) = evidence.out_of_fold;
        let positives = rows.positives();
        let test_positives = truth.iter().filter(|label| **label > 0.5).count();
        let mut warnings = Vec::new();
        if positives < VERY_FEW {
            warnings.push(format!(
                "only {positives} of {} leads are {}: a model of so few examples says little",
                rows.len(),
                recipe.label.words()
            ));
        }
        if test_positives < VERY_FEW {
            warnings.push(format!(
                "only {test_positives} good leads to test on: the figures could be far off; see their intervals"
            ));
        }
        warnings.extend(evidence.contest.as_ref().map(Contest::words));
        Self {
            label: recipe.label.code(),
            learner: recipe.learner_name(),
            label_words: recipe.label.words(),
            badges: recipe.label.badges(),
            warnings,
            as_of: evidence.as_of.to_string(),
            diagnostics: rows.diagnostics.clone(),
            excluded: rows.excluded.clone(),
            refused: rows.refused.clone(),
            allowed_leaky: rows.allowed_leaky.clone(),
            train_rows: evidence.train_rows,
            test_rows: truth.len(),
            test_positives,
            metrics: resampling.estimates(Task::Classification, truth, calibrated),
            ece: ClassificationMetrics::of(truth, calibrated).ece,
            ece_before: ClassificationMetrics::of(truth, raw).ece,
            calibration: evidence.calibration.name(),
            cross_validated: RocAuc::of(label, found, LEVEL),
            rule: RocAuc::of(truth, rule, LEVEL),
            rule_cross_validated: RocAuc::of(label, train_rule, LEVEL),
            capacity: at_capacity(truth, calibrated, recipe.capacity),
            capacities: around(recipe.capacity, truth.len())
                .filter_map(|leads| at_capacity(truth, calibrated, leads))
                .collect(),
            rule_capacity: at_capacity(truth, rule, recipe.capacity),
            gains: gains(truth, calibrated),
            reliability: reliability(truth, calibrated, BINS),
            contest: evidence.contest,
            weights: evidence.weights,
            partial: evidence.partial,
        }
    }
}

/// A quarter of a capacity, half of it, all of it, twice and four times as much: each once, and no more than there are.
fn around(capacity: usize, rows: usize) -> impl Iterator<Item = usize> {
    let mut counts = vec![capacity / 4, capacity / 2, capacity, capacity.saturating_mul(2), capacity.saturating_mul(4)];
    counts.iter_mut().for_each(|leads| *leads = (*leads).min(rows));
    counts.dedup();
    counts.into_iter().filter(|leads| *leads > 0)
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn capacities_around_one() {
        assert_eq!(around(60, 999).collect::<Vec<_>>(), [15, 30, 60, 120, 240]);
        assert_eq!(around(60, 100).collect::<Vec<_>>(), [15, 30, 60, 100]);
        assert_eq!(around(1, 100).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(around(0, 100).count(), 0);
    }
}
