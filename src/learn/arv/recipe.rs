//! What is learned, how, and from which rows.

use serde::{Deserialize, Serialize};

use crate::{
    feature::house::Purpose,
    learn::{Folds, Learner, SaleRules, Task},
    tree::{ForestParams, TreeParams},
};

/// How an ARV model is to be trained. Everything that a result depends on is in here or in the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArvRecipe {
    pub target: ArvTarget,
    pub learner: ArvLearner,
    /// Rows of a lower or higher value are left out. US dollars.
    pub least_usd: f64,
    pub most_usd: f64,
    /// Which sales count; for a target of prices only.
    pub sale_rules: SaleRules,
    /// The share of the rows that is tested on and not learned from.
    pub test_share: f64,
    /// The share of values that ranges are made to hold.
    pub coverage: f64,
    pub seed: u64,
    /// Columns to learn from though they look like giving the answer away.
    pub allow_leaky: Vec<String>,
    /// The lists are made up, as the demo county's are: no real house may be judged by it unasked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_made_up: bool,
}

impl Default for ArvRecipe {
    fn default() -> Self {
        Self {
            target: ArvTarget::MarketValue,
            learner: ArvLearner::Forest,
            least_usd: 50_000.0,
            most_usd: 800_000.0,
            sale_rules: SaleRules::default(),
            test_share: 0.2,
            coverage: 0.9,
            seed: 42,
            allow_leaky: Vec::new(),
            is_made_up: false,
        }
    }
}

/// What stands for the value of a repaired house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArvTarget {
    /// The appraiser's market value.
    MarketValue,
    /// What houses were sold for.
    SalePrice,
}

impl ArvTarget {
    pub const ALL: [Self; 2] = [Self::MarketValue, Self::SalePrice];

    /// The column that it is read from.
    pub fn column(self) -> &'static str {
        match self {
            Self::MarketValue => "total_mkt",
            Self::SalePrice => "sale_price",
        }
    }

    pub fn purpose(self) -> Purpose {
        match self {
            Self::MarketValue => Purpose::ArvOfMarketValue,
            Self::SalePrice => Purpose::ArvOfSale,
        }
    }
}

impl ArvRecipe {
    /// Which of so many rows are learned from, and which are tested on.
    pub fn parts(&self, rows: usize) -> (Vec<u32>, Vec<u32>) {
        Folds::set_aside(&vec![0.0; rows], self.test_share, self.seed)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArvLearner {
    /// 200 trees of depth 12 on the value itself, as the guide has it (FACTS 12.1).
    Forest,
    /// Boosted trees on the logarithm of the value.
    Boost,
}

/// What a fit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FitPurpose {
    /// The model, or one like it that has not seen some rows.
    Model,
    /// To see what features are worth beside noise.
    Weighing,
}

impl ArvLearner {
    pub fn name(self) -> &'static str {
        match self {
            Self::Forest => "forest",
            Self::Boost => "boost",
        }
    }

    /// Whether a fit itself answers for its rows by trees that have not seen them.
    pub(super) fn answers_out_of_bag(self) -> bool {
        self == Self::Forest
    }

    /// Whether trees learn ln of the value.
    pub(super) fn is_log(self) -> bool {
        self == Self::Boost
    }

    /// The learner; to weigh the features, a forest of fewer trees says as much.
    pub(super) fn learner(self, purpose: FitPurpose, features: usize, seed: u64) -> Learner {
        const WEIGHING_TREES: u32 = 60;
        match self {
            // A leaf of a single house repeats its price, noise and all; five say as much and make a fifth of the file.
            Self::Forest => {
                let forest = Learner::forest(Task::Regression, features, seed);
                let tree = TreeParams { min_samples_leaf: 5, ..forest.tree };
                match purpose {
                    FitPurpose::Model => Learner::Forest(ForestParams { tree, oob: true, ..forest }),
                    FitPurpose::Weighing => {
                        Learner::Forest(ForestParams { tree, n_estimators: WEIGHING_TREES, ..forest })
                    }
                }
            }
            Self::Boost => Learner::Boost(Learner::boost(Task::Regression, seed)),
        }
    }
}
