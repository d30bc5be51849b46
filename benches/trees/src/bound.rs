//! How little a fit can do: the bytes that a histogram engine of bytes must move for the trees it has grown.
//!
//! Divided by the speed of memory this is a time that no such engine beats while its rows do not fit the caches. The
//! additions into histograms, one a cell, bound a processor earlier than memory does.

use bench_trees::Recipe;
use leadscore::tree::{Ensemble, Matrix, Tree};

/// Binning: a number is read, a bin written.
const BINNING: f64 = 5.0;
/// A row's gradient, hessian and number, beside its bins, where it is counted.
const GRADIENT: f64 = 8.0;
/// A row sent on to a child: its number and gradient read and written, and the bin that decides.
const SENDING: f64 = 17.0;
/// A round's gradients (score, target, gradient and hessian) and its new scores.
const ROUND: f64 = 36.0;

/// Of boosting, only the smaller child is counted: the larger is the difference, and no child at the greatest depth is
/// counted at all. Of a forest, each node counts its share of the columns for all its rows. Rows are taken from the
/// nodes' covers, which is exact but for the logistic loss, whose covers are weights.
pub fn bytes(recipe: Recipe, ensemble: &Ensemble, matrix: &Matrix) -> f64 {
    let (rows, columns) = (matrix.rows() as f64, matrix.columns().len() as f64);
    let of_tree = |tree: &Tree| rows * row_bytes(recipe, ensemble, tree, columns);
    rows * columns * BINNING + ensemble.trees().iter().map(of_tree).sum::<f64>()
}

/// Of one tree, per row of the matrix.
fn row_bytes(recipe: Recipe, ensemble: &Ensemble, tree: &Tree, columns: f64) -> f64 {
    let nodes = ensemble.nodes();
    let root = tree.start as usize;
    let share = |node: usize| nodes.cover(node) / nodes.cover(root);
    let (counting, round) = match recipe {
        Recipe::Boost => (columns + GRADIENT, columns + GRADIENT + ROUND),
        Recipe::Forest => ((columns / 3.0).ceil() + GRADIENT, GRADIENT),
    };
    let mut bytes = round;
    for node in (root..tree.end as usize).filter(|node| !nodes.is_leaf(*node)) {
        let (left, right) = nodes.children(node);
        let is_last = nodes.is_leaf(left) && nodes.is_leaf(right);
        bytes += share(node) * SENDING;
        bytes += match recipe {
            Recipe::Boost if is_last => 0.0,
            Recipe::Boost => share(left).min(share(right)) * counting,
            Recipe::Forest => share(node) * counting,
        };
    }
    bytes
}
