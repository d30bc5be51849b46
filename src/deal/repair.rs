//! Repair cost from distress.

use super::DealInput;
use crate::{lead::round_decimal, score::RepairAssumptions};

/// An estimate of repairs, US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repair<'p> {
    pub cost_usd: f64,
    pub low_usd: f64,
    pub high_usd: f64,
    /// `cosmetic` to `extensive`.
    pub level: &'p str,
    pub confidence: f64,
}

/// Estimates repairs: a step per fifth of the distress score, more for foreclosures and tax sales.
pub fn repair_of<'p>(input: &DealInput<'_>, assumptions: &'p RepairAssumptions) -> Repair<'p> {
    let distress = input.distress_score / 100.0;
    let level = assumptions.levels.iter().find(|level| level.below.is_none_or(|bound| distress < bound));
    if let Some(cost) = input.given.repair_usd {
        let level = assumptions.levels.iter().rev().find(|level| level.usd <= cost).or(assumptions.levels.first());
        let level = level.map_or("", |level| level.level.as_str());
        return Repair { cost_usd: cost, low_usd: cost, high_usd: cost, level, confidence: assumptions.confidence };
    }
    let (mut cost, level) = level.or(assumptions.levels.last()).map_or((0.0, ""), |l| (l.usd, l.level.as_str()));
    if input.has_foreclosure {
        cost *= assumptions.foreclosure_factor;
    }
    if input.has_tax_sale {
        cost *= assumptions.tax_sale_factor;
    }
    let band = cost * assumptions.band;
    Repair {
        cost_usd: round_decimal(cost, 2),
        low_usd: round_decimal(cost - band, 2),
        high_usd: round_decimal(cost + band, 2),
        level,
        confidence: assumptions.confidence,
    }
}
