//! Rows -> trees, on the features alone or on top of the rule score.

use serde::{Deserialize, Serialize};

use crate::{
    lanes::Lanes,
    learn::{Calibration, Folds, LearnProblem, Learner, Task, TrainStage, Tuned, merge, progress::Steps},
    tree::{BoostParams, Ensemble, Labels, Link, Matrix, Monotone, TreeParams},
};

/// With fewer good leads than this, trees correct the rule score instead of starting from nothing.
pub(super) const FEW_POSITIVES: usize = 50;

/// Where the trees of a lead model start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Start {
    /// The share of good leads.
    Prior,
    /// What the rule score says: ln (p / (1 - p)) = slope · score / 100 + intercept.
    Rule { slope: f64, intercept: f64 },
}

/// Features whose effect on a good lead is known beforehand; with few examples trees may not contradict it.
const KNOWN_EFFECTS: [(&str, Monotone); 9] = [
    ("rule_score", Monotone::Rising),
    ("has_tax_sale", Monotone::Rising),
    ("has_foreclosure", Monotone::Rising),
    ("default_usd", Monotone::Rising),
    ("violations", Monotone::Rising),
    ("open_violations", Monotone::Rising),
    ("recent_violations", Monotone::Rising),
    ("days_since_violation", Monotone::Falling),
    ("market_to_assessed", Monotone::Rising),
];

impl Start {
    /// Learns what the rule score says of these rows.
    pub fn of_rule(rule: &[f64], label: &[f64]) -> Self {
        // The map wants chances and works on their log-odds: hand it the score as one.
        let chances: Vec<f64> = rule.iter().map(|score| sigmoid(score / 100.0)).collect();
        match Calibration::fit_logistic(&chances, label, None) {
            Calibration::Logistic { slope, intercept } => Self::Rule { slope, intercept },
            Calibration::Identity | Calibration::Isotonic { .. } => Self::Prior,
        }
    }

    /// The margin that each row starts from; None: a constant that the trees know.
    pub fn offsets(&self, rule: &[f64]) -> Option<Vec<f64>> {
        match self {
            Self::Prior => None,
            Self::Rule { slope, intercept } => {
                Some(rule.iter().map(|score| slope * score / 100.0 + intercept).collect())
            }
        }
    }

    pub fn is_sound(&self) -> bool {
        match self {
            Self::Prior => true,
            Self::Rule { slope, intercept } => slope.is_finite() && intercept.is_finite(),
        }
    }
}

pub(super) fn sigmoid(margin: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-margin))
}

/// Boosting as the guide has it (FACTS 12.2): 400 rounds, depth 6, rate 0.05, 70 % of the rows, 80 % of the columns. On
/// top of the rule it is held back: shallow trees, many rows a leaf, known effects.
fn params(matrix: &Matrix, start: &Start, seed: u64) -> BoostParams {
    let guide = Learner::boost(Task::Classification, seed);
    match start {
        Start::Prior => guide,
        Start::Rule { .. } => {
            let effect = |name: &str| {
                KNOWN_EFFECTS.iter().find(|(known, _)| *known == name).map_or(Monotone::Free, |(_, effect)| *effect)
            };
            let monotone_constraints = matrix.columns().iter().map(|column| effect(&column.name)).collect();
            let tree = TreeParams {
                max_depth: 2,
                min_samples_leaf: 10,
                min_child_weight: 0.0,
                reg_lambda: 5.0,
                monotone_constraints,
                ..guide.tree.clone()
            };
            BoostParams { n_estimators: 100, tree, ..guide }
        }
    }
}

/// How trees are to be grown: from where, and by which parameters.
#[derive(Clone, Copy)]
pub(super) struct Growth<'a> {
    pub start: &'a Start,
    /// What a search found. Trees that correct the rule score have their own parameters all the same.
    pub tuned: Option<&'a Tuned>,
    pub seed: u64,
}

