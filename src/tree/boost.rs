//! Gradient boosting: each tree takes a step against the gradient of the loss (Friedman 2001), in Newton's length (Chen
//! and Guestrin 2016).
//!
//! A round: scale the gradients to whole numbers, grow a tree on them, add its leaves to the scores of all rows, take
//! the gradients there. Rows that a tree does not learn from, drawn out or held out, come along to be scored.

use std::sync::Mutex;

use super::{
    bins::Bins,
    check::{check_labels, check_tree},
    ensemble::{Combine, Ensemble},
    fixed::{Entry, Extent, Scale, exact_sum, row_of},
    groups::groups,
    grow::{Grower, GrownTree, TreeRows},
    learner::{FitResult, Fitted, Labels, Progress, Verdict, Watch},
    loss::quantile,
    matrix::Matrix,
    params::{BoostParams, HeldOut, Loss, RowSampling},
    plant::{empty_ensemble, plant},
    problem::TreeProblem,
    random::{Purpose, Random},
    sampling::{Columns, row_factors},
};
use crate::lanes::{Lanes, fill, job_rows, map_blocks};

/// Rows whose gradients are added up by themselves. Sums of f64 must not depend on how work is cut.
const EXTENT_ROWS: usize = 1024;

/// Checked parameters of gradient boosting.
#[derive(Clone, Debug)]
pub struct Boosting(BoostParams);

impl BoostParams {
    /// # Errors
    /// The first parameter that is out of its range.
    pub fn check(self) -> Result<Boosting, TreeProblem> {
        super::check::check_boost(&self)?;
        Ok(Boosting(self))
    }
}

impl Boosting {
    pub fn params(&self) -> &BoostParams {
        &self.0
    }

    /// Fits a model; None when the watcher discarded it.
    ///
    /// # Errors
    /// Labels that do not fit the rows or the loss.
    pub fn fit(&self, matrix: &Matrix, labels: &Labels, lanes: &dyn Lanes, watch: Watch) -> FitResult {
        self.fit_bins(&Bins::of(matrix, self.0.max_bin, lanes)?, labels, lanes, watch)
    }

    /// The same of a matrix that is already in bins, which may serve several fits.
    pub fn fit_bins(&self, bins: &Bins, labels: &Labels, lanes: &dyn Lanes, watch: Watch) -> FitResult {
        let params = &self.0;
        check_labels(labels, bins.rows())?;
        check_tree(&params.tree, bins)?;
        params.loss.check_target(labels.target)?;
        let mut rounds = Rounds::new(params, bins, labels, lanes)?;
        let groups = groups(bins, lanes);
        let mut grower = Grower::new(bins, &groups, &params.tree, params.loss.leaf_quantile().is_some(), lanes);
        let mut ensemble = empty_ensemble(bins, rounds.base, Combine::Sum, params.loss.link());
        let mut best = Best::default();
        for tree in 0..params.n_estimators {
            rounds.step(tree, &mut grower, &mut ensemble)?;
            let held_out_loss = rounds.held_out_loss();
            best.take(held_out_loss);
            let error = rounds.error();
            match watch(Progress { trees_done: tree + 1, trees: params.n_estimators, held_out_loss, error }) {
                Verdict::Continue => {}
                Verdict::Keep => break,
                Verdict::Discard => return Ok(None),
            }
            let patience = params.early_stopping_rounds;
            if patience > 0 && best.rounds_since() >= patience {
                break;
            }
        }
        if params.early_stopping_rounds > 0 && !best.losses.is_empty() {
            ensemble.truncate_trees(best.round + 1);
        }
        Ok(Some(Fitted { ensemble, held_out_losses: best.losses, out_of_bag: Vec::new() }))
    }
}

/// The held-out losses so far, and the round of the least.
#[derive(Default)]
struct Best {
    losses: Vec<f64>,
    round: usize,
}

impl Best {
    fn take(&mut self, loss: Option<f64>) {
        let Some(loss) = loss else { return };
        self.losses.push(loss);
        if loss < self.losses[self.round] {
            self.round = self.losses.len() - 1;
        }
    }

    fn rounds_since(&self) -> u32 {
        self.losses.len().saturating_sub(self.round + 1) as u32
    }
}

