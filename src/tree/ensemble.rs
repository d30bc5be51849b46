//! What comes out: trees as flat columns of nodes, and how their leaves become an answer.
//!
//! An [`Ensemble`] is the same whether it was grown here or read from a file of another library. Its trees are checked
//! on the way in ([`Ensemble::push_tree`]): every node is reached exactly once, children stand after their parent and
//! side by side, features and category sets exist. So whoever walks a tree needs no check and always arrives.

use super::problem::TreeProblem;

/// The size up to which a number is 0 where 0 is missing: an f32, as in LightGBM.
const ZERO: f64 = 1e-35_f32 as f64;

/// What a column must be for an ensemble to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    pub name: String,
    pub kind: FeatureKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FeatureKind {
    Number {
        /// 0 (below 1e-35 in size) counts as missing too (LightGBM's `zero_as_missing`).
        zero_is_missing: bool,
    },
    /// Codes into `levels`. No levels: the codes are the origin's own, given as whole numbers.
    Categories { levels: Vec<String> },
}

/// How a node sends a row on. A missing value goes where the node's `missing_left` says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Left when the number is at most this.
    AtMost(f64),
    /// Left when the category is in the set of this number (see [`Ensemble::push_set`]).
    In(u32),
    /// Left when it is not in the set.
    NotIn(u32),
}

/// One node on its way into an ensemble, numbered as its origin numbers it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Draft {
    Leaf {
        value: f64,
        /// The weight (sum of hessians) or number of training rows that ended here.
        cover: f64,
    },
    Split {
        feature: u32,
        rule: Rule,
        missing_left: bool,
        left: u32,
        right: u32,
        gain: f64,
        cover: f64,
    },
}

/// The trees' nodes, side by side. A leaf has feature [`Nodes::LEAF`] and its value in `value`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nodes {
    pub(super) feature: Vec<u32>,
    /// The threshold of a numeric split, or the leaf's value.
    pub(super) value: Vec<f64>,
    /// The category set of a categorical split; [`Nodes::NO_SET`] for the others.
    pub(super) set: Vec<u32>,
    /// Bit 0: a missing value goes left. Bit 1: what is in the set goes right.
    pub(super) flags: Vec<u8>,
    /// The left child; the right one stands behind it.
    pub(super) left: Vec<u32>,
    pub(super) gain: Vec<f64>,
    pub(super) cover: Vec<f64>,
}

const MISSING_LEFT: u8 = 1;
const IN_SET_GOES_RIGHT: u8 = 2;

impl Nodes {
    pub const LEAF: u32 = u32::MAX;
    pub const NO_SET: u32 = u32::MAX;

    pub fn len(&self) -> usize {
        self.feature.len()
    }

    pub fn is_empty(&self) -> bool {
        self.feature.is_empty()
    }

    pub fn is_leaf(&self, node: usize) -> bool {
        self.feature[node] == Self::LEAF
    }

    pub fn feature(&self, node: usize) -> u32 {
        self.feature[node]
    }

    /// The value of a leaf.
    pub fn leaf_value(&self, node: usize) -> f64 {
        self.value[node]
    }

    pub fn rule(&self, node: usize) -> Rule {
        match self.set[node] {
            Self::NO_SET => Rule::AtMost(self.value[node]),
            set if self.flags[node] & IN_SET_GOES_RIGHT != 0 => Rule::NotIn(set),
            set => Rule::In(set),
        }
    }

    pub fn missing_left(&self, node: usize) -> bool {
        self.flags[node] & MISSING_LEFT != 0
    }

    /// The children, left and right.
    pub fn children(&self, node: usize) -> (usize, usize) {
        (self.left[node] as usize, self.left[node] as usize + 1)
    }

    pub fn gain(&self, node: usize) -> f64 {
        self.gain[node]
    }

    pub fn cover(&self, node: usize) -> f64 {
        self.cover[node]
    }

    fn push_empty(&mut self) {
        self.feature.push(Self::LEAF);
        self.value.push(0.0);
        self.set.push(Self::NO_SET);
        self.flags.push(0);
        self.left.push(0);
        self.gain.push(0.0);
        self.cover.push(0.0);
    }
}

/// The nodes `start..end` of one tree, its root first, and the output that its leaves add to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tree {
    pub start: u32,
    pub end: u32,
    pub output: u32,
}

