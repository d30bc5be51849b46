use super::*;
use crate::tree::{BoostParams, ForestParams, ForestTask, GrowPolicy, HeldOut, Loss, Monotone, RowSampling};

const FEATURES: [&str; 3] = ["area", "age", "lot, in feet"];

fn boost(text: &str) -> Result<BoostParams, String> {
    boosting(text, BoostParams::default(), &FEATURES).map_err(|problem| problem.to_string())
}

fn complaint(text: &str) -> String {
    boost(text).expect_err(text)
}

#[test]
fn the_names_of_xgboost() {
    let params = boost("max_depth=4, eta=0.05,num_boost_round=70,subsample=0.7,lambda=2,gamma=0.5,seed=7").unwrap();
    assert_eq!((params.tree.max_depth, params.learning_rate, params.n_estimators), (4, 0.05, 70));
    assert_eq!((params.sampling, params.tree.reg_lambda, params.seed), (RowSampling::Share(0.7), 2.0, 7));
    assert_eq!(params.tree.min_split_loss, 0.5);
    let other = boost(
        "learning_rate=0.05,n_estimators=70,max_depth=4,reg_lambda=2,min_split_loss=0.5,random_state=7,subsample=0.7",
    );
    assert_eq!(other.unwrap(), params);
    assert_eq!(boost("").unwrap(), BoostParams::default());
    assert_eq!(boost("subsample=1.0,tree_method=hist").unwrap(), BoostParams::default());
    assert_eq!(boost("grow_policy=lossguide").unwrap().tree.grow_policy, GrowPolicy::LeafWise);
    let quantile = boost("objective=reg:quantileerror,quantile_alpha=0.9").unwrap();
    assert_eq!(quantile.loss, Loss::Quantile { alpha: 0.9 });
    assert_eq!(boost("early_stopping_rounds=20").unwrap().held_out, HeldOut::Share(0.1));
    assert_eq!(boost("top_rate=0.2").unwrap().sampling, RowSampling::OneSide { top: 0.2, other: 0.1 });
}

#[test]
fn constraints_by_place_and_by_name() {
    let rising_falling = [Monotone::Rising, Monotone::Falling, Monotone::Free];
    let constraints = |text: &str| boost(text).map(|params| params.tree.monotone_constraints);
    assert_eq!(constraints("max_depth=3,monotone_constraints=(1,-1),eta=0.1").unwrap(), rising_falling);
    assert_eq!(constraints("monotone_constraints={area:1,age:-1}").unwrap(), rising_falling);
    let groups = boost("interaction_constraints=[[0,1],[age]]").unwrap().tree.interaction_constraints;
    assert_eq!(groups, [vec![0, 1], vec![1]]);
    assert!(constraints("monotone_constraints=(1,0,0,1)").is_err());
    assert!(constraints("monotone_constraints={price:1}").unwrap_err().contains("`price` is none"));
}

#[test]
fn what_is_not_understood_is_said() {
    let unknown = complaint("max_dept=6");
    assert!(unknown.starts_with("boosting has no parameter `max_dept`; did you mean `max_depth`?; known are: n_est"));
    assert!(complaint("zzzzzz=6").starts_with("boosting has no parameter `zzzzzz`; known are: "));
    assert_eq!(complaint("max_depth"), "`max_depth` is no parameter; write name=value, with commas between");
    assert_eq!(complaint("eta=x"), "parameter `eta` is `x`; it must be a number");
    assert_eq!(complaint("eta=nan"), "parameter `eta` is `nan`; it must be a number");
    assert_eq!(complaint("max_depth=-1"), "parameter `max_depth` is `-1`; it must be a whole number of at least 0");
    assert_eq!(complaint("eta=1,eta=1"), "parameter `eta` is given twice");
    assert!(complaint("objective=rank:ndcg").contains("it must be reg:squarederror"));
    assert_eq!(complaint("booster=dart"), "parameter `booster` is `dart`; it must be gbtree");
}

#[test]
fn the_names_of_scikit_learn() {
    let of = |text: &str| forest(text, ForestParams::default(), 30).map_err(|problem| problem.to_string());
    let share = |text: &str| of(&format!("max_features={text}")).map(|params| params.tree.colsample_bynode * 30.0);
    assert_eq!(share("sqrt").unwrap().round(), 5.0);
    assert_eq!(share("log2").unwrap().round(), 4.0);
    assert_eq!(share("0.34").unwrap().round(), 10.0);
    assert_eq!(share("7").unwrap().round(), 7.0);
    assert_eq!((share("1").unwrap().round(), share("1.0").unwrap(), share("None").unwrap()), (1.0, 30.0, 30.0));
    assert!(share("0").is_err() && share("1.5").is_err() && share("auto").is_err());
    let params =
        of("max_depth=None,min_samples_leaf=5,bootstrap=False,n_estimators=20,criterion=squared_error").unwrap();
    assert_eq!((params.tree.max_depth, params.tree.min_samples_leaf), (0, 5));
    assert_eq!((params.bootstrap, params.n_estimators), (false, 20));
    assert!(of("criterion=gini").is_err());
    let classes = ForestParams { task: ForestTask::Classification, ..ForestParams::default() };
    assert!(forest("criterion=gini", classes, 3).is_ok());
    let unknown = of("max_feature=3").unwrap_err();
    assert!(
        unknown.starts_with("the forest has no parameter `max_feature`; did you mean `max_features`?"),
        "{unknown}"
    );
}
