//! Parameters as a search finds them, plain data: what a recipe holds, a model file keeps, and a later training learns
//! with again.

use serde::{Deserialize, Serialize};

use crate::{
    learn::{Learner, Task},
    tree::{BoostParams, ForestParams, GrowPolicy, RowSampling, TreeParams},
};

/// What a model is learned with instead of the defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tuned {
    /// Trees learn ln of the target.
    pub log_target: bool,
    /// One, or several whose answers are mixed.
    pub members: Vec<Member>,
}

/// A learner and its share of the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Those of all members add up to 1.
    pub weight: f64,
    pub choice: Choice,
}

/// Parameters of one learner, by the names of XGBoost and scikit-learn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    Forest(ForestChoice),
    Boost(BoostChoice),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForestChoice {
    pub n_estimators: u32,
    pub max_depth: u32,
    pub min_samples_leaf: u32,
    /// The share of the columns that each split is found among.
    pub max_features: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoostChoice {
    pub n_estimators: u32,
    pub learning_rate: f64,
    /// 0 where leaves are limited instead.
    pub max_depth: u32,
    /// 0 where depth is limited instead.
    pub max_leaves: u32,
    pub min_child_weight: f64,
    pub min_samples_leaf: u32,
    pub subsample: f64,
    pub colsample_bytree: f64,
    pub reg_lambda: f64,
    pub extra_trees: bool,
}

/// No more members than a search makes, with room to spare.
const MOST_MEMBERS: usize = 8;

impl Tuned {
    /// One learner by itself.
    pub fn single(choice: Choice, log_target: bool) -> Self {
        Self { log_target, members: vec![Member { weight: 1.0, choice }] }
    }

    /// `forest`, `boost` or `stack`.
    pub fn name(&self) -> &'static str {
        match self.members.as_slice() {
            [one] => one.choice.name(),
            _ => "stack",
        }
    }

    /// Of a stack, the member that weighs most.
    pub fn heaviest(&self) -> Option<&Choice> {
        let heavier = |a: &&Member, b: &&Member| a.weight.total_cmp(&b.weight);
        self.members.iter().max_by(heavier).map(|member| &member.choice)
    }

    /// Such as `70 % boosting (max_depth=5, …) + 30 % forest (…)`.
    pub fn words(&self) -> String {
        let scale = if self.log_target { ", on the logarithm" } else { "" };
        let words = |member: &Member| {
            let share = if self.members.len() > 1 { format!("{:.0} % ", member.weight * 100.0) } else { String::new() };
            format!("{share}{} ({})", member.choice.kind(), member.choice.params())
        };
        format!("{}{scale}", self.members.iter().map(words).collect::<Vec<_>>().join(" + "))
    }

    /// Whether the numbers are such as a search makes: for parameters that come from a file.
    pub fn is_sound(&self) -> bool {
        let sum: f64 = self.members.iter().map(|member| member.weight).sum();
        let is_share = |member: &Member| member.weight > 0.0 && member.weight <= 1.0;
        let is_one_kind = |member: &Member| member.choice.learner(Task::Regression, 1, 0).check().is_ok();
        (1..=MOST_MEMBERS).contains(&self.members.len())
            && (sum - 1.0).abs() < 1e-9
            && self.members.iter().all(|member| is_share(member) && is_one_kind(member))
    }
}

