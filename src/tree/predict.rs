//! From a matrix to margins and answers.
//!
//! An ensemble is first made into a plan ([`plan`]): every distinct comparison of a feature becomes a place in an order,
//! so that the cells of a block of rows are looked up once and are bytes from then on ([`block`]). Shallow trees are then
//! scanned whole, many rows at a time and without a branch ([`scan`]); deep ones are walked, rows side by side
//! ([`walk`]). Sums are f64: first the leaves in the order of the trees, then their share and the base. A sum of
//! [`Precision::Single`](super::Precision) is f32 and begins with the base, as XGBoost's does.

pub(super) mod block;
pub(super) mod plan;
pub(super) mod scan;
mod walk;

use block::{BLOCK, Block};
use plan::{Plan, Shape};

use super::{bind::Bound, ensemble::Ensemble, matrix::Matrix, problem::TreeProblem, wide};
use crate::lanes::{Lanes, map_blocks};

/// Rows per job: a whole number of blocks.
const JOB_ROWS: usize = 64 * BLOCK;

/// An ensemble made ready to predict, for any number of matrices.
pub struct Predictor<'e> {
    ensemble: &'e Ensemble,
    plan: Plan,
    scan: wide::Scan,
}

impl<'e> Predictor<'e> {
    pub fn new(ensemble: &'e Ensemble) -> Self {
        Self { ensemble, plan: Plan::of(ensemble), scan: wide::scan() }
    }

    /// The margins of every row, one after the other: `outputs()` a row.
    ///
    /// # Errors
    /// A feature that the matrix does not have or has as another kind.
    pub fn margins(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
        let bound = self.ensemble.bind(matrix)?;
        let outputs = self.ensemble.outputs();
        let shares: Vec<f64> = (0..outputs as u32).map(|output| self.ensemble.share(output)).collect();
        let in_singles = self.ensemble.sums_in_singles();
        let jobs = map_blocks(JOB_ROWS, lanes, bound.rows(), |rows| {
            let mut block = Block::new(&self.plan);
            let mut sums = vec![[0.0; BLOCK]; outputs];
            let mut margins = vec![0.0; rows.len() * outputs];
            for (start, margins) in rows.step_by(BLOCK).zip(margins.chunks_mut(BLOCK * outputs)) {
                block.fill(&self.plan, self.ensemble, &bound, start);
                for (sums, base) in sums.iter_mut().zip(&self.ensemble.base) {
                    sums.fill(if in_singles { *base } else { 0.0 });
                }
                self.add_trees(&block, &mut sums, in_singles);
                for (row, margins) in margins.chunks_exact_mut(outputs).enumerate() {
                    for (output, margin) in margins.iter_mut().enumerate() {
                        let sum = sums[output][row];
                        *margin = if in_singles { sum } else { self.ensemble.base[output] + shares[output] * sum };
                    }
                }
            }
            margins
        });
        Ok(jobs.concat())
    }

    fn add_trees(&self, block: &Block, sums: &mut [[f64; BLOCK]], in_singles: bool) {
        for (tree, shape) in self.ensemble.trees.iter().zip(&self.plan.trees) {
            let sums = &mut sums[tree.output as usize];
            match shape {
                Shape::Shallow(tree) => (self.scan)(&self.plan, tree, block, sums),
                Shape::Deep { depth } => walk::add(&self.plan, self.ensemble, tree, *depth, block, sums),
            }
            if in_singles {
                // An f64 sum of two f32 rounds to what an f32 sum would be.
                sums.iter_mut().for_each(|sum| *sum = f64::from(*sum as f32));
            }
        }
    }

    /// The answers of every row, one after the other: `answers()` a row.
    ///
    /// # Errors
    /// As [`Predictor::margins`].
    pub fn predict(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
        let mut margins = self.margins(matrix, lanes)?;
        let (outputs, answers) = (self.ensemble.outputs(), self.ensemble.answers());
        for row in margins.chunks_exact_mut(outputs) {
            self.ensemble.apply_link(row);
        }
        if answers < outputs {
            margins = margins.chunks_exact(outputs).flat_map(|row| &row[..answers]).copied().collect();
        }
        Ok(margins)
    }
}

impl Ensemble {
    /// The margins of every row: see [`Predictor::margins`].
    ///
    /// # Errors
    /// A feature that the matrix does not have or has as another kind.
    pub fn margins(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
        Predictor::new(self).margins(matrix, lanes)
    }

    /// The answers of every row: see [`Predictor::predict`].
    ///
    /// # Errors
    /// As [`Ensemble::margins`].
    pub fn predict(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
        Predictor::new(self).predict(matrix, lanes)
    }

    /// The leaf of each row in each tree, as a number of node: `trees().len()` a row.
    ///
    /// # Errors
    /// As [`Ensemble::margins`].
    pub fn leaves(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<u32>, TreeProblem> {
        let bound = self.bind(matrix)?;
        let blocks = map_blocks(JOB_ROWS, lanes, bound.rows(), |rows| {
            let leaf = |row, start: u32| self.leaf_of(&bound, row, start as usize) as u32;
            let of_row = |row: usize| self.trees.iter().map(move |tree| leaf(row, tree.start));
            rows.flat_map(of_row).collect::<Vec<u32>>()
        });
        Ok(blocks.concat())
    }

    fn leaf_of(&self, bound: &Bound, row: usize, root: usize) -> usize {
        self.leaf(root, |feature| bound.value(row, feature))
    }

    /// The leaf that a row comes to from this node.
    pub fn leaf(&self, mut node: usize, value: impl Fn(u32) -> f64) -> usize {
        while !self.nodes.is_leaf(node) {
            node = self.next(node, value(self.nodes.feature(node)));
        }
        node
    }
}

#[cfg(test)]
pub(super) mod tests;
