//! The training part in folds, ready for many fits: bins are made once a fold, whoever learns from them.

use super::space::Candidate;
use crate::{
    lanes::Lanes,
    learn::{
        LearnProblem, Learner, Task,
        baseline::{neighbours, ridge},
    },
    tree::{Bins, BoostParams, HeldOut, Labels, Matrix, Watch},
};

/// One part held back, and the rest to learn from.
pub(in crate::learn) struct Fold {
    bins: Bins,
    /// Of the rows to learn from, in its own units.
    target: Vec<f64>,
    /// The rows held back: which they are, and what is known of them.
    rows: Vec<u32>,
    held: Matrix,
    /// What plain models say of them, on the scale of judging.
    plain: [Option<Vec<f64>>; PLAIN.len()],
}

/// Models that are no trees. They are measured, alone and in a mixture; a model file cannot hold them.
pub(super) const PLAIN: [&str; 2] = ["linear regression (ridge)", "nearest neighbours"];

/// More rows make these slower than all others together.
const MOST_ROWS_OF_LINE: usize = 50_000;
const MOST_ROWS_OF_NEIGHBOURS: usize = 8_000;

/// All that fits of candidates share.
pub(in crate::learn) struct Ground<'a> {
    pub task: Task,
    /// Of all rows of the training part, in its own units: above 0, or classes of 0 and 1.
    pub target: &'a [f64],
    pub folds: Vec<Fold>,
    pub seed: u64,
    pub lanes: &'a dyn Lanes,
}

/// What a candidate came to in a fold.
pub(super) struct Attempt {
    /// Row and answer, on the scale of judging.
    pub answers: Vec<(u32, f64)>,
    pub rounds: u32,
}

/// The share of the rows that say when boosting should stop.
const STOPPING_SHARE: f64 = 0.15;
const LEAST_ROUNDS: u32 = 10;

impl Fold {
    /// `learned` and `held` have the same columns; `rows` are the numbers of the latter.
    pub fn new(
        task: Task,
        (learned, target): (&Matrix, Vec<f64>),
        (held, rows): (Matrix, Vec<u32>),
        lanes: &dyn Lanes,
    ) -> Result<Self, LearnProblem> {
        let bins = Bins::of(learned, BoostParams::default().max_bin, lanes)?;
        let plain = match task {
            Task::Classification => [None, None],
            Task::Regression => {
                let log: Vec<f64> = target.iter().map(|value| libm::log(value.max(1.0))).collect();
                let few_enough = |most: usize| learned.rows() <= most;
                [
                    few_enough(MOST_ROWS_OF_LINE).then(|| ridge(learned, &log, &held)).flatten(),
                    few_enough(MOST_ROWS_OF_NEIGHBOURS).then(|| neighbours(learned, &log, &held)).flatten(),
                ]
            }
        };
        Ok(Self { bins, target, rows, held, plain })
    }
}

impl Ground<'_> {
    pub fn features(&self) -> usize {
        self.folds.first().map_or(0, |fold| fold.held.columns().len())
    }

    /// What a plain model says of every row; none if there is a fold in which it has no answer.
    pub fn plain_answers(&self, place: usize) -> Option<Vec<f64>> {
        let mut answers = vec![f64::NAN; self.target.len()];
        for fold in &self.folds {
            let found = fold.plain.get(place)?.as_ref()?;
            fold.rows.iter().zip(found).for_each(|(row, answer)| answers[*row as usize] = *answer);
        }
        Some(answers)
    }

    /// Learns without a fold and answers for it. With `stops_early`, part of the rows it learns from say after which
    /// round to stop. None when the watcher discarded it.
    pub(super) fn attempt(
        &self,
        candidate: &Candidate,
        fold: usize,
        stops_early: bool,
        watch: Watch<'_>,
    ) -> Result<Option<Attempt>, LearnProblem> {
        let Fold { bins, target, rows, held, .. } = &self.folds[fold];
        let scaled: Vec<f64> = match candidate.log_target {
            true => target.iter().map(|value| libm::log(value.max(1.0))).collect(),
            false => target.clone(),
        };
        let labels = Labels::new(&scaled);
        let fitted = match candidate.choice.learner(self.task, self.features(), self.seed) {
            Learner::Boost(params) if stops_early => {
                let patience = (1.5 / params.learning_rate).clamp(10.0, 60.0) as u32;
                let params =
                    BoostParams { held_out: HeldOut::Share(STOPPING_SHARE), early_stopping_rounds: patience, ..params };
                params.check()?.fit_bins(bins, &labels, self.lanes, watch)?
            }
            Learner::Boost(params) => params.check()?.fit_bins(bins, &labels, self.lanes, watch)?,
            Learner::Forest(params) => params.check()?.fit_bins(bins, &labels, self.lanes, watch)?,
        };
        let Some(fitted) = fitted else { return Ok(None) };
        let said = fitted.ensemble.predict(held, self.lanes)?;
        let judged = |answer: f64| match (self.task, candidate.log_target) {
            (Task::Regression, false) => libm::log(answer.max(1.0)),
            (Task::Regression, true) | (Task::Classification, _) => answer,
        };
        let answers = rows.iter().copied().zip(said.into_iter().map(judged)).collect();
        let rounds = (fitted.ensemble.trees().len() as u32).max(LEAST_ROUNDS);
        Ok(Some(Attempt { answers, rounds }))
    }

    /// The rows held back in some of the folds, in order.
    pub fn rows_of(&self, folds: std::ops::Range<usize>) -> Vec<u32> {
        let mut rows: Vec<u32> = self.folds[folds].iter().flat_map(|fold| fold.rows.iter().copied()).collect();
        rows.sort_unstable();
        rows
    }

    /// What an answer costs: |ln (answer / value)| of numbers, the log loss of chances.
    pub fn cost(&self, row: usize, answer: f64) -> f64 {
        let truth = self.target[row];
        match self.task {
            Task::Regression => (answer - libm::log(truth.max(1.0))).abs(),
            Task::Classification => {
                let chance = answer.clamp(1e-15, 1.0 - 1e-15);
                -libm::log(if truth > 0.5 { chance } else { 1.0 - chance })
            }
        }
    }

    /// The mean cost of answers to some rows; infinite where one has no answer.
    pub fn figure(&self, answers: &[f64], rows: &[u32]) -> f64 {
        let costs = rows.iter().map(|row| self.cost(*row as usize, answers[*row as usize]));
        let sum: f64 = costs.sum();
        if sum.is_finite() && !rows.is_empty() { sum / rows.len() as f64 } else { f64::INFINITY }
    }
}