impl Choice {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Forest(_) => "forest",
            Self::Boost(_) => "boost",
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Forest(_) => "forest",
            Self::Boost(_) => "boosting",
        }
    }

    /// The guide's forest (FACTS 12.1), with leaves of five houses (see [`ArvRecipe`](crate::learn::arv::ArvRecipe)).
    pub(in crate::learn) fn usual_forest(task: Task, features: usize) -> Self {
        let (share, least) = match task {
            Task::Regression => (0.5, 5),
            Task::Classification => (1.0 / (features.max(1) as f64).sqrt(), 1),
        };
        Self::Forest(ForestChoice { n_estimators: 200, max_depth: 12, min_samples_leaf: least, max_features: share })
    }

    /// The guide's boosting (FACTS 12.2).
    pub(in crate::learn) fn usual_boosting() -> Self {
        Self::Boost(BoostChoice {
            n_estimators: 400,
            learning_rate: 0.05,
            max_depth: 6,
            max_leaves: 0,
            min_child_weight: 1.0,
            min_samples_leaf: 1,
            subsample: 0.7,
            colsample_bytree: 0.8,
            reg_lambda: 1.0,
            extra_trees: false,
        })
    }

    /// The learner, for so many features.
    pub(in crate::learn) fn learner(&self, task: Task, features: usize, seed: u64) -> Learner {
        match self {
            Self::Forest(choice) => {
                let forest = Learner::forest(task, features, seed);
                let all = features.max(1) as f64;
                let colsample_bynode = (choice.max_features * all).floor().clamp(1.0, all) / all;
                let ForestChoice { n_estimators, max_depth, min_samples_leaf, .. } = *choice;
                let tree = TreeParams { max_depth, min_samples_leaf, colsample_bynode, ..forest.tree };
                Learner::Forest(ForestParams { n_estimators, tree, ..forest })
            }
            Self::Boost(choice) => {
                let usual = Learner::boost(task, seed);
                let tree = TreeParams {
                    max_depth: choice.max_depth,
                    max_leaves: choice.max_leaves,
                    grow_policy: if choice.max_leaves > 0 { GrowPolicy::LeafWise } else { GrowPolicy::DepthWise },
                    min_child_weight: choice.min_child_weight,
                    min_samples_leaf: choice.min_samples_leaf,
                    reg_lambda: choice.reg_lambda,
                    colsample_bytree: choice.colsample_bytree,
                    extra_trees: choice.extra_trees,
                    ..usual.tree
                };
                let sampling =
                    if choice.subsample < 1.0 { RowSampling::Share(choice.subsample) } else { RowSampling::All };
                let BoostChoice { n_estimators, learning_rate, .. } = *choice;
                Learner::Boost(BoostParams { n_estimators, learning_rate, sampling, tree, ..usual })
            }
        }
    }

    /// As `cv --params` reads them.
    pub fn params(&self) -> String {
        match self {
            Self::Forest(ForestChoice { n_estimators, max_depth, min_samples_leaf, max_features }) => format!(
                "n_estimators={n_estimators},max_depth={max_depth},min_samples_leaf={min_samples_leaf},\
                 max_features={max_features}"
            ),
            Self::Boost(choice) => {
                let shape = match choice.max_leaves {
                    0 => format!("max_depth={}", choice.max_depth),
                    leaves => format!("max_depth=0,grow_policy=lossguide,max_leaves={leaves}"),
                };
                let cuts = if choice.extra_trees { ",extra_trees=true" } else { "" };
                format!(
                    "n_estimators={},learning_rate={},{shape},min_child_weight={},min_samples_leaf={},subsample={},\
                     colsample_bytree={},reg_lambda={}{cuts}",
                    choice.n_estimators,
                    choice.learning_rate,
                    choice.min_child_weight,
                    choice.min_samples_leaf,
                    choice.subsample,
                    choice.colsample_bytree,
                    choice.reg_lambda
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::params;

    #[test]
    fn the_usual_parameters_are_the_defaults() {
        let boost = Choice::usual_boosting().learner(Task::Regression, 9, 3);
        assert_eq!(boost, Learner::Boost(Learner::boost(Task::Regression, 3)));
        for task in [Task::Regression, Task::Classification] {
            for features in [1, 7, 40] {
                let Learner::Forest(mut found) = Choice::usual_forest(task, features).learner(task, features, 3) else {
                    panic!("a forest")
                };
                found.tree.min_samples_leaf = 1;
                assert_eq!(found, Learner::forest(task, features, 3), "{features}");
            }
        }
    }

    #[test]
    fn the_words_are_such_as_cv_reads() {
        let Choice::Boost(usual) = Choice::usual_boosting() else { panic!("boosting") };
        let leafy = BoostChoice { max_depth: 0, max_leaves: 21, extra_trees: true, reg_lambda: 0.37, ..usual };
        for choice in [Choice::usual_boosting(), Choice::Boost(leafy)] {
            let Learner::Boost(found) = choice.learner(Task::Regression, 3, 42) else { panic!("boosting") };
            let read = params::boosting(&choice.params(), Learner::boost(Task::Regression, 42), &[]).unwrap();
            assert_eq!(read, found);
        }
        let forest = Choice::usual_forest(Task::Regression, 8);
        let Learner::Forest(found) = forest.learner(Task::Regression, 8, 42) else { panic!("a forest") };
        let read = params::forest(&forest.params(), Learner::forest(Task::Regression, 8, 42), 8).unwrap();
        assert_eq!(read, found);
    }

    #[test]
    fn weights_from_a_file_must_add_up() {
        let single = Tuned::single(Choice::usual_boosting(), true);
        assert!(single.is_sound());
        let with = |weights: &[f64]| Tuned {
            members: weights.iter().map(|weight| Member { weight: *weight, ..single.members[0].clone() }).collect(),
            ..single.clone()
        };
        assert!(with(&[0.25, 0.75]).is_sound());
        for weights in [&[][..], &[0.5], &[1.5, -0.5], &[f64::NAN], &[0.0, 1.0], &[0.1; 10]] {
            assert!(!with(weights).is_sound(), "{weights:?}");
        }
    }
}
