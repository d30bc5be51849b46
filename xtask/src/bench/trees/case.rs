//! What is measured and what is promised of it.

use super::contender::Contender;
use Limit::{AtLeast, AtMost};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Learner {
    Boost,
    Forest,
}

impl Learner {
    pub fn name(self) -> &'static str {
        match self {
            Self::Boost => "boost",
            Self::Forest => "forest",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Task {
    House,
    Lead,
}

impl Task {
    pub fn name(self) -> &'static str {
        match self {
            Self::House => "house",
            Self::Lead => "lead",
        }
    }

    /// What its quality is, and how much less than a peer's is as good as equal.
    pub fn quality(self) -> (&'static str, f64) {
        match self {
            Self::House => ("R²", 0.005),
            Self::Lead => ("AUC", 0.002),
        }
    }
}

pub struct Case {
    pub learner: Learner,
    pub task: Task,
    pub rows: u32,
    pub threads: u32,
}

/// What a figure of ours must be, as a multiple of a peer's.
#[derive(Clone, Copy, Default)]
pub enum Limit {
    #[default]
    Free,
    AtMost(f64),
    AtLeast(f64),
}

#[derive(Default)]
pub struct Limits {
    pub seconds: Limit,
    pub peak: Limit,
    pub rows_per_second: Limit,
}

impl Case {
    pub fn title(&self) -> String {
        let learner = match self.learner {
            Learner::Boost => "boosting: 400 rounds, depth 6, at most 64 leaves, rate 0.05, 255 bins",
            Learner::Forest => "forest: 200 trees, depth 12, a third of the columns per split, 5 rows per leaf",
        };
        let task = match self.task {
            Task::House => "house prices (30 columns)",
            Task::Lead => "leads that became deals (20 columns)",
        };
        let threads = if self.threads == 1 { "1 thread".to_owned() } else { format!("{} threads", self.threads) };
        format!("{task}, {} rows, {threads}; {learner}", self.rows)
    }

    /// What decides the model: not the number of threads.
    pub fn model(&self) -> (&'static str, &'static str, u32) {
        (self.learner.name(), self.task.name(), self.rows)
    }

    /// Predictions are made on one thread, so the cases of one thread show them.
    pub fn predicts(&self) -> bool {
        self.learner == Learner::Boost && self.threads == 1
    }

    pub fn contenders(&self) -> Vec<Contender> {
        vec![Contender::Ours, Contender::LightGbm, Contender::XgBoost, Contender::ScikitLearn]
    }

    /// The promises of the project against a peer.
    pub fn limits(&self, peer: Contender) -> Limits {
        match (self.learner, peer) {
            (Learner::Boost, Contender::LightGbm) => {
                Limits { seconds: AtMost(0.40), peak: AtMost(0.45), rows_per_second: AtLeast(16.0) }
            }
            (Learner::Boost, Contender::XgBoost) => {
                Limits { seconds: AtMost(0.35), rows_per_second: AtLeast(6.0), ..Limits::default() }
            }
            // Of the best of them: so of each.
            (Learner::Forest, _) => Limits { seconds: AtMost(0.20), ..Limits::default() },
            _ => Limits::default(),
        }
    }

    /// Whether quality must not be less than this peer's. LightGBM and XGBoost have no bootstrap: scikit-learn's forest
    /// is the one to equal.
    pub fn compares_quality(&self, peer: Contender) -> bool {
        match self.learner {
            Learner::Boost => matches!(peer, Contender::LightGbm | Contender::XgBoost),
            Learner::Forest => peer == Contender::ScikitLearn,
        }
    }
}
