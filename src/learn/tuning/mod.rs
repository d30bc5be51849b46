//! Which parameters suit the rows at hand: the training part in folds in, parameters to learn with out, and an account of
//! all that was tried.
//!
//! The test part is never looked at. No clock is read: whoever asks hands one in, and a search that a count of trials ends
//! comes out the same on any machine.
//!
//! | file | what happens there |
//! |---|---|
//! | `choice` | parameters as plain data, for recipes and model files |
//! | `space` | candidates drawn by number |
//! | `ground` | folds in bins; one fit, and what its answers cost |
//! | `race` | the usual parameters first, then heats of successive halving |
//! | `stack` | several candidates mixed |
//! | `verdict` | what is kept: the simpler, unless the other is better by more than chance |

mod choice;
mod ground;
mod race;
mod space;
mod stack;
mod verdict;

use serde::Serialize;

use self::{race::Race, space::Candidate};
use super::{LearnProblem, Task, TrainWatch};

pub use choice::{BoostChoice, Choice, ForestChoice, Member, Tuned};
pub(super) use ground::{Fold, Ground};
pub use verdict::Better;

/// Parts of the training rows. The first says how long to boost and who goes on; the others judge.
pub(super) const FOLDS: u32 = 5;

/// How much may be spent on a search: trials, seconds, or whatever ends first.
pub struct Allowance<'a> {
    /// Sets of parameters to try, the usual ones among them.
    pub trials: Option<u32>,
    pub seconds: Option<f64>,
    /// Seconds since the search began.
    pub now_seconds: &'a mut dyn FnMut() -> f64,
}

impl Allowance<'_> {
    fn is_spent(&self, now_seconds: f64) -> bool {
        self.seconds.is_some_and(|seconds| now_seconds >= seconds)
    }

    /// How much of it is gone, 0 to 1.
    fn share(&self, now_seconds: f64, trials: usize) -> f64 {
        let of_time = self.seconds.map_or(0.0, |seconds| now_seconds / seconds.max(1e-9));
        let of_trials = self.trials.map_or(0.0, |most| trials.saturating_sub(1) as f64 / f64::from(most.max(1)));
        of_time.max(of_trials).clamp(0.0, 1.0)
    }

    pub(super) fn words(&self) -> String {
        match (self.seconds, self.trials) {
            (Some(seconds), Some(trials)) => format!("{seconds:.0} seconds or {trials} trials"),
            (Some(seconds), None) => format!("{seconds:.0} seconds"),
            (None, Some(trials)) => format!("{trials} trials"),
            (None, None) => "no limit".to_owned(),
        }
    }
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuning {
    /// None: the usual parameters stay.
    pub kept: Option<Tuned>,
    pub report: TuningReport,
}

/// Everything that is to be told of a search.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TuningReport {
    /// What is compared, in words; less is better.
    pub figure: &'static str,
    /// Rows whose answers judged, each by models that had not seen it.
    pub rows: usize,
    /// What was allowed, and what it took.
    pub limit: String,
    pub seconds: f64,
    /// In the order in which they were tried; the usual parameters first.
    pub tried: Vec<TriedChoice>,
    /// The best trees together, as a model file can hold them.
    pub stack: Option<TriedStack>,
    /// With members that no model file holds.
    pub beyond: Option<TriedStack>,
    /// What is kept, in words.
    pub kept: String,
    /// Its figure, and that of the usual parameters.
    pub kept_figure: Option<f64>,
    pub usual_figure: Option<f64>,
    /// How much better that is than the usual parameters.
    pub gain: Option<Better>,
    /// What came of it, in whole sentences.
    pub verdict: Vec<String>,
}

/// One set of parameters, and how it did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TriedChoice {
    /// `forest` or `boost`; or the name of a plain model.
    pub learner: &'static str,
    pub params: String,
    pub log_target: bool,
    /// Parts that it answered for; those that all answered for are what counts.
    pub folds: usize,
    pub figure: Option<f64>,
    pub seconds: Option<f64>,
    /// Its share of the model that is kept.
    pub weight: f64,
}

/// A mixture, and how it did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TriedStack {
    pub members: Vec<StackMember>,
    pub figure: f64,
    /// How much better it is than the best of its kind: a stack than the best single model, a mixture beyond that than
    /// what is kept.
    pub gain: Better,
    pub is_kept: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StackMember {
    pub name: String,
    pub weight: f64,
}

impl Tuning {
    /// Where rows are too few to tell parameters apart.
    pub(super) fn skipped(task: Task, limit: String, why: String) -> Self {
        let report = TuningReport {
            figure: figure_words(task),
            rows: 0,
            limit,
            seconds: 0.0,
            tried: Vec::new(),
            stack: None,
            beyond: None,
            kept: USUAL.to_owned(),
            kept_figure: None,
            usual_figure: None,
            gain: None,
            verdict: vec![why],
        };
        Self { kept: None, report }
    }

    /// Searches. The first of the usual ones is what would be learned without a search. None when the watcher stopped it.
    pub(super) fn search(
        ground: &Ground<'_>,
        usual: Vec<(Choice, bool)>,
        allowance: Allowance<'_>,
        watch: TrainWatch<'_>,
    ) -> Result<Option<Self>, LearnProblem> {
        let limit = allowance.words();
        let mut race = Race::new(ground, allowance, watch);
        let candidate = |(choice, log_target)| Candidate { choice, log_target, finds_rounds: false };
        if !race.run(usual.into_iter().map(candidate).collect())? {
            return Ok(None);
        }
        Ok(Some(verdict::of(ground, &race, limit)))
    }
}

const USUAL: &str = "the usual parameters";

fn figure_words(task: Task) -> &'static str {
    match task {
        Task::Regression => "mean |ln (estimate / value)|",
        Task::Classification => "log loss",
    }
}

#[cfg(test)]
mod tests;
