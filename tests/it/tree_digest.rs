//! Digests of what the tree engine grows on a small synthetic matrix: models and their predictions, to the last bit, on
//! every machine, on any number of threads, in Node and in browsers.

use crate::digest::Digest;
use leadscore::{
    lanes::Lanes,
    tree::{
        BoostParams, Fitted, ForestParams, ForestTask, GrowPolicy, HeldOut, Labels, Loss, MISSING_CODE, Matrix,
        MatrixColumn, RowSampling, TreeParams, Values, unwatched,
    },
};

/// Of each model with its predictions.
pub const TREES: [&str; 7] = [
    "squared 466a8dc3d52c52c8",
    "logistic 5bfa8f31d801462b",
    "poisson 220c2d12caa44042",
    "quantile dc637936185fae9f",
    "huber f06fdafa60df8081",
    "forest of prices 29c73ee1b1bbf1cc",
    "forest of deals 4c320cb95b5f2116",
];

const ROWS: usize = 3000;
const CITIES: u64 = 40;

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % end
    }

    /// 0 to 1 in steps that a double holds exactly.
    fn share(&mut self) -> f64 {
        self.below(1 << 20) as f64 / f64::from(1 << 20)
    }
}

/// Numbers of many and of few values, flags, singles, categories; some missing, some constant.
pub struct Sample {
    pub matrix: Matrix,
    pub price: Vec<f64>,
    pub deal: Vec<f64>,
    pub calls: Vec<f64>,
}

impl Sample {
    pub fn new() -> Self {
        let mut random = Random(42);
        let (mut acres, mut beds, mut vacant, mut miles, mut city) = (vec![], vec![], vec![], vec![], vec![]);
        let (mut price, mut deal, mut calls) = (vec![], vec![], vec![]);
        for _ in 0..ROWS {
            let (size, rooms, empty) = (random.share(), random.below(6) as f64, random.below(8) == 0);
            let (far, place) = (random.share(), random.below(CITIES));
            let worth = 1.0 + 3.0 * size + 0.3 * rooms - far * far + (place * 7 % 11) as f64 / 8.0;
            let noise = random.share() - 0.5;
            price.push(100_000.0 * (worth + noise));
            deal.push(if worth + 2.0 * noise + f64::from(u8::from(empty)) > 4.0 { 1.0 } else { 0.0 });
            calls.push((worth * 2.0 * random.share()).floor());
            acres.push(if random.below(12) == 0 { f64::NAN } else { size });
            beds.push(rooms);
            vacant.push(f64::from(u8::from(empty)));
            miles.push(if random.below(9) == 0 { f32::NAN } else { far as f32 });
            city.push(if random.below(20) == 0 { MISSING_CODE } else { place as u32 });
        }
        let levels = (0..CITIES).map(|city| format!("city {city}")).collect();
        let column = |name: &str, values| MatrixColumn { name: name.to_owned(), values };
        let columns = vec![
            column("acres", Values::Double(acres)),
            column("beds", Values::Double(beds)),
            column("vacant", Values::Double(vacant)),
            column("miles", Values::Single(miles)),
            column("city", Values::Categories { codes: city, levels }),
            column("state", Values::Double(vec![1.0; ROWS])),
        ];
        Self { matrix: Matrix::new(columns).expect("columns of one length"), price, deal, calls }
    }
}

/// The models of [`TREES`], each with a digest of all that a fit tells.
pub fn trees(lanes: &dyn Lanes) -> [String; 7] {
    let sample = Sample::new();
    let boost = |name: &str, target: &[f64], params: BoostParams| {
        let params = BoostParams { n_estimators: 25, tree: TreeParams { max_depth: 5, ..params.tree }, ..params };
        let boosting = params.check().expect("sound parameters");
        let fitted = boosting.fit(&sample.matrix, &Labels::new(target), lanes, &mut unwatched);
        told(name, fitted.expect("sound labels").expect("nobody stopped it"), &sample.matrix, lanes)
    };
    let forest = |name: &str, target: &[f64], params: ForestParams| {
        let forest = params.check().expect("sound parameters");
        let fitted = forest.fit(&sample.matrix, &Labels::new(target), lanes, &mut unwatched);
        told(name, fitted.expect("sound labels").expect("nobody stopped it"), &sample.matrix, lanes)
    };
    [
        boost("squared", &sample.price, BoostParams::default()),
        boost(
            "logistic",
            &sample.deal,
            BoostParams {
                loss: Loss::Logistic,
                tree: TreeParams {
                    colsample_bytree: 0.8,
                    colsample_bynode: 0.5,
                    reg_alpha: 0.5,
                    ..TreeParams::default()
                },
                sampling: RowSampling::Share(0.7),
                held_out: HeldOut::Share(0.2),
                early_stopping_rounds: 5,
                scale_pos_weight: 2.0,
                ..BoostParams::default()
            },
        ),
        boost(
            "poisson",
            &sample.calls,
            BoostParams {
                loss: Loss::Poisson,
                tree: TreeParams { grow_policy: GrowPolicy::LeafWise, max_leaves: 12, ..TreeParams::default() },
                sampling: RowSampling::OneSide { top: 0.2, other: 0.2 },
                ..BoostParams::default()
            },
        ),
        boost("quantile", &sample.price, BoostParams { loss: Loss::Quantile { alpha: 0.9 }, ..BoostParams::default() }),
        boost("huber", &sample.price, BoostParams { loss: Loss::Huber { slope: 20_000.0 }, ..BoostParams::default() }),
        forest(
            "forest of prices",
            &sample.price,
            ForestParams {
                n_estimators: 12,
                oob: true,
                tree: TreeParams { colsample_bynode: 0.5, min_samples_leaf: 5, ..ForestParams::default().tree },
                ..ForestParams::default()
            },
        ),
        forest(
            "forest of deals",
            &sample.deal,
            ForestParams {
                task: ForestTask::Classification,
                n_estimators: 12,
                tree: TreeParams { max_depth: 8, extra_trees: true, ..ForestParams::default().tree },
                ..ForestParams::default()
            },
        ),
    ]
}

/// The model, what it predicts, and what the fit said beside it.
fn told(name: &str, fitted: Fitted, matrix: &Matrix, lanes: &dyn Lanes) -> String {
    let predicted = fitted.ensemble.predict(matrix, lanes).expect("the columns it was grown on");
    let mut digest = Digest::new();
    digest.take(fitted.ensemble.digest().as_bytes());
    for number in predicted.iter().chain(&fitted.held_out_losses).chain(&fitted.out_of_bag) {
        digest.take(&number.to_bits().to_le_bytes());
    }
    format!("{name} {}", digest.hex())
}
