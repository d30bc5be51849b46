//! Deal assumptions of a profile, as data. What is done with them stands in [`deal`](crate::deal).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DealAssumptions {
    /// The 70 % rule: pay at most this share of ARV, less repairs.
    pub rule_share: f64,
    pub judgment_share: f64,
    pub arv_share: f64,
    pub holding_usd: f64,
    pub transaction_share: f64,
    pub arv: ArvAssumptions,
    pub repairs: RepairAssumptions,
    pub judgement: Judgement,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArvAssumptions {
    /// Taken where the lists do not say the city.
    pub default_city: String,
    pub other_city_usd: f64,
    /// A location score of 100 lifts the base by this share.
    pub location_lift: f64,
    /// Low and high are this share off.
    pub band: f64,
    pub confidence: f64,
    pub good_location_over: f64,
    pub good_location_confidence: f64,
    /// When the appraiser's market value stands for ARV.
    pub appraised_confidence: f64,
    pub cities: Vec<CityBase>,
    pub uses: Vec<UseFactor>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityBase {
    pub name: String,
    pub usd: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseFactor {
    pub name: String,
    pub factor: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairAssumptions {
    pub foreclosure_factor: f64,
    pub tax_sale_factor: f64,
    pub band: f64,
    pub confidence: f64,
    pub levels: Vec<RepairLevel>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairLevel {
    /// Distress score per hundred; none on the last level.
    pub below: Option<f64>,
    pub usd: f64,
    pub level: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    pub distress_risk_over: f64,
    pub weak_location_below: f64,
    pub excellent_location_over: f64,
    pub high_roi_over: f64,
    pub high_value_over: f64,
    pub high_confidence_from: f64,
    pub medium_confidence_from: f64,
    pub recommendations: Vec<RecommendationRule>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecommendationRule {
    pub roi_over: f64,
    pub risks_at_most: Option<usize>,
    pub say: Recommendation,
}

/// What to do with a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recommendation {
    StrongBuy,
    Buy,
    Hold,
    Pass,
}

impl Recommendation {
    pub fn code(self) -> &'static str {
        match self {
            Self::StrongBuy => "strong_buy",
            Self::Buy => "buy",
            Self::Hold => "hold",
            Self::Pass => "pass",
        }
    }
}
