//! The best split of a node, found in its histograms.
//!
//! With G and H the sums of gradients and hessians of a side, its leaf value is w = -T(G) / (H + λ), kept within the
//! bounds that monotone constraints leave, where T takes α off the size of G; what the side scores is
//! -(2 G w + (H + λ) w² + 2 α |w|), which without bounds is T(G)² / (H + λ). The gain of a split is the score of both
//! sides less that of the node (Chen and Guestrin 2016, equations 6 and 7, without the factor ½).
//!
//! Missing values go to the side where they gain more. A node that saw none sends them to its heavier side.

use super::{
    cuts::{Cuts, Sides},
    fixed::{Format, Scale, Sum},
    order,
    params::{Monotone, TreeParams},
    random::Random,
};

/// What splits must satisfy, from the checked parameters.
pub(super) struct Rules {
    pub lambda: f64,
    pub alpha: f64,
    pub min_weight: f64,
    pub min_rows: u32,
    pub min_gain: f64,
    pub cat_smooth: f64,
    pub cat_l2: f64,
    pub max_cat_threshold: usize,
    /// Empty: all free.
    pub monotone: Vec<Monotone>,
    /// Draw one cut a column.
    pub extra: bool,
}

impl Rules {
    pub fn of(params: &TreeParams) -> Self {
        Self {
            lambda: params.reg_lambda,
            alpha: params.reg_alpha,
            min_weight: params.min_child_weight,
            min_rows: params.min_samples_leaf,
            min_gain: params.min_split_loss,
            cat_smooth: params.cat_smooth,
            cat_l2: params.cat_l2,
            max_cat_threshold: params.max_cat_threshold as usize,
            monotone: params.monotone_constraints.clone(),
            extra: params.extra_trees,
        }
    }

    fn soft(&self, gradient: f64) -> f64 {
        gradient.signum() * (gradient.abs() - self.alpha).max(0.0)
    }

    /// The value of a leaf.
    pub fn leaf_value(&self, (gradient, hessian): (f64, f64), bounds: Bounds) -> f64 {
        let weight = hessian + self.lambda;
        if weight <= 0.0 {
            return 0.0;
        }
        (-self.soft(gradient) / weight).clamp(bounds.low, bounds.high)
    }

    /// The bounds of a node's children: where the column is constrained, their values stay on their sides of the middle
    /// between them, and so do all values below them.
    pub fn child_bounds(&self, bounds: Bounds, split: &Split, totals: [Sum; 2], scale: &Scale) -> [Bounds; 2] {
        let monotone = self.monotone.get(split.column).copied().unwrap_or(Monotone::Free);
        if monotone == Monotone::Free {
            return [bounds; 2];
        }
        let [left, right] = totals.map(|total| self.leaf_value(scale.unpack(total), bounds));
        let middle = left + (right - left) * 0.5;
        let (below, above) = (Bounds { high: middle, ..bounds }, Bounds { low: middle, ..bounds });
        if monotone == Monotone::Rising { [below, above] } else { [above, below] }
    }

    fn score(&self, (gradient, hessian): (f64, f64), value: f64) -> f64 {
        -(2.0 * gradient * value + (hessian + self.lambda) * value * value + 2.0 * self.alpha * value.abs())
    }

    /// Whether all splits can be judged by sums alone.
    fn is_plain(&self) -> bool {
        self.alpha == 0.0 && self.monotone.is_empty() && !self.extra
    }
}

/// Between which a leaf's value must lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub low: f64,
    pub high: f64,
}

impl Bounds {
    pub const NONE: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };
}

/// Which bins go left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cut {
    /// 1 up to this one.
    AtMost(u8),
    /// Those whose bit is set.
    In([u64; 4]),
}

impl Cut {
    fn takes(&self, bin: usize) -> bool {
        match self {
            Self::AtMost(last) => bin <= usize::from(*last),
            Self::In(set) => set[bin / 64] >> (bin % 64) & 1 == 1,
        }
    }
}

