//! Few good leads: does a model that corrects the rule score beat the rule alone?

use serde::{Deserialize, Serialize};

use super::fit::{Folded, Start};
use crate::{
    lanes::Lanes,
    learn::{Folds, LearnProblem, Resampling, Task, progress::Steps, roc::roc_auc},
    tree::Matrix,
};

/// Repeated cross-validation of rule and model on the same rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    pub positives: usize,
    /// Areas under the ROC curve.
    pub rule_auc: f64,
    pub model_auc: f64,
    /// Model less rule, at 80 %: one chance in ten that the model is no better.
    pub low: f64,
    pub high: f64,
    pub model_wins: bool,
    /// Good leads still to be logged before a difference such as this would be clear, so far as these rows can tell;
    /// None when the model is no better at all.
    pub more_needed: Option<usize>,
}

pub(super) const REPEATS: usize = 5;
pub(super) const FOLDS: u32 = 5;
/// The share of resamples within the interval.
const LEVEL: f64 = 0.8;
/// Good leads with which the model no longer leans on the rule.
const ENOUGH: usize = super::fit::FEW_POSITIVES;

impl Contest {
    /// Holds the contest. None when the watcher stopped it.
    pub(super) fn hold(
        matrix: &Matrix,
        label: &[f64],
        rule: &[f64],
        seed: u64,
        lanes: &dyn Lanes,
        steps: &mut Steps<'_>,
    ) -> Result<Option<Self>, LearnProblem> {
        let mut of_model = vec![0.0; label.len()];
        for repeat in 0..REPEATS as u64 {
            let folds = &Folds::stratified(label, FOLDS, seed.wrapping_add(repeat));
            let folded = Folded { matrix, label, rule, folds, tuned: None, seed };
            let Some(found) = folded.chances(Start::of_rule, lanes, steps)? else { return Ok(None) };
            of_model.iter_mut().zip(found).for_each(|(mean, chance)| *mean += chance / REPEATS as f64);
        }
        let resampling = Resampling { seed, level: LEVEL, ..Resampling::default() };
        // What is asked is whether the model ranks better than the rule as it stands, not than the rule fold by fold.
        let differences = resampling.differences(Task::Classification, label, rule, &of_model);
        let auc = |chance: &[f64]| roc_auc(label, chance).unwrap_or(0.5);
        let (rule_auc, model_auc) = (auc(rule), auc(&of_model));
        let (low, high) = differences
            .iter()
            .find(|difference| difference.name == "roc_auc")
            .map_or((f64::NEG_INFINITY, f64::INFINITY), |found| (found.interval.low, found.interval.high));
        let positives = label.iter().filter(|label| **label > 0.5).count();
        let gain = model_auc - rule_auc;
        let more_needed = (gain > 0.0).then(|| {
            // The interval narrows with the root of the number of good leads.
            let half = (high - low) / 2.0;
            let needed = positives as f64 * (half / gain) * (half / gain);
            (needed.min(1e6).ceil() as usize).saturating_sub(positives)
        });
        Ok(Some(Self { positives, rule_auc, model_auc, low, high, model_wins: low > 0.0, more_needed }))
    }

    /// What came of it, plainly.
    pub fn words(&self) -> String {
        let Self { positives, rule_auc, model_auc, .. } = self;
        let found =
            format!("{positives} good leads: ROC-AUC {model_auc:.3} for the model, {rule_auc:.3} for the rule score");
        match (self.model_wins, self.more_needed) {
            (true, _) => format!("{found}; the model ranks better"),
            (false, Some(more)) if more > 0 => format!(
                "{found}; that is not clearly better, so the rule stays in charge. About {more} more good leads would \
                 settle it"
            ),
            (false, _) => format!(
                "{found}; the model does not beat the rule, so the rule stays in charge. Log {} more good leads and train \
                 again",
                ENOUGH.saturating_sub(*positives).max(1)
            ),
        }
    }
}
