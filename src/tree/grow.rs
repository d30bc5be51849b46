//! One tree, grown from the root down.
//!
//! The rows of a node lie side by side in one list and are parted in place when it splits ([`super::partition`]). The
//! smaller child's histograms are counted; the larger child's are its parent's less those ([`super::seek`]).

use std::ops::Range;

use super::{
    bins::Bins,
    fixed::{Entry, Scale, Sum, added_in},
    groups::Group,
    order,
    params::{GrowPolicy, TreeParams},
    partition::{Parting, part},
    random::Random,
    sampling::Columns,
    seek::{Histogram, Seeker},
    split::{Bounds, Rules, Split},
};
use crate::lanes::{Lanes, map_blocks};

/// Rows that one job adds up.
const PIECE: usize = 8192;

/// A node of a grown tree, its columns and bins still those of the [`Bins`].
#[derive(Clone, Copy, Debug)]
pub(super) struct GrownNode {
    pub total: Sum,
    /// How it splits, and its left child; the right one stands behind it.
    pub split: Option<(Split, u32)>,
}

/// A leaf with the rows that came to it.
#[derive(Clone, Debug)]
pub(super) struct GrownLeaf {
    pub node: u32,
    /// In the entries that the tree learned from.
    pub rows: Range<usize>,
    /// In the entries that only came along.
    pub others: Range<usize>,
    pub bounds: Bounds,
}

/// Two leaves whose rows are still those of the node above them: parting them would only tell who gets which value.
#[derive(Clone, Debug)]
pub(super) struct GrownPair {
    pub split: Split,
    /// The left leaf; the right one stands behind it.
    pub left: u32,
    pub rows: Range<usize>,
    pub others: Range<usize>,
    pub bounds: [Bounds; 2],
}

pub(super) struct GrownTree {
    pub nodes: Vec<GrownNode>,
    pub leaves: Vec<GrownLeaf>,
    pub pairs: Vec<GrownPair>,
}

/// The rows of one tree: those it learns from, and those that come along to be scored.
pub(super) struct TreeRows<'a> {
    pub scale: Scale,
    pub entries: &'a mut [Entry],
    pub others: &'a mut [Entry],
    /// Of this tree, for columns and cuts drawn at random.
    pub columns: Columns<'a>,
}

pub(super) struct Grower<'a> {
    bins: &'a Bins,
    params: &'a TreeParams,
    lanes: &'a dyn Lanes,
    max_leaves: usize,
    /// Whether every leaf must know its own rows.
    parts_leaves: bool,
    seeker: Seeker<'a>,
    /// Room for parting rows.
    spare: Vec<Entry>,
}

/// A node that may still split.
pub(super) struct Live {
    node: u32,
    depth: u32,
    pub rows: Range<usize>,
    others: Range<usize>,
    pub total: Sum,
    pub bounds: Bounds,
    /// The columns that it may split by; None: all.
    pub allowed: Option<Vec<bool>>,
    /// The columns of the path to it, where that matters.
    path: Vec<u32>,
    pub random: Random,
    /// Its own, or its parent's until it is searched.
    pub histogram: Option<Histogram>,
    pub best: Option<Split>,
}

/// Two children of one node, the larger with its parent's histogram; or the root alone.
pub(super) struct Family {
    pub smaller: Live,
    pub larger: Option<Live>,
}

impl<'a> Grower<'a> {
    pub fn new(
        bins: &'a Bins,
        groups: &'a [Group],
        params: &'a TreeParams,
        parts_leaves: bool,
        lanes: &'a dyn Lanes,
    ) -> Self {
        let by_depth = if params.max_depth == 0 { usize::MAX } else { 1usize << params.max_depth.min(31) };
        let max_leaves = if params.max_leaves == 0 { by_depth } else { by_depth.min(params.max_leaves as usize) };
        let most_leaves = max_leaves.min(bins.rows() / params.min_samples_leaf.max(1) as usize + 1);
        let seeker = Seeker::new(bins, groups, Rules::of(params), most_leaves, lanes);
        Self { bins, params, lanes, max_leaves, parts_leaves, seeker, spare: Vec::new() }
    }

    pub fn rules(&self) -> &Rules {
        &self.seeker.rules
    }

