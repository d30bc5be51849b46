//! Why the models say what they say of the open lead.

use std::sync::Arc;

use leadscore::session::{LeadRow, Why};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

#[derive(Clone, Copy)]
pub struct WhyState {
    pub shown: RwSignal<Explaining>,
    /// What is wanted, and what the trainer has been asked for and has not answered.
    pub wanted: StoredValue<Option<Asked>>,
    pub asked: StoredValue<Option<Asked>>,
    /// Asked when the hand rests: whoever steps through the list wants the last one.
    pub timer: StoredValue<Option<TimeoutHandle>>,
    /// Whether the trainer that is running has the leads and the models in use.
    pub is_told: StoredValue<bool>,
    /// Found before, the newest last.
    pub found: StoredValue<Vec<(Asked, Arc<Why>)>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Explaining {
    /// No model speaks for the lead.
    Nothing,
    Asking,
    Here(Arc<Why>),
    Failed(String),
}

/// A lead as the models have judged it: judged anew, it is to be explained anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub lead: u32,
    score: f64,
    rule_score: f64,
    chance: Option<f64>,
    arv: f64,
}

impl Asked {
    /// None where no model speaks.
    pub fn of(row: &LeadRow) -> Option<Self> {
        let &LeadRow { lead, score, rule_score, chance, arv, .. } = row;
        (row.arv_by_model || chance.is_some()).then_some(Self { lead, score, rule_score, chance, arv })
    }
}

impl WhyState {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(Explaining::Nothing),
            wanted: StoredValue::new(None),
            asked: StoredValue::new(None),
            timer: StoredValue::new(None),
            is_told: StoredValue::new(false),
            found: StoredValue::new(Vec::new()),
        }
    }
}
