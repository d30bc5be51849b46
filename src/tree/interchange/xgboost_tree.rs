//! One tree of XGBoost: columns of nodes in, trees of the ensemble out.
//!
//! A node goes left when `x < split_condition` or when its category is not in the set. A leaf has no left child; its
//! value stands in `split_conditions` or, when the tree answers for all outputs at once, in `leaf_weights` (XGBoost 3.2:
//! the leaf's number stands in `right_children`) or `base_weights` (before). Such a tree becomes one tree an output.

use super::{
    document::{Part, whole},
    problem::InterchangeProblem,
};
use crate::tree::{Draft, Ensemble, Rule};
use std::borrow::Cow;

/// XGBoost itself takes no category at or above this.
const MOST_CATEGORIES: u32 = 1 << 24;
/// Sets are bits, so a single high category is long; all sets of a model together may have this many words of 64.
const MOST_SET_WORDS: usize = 1 << 23;

type Numbers<'a> = Cow<'a, [f64]>;

pub(super) struct TreeColumns<'a> {
    part: Part<'a>,
    /// How many outputs a leaf answers for.
    pub leaf_len: usize,
    left: Numbers<'a>,
    right: Numbers<'a>,
    feature: Numbers<'a>,
    condition: Numbers<'a>,
    missing_left: Numbers<'a>,
    gain: Option<Numbers<'a>>,
    cover: Option<Numbers<'a>>,
    split_type: Option<Numbers<'a>>,
    leaf_values: Option<Numbers<'a>>,
    /// A leaf's right child is its number in `leaf_values`.
    is_leaf_numbered: bool,
    deleted: usize,
}

impl<'a> TreeColumns<'a> {
    pub fn read(tree: &Part<'a>) -> Result<Self, InterchangeProblem> {
        let parameters = tree.get("tree_param")?;
        let count = |name, absent: usize| parameters.optional(name).map_or(Ok(absent), |count| count.count());
        let nodes = parameters.get("num_nodes")?.count()?;
        let leaf_len = count("size_leaf_vector", 1)?.max(1);
        let column = |name| tree.get(name)?.numbers_of(nodes);
        let optional = |name| match tree.optional(name) {
            Some(column) if !column.numbers()?.is_empty() => column.numbers_of(nodes).map(Some),
            _ => Ok(None),
        };
        let leaf_weights = match tree.optional("leaf_weights") {
            Some(weights) if leaf_len > 1 => Some(weights.numbers()?).filter(|weights| !weights.is_empty()),
            _ => None,
        };
        let is_leaf_numbered = leaf_weights.is_some();
        let leaf_values = match leaf_weights {
            None if leaf_len > 1 => Some(tree.get("base_weights")?.numbers_of(nodes.saturating_mul(leaf_len))?),
            weights => weights,
        };
        Ok(Self {
            leaf_len,
            left: column("left_children")?,
            right: column("right_children")?,
            feature: column("split_indices")?,
            condition: column("split_conditions")?,
            missing_left: column("default_left")?,
            gain: optional("loss_changes")?,
            cover: optional("sum_hessian")?,
            split_type: optional("split_type")?,
            leaf_values,
            is_leaf_numbered,
            deleted: count("num_deleted", 0)?,
            part: tree.clone(),
        })
    }

    fn is_leaf(&self, node: usize) -> bool {
        self.left[node] == -1.0
    }

    fn is_categorical(&self, node: usize) -> bool {
        !self.is_leaf(node) && self.split_type.as_ref().is_some_and(|types| types[node] == 1.0)
    }

    pub fn categorical_features(&self) -> impl Iterator<Item = u32> {
        (0..self.left.len()).filter(|node| self.is_categorical(*node)).filter_map(|node| whole(self.feature[node]))
    }

    fn problem(&self, node: usize, what: &str) -> InterchangeProblem {
        self.part.problem(format!("node {node} {what}"))
    }

    /// The value of a leaf for one of the outputs that it answers for.
    fn leaf_value(&self, node: usize, of: usize) -> Result<f64, InterchangeProblem> {
        let Some(values) = &self.leaf_values else { return Ok(single(self.condition[node])) };
        let row = if self.is_leaf_numbered { whole(self.right[node]).map(|leaf| leaf as usize) } else { Some(node) };
        let value = row.and_then(|row| values.get(row.checked_mul(self.leaf_len)? + of));
        value.map(|value| single(*value)).ok_or_else(|| self.problem(node, "is a leaf without values"))
    }