    pub fn grow(&mut self, rows: &mut TreeRows) -> GrownTree {
        self.spare.resize(rows.entries.len().max(rows.others.len()), 0);
        let total = self.total(rows);
        let mut tree =
            GrownTree { nodes: vec![GrownNode { total, split: None }], leaves: Vec::new(), pairs: Vec::new() };
        let root = Live {
            node: 0,
            depth: 0,
            rows: 0..rows.entries.len(),
            others: 0..rows.others.len(),
            total,
            bounds: Bounds::NONE,
            allowed: rows.columns.mask(0, 0, &[]),
            path: Vec::new(),
            random: rows.columns.cuts_of_node(0),
            histogram: None,
            best: None,
        };
        let mut live = Vec::new();
        self.welcome(vec![Family { smaller: root, larger: None }], rows, &mut tree, &mut live);
        let mut leaves = 1;
        while !live.is_empty() && leaves < self.max_leaves {
            let batch = self.next_batch(&mut live, self.max_leaves - leaves);
            leaves += batch.len();
            let (last, batch): (Vec<Live>, Vec<Live>) = batch.into_iter().partition(|live| self.is_last(live));
            last.into_iter().for_each(|live| self.pair(live, rows, &mut tree));
            let families = self.split_all(batch, rows, &mut tree);
            self.welcome(families, rows, &mut tree, &mut live);
        }
        live.into_iter().for_each(|node| self.retire(node, &mut tree));
        tree
    }

    /// Whether both children of the node are leaves, and need not know their rows.
    fn is_last(&self, live: &Live) -> bool {
        !self.parts_leaves && self.params.max_depth > 0 && live.depth + 1 == self.params.max_depth
    }

    /// Makes two leaves of a node that has a best split.
    fn pair(&mut self, live: Live, rows: &TreeRows, tree: &mut GrownTree) {
        let Some(split) = live.best else { return };
        let (left, totals) = split_node(&mut tree.nodes, live.node as usize, &split);
        let bounds = self.rules().child_bounds(live.bounds, &split, totals, &rows.scale);
        self.seeker.give_back(live.histogram);
        tree.pairs.push(GrownPair { split, left, rows: live.rows, others: live.others, bounds });
    }

    fn total(&self, rows: &TreeRows) -> Sum {
        let (entries, format) = (&*rows.entries, rows.scale.format);
        let sum = |part: Range<usize>| entries[part].iter().map(|entry| added_in(format, *entry)).sum::<Sum>();
        map_blocks(PIECE, self.lanes, entries.len(), sum).iter().sum()
    }

    /// Takes out the nodes to split next, in the order of their rows.
    fn next_batch(&self, live: &mut Vec<Live>, most: usize) -> Vec<Live> {
        let count = match self.params.grow_policy {
            GrowPolicy::DepthWise => live.len().min(most),
            GrowPolicy::LeafWise => 1,
        };
        let by_gain = |live: &Live| (order::key(live.best.map_or(0.0, |best| -best.gain)), live.node);
        let mut gains: Vec<(u64, u32)> = live.iter().map(by_gain).collect();
        order::sort(&mut gains);
        let Some(last) = count.checked_sub(1).and_then(|last| gains.get(last)) else { return Vec::new() };
        let (batch, rest) = live.drain(..).partition(|live| by_gain(live) <= *last);
        *live = rest;
        let mut batch: Vec<Option<Live>> = Vec::into_iter(batch).map(Some).collect();
        let in_order = order::order(batch.iter().flatten().map(|live| live.rows.start as u64));
        in_order.into_iter().filter_map(|place| batch[place as usize].take()).collect()
    }

