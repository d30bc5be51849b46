//! What models say of the leads at hand: plain data, whoever ran them.

use serde::{Deserialize, Serialize};

/// What the models in charge say; a model that is not there says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judgements {
    pub arv: Option<ArvJudgement>,
    pub lead: Option<LeadJudgement>,
}

/// What an ARV model says of each lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArvJudgement {
    /// The version that speaks, such as `20261123_101500`.
    pub version: String,
    /// The share of known values that the model's ranges held when it was tested, 0 to 1.
    pub coverage: f64,
    /// By lead.
    pub answers: Vec<ArvAnswer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum ArvAnswer {
    /// US dollars; as many known values as [`ArvJudgement::coverage`] says lay between low and high.
    Model { estimate_usd: f64, low_usd: f64, high_usd: f64 },
    /// The house is unlike those that the model learned from.
    Outside(Outside),
}

/// Why a model does not speak for a house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outside {
    /// Too little is known of the house itself.
    Unknown,
    /// The model knows no sale or value nearby.
    Place,
    /// A size or an age beyond all that it has seen.
    Size,
}

impl Outside {
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "neither living area nor year built is known",
            Self::Place => "the model has not learned from this area",
            Self::Size => "size or age lies beyond what the model has seen",
        }
    }
}

/// What a lead model says of each lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadJudgement {
    pub version: String,
    /// By lead: the chance that it is a good one.
    pub chances: Vec<f64>,
    /// The share of good leads that the model learned from.
    pub base_rate: f64,
    pub standing: Standing,
}

/// Whether a lead model may move scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Standing {
    /// It may. Words such as "imitates the rule score" that must stand beside it.
    InCharge { badges: Vec<String> },
    /// The rule score stays in charge, and why.
    RuleStays { why: String },
}
