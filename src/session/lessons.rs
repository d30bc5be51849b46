//! Training from the leads of a session, and asking models about them.
//!
//! Rows to learn from are plain data, so that they may be handed to another thread or worker; so are the models' answers.

use super::Session;
use crate::{
    feature::house,
    lanes::Lanes,
    lead::{Outcomes, Sales},
    learn::{
        ArvJudgement, Judgements, LeadJudgement, LearnProblem,
        arv::{ArvModel, ArvRecipe, ArvRows},
        lead::{LeadModel, LeadRecipe, LeadRows, Scored},
    },
    tree::Matrix,
};

/// All that models are told of the leads: their features, and what the rules make of them.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Questions {
    pub features: Matrix,
    /// Rule scores, 0 to 100.
    pub rule: Vec<f64>,
}

/// A model with the name of its version.
#[derive(Clone, Copy, Debug)]
pub struct InUse<'a, M> {
    pub version: &'a str,
    pub model: &'a M,
}

impl Session {
    /// Rows for an ARV model.
    ///
    /// # Errors
    /// Too few rows, with what became of the others.
    pub fn arv_rows(&self, sales: &Sales, recipe: &ArvRecipe, lanes: &dyn Lanes) -> Result<ArvRows, LearnProblem> {
        ArvRows::gather(&self.leads, sales, recipe, self.as_of, lanes)
    }

    /// Rows for a lead model.
    ///
    /// # Errors
    /// No good lead, or no other, with what to do about it.
    pub fn lead_rows(
        &self,
        outcomes: &Outcomes,
        recipe: &LeadRecipe,
        lanes: &dyn Lanes,
    ) -> Result<LeadRows, LearnProblem> {
        let scored = Scored { scores: &self.scores, profile: &self.profile };
        // What the person wrote down teaches as an imported list does.
        let mut outcomes = outcomes.clone();
        outcomes.outcomes.extend(self.outcomes());
        LeadRows::gather(&self.leads, scored, &outcomes, recipe, self.as_of, lanes)
    }

    /// What models are to be asked about.
    pub fn questions(&self, lanes: &dyn Lanes) -> Questions {
        Questions {
            features: house::columns(&self.leads, self.as_of, lanes),
            rule: (0..self.leads.len()).map(|lead| self.scores.get(lead).exact_total).collect(),
        }
    }
}

/// Asks the models.
///
/// # Errors
/// A feature that a model needs and these leads do not have.
pub fn judge(
    questions: &Questions,
    arv: Option<InUse<'_, ArvModel>>,
    lead: Option<InUse<'_, LeadModel>>,
    lanes: &dyn Lanes,
) -> Result<Judgements, LearnProblem> {
    let arv = arv.map(|InUse { version, model }| {
        let answers = model.judge(&questions.features, lanes)?;
        Ok::<_, LearnProblem>(ArvJudgement { version: version.to_owned(), coverage: model.plan.coverage, answers })
    });
    let lead = lead.map(|InUse { version, model }| {
        let chances = model.judge(&questions.features, &questions.rule, lanes)?;
        let (base_rate, standing) = (model.plan.base_rate, model.standing());
        Ok::<_, LearnProblem>(LeadJudgement { version: version.to_owned(), chances, base_rate, standing })
    });
    Ok(Judgements { arv: arv.transpose()?, lead: lead.transpose()? })
}
