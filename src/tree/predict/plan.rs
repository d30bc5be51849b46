//! An ensemble in terms of bytes.
//!
//! A *lane* is a byte per row, such that a node asks only whether it is above a threshold of its own. The thresholds of a
//! feature, sorted, give each value a rank: how many of them lie below it. A lane holds the rank, less a start where a
//! feature has more thresholds than a byte can tell apart; missing values are at its low end for nodes that send them
//! left and at its high end for the others. A set of categories has a lane to itself: 1 for what goes right.

use std::collections::BTreeMap;

use crate::tree::{
    ensemble::{Ensemble, Nodes, Rule, Tree},
    order,
};

/// Ranks that one lane can tell apart, its two ends for missing values kept free.
pub(in crate::tree) const WINDOW: usize = 253;

/// Trees of at most this depth are scanned.
const SHALLOW: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) enum LaneKind {
    /// The rank, less so many windows.
    Rank { window: u32 },
    /// Whether the category is in the set (or not in it).
    Set { set: u32, inside_right: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) struct Lane {
    pub feature: u32,
    pub kind: LaneKind,
    pub missing_left: bool,
}

/// Whether a row's byte in the lane is above the threshold: then it goes right.
#[derive(Clone, Copy, Debug)]
pub(in crate::tree) struct Test {
    pub lane: u32,
    pub threshold: i8,
}

/// A tree of depth 3 or 6, filled up where it is shallower.
#[derive(Debug)]
pub(in crate::tree) struct ShallowTree {
    pub is_double: bool,
    /// The first of its tests in [`Plan::scans`], in threes of levels: the top seven, then seven below each of its ends.
    pub first_test: usize,
    /// Its leaves, from left to right.
    pub values: Vec<f64>,
}

#[derive(Debug)]
pub(in crate::tree) enum Shape {
    Shallow(ShallowTree),
    Deep { depth: u32 },
}

#[derive(Debug)]
pub(in crate::tree) struct Plan {
    /// In the order of their features.
    pub lanes: Vec<Lane>,
    /// The sorted thresholds of each feature, filled up with infinity to a power of two above their number.
    pub thresholds: Vec<Vec<f64>>,
    pub trees: Vec<Shape>,
    /// The tests of shallow trees: lanes and thresholds.
    pub scans: Vec<u32>,
    pub scan_thresholds: Vec<i8>,
    /// The test of every node, for deep trees; a leaf's sends every row to its left, which is itself.
    pub tests: Vec<Test>,
    pub left: Vec<u32>,
}

impl Plan {
    pub fn of(ensemble: &Ensemble) -> Self {
        let mut plan = Self {
            lanes: Vec::new(),
            thresholds: thresholds(ensemble),
            trees: Vec::new(),
            scans: Vec::new(),
            scan_thresholds: Vec::new(),
            tests: Vec::new(),
            left: Vec::new(),
        };
        let nodes = &ensemble.nodes;
        let of_node = |node: usize| (!nodes.is_leaf(node)).then(|| plan.lane(nodes, node));
        let needed: Vec<Option<(Lane, i8)>> = (0..nodes.len()).map(of_node).collect();
        let numbers: BTreeMap<Lane, u32> = needed.iter().flatten().map(|(lane, _)| (*lane, 0)).collect();
        plan.lanes = numbers.keys().copied().collect();
        plan.thresholds.iter_mut().for_each(fill_up);
        let numbers: BTreeMap<Lane, u32> = plan.lanes.iter().copied().zip(0..).collect();
        for (node, needed) in needed.iter().enumerate() {
            let (test, left) = match needed {
                Some((lane, threshold)) => (Test { lane: numbers[lane], threshold: *threshold }, nodes.left[node]),
                None => (Test { lane: 0, threshold: i8::MAX }, node as u32),
            };
            plan.tests.push(test);
            plan.left.push(left);
        }
        // One lane at least, for leaves to look at.
        if plan.lanes.is_empty() {
            let kind = LaneKind::Set { set: 0, inside_right: false };
            plan.lanes.push(Lane { feature: u32::MAX, kind, missing_left: true });
        }
        for tree in &ensemble.trees {
            let depth = depth(nodes, tree);
            let shape = if depth <= SHALLOW { plan.shallow(nodes, tree, depth) } else { Shape::Deep { depth } };
            plan.trees.push(shape);
        }
        plan
    }

    /// The lane that a node looks at, and its threshold there.
    fn lane(&self, nodes: &Nodes, node: usize) -> (Lane, i8) {
        let (feature, missing_left) = (nodes.feature(node), nodes.missing_left(node));
        let (kind, threshold) = match nodes.rule(node) {
            Rule::AtMost(threshold) => {
                let of_feature = &self.thresholds[feature as usize];
                let place = of_feature.partition_point(|other| *other < threshold);
                (LaneKind::Rank { window: (place / WINDOW) as u32 }, byte((place % WINDOW) as u8 + 1))
            }
            Rule::In(set) => (LaneKind::Set { set, inside_right: false }, byte(1)),
            Rule::NotIn(set) => (LaneKind::Set { set, inside_right: true }, byte(1)),
        };
        (Lane { feature, kind, missing_left }, threshold)
    }

    fn shallow(&mut self, nodes: &Nodes, tree: &Tree, depth: u32) -> Shape {
        let is_double = depth > 3;
        let first_test = self.scans.len();
        let ends = self.fill_seven(nodes, tree.start as usize);
        let leaves: Vec<usize> = match is_double {
            false => ends.to_vec(),
            true => ends.into_iter().flat_map(|end| self.fill_seven(nodes, end)).collect(),
        };
        let values = leaves.iter().map(|leaf| nodes.leaf_value(*leaf)).collect();
        Shape::Shallow(ShallowTree { is_double, first_test, values })
    }

    /// Adds the tests of three levels below a node and returns the eight nodes under them.
    fn fill_seven(&mut self, nodes: &Nodes, root: usize) -> [usize; 8] {
        let mut level = vec![root];
        for _ in 0..3 {
            let mut below = Vec::with_capacity(level.len() * 2);
            for node in level {
                let Test { lane, threshold } = self.tests[node];
                self.scans.push(lane);
                self.scan_thresholds.push(threshold);
                // Below a leaf stands the leaf itself; all rows go left there.
                let (left, right) = if nodes.is_leaf(node) { (node, node) } else { nodes.children(node) };
                below.extend([left, right]);
            }
            level = below;
        }
        std::array::from_fn(|place| level[place])
    }
}

/// A byte whose order as a signed number is that of `value` as an unsigned one: what all machines compare fastest.
pub(in crate::tree) fn byte(value: u8) -> i8 {
    (value ^ 0x80) as i8
}

/// The distinct thresholds of each feature, sorted.
fn thresholds(ensemble: &Ensemble) -> Vec<Vec<f64>> {
    let mut thresholds = vec![Vec::new(); ensemble.features.len()];
    let nodes = &ensemble.nodes;
    for node in (0..nodes.len()).filter(|node| !nodes.is_leaf(*node)) {
        if let Rule::AtMost(threshold) = nodes.rule(node) {
            thresholds[nodes.feature(node) as usize].push(threshold + 0.0);
        }
    }
    for thresholds in &mut thresholds {
        let mut keys: Vec<u64> = thresholds.drain(..).map(order::key).collect();
        order::sort_keys(&mut keys);
        keys.dedup();
        thresholds.extend(keys.into_iter().map(order::of_key));
    }
    thresholds
}

/// A binary search over such a table takes the same steps for all values. One more entry is never looked at, but makes
/// the length one that any place can be cut to.
fn fill_up(thresholds: &mut Vec<f64>) {
    let len = (thresholds.len() + 1).next_power_of_two();
    thresholds.resize(len, f64::INFINITY);
}

/// Steps from the root to the furthest leaf.
fn depth(nodes: &Nodes, tree: &Tree) -> u32 {
    // Children stand behind their parents.
    let mut depths = vec![0u32; (tree.end - tree.start) as usize];
    for node in tree.start..tree.end {
        if !nodes.is_leaf(node as usize) {
            let below = depths[(node - tree.start) as usize] + 1;
            let left = (nodes.left[node as usize] - tree.start) as usize;
            depths[left] = below;
            depths[left + 1] = below;
        }
    }
    depths.into_iter().max().unwrap_or(0)
}
