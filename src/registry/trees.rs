//! An ensemble as columns of bytes.
//!
//! The nodes of a tree stand breadth first, so the children of its k-th split are its nodes 2k + 1 and 2k + 2: they are
//! not stored and cannot be false. What is stored goes back in through [`Ensemble::push_tree`] and so through its checks.

use super::{
    about::AboutColumn,
    bytes::{Reader, Writer},
    problem::ArtifactProblem,
};
use crate::tree::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision, Rule, Tree};

/// What a node is, in its two lowest bits; the third says that a missing value goes left.
const LEAF: u8 = 0;
const AT_MOST: u8 = 1;
const IN: u8 = 2;
const NOT_IN: u8 = 3;
const KIND: u8 = 3;
const MISSING_LEFT: u8 = 4;

/// Kinds of features.
const NUMBER: u8 = 0;
const NUMBER_ZERO_IS_MISSING: u8 = 1;
const CATEGORIES: u8 = 2;

pub(super) fn write_features(features: &[Feature], columns: &[AboutColumn], out: &mut Writer) {
    out.count(features.len());
    let untold = AboutColumn::default();
    for (place, feature) in features.iter().enumerate() {
        out.text(&feature.name);
        match &feature.kind {
            FeatureKind::Number { zero_is_missing: false } => out.byte(NUMBER),
            FeatureKind::Number { zero_is_missing: true } => out.byte(NUMBER_ZERO_IS_MISSING),
            FeatureKind::Categories { levels } => {
                out.byte(CATEGORIES);
                out.texts(levels.iter().map(String::as_str));
            }
        }
        let column = columns.get(place).unwrap_or(&untold);
        out.byte(u8::from(column.is_day));
        out.optional_text(column.unit.as_deref());
    }
}

/// The features and what is known of their columns; of none when nothing is known of any.
pub(super) fn read_features(from: &mut Reader<'_>) -> Result<(Vec<Feature>, Vec<AboutColumn>), ArtifactProblem> {
    // A name's length, a kind, two flags.
    let count = from.count(size_of::<u64>() + 3)?;
    let (mut features, mut columns) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for _ in 0..count {
        let name = from.text()?;
        let kind = match from.byte()? {
            NUMBER => FeatureKind::Number { zero_is_missing: false },
            NUMBER_ZERO_IS_MISSING => FeatureKind::Number { zero_is_missing: true },
            CATEGORIES => FeatureKind::Categories { levels: from.texts()? },
            _ => return Err(from.refuse("has a feature of an unknown kind")),
        };
        features.push(Feature { name, kind });
        columns.push(AboutColumn { is_day: from.flag()?, unit: from.optional_text()? });
    }
    if columns.iter().all(|column| *column == AboutColumn::default()) {
        columns.clear();
    }
    Ok((features, columns))
}

/// The number of a link; the slope, which only the logistic one has, stands behind it.
fn write_link(link: Link, out: &mut Writer) {
    out.byte(match link {
        Link::Identity => 0,
        Link::Logistic { .. } => 1,
        Link::Exp => 2,
        Link::Softmax => 3,
        Link::ArgMax => 4,
        Link::SignedSquare => 5,
        Link::LogOnePlusExp => 6,
        Link::Step => 7,
        Link::Probit => 8,
        Link::Ascending => 9,
        Link::Increments => 10,
    });
    if let Link::Logistic { slope } = link {
        out.double(slope);
    }
}

fn read_link(from: &mut Reader<'_>) -> Result<Link, ArtifactProblem> {
    Ok(match from.byte()? {
        0 => Link::Identity,
        1 => Link::Logistic { slope: from.double()? },
        2 => Link::Exp,
        3 => Link::Softmax,
        4 => Link::ArgMax,
        5 => Link::SignedSquare,
        6 => Link::LogOnePlusExp,
        7 => Link::Step,
        8 => Link::Probit,
        9 => Link::Ascending,
        10 => Link::Increments,
        _ => return Err(from.refuse("has an unknown link")),
    })
}

pub(super) fn write_ensemble(ensemble: &Ensemble, out: &mut Writer) {
    out.byte(u8::from(ensemble.combine() == Combine::Mean));
    out.byte(u8::from(ensemble.precision() == Precision::Double));
    write_link(ensemble.link(), out);
    out.count(ensemble.outputs());
    out.doubles(ensemble.base());
    let sets: Vec<&[u64]> = (0..ensemble.sets() as u32).map(|set| ensemble.set(set)).collect();
    out.count(sets.len());
    sets.iter().for_each(|words| out.count(words.len()));
    sets.iter().for_each(|words| out.wholes(words));
    let trees = ensemble.trees();
    out.count(trees.len());
    let orders: Vec<Vec<usize>> = trees.iter().map(|tree| breadth_first(ensemble, tree)).collect();
    out.indices(&trees.iter().map(|tree| tree.output).collect::<Vec<u32>>());
    orders.iter().for_each(|order| out.count(order.len()));
    write_nodes(ensemble, &orders.concat(), out);
}

/// The nodes of a tree, its root first, then depth by depth.
fn breadth_first(ensemble: &Ensemble, tree: &Tree) -> Vec<usize> {
    let mut order = vec![tree.start as usize];
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        if !ensemble.nodes().is_leaf(node) {
            let (left, right) = ensemble.nodes().children(node);
            order.extend([left, right]);
        }
        next += 1;
    }
    order
}

