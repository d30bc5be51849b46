//! The attributes of an ONNX tree operator, in both spellings, become trees of the ensemble.
//!
//! `TreeEnsembleRegressor` and `TreeEnsembleClassifier` (`ai.onnx.ml` 1 to 4) name nodes by tree and number and attach
//! weights to leaves; `TreeEnsemble` (5) keeps splits and leaves apart. What the specification leaves open is read as
//! ONNX Runtime does it:
//!
//! - Two classes answer with the score of the second. Where all weights are of one class, they are that score; else
//!   those of the first matter for softmax only.
//! - One base value for two classes belongs to the one-class weights, or to the first class.
//! - A missing value is unequal to everything (`BRANCH_NEQ` holds).
//!
//! How the trees are planted is in [`super::onnx_plant`].

use super::{
    InterchangeProblem,
    onnx::{MOST_UNNAMED, Node, content},
};
use crate::tree::{Combine, Link};
use std::collections::{BTreeMap, BTreeSet};

/// Categories below this become bits of a set.
const MOST_CATEGORIES: f64 = 65_536.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    AtMost,
    Below,
    AtLeast,
    Above,
    Equal,
    Unequal,
    Member,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Branch(usize),
    Leaf(usize),
}

#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub feature: u32,
    pub mode: Mode,
    /// The threshold; for `Member` the values instead.
    pub value: f64,
    pub members: Vec<f64>,
    pub missing_is_true: bool,
    pub on_true: Target,
    pub on_false: Target,
    pub hits: f64,
}

pub(super) struct Trees {
    pub branches: Vec<Branch>,
    /// What each leaf adds to which output.
    pub leaves: Vec<Vec<(u32, f64)>>,
    pub roots: Vec<Target>,
    pub base: Vec<f64>,
    pub combine: Combine,
    pub link: Link,
    pub classes: Vec<String>,
    /// Features that are asked for whole numbers and nothing else.
    pub categorical: BTreeSet<u32>,
}

pub(super) fn read(node: &Node, size: usize) -> Result<Trees, InterchangeProblem> {
    let mut trees = match node.op {
        "TreeEnsemble" => read_flat(node, size)?,
        _ => read_named(node, size)?,
    };
    if trees.branches.iter().any(|branch| branch.value.is_nan()) {
        return Err(content(node.op, "has a threshold that is no number"));
    }
    let asks_category = |branch: &Branch| {
        let is_category = |value: &f64| (0.0..MOST_CATEGORIES).contains(value) && value.fract() == 0.0;
        match branch.mode {
            Mode::Equal | Mode::Unequal => is_category(&branch.value),
            Mode::Member => branch.members.iter().all(is_category),
            _ => false,
        }
    };
    let others: BTreeSet<u32> = trees.branches.iter().filter(|b| !asks_category(b)).map(|b| b.feature).collect();
    trees.categorical = trees.branches.iter().map(|b| b.feature).filter(|feature| !others.contains(feature)).collect();
    Ok(trees)
}

/// A list that must have this length.
fn sized<'n, T>(node: &Node, name: &str, list: &'n [T], len: usize) -> Result<&'n [T], InterchangeProblem> {
    if list.len() == len {
        return Ok(list);
    }
    Err(content(node.op, format!("`{name}` has {} entries where {len} belong", list.len())))
}

fn number_of(node: &Node, name: &str, value: i64) -> Result<u32, InterchangeProblem> {
    u32::try_from(value).map_err(|_| content(node.op, format!("`{name}` holds {value}, which numbers nothing")))
}

fn outputs_of(node: &Node, size: usize) -> Result<usize, InterchangeProblem> {
    let targets = node.integer("n_targets").unwrap_or(1);
    match usize::try_from(targets) {
        Ok(targets) if (1..=size.max(MOST_UNNAMED)).contains(&targets) => Ok(targets),
        _ => Err(content(node.op, format!("`n_targets` is {targets}"))),
    }
}

