//! What every learner is handed and hands back.

use super::{ensemble::Ensemble, problem::TreeProblem};

/// Rows that one fit can take: 24 bits count them.
pub(super) const MOST_ROWS: usize = (1 << 24) - 1;

/// What the rows of a matrix teach.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    pub target: &'a [f64],
    /// Finite, not negative, some above 0. None: 1 each.
    pub weights: Option<&'a [f64]>,
    /// Boosting only: the margin that each row starts from instead of a constant.
    pub offset: Option<&'a [f64]>,
}

impl<'a> Labels<'a> {
    pub fn new(target: &'a [f64]) -> Self {
        Self { target, weights: None, offset: None }
    }
}

/// How far a fit is, after each tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    pub trees_done: u32,
    pub trees: u32,
    /// Boosting with held-out rows: their mean loss now.
    pub held_out_loss: Option<f64>,
    /// Root mean square error so far, in the units of the target: of boosting on the rows that it learns from, of a
    /// forest on each row by the trees that have not drawn it. None where that is not kept.
    pub error: Option<f64>,
}

impl Progress {
    pub fn share(&self) -> f64 {
        f64::from(self.trees_done) / f64::from(self.trees.max(1))
    }
}

/// What the one who watches a fit wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Continue,
    /// Stop, and give me the trees so far.
    Keep,
    /// Stop, and leave nothing.
    Discard,
}

/// Called after each tree.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> Verdict;

/// For a fit that nobody watches.
pub fn unwatched(_: Progress) -> Verdict {
    Verdict::Continue
}

/// A fit that came to its end or was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub ensemble: Ensemble,
    /// Boosting with held-out rows: their mean loss after each round.
    pub held_out_losses: Vec<f64>,
    /// Forests when asked for: each row's prediction by the trees that did not draw it; NaN where all did.
    pub out_of_bag: Vec<f64>,
}

pub type FitResult = Result<Option<Fitted>, TreeProblem>;
