//! The forest's parameters by scikit-learn's names.

use super::{Assignment, ParamProblem, assignments};
use crate::tree::{ForestParams, ForestTask};

const KNOWN: [&str; 16] = [
    "n_estimators",
    "max_depth",
    "max_features",
    "max_leaf_nodes",
    "min_samples_leaf",
    "min_weight_fraction_leaf",
    "bootstrap",
    "criterion",
    "extra_trees",
    "max_bin",
    "cat_smooth",
    "cat_l2",
    "max_cat_threshold",
    "scale_pos_weight",
    "random_state",
    "seed",
];

/// `base` with what a text such as `max_depth=None,max_features=sqrt` changes in it, for so many features.
///
/// # Errors
/// A name that the forest does not have, a value that cannot be read. Whether values make sense together is for
/// [`ForestParams::check`] to say.
pub fn forest(text: &str, base: ForestParams, features: usize) -> Result<ForestParams, ParamProblem> {
    let mut params = base;
    for assignment in &assignments(text)? {
        let tree = &mut params.tree;
        match assignment.name {
            "n_estimators" => params.n_estimators = assignment.whole()?,
            "max_depth" => tree.max_depth = assignment.limit()?,
            "max_features" => tree.colsample_bynode = max_features(assignment, features)?,
            "max_leaf_nodes" => tree.max_leaves = assignment.limit()?,
            "min_samples_leaf" => tree.min_samples_leaf = assignment.whole()?,
            "min_weight_fraction_leaf" => assignment.only(&["0", "0.0"])?,
            "bootstrap" => params.bootstrap = assignment.switch()?,
            "criterion" => assignment.only(match params.task {
                ForestTask::Regression => &["squared_error"],
                ForestTask::Classification => &["gini"],
            })?,
            "extra_trees" => tree.extra_trees = assignment.switch()?,
            "max_bin" => params.max_bin = assignment.whole()?,
            "cat_smooth" => tree.cat_smooth = assignment.number()?,
            "cat_l2" => tree.cat_l2 = assignment.number()?,
            "max_cat_threshold" => tree.max_cat_threshold = assignment.whole()?,
            "scale_pos_weight" => params.scale_pos_weight = assignment.number()?,
            "random_state" | "seed" => params.seed = assignment.long()?,
            _ => return Err(assignment.unknown("the forest", &KNOWN)),
        }
    }
    Ok(params)
}

/// How many columns each split looks at, as a share: `sqrt`, `log2`, a share such as 0.3, a count such as 5, or None for
/// all. 1.0 is all and 1 is one, as scikit-learn has it.
fn max_features(assignment: &Assignment<'_>, features: usize) -> Result<f64, ParamProblem> {
    let all = features.max(1) as f64;
    let wrong = || assignment.wrong("sqrt, log2, None, a share such as 0.3, or a count such as 5");
    let count = match assignment.value {
        "None" | "none" => all,
        "sqrt" => all.sqrt().floor(),
        "log2" => libm::log2(all).floor(),
        text if text.contains('.') => {
            let share = assignment.number()?;
            if !(share > 0.0 && share <= 1.0) {
                return Err(wrong());
            }
            (share * all).floor()
        }
        text => text.parse::<u32>().ok().filter(|count| *count > 0).map(f64::from).ok_or_else(wrong)?,
    };
    Ok(count.clamp(1.0, all) / all)
}
