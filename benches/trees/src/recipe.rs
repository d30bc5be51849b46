//! The two recipes that are measured, the same as `peer.py` asks of the peers.

use crate::task::{Kind, Task};
use leadscore::{
    lanes::Lanes,
    tree::{Bins, BoostParams, Ensemble, ForestParams, ForestTask, Labels, Loss, TreeParams, TreeProblem, unwatched},
};

const BINS: u32 = 255;
const SEED: u64 = 42;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// 400 rounds, depth 6, at most 64 leaves, rate 0.05, no sampling.
    Boost,
    /// 200 trees on bootstraps, depth 12, a third of the columns per split, 5 rows per leaf.
    Forest,
}

impl Recipe {
    pub fn of(learner: &str) -> Option<Self> {
        match learner {
            "boost" => Some(Self::Boost),
            "forest" => Some(Self::Forest),
            _ => None,
        }
    }

    /// # Errors
    /// A matrix that cannot be binned.
    pub fn bins(self, task: &Task, lanes: &dyn Lanes) -> Result<Bins, TreeProblem> {
        Bins::of(&task.matrix, BINS, lanes)
    }

    /// # Errors
    /// A target that the task does not allow.
    pub fn fit(self, kind: Kind, bins: &Bins, target: &[f64], lanes: &dyn Lanes) -> Result<Ensemble, TreeProblem> {
        let labels = Labels::new(target);
        let fitted = match self {
            Self::Boost => boost(kind).check()?.fit_bins(bins, &labels, lanes, &mut unwatched)?,
            Self::Forest => forest(kind).check()?.fit_bins(bins, &labels, lanes, &mut unwatched)?,
        };
        let discarded = || TreeProblem::File("a fit that nobody watches was discarded".to_owned());
        Ok(fitted.ok_or_else(discarded)?.ensemble)
    }
}

fn boost(kind: Kind) -> BoostParams {
    BoostParams {
        loss: match kind {
            Kind::Regression => Loss::Squared,
            Kind::Classification => Loss::Logistic,
        },
        n_estimators: 400,
        learning_rate: 0.05,
        max_bin: BINS,
        tree: TreeParams { max_depth: 6, max_leaves: 64, ..TreeParams::default() },
        seed: SEED,
        ..BoostParams::default()
    }
}

fn forest(kind: Kind) -> ForestParams {
    let usual = ForestParams::default();
    ForestParams {
        task: match kind {
            Kind::Regression => ForestTask::Regression,
            Kind::Classification => ForestTask::Classification,
        },
        n_estimators: 200,
        max_bin: BINS,
        tree: TreeParams { max_depth: 12, min_samples_leaf: 5, colsample_bynode: 1.0 / 3.0, ..usual.tree.clone() },
        bootstrap: true,
        seed: SEED,
        ..usual
    }
}
