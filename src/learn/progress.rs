//! How far a training of several fits is.

use crate::tree::{Progress, Verdict};

/// Told after each tree of any of the fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainProgress {
    /// Of all trees of all fits, 0 to 1.
    pub share: f64,
    pub trees_done: u32,
    pub trees: u32,
    pub stage: TrainStage,
    /// How far off the present fit is so far (see [`Progress`]).
    pub error: Option<f64>,
}

/// What the present fit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainStage {
    /// Trying parameters.
    Tuning,
    /// Answers for rows of the training part, to learn how far off answers are.
    CrossFitting,
    /// The model itself.
    Fitting,
    /// What the report needs besides.
    Weighing,
}

impl TrainStage {
    pub fn words(self) -> &'static str {
        match self {
            Self::Tuning => "trying parameters",
            Self::CrossFitting => "measuring how far off it is",
            Self::Fitting => "growing the model",
            Self::Weighing => "weighing the features",
        }
    }
}

/// What a training is to say of its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// How good it is.
    Figures,
    /// And what its features are worth, which takes another fit with a column of noise, and thousands of answers.
    Full,
}

/// Called after each tree; says whether to go on. Who stops a training gets nothing.
pub type TrainWatch<'a> = &'a mut dyn FnMut(TrainProgress) -> bool;

/// Several fits, watched as one.
pub(super) struct Steps<'w> {
    watch: TrainWatch<'w>,
    fits: u32,
    fit: u32,
    /// Trees of the fits before the present one, and of that.
    trees_before: u32,
    trees_of_fit: u32,
}

impl<'w> Steps<'w> {
    pub fn new(fits: usize, watch: TrainWatch<'w>) -> Self {
        Self { watch, fits: fits.max(1) as u32, fit: 0, trees_before: 0, trees_of_fit: 0 }
    }

    /// The watcher of the next fit.
    pub fn next(&mut self, stage: TrainStage) -> impl FnMut(Progress) -> Verdict {
        let (before, fits) = (self.fit, self.fits);
        self.fit += 1;
        self.trees_before += self.trees_of_fit;
        let (trees_before, trees_of_fit, watch) = (self.trees_before, &mut self.trees_of_fit, &mut self.watch);
        move |progress: Progress| {
            *trees_of_fit = progress.trees;
            let trees_done = trees_before + progress.trees_done;
            // The fits to come are taken to be as large as this one.
            let trees = trees_before + progress.trees.saturating_mul(fits.saturating_sub(before).max(1));
            let share = (f64::from(before) + progress.share()) / f64::from(fits);
            match watch(TrainProgress { share: share.min(1.0), trees_done, trees, stage, error: progress.error }) {
                true => Verdict::Continue,
                false => Verdict::Discard,
            }
        }
    }
}