    /// The category set of each node that has one, pushed to the ensemble. `words` is what all sets took so far.
    fn push_sets(&self, ensemble: &mut Ensemble, words: &mut usize) -> Result<Vec<Option<u32>>, InterchangeProblem> {
        let mut set_of_node = vec![None; self.left.len()];
        if !(0..self.left.len()).any(|node| self.is_categorical(node)) {
            return Ok(set_of_node);
        }
        let nodes = self.part.get("categories_nodes")?.numbers()?;
        let starts = self.part.get("categories_segments")?.numbers_of(nodes.len())?;
        let sizes = self.part.get("categories_sizes")?.numbers_of(nodes.len())?;
        let categories = self.part.get("categories")?;
        let all = categories.numbers()?;
        for ((node, start), size) in nodes.iter().zip(starts.iter()).zip(sizes.iter()) {
            let range =
                whole(*start).zip(whole(*size)).map(|(start, size)| start as usize..start as usize + size as usize);
            let set = range.and_then(|range| all.get(range));
            let set = set.ok_or_else(|| categories.problem(format!("does not hold the set of node {node}")))?;
            let codes: Option<Vec<u32>> =
                (set.iter()).map(|code| whole(*code).filter(|code| *code < MOST_CATEGORIES)).collect();
            let codes = codes.ok_or_else(|| categories.problem("must hold whole numbers below 2^24"))?;
            *words += codes.iter().max().map_or(0, |most| *most as usize / 64 + 1);
            if *words > MOST_SET_WORDS {
                return Err(categories.problem("names categories too high for so many splits"));
            }
            match whole(*node).and_then(|node| set_of_node.get_mut(node as usize)) {
                Some(slot) => *slot = Some(ensemble.push_set(codes)),
                None => return Err(categories.problem(format!("has a set for node {node}, which does not exist"))),
            }
        }
        Ok(set_of_node)
    }

    /// The nodes, with leaves that answer for the output `of` among those of the leaf's vector.
    fn drafts(&self, weight: f64, of: usize, set_of_node: &[Option<u32>]) -> Result<Vec<Draft>, InterchangeProblem> {
        let child = |node: usize, column: &[f64]| {
            whole(column[node]).ok_or_else(|| self.problem(node, "has a child that is no number of a node"))
        };
        let of_node = |column: &Option<Numbers>, node: usize| column.as_ref().map_or(0.0, |column| column[node]);
        let draft = |node: usize| {
            let cover = of_node(&self.cover, node);
            if self.is_leaf(node) {
                return Ok(Draft::Leaf { value: single(single(weight) * self.leaf_value(node, of)?), cover });
            }
            let rule = if self.is_categorical(node) {
                Rule::NotIn(set_of_node[node].ok_or_else(|| self.problem(node, "splits categories without a set"))?)
            } else {
                Rule::AtMost(f64::from((self.condition[node] as f32).next_down()))
            };
            Ok(Draft::Split {
                feature: whole(self.feature[node]).ok_or_else(|| self.problem(node, "splits on no feature"))?,
                rule,
                missing_left: self.missing_left[node] != 0.0,
                left: child(node, &self.left)?,
                right: child(node, &self.right)?,
                gain: of_node(&self.gain, node),
                cover,
            })
        };
        if self.deleted == 0 {
            return (0..self.left.len()).map(draft).collect();
        }
        // Pruned nodes stay in the file and belong to no tree.
        let kept = self.kept_nodes();
        if self.left.len() - kept.len() != self.deleted {
            return Err(self.part.problem(format!(
                "{} nodes are said to be deleted, {} are not reached",
                self.deleted,
                self.left.len() - kept.len()
            )));
        }
        let place = |node: u32| kept.binary_search(&(node as usize)).map_or(u32::MAX, |place| place as u32);
        let moved = |draft| match draft {
            Draft::Split { feature, rule, missing_left, left, right, gain, cover } => {
                Draft::Split { feature, rule, missing_left, left: place(left), right: place(right), gain, cover }
            }
            leaf => leaf,
        };
        kept.iter().map(|node| draft(*node).map(moved)).collect()
    }

    /// The nodes that the root leads to, in order.
    fn kept_nodes(&self) -> Vec<usize> {
        let mut is_kept = vec![false; self.left.len()];
        let mut waiting = vec![0];
        while let Some(node) = waiting.pop() {
            if is_kept.get(node).is_none_or(|kept| *kept) {
                continue;
            }
            is_kept[node] = true;
            if !self.is_leaf(node) {
                waiting.extend([self.left[node], self.right[node]].into_iter().filter_map(whole).map(|n| n as usize));
            }
        }
        (0..is_kept.len()).filter(|node| is_kept[*node]).collect()
    }
}

/// Decimals of the file, as the f32 that they were.
fn single(number: f64) -> f64 {
    f64::from(number as f32)
}

/// Adds the tree to the ensemble, or one for each output that its leaves answer for.
pub(super) fn plant(
    columns: &TreeColumns,
    weight: f64,
    output: u32,
    ensemble: &mut Ensemble,
    words: &mut usize,
) -> Result<(), InterchangeProblem> {
    let sets = columns.push_sets(ensemble, words)?;
    if columns.leaf_len == 1 {
        return Ok(ensemble.push_tree(output, &columns.drafts(weight, 0, &sets)?)?);
    }
    if columns.leaf_len != ensemble.outputs() {
        let what = format!("has leaves for {} outputs; the model has {}", columns.leaf_len, ensemble.outputs());
        return Err(columns.part.problem(what));
    }
    for of in 0..columns.leaf_len {
        ensemble.push_tree(of as u32, &columns.drafts(weight, of, &sets)?)?;
    }
    Ok(())
}
