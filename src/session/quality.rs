//! How far the lists can be trusted: what is filled in, what joins, where rows disagree, what models can learn from
//! them, and who answers.
//!
//! In: a session, the account of its import, the models in use. Out: one [`Sheet`] per question, each with a verdict.

mod learning;
mod lists;

use super::{FileReport, Session, Sheet};
use crate::{
    lead::{Outcomes, Sales},
    learn::{arv::ArvRecipe, lead::LeadRecipe},
};
use serde::{Deserialize, Serialize};

/// What is known beside the leads.
#[derive(Debug)]
pub struct Grounds<'a> {
    pub files: &'a [FileReport],
    pub sales: &'a Sales,
    pub outcomes: &'a Outcomes,
    /// Models in use.
    pub used: &'a [UsedModel],
}

/// A model in use, as far as it bears on when to train again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsedModel {
    pub recipe: AnyRecipe,
    /// The day of its training, in seconds since 1970 UTC.
    pub made_seconds: f64,
    /// Rows that it learned from and was tested on.
    pub rows: Option<u32>,
}

/// How a model of either kind was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AnyRecipe {
    Arv(ArvRecipe),
    Lead(LeadRecipe),
}

impl Session {
    /// All that is to be said of the lists, what needs a look and what is good.
    pub fn quality(&self, grounds: &Grounds<'_>) -> Vec<Sheet> {
        vec![
            lists::rows(grounds.files),
            lists::joins(self),
            lists::conflicts(self),
            lists::places(self),
            lists::dates(self, grounds.files),
            learning::values(self, grounds),
            learning::leads(self, grounds),
            learning::methods(self),
            learning::advice(self, grounds),
            lists::completeness(self),
        ]
    }
}

#[cfg(test)]
mod tests;