fn link_of(node: &Node, transform: &[u8], outputs: usize) -> Result<Link, InterchangeProblem> {
    let refuse = |why| {
        let what = format!("{} with post_transform {}", node.op, String::from_utf8_lossy(transform));
        Err(InterchangeProblem::refused(what, why))
    };
    match transform {
        b"" | b"NONE" => Ok(Link::Identity),
        _ if outputs == 1 && node.op != "TreeEnsembleClassifier" => {
            refuse("runtimes do not agree on it for one target; export with NONE and a Sigmoid behind it")
        }
        b"LOGISTIC" => Ok(Link::Logistic { slope: 1.0 }),
        b"SOFTMAX" => Ok(Link::Softmax),
        _ => refuse("NONE, LOGISTIC and SOFTMAX are read"),
    }
}

/// The two operators of `ai.onnx.ml` 1 to 4.
fn read_named(node: &Node, size: usize) -> Result<Trees, InterchangeProblem> {
    let tree_ids = node.integers("nodes_treeids");
    let len = tree_ids.len();
    let ids = |name| sized(node, name, node.integers(name), len);
    let (node_ids, features) = (ids("nodes_nodeids")?, ids("nodes_featureids")?);
    let (true_ids, false_ids) = (ids("nodes_truenodeids")?, ids("nodes_falsenodeids")?);
    let values = sized(node, "nodes_values", node.numbers("nodes_values"), len)?;
    let modes = sized(node, "nodes_modes", node.texts("nodes_modes"), len)?;
    let missing = node.integers("nodes_missing_value_tracks_true");
    let hits = node.numbers("nodes_hitrates");

    let mut at: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for (i, id) in tree_ids.iter().zip(node_ids).enumerate() {
        if at.insert((*id.0, *id.1), i).is_some() {
            return Err(content(node.op, format!("tree {} has two nodes {}", id.0, id.1)));
        }
    }
    let is_leaf: Vec<bool> = modes.iter().map(|mode| *mode == b"LEAF").collect();
    // Where each node stands among the branches, or among the leaves.
    let mut ranks = [0, 0];
    let rank_of = |leaf: &bool| {
        let rank = &mut ranks[usize::from(*leaf)];
        *rank += 1;
        if *leaf { Target::Leaf(*rank - 1) } else { Target::Branch(*rank - 1) }
    };
    let targets: Vec<Target> = is_leaf.iter().map(rank_of).collect();
    let mut has_parent = vec![false; len];
    let mut branches = Vec::new();
    for i in (0..len).filter(|i| !is_leaf[*i]) {
        let tree = tree_ids[i];
        let mut child = |id: i64| match at.get(&(tree, id)) {
            Some(child) => {
                has_parent[*child] = true;
                Ok(targets[*child])
            }
            None => Err(content(node.op, format!("tree {tree}: node {id} is named as a child but does not exist"))),
        };
        branches.push(Branch {
            feature: number_of(node, "nodes_featureids", features[i])?,
            mode: named_mode(modes[i]).ok_or_else(|| {
                content(node.op, format!("tree {tree}: mode `{}` is not known", String::from_utf8_lossy(modes[i])))
            })?,
            value: values[i],
            members: Vec::new(),
            missing_is_true: missing.get(i).is_some_and(|flag| *flag != 0),
            on_true: child(true_ids[i])?,
            on_false: child(false_ids[i])?,
            hits: hits.get(i).copied().unwrap_or(0.0),
        });
    }
    let mut roots: BTreeMap<i64, Target> = BTreeMap::new();
    for i in (0..len).filter(|i| !has_parent[*i]) {
        if roots.insert(tree_ids[i], targets[i]).is_some() {
            return Err(content(node.op, format!("tree {}: node {} is never reached", tree_ids[i], node_ids[i])));
        }
    }
    if let Some(tree) = tree_ids.iter().find(|tree| !roots.contains_key(tree)) {
        return Err(content(node.op, format!("tree {tree}: its nodes lead back to themselves")));
    }

    let is_classifier = node.op == "TreeEnsembleClassifier";
    let prefix = if is_classifier { "class" } else { "target" };
    let [weight_trees, weight_nodes, weight_ids] =
        ["treeids", "nodeids", "ids"].map(|end| node.integers(&format!("{prefix}_{end}")));
    let weights = node.numbers(&format!("{prefix}_weights"));
    for (name, len) in [("treeids", weight_trees.len()), ("nodeids", weight_nodes.len()), ("ids", weight_ids.len())] {
        if len != weights.len() {
            let what = format!("`{prefix}_{name}` has {len} entries where {} belong", weights.len());
            return Err(content(node.op, what));
        }
    }
    let scores = if is_classifier {
        Scores::of_classes(node, weight_ids)?
    } else {
        let outputs = outputs_of(node, size)?;
        Scores::of_targets(node, outputs, link_of(node, node.text("post_transform").unwrap_or_default(), outputs)?)?
    };
    let mut leaves = vec![Vec::new(); is_leaf.iter().filter(|leaf| **leaf).count()];
    for i in 0..weights.len() {
        let (tree, id) = (weight_trees[i], weight_nodes[i]);
        match at.get(&(tree, id)).map(|at| targets[*at]) {
            Some(Target::Leaf(leaf)) => {
                let output = number_of(node, "the weights' ids", weight_ids[i])?;
                leaves[leaf].extend(scores.weight(output, weights[i]));
            }
            _ => return Err(content(node.op, format!("tree {tree}: node {id} has a weight and is no leaf"))),
        }
    }
    let combine = match node.text("aggregate_function").unwrap_or_default() {
        b"" | b"SUM" => Combine::Sum,
        b"AVERAGE" => Combine::Mean,
        other => return Err(refused_aggregate(&String::from_utf8_lossy(other))),
    };
    let roots = roots.into_values().collect();
    let Scores { base, link, classes, .. } = scores;
    Ok(Trees { branches, leaves, roots, base, combine, link, classes, categorical: BTreeSet::new() })
}