/// What one round hands to the next.
struct Rounds<'a> {
    params: &'a BoostParams,
    bins: &'a Bins,
    lanes: &'a dyn Lanes,
    /// The margin that all rows start from, as the model holds it.
    base: f64,
    /// Targets and scores as the loss sees them: for losses of location both less the start.
    target: Vec<f32>,
    scores: Vec<f32>,
    weights: Option<Vec<f32>>,
    is_held_out: Option<Vec<bool>>,
    gradients: Vec<f32>,
    /// Empty where all are 1.
    hessians: Vec<f32>,
    extent: Extent,
    entries: Vec<Entry>,
    others: Vec<Entry>,
}

/// Rows and what they gain.
enum Step<'a> {
    Leaf {
        entries: &'a [Entry],
        value: f32,
    },
    /// By the bin of each row.
    Pair {
        entries: &'a [Entry],
        cells: &'a [u8],
        values: Box<[f32; 256]>,
    },
}

impl<'a> Step<'a> {
    fn entries(&self) -> &'a [Entry] {
        match self {
            Self::Leaf { entries, .. } | Self::Pair { entries, .. } => entries,
        }
    }
}

impl<'a> Rounds<'a> {
    fn new(
        params: &'a BoostParams,
        bins: &'a Bins,
        labels: &Labels,
        lanes: &'a dyn Lanes,
    ) -> Result<Self, TreeProblem> {
        let rows = bins.rows();
        let weights = weights(params, labels);
        let is_held_out = held_out(params, rows)?;
        let weight = |row: usize| weights.as_ref().map_or(1.0, |weights| f64::from(weights[row]));
        let learns = |row: &usize| is_held_out.as_ref().is_none_or(|held_out| !held_out[*row]);
        let offset = |row: usize| labels.offset.map_or(0.0, |offset| offset[row]);
        // With an offset the rows start from it, and from nothing else.
        let learned: Vec<(f64, f64)> = (0..rows).filter(learns).map(|row| (labels.target[row], weight(row))).collect();
        if learned.iter().all(|(_, weight)| *weight == 0.0) {
            return Err(TreeProblem::NoRows);
        }
        let base = if labels.offset.is_some() { 0.0 } else { params.loss.start(&learned) };
        let (target, scores): (Vec<f32>, Vec<f32>) = (0..rows)
            .map(|row| {
                let start = base + offset(row);
                match params.loss.is_of_location() {
                    true => ((labels.target[row] - start) as f32, 0.0),
                    false => (labels.target[row] as f32, start as f32),
                }
            })
            .unzip();
        let has_hessians = !params.loss.has_unit_hessian()
            || weights.is_some()
            || matches!(params.sampling, RowSampling::OneSide { .. });
        let mut rounds = Self {
            params,
            bins,
            lanes,
            base,
            gradients: vec![0.0; rows],
            hessians: vec![0.0; if has_hessians { rows } else { 0 }],
            extent: Extent::default(),
            entries: Vec::with_capacity(rows),
            others: Vec::new(),
            target,
            scores,
            weights,
            is_held_out,
        };
        rounds.advance(&[]);
        Ok(rounds)
    }

    /// Grows a tree, adds it to the ensemble, and goes where it leads.
    fn step(&mut self, tree: u32, grower: &mut Grower, ensemble: &mut Ensemble) -> Result<(), TreeProblem> {
        let scale = self.draw_rows(tree);
        let columns = self.bins.columns().len();
        let mut entries = std::mem::take(&mut self.entries);
        let mut others = std::mem::take(&mut self.others);
        let columns = Columns::new(&self.params.tree, columns, self.params.seed, u64::from(tree));
        let mut rows = TreeRows { scale, entries: &mut entries, others: &mut others, columns };
        let grown = grower.grow(&mut rows);
        let values = self.leaf_values(&grown, &entries, &scale, grower);
        plant(ensemble, self.bins, &scale, &grown.nodes, &values)?;
        let steps = steps(self.bins, &grown, &values, &entries, &others);
        self.advance(&steps);
        (self.entries, self.others) = (entries, others);
        Ok(())
    }

