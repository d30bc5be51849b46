//! The deal as a whole: price, return, risks, opportunities, what to do.

use super::{
    arv::{Arv, ModelArv, arv_of},
    offer::return_on,
    repair::{Repair, repair_of},
};
use crate::{
    layout::{Field, ImportMode, Source},
    lead::{Lead, round_decimal},
    score::{DealAssumptions, Profile, Recommendation, Score, ScoreColumn},
};

/// What a deal is reckoned from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DealInput<'a> {
    /// What a model says it is worth, where one speaks.
    pub model: Option<ModelArv>,
    pub city: Option<&'a str>,
    pub property_use: Option<&'a str>,
    /// Appraiser's market value, where it may stand for ARV.
    pub market_value_usd: Option<f64>,
    pub distress_score: f64,
    pub value_score: f64,
    pub location_score: f64,
    pub has_tax_sale: bool,
    pub has_foreclosure: bool,
    pub opening_bid_usd: Option<f64>,
    pub judgment_usd: Option<f64>,
    /// City and use must match letter by letter, as in the reference.
    pub exact_names: bool,
    /// What somebody knows better.
    pub given: Given,
}

/// What a person says of a house, US dollars; it goes before what the lists, models and rules of thumb say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Given {
    pub arv_usd: Option<f64>,
    pub repair_usd: Option<f64>,
    pub price_usd: Option<f64>,
}

/// Where the purchase price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquisition {
    /// Somebody gave it.
    Given,
    OpeningBid,
    Judgment,
    ShareOfArv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    VeryHighDistress,
    MajorRepairs,
    OverRule,
    WeakLocation,
    LowConfidence,
}

impl Risk {
    pub fn code(self) -> &'static str {
        match self {
            Self::VeryHighDistress => "VERY_HIGH_DISTRESS",
            Self::MajorRepairs => "MAJOR_REPAIRS",
            Self::OverRule => "OVER_70_RULE",
            Self::WeakLocation => "WEAK_LOCATION",
            Self::LowConfidence => "LOW_CONFIDENCE",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::VeryHighDistress => "Very high distress",
            Self::MajorRepairs => "Major repairs",
            Self::OverRule => "Price is above the 70 % rule",
            Self::WeakLocation => "Weak location",
            Self::LowConfidence => "Uncertain estimates",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opportunity {
    TaxSale,
    Foreclosure,
    ExcellentLocation,
    HighRoi,
    HighValue,
}

impl Opportunity {
    pub fn code(self) -> &'static str {
        match self {
            Self::TaxSale => "TAX_SALE",
            Self::Foreclosure => "FORECLOSURE",
            Self::ExcellentLocation => "EXCELLENT_LOCATION",
            Self::HighRoi => "HIGH_ROI",
            Self::HighValue => "HIGH_VALUE",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::TaxSale => "On the tax sale list",
            Self::Foreclosure => "In foreclosure",
            Self::ExcellentLocation => "Excellent location",
            Self::HighRoi => "High return",
            Self::HighValue => "High value score",
        }
    }
}

/// How sure the estimates are taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    High,
    Medium,
    Low,
}

impl Confidence {
    pub fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// A deal, US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deal<'p> {
    pub arv: Arv,
    pub repair: Repair<'p>,
    pub acquisition_usd: f64,
    pub acquisition: Acquisition,
    pub holding_usd: f64,
    pub transaction_usd: f64,
    /// Not rounded, as in the reference.
    pub max_offer_usd: f64,
    pub potential_profit_usd: f64,
    pub roi_percent: f64,
    pub meets_rule: bool,
    pub confidence: Confidence,
    pub recommendation: Recommendation,
    risks: [Option<Risk>; 5],
    opportunities: [Option<Opportunity>; 5],
}

impl Deal<'_> {
    pub fn risks(&self) -> impl Iterator<Item = Risk> + use<> {
        self.risks.into_iter().flatten()
    }

    pub fn opportunities(&self) -> impl Iterator<Item = Opportunity> + use<> {
        self.opportunities.into_iter().flatten()
    }
}

