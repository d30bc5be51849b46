//! A tree as the exact method walks it: all its edges in the order of a walk that visits every leaf, each with what it
//! does to the products, for rows that go along it and for rows that do not. Nothing here depends on a row.

use super::{Ensemble, NO_COVER, quadrature::Point};
use crate::tree::{ensemble::Tree, problem::TreeProblem};

/// One edge of the tree, or its root.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The node that the edge leads to.
    pub node: usize,
    /// How many edges lead to the node.
    pub level: usize,
    /// The feature of the split above.
    pub feature: u32,
    pub is_left: bool,
    /// The level of the edge above that belongs to the same feature; 0, the root, where there is none.
    pub earlier: usize,
    /// The part of the cover that goes along this edge.
    part: f64,
    /// The product of the parts of this edge and of all above that belong to the same feature.
    kept: f64,
    /// The same without this edge.
    kept_earlier: f64,
}

/// What an edge does at one point of the quadrature. See [`super::exact`] for the formulas.
#[derive(Clone, Copy, Debug)]
pub(super) struct EdgeFactor {
    /// What the product is multiplied with for a row that meets all the feature's splits up to here.
    pub met: f64,
    /// And for one that fails the first of them here.
    pub failed: f64,
    /// What the products below count for the feature, for a row that meets all its splits up to here.
    pub met_share: f64,
    pub failed_share: f64,
}

/// The edges of a tree.
pub(super) struct Plan {
    pub steps: Vec<Step>,
    /// One more than the longest path has edges.
    pub levels: usize,
    /// The most different features on one path.
    pub features_on_path: usize,
}

impl Plan {
    pub fn of(ensemble: &Ensemble, number: usize, tree: &Tree) -> Result<Self, TreeProblem> {
        let nodes = &ensemble.nodes;
        let root = Step {
            node: tree.start as usize,
            level: 0,
            feature: 0,
            is_left: false,
            earlier: 0,
            part: 1.0,
            kept: 1.0,
            kept_earlier: 1.0,
        };
        let mut plan = Self { steps: Vec::new(), levels: 1, features_on_path: 0 };
        // The edges from the root to where the walk is; the last level of each feature among them, 0 for none.
        let mut path: Vec<Step> = Vec::new();
        let mut last = std::collections::BTreeMap::<u32, usize>::new();
        let mut waiting = vec![root];
        while let Some(mut step) = waiting.pop() {
            for left_behind in path.drain(step.level..).rev() {
                match left_behind.earlier {
                    0 => last.remove(&left_behind.feature),
                    earlier => last.insert(left_behind.feature, earlier),
                };
            }
            if step.level > 0 {
                step.earlier = last.insert(step.feature, step.level).unwrap_or(0);
                step.kept_earlier = path[step.earlier].kept;
                step.kept = step.kept_earlier * step.part;
            }
            path.push(step);
            plan.steps.push(step);
            plan.levels = plan.levels.max(path.len());
            plan.features_on_path = plan.features_on_path.max(last.len());
            if nodes.is_leaf(step.node) {
                continue;
            }
            let Some((to_left, to_right)) = ensemble.parts(step.node) else {
                let node = step.node - tree.start as usize;
                return Err(TreeProblem::Node { tree: number, node, what: NO_COVER });
            };
            let (left, right) = nodes.children(step.node);
            let below = Step { level: step.level + 1, feature: nodes.feature(step.node), ..root };
            waiting.push(Step { node: right, part: to_right, ..below });
            waiting.push(Step { node: left, part: to_left, is_left: true, ..below });
        }
        Ok(plan)
    }
}

impl Step {
    /// The part of the cover that goes along this edge: the product's factor for a row that failed a split of the
    /// feature before.
    pub fn failed_before(&self) -> f64 {
        self.part
    }

    pub fn factor(&self, point: Point) -> EdgeFactor {
        let (known, unknown) = (point.at, 1.0 - point.at);
        let now = known + unknown * self.kept;
        let before = known + unknown * self.kept_earlier;
        let share_before = (1.0 - self.kept_earlier) / before;
        EdgeFactor {
            met: now / before,
            failed: unknown * self.kept / before,
            met_share: point.weight * ((1.0 - self.kept) / now - share_before),
            failed_share: point.weight * (-1.0 / unknown - share_before),
        }
    }
}
