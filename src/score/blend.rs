//! Rule score and a model's chance -> the adjusted score.

use serde::{Deserialize, Serialize};

use super::{Profile, Score};
use crate::lead::round_decimal;

/// How far a lead model may move a score: `clamp(rule + (chance - centre) * weight, 0, 100)` (FACTS 8).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Blend {
    /// The chance that leaves the rule score as it is.
    pub centre: Centre,
    /// Points between a chance of 0 and a chance of 1.
    pub weight: f64,
}

impl Default for Blend {
    fn default() -> Self {
        Self { centre: Centre::Half, weight: 40.0 }
    }
}

impl Blend {
    /// The chance that leaves the rule score as it is, for a model that learned from this share of good leads.
    pub fn centre_of(&self, base_rate: f64) -> f64 {
        match self.centre {
            Centre::Half => 0.5,
            Centre::BaseRate => base_rate,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Centre {
    /// 0.5, as in the reference. Where one lead in fifteen is good, this lowers nearly every score.
    Half,
    /// The share of good leads that the model learned from.
    BaseRate,
}

/// What a lead model says of all leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chances {
    /// By lead, 0 to 1.
    pub by_lead: Vec<f64>,
    /// The share of good leads that the model learned from.
    pub base_rate: f64,
}

/// A score that a model has moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blended {
    /// The model's chance that the lead is a good one.
    pub chance: f64,
    /// The adjusted score that a tier may be decided by.
    pub exact: f64,
    /// The same as shown.
    pub shown: f64,
    /// Whether the model speaks for the lead; a chance at the centre does not.
    pub is_boost: bool,
}

impl Blended {
    /// Of a rule score and a chance; `base_rate` is the share of good leads that the model learned from.
    pub fn of(score: &Score, chance: f64, base_rate: f64, profile: &Profile) -> Self {
        let points = (chance - profile.blend.centre_of(base_rate)) * profile.blend.weight;
        let exact = (score.exact_total + points).clamp(0.0, 100.0);
        let shown = profile.decimals.map_or(exact, |digits| round_decimal(exact, digits));
        Self { chance, exact, shown, is_boost: points > 0.0 }
    }

    /// The code of the reason that a model adds.
    pub fn reason(&self) -> &'static str {
        if self.is_boost { "ML_BOOST" } else { "ML_CAUTION" }
    }
}