/// How the leaves of an output's trees become its margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// Base plus the sum: boosting.
    Sum,
    /// Base plus the mean: forests.
    Mean,
}

/// How margins become answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// The margin itself.
    Identity,
    /// 1 / (1 + e^(-slope margin)), each output alone.
    Logistic { slope: f64 },
    /// e^margin.
    Exp,
    /// e^margin over the sum of all outputs'.
    Softmax,
    /// As softmax, then the number of the likeliest output; one answer for all outputs.
    ArgMax,
    /// margin |margin|: LightGBM's `reg_sqrt`.
    SignedSquare,
    /// ln(1 + e^margin): LightGBM's `cross_entropy_lambda`.
    LogOnePlusExp,
    /// 1 above 0, else 0: XGBoost's `binary:hinge`.
    Step,
    /// The normal distribution's share below the margin.
    Probit,
    /// All margins of the row, lowest first: XGBoost's quantiles since 3.4, so that they do not cross.
    Ascending,
    /// The first margin, then each time ln(1 + e^margin) + 1e-6 more: XGBoost's expectiles since 3.4.
    Increments,
}

/// How numbers are read before they meet a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Rounded to f32 first, as XGBoost and ONNX do. Sums of leaves are f32 too, see [`Ensemble::sums_in_singles`].
    Single,
    /// As they are.
    Double,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    pub(super) features: Vec<Feature>,
    pub(super) nodes: Nodes,
    pub(super) trees: Vec<Tree>,
    /// The sets' bits, 64 categories a word, one set after the other.
    pub(super) set_words: Vec<u64>,
    /// Where each set begins in `set_words`; one more than there are sets.
    pub(super) set_starts: Vec<u32>,
    /// The margin of each output before any tree.
    pub(super) base: Vec<f64>,
    pub(super) combine: Combine,
    pub(super) link: Link,
    pub(super) precision: Precision,
}

impl Ensemble {
    /// An ensemble without trees, with one output per entry of `base`.
    pub fn new(features: Vec<Feature>, base: Vec<f64>, combine: Combine, link: Link, precision: Precision) -> Self {
        Self {
            features,
            nodes: Nodes::default(),
            trees: Vec::new(),
            set_words: Vec::new(),
            set_starts: vec![0],
            base,
            combine,
            link,
            precision,
        }
    }

    /// Adds a set of categories and returns its number, for [`Rule::In`] and [`Rule::NotIn`].
    pub fn push_set(&mut self, categories: impl IntoIterator<Item = u32>) -> u32 {
        let mut words: Vec<u64> = Vec::new();
        for category in categories {
            let word = category as usize / 64;
            if word >= words.len() {
                words.resize(word + 1, 0);
            }
            words[word] |= 1 << (category % 64);
        }
        self.push_set_words(&words)
    }

    /// The same of bits.
    pub fn push_set_words(&mut self, words: &[u64]) -> u32 {
        self.set_words.extend_from_slice(words);
        self.set_starts.push(self.set_words.len() as u32);
        self.set_starts.len() as u32 - 2
    }

    /// Adds a tree whose leaves add to `output`. `drafts[0]` is its root; children are indices into `drafts`.
    ///
    /// # Errors
    /// A child, feature, set or output that does not exist, a node reached twice (a cycle) or never, a number that is
    /// not finite. The ensemble is then as before.
    pub fn push_tree(&mut self, output: u32, drafts: &[Draft]) -> Result<(), TreeProblem> {
        let number = self.trees.len();
        let refuse = |node: usize, what: &'static str| TreeProblem::Node { tree: number, node, what };
        if output as usize >= self.base.len() {
            return Err(refuse(0, "adds to an output that the model does not have"));
        }
        if drafts.is_empty() {
            return Err(refuse(0, "is missing: the tree has no node"));
        }
        let start = self.nodes.len();
        let outcome = self.place(drafts, &refuse);
        if let Err(problem) = outcome {
            self.truncate_nodes(start);
            return Err(problem);
        }
        self.trees.push(Tree { start: start as u32, end: self.nodes.len() as u32, output });
        Ok(())
    }

