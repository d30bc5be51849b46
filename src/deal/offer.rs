//! Return on a purchase, and the 70 % rule.

use serde::{Deserialize, Serialize};

use super::Deal;
use crate::lead::round_decimal;

/// What a purchase returns, US dollars rounded to cents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Return {
    pub total_investment_usd: f64,
    pub gross_profit_usd: f64,
    pub roi_percent: f64,
    /// ARV times the rule's share, less repairs.
    pub max_offer_usd: f64,
    pub profit_at_max_offer_usd: f64,
    pub meets_rule: bool,
}

/// Reckons the return of buying at `purchase`, repairing, holding and selling at `arv`.
pub fn return_on(arv: f64, purchase: f64, repairs: f64, holding: f64, transaction: f64, rule_share: f64) -> Return {
    let investment = purchase + repairs + holding + transaction;
    let gross = arv - investment;
    let roi = if investment > 0.0 { gross / investment * 100.0 } else { 0.0 };
    let max_offer = arv * rule_share - repairs;
    Return {
        total_investment_usd: round_decimal(investment, 2),
        gross_profit_usd: round_decimal(gross, 2),
        roi_percent: round_decimal(roi, 2),
        max_offer_usd: round_decimal(max_offer, 2),
        profit_at_max_offer_usd: round_decimal(arv - max_offer - repairs, 2),
        meets_rule: purchase <= max_offer,
    }
}

/// An offer by a share of ARV, and what it leaves; US dollars rounded to cents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// Of ARV, before repairs.
    pub share: f64,
    pub offer_usd: f64,
    pub profit_usd: f64,
    pub roi_percent: f64,
    /// Whether the offer is at or above the price.
    pub meets_price: bool,
}

/// Below the share of the rule by this much each.
const STEPS_BELOW: [f64; 3] = [0.10, 0.05, 0.0];

/// The ladder of offers: with the 70 % rule at 60, 65 and 70 % of ARV, less repairs.
pub fn rungs(deal: &Deal<'_>, rule_share: f64) -> [Rung; 3] {
    STEPS_BELOW.map(|below| {
        let share = round_decimal(rule_share - below, 6);
        let arv = deal.arv.estimate_usd;
        let offer = arv * share - deal.repair.cost_usd;
        let left = return_on(arv, offer, deal.repair.cost_usd, deal.holding_usd, deal.transaction_usd, rule_share);
        Rung {
            share,
            offer_usd: round_decimal(offer, 2),
            profit_usd: left.gross_profit_usd,
            roi_percent: left.roi_percent,
            meets_price: deal.acquisition_usd <= round_decimal(offer, 2),
        }
    })
}