fn write_nodes(ensemble: &Ensemble, order: &[usize], out: &mut Writer) {
    let nodes = ensemble.nodes();
    let (mut kinds, mut numbers, mut sets) = (Vec::new(), Vec::new(), Vec::new());
    let (mut features, mut gains) = (Vec::new(), Vec::new());
    for &node in order {
        if nodes.is_leaf(node) {
            kinds.push(LEAF);
            numbers.push(nodes.leaf_value(node));
            continue;
        }
        features.push(nodes.feature(node));
        gains.push(nodes.gain(node));
        let kind = match nodes.rule(node) {
            Rule::AtMost(threshold) => {
                numbers.push(threshold);
                AT_MOST
            }
            Rule::In(set) => {
                sets.push(set);
                IN
            }
            Rule::NotIn(set) => {
                sets.push(set);
                NOT_IN
            }
        };
        kinds.push(kind | if nodes.missing_left(node) { MISSING_LEFT } else { 0 });
    }
    out.bytes(&kinds);
    out.indices(&features);
    out.indices(&sets);
    out.doubles(&numbers);
    out.doubles(&gains);
    out.doubles(&order.iter().map(|node| nodes.cover(*node)).collect::<Vec<f64>>());
}

pub(super) fn read_ensemble(features: Vec<Feature>, from: &mut Reader<'_>) -> Result<Ensemble, ArtifactProblem> {
    let combine = if from.flag()? { Combine::Mean } else { Combine::Sum };
    let precision = if from.flag()? { Precision::Double } else { Precision::Single };
    let link = read_link(from)?;
    let outputs = from.count(size_of::<f64>())?;
    if outputs == 0 {
        return Err(from.refuse("has no output"));
    }
    let mut ensemble = Ensemble::new(features, from.doubles(outputs)?, combine, link, precision);
    let sets = from.count(size_of::<u64>())?;
    let word_counts = from.wholes(sets)?;
    for count in word_counts {
        let count = usize::try_from(count).map_err(|_| from.refuse("counts more than it holds"))?;
        ensemble.push_set_words(&from.wholes(count)?);
    }
    // An output and a number of nodes, then at least the kind, value and cover of one leaf.
    let trees = from.count(4 + 8 + 1 + 8 + 8)?;
    let outputs = from.indices(trees)?;
    let node_counts = from.wholes(trees)?;
    let columns = NodeColumns::read(&node_counts, from)?;
    let mut drafts = columns.drafts();
    for (output, count) in outputs.into_iter().zip(node_counts) {
        // The columns hold as many nodes as all trees together, so this one's are there.
        let tree = drafts.next_tree(count as usize).ok_or_else(|| from.refuse("has a tree of impossible form"))?;
        ensemble.push_tree(output, &tree)?;
    }
    Ok(ensemble)
}

/// All nodes of all trees; each column holds only what has such a value.
struct NodeColumns {
    kinds: Vec<u8>,
    /// Of splits.
    features: Vec<u32>,
    /// Of splits by category.
    sets: Vec<u32>,
    /// Of leaves and of splits by number.
    numbers: Vec<f64>,
    /// Of splits.
    gains: Vec<f64>,
    covers: Vec<f64>,
}

impl NodeColumns {
    fn read(node_counts: &[u64], from: &mut Reader<'_>) -> Result<Self, ArtifactProblem> {
        let total = node_counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        // Numbers of nodes are 32 bits wide.
        let total = total.filter(|total| *total < u64::from(u32::MAX)).and_then(|total| usize::try_from(total).ok());
        let kinds = from.bytes(total.ok_or_else(|| from.refuse("counts too many nodes"))?)?.to_vec();
        if kinds.iter().any(|kind| *kind > KIND | MISSING_LEFT || *kind == LEAF | MISSING_LEFT) {
            return Err(from.refuse("has a node of an unknown kind"));
        }
        let splits = kinds.iter().filter(|kind| **kind & KIND != LEAF).count();
        let by_category = kinds.iter().filter(|kind| **kind & KIND >= IN).count();
        Ok(Self {
            features: from.indices(splits)?,
            sets: from.indices(by_category)?,
            numbers: from.doubles(kinds.len() - by_category)?,
            gains: from.doubles(splits)?,
            covers: from.doubles(kinds.len())?,
            kinds,
        })
    }

    fn drafts(&self) -> Drafts<'_> {
        Drafts {
            kinds: self.kinds.iter(),
            features: self.features.iter(),
            sets: self.sets.iter(),
            numbers: self.numbers.iter(),
            gains: self.gains.iter(),
            covers: self.covers.iter(),
        }
    }
}

/// The nodes that are not in a tree yet.
struct Drafts<'a> {
    kinds: std::slice::Iter<'a, u8>,
    features: std::slice::Iter<'a, u32>,
    sets: std::slice::Iter<'a, u32>,
    numbers: std::slice::Iter<'a, f64>,
    gains: std::slice::Iter<'a, f64>,
    covers: std::slice::Iter<'a, f64>,
}

impl Drafts<'_> {
    fn next_tree(&mut self, count: usize) -> Option<Vec<Draft>> {
        let mut splits = 0;
        let mut next = || {
            let (kind, cover) = (*self.kinds.next()?, *self.covers.next()?);
            let rule = match kind & KIND {
                LEAF => return Some(Draft::Leaf { value: *self.numbers.next()?, cover }),
                AT_MOST => Rule::AtMost(*self.numbers.next()?),
                IN => Rule::In(*self.sets.next()?),
                _ => Rule::NotIn(*self.sets.next()?),
            };
            let (left, right) = (2 * splits + 1, 2 * splits + 2);
            splits += 1;
            let (feature, gain) = (*self.features.next()?, *self.gains.next()?);
            Some(Draft::Split { feature, rule, missing_left: kind & MISSING_LEFT != 0, left, right, gain, cover })
        };
        (0..count).map(|_| next()).collect()
    }
}
