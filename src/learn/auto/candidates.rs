//! A few learners that differ in what they assume, and how slowly each may learn.

use super::{
    Task,
    trial::Trial,
    view::{ViewName, max_bin},
};
use crate::{
    learn::{Learner, baseline::Line},
    tree::{BoostParams, ForestParams, GrowPolicy, Matrix, TreeParams},
};

/// Who learns.
#[derive(Clone, Debug)]
pub(super) enum Student {
    Boost(BoostParams),
    Forest(ForestParams),
    /// Ridge regression.
    Line,
}

/// A learner, and how it sees the matrix.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub words: &'static str,
    pub learner: Student,
    pub view: ViewName,
    /// What a round costs, that of 31 leaves being 1.
    cost: f64,
    /// Goes on however it does at first: it errs elsewhere than the others, which is what a mixture lives on.
    pub is_other: bool,
}

/// The rate of the first look, its most rounds, and how many rounds without a gain end it.
const QUICK_RATE: f64 = 0.1;
const QUICK_ROUNDS: u32 = 250;
const QUICK_PATIENCE: u32 = 12;

/// Slower learning gains nothing that can be told from chance.
const SLOWEST_RATE: f64 = 0.04;

/// Rounds of 31 leaves that one fit may take: so all fits together stay well below ten times the work of 400 such rounds.
fn rounds_per_fit(rows: usize) -> f64 {
    if rows < 5_000 { 150.0 } else { 300.0 }
}

/// Above its share a fit may go on for so much more, where it still gains.
const OVERTIME: f64 = 1.5;

const TREES_OF_FOREST: u32 = 80;

/// A line of more columns or rows would take as long as the trees do.
const MOST_WORK_OF_LINE: usize = 2_000_000_000;

/// Smooth and shallow, crooked and deep, on cuts that are drawn instead of chosen, and a forest; and on means of
/// categories where there are such.
pub(super) fn candidates(task: Task, matrix: &Matrix, has_means: bool, seed: u64) -> Vec<Candidate> {
    let base = BoostParams { max_bin: max_bin(matrix.rows()), ..Learner::boost(task, seed) };
    let tree = || TreeParams { colsample_bytree: 0.6, ..base.tree.clone() };
    let leaf_wise = |max_leaves, min_samples_leaf| TreeParams {
        max_depth: 0,
        max_leaves,
        grow_policy: GrowPolicy::LeafWise,
        min_samples_leaf,
        ..tree()
    };
    let boosting = |words, tree, cost| Candidate {
        words,
        learner: Student::Boost(BoostParams { tree, ..base.clone() }),
        view: ViewName::Plain,
        cost,
        is_other: false,
    };
    let on_means = |words, tree, cost| Candidate { view: ViewName::Means, ..boosting(words, tree, cost) };
    let shallow = TreeParams { max_depth: 4, min_child_weight: 3.0, ..tree() };
    let random_cuts = TreeParams { max_depth: 6, extra_trees: true, min_child_weight: 3.0, ..tree() };
    let mut all = vec![
        boosting("boosting of depth 4", shallow, 0.4),
        boosting("boosting of 15 leaves", leaf_wise(15, 5), 0.6),
        boosting("boosting of 31 leaves", leaf_wise(31, 20), 1.0),
        Candidate { is_other: true, ..boosting("boosting with random cuts", random_cuts, 1.0) },
        Candidate {
            words: "forest",
            learner: Student::Forest(forest(task, matrix, seed)),
            view: ViewName::Plain,
            cost: 0.0,
            is_other: true,
        },
    ];
    if has_means {
        all.push(on_means("boosting of 15 leaves on means of categories", leaf_wise(15, 5), 0.6));
        all.push(on_means("boosting of 31 leaves on means of categories", leaf_wise(31, 20), 1.0));
    }
    // It errs where trees do not: beyond what they have seen, and along slopes that they can only cut into steps.
    if task == Task::Regression && Line::work(matrix) <= MOST_WORK_OF_LINE {
        all.push(Candidate { words: "line", learner: Student::Line, view: ViewName::Plain, cost: 0.0, is_other: true });
    }
    all
}

/// Deep trees on the drawn rows; those not drawn tell how good they are, so that no part need be held back.
fn forest(task: Task, matrix: &Matrix, seed: u64) -> ForestParams {
    let forest = Learner::forest(task, matrix.columns().len(), seed);
    let (max_depth, min_samples_leaf) = match task {
        Task::Regression => (20, 2),
        Task::Classification => (14, 3),
    };
    let tree = TreeParams { max_depth, min_samples_leaf, ..forest.tree.clone() };
    ForestParams { tree, oob: true, max_bin: max_bin(matrix.rows()), n_estimators: TREES_OF_FOREST, ..forest }
}

impl Candidate {
    /// The same at a rate that soon shows what it is worth.
    pub fn quick(&self) -> Self {
        self.at(QUICK_RATE, QUICK_ROUNDS, QUICK_PATIENCE)
    }

    /// The same as slow as its share of the work allows: it needs the more rounds the lower its rate is.
    pub fn slow(&self, screened: &Trial, rows: usize) -> Self {
        let rounds = screened.mean_rounds();
        // What was still gaining when the look ended would have gone on for a while.
        let needed = f64::from(rounds) * if rounds + QUICK_PATIENCE >= QUICK_ROUNDS { 1.5 } else { 1.0 };
        let share = rounds_per_fit(rows) / self.cost.max(0.1);
        let learning_rate = (QUICK_RATE * needed / share).clamp(SLOWEST_RATE, QUICK_RATE);
        let most = (2.0 * needed * QUICK_RATE / learning_rate).min(OVERTIME * share).max(20.0);
        self.at(learning_rate, most as u32, (1.5 / learning_rate) as u32)
    }

    fn at(&self, learning_rate: f64, n_estimators: u32, early_stopping_rounds: u32) -> Self {
        let learner = match &self.learner {
            Student::Boost(params) => {
                Student::Boost(BoostParams { learning_rate, n_estimators, early_stopping_rounds, ..params.clone() })
            }
            other @ (Student::Forest(_) | Student::Line) => other.clone(),
        };
        Self { learner, ..self.clone() }
    }
}
