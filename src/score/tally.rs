//! The tier table.

use serde::{Deserialize, Serialize};

use super::{Ladder, Profile, Scores, Thresholds, Tier};

/// One line of the tier table. Scores are those that the tiers are decided by, as shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TierRow {
    pub tier: Tier,
    pub count: u32,
    /// Of all scored leads.
    pub percent: f64,
    /// None for an empty tier.
    pub mean: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// Counts the leads of each tier, A to D.
pub fn tier_table(scores: &Scores, profile: &Profile, thresholds: Thresholds) -> Vec<TierRow> {
    Ladder::of(scores, profile, 0, |_| None).tiers(thresholds)
}
