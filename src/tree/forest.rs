//! Random forests: trees on bootstrap samples, each split the best among a few columns drawn for it (Breiman 2001).
//!
//! A tree predicts the mean target of a leaf's rows. For targets of 0 and 1 that is the chance of 1, and the split that
//! lowers the squared error most is the one that lowers the Gini impurity most, so classification is regression here.
//! A row drawn several times counts as often; `min_samples_leaf` counts draws. With `max_leaves` the split that gains
//! most comes first, whatever the grow policy.
//!
//! Trees are independent jobs: each grows alone ([`super::wood`]), from its own random numbers.

use super::{
    bins::Bins,
    check::{check_forest, check_labels, check_tree},
    ensemble::{Combine, Link},
    fixed::exact_sum,
    learner::{FitResult, Fitted, Labels, Progress, Verdict, Watch},
    lines::Lines,
    matrix::Matrix,
    params::{ForestParams, ForestTask},
    plant::{empty_ensemble, plant},
    problem::TreeProblem,
    wood::{Sample, WholeWeights, Wood},
};
use crate::lanes::{Lanes, map_blocks};

/// Trees that each of several threads grows before the watcher is asked again; one thread asks after every tree.
const TREES_PER_THREAD: usize = 4;

/// Where weights are not small whole numbers, splits are chosen by their share of the largest in so many steps. The values
/// of leaves are means by the weights themselves.
const WEIGHT_STEPS: f64 = 64.0;

/// Checked parameters of a random forest.
#[derive(Clone, Debug)]
pub struct Forest(ForestParams);

impl ForestParams {
    /// # Errors
    /// The first parameter that is out of its range.
    pub fn check(self) -> Result<Forest, TreeProblem> {
        check_forest(&self)?;
        Ok(Forest(self))
    }
}

impl Forest {
    pub fn params(&self) -> &ForestParams {
        &self.0
    }

    /// Fits a model; None when the watcher discarded it.
    ///
    /// # Errors
    /// Labels that do not fit the rows or the task.
    pub fn fit(&self, matrix: &Matrix, labels: &Labels, lanes: &dyn Lanes, watch: Watch) -> FitResult {
        self.fit_bins(&Bins::of(matrix, self.0.max_bin, lanes)?, labels, lanes, watch)
    }

    /// The same of a matrix that is already in bins, which may serve several fits.
    pub fn fit_bins(&self, bins: &Bins, labels: &Labels, lanes: &dyn Lanes, watch: Watch) -> FitResult {
        let params = &self.0;
        check_labels(labels, bins.rows())?;
        check_tree(&params.tree, bins)?;
        check_task(params.task, labels)?;
        let weights = whole_weights(params, labels);
        let weight = |row: usize| weights.as_ref().map_or(1.0, |weights| weights.exact[row]);
        let total = exact_sum((0..bins.rows()).map(weight));
        let mean = exact_sum(labels.target.iter().enumerate().map(|(row, y)| y * weight(row))) / total;
        let lines = Lines::new(bins, lanes);
        let sample = Sample::new(labels.target, mean, weights.as_ref());
        let wood = Wood::new(bins, &lines, params, &sample);
        let mut ensemble = empty_ensemble(bins, 0.0, Combine::Mean, Link::Identity);
        let mut votes = if params.oob { vec![(0.0f64, 0u32); bins.rows()] } else { Vec::new() };
        let trees = params.n_estimators as usize;
        let mut planted = 0;
        let batch = if lanes.width() == 1 { 1 } else { lanes.width() * TREES_PER_THREAD };
        'forest: for start in (0..trees).step_by(batch) {
            let end = (start + batch).min(trees);
            let grown = map_blocks(1, lanes, end - start, |tree| wood.grow((start + tree.start) as u64));
            for tree in grown {
                plant(&mut ensemble, bins, sample.scale(), &tree.nodes, &tree.values)?;
                for (row, value) in tree.out_of_bag {
                    let vote = &mut votes[row as usize];
                    *vote = (vote.0 + value, vote.1 + 1);
                }
                planted += 1;
                let error = out_of_bag_error(&votes, labels.target);
                match watch(Progress { trees_done: planted, trees: trees as u32, held_out_loss: None, error }) {
                    Verdict::Continue => {}
                    Verdict::Keep => break 'forest,
                    Verdict::Discard => return Ok(None),
                }
            }
        }
        let out_of_bag = votes.into_iter().map(|(sum, count)| sum / f64::from(count)).collect();
        Ok(Some(Fitted { ensemble, held_out_losses: Vec::new(), out_of_bag }))
    }
}

/// Root mean square error of the rows that some tree has not drawn.
fn out_of_bag_error(votes: &[(f64, u32)], target: &[f64]) -> Option<f64> {
    let known = votes.iter().zip(target).filter(|((_, count), _)| *count > 0);
    let squared = |((sum, count), y): (&(f64, u32), &f64)| {
        let off = sum / f64::from(*count) - y;
        off * off
    };
    let (sum, rows) = known.map(squared).fold((0.0, 0.0), |(sum, rows), square| (sum + square, rows + 1.0));
    (rows > 0.0).then(|| (sum / rows).sqrt())
}

fn check_task(task: ForestTask, labels: &Labels) -> Result<(), TreeProblem> {
    let problem = |row: usize, expected| Err(TreeProblem::Target { row, found: labels.target[row], expected });
    if labels.offset.is_some() {
        let expected = "left out: a forest starts from nothing";
        return Err(TreeProblem::Parameter { name: "offset", found: "given".to_owned(), expected });
    }
    match labels.target.iter().position(|y| *y != 0.0 && *y != 1.0) {
        Some(row) if task == ForestTask::Classification => problem(row, "classification needs targets of 0 or 1"),
        _ => Ok(()),
    }
}

/// Weights as whole numbers, and the unit they are counted in. None: all 1.
fn whole_weights(params: &ForestParams, labels: &Labels) -> Option<WholeWeights> {
    let is_classed = params.task == ForestTask::Classification && params.scale_pos_weight != 1.0;
    if labels.weights.is_none() && !is_classed {
        return None;
    }
    let weight = |row: usize| {
        let own = labels.weights.map_or(1.0, |weights| weights[row]);
        own * if is_classed && labels.target[row] == 1.0 { params.scale_pos_weight } else { 1.0 }
    };
    let exact: Vec<f64> = (0..labels.target.len()).map(weight).collect();
    if exact.iter().all(|weight| *weight == 1.0) {
        return None;
    }
    let largest = exact.iter().copied().fold(0.0, f64::max);
    let is_whole = largest <= WEIGHT_STEPS && exact.iter().all(|weight| weight.fract() == 0.0);
    let unit = if is_whole { 1.0 } else { largest / WEIGHT_STEPS };
    let least = |weight: f64| if weight > 0.0 { 1 } else { 0 };
    let units = exact.iter().map(|weight| ((weight / unit).round() as u32).max(least(*weight))).collect();
    Some(WholeWeights { exact, units, unit })
}
