//! Deep trees: sixteen rows go down side by side, so that the waits of one are the work of the others. All take as many
//! steps as the deepest leaf; who is there early stays.

use super::{
    block::{BLOCK, Block},
    plan::Plan,
};
use crate::tree::ensemble::{Ensemble, Tree};

/// Rows that go down together.
const WIDTH: usize = 16;

/// Adds the tree's leaf values to the sums of the block's rows.
#[inline(never)]
pub(super) fn add(plan: &Plan, ensemble: &Ensemble, tree: &Tree, depth: u32, block: &Block, sums: &mut [f64; BLOCK]) {
    for part in 0..BLOCK / WIDTH {
        let mut nodes = [tree.start as usize; WIDTH];
        for _ in 0..depth {
            for (row, node) in nodes.iter_mut().enumerate() {
                let test = plan.tests[*node];
                let goes_right = block.lane(test.lane)[part * WIDTH + row] > test.threshold;
                *node = plan.left[*node] as usize + usize::from(goes_right);
            }
        }
        let sums = &mut sums[part * WIDTH..][..WIDTH];
        for (sum, node) in sums.iter_mut().zip(nodes) {
            *sum += ensemble.nodes.leaf_value(node);
        }
    }
}
