//! What the tests of the tree engine share: small data drawn at random, lanes of odd habits, walks over trees.

use std::sync::atomic::{AtomicUsize, Ordering};

use leadscore::{
    lanes::{Inline, Lanes},
    tree::{
        BoostParams, Ensemble, FitResult, ForestParams, Labels, MISSING_CODE, Matrix, MatrixColumn, TreeParams, Values,
        unwatched,
    },
};
use proptest::prelude::*;

/// Does the last job first.
pub struct Backwards;

impl Lanes for Backwards {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        (0..jobs).rev().for_each(job);
    }
}

/// So many threads; each takes the next job.
pub struct Threads(pub usize);

impl Lanes for Threads {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                match next.fetch_add(1, Ordering::Relaxed) {
                    number if number < jobs => job(number),
                    _ => return,
                }
            }
        };
        std::thread::scope(|scope| (0..self.0).for_each(|_| drop(scope.spawn(work))));
    }

    fn width(&self) -> usize {
        self.0
    }
}

pub const NUMBERS: usize = 3;
pub const LEVELS: u32 = 6;

/// Rows of three numbers of few distinct values and one category, any of which may be missing, with a target.
#[derive(Clone, Debug)]
pub struct Data {
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub numbers: [f64; NUMBERS],
    pub category: Option<u32>,
    pub target: f64,
    /// A whole number from 1.
    pub weight: u32,
}

impl Data {
    pub fn matrix(&self) -> Matrix {
        matrix_of(self.rows.iter())
    }

    pub fn targets(&self) -> Vec<f64> {
        self.rows.iter().map(|row| row.target).collect()
    }

    /// 1 for a target above 0, else 0.
    pub fn classes(&self) -> Vec<f64> {
        self.rows.iter().map(|row| f64::from(u8::from(row.target > 0.0))).collect()
    }

    pub fn weights(&self) -> Vec<f64> {
        self.rows.iter().map(|row| f64::from(row.weight)).collect()
    }

    /// Each row as often as its weight says.
    pub fn repeated(&self) -> Self {
        let repeat = |row: &Row| std::iter::repeat_n(row.clone(), row.weight as usize);
        Self { rows: self.rows.iter().flat_map(repeat).collect() }
    }
}

pub fn matrix_of<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Matrix {
    let column = |i: usize| MatrixColumn {
        name: format!("n{i}"),
        values: Values::Double(rows.clone().map(|row| row.numbers[i]).collect()),
    };
    let levels = (0..LEVELS).map(|level| format!("level {level}")).collect();
    let codes = rows.clone().map(|row| row.category.unwrap_or(MISSING_CODE)).collect();
    let category = MatrixColumn { name: "c".into(), values: Values::Categories { codes, levels } };
    Matrix::new((0..NUMBERS).map(column).chain([category]).collect()).expect("columns of one length")
}

/// A target that depends on the features, and on chance.
pub fn data(rows: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Data> {
    let number = || prop_oneof![9 => (0..9_i32).prop_map(f64::from), 1 => Just(f64::NAN)];
    let category = prop_oneof![9 => (0..LEVELS).prop_map(Some), 1 => Just(None)];
    let row = (prop::array::uniform3(number()), category, -1.0..1.0_f64, 1..4_u32);
    let row = row.prop_map(|(numbers, category, noise, weight)| {
        let known = |i: usize| if numbers[i].is_nan() { 5.0 } else { numbers[i] };
        let level = [1.0, -2.0, 0.5, 3.0, -1.0, 0.0, 2.0][category.unwrap_or(LEVELS) as usize];
        let target = (known(0) - 4.0) * 0.75 + level + if known(1) > 3.0 { known(2) - 4.0 } else { 0.0 } + noise;
        Row { numbers, category, target, weight }
    });
    prop::collection::vec(row, rows).prop_map(|rows| Data { rows })
}

/// A few small trees.
pub fn small_boost() -> BoostParams {
    let tree = TreeParams { max_depth: 3, ..TreeParams::default() };
    BoostParams { n_estimators: 6, tree, ..BoostParams::default() }
}

/// A few small trees, each of all rows and all columns.
pub fn small_forest() -> ForestParams {
    let params = ForestParams::default();
    let tree = TreeParams { max_depth: 4, ..params.tree.clone() };
    ForestParams { n_estimators: 4, bootstrap: false, tree, ..params }
}

pub fn try_boost(params: BoostParams, matrix: &Matrix, labels: &Labels) -> FitResult {
    params.check()?.fit(matrix, labels, &Inline, &mut unwatched)
}

pub fn try_forest(params: ForestParams, matrix: &Matrix, labels: &Labels) -> FitResult {
    params.check()?.fit(matrix, labels, &Inline, &mut unwatched)
}

/// A fit that must succeed.
pub fn boost(params: &BoostParams, matrix: &Matrix, labels: &Labels) -> Ensemble {
    try_boost(params.clone(), matrix, labels).expect("a fit").expect("nobody discards").ensemble
}

pub fn forest(params: &ForestParams, matrix: &Matrix, labels: &Labels) -> Ensemble {
    try_forest(params.clone(), matrix, labels).expect("a fit").expect("nobody discards").ensemble
}

/// One leaf of a tree and the way to it.
pub struct Path {
    pub leaf: usize,
    /// The features split on, from the root down.
    pub features: Vec<u32>,
}

/// The leaves of each tree.
pub fn paths(ensemble: &Ensemble) -> Vec<Vec<Path>> {
    fn walk(ensemble: &Ensemble, node: usize, features: &mut Vec<u32>, found: &mut Vec<Path>) {
        let nodes = ensemble.nodes();
        if nodes.is_leaf(node) {
            found.push(Path { leaf: node, features: features.clone() });
            return;
        }
        features.push(nodes.feature(node));
        let (left, right) = nodes.children(node);
        walk(ensemble, left, features, found);
        walk(ensemble, right, features, found);
        features.pop();
    }
    let of_tree = |tree: &leadscore::tree::Tree| {
        let mut found = Vec::new();
        walk(ensemble, tree.start as usize, &mut Vec::new(), &mut found);
        found
    };
    ensemble.trees().iter().map(of_tree).collect()
}

/// The splits of all trees: feature, rule, missing left; and the leaves' values in their order.
pub fn shape(ensemble: &Ensemble) -> (Vec<String>, Vec<f64>) {
    let nodes = ensemble.nodes();
    let is_leaf = |node: &usize| nodes.is_leaf(*node);
    let split = |node: usize| match nodes.is_leaf(node) {
        true => "leaf".to_owned(),
        false => {
            let set = match nodes.rule(node) {
                leadscore::tree::Rule::AtMost(_) => None,
                leadscore::tree::Rule::In(set) | leadscore::tree::Rule::NotIn(set) => Some(ensemble.set(set)),
            };
            format!("{} {:?} {set:?} {}", nodes.feature(node), nodes.rule(node), nodes.missing_left(node))
        }
    };
    let leaves = (0..nodes.len()).filter(is_leaf).map(|node| nodes.leaf_value(node));
    ((0..nodes.len()).map(split).collect(), leaves.collect())
}

/// Equal to `tolerance`, relative for large numbers.
pub fn is_near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}
