//! Leads -> [`Scores`]: points by rule, weighted, ranked, cut into tiers.
//!
//! In: leads and a [`Profile`], which is data (`profiles/*.toml`). Out: for each lead its components, total, tier and
//! the reasons why; with a lead model's chances also the adjusted score. Arithmetic is in the order in which the profile is written, in doubles, so that it gives the last
//! digit of the reference. Nothing here looks at a model or estimates money, but for the guardrail of a profile.

mod assumptions;
mod blend;
mod fact;
mod guardrail;
mod ladder;
mod profile;
mod profile_text;
mod profile_toml;
mod reason;
mod rule_words;
mod scores;
mod tally;
mod tier;

pub use assumptions::{
    ArvAssumptions, CityBase, DealAssumptions, Judgement, Recommendation, RecommendationRule, RepairAssumptions,
    RepairLevel, UseFactor,
};
pub use blend::{Blend, Blended, Centre, Chances};
pub use fact::Fact;
pub use guardrail::{Guardrail, Profitability};
pub use ladder::{Cut, Ladder};
pub use profile::{Bonus, Component, Condition, Profile, ProfileError, Rule, ScoreColumn, Step, Thresholds, TierBasis};
pub use reason::{reason_words, rule_words};
pub use rule_words::{FactUnit, Part, StepNumber, step_parts};
pub(crate) use scores::sortable;
pub use scores::{CountedRule, Score, Scores, counted_bonuses, counted_rules, score};
pub use tally::{TierRow, tier_table};
pub use tier::Tier;

#[cfg(test)]
mod tests;