    /// Draws the rows of a tree and makes entries of them; the rest are the others.
    fn draw_rows(&mut self, tree: u32) -> Scale {
        let rows = self.gradients.len();
        let factors =
            row_factors(self.params.sampling, self.params.seed, u64::from(tree), &self.gradients, &self.hessians);
        let is_whole = factors.is_none() && self.weights.is_none() && self.is_held_out.is_none();
        if let Some(factors) = &factors {
            self.gradients.iter_mut().zip(factors).for_each(|(gradient, factor)| *gradient *= factor);
            self.hessians.iter_mut().zip(factors).for_each(|(hessian, factor)| *hessian *= factor);
            self.extent = Extent::of(&self.gradients, &self.hessians);
        }
        let scale = if self.hessians.is_empty() {
            Scale::counted(rows, self.extent.largest_gradient)
        } else {
            Scale::curved(rows, self.extent)
        };
        let (gradients, hessians) = (&self.gradients, &self.hessians);
        let entry = |row: usize| scale.entry(row as u32, gradients[row], hessians.get(row).copied().unwrap_or(1.0));
        self.others.clear();
        if is_whole {
            self.entries.resize(rows, 0);
            match hessians.is_empty() {
                true => fill(self.lanes, &mut self.entries, |row| scale.counted_entry(row as u32, gradients[row])),
                false => fill(self.lanes, &mut self.entries, entry),
            }
            return scale;
        }
        self.entries.clear();
        for row in 0..rows {
            let learns = factors.as_ref().is_none_or(|factors| factors[row] > 0.0)
                && self.weights.as_ref().is_none_or(|weights| weights[row] > 0.0)
                && self.is_held_out.as_ref().is_none_or(|held_out| !held_out[row]);
            if learns {
                self.entries.push(entry(row));
            } else {
                self.others.push((row as u64) << 32);
            }
        }
        scale
    }

    /// The value of every node; those of leaves are what their rows gain, as a number that an f32 holds.
    fn leaf_values(&self, grown: &GrownTree, entries: &[Entry], scale: &Scale, grower: &Grower) -> Vec<f64> {
        let mut values = vec![0.0; grown.nodes.len()];
        let shrunk = |value: f64| f64::from((value * self.params.learning_rate) as f32);
        let of_leaves = map_blocks(1, self.lanes, grown.leaves.len(), |leaf| {
            let leaf = &grown.leaves[leaf.start];
            let rows = &entries[leaf.rows.clone()];
            let value = match self.params.loss.leaf_quantile() {
                Some(alpha) => {
                    let residual = |entry: &Entry| {
                        let row = row_of(*entry);
                        let weight = self.weights.as_ref().map_or(1.0, |weights| weights[row]);
                        (f64::from(self.target[row] - self.scores[row]), f64::from(weight))
                    };
                    quantile(rows.iter().map(residual).collect(), alpha)
                }
                None => {
                    let total = grown.nodes[leaf.node as usize].total;
                    grower.rules().leaf_value(scale.unpack(total), leaf.bounds)
                }
            };
            shrunk(value)
        });
        for (leaf, value) in grown.leaves.iter().zip(of_leaves) {
            values[leaf.node as usize] = value;
        }
        for pair in &grown.pairs {
            for (node, bounds) in (pair.left as usize..).zip(pair.bounds) {
                values[node] = shrunk(grower.rules().leaf_value(scale.unpack(grown.nodes[node].total), bounds));
            }
        }
        values
    }

    /// Adds each leaf's value to its rows' scores, and takes the gradients there. Rows are in order within a leaf, so
    /// each block of rows finds its own by itself.
    fn advance(&mut self, steps: &[Step]) {
        let loss = self.params.loss;
        let (target, weights) = (&self.target, &self.weights);
        let job = job_rows(self.lanes, target.len()).next_multiple_of(EXTENT_ROWS);
        let mut hessians = self.hessians.chunks_mut(job);
        let blocks: Vec<_> = self
            .scores
            .chunks_mut(job)
            .zip(self.gradients.chunks_mut(job))
            .map(|(scores, gradients)| Mutex::new((scores, gradients, hessians.next().unwrap_or_default(), Vec::new())))
            .collect();
        self.lanes.run(blocks.len(), &|number| {
            let Ok(mut block) = blocks[number].lock() else { return };
            let (scores, gradients, hessians, extents) = &mut *block;
            let rows = number * job..number * job + scores.len();
            for step in steps {
                let entries = step.entries();
                let start = entries.partition_point(|entry| row_of(*entry) < rows.start);
                let end = start + entries[start..].partition_point(|entry| row_of(*entry) < rows.end);
                match step {
                    Step::Leaf { value, .. } => add(&entries[start..end], *value, rows.start, scores),
                    Step::Pair { cells, values, .. } => {
                        add_by_bin(&entries[start..end], cells, values, rows.start, scores);
                    }
                }
            }
            loss.derive(scores, &target[rows.clone()], gradients, hessians);
            if let Some(weights) = weights {
                let weights = &weights[rows];
                gradients.iter_mut().zip(weights).for_each(|(gradient, weight)| *gradient *= weight);
                hessians.iter_mut().zip(weights).for_each(|(hessian, weight)| *hessian *= weight);
            }
            *extents = extents_of(gradients, hessians);
        });
        let extents = blocks.into_iter().filter_map(|block| block.into_inner().ok()).flat_map(|(.., extents)| extents);
        self.extent = extents.fold(Extent::default(), Extent::and);
    }

