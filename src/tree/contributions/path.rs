//! The quick way: along the path of the row, each split's feature gets what the expected value changed by.

use super::{Bound, Ensemble};

/// Adds the contributions of the rows from `first` on to a block of the values.
pub(super) fn explain(ensemble: &Ensemble, expected: &[f64], bound: &Bound<'_>, first: usize, block: &mut [f64]) {
    let (nodes, features) = (&ensemble.nodes, ensemble.features.len());
    let shares = ensemble.shares();
    for tree in &ensemble.trees {
        let output = tree.output as usize;
        for (row, values) in block.chunks_exact_mut(ensemble.outputs() * features).enumerate() {
            let values = &mut values[output * features..][..features];
            let mut node = tree.start as usize;
            while !nodes.is_leaf(node) {
                let feature = nodes.feature(node);
                let child = ensemble.next(node, bound.value(first + row, feature));
                values[feature as usize] += shares[output] * (expected[child] - expected[node]);
                node = child;
            }
        }
    }
}
