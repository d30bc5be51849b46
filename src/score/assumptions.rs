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

impl DealAssumptions {
    /// Every number, in the order of the fields.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let Self { arv, repairs, judgement: j, .. } = self;
        let mut numbers = vec![
            self.rule_share,
            self.judgment_share,
            self.arv_share,
            self.holding_usd,
            self.transaction_share,
            arv.other_city_usd,
            arv.location_lift,
            arv.band,
            arv.confidence,
            arv.good_location_over,
            arv.good_location_confidence,
            arv.appraised_confidence,
            repairs.foreclosure_factor,
            repairs.tax_sale_factor,
            repairs.band,
            repairs.confidence,
            j.distress_risk_over,
            j.weak_location_below,
            j.excellent_location_over,
            j.high_roi_over,
            j.high_value_over,
            j.high_confidence_from,
            j.medium_confidence_from,
        ];
        numbers.extend(arv.cities.iter().map(|city| city.usd));
        numbers.extend(arv.uses.iter().map(|kind| kind.factor));
        numbers.extend(repairs.levels.iter().flat_map(|level| level.below.into_iter().chain([level.usd])));
        numbers.extend(j.recommendations.iter().map(|rule| rule.roi_over));
        numbers
    }
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
    pub const ALL: [Self; 4] = [Self::StrongBuy, Self::Buy, Self::Hold, Self::Pass];

    pub fn code(self) -> &'static str {
        match self {
            Self::StrongBuy => "strong_buy",
            Self::Buy => "buy",
            Self::Hold => "hold",
            Self::Pass => "pass",
        }
    }
}
