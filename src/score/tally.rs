//! The tier table.

use serde::{Deserialize, Serialize};

use super::{Profile, Scores, Thresholds, Tier};

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
    let mut counts = [0_u32; Tier::ALL.len()];
    let mut sums = [0.0_f64; Tier::ALL.len()];
    let mut ranges = [(f64::INFINITY, f64::NEG_INFINITY); Tier::ALL.len()];
    for &lead in scores.ranking() {
        let score = scores.decisive(lead as usize, profile);
        let tier = scores.tier(lead as usize, thresholds, profile) as usize;
        counts[tier] += 1;
        sums[tier] += score;
        ranges[tier] = (ranges[tier].0.min(score), ranges[tier].1.max(score));
    }
    let all = scores.ranking().len().max(1) as f64;
    let row = |tier: Tier| {
        let i = tier as usize;
        let known = |value: f64| (counts[i] > 0).then_some(value);
        TierRow {
            tier,
            count: counts[i],
            percent: f64::from(counts[i]) / all * 100.0,
            mean: known(sums[i] / f64::from(counts[i].max(1))),
            min: known(ranges[i].0),
            max: known(ranges[i].1),
        }
    };
    Tier::ALL.into_iter().map(row).collect()
}

/// How many scored leads have a decisive score in `[i, i + 1)`, for i in 0..100; 100 counts into the last.
pub fn histogram(scores: &Scores, profile: &Profile) -> Vec<u32> {
    let mut bins = vec![0; 100];
    for &lead in scores.ranking() {
        bins[(scores.decisive(lead as usize, profile) as usize).min(99)] += 1;
    }
    bins
}