fn refused_aggregate(name: &str) -> InterchangeProblem {
    InterchangeProblem::refused(format!("trees combined by {name}"), "SUM and AVERAGE are read")
}

fn named_mode(mode: &[u8]) -> Option<Mode> {
    Some(match mode {
        b"BRANCH_LEQ" => Mode::AtMost,
        b"BRANCH_LT" => Mode::Below,
        b"BRANCH_GTE" => Mode::AtLeast,
        b"BRANCH_GT" => Mode::Above,
        b"BRANCH_EQ" => Mode::Equal,
        b"BRANCH_NEQ" => Mode::Unequal,
        _ => return None,
    })
}

/// Which weights count for which output.
struct Scores {
    base: Vec<f64>,
    link: Link,
    classes: Vec<String>,
    /// Two classes become one score; these are what a weight of each counts for in it.
    of_two: Option<[f64; 2]>,
}

impl Scores {
    fn of_targets(node: &Node, outputs: usize, link: Link) -> Result<Self, InterchangeProblem> {
        let base = match node.numbers("base_values") {
            [] => vec![0.0; outputs],
            base => sized(node, "base_values", base, outputs)?.to_vec(),
        };
        Ok(Self { base, link, classes: Vec::new(), of_two: None })
    }

    fn of_classes(node: &Node, weight_ids: &[i64]) -> Result<Self, InterchangeProblem> {
        let texts = node.texts("classlabels_strings").iter().map(|text| String::from_utf8_lossy(text).into_owned());
        let numbers = node.integers("classlabels_int64s").iter().map(i64::to_string);
        let classes: Vec<String> = texts.chain(numbers).collect();
        let link = link_of(node, node.text("post_transform").unwrap_or_default(), classes.len())?;
        if classes.len() < 2 {
            return Err(content(node.op, format!("has {} classes", classes.len())));
        }
        if classes.len() > 2 {
            return Ok(Self { classes: classes.clone(), ..Self::of_targets(node, classes.len(), link)? });
        }
        let (has_first, has_second) = (weight_ids.contains(&0), weight_ids.contains(&1));
        let refuse = || {
            let what = format!("{} base values for two classes", node.numbers("base_values").len());
            Err(InterchangeProblem::refused(what, "runtimes do not agree on them; export with one, or none"))
        };
        let base = match node.numbers("base_values") {
            [] => 0.0,
            [base] if has_first && !has_second => *base,
            [base] if has_first && link == Link::Softmax => -*base,
            [_] if has_first => 0.0,
            _ => return refuse(),
        };
        let (of_two, link) = match (has_first, has_second, link) {
            (true, true, Link::Softmax) => ([-1.0, 1.0], Link::Logistic { slope: 1.0 }),
            (true, true, link) => ([0.0, 1.0], link),
            // The only class with weights gives the second one's score, whatever its number; softmax passes it over.
            (true, false, Link::Softmax) => ([1.0, 1.0], Link::Identity),
            (_, _, Link::Softmax) => ([1.0, 1.0], Link::Logistic { slope: 1.0 }),
            (_, _, link) => ([1.0, 1.0], link),
        };
        Ok(Self { base: vec![base], link, classes, of_two: Some(of_two) })
    }

