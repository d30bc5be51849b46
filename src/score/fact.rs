//! What rules may ask of a lead.

use serde::{Deserialize, Serialize};

use super::guardrail::Profitability;
use crate::{
    layout::{Field, ImportMode, Source},
    lead::Lead,
};

/// A number that rules look at. None means that it is not known; a rule on it then counts nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// 1 when the tax sale list names the parcel; the next ones likewise.
    TaxSale,
    Foreclosure,
    PropertyRecord,
    CodeViolation,
    /// 1 when a date stands there, however old.
    SaleDate,
    AuctionDate,
    /// US dollars; 0 is unknown.
    DefaultAmount,
    OpeningBid,
    MarketValue,
    /// Market value per assessed value, percent; 100 means equal.
    EquityPercent,
    /// Yearly taxes per market value, percent.
    TaxesOfMarketPercent,
    /// Square feet; 0 is unknown.
    LivingArea,
    YearBuilt,
    /// Code violations within the radius; unknown without coordinates or a violation list.
    NearbyViolations,
    NearbyOpenViolations,
    /// Miles; 0 is unknown, as the reference has it.
    NearestViolationMiles,
    /// Violations on the parcel, else nearby, else 0.
    Violations,
    OpenViolations,
    /// 1 when the parcel's latest violation has a date.
    RecentViolation,
    /// 1 when the parcel became a lead by its violations.
    CodeViolationSeed,
    /// Projected profit of the guardrail, US dollars, where it clears the minimum.
    GuardedProfit,
}

/// A lead with what was worked out about it once for all rules.
pub(super) struct Evidence<'a> {
    pub lead: Lead<'a>,
    pub profitability: Option<Profitability>,
}

impl Evidence<'_> {
    pub fn get(&self, fact: Fact) -> Option<f64> {
        let lead = self.lead;
        let yes = |holds: bool| holds.then_some(1.0);
        let known = |value: Option<f64>| value.filter(|v| *v != 0.0);
        match fact {
            Fact::TaxSale => yes(lead.has(Source::TaxSale)),
            Fact::Foreclosure => yes(lead.has(Source::Foreclosure)),
            Fact::PropertyRecord => yes(lead.has(Source::PropertyRecord)),
            Fact::CodeViolation => yes(lead.has(Source::CodeViolation)),
            Fact::SaleDate => yes(lead.day(Source::TaxSale, Field::SaleDate).is_filled()),
            Fact::AuctionDate => yes(lead.day(Source::Foreclosure, Field::AuctionDate).is_filled()),
            Fact::DefaultAmount => known(lead.number(Source::Foreclosure, Field::DefaultAmountUsd)),
            Fact::OpeningBid => known(lead.number(Source::TaxSale, Field::OpeningBidUsd))
                .or_else(|| known(lead.number(Source::Foreclosure, Field::OpeningBidUsd))),
            Fact::MarketValue => lead.market_value(),
            Fact::EquityPercent => known(lead.equity_percent()),
            Fact::TaxesOfMarketPercent => {
                let taxes = known(lead.number(Source::PropertyRecord, Field::TaxesUsd))?;
                Some(taxes / lead.market_value()? * 100.0)
            }
            Fact::LivingArea => known(lead.number(Source::PropertyRecord, Field::LivingAreaSqft)),
            Fact::YearBuilt => lead.number(Source::PropertyRecord, Field::YearBuilt),
            Fact::NearbyViolations => lead.proximity().map(|near| f64::from(near.violations)),
            Fact::NearbyOpenViolations => lead.proximity().map(|near| f64::from(near.open)),
            Fact::NearestViolationMiles => known(lead.proximity()?.nearest_miles),
            Fact::Violations => Some(f64::from(violations(lead))),
            Fact::OpenViolations => {
                let own = lead.own_violations().map(|own| own.open).filter(|n| *n > 0);
                Some(f64::from(own.or_else(|| lead.proximity().map(|near| near.open)).unwrap_or(0)))
            }
            Fact::RecentViolation => yes(lead.own_violations().is_some_and(|own| own.most_recent.is_filled())),
            Fact::CodeViolationSeed => yes(is_code_violation_seed(lead)),
            Fact::GuardedProfit => self.profitability.filter(|p| p.is_profitable).map(|p| p.projected_profit_usd),
        }
    }
}

/// Violations on the parcel, else nearby.
fn violations(lead: Lead<'_>) -> u32 {
    let own = lead.own_violations().map(|own| own.count).filter(|n| *n > 0);
    own.or_else(|| lead.proximity().map(|near| near.violations)).unwrap_or(0)
}

/// The enrichment file says what made the parcel a lead; without it, the first list that names it does. The reference
/// takes what neither sale list names for a find of the violation lists, even if these do not name it either.
fn is_code_violation_seed(lead: Lead<'_>) -> bool {
    match lead.text(Source::Enrichment, Field::SeedType) {
        Some(seed_type) => seed_type == Source::CodeViolation.code(),
        None => {
            let is_for_sale = lead.has(Source::TaxSale) || lead.has(Source::Foreclosure);
            let has_violations = lead.own_violations().is_some_and(|own| own.count > 0);
            !is_for_sale && (has_violations || lead.mode() == ImportMode::Reference)
        }
    }
}
