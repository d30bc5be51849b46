//! The profitability guardrail: does the deal clear a minimum profit? (FACTS 10.2)

use serde::{Deserialize, Serialize};

use crate::{
    layout::{Field, Source},
    lead::{Lead, round_decimal},
};

/// How the guardrail reckons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guardrail {
    pub minimum_profit_usd: f64,
    /// A lead that does not clear it is at best tier C, and that only from this score.
    pub unprofitable_c: f64,
    /// What the end buyer pays, as a share of ARV, before repairs.
    pub buyer_share: f64,
    /// What we pay where no price is known, as a share of ARV.
    pub acquisition_share: f64,
    pub repair_floor_usd: f64,
    pub default_living_area_sqft: f64,
    pub repair_usd_per_sqft: f64,
    pub many_violations: ViolationRate,
    pub any_violation: ViolationRate,
    pub old_building: AgeRate,
}

/// Added to the repair rate above a number of violations on the parcel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViolationRate {
    pub over: u32,
    pub usd_per_sqft: f64,
}

/// Added to the repair rate of buildings from before a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRate {
    pub before: f64,
    pub usd_per_sqft: f64,
}

/// The guardrail's view of a lead, US dollars rounded to cents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profitability {
    pub arv_usd: f64,
    pub repair_usd: f64,
    pub acquisition_usd: f64,
    pub end_buyer_usd: f64,
    pub projected_profit_usd: f64,
    pub roi_percent: f64,
    pub max_allowable_offer_usd: f64,
    pub is_profitable: bool,
}

impl Guardrail {
    pub fn judge(&self, lead: Lead<'_>) -> Profitability {
        let known = |source, field| lead.number(source, field).filter(|v| *v != 0.0);
        let arv = lead.market_value().unwrap_or(0.0);
        let repairs = self.repairs_usd(lead);
        let acquisition = known(Source::TaxSale, Field::OpeningBidUsd)
            .or_else(|| known(Source::Foreclosure, Field::DefaultAmountUsd))
            .or_else(|| known(Source::Foreclosure, Field::OpeningBidUsd))
            .unwrap_or(arv * self.acquisition_share);
        let end_buyer = arv * self.buyer_share - repairs;
        let profit = end_buyer - acquisition;
        let outlay = acquisition + repairs;
        let roi = if outlay > 0.0 { profit / outlay * 100.0 } else { 0.0 };
        Profitability {
            arv_usd: round_decimal(arv, 2),
            repair_usd: round_decimal(repairs, 2),
            acquisition_usd: round_decimal(acquisition, 2),
            end_buyer_usd: round_decimal(end_buyer, 2),
            projected_profit_usd: round_decimal(profit, 2),
            roi_percent: round_decimal(roi, 2),
            max_allowable_offer_usd: round_decimal(end_buyer - self.minimum_profit_usd, 2),
            is_profitable: profit >= self.minimum_profit_usd,
        }
    }

    fn repairs_usd(&self, lead: Lead<'_>) -> f64 {
        let living_area = lead.number(Source::PropertyRecord, Field::LivingAreaSqft).filter(|v| *v != 0.0);
        let violations = lead.own_violations().map_or(0, |own| own.count);
        let for_violations = [self.many_violations, self.any_violation]
            .into_iter()
            .find(|rate| violations > rate.over)
            .map_or(0.0, |rate| rate.usd_per_sqft);
        let year_built = lead.number(Source::PropertyRecord, Field::YearBuilt);
        let is_old = year_built.is_some_and(|year| year < self.old_building.before);
        let for_age = if is_old { self.old_building.usd_per_sqft } else { 0.0 };
        let rate = self.repair_usd_per_sqft + for_violations + for_age;
        (living_area.unwrap_or(self.default_living_area_sqft) * rate).max(self.repair_floor_usd)
    }
}
