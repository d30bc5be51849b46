//! A small fit beside XGBoost's: the same trees, predictions and contributions.
//!
//! XGBoost 3.2.0 with `tree_method=hist`, `max_depth=3`, `eta=0.3`, `lambda=1`, four rounds, on the rows of [`data`],
//! whose columns have few distinct values, so that both libraries cut at every one of them. It counts in f32.

use leadscore::{
    lanes::Inline,
    tree::{BoostParams, ContributionMethod, Ensemble, Labels, Loss, Matrix, TreeParams},
};

use crate::tree_support::{boost, is_near};

/// Rows that a formula makes, here and for the peer, and their target.
fn data() -> (Matrix, Vec<f64>) {
    let part = |row: usize, step: usize, modulus: usize, size: usize| (row * step % modulus % size) as f64;
    let rows = 0..200_usize;
    let x0: Vec<f64> = rows.clone().map(|row| part(row, 7919, 10_007, 11)).collect();
    let known = |row: usize| part(row, 104_729, 7907, 13);
    let x1: Vec<f64> = rows.clone().map(|row| if row * 31 % 17 == 0 { f64::NAN } else { known(row) }).collect();
    let x2: Vec<f64> = rows.clone().map(|row| part(row, 15_485_863, 9973, 7)).collect();
    let target = |row: usize| {
        let bend = if x1[row].is_nan() { 2.0 } else { (x1[row] - 6.0).abs() };
        2.0 * x0[row] + bend * x2[row] + 5.0 * part(row, 7351, 9931, 9931) / 9931.0
    };
    let targets = rows.map(target).collect();
    (Matrix::from_numbers([("x0", x0), ("x1", x1), ("x2", x2)]).expect("columns of one length"), targets)
}

struct Peer {
    /// Of each tree, level by level: the feature of a split, `.` for a leaf.
    trees: [&'static str; 4],
    /// The margins of the first rows.
    margins: [f64; 20],
    /// `pred_contribs` of the first rows, the base last.
    exact: [[f64; 4]; 4],
    /// The same with `approx_contribs`.
    path: [[f64; 4]; 2],
}

fn check(loss: Loss, matrix: &Matrix, targets: &[f64], peer: &Peer) {
    let tree = TreeParams { max_depth: 3, ..TreeParams::default() };
    let params = BoostParams { loss, n_estimators: 4, learning_rate: 0.3, tree, ..BoostParams::default() };
    let ensemble = boost(&params, matrix, &Labels::new(targets));
    assert_eq!(trees(&ensemble), peer.trees);
    let margins = ensemble.margins(matrix, &Inline).expect("the same columns");
    for (row, (ours, theirs)) in margins.iter().zip(peer.margins).enumerate() {
        assert!(is_near(*ours, theirs, 1e-4), "row {row}: {ours} is not {theirs}");
    }
    for (method, rows) in [(ContributionMethod::Exact, &peer.exact[..]), (ContributionMethod::Path, &peer.path)] {
        let found = ensemble.contributions(matrix, &Inline, method).expect("covers");
        for (row, theirs) in rows.iter().enumerate() {
            assert!(is_near(found.base[0], theirs[3], 1e-4), "base {}, not {}", found.base[0], theirs[3]);
            for (ours, theirs) in found.of(row, 0).iter().zip(theirs) {
                assert!(is_near(*ours, *theirs, 1e-4), "{method:?}, row {row}: {ours} is not {theirs}");
            }
        }
    }
}

fn trees(ensemble: &Ensemble) -> Vec<String> {
    let nodes = ensemble.nodes();
    let mark = |node: u32| match nodes.is_leaf(node as usize) {
        true => '.',
        false => char::from_digit(nodes.feature(node as usize), 10).unwrap_or('?'),
    };
    ensemble.trees().iter().map(|tree| (tree.start..tree.end).map(mark).collect()).collect()
}

#[test]
fn a_regression_equals_xgboosts() {
    let (matrix, targets) = data();
    let peer = Peer {
        trees: ["2002211........", "0220101........", "0121201........", "1212.12......"],
        margins: [
            11.0823, 35.4452, 16.8992, 17.336, 17.1826, 26.2261, 25.4143, 22.0268, 23.7323, 12.8064, 17.3058, 17.3058,
            16.6815, 20.411, 26.972, 26.972, 26.972, 15.175, 12.7216, 20.9981,
        ],
        exact: [
            [-4.942_383_8, -1.662_879_0, -4.231_594_6, 21.919_124_6],
            [5.209_093_6, 3.700_866_2, 4.616_139_4, 21.919_124_6],
            [-4.177_264_2, -0.122_815_2, -0.719_830_3, 21.919_124_6],
            [-2.281_029_2, 0.147_979_0, -2.450_101_1, 21.919_124_6],
        ],
        path: [
            [-5.211_029_1, -2.102_306_4, -3.523_522_1, 21.919_124_6],
            [4.101_048_5, 5.560_821_1, 3.864_229_7, 21.919_124_6],
        ],
    };
    check(Loss::Squared, &matrix, &targets, &peer);
}

#[test]
fn a_classification_equals_xgboosts() {
    let (matrix, targets) = data();
    let classes: Vec<f64> = targets.iter().map(|target| f64::from(u8::from(*target > 24.0))).collect();
    let peer = Peer {
        trees: ["200111.......", "2001211........", "201..10....", "0220111........"],
        margins: [
            -1.64098, 1.17805, -1.0883, -1.2453, -1.7173, 0.267827, 0.927059, -0.616476, 0.275399, -1.93209, -1.03495,
            -1.03495, -1.1632, -1.53642, 0.306281, 0.0552941, 0.306281, -1.59421, -1.75121, -0.603938,
        ],
        exact: [
            [-0.378_546_9, -0.037_947_9, -0.686_108_1, -0.538_379_7],
            [0.671_770_4, 0.476_060_9, 0.568_594_4, -0.538_379_7],
            [-0.728_464_8, 0.195_835_0, -0.017_290_8, -0.538_379_7],
            [-0.558_543_7, 0.145_930_0, -0.294_306_6, -0.538_379_7],
        ],
        path: [
            [-0.467_205_4, 0.239_880_7, -0.875_278_3, -0.538_379_7],
            [0.639_586_4, 0.405_298_6, 0.671_540_7, -0.538_379_7],
        ],
    };
    check(Loss::Logistic, &matrix, &classes, &peer);
}