/// What the lists say of a lead's deal. In reference mode only what the reference's analysis was handed: no city, no
/// use, no market value, no opening bid.
pub fn input<'a>(lead: Lead<'a>, score: &Score, profile: &Profile) -> DealInput<'a> {
    let column = |column| score.column(column, profile).unwrap_or(0.0);
    let scores = DealInput {
        distress_score: column(ScoreColumn::DistressScore),
        value_score: column(ScoreColumn::ValueScore),
        location_score: column(ScoreColumn::LocationScore),
        has_tax_sale: lead.has(Source::TaxSale),
        has_foreclosure: lead.has(Source::Foreclosure),
        judgment_usd: lead.number(Source::Foreclosure, Field::DefaultAmountUsd),
        ..DealInput::default()
    };
    match lead.mode() {
        ImportMode::Reference => DealInput { exact_names: true, ..scores },
        ImportMode::Smart => DealInput {
            city: lead.city(),
            property_use: lead.text(Source::Foreclosure, Field::PropertyType),
            market_value_usd: lead.market_value(),
            opening_bid_usd: lead
                .number(Source::TaxSale, Field::OpeningBidUsd)
                .or_else(|| lead.number(Source::Foreclosure, Field::OpeningBidUsd)),
            ..scores
        },
    }
}

/// Reckons the deal.
pub fn analyze<'p>(input: &DealInput<'_>, assumptions: &'p DealAssumptions) -> Deal<'p> {
    let mut arv = arv_of(input, &assumptions.arv);
    if let Some(given) = input.given.arv_usd {
        arv.estimate_usd = given;
    }
    let repair = repair_of(input, &assumptions.repairs);
    let known = |amount: Option<f64>| amount.filter(|v| *v != 0.0);
    let (purchase, acquisition) = match (input.given.price_usd, known(input.opening_bid_usd), known(input.judgment_usd))
    {
        (Some(price), ..) => (price, Acquisition::Given),
        (None, Some(bid), _) => (bid, Acquisition::OpeningBid),
        (None, None, Some(judgment)) => (judgment * assumptions.judgment_share, Acquisition::Judgment),
        (None, None, None) => (arv.estimate_usd * assumptions.arv_share, Acquisition::ShareOfArv),
    };
    let transaction = arv.estimate_usd * assumptions.transaction_share;
    let outcome = return_on(
        arv.estimate_usd,
        purchase,
        repair.cost_usd,
        assumptions.holding_usd,
        transaction,
        assumptions.rule_share,
    );
    let judgement = &assumptions.judgement;
    let confidence = match (arv.confidence + repair.confidence) / 2.0 {
        mean if mean >= judgement.high_confidence_from => Confidence::High,
        mean if mean >= judgement.medium_confidence_from => Confidence::Medium,
        _ => Confidence::Low,
    };
    let is_major = assumptions.repairs.levels.iter().rev().take(2).any(|level| level.level == repair.level);
    let risk = |holds: bool, risk| holds.then_some(risk);
    let risks = [
        risk(input.distress_score > judgement.distress_risk_over, Risk::VeryHighDistress),
        risk(is_major, Risk::MajorRepairs),
        risk(!outcome.meets_rule, Risk::OverRule),
        risk(input.location_score < judgement.weak_location_below, Risk::WeakLocation),
        risk(confidence == Confidence::Low, Risk::LowConfidence),
    ];
    let opportunity = |holds: bool, opportunity| holds.then_some(opportunity);
    let opportunities = [
        opportunity(input.has_tax_sale, Opportunity::TaxSale),
        opportunity(input.has_foreclosure, Opportunity::Foreclosure),
        opportunity(input.location_score > judgement.excellent_location_over, Opportunity::ExcellentLocation),
        opportunity(outcome.roi_percent > judgement.high_roi_over, Opportunity::HighRoi),
        opportunity(input.value_score > judgement.high_value_over, Opportunity::HighValue),
    ];
    let risk_count = risks.iter().flatten().count();
    let recommendation = judgement
        .recommendations
        .iter()
        .find(|rule| outcome.roi_percent > rule.roi_over && rule.risks_at_most.is_none_or(|most| risk_count <= most))
        .map_or(Recommendation::Pass, |rule| rule.say);
    Deal {
        arv,
        repair,
        acquisition_usd: round_decimal(purchase, 2),
        acquisition,
        holding_usd: assumptions.holding_usd,
        transaction_usd: transaction,
        max_offer_usd: arv.estimate_usd * assumptions.rule_share - repair.cost_usd,
        potential_profit_usd: outcome.gross_profit_usd,
        roi_percent: outcome.roi_percent,
        meets_rule: outcome.meets_rule,
        confidence,
        recommendation,
        risks,
        opportunities,
    }
}
