//! What is learned, how, and from which rows.

use serde::{Deserialize, Serialize};

use crate::{
    feature::house::Purpose,
    learn::{Choice, Folds, Learner, SaleRules, Task, Tuned},
    tree::ForestParams,
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
    /// What is learned with instead of the learner's usual parameters, as a search found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuned: Option<Tuned>,
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
            tuned: None,
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

    /// The same with what a search or a kept model says; the learner follows it.
    #[must_use]
    pub fn with_tuned(self, tuned: Option<Tuned>) -> Self {
        let learner = match tuned.as_ref().and_then(Tuned::heaviest) {
            Some(Choice::Forest(_)) => ArvLearner::Forest,
            Some(Choice::Boost(_)) => ArvLearner::Boost,
            None => self.learner,
        };
        Self { learner, tuned, ..self }
    }

    /// `forest`, `boost` or `stack`.
    pub fn learner_name(&self) -> &'static str {
        self.tuned.as_ref().map_or(self.learner.name(), Tuned::name)
    }

    /// Whether trees learn ln of the value.
    pub(super) fn is_log(&self) -> bool {
        self.tuned.as_ref().map_or(self.learner == ArvLearner::Boost, |tuned| tuned.log_target)
    }

    /// Whether a fit itself answers for its rows by trees that have not seen them.
    pub(super) fn answers_out_of_bag(&self) -> bool {
        self.learner_name() == ArvLearner::Forest.name()
    }

    /// How many learners a fit of the model takes.
    pub(super) fn members(&self) -> usize {
        self.tuned.as_ref().map_or(1, |tuned| tuned.members.len())
    }

    /// The parameters without a search, and whether they learn ln of the value.
    pub(super) fn usual(learner: ArvLearner, features: usize) -> (Choice, bool) {
        match learner {
            ArvLearner::Forest => (Choice::usual_forest(Task::Regression, features), false),
            ArvLearner::Boost => (Choice::usual_boosting(), true),
        }
    }

    /// The learners, each with its share of the answer. To weigh the features one is enough, and of a forest fewer trees
    /// say as much.
    pub(super) fn learners(&self, purpose: FitPurpose, features: usize) -> Vec<(f64, Learner)> {
        const WEIGHING_TREES: u32 = 60;
        let (usual, _) = Self::usual(self.learner, features);
        let learner = |choice: &Choice| match (choice.learner(Task::Regression, features, self.seed), purpose) {
            (Learner::Forest(forest), FitPurpose::Model) => Learner::Forest(ForestParams { oob: true, ..forest }),
            (Learner::Forest(forest), FitPurpose::Weighing) => {
                Learner::Forest(ForestParams { n_estimators: WEIGHING_TREES, ..forest })
            }
            (boosting @ Learner::Boost(_), _) => boosting,
        };
        match (&self.tuned, purpose) {
            (None, _) => vec![(1.0, learner(&usual))],
            (Some(tuned), FitPurpose::Weighing) => vec![(1.0, learner(tuned.heaviest().unwrap_or(&usual)))],
            (Some(tuned), FitPurpose::Model) => {
                tuned.members.iter().map(|member| (member.weight, learner(&member.choice))).collect()
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArvLearner {
    /// 200 trees of depth 12 on the value itself, as the guide has it (FACTS 12.1). A leaf of a single house repeats its
    /// price, noise and all; leaves of five say as much and make a fifth of the file.
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
}
