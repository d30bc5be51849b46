//! Why a row's margin is what it is: a share for each feature.
//!
//! In: an ensemble whose nodes know their cover (how much training weight came by), and rows. Out: for each row and
//! output one number a feature; together with the base (what the ensemble expects of a row it knows nothing of) they
//! add up to the margin. Shares of answers behind a link are not made: chances do not add up, margins do.
//!
//! What a tree expects of a row of which only the features in S are known: at a split on a feature in S it goes the
//! row's way, at another one both ways, weighted by the covers of the two children. That is the path-dependent
//! expectation of Lundberg, Erion, Lee, "Consistent Individualized Feature Attribution for Tree Ensembles" (2018).

mod exact;
mod path;
mod plan;
mod quadrature;
#[cfg(test)]
mod tests;

use std::sync::Mutex;

use super::{bind::Bound, ensemble::Ensemble, matrix::Matrix, problem::TreeProblem};
use crate::lanes::Lanes;

/// Rows per job: enough to pay for the plan of each tree, few enough for a job's sums to stay in cache.
const BLOCK_ROWS: usize = 256;

/// How a margin is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContributionMethod {
    /// Shapley values: a feature's mean effect over all orders in which features can become known.
    Exact,
    /// The change of the expected value at each split of the row's own path goes to the feature split on (Saabas
    /// 2014). Many times faster, and unfair to the features that stand near the leaves.
    Path,
}

/// What each feature adds to each margin.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// What the ensemble expects of a row before it knows anything of it, for each output.
    pub base: Vec<f64>,
    /// Row by row, within it output by output, within it feature by feature in the ensemble's order.
    pub values: Vec<f64>,
    features: usize,
}

impl Contributions {
    pub fn rows(&self) -> usize {
        self.values.len() / (self.base.len() * self.features).max(1)
    }

    /// One number a feature.
    pub fn of(&self, row: usize, output: usize) -> &[f64] {
        let start = (row * self.base.len() + output) * self.features;
        &self.values[start..start + self.features]
    }
}

impl Ensemble {
    /// Shares the margins of each row out among the features.
    ///
    /// # Errors
    /// A column that the matrix lacks, or a split whose children have no cover. Some formats (ONNX) do not keep covers:
    /// take them from rows of your own with [`Ensemble::with_covers_of`].
    pub fn contributions(
        &self,
        matrix: &Matrix,
        lanes: &dyn Lanes,
        method: ContributionMethod,
    ) -> Result<Contributions, TreeProblem> {
        let bound = self.bind(matrix)?;
        let expected = self.expected_values()?;
        let features = self.features.len();
        let width = self.outputs() * features;
        let mut base = self.base.clone();
        let shares = self.shares();
        for tree in &self.trees {
            base[tree.output as usize] += shares[tree.output as usize] * expected[tree.start as usize];
        }
        let mut values = vec![0.0; bound.rows() * width];
        let explainer = match method {
            ContributionMethod::Exact => Some(exact::Explainer::new(self)?),
            ContributionMethod::Path => None,
        };
        if width > 0 {
            let blocks: Vec<Mutex<&mut [f64]>> = values.chunks_mut(BLOCK_ROWS * width).map(Mutex::new).collect();
            lanes.run(blocks.len(), &|number| {
                let Ok(mut block) = blocks[number].lock() else { return };
                match &explainer {
                    Some(explainer) => explainer.explain(&bound, number * BLOCK_ROWS, &mut block),
                    None => path::explain(self, &expected, &bound, number * BLOCK_ROWS, &mut block),
                }
            });
        }
        Ok(Contributions { base, values, features })
    }

    /// The same ensemble with each node's cover counted anew: how many of these rows come by. A leaf that none of them
    /// reaches counts 1, so that every split can be shared out.
    ///
    /// # Errors
    /// A column that the matrix lacks.
    pub fn with_covers_of(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Self, TreeProblem> {
        let mut counted = self.clone();
        let leaves = self.leaves(matrix, lanes)?;
        let cover = &mut counted.nodes.cover;
        cover.fill(0.0);
        leaves.iter().for_each(|leaf| cover[*leaf as usize] += 1.0);
        for node in (0..cover.len()).rev() {
            cover[node] = if self.nodes.is_leaf(node) {
                cover[node].max(1.0)
            } else {
                let (left, right) = self.nodes.children(node);
                cover[left] + cover[right]
            };
        }
        Ok(counted)
    }

    /// What each node expects of a row that came to it and of which no more is known: the mean of the leaves below by
    /// cover.
    fn expected_values(&self) -> Result<Vec<f64>, TreeProblem> {
        let mut expected = vec![0.0; self.nodes.len()];
        for (number, tree) in self.trees.iter().enumerate() {
            // Children stand behind their parent.
            for node in (tree.start as usize..tree.end as usize).rev() {
                expected[node] = if self.nodes.is_leaf(node) {
                    self.nodes.leaf_value(node)
                } else {
                    let (left, right) = self.nodes.children(node);
                    let Some((to_left, to_right)) = self.parts(node) else {
                        let node = node - tree.start as usize;
                        return Err(TreeProblem::Node { tree: number, node, what: NO_COVER });
                    };
                    to_left * expected[left] + to_right * expected[right]
                };
            }
        }
        Ok(expected)
    }

    /// The shares of a split's cover that go left and right. They are taken of both children together, not of the
    /// node's own cover, so that they add up to 1 in files that round their numbers.
    fn parts(&self, node: usize) -> Option<(f64, f64)> {
        let (left, right) = self.nodes.children(node);
        let (left, right) = (self.nodes.cover(left), self.nodes.cover(right));
        let both = left + right;
        let is_known = left >= 0.0 && right >= 0.0 && both > 0.0 && both.is_finite();
        is_known.then(|| (left / both, right / both))
    }

    fn shares(&self) -> Vec<f64> {
        (0..self.outputs() as u32).map(|output| self.share(output)).collect()
    }
}

const NO_COVER: &str =
    "does not say how many training rows came by (cover), and a margin is shared out among the features by that";
