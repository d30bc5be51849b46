//! The model in use: features of leads in, the chance that each is a good one out.

use serde::{Deserialize, Serialize};

use super::{
    contest::Contest,
    fit::{Start, chances},
    recipe::LeadRecipe,
    rows::RULE_SCORE,
};
use crate::{
    lanes::Lanes,
    learn::{Calibration, LearnProblem, Standing},
    tree::{Ensemble, Matrix, MatrixColumn, Values},
};

/// All that a model needs beside its trees. Part of the model file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadPlan {
    pub recipe: LeadRecipe,
    /// The day as of which it was learned, `YYYY-MM-DD`.
    pub as_of: String,
    pub rows: usize,
    pub positives: usize,
    /// The share of good leads among the rows learned from.
    pub base_rate: f64,
    pub(super) start: Start,
    pub(super) calibration: Calibration,
    /// With few good leads: whether the model beats the rule.
    pub contest: Option<Contest>,
}

/// A lead model, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadModel {
    pub ensemble: Ensemble,
    pub plan: LeadPlan,
}

impl LeadModel {
    /// The chance of each lead, given all its features ([`house::columns`](crate::feature::house::columns)) and its rule
    /// score.
    ///
    /// # Errors
    /// A feature that the model needs and the matrix does not have.
    pub fn judge(&self, leads: &Matrix, rule: &[f64], lanes: &dyn Lanes) -> Result<Vec<f64>, LearnProblem> {
        let matrix = with_rule(leads, rule)?;
        let found = chances(&self.ensemble, &self.plan.start, &matrix, rule, lanes)?;
        Ok(found.into_iter().map(|chance| self.plan.calibration.of(chance)).collect())
    }

    /// Whether it may move scores.
    pub fn standing(&self) -> Standing {
        match &self.plan.contest {
            Some(contest) if !contest.model_wins => Standing::RuleStays { why: contest.words() },
            _ => Standing::InCharge { badges: self.plan.recipe.label.badges() },
        }
    }
}

impl LeadPlan {
    /// Whether the numbers are such as training makes: for plans that come from a file.
    pub fn is_sound(&self) -> bool {
        self.calibration.is_sound() && self.start.is_sound() && (0.0..=1.0).contains(&self.base_rate)
    }
}

/// The features with the rule score, as trees that learned from outcomes read them.
pub(super) fn with_rule(leads: &Matrix, rule: &[f64]) -> Result<Matrix, LearnProblem> {
    let mut columns = leads.columns().to_vec();
    if !columns.iter().any(|column| column.name == RULE_SCORE) {
        columns.push(MatrixColumn { name: RULE_SCORE.to_owned(), values: Values::Double(rule.to_vec()) });
    }
    Ok(Matrix::new(columns)?)
}
