//! Shapley values of a tree, exactly, in one walk over its edges.
//!
//! A leaf of value v with the features F on its path adds to the expectation of a row of which S is known
//!
//! > v Π{j in S} o(j) Π{j in F but not in S} z(j)
//!
//! where o(j) is 1 if the row goes the leaf's way at all splits of feature j, else 0, and z(j) is the product of the
//! parts of the cover that do. The Shapley value of such a product is an integral (Owen, "Multilinear Extensions of
//! Games", 1972): draw each other feature as known with chance t, and let t go from 0 to 1.
//!
//! > φ(i) = v (o(i) - z(i)) ∫ Π{j ≠ i} (t o(j) + (1 - t) z(j)) dt
//!
//! The integrand is a polynomial of a degree below |F|, so |F| / 2 points of Gauss and Legendre give the integral
//! exactly. All factors are at least 0 and are only multiplied: nothing cancels at any depth, where the recurrences of
//! Lundberg et al. (2018, algorithm 2) take differences.
//!
//! Leaves that share a part of their path share its products (as in Yu et al., "Linear TreeShap", 2022): the walk
//! carries Π down, one number a point, and the sum of v Π up. Every edge then gives its feature that sum times
//!
//! > w ((o - z) / (t o + (1 - t) z) - (o' - z') / (t o' + (1 - t) z'))
//!
//! with o', z' those of the feature's edge above (1 and 1 where there is none): what the edge above gives for these
//! leaves is taken back, as the last edge of a feature knows all of its splits. Since o is 0 or 1, an edge knows these
//! numbers before it meets a row ([`EdgeFactor`]); a row only chooses.
//!
//! Time: edges × points for each row and tree. Eight rows go together, so that the compiler can use vector registers.

use std::collections::BTreeMap;

use super::{
    BLOCK_ROWS, Bound, Ensemble,
    plan::{EdgeFactor, Plan, Step},
    quadrature::{Point, points},
};
use crate::tree::{ensemble::Rule, problem::TreeProblem};

/// Rows that go together.
const WIDTH: usize = 8;
/// One number for each of them.
type Pack = [f64; WIDTH];

/// The most numbers a pack of rows may need on its way down a tree. Only a chain of thousands of splits comes near.
const MOST_ON_PATH: usize = 1 << 20;

/// What is known before any row.
pub(super) struct Explainer<'e> {
    ensemble: &'e Ensemble,
    /// The features that some tree splits on, and the place of each feature among them.
    used: Vec<u32>,
    places: Vec<u32>,
    /// The rules of quadrature that the trees need, by their number of points.
    quadratures: BTreeMap<usize, Vec<Point>>,
    shares: Vec<f64>,
}

impl<'e> Explainer<'e> {
    pub fn new(ensemble: &'e Ensemble) -> Result<Self, TreeProblem> {
        let nodes = &ensemble.nodes;
        let mut places = vec![u32::MAX; ensemble.features.len()];
        for node in (0..nodes.len()).filter(|node| !nodes.is_leaf(*node)) {
            places[nodes.feature(node) as usize] = 0;
        }
        let used: Vec<u32> = (0..places.len()).filter(|i| places[*i] == 0).map(|i| i as u32).collect();
        used.iter().enumerate().for_each(|(place, feature)| places[*feature as usize] = place as u32);
        let mut quadratures = BTreeMap::new();
        for (number, tree) in ensemble.trees.iter().enumerate() {
            let plan = Plan::of(ensemble, number, tree)?;
            let count = points_for(&plan);
            if plan.levels * count > MOST_ON_PATH {
                let what = "is the root of a tree too deep for exact contributions";
                return Err(TreeProblem::Node { tree: number, node: 0, what });
            }
            quadratures.entry(count).or_insert_with(|| points(count));
        }
        Ok(Self { ensemble, used, places, quadratures, shares: ensemble.shares() })
    }

    /// Adds the contributions of the rows from `first` on to a block of the values.
    pub fn explain(&self, bound: &Bound<'_>, first: usize, block: &mut [f64]) {
        let (outputs, features, used) = (self.ensemble.outputs(), self.ensemble.features.len(), self.used.len());
        let rows = block.len() / (outputs * features);
        debug_assert!(rows <= BLOCK_ROWS);
        let packs = rows.div_ceil(WIDTH);
        let mut values = vec![[f64::NAN; WIDTH]; packs * used];
        for row in 0..rows {
            for (place, feature) in self.used.iter().enumerate() {
                values[row / WIDTH * used + place][row % WIDTH] = bound.value(first + row, *feature);
            }
        }
        let mut sums = vec![[0.0; WIDTH]; packs * outputs * used];
        for (number, tree) in self.ensemble.trees.iter().enumerate() {
            // `new` made a plan of each tree and a rule for each plan.
            let Ok(plan) = Plan::of(self.ensemble, number, tree) else { continue };
            let Some(points) = self.quadratures.get(&points_for(&plan)) else { continue };
            let output = tree.output as usize;
            let mut walk = Walk::new(self, &plan, points, self.shares[output]);
            for pack in 0..packs {
                let sums = &mut sums[(pack * outputs + output) * used..][..used];
                walk.run(&values[pack * used..][..used], sums);
            }
        }
        for (row, block) in block.chunks_exact_mut(outputs * features).enumerate() {
            for (output, block) in block.chunks_exact_mut(features).enumerate() {
                let sums = &sums[(row / WIDTH * outputs + output) * used..][..used];
                for (feature, sum) in self.used.iter().zip(sums) {
                    block[*feature as usize] = sum[row % WIDTH];
                }
            }
        }
    }

