//! Which learner suits the rows at hand, found out on these rows alone.
//!
//! In: a matrix and a target. Out: a [`Model`](super::Model) of several learners mixed, and an account of all that was
//! tried. Rows kept for testing are never seen here. The way, in the order of the files:
//!
//! 1. `view`: the matrix in bins, once for all who learn; a second time with the means of the target in place of
//!    categories of many levels, where there are such.
//! 2. `candidates`: a few learners that differ in what they assume, and how much work they may take.
//! 3. `trial`: each learns quickly and answers for one part of the rows; the best of them go on, learn slowly without
//!    each part in turn, stop where that part says so, and answer for it. So every row has an answer of a model that has
//!    not seen it.
//!    A line through the features answers too, where the target is a number.
//! 4. `mixture`: these answers are mixed so that the mixture errs least, and the weights are drawn towards equal ones.
//! 5. `merge`: the models of the parts become one, the mean of them. None learns again: together they know all rows.

mod candidates;
#[cfg(test)]
mod tests;
mod trial;
mod view;

use serde::Serialize;

use self::{
    candidates::{Student, candidates},
    trial::{Ground, Trial},
    view::Views,
};
use super::{
    folds::Folds,
    merge,
    mixture::weights,
    model::{Body, Model, Part, Task, on_scale},
};
use crate::{
    lanes::Lanes,
    tree::{Matrix, TreeProblem, Watch},
};

/// Chooses by inner validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Auto {
    pub task: Task,
    pub log_target: bool,
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub model: Model,
    /// Such as "60 % boosting of 15 leaves, 310 rounds + 40 % forest".
    pub words: String,
    /// Everything that was tried, in order.
    pub tried: Vec<Tried>,
}

/// One learner, and how it did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tried {
    pub candidate: &'static str,
    pub stage: Stage,
    pub learning_rate: Option<f64>,
    /// How many times it learned, each time without another part of the rows.
    pub fits: u32,
    /// Rounds of boosting until the part held back was learned best, on average.
    pub rounds: Option<u32>,
    /// The mean loss on rows it had not seen: squared errors on the scale of learning, or the log loss.
    pub loss: f64,
    /// Its share of the answer.
    pub weight: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A quick look at one part of the rows.
    Screening,
    /// Every part in turn.
    CrossFit,
}

/// Rows from which on one part is held back instead of each in turn: so many say enough, and each fit costs.
const ROWS_FOR_ONE_PART: usize = 60_000;

impl Auto {
    /// The model and how it was found. None when the watcher discarded it.
    ///
    /// # Errors
    /// Data that cannot be learned from.
    pub fn fit(
        &self,
        matrix: &Matrix,
        target: &[f64],
        lanes: &dyn Lanes,
        watch: Watch<'_>,
    ) -> Result<Option<Chosen>, TreeProblem> {
        let target = on_scale(target, self.log_target)?;
        let ground = self.ground(matrix, &target, lanes)?;
        let all = candidates(self.task, matrix, ground.views.has_means(), self.seed);
        let (mut tried, mut screened) = (Vec::new(), Vec::new());
        for candidate in &all {
            let Some(trial) = ground.try_out(&candidate.quick(), ground.screening(), watch)? else { return Ok(None) };
            tried.push(trial.report(Stage::Screening));
            screened.push(trial);
        }
        let goes_on = Ground::promising(&screened);
        let mut trials: Vec<Trial> = Vec::new();
        for ((candidate, quick), _) in all.iter().zip(screened).zip(goes_on).filter(|(_, goes_on)| *goes_on) {
            let trial = match candidate.learner {
                Student::Boost(_) => ground.try_out(&candidate.slow(&quick, matrix.rows()), ground.parts(), watch)?,
                // It has learned from all rows already.
                Student::Forest(_) => Some(quick),
                Student::Line => ground.try_out(candidate, ground.parts(), watch)?,
            };
            let Some(trial) = trial else { return Ok(None) };
            trials.push(trial);
        }
        let answers: Vec<&[f64]> = trials.iter().map(|trial| trial.answers.as_slice()).collect();
        let weights = weights(&answers, &target, self.task);
        let first = tried.len();
        tried.extend(trials.iter().map(|trial| trial.report(Stage::CrossFit)));
        let (mut parts, mut words) = (Vec::new(), Vec::new());
        for ((trial, weight), tried) in trials.into_iter().zip(weights).zip(&mut tried[first..]) {
            tried.weight = weight;
            if weight > 0.0 {
                words.push(trial.words(weight));
                let means = ground.views.means_of(trial.candidate.view);
                let body = match trial.lines.is_empty() {
                    true => Body::Trees(Box::new(merge::mean(trial.ensembles)?)),
                    false => Body::Lines(trial.lines),
                };
                parts.push(Part { weight, means, body });
            }
        }
        let model = Model { parts, log_target: self.log_target };
        Ok(Some(Chosen { model, words: words.join(" + "), tried }))
    }

    fn ground<'a>(
        &self,
        matrix: &'a Matrix,
        target: &'a [f64],
        lanes: &'a dyn Lanes,
    ) -> Result<Ground<'a>, TreeProblem> {
        let rows = matrix.rows();
        let parts = match rows {
            0..1_000 => 8,
            1_000..5_000 => 5,
            5_000..ROWS_FOR_ONE_PART => 4,
            _ => 10,
        };
        let folds = match self.task {
            Task::Regression => Folds::shuffled(rows, parts, self.seed),
            Task::Classification => Folds::stratified(target, parts, self.seed),
        };
        let used = if rows < ROWS_FOR_ONE_PART { folds.len() } else { 1 };
        let views = Views::new(matrix, target, &folds, lanes)?;
        Ok(Ground { views, target, folds, used, task: self.task, lanes })
    }
}