    fn weight(&self, output: u32, weight: f64) -> Option<(u32, f64)> {
        match self.of_two {
            None => Some((output, weight)),
            Some(factors) => match factors.get(output as usize) {
                Some(0.0) => None,
                Some(factor) => Some((0, factor * weight)),
                None => Some((output, weight)),
            },
        }
    }
}

/// The operator of `ai.onnx.ml` 5.
fn read_flat(node: &Node, size: usize) -> Result<Trees, InterchangeProblem> {
    let features = node.integers("nodes_featureids");
    let len = features.len();
    let ids = |name| sized(node, name, node.integers(name), len);
    let (true_ids, false_ids) = (ids("nodes_truenodeids")?, ids("nodes_falsenodeids")?);
    let (true_leaves, false_leaves) = (ids("nodes_trueleafs")?, ids("nodes_falseleafs")?);
    let values = sized(node, "nodes_splits", node.numbers("nodes_splits"), len)?;
    let modes = sized(node, "nodes_modes", node.numbers("nodes_modes"), len)?;
    let missing = node.integers("nodes_missing_value_tracks_true");
    let hits = node.numbers("nodes_hitrates");
    let outputs = outputs_of(node, size)?;

    let weights = node.numbers("leaf_weights");
    let weight_ids = sized(node, "leaf_targetids", node.integers("leaf_targetids"), weights.len())?;
    let mut leaves = Vec::with_capacity(weights.len());
    for (id, weight) in weight_ids.iter().zip(weights) {
        leaves.push(vec![(number_of(node, "leaf_targetids", *id)?, *weight)]);
    }
    let target = |id: i64, is_leaf: i64| {
        let id = number_of(node, "a child", id)? as usize;
        match is_leaf {
            0 if id < len => Ok(Target::Branch(id)),
            1 if id < leaves.len() => Ok(Target::Leaf(id)),
            _ => Err(content(node.op, format!("child {id} does not exist"))),
        }
    };
    // The members of each `Member` node, one list after the other, NaN between them.
    let mut members = node.numbers("membership_values").split(|value| value.is_nan());
    let mut branches = Vec::with_capacity(len);
    for i in 0..len {
        let mode = match modes[i] {
            0.0 => Mode::AtMost,
            1.0 => Mode::Below,
            2.0 => Mode::AtLeast,
            3.0 => Mode::Above,
            4.0 => Mode::Equal,
            5.0 => Mode::Unequal,
            6.0 => Mode::Member,
            other => return Err(content(node.op, format!("node {i}: mode {other} is not known"))),
        };
        let members = match mode {
            Mode::Member => members.next().unwrap_or_default().to_vec(),
            _ => Vec::new(),
        };
        branches.push(Branch {
            feature: number_of(node, "nodes_featureids", features[i])?,
            mode,
            value: if mode == Mode::Member { 0.0 } else { values[i] },
            members,
            missing_is_true: missing.get(i).is_some_and(|flag| *flag != 0),
            on_true: target(true_ids[i], true_leaves[i])?,
            on_false: target(false_ids[i], false_leaves[i])?,
            hits: hits.get(i).copied().unwrap_or(0.0),
        });
    }
    let root = |id: &i64| target(*id, 0);
    let roots: Vec<Target> = node.integers("tree_roots").iter().map(root).collect::<Result<_, _>>()?;
    let transform: &[u8] = match node.integer("post_transform").unwrap_or(0) {
        0 => b"NONE",
        1 => b"SOFTMAX",
        2 => b"LOGISTIC",
        3 => b"SOFTMAX_ZERO",
        _ => b"PROBIT",
    };
    let combine = match node.integer("aggregate_function").unwrap_or(1) {
        0 => Combine::Mean,
        1 => Combine::Sum,
        2 => return Err(refused_aggregate("MIN")),
        _ => return Err(refused_aggregate("MAX")),
    };
    let Scores { base, link, classes, .. } = Scores::of_targets(node, outputs, link_of(node, transform, outputs)?)?;
    Ok(Trees { branches, leaves, roots, base, combine, link, classes, categorical: BTreeSet::new() })
}