    /// 1 for each row that the node sends left, else 0.
    fn goes_left(&self, node: usize, values: &[Pack]) -> Pack {
        let ensemble = self.ensemble;
        let feature = ensemble.nodes.feature(node);
        let values = &values[self.places[feature as usize] as usize];
        let missing_left = ensemble.nodes.missing_left(node);
        let left = ensemble.nodes.children(node).0;
        match ensemble.nodes.rule(node) {
            Rule::AtMost(threshold) if !ensemble.is_missing(feature, 0.0) => {
                values.map(|value| f64::from(u8::from(value <= threshold || (missing_left && value.is_nan()))))
            }
            _ => values.map(|value| f64::from(u8::from(ensemble.next(node, value) == left))),
        }
    }
}

/// The least number of points that integrate a product of one factor less than there are features on the path.
fn points_for(plan: &Plan) -> usize {
    plan.features_on_path.div_ceil(2).max(1)
}

/// Where a pack of rows is on its walk over a tree.
struct Walk<'p> {
    explainer: &'p Explainer<'p>,
    plan: &'p Plan,
    /// One a step and point.
    factors: Vec<EdgeFactor>,
    /// How many points.
    width: usize,
    share: f64,
    levels: Vec<Level>,
    /// One a level and point: the products on the way down, the sums on the way up.
    products: Vec<Pack>,
    sums: Vec<Pack>,
}

/// One edge on the path from the root to where the walk is.
#[derive(Clone, Copy)]
struct Level {
    step: usize,
    /// 1 for a row that has met all splits of the edge's feature so far.
    met: Pack,
    /// 1 for a row that failed the first of them at this edge.
    failed: Pack,
    /// 1 for a row that goes left at the node below the edge.
    goes_left: Pack,
}

impl<'p> Walk<'p> {
    fn new(explainer: &'p Explainer<'p>, plan: &'p Plan, points: &[Point], share: f64) -> Self {
        let factors_of = |step: &Step| points.iter().map(|point| step.factor(*point)).collect::<Vec<_>>();
        let root = Level { step: 0, met: [1.0; WIDTH], failed: [0.0; WIDTH], goes_left: [0.0; WIDTH] };
        Self {
            explainer,
            plan,
            factors: plan.steps.iter().flat_map(factors_of).collect(),
            width: points.len(),
            share,
            levels: vec![root; plan.levels],
            products: vec![[1.0; WIDTH]; plan.levels * points.len()],
            sums: vec![[0.0; WIDTH]; plan.levels * points.len()],
        }
    }

    /// `values` has a pack for each feature in use; what each contributes is added to its pack of `out`.
    fn run(&mut self, values: &[Pack], out: &mut [Pack]) {
        let mut open = 0;
        for number in 0..self.plan.steps.len() {
            let level = self.plan.steps[number].level;
            while open >= level.max(1) {
                self.close(open, out);
                open -= 1;
            }
            self.open(number, values);
            open = level;
        }
        while open >= 1 {
            self.close(open, out);
            open -= 1;
        }
    }

    /// Goes down an edge.
    fn open(&mut self, number: usize, values: &[Pack]) {
        let step = &self.plan.steps[number];
        let nodes = &self.explainer.ensemble.nodes;
        let (level, points) = (step.level, self.width);
        let leaf = nodes.is_leaf(step.node);
        let mut here = self.levels[level];
        here.step = number;
        if !leaf {
            here.goes_left = self.explainer.goes_left(step.node, values);
        }
        if level > 0 {
            let (met_before, goes_left) = (self.levels[step.earlier].met, self.levels[level - 1].goes_left);
            let mut failed_before = [0.0; WIDTH];
            for row in 0..WIDTH {
                let goes_here = if step.is_left { goes_left[row] } else { 1.0 - goes_left[row] };
                here.met[row] = met_before[row] * goes_here;
                here.failed[row] = met_before[row] - here.met[row];
                failed_before[row] = (1.0 - met_before[row]) * step.failed_before();
            }
            let (above, below) = self.products.split_at_mut(level * points);
            let above = &above[(level - 1) * points..];
            let factors = &self.factors[number * points..][..points];
            for ((product, above), factor) in below.iter_mut().zip(above).zip(factors) {
                for row in 0..WIDTH {
                    let edge = here.met[row] * factor.met + here.failed[row] * factor.failed + failed_before[row];
                    product[row] = above[row] * edge;
                }
            }
        }
        self.levels[level] = here;
        let value = if leaf { nodes.leaf_value(step.node) } else { 0.0 };
        let products = &self.products[level * points..][..points];
        for (sum, product) in self.sums[level * points..].iter_mut().zip(products) {
            *sum = product.map(|product| product * value);
        }
    }

    /// Comes back up an edge: its feature gets its due of all the leaves below.
    fn close(&mut self, level: usize, out: &mut [Pack]) {
        let Level { step, met, failed, .. } = self.levels[level];
        let points = self.width;
        let factors = &self.factors[step * points..][..points];
        let (above, below) = self.sums.split_at_mut(level * points);
        let above = &mut above[(level - 1) * points..];
        let mut due = [0.0; WIDTH];
        for ((sum, above), factor) in below.iter().zip(above).zip(factors) {
            for row in 0..WIDTH {
                due[row] += sum[row] * (met[row] * factor.met_share + failed[row] * factor.failed_share);
                above[row] += sum[row];
            }
        }
        let place = self.explainer.places[self.plan.steps[step].feature as usize] as usize;
        for (out, due) in out[place].iter_mut().zip(due) {
            *out += self.share * due;
        }
    }
}
