//! What a fit can be told: written freely, checked once, then used without a doubt.
//!
//! Names follow XGBoost and, for forests, scikit-learn where these agree with each other and with us.

/// What boosting minimises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// (y - f)² / 2.
    Squared,
    /// |y - f|.
    Absolute,
    /// Squared within `slope` of the target, absolute beyond.
    Huber { slope: f64 },
    /// The quantile `alpha` of the target.
    Quantile { alpha: f64 },
    /// Log loss of a target of 0 or 1.
    Logistic,
    /// Counts: the target's mean is e^f.
    Poisson,
}

/// Which node is split next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowPolicy {
    /// All of one depth before any of the next.
    DepthWise,
    /// The one that gains most.
    LeafWise,
}

/// Which way a feature may move the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotone {
    Free,
    Rising,
    Falling,
}

/// Which rows each tree learns from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RowSampling {
    All,
    /// Each row with this chance, without replacement.
    Share(f64),
    /// Gradient-based one-side sampling (Ke et al. 2017): this share of the rows with the steepest gradients, and of the
    /// rest a random share, weighted up to stand for all of it.
    OneSide {
        top: f64,
        other: f64,
    },
}

/// Which rows decide when to stop, and do not teach.
#[derive(Clone, Debug, PartialEq)]
pub enum HeldOut {
    None,
    /// This share of the rows, drawn by the seed.
    Share(f64),
    /// The rows marked true.
    Rows(Vec<bool>),
}

/// What a tree may look like, for boosting and forest alike.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeParams {
    pub max_depth: u32,
    /// 0: as many as the depth allows.
    pub max_leaves: u32,
    pub grow_policy: GrowPolicy,
    /// The least sum of hessians in a leaf.
    pub min_child_weight: f64,
    /// The fewest rows in a leaf.
    pub min_samples_leaf: u32,
    /// The least gain of a split (XGBoost's `gamma`).
    pub min_split_loss: f64,
    /// L2 on leaf values (`lambda`).
    pub reg_lambda: f64,
    /// L1 on leaf values (`alpha`).
    pub reg_alpha: f64,
    /// Added to a category's hessian when categories are put in order.
    pub cat_smooth: f64,
    /// L2 beside `reg_lambda` when categories are parted.
    pub cat_l2: f64,
    /// The most categories on the smaller side of a split. 0: an eighth of those in the node, but at least 2; a column of
    /// few categories is parted bit by bit, which overfits less than any two halves of it.
    pub max_cat_threshold: u32,
    /// One entry a feature; empty: all free.
    pub monotone_constraints: Vec<Monotone>,
    /// Groups of features that may stand on one path together; empty: all may.
    pub interaction_constraints: Vec<Vec<u32>>,
    /// Shares of the columns drawn per tree, per depth of it, per node of that.
    pub colsample_bytree: f64,
    pub colsample_bylevel: f64,
    pub colsample_bynode: f64,
    /// Draw one threshold a column at random instead of the best (extremely randomised trees, Geurts et al. 2006).
    pub extra_trees: bool,
}

impl Default for TreeParams {
    fn default() -> Self {
        Self {
            max_depth: 6,
            max_leaves: 0,
            grow_policy: GrowPolicy::DepthWise,
            min_child_weight: 1.0,
            min_samples_leaf: 1,
            min_split_loss: 0.0,
            reg_lambda: 1.0,
            reg_alpha: 0.0,
            cat_smooth: 10.0,
            cat_l2: 10.0,
            max_cat_threshold: 0,
            monotone_constraints: Vec::new(),
            interaction_constraints: Vec::new(),
            colsample_bytree: 1.0,
            colsample_bylevel: 1.0,
            colsample_bynode: 1.0,
            extra_trees: false,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct BoostParams {
    pub loss: Loss,
    pub n_estimators: u32,
    pub learning_rate: f64,
    pub max_bin: u32,
    pub tree: TreeParams,
    pub sampling: RowSampling,
    /// Weight of the rows whose target is 1 (logistic only).
    pub scale_pos_weight: f64,
    pub held_out: HeldOut,
    /// Stop after so many rounds without a better held-out loss; 0: never.
    pub early_stopping_rounds: u32,
    pub seed: u64,
}

impl Default for BoostParams {
    fn default() -> Self {
        Self {
            loss: Loss::Squared,
            n_estimators: 100,
            learning_rate: 0.3,
            max_bin: 255,
            tree: TreeParams::default(),
            sampling: RowSampling::All,
            scale_pos_weight: 1.0,
            held_out: HeldOut::None,
            early_stopping_rounds: 0,
            seed: 42,
        }
    }
}

/// What a forest estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForestTask {
    Regression,
    /// The chance that a target of 0 or 1 is 1.
    Classification,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ForestParams {
    pub task: ForestTask,
    pub n_estimators: u32,
    pub max_bin: u32,
    /// Depth, leaf size and the like. `colsample_bynode` is scikit-learn's `max_features` as a share.
    pub tree: TreeParams,
    /// Draw as many rows as there are, with replacement, for each tree.
    pub bootstrap: bool,
    /// Predict each row by the trees that did not draw it.
    pub oob: bool,
    /// Weight of the rows whose target is 1 (classification only).
    pub scale_pos_weight: f64,
    pub seed: u64,
}

impl Default for ForestParams {
    fn default() -> Self {
        Self {
            task: ForestTask::Regression,
            n_estimators: 100,
            max_bin: 255,
            tree: TreeParams {
                max_depth: 12,
                min_child_weight: 0.0,
                reg_lambda: 0.0,
                cat_l2: 0.0,
                ..TreeParams::default()
            },
            bootstrap: true,
            oob: false,
            scale_pos_weight: 1.0,
            seed: 42,
        }
    }
}