    fn place(
        &mut self,
        drafts: &[Draft],
        refuse: &dyn Fn(usize, &'static str) -> TreeProblem,
    ) -> Result<(), TreeProblem> {
        let mut reached = vec![false; drafts.len()];
        // Places in `nodes`, breadth first, with the draft that comes to stand there.
        let mut waiting = std::collections::VecDeque::from([(self.nodes.len(), 0usize)]);
        self.nodes.push_empty();
        while let Some((place, draft)) = waiting.pop_front() {
            let Some(found) = drafts.get(draft) else {
                return Err(refuse(draft, "is named as a child but does not exist"));
            };
            if std::mem::replace(&mut reached[draft], true) {
                return Err(refuse(draft, "is reached twice"));
            }
            match *found {
                Draft::Leaf { value, cover } => {
                    if !value.is_finite() {
                        return Err(refuse(draft, "is a leaf without a finite value"));
                    }
                    self.nodes.value[place] = value;
                    self.nodes.cover[place] = cover;
                }
                Draft::Split { feature, rule, missing_left, left, right, gain, cover } => {
                    let Some(kind) = self.features.get(feature as usize).map(|feature| &feature.kind) else {
                        return Err(refuse(draft, "splits on a feature that the model does not have"));
                    };
                    let mut flags = if missing_left { MISSING_LEFT } else { 0 };
                    match (rule, kind) {
                        (Rule::AtMost(threshold), FeatureKind::Number { .. }) if !threshold.is_nan() => {
                            self.nodes.value[place] = threshold;
                        }
                        (Rule::In(set) | Rule::NotIn(set), FeatureKind::Categories { .. })
                            if (set as usize) < self.sets() =>
                        {
                            self.nodes.set[place] = set;
                            flags |= if matches!(rule, Rule::NotIn(_)) { IN_SET_GOES_RIGHT } else { 0 };
                        }
                        _ => return Err(refuse(draft, "has a rule that does not fit its feature")),
                    }
                    let child = self.nodes.len();
                    self.nodes.feature[place] = feature;
                    self.nodes.flags[place] = flags;
                    self.nodes.left[place] = child as u32;
                    self.nodes.gain[place] = gain;
                    self.nodes.cover[place] = cover;
                    self.nodes.push_empty();
                    self.nodes.push_empty();
                    waiting.push_back((child, left as usize));
                    waiting.push_back((child + 1, right as usize));
                }
            }
        }
        match reached.iter().position(|reached| !reached) {
            Some(node) => Err(refuse(node, "is never reached")),
            None => Ok(()),
        }
    }

    /// Keeps the first trees only.
    pub fn truncate_trees(&mut self, count: usize) {
        self.trees.truncate(count);
        let end = self.trees.last().map_or(0, |tree| tree.end as usize);
        self.truncate_nodes(end);
    }

    /// Forgets all trees after the first `count`.
    pub fn keep_trees(&mut self, count: usize) {
        if let Some(tree) = self.trees.get(count) {
            self.truncate_nodes(tree.start as usize);
            self.trees.truncate(count);
        }
    }

    fn truncate_nodes(&mut self, len: usize) {
        let nodes = &mut self.nodes;
        nodes.feature.truncate(len);
        nodes.value.truncate(len);
        nodes.set.truncate(len);
        nodes.flags.truncate(len);
        nodes.left.truncate(len);
        nodes.gain.truncate(len);
        nodes.cover.truncate(len);
    }

    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Whether the features have names of their own. XGBoost and ONNX call them `f0`, `f1`, …, LightGBM `Column_0`, …
    /// where they were never told any.
    pub fn has_names(&self) -> bool {
        let is_numbered = |(i, feature): (usize, &Feature)| {
            ["f", "Column_"].iter().any(|prefix| feature.name.strip_prefix(prefix) == Some(&i.to_string()))
        };
        !self.features.iter().enumerate().all(is_numbered)
    }

    pub fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    pub fn base(&self) -> &[f64] {
        &self.base
    }

    /// How many margins a row has.
    pub fn outputs(&self) -> usize {
        self.base.len()
    }

    /// How many answers a row has: as many as margins, but for [`Link::ArgMax`].
    pub fn answers(&self) -> usize {
        if self.link == Link::ArgMax { 1 } else { self.base.len() }
    }

    pub fn combine(&self) -> Combine {
        self.combine
    }

    pub fn link(&self) -> Link {
        self.link
    }

    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether leaves are summed in f32, tree after tree from the base on, as XGBoost does. The leaves are f32 then.
    pub fn sums_in_singles(&self) -> bool {
        self.precision == Precision::Single && self.combine == Combine::Sum
    }

    /// How many category sets there are.
    pub fn sets(&self) -> usize {
        self.set_starts.len() - 1
    }

    /// The bits of a set, 64 categories a word.
    pub fn set(&self, set: u32) -> &[u64] {
        &self.set_words[self.set_starts[set as usize] as usize..self.set_starts[set as usize + 1] as usize]
    }

    /// The categories of a set, lowest first.
    pub fn categories(&self, set: u32) -> impl Iterator<Item = u32> {
        let words = self.set(set).iter().enumerate();
        words
            .flat_map(|(at, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at as u32 * 64 + bit))
    }

    pub fn is_in_set(&self, set: u32, category: u32) -> bool {
        self.set(set).get(category as usize / 64).is_some_and(|word| word >> (category % 64) & 1 == 1)
    }

    /// What one tree's leaf counts for in its output's margin: 1 in a sum, 1 / trees of the output in a mean.
    pub fn share(&self, output: u32) -> f64 {
        match self.combine {
            Combine::Sum => 1.0,
            Combine::Mean => 1.0 / self.trees.iter().filter(|tree| tree.output == output).count().max(1) as f64,
        }
    }

    /// The child that a row with this value (a number, or a category's code; NaN when missing) goes to. The value must
    /// already be read at the ensemble's [`Precision`].
    pub fn next(&self, node: usize, value: f64) -> usize {
        let (left, right) = self.nodes.children(node);
        let to_left = match self.nodes.rule(node) {
            _ if self.is_missing(self.nodes.feature[node], value) => self.nodes.missing_left(node),
            Rule::AtMost(threshold) => value <= threshold,
            Rule::In(set) => self.is_in_set(set, value as u32),
            Rule::NotIn(set) => !self.is_in_set(set, value as u32),
        };
        if to_left { left } else { right }
    }

    /// Whether the feature takes this value for missing.
    pub fn is_missing(&self, feature: u32, value: f64) -> bool {
        value.is_nan()
            || match self.features[feature as usize].kind {
                FeatureKind::Number { zero_is_missing } => zero_is_missing && value.abs() <= ZERO,
                FeatureKind::Categories { .. } => value < 0.0,
            }
    }

    /// The same trees, their margins made answers in another way.
    #[must_use]
    pub fn with_link(self, link: Link) -> Self {
        Self { link, ..self }
    }

    /// Turns the margins of a row into its answers, in place of the first of them.
    pub fn apply_link(&self, margins: &mut [f64]) {
        match self.link {
            Link::Identity => {}
            Link::Logistic { slope } => {
                margins.iter_mut().for_each(|m| *m = 1.0 / (1.0 + libm::exp(-slope * *m)));
            }
            Link::Exp => margins.iter_mut().for_each(|m| *m = libm::exp(*m)),
            Link::Softmax => softmax(margins),
            Link::ArgMax => {
                let likeliest = (0..margins.len()).rev().max_by(|a, b| margins[*a].total_cmp(&margins[*b]));
                if let Some(likeliest) = likeliest {
                    margins[0] = likeliest as f64;
                }
            }
            Link::SignedSquare => margins.iter_mut().for_each(|m| *m *= m.abs()),
            Link::LogOnePlusExp => margins.iter_mut().for_each(|m| *m = libm::log1p(libm::exp(*m))),
            Link::Step => margins.iter_mut().for_each(|m| *m = if *m > 0.0 { 1.0 } else { 0.0 }),
            Link::Ascending => margins.sort_by(f64::total_cmp),
            Link::Increments => {
                for i in 1..margins.len() {
                    let step = margins[i].max(0.0) + libm::log1p(libm::exp(-margins[i].abs()));
                    margins[i] = margins[i - 1] + step + 1e-6;
                }
            }
            Link::Probit => {
                margins.iter_mut().for_each(|m| *m = 0.5 * libm::erfc(-*m / std::f64::consts::SQRT_2));
            }
        }
    }
}

fn softmax(margins: &mut [f64]) {
    let highest = margins.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    margins.iter_mut().for_each(|m| *m = libm::exp(*m - highest));
    let sum: f64 = margins.iter().sum();
    margins.iter_mut().for_each(|m| *m /= sum);
}
