//! Boosting's parameters by XGBoost's names, and LightGBM's where XGBoost has none.

use super::{Assignment, ParamProblem, assignments, list};
use crate::tree::{BoostParams, GrowPolicy, HeldOut, Loss, Monotone, RowSampling};

const KNOWN: [&str; 42] = [
    "n_estimators",
    "num_boost_round",
    "max_depth",
    "max_leaves",
    "num_leaves",
    "learning_rate",
    "eta",
    "subsample",
    "colsample_bytree",
    "colsample_bylevel",
    "colsample_bynode",
    "lambda",
    "reg_lambda",
    "alpha",
    "reg_alpha",
    "gamma",
    "min_split_loss",
    "min_child_weight",
    "min_data_in_leaf",
    "min_samples_leaf",
    "max_bin",
    "scale_pos_weight",
    "objective",
    "huber_slope",
    "quantile_alpha",
    "grow_policy",
    "monotone_constraints",
    "interaction_constraints",
    "max_cat_threshold",
    "cat_smooth",
    "cat_l2",
    "top_rate",
    "other_rate",
    "extra_trees",
    "early_stopping_rounds",
    "validation_fraction",
    "seed",
    "random_state",
    "booster",
    "tree_method",
    "device",
    "verbosity",
];

/// The share of rows that decide when to stop, when none is given.
const VALIDATION_FRACTION: f64 = 0.1;

/// `base` with what a text such as `max_depth=6,learning_rate=0.05` changes in it, for a matrix of these features.
///
/// # Errors
/// A name that boosting does not have, a value that cannot be read. Whether values make sense together is for
/// [`BoostParams::check`] to say.
pub fn boosting(text: &str, base: BoostParams, features: &[&str]) -> Result<BoostParams, ParamProblem> {
    let mut params = base;
    let assignments = assignments(text)?;
    let (mut top, mut other, mut validation) = (None, None, None);
    let mut objective = None;
    let (mut huber_slope, mut quantile_alpha) = (1.0, 0.5);
    for assignment in &assignments {
        let tree = &mut params.tree;
        match assignment.name {
            "n_estimators" | "num_boost_round" => params.n_estimators = assignment.whole()?,
            "max_depth" => tree.max_depth = assignment.limit()?,
            "max_leaves" | "num_leaves" => tree.max_leaves = assignment.whole()?,
            "learning_rate" | "eta" => params.learning_rate = assignment.number()?,
            "subsample" => params.sampling = share_of_rows(assignment.number()?),
            "colsample_bytree" => tree.colsample_bytree = assignment.number()?,
            "colsample_bylevel" => tree.colsample_bylevel = assignment.number()?,
            "colsample_bynode" => tree.colsample_bynode = assignment.number()?,
            "lambda" | "reg_lambda" => tree.reg_lambda = assignment.number()?,
            "alpha" | "reg_alpha" => tree.reg_alpha = assignment.number()?,
            "gamma" | "min_split_loss" => tree.min_split_loss = assignment.number()?,
            "min_child_weight" => tree.min_child_weight = assignment.number()?,
            "min_data_in_leaf" | "min_samples_leaf" => tree.min_samples_leaf = assignment.whole()?,
            "max_bin" => params.max_bin = assignment.whole()?,
            "scale_pos_weight" => params.scale_pos_weight = assignment.number()?,
            "objective" => objective = Some(assignment),
            "huber_slope" => huber_slope = assignment.number()?,
            "quantile_alpha" => quantile_alpha = assignment.number()?,
            "grow_policy" => tree.grow_policy = grow_policy(assignment)?,
            "monotone_constraints" => tree.monotone_constraints = monotone(assignment, features)?,
            "interaction_constraints" => tree.interaction_constraints = interactions(assignment, features)?,
            "max_cat_threshold" => tree.max_cat_threshold = assignment.whole()?,
            "cat_smooth" => tree.cat_smooth = assignment.number()?,
            "cat_l2" => tree.cat_l2 = assignment.number()?,
            "top_rate" => top = Some(assignment.number()?),
            "other_rate" => other = Some(assignment.number()?),
            "extra_trees" => tree.extra_trees = assignment.switch()?,
            "early_stopping_rounds" => params.early_stopping_rounds = assignment.whole()?,
            "validation_fraction" => validation = Some(assignment.number()?),
            "seed" | "random_state" => params.seed = assignment.long()?,
            // Said in many a script; there is one way to do it here.
            "booster" => assignment.only(&["gbtree"])?,
            "tree_method" => assignment.only(&["hist", "auto"])?,
            "device" => assignment.only(&["cpu"])?,
            "verbosity" => drop(assignment.whole()?),
            _ => return Err(assignment.unknown("boosting", &KNOWN)),
        }
    }
    if let Some(assignment) = objective {
        params.loss = loss(assignment, huber_slope, quantile_alpha)?;
    }
    if top.is_some() || other.is_some() {
        params.sampling = RowSampling::OneSide { top: top.unwrap_or(0.2), other: other.unwrap_or(0.1) };
    }
    if params.early_stopping_rounds > 0 || validation.is_some() {
        params.held_out = HeldOut::Share(validation.unwrap_or(VALIDATION_FRACTION));
    }
    Ok(params)
}

