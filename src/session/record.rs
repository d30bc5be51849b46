//! A scored lead as a record: what exports and the command line write, in the order others rely on.

use serde::Serialize;

use super::Session;
use crate::{
    deal::ArvBasis,
    layout::Source,
    score::{ScoreColumn, reason_words},
};

/// One lead with everything said of it. Absent is null, never 0.
#[derive(Debug, Serialize)]
pub struct LeadRecord<'a> {
    pub rank: u32,
    pub parcel_id: &'a str,
    pub parcel_id_normalized: &'a str,
    pub situs_address: Option<&'a str>,
    pub city: Option<&'a str>,
    pub zip: Option<&'a str>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub sources: Vec<Source>,
    pub distress_score: Option<f64>,
    pub value_score: Option<f64>,
    pub location_score: Option<f64>,
    pub urgency_score: Option<f64>,
    pub heuristic_score: f64,
    pub lead_probability: Option<f64>,
    pub adjusted_score: Option<f64>,
    pub tier: &'static str,
    pub tier_basis: &'static str,
    pub reasons: Vec<ReasonRecord<'a>>,
    pub arv: ArvRecord<'a>,
    pub deal: DealRecord<'a>,
    pub models: ModelsRecord<'a>,
    /// Every component of the profile by its name, also those that have no column of their own.
    pub components: Vec<ComponentRecord<'a>>,
}

#[derive(Debug, Serialize)]
pub struct ReasonRecord<'a> {
    pub code: &'a str,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct ArvRecord<'a> {
    pub estimate: f64,
    pub low: f64,
    pub high: f64,
    pub coverage: Option<f64>,
    pub confidence: Option<f64>,
    pub method: &'static str,
    pub model: Option<&'a str>,
    pub basis: &'static str,
    pub fallback_reason: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct DealRecord<'a> {
    pub repair_cost: f64,
    pub repair_level: &'a str,
    pub acquisition_price: f64,
    pub max_offer: f64,
    pub potential_profit: f64,
    pub roi_percent: f64,
    pub meets_70_rule: bool,
    pub profit_probability: Option<f64>,
    pub recommendation: &'static str,
    pub risk_factors: Vec<&'static str>,
    pub opportunity_factors: Vec<&'static str>,
    pub confidence_level: &'static str,
}

#[derive(Debug, Serialize)]
pub struct ModelsRecord<'a> {
    pub arv: Option<&'a str>,
    pub lead: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct ComponentRecord<'a> {
    pub name: &'a str,
    pub points: f64,
    pub weight: f64,
}

/// The record of the lead at a place of the ranking, counted from 0.
pub fn record(session: &Session, place: usize) -> Option<LeadRecord<'_>> {
    let index = *session.scores().ranking().get(place)?;
    let lead = session.leads().get(index as usize);
    let profile = session.profile();
    let score = session.scores().get(index as usize);
    let deal = session.deal(index);
    let column = |column| score.column(column, profile);
    let arv_model = session.judgements().arv.as_ref().map(|arv| arv.version.as_str());
    Some(LeadRecord {
        rank: place as u32 + 1,
        parcel_id: lead.parcel_id(),
        parcel_id_normalized: lead.parcel_id_normalized(),
        situs_address: lead.situs_address(),
        city: lead.city(),
        zip: lead.zip(),
        latitude: lead.latitude(),
        longitude: lead.longitude(),
        sources: lead.sources().collect(),
        distress_score: column(ScoreColumn::DistressScore),
        value_score: column(ScoreColumn::ValueScore),
        location_score: column(ScoreColumn::LocationScore),
        urgency_score: column(ScoreColumn::UrgencyScore),
        heuristic_score: score.total,
        lead_probability: session.chance(index),
        adjusted_score: session.scores().blend(index as usize).map(|blended| blended.shown),
        tier: session.tier(index).letter(),
        tier_basis: profile.tier_basis.code(),
        reasons: session
            .scores()
            .reason_codes(index as usize, profile)
            .map(|code| ReasonRecord { code, text: reason_words(code, lead, session.as_of()) })
            .collect(),
        arv: ArvRecord {
            estimate: deal.arv.estimate_usd,
            low: deal.arv.low_usd,
            high: deal.arv.high_usd,
            coverage: Session::shown_coverage(&deal),
            confidence: session.shown_confidence(&deal),
            method: deal.arv.method(),
            model: arv_model.filter(|_| deal.arv.basis == ArvBasis::Model),
            basis: deal.arv.basis.words(),
            fallback_reason: session.fallback_reason(index),
        },
        deal: DealRecord {
            repair_cost: deal.repair.cost_usd,
            repair_level: deal.repair.level,
            acquisition_price: deal.acquisition_usd,
            max_offer: deal.max_offer_usd,
            potential_profit: deal.potential_profit_usd,
            roi_percent: deal.roi_percent,
            meets_70_rule: deal.meets_rule,
            profit_probability: None,
            recommendation: deal.recommendation.code(),
            risk_factors: deal.risks().map(crate::deal::Risk::code).collect(),
            opportunity_factors: deal.opportunities().map(crate::deal::Opportunity::code).collect(),
            confidence_level: deal.confidence.code(),
        },
        models: ModelsRecord {
            arv: arv_model,
            lead: session.judgements().lead.as_ref().map(|lead| lead.version.as_str()),
        },
        components: profile
            .components
            .iter()
            .zip(score.components)
            .map(|(component, points)| ComponentRecord { name: &component.name, points, weight: component.weight })
            .collect(),
    })
}
