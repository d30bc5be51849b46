use super::{
    Predictor,
    plan::{Plan, ShallowTree, Shape},
};
use crate::{
    lanes::Inline,
    tree::{BoostParams, Ensemble, Labels, MISSING_CODE, Matrix, MatrixColumn, TreeParams, Values, unwatched},
};

impl Predictor<'_> {
    pub(in crate::tree) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(in crate::tree) fn each_shallow(&self, mut f: impl FnMut(&ShallowTree)) {
        self.plan.trees.iter().for_each(|shape| match shape {
            Shape::Shallow(tree) => f(tree),
            Shape::Deep { .. } => {}
        });
    }
}

/// A few boosted trees over numbers and categories, some missing, and the rows that they grew on: not a whole number of
/// blocks.
pub(in crate::tree) fn grown() -> (Ensemble, Matrix) {
    grown_to(6)
}

fn grown_to(max_depth: u32) -> (Ensemble, Matrix) {
    let rows = 1000u32;
    let scattered = |row: u32, by: u32| row.wrapping_mul(2_654_435_761).wrapping_add(by).wrapping_mul(40_503) >> 8;
    let size = |row: u32| if row.is_multiple_of(11) { f64::NAN } else { f64::from(scattered(row, 1) % 5000) };
    let lot = |row| f64::from(scattered(row, 2) % 700);
    let city = |row: u32| if row.is_multiple_of(13) { MISSING_CODE } else { scattered(row, 3) % 30 };
    let target: Vec<f64> =
        (0..rows).map(|row| lot(row) + f64::from(city(row) % 7) * 50.0 + size(row).max(0.0)).collect();
    let levels = (0..30).map(|level| format!("city {level}")).collect();
    let column = |name: &str, values| MatrixColumn { name: name.to_owned(), values };
    let matrix = Matrix::new(vec![
        column("size", Values::Double((0..rows).map(size).collect())),
        column("lot", Values::Single((0..rows).map(|row| lot(row) as f32).collect())),
        column("city", Values::Categories { codes: (0..rows).map(city).collect(), levels }),
    ]);
    let matrix = matrix.unwrap();
    let tree = TreeParams { max_depth, ..TreeParams::default() };
    let params = BoostParams { n_estimators: 60, tree, ..BoostParams::default() };
    let fitted = params.check().unwrap().fit(&matrix, &Labels::new(&target), &Inline, &mut unwatched);
    (fitted.unwrap().unwrap().ensemble, matrix)
}

/// Scans, walks and the plain way down the tree, node by node, are one.
#[test]
fn every_way_of_predicting_comes_to_the_same_leaves() {
    for max_depth in [1, 2, 3, 4, 6, 9] {
        let (ensemble, matrix) = grown_to(max_depth);
        let margins = ensemble.margins(&matrix, &Inline).unwrap();
        let leaves = ensemble.leaves(&matrix, &Inline).unwrap();
        for (margin, leaves) in margins.iter().zip(leaves.chunks_exact(ensemble.trees().len())) {
            let sum: f64 = leaves.iter().map(|leaf| ensemble.nodes().leaf_value(*leaf as usize)).sum();
            assert_eq!(margin.to_bits(), (ensemble.base()[0] + sum).to_bits(), "depth {max_depth}");
        }
    }
}

#[test]
fn a_feature_with_more_thresholds_than_a_byte_holds_takes_several_lanes() {
    let values: Vec<f64> = (0..1000).map(f64::from).collect();
    let matrix = Matrix::from_numbers([("x", values)]).unwrap();
    let mut ensemble = Ensemble::new(
        vec![crate::tree::Feature {
            name: "x".to_owned(),
            kind: crate::tree::FeatureKind::Number { zero_is_missing: false },
        }],
        vec![0.0],
        crate::tree::Combine::Sum,
        crate::tree::Link::Identity,
        crate::tree::Precision::Double,
    );
    for threshold in 0..600 {
        let leaf = |value| crate::tree::Draft::Leaf { value, cover: 1.0 };
        let rule = crate::tree::Rule::AtMost(f64::from(threshold) + 0.5);
        let split = crate::tree::Draft::Split {
            feature: 0,
            rule,
            missing_left: true,
            left: 1,
            right: 2,
            gain: 1.0,
            cover: 2.0,
        };
        ensemble.push_tree(0, &[split, leaf(0.0), leaf(1.0)]).unwrap();
    }
    let margins = ensemble.margins(&matrix, &Inline).unwrap();
    for (x, margin) in margins.iter().enumerate() {
        assert_eq!(*margin, x.min(600) as f64);
    }
}