    /// Splits nodes that have a best split.
    fn split_all(&mut self, batch: Vec<Live>, rows: &mut TreeRows, tree: &mut GrownTree) -> Vec<Family> {
        let bins = self.bins;
        let partings = |range: fn(&Live) -> Range<usize>| -> Vec<Parting<'_>> {
            let parting = |live: &Live| {
                let best = live.best.as_ref()?;
                let cells = bins.columns()[best.column].cells.as_slice();
                Some(Parting { cells, route: best.route(), range: range(live) })
            };
            batch.iter().filter_map(parting).collect()
        };
        let spare = &mut self.spare;
        let (own, others) = (partings(|live| live.rows.clone()), partings(|live| live.others.clone()));
        let lefts = part(&own, rows.entries, &mut spare[..rows.entries.len()], self.lanes);
        let others_left = part(&others, rows.others, &mut spare[..rows.others.len()], self.lanes);
        let places = lefts.into_iter().zip(others_left);
        batch
            .into_iter()
            .zip(places)
            .filter_map(|(live, (left, other))| self.split(live, left, other, rows, tree))
            .collect()
    }

    fn split(
        &self,
        live: Live,
        left: usize,
        others_left: usize,
        rows: &TreeRows,
        tree: &mut GrownTree,
    ) -> Option<Family> {
        let split = live.best?;
        let (child, totals) = split_node(&mut tree.nodes, live.node as usize, &split);
        let [left_total, right_total] = totals;
        let [left_bounds, right_bounds] = self.rules().child_bounds(live.bounds, &split, totals, &rows.scale);
        let mut path = live.path;
        if !self.params.interaction_constraints.is_empty() {
            path.push(split.column as u32);
        }
        let depth = live.depth + 1;
        let make = |node, rows_of: Range<usize>, others, total, bounds, histogram| Live {
            node,
            depth,
            allowed: rows.columns.mask(depth, node, &path),
            path: path.clone(),
            random: rows.columns.cuts_of_node(node),
            rows: rows_of,
            others,
            total,
            bounds,
            histogram,
            best: None,
        };
        let (middle, others_middle) = (live.rows.start + left, live.others.start + others_left);
        let is_left_smaller = left * 2 <= live.rows.len();
        let (left_histogram, right_histogram) =
            if is_left_smaller { (None, live.histogram) } else { (live.histogram, None) };
        let left = make(
            child,
            live.rows.start..middle,
            live.others.start..others_middle,
            left_total,
            left_bounds,
            left_histogram,
        );
        let right = make(
            child + 1,
            middle..live.rows.end,
            others_middle..live.others.end,
            right_total,
            right_bounds,
            right_histogram,
        );
        let (smaller, larger) = if is_left_smaller { (left, right) } else { (right, left) };
        Some(Family { smaller, larger: Some(larger) })
    }

    /// Finds the best split of new nodes. Those that have none become leaves.
    fn welcome(&mut self, families: Vec<Family>, rows: &TreeRows, tree: &mut GrownTree, live: &mut Vec<Live>) {
        let may_split = |node: &Live| self.may_split(node, &rows.scale);
        let (mut open, done): (Vec<Family>, Vec<Family>) = families
            .into_iter()
            .partition(|family| may_split(&family.smaller) || family.larger.as_ref().is_some_and(may_split));
        done.into_iter().flat_map(Family::into_nodes).for_each(|node| self.retire(node, tree));
        self.seeker.search(&mut open, rows);
        for mut node in open.into_iter().flat_map(Family::into_nodes) {
            if node.best.is_some() && self.may_split(&node, &rows.scale) {
                live.push(node);
            } else {
                node.best = None;
                self.retire(node, tree);
            }
        }
    }

    fn may_split(&self, node: &Live, scale: &Scale) -> bool {
        let (_, weight) = scale.unpack(node.total);
        let min_rows = self.params.min_samples_leaf.max(1) as usize;
        (self.params.max_depth == 0 || node.depth < self.params.max_depth)
            && weight >= 2.0 * self.rules().min_weight
            && node.rows.len() >= 2 * min_rows
    }

    fn retire(&mut self, node: Live, tree: &mut GrownTree) {
        self.seeker.give_back(node.histogram);
        let Live { node, rows, others, bounds, .. } = node;
        tree.leaves.push(GrownLeaf { node, rows, others, bounds });
    }
}

impl Family {
    fn into_nodes(self) -> impl Iterator<Item = Live> {
        [Some(self.smaller), self.larger].into_iter().flatten()
    }
}

/// Gives a node two children: the left one, and the sums of both.
pub(super) fn split_node(nodes: &mut Vec<GrownNode>, node: usize, split: &Split) -> (u32, [Sum; 2]) {
    let left = nodes.len() as u32;
    let totals = [split.left, nodes[node].total - split.left];
    nodes[node].split = Some((*split, left));
    nodes.extend(totals.map(|total| GrownNode { total, split: None }));
    (left, totals)
}