    /// The root mean square of the gradients, where these are what the answers are off by.
    fn error(&self) -> Option<f64> {
        let is_residual = self.weights.is_none() && matches!(self.params.loss, Loss::Squared | Loss::Logistic);
        let square = |gradient: &f32| f64::from(*gradient) * f64::from(*gradient);
        is_residual
            .then(|| (self.gradients.iter().map(square).sum::<f64>() / self.gradients.len().max(1) as f64).sqrt())
    }

    /// The mean loss of the rows held out, by weight.
    fn held_out_loss(&self) -> Option<f64> {
        let held_out = self.is_held_out.as_ref()?;
        let rows = || (0..held_out.len()).filter(|row| held_out[*row]);
        let weight = |row: usize| self.weights.as_ref().map_or(1.0, |weights| f64::from(weights[row]));
        let loss =
            |row: usize| weight(row) * self.params.loss.value(f64::from(self.scores[row]), f64::from(self.target[row]));
        Some(exact_sum(rows().map(loss)) / exact_sum(rows().map(weight)).max(f64::MIN_POSITIVE))
    }
}

/// What the leaves of a tree add, and to whom.
fn steps<'s>(
    bins: &'s Bins,
    tree: &GrownTree,
    values: &[f64],
    entries: &'s [Entry],
    others: &'s [Entry],
) -> Vec<Step<'s>> {
    let value = |node: u32| values[node as usize] as f32;
    let leaves = tree.leaves.iter().flat_map(|leaf| {
        let rows = [&entries[leaf.rows.clone()], &others[leaf.others.clone()]];
        rows.map(|entries| Step::Leaf { entries, value: value(leaf.node) })
    });
    let pairs = tree.pairs.iter().flat_map(|pair| {
        let cells = bins.columns()[pair.split.column].cells.as_slice();
        let values = pair.split.route().map(|left| value(if left == 1 { pair.left } else { pair.left + 1 }));
        let rows = [&entries[pair.rows.clone()], &others[pair.others.clone()]];
        rows.map(|entries| Step::Pair { entries, cells, values: Box::new(values) })
    });
    leaves.chain(pairs).filter(|step| !step.entries().is_empty()).collect()
}

fn extents_of(gradients: &[f32], hessians: &[f32]) -> Vec<Extent> {
    let mut hessians = hessians.chunks(EXTENT_ROWS);
    let extent = |gradients| Extent::of(gradients, hessians.next().unwrap_or_default());
    gradients.chunks(EXTENT_ROWS).map(extent).collect()
}

#[inline(never)]
fn add(entries: &[Entry], value: f32, first_row: usize, scores: &mut [f32]) {
    for entry in entries {
        scores[row_of(*entry) - first_row] += value;
    }
}

#[inline(never)]
fn add_by_bin(entries: &[Entry], cells: &[u8], values: &[f32; 256], first_row: usize, scores: &mut [f32]) {
    for entry in entries {
        let row = row_of(*entry);
        scores[row - first_row] += values[usize::from(cells[row])];
    }
}

/// The rows' weights, with those of the class of interest; None: 1 for all.
fn weights(params: &BoostParams, labels: &Labels) -> Option<Vec<f32>> {
    let is_classed = params.loss == Loss::Logistic && params.scale_pos_weight != 1.0;
    if labels.weights.is_none() && !is_classed {
        return None;
    }
    let weight = |row: usize| {
        let own = labels.weights.map_or(1.0, |weights| weights[row]);
        let of_class = if is_classed && labels.target[row] == 1.0 { params.scale_pos_weight } else { 1.0 };
        (own * of_class) as f32
    };
    Some((0..labels.target.len()).map(weight).collect())
}

fn held_out(params: &BoostParams, rows: usize) -> Result<Option<Vec<bool>>, TreeProblem> {
    match &params.held_out {
        HeldOut::None => Ok(None),
        HeldOut::Share(share) => {
            let random = Random::new(params.seed, Purpose::HeldOut);
            Ok(Some((0..rows as u64).map(|row| random.share(row) < *share).collect()))
        }
        HeldOut::Rows(marks) if marks.len() == rows => Ok(Some(marks.clone())),
        HeldOut::Rows(marks) => Err(TreeProblem::Parameter {
            name: "held_out",
            found: format!("marked for {} rows", marks.len()),
            expected: "one mark a row",
        }),
    }
}
