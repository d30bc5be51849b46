//! What counts as a good lead, and from which rows that is learned.

use serde::{Deserialize, Serialize};

use crate::{
    lead::OutcomeKind,
    learn::{Folds, Tuned},
};

/// How a lead model is to be trained. Everything that a result depends on is in here or in the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRecipe {
    pub label: LeadLabel,
    /// Outcomes of calls longer ago are left out. A tier is as old as the day for which leads are scored.
    pub recent_days: u32,
    /// The share of the rows that is tested on and not learned from.
    pub test_share: f64,
    /// How many leads one can call: precision and lift are told for so many.
    pub capacity: usize,
    pub seed: u64,
    /// Columns to learn from though they look like giving the answer away.
    pub allow_leaky: Vec<String>,
    /// The lists are made up, as the demo county's are: no real house may be judged by it unasked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_made_up: bool,
    /// What is learned with instead of the usual parameters, as a search found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuned: Option<Tuned>,
}

impl Default for LeadRecipe {
    fn default() -> Self {
        Self {
            label: LeadLabel::TierA,
            recent_days: 90,
            test_share: 0.2,
            capacity: 60,
            seed: 42,
            allow_leaky: Vec::new(),
            is_made_up: false,
            tuned: None,
        }
    }
}

impl LeadRecipe {
    /// Which rows of these labels are learned from, and which are tested on.
    pub fn parts(&self, label: &[f64]) -> (Vec<u32>, Vec<u32>) {
        Folds::set_aside(label, self.test_share, self.seed)
    }

    /// `boost`, `forest` or `stack`.
    pub fn learner_name(&self) -> &'static str {
        self.tuned.as_ref().map_or("boost", Tuned::name)
    }
}

/// What makes a lead a good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadLabel {
    /// The rule score puts it into tier A (the guide's label, FACTS 12.2).
    TierA,
    /// The rule score is among the best tenth: made up where tier A is empty, and marked as such ever after.
    BestTenth,
    /// A call got at least this far.
    Outcome(OutcomeKind),
}

impl LeadLabel {
    /// The target named on the command line: `tier`, or an outcome such as `appointment`.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "tier" | "tier_a" => Some(Self::TierA),
            "best_tenth" | "synthetic" => Some(Self::BestTenth),
            name => OutcomeKind::ALL
                .into_iter()
                .find(|kind| kind.code() == name && *kind >= OutcomeKind::Contacted)
                .map(Self::Outcome),
        }
    }

    /// The name of the label, as the artifact records it.
    pub fn code(self) -> &'static str {
        match self {
            Self::TierA => "tier_a",
            Self::BestTenth => "best_tenth",
            Self::Outcome(kind) => kind.code(),
        }
    }

    /// What a good lead is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TierA => "tier A",
            Self::BestTenth => "among the best tenth by rule",
            Self::Outcome(OutcomeKind::Contacted) => "contacted or more",
            Self::Outcome(OutcomeKind::Appointment) => "an appointment or more",
            Self::Outcome(OutcomeKind::Contract) => "a contract or more",
            Self::Outcome(OutcomeKind::Closed) => "closed",
            Self::Outcome(OutcomeKind::NoAnswer | OutcomeKind::Dead) => "called",
        }
    }

    /// Whether the label is a function of the rule score.
    pub fn imitates_rule(self) -> bool {
        !matches!(self, Self::Outcome(_))
    }

    /// What must stand beside every figure of such a model.
    pub fn badges(self) -> Vec<String> {
        match self {
            Self::TierA => vec!["imitates the rule score".to_owned()],
            Self::BestTenth => vec!["imitates the rule score".to_owned(), "synthetic labels".to_owned()],
            Self::Outcome(_) => Vec::new(),
        }
    }
}