fn share_of_rows(share: f64) -> RowSampling {
    if share == 1.0 { RowSampling::All } else { RowSampling::Share(share) }
}

fn grow_policy(assignment: &Assignment<'_>) -> Result<GrowPolicy, ParamProblem> {
    match assignment.value {
        "depthwise" => Ok(GrowPolicy::DepthWise),
        "lossguide" => Ok(GrowPolicy::LeafWise),
        _ => Err(assignment.wrong("depthwise or lossguide")),
    }
}

fn loss(assignment: &Assignment<'_>, slope: f64, alpha: f64) -> Result<Loss, ParamProblem> {
    match assignment.value {
        "reg:squarederror" => Ok(Loss::Squared),
        "reg:absoluteerror" => Ok(Loss::Absolute),
        "huber" => Ok(Loss::Huber { slope }),
        "reg:quantileerror" => Ok(Loss::Quantile { alpha }),
        "binary:logistic" => Ok(Loss::Logistic),
        "count:poisson" => Ok(Loss::Poisson),
        _ => Err(assignment
            .wrong("reg:squarederror, reg:absoluteerror, huber, reg:quantileerror, binary:logistic or count:poisson")),
    }
}

/// `(1,0,-1)`, one a feature, or `{lot_sqft:1,age:-1}`.
fn monotone(assignment: &Assignment<'_>, features: &[&str]) -> Result<Vec<Monotone>, ParamProblem> {
    const EXPECTED: &str = "one of 1, 0, -1 for each feature, as in (1,0,-1), or by name, as in {area:1,age:-1}";
    let wrong = || assignment.wrong(EXPECTED);
    let direction = |text: &str| match text.trim() {
        "1" | "+1" => Ok(Monotone::Rising),
        "0" => Ok(Monotone::Free),
        "-1" => Ok(Monotone::Falling),
        _ => Err(wrong()),
    };
    let parts = assignment.list()?;
    if !assignment.value.starts_with('{') {
        let directions: Vec<Monotone> = parts.into_iter().map(direction).collect::<Result<_, _>>()?;
        return if directions.len() > features.len() { Err(wrong()) } else { Ok(padded(directions, features.len())) };
    }
    let mut directions = vec![Monotone::Free; features.len()];
    for part in parts {
        let (name, sign) = part.rsplit_once(':').ok_or_else(wrong)?;
        directions[feature(assignment, name, features)? as usize] = direction(sign)?;
    }
    Ok(directions)
}

/// XGBoost too lets the last ones be left away.
fn padded(mut directions: Vec<Monotone>, features: usize) -> Vec<Monotone> {
    directions.resize(features, Monotone::Free);
    directions
}

/// `[[0,1],[lot_sqft,age]]`.
fn interactions(assignment: &Assignment<'_>, features: &[&str]) -> Result<Vec<Vec<u32>>, ParamProblem> {
    let group = |text: &str| {
        let names = list(text).ok_or_else(|| assignment.wrong("lists of features, as in [[0,1],[area,age]]"))?;
        names.into_iter().map(|name| feature(assignment, name, features)).collect()
    };
    assignment.list()?.into_iter().map(group).collect()
}

/// A feature by name or number.
fn feature(assignment: &Assignment<'_>, name: &str, features: &[&str]) -> Result<u32, ParamProblem> {
    let name = name.trim().trim_matches(['"', '\'']);
    let named = features.iter().position(|feature| *feature == name);
    let place = named.or_else(|| name.parse().ok().filter(|place| *place < features.len()));
    place.map(|place| place as u32).ok_or_else(|| {
        assignment
            .wrong(format!("made of features that there are, and `{name}` is none; they are: {}", features.join(", ")))
    })
}