impl Cut {
    /// The same cut where bin k was the number for the bin `bins[k]`.
    pub fn renumbered(&self, bins: &[u8]) -> Self {
        match self {
            Self::AtMost(last) => Self::AtMost(bins[usize::from(*last)]),
            Self::In(_) => {
                let mut set = [0u64; 4];
                let members = (0..bins.len()).filter(|bin| self.takes(*bin)).map(|bin| usize::from(bins[bin]));
                members.for_each(|bin| set[bin / 64] |= 1 << (bin % 64));
                Self::In(set)
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Split {
    pub gain: f64,
    pub column: usize,
    pub cut: Cut,
    pub missing_left: bool,
    /// Of the left side.
    pub left: Sum,
}

impl Split {
    /// Whether this one is to be chosen: the larger gain, and of equal ones the first column.
    pub fn beats(&self, other: Option<&Self>) -> bool {
        other.is_none_or(|other| (self.gain, other.column) > (other.gain, self.column))
    }

    /// 1 for the bins that go left, 0 for the others.
    pub fn route(&self) -> [u8; 256] {
        let mut route = [0; 256];
        route[0] = u8::from(self.missing_left);
        (1..256).for_each(|bin| route[bin] = u8::from(self.cut.takes(bin)));
        route
    }
}

/// What a search needs to know of a node.
#[derive(Clone, Copy)]
pub(super) struct Node {
    pub total: Sum,
    pub bounds: Bounds,
    /// For random cuts.
    pub random: Random,
}

/// One column of one node.
pub(super) struct Search<'a> {
    pub rules: &'a Rules,
    pub scale: &'a Scale,
    pub node: Node,
    pub column: usize,
    pub is_categorical: bool,
    /// The sum of each bin, that for missing values first.
    pub sums: &'a [Sum],
    /// The same of rows, where a least number of them is asked for and the sums do not hold it.
    pub rows: Option<&'a [Sum]>,
}

impl Search<'_> {
    /// The better of the column's best split and that found elsewhere. None when neither is allowed or gains enough.
    pub fn better(&self, cuts: &mut Cuts, other: Option<Split>) -> Option<Split> {
        let best = if self.is_categorical {
            self.best_of_categories()
        } else if self.rules.is_plain() && self.rows.is_none() && self.node.bounds == Bounds::NONE {
            self.best_of_plain_cuts(cuts, other.map_or(f64::NEG_INFINITY, |other| other.gain))
        } else {
            self.best_of_cuts()
        };
        best.filter(|split| split.beats(other.as_ref())).or(other)
    }

    fn split(&self, score: f64, node_score: f64, cut: Cut, missing_left: bool, left: Sum) -> Option<Split> {
        let gain = score - node_score;
        // Below this a gain is a matter of rounding.
        let is_real = gain > self.rules.min_gain && gain > 1e-12 * node_score.abs();
        is_real.then_some(Split { gain, column: self.column, cut, missing_left, left })
    }

    fn heavier_left(&self, left: Sum) -> bool {
        let (_, left) = self.scale.unpack(left);
        let (_, total) = self.scale.unpack(self.node.total);
        left >= total - left
    }

    fn min_weight(&self) -> f64 {
        let rows = if self.scale.format == Format::Counted { f64::from(self.rules.min_rows) } else { 0.0 };
        self.rules.min_weight.max(rows).max(f64::MIN_POSITIVE)
    }

    /// Numbers without constraints: all cuts at once, without a branch.
    fn best_of_plain_cuts(&self, cuts: &mut Cuts, gain_elsewhere: f64) -> Option<Split> {
        let missing = self.sums[0];
        let sides = Sides::new(self.scale, self.node.total, missing, self.rules.lambda, self.min_weight());
        cuts.gather(self.sums);
        let [missing_right, missing_left] = cuts.best_scores(&sides);
        let is_left = missing_left > missing_right;
        let score = if is_left { missing_left } else { missing_right };
        let node = self.scale.unpack(self.node.total);
        let node_score = node.0 * node.0 / (node.1 + self.rules.lambda);
        // Most columns end here.
        if score == f64::NEG_INFINITY || score - node_score < gain_elsewhere {
            return None;
        }
        let (cut, numbers) = cuts.find(self.sums, &sides, is_left, score);
        let left = if is_left { numbers + missing } else { numbers };
        let missing_left = if missing == 0 { self.heavier_left(left) } else { is_left };
        self.split(score, node_score, Cut::AtMost(cut), missing_left, left)
    }

    /// Numbers with constraints, one cut after the other.
    fn best_of_cuts(&self) -> Option<Split> {
        let bins = self.sums.len();
        let missing = self.sums[0];
        let mut judge = Judge::new(self, self.rules.lambda);
        let drawn = self.rules.extra.then(|| self.drawn_cut());
        let (mut left, mut left_rows) = (0, 0);
        for cut in 1..bins {
            left += self.sums[cut];
            left_rows += self.rows.map_or(0, |rows| rows[cut]);
            if drawn.is_some_and(|drawn| drawn != cut) {
                continue;
            }
            judge.consider(cut, false, left, left_rows);
            if missing != 0 && cut < bins - 1 {
                judge.consider(cut, true, left + missing, left_rows + self.rows.map_or(0, |rows| rows[0]));
            }
        }
        let (score, cut, missing_left, left) = judge.best?;
        let missing_left = if missing == 0 { self.heavier_left(left) } else { missing_left };
        self.split(score, judge.node_score, Cut::AtMost(cut as u8), missing_left, left)
    }

    /// A cut between the first and the last bin that this node has rows in.
    fn drawn_cut(&self) -> usize {
        let is_filled = |bin: &usize| self.sums[*bin] != 0;
        let first = (1..self.sums.len()).find(is_filled).unwrap_or(1);
        let last = (1..self.sums.len()).rfind(is_filled).unwrap_or(1);
        first + self.node.random.below(self.column as u64, (last - first) as u32) as usize
    }

    /// Categories in the order of their mean gradient, cut as numbers are: of all ways to part them in two, the best is
    /// among these (Fisher 1958). Smoothing keeps rare categories from the ends of the order, and an extra L2 makes up
    /// for the choice.
    fn best_of_categories(&self) -> Option<Split> {
        let missing = self.sums[0];
        let mut order: Vec<(u64, u32)> = (1..self.sums.len())
            .filter(|bin| self.sums[*bin] != 0)
            .map(|bin| {
                let (gradient, hessian) = self.scale.unpack(self.sums[bin]);
                let mean = gradient / (hessian + self.rules.cat_smooth).max(f64::MIN_POSITIVE);
                (order::key(mean), bin as u32)
            })
            .collect();
        order::sort(&mut order);
        let mut judge = Judge::new(self, self.rules.lambda + self.rules.cat_l2);
        let drawn =
            self.rules.extra.then(|| 1 + self.node.random.below(self.column as u64, order.len() as u32) as usize);
        let most = match self.rules.max_cat_threshold {
            0 => (order.len() / 8).max(2),
            most => most,
        };
        let (mut left, mut left_rows) = (0, 0);
        for (place, (_, bin)) in order.iter().enumerate() {
            let taken = place + 1;
            let bin = *bin as usize;
            left += self.sums[bin];
            left_rows += self.rows.map_or(0, |rows| rows[bin]);
            let smaller_side = taken.min(order.len() - taken);
            if smaller_side > most || drawn.is_some_and(|drawn| drawn != taken) {
                continue;
            }
            judge.consider(taken, false, left, left_rows);
            if missing != 0 && taken < order.len() {
                judge.consider(taken, true, left + missing, left_rows + self.rows.map_or(0, |rows| rows[0]));
            }
        }
        let (score, taken, missing_left, left) = judge.best?;
        let mut set = [0u64; 4];
        order[..taken].iter().for_each(|(_, bin)| set[*bin as usize / 64] |= 1 << (bin % 64));
        let missing_left = if missing == 0 { self.heavier_left(left) } else { missing_left };
        self.split(score, judge.node_score, Cut::In(set), missing_left, left)
    }
}

/// Weighs cuts one by one, under every constraint, and keeps the best.
struct Judge<'a> {
    search: &'a Search<'a>,
    rules: Rules,
    node: (f64, f64),
    node_rows: Sum,
    node_score: f64,
    monotone: Monotone,
    best: Option<(f64, usize, bool, Sum)>,
}

impl<'a> Judge<'a> {
    fn new(search: &'a Search<'a>, lambda: f64) -> Self {
        let rules = search.rules;
        let node = search.scale.unpack(search.node.total);
        let node_value = rules.leaf_value(node, search.node.bounds);
        Self {
            search,
            // The search's rules with another λ, for both sides alone.
            rules: Rules { lambda, monotone: Vec::new(), ..*rules },
            node,
            node_rows: search.rows.map_or(0, |rows| rows.iter().sum()),
            node_score: rules.score(node, node_value),
            monotone: rules.monotone.get(search.column).copied().unwrap_or(Monotone::Free),
            best: None,
        }
    }

    fn consider(&mut self, cut: usize, missing_left: bool, left_sum: Sum, left_rows: Sum) {
        let min_weight = self.search.min_weight();
        let left = self.search.scale.unpack(left_sum);
        let right = (self.node.0 - left.0, self.node.1 - left.1);
        let min_rows = Sum::from(self.search.rules.min_rows);
        let is_too_small = self.search.rows.is_some() && left_rows.min(self.node_rows - left_rows) < min_rows;
        if left.1 < min_weight || right.1 < min_weight || is_too_small {
            return;
        }
        let bounds = self.search.node.bounds;
        let values = (self.rules.leaf_value(left, bounds), self.rules.leaf_value(right, bounds));
        let is_against = match self.monotone {
            Monotone::Free => false,
            Monotone::Rising => values.0 > values.1,
            Monotone::Falling => values.0 < values.1,
        };
        let score = self.rules.score(left, values.0) + self.rules.score(right, values.1);
        if !is_against && self.best.is_none_or(|(best, ..)| score > best) {
            self.best = Some((score, cut, missing_left, left_sum));
        }
    }
}
