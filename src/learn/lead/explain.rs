//! Why the model says what it says of one lead.

use serde::{Deserialize, Serialize};

use super::{
    fit::chance_of,
    model::{LeadModel, with_rule},
};
use crate::{
    lanes::Lanes,
    learn::{Explanation, LearnProblem},
    tree::Matrix,
};

/// A model's word on a lead, taken apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadExplanation {
    /// Margins are log-odds before calibration, of a forest chances; worths are calibrated chances, which with the base add up to the chance.
    pub explanation: Explanation,
    /// The part of the base that the rule score is: where the trees of a model that learned from few good leads start.
    pub rule_start: Option<f64>,
    /// The chance before calibration, and after it.
    pub raw_chance: f64,
    pub chance: f64,
    /// `none`, `logistic` or `isotonic`.
    pub calibration: String,
}

impl LeadModel {
    /// Takes the answer for one lead apart. `rule` is its rule score, 0 to 100.
    ///
    /// # Errors
    /// A feature that the model needs and the matrix does not have.
    pub fn explain(
        &self,
        leads: &Matrix,
        row: u32,
        rule: f64,
        lanes: &dyn Lanes,
    ) -> Result<LeadExplanation, LearnProblem> {
        let matrix = with_rule(&leads.take(&[row]), &[rule])?;
        let rule_start = self.plan.start.offsets(&[rule]).and_then(|offsets| offsets.first().copied());
        let calibration = &self.plan.calibration;
        let raw = |margin: f64| chance_of(&self.ensemble, margin);
        let chance = |margin: f64| calibration.of(raw(margin));
        let explanation = Explanation::of(&self.ensemble, &matrix, 0, rule_start.unwrap_or_default(), &chance, lanes)?;
        Ok(LeadExplanation {
            raw_chance: raw(explanation.margin),
            chance: explanation.answer,
            rule_start,
            calibration: calibration.name().to_owned(),
            explanation,
        })
    }
}