impl Growth<'_> {
    fn learners(&self, matrix: &Matrix) -> Vec<(f64, Learner)> {
        let features = matrix.columns().len();
        match (self.start, self.tuned) {
            (Start::Prior, Some(tuned)) => tuned
                .members
                .iter()
                .map(|member| (member.weight, member.choice.learner(Task::Classification, features, self.seed)))
                .collect(),
            _ => vec![(1.0, Learner::Boost(params(matrix, self.start, self.seed)))],
        }
    }
}

/// Learns from all rows; None when the watcher stopped it.
pub(super) fn fit(
    matrix: &Matrix,
    label: &[f64],
    rule: &[f64],
    growth: Growth<'_>,
    lanes: &dyn Lanes,
    (steps, stage): (&mut Steps<'_>, TrainStage),
) -> Result<Option<Ensemble>, LearnProblem> {
    let offset = growth.start.offsets(rule);
    let labels = Labels { offset: offset.as_deref(), ..Labels::new(label) };
    let mut members = Vec::new();
    for (weight, learner) in growth.learners(matrix) {
        let watch = &mut steps.next(stage);
        let fitted = match learner {
            Learner::Boost(params) => params.check()?.fit(matrix, &labels, lanes, watch)?,
            Learner::Forest(params) => params.check()?.fit(matrix, &labels, lanes, watch)?,
        };
        let Some(fitted) = fitted else { return Ok(None) };
        members.push((weight, fitted.ensemble));
    }
    Ok(Some(merge::weighted(members)?))
}

/// The chance that a margin is: boosted trees give log-odds, a forest gives chances.
pub(super) fn chance_of(ensemble: &Ensemble, margin: f64) -> f64 {
    match ensemble.link() {
        Link::Identity => margin.clamp(0.0, 1.0),
        _ => sigmoid(margin),
    }
}

/// The chance of each row, before calibration.
pub(super) fn chances(
    ensemble: &Ensemble,
    start: &Start,
    matrix: &Matrix,
    rule: &[f64],
    lanes: &dyn Lanes,
) -> Result<Vec<f64>, LearnProblem> {
    let mut margins = ensemble.margins(matrix, lanes)?;
    if let Some(offsets) = start.offsets(rule) {
        margins.iter_mut().zip(offsets).for_each(|(margin, offset)| *margin += offset);
    }
    Ok(margins.into_iter().map(|margin| chance_of(ensemble, margin)).collect())
}

/// Rows to learn from, and their folds.
pub(super) struct Folded<'a> {
    pub matrix: &'a Matrix,
    pub label: &'a [f64],
    pub rule: &'a [f64],
    pub folds: &'a Folds,
    pub tuned: Option<&'a Tuned>,
    pub seed: u64,
}

impl Folded<'_> {
    /// The chance of each row by a model of the other folds. None when the watcher stopped it.
    pub fn chances(
        &self,
        start_of: impl Fn(&[f64], &[f64]) -> Start,
        lanes: &dyn Lanes,
        steps: &mut Steps<'_>,
    ) -> Result<Option<Vec<f64>>, LearnProblem> {
        let mut found = vec![0.0; self.label.len()];
        for fold in 0..self.folds.len() {
            let (learned, held) = self.folds.split(fold);
            let (label, rule) = (taken(self.label, &learned), taken(self.rule, &learned));
            let (some, start) = (self.matrix.take(&learned), start_of(&rule, &label));
            let growth = Growth { start: &start, tuned: self.tuned, seed: self.seed };
            let fitted = fit(&some, &label, &rule, growth, lanes, (steps, TrainStage::CrossFitting))?;
            let Some(ensemble) = fitted else { return Ok(None) };
            let of_fold = chances(&ensemble, &start, &self.matrix.take(&held), &taken(self.rule, &held), lanes)?;
            held.iter().zip(of_fold).for_each(|(row, chance)| found[*row as usize] = chance);
        }
        Ok(Some(found))
    }
}

/// The values of some rows.
pub(super) fn taken(values: &[f64], rows: &[u32]) -> Vec<f64> {
    rows.iter().map(|row| values[*row as usize]).collect()
}
