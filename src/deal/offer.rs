//! Return on a purchase, and the 70 % rule.

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
