//! Whether parameters and labels can be worked with, once, before any work.

use super::{
    bins::{Bins, MOST_BINS, Scale},
    learner::Labels,
    params::{BoostParams, ForestParams, HeldOut, Loss, Monotone, RowSampling, TreeParams},
    problem::TreeProblem,
};

fn refuse(name: &'static str, found: impl ToString, expected: &'static str) -> Result<(), TreeProblem> {
    Err(TreeProblem::Parameter { name, found: found.to_string(), expected })
}

fn at_least_0(name: &'static str, value: f64) -> Result<(), TreeProblem> {
    if value >= 0.0 && value.is_finite() { Ok(()) } else { refuse(name, value, "0 or more") }
}

fn share(name: &'static str, value: f64) -> Result<(), TreeProblem> {
    if value > 0.0 && value <= 1.0 { Ok(()) } else { refuse(name, value, "above 0 and at most 1") }
}

fn common(params: &TreeParams, n_estimators: u32, max_bin: u32) -> Result<(), TreeProblem> {
    if n_estimators == 0 {
        return refuse("n_estimators", 0, "at least 1");
    }
    if !(2..=MOST_BINS).contains(&max_bin) {
        return refuse("max_bin", max_bin, "from 2 to 255");
    }
    if params.max_depth == 0 && params.max_leaves == 0 && params.min_samples_leaf == 0 {
        return refuse("min_samples_leaf", 0, "at least 1 where neither depth nor leaves are limited");
    }
    at_least_0("min_child_weight", params.min_child_weight)?;
    at_least_0("min_split_loss", params.min_split_loss)?;
    at_least_0("reg_lambda", params.reg_lambda)?;
    at_least_0("reg_alpha", params.reg_alpha)?;
    at_least_0("cat_smooth", params.cat_smooth)?;
    at_least_0("cat_l2", params.cat_l2)?;
    share("colsample_bytree", params.colsample_bytree)?;
    share("colsample_bylevel", params.colsample_bylevel)?;
    share("colsample_bynode", params.colsample_bynode)
}

pub(super) fn check_boost(params: &BoostParams) -> Result<(), TreeProblem> {
    common(&params.tree, params.n_estimators, params.max_bin)?;
    share("learning_rate", params.learning_rate)?;
    match params.loss {
        Loss::Huber { slope } if !(slope > 0.0 && slope.is_finite()) => refuse("huber_slope", slope, "above 0")?,
        Loss::Quantile { alpha } if !(alpha > 0.0 && alpha < 1.0) => {
            refuse("quantile_alpha", alpha, "between 0 and 1")?
        }
        _ => {}
    }
    let has_constraints = params.tree.monotone_constraints.iter().any(|constraint| *constraint != Monotone::Free);
    if has_constraints && params.loss.leaf_quantile().is_some() {
        refuse("monotone_constraints", "given", "left out for the absolute and the quantile loss")?;
    }
    match params.sampling {
        RowSampling::All => {}
        RowSampling::Share(subsample) => share("subsample", subsample)?,
        RowSampling::OneSide { top, other } => {
            share("top_rate", top)?;
            share("other_rate", other)?;
            if top + other > 1.0 {
                refuse("top_rate", top, "at most 1 together with other_rate")?;
            }
        }
    }
    if !(params.scale_pos_weight > 0.0 && params.scale_pos_weight.is_finite()) {
        refuse("scale_pos_weight", params.scale_pos_weight, "above 0")?;
    }
    match params.held_out {
        HeldOut::Share(held_out) if !(held_out > 0.0 && held_out < 1.0) => {
            refuse("held_out", held_out, "between 0 and 1")
        }
        HeldOut::None if params.early_stopping_rounds > 0 => {
            refuse("early_stopping_rounds", params.early_stopping_rounds, "0 where no rows are held out")
        }
        _ => Ok(()),
    }
}

pub(super) fn check_forest(params: &ForestParams) -> Result<(), TreeProblem> {
    common(&params.tree, params.n_estimators, params.max_bin)?;
    if !(params.scale_pos_weight > 0.0 && params.scale_pos_weight.is_finite()) {
        refuse("scale_pos_weight", params.scale_pos_weight, "above 0")?;
    }
    if params.oob && !params.bootstrap {
        refuse("oob", "on", "off without bootstrap")?;
    }
    Ok(())
}

/// What of the tree parameters depends on the columns.
pub(super) fn check_tree(params: &TreeParams, bins: &Bins) -> Result<(), TreeProblem> {
    let columns = bins.columns();
    let constraints = &params.monotone_constraints;
    if !constraints.is_empty() && constraints.len() != columns.len() {
        let found = format!("given for {} columns", constraints.len());
        return refuse("monotone_constraints", found, "one for each column of the matrix");
    }
    let constrained = columns.iter().zip(constraints).filter(|(_, constraint)| **constraint != Monotone::Free);
    for (column, _) in constrained {
        if matches!(column.scale, Scale::Categories { .. }) {
            return refuse("monotone_constraints", format!("set on `{}`", column.name), "free for categories");
        }
    }
    let stray = params.interaction_constraints.iter().flatten().find(|column| **column as usize >= columns.len());
    match stray {
        Some(column) => refuse("interaction_constraints", column, "made of columns of the matrix"),
        None => Ok(()),
    }
}

pub(super) fn check_labels(labels: &Labels, rows: usize) -> Result<(), TreeProblem> {
    let lengths = [Some(labels.target.len()), labels.weights.map(<[f64]>::len), labels.offset.map(<[f64]>::len)];
    if let Some(targets) = lengths.into_iter().flatten().find(|len| *len != rows) {
        return Err(TreeProblem::TargetLength { targets, rows });
    }
    if let Some(row) = labels.target.iter().position(|y| !y.is_finite()) {
        return Err(TreeProblem::Target { row, found: labels.target[row], expected: "targets must be finite" });
    }
    if let Some(offset) = labels.offset
        && let Some(row) = offset.iter().position(|offset| !offset.is_finite())
    {
        return Err(TreeProblem::Target { row, found: offset[row], expected: "offsets must be finite" });
    }
    if let Some(weights) = labels.weights {
        let is_fit = |weight: f64| weight >= 0.0 && weight.is_finite();
        let row = weights.iter().position(|weight| !is_fit(*weight));
        let row = row.or(if weights.iter().all(|weight| *weight == 0.0) { Some(0) } else { None });
        if let Some(row) = row {
            return Err(TreeProblem::Weight { row, found: weights[row] });
        }
    }
    Ok(())
}
