//! Why this lead: the rules that counted, what models make of each feature, and houses like it.
//!
//! In: a lead, and the models in use. Out: an [`ExplainedLead`], plain data. Every part adds up to what is shown: rule
//! points to the rule score, contributions to the margin, worths to the estimate and to the chance.

use serde::{Deserialize, Serialize};

use super::{
    ComponentScore, Heard, InUse, ReasonText, Session,
    comparable::{self, Comparable},
    heard::{HeardArv, HeardChance, HeardValue},
};
use crate::{
    deal::{ArvBasis, METHOD_OF_MODEL},
    feature::house::{self, Row},
    lanes::Lanes,
    lead::{Sales, round_decimal},
    learn::{Explanation, LearnProblem, arv::ArvModel, lead::LeadModel},
    score::{Blended, Tier},
    table::Day,
};

/// Whom to ask, and what is known of sales.
#[derive(Debug, Default)]
pub struct Explainers<'a> {
    pub arv: Option<InUse<'a, ArvModel>>,
    pub lead: Option<InUse<'a, LeadModel>>,
    pub sales: Option<&'a Sales>,
}

/// Why a lead stands where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedLead {
    pub lead: u32,
    pub parcel_id: String,
    pub parcel_id_normalized: String,
    pub address: Option<String>,
    pub city: Option<String>,
    pub zip: Option<String>,
    /// From 1; 0 for a lead that the profile leaves out.
    pub rank: u32,
    pub tier: Tier,
    /// `rule` or `adjusted`: the score that decides the tier.
    pub tier_basis: String,
    /// The score that ranks the lead.
    pub score: f64,
    pub reasons: Vec<ReasonText>,
    pub rule: ExplainedRule,
    /// None without a lead model.
    pub lead_model: Option<ExplainedChance>,
    /// Why no lead model moves the score; None where one does.
    pub lead_fallback_reason: Option<String>,
    pub arv: ExplainedArv,
}

/// Points by rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedRule {
    /// As shown.
    pub score: f64,
    /// What the contributions add up to, held within 0 and 100.
    pub exact: f64,
    pub components: Vec<ComponentScore>,
}

/// What the lead model says, and how far that moves the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedChance {
    pub version: String,
    /// What a good lead is, in words.
    pub good_lead: String,
    /// Words that must stand beside it.
    pub badges: Vec<String>,
    /// Whether it moves the score.
    pub is_in_charge: bool,
    /// Margins are log-odds before calibration, worths are calibrated chances.
    pub explanation: Explanation,
    /// The part of the base margin that the rule score is, where trees start from it.
    pub rule_start: Option<f64>,
    pub raw_chance: f64,
    pub chance: f64,
    /// `none`, `logistic` or `isotonic`.
    pub calibration: String,
    /// The chance that leaves the rule score as it is.
    pub centre: f64,
    /// Points between a chance of 0 and one of 1.
    pub weight: f64,
    /// (chance - centre) · weight.
    pub points: f64,
    /// Rule score and points, held within 0 and 100: the score where the model is in charge.
    pub adjusted: f64,
}

/// The estimate, and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedArv {
    /// US dollars, to the cent as in every export; the explanation has it in full.
    pub estimate: f64,
    pub low: f64,
    pub high: f64,
    /// `ml_model` or `heuristic_fallback`.
    pub method: String,
    pub basis: String,
    /// Why no model speaks; None where one does.
    pub fallback_reason: Option<String>,
    pub model: Option<ExplainedEstimate>,
}

/// What the ARV model says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedEstimate {
    pub version: String,
    /// `forest` or `boost`.
    pub learner: String,
    /// The column that it learned.
    pub target: String,
    /// The day as of which it learned, `YYYY-MM-DD`, and from how many rows.
    pub as_of: String,
    pub rows: u32,
    /// The share of values that ranges were made to hold, and the share that they held on rows not learned from.
    pub level: f64,
    pub coverage: f64,
    /// Worths are US dollars. Margins are too, or logarithms of dollars, as the learner has it.
    pub explanation: Explanation,
    /// The houses of the lists that it takes to be most like this one.
    pub comparables: Vec<Comparable>,
}

const CENTS: u8 = 2;

impl Session {
    /// Why a lead stands where it stands; None when there is no such lead. The models should be those that the session
    /// was judged by.
    ///
    /// # Errors
    /// A feature that a model needs and these leads do not have.
    pub fn explain(
        &self,
        lead: u32,
        explainers: &Explainers<'_>,
        lanes: &dyn Lanes,
    ) -> Result<Option<ExplainedLead>, LearnProblem> {
        if lead as usize >= self.leads.len() {
            return Ok(None);
        }
        let features = house::columns_of(&self.leads, &[self.today(lead)], lanes);
        let arv = explainers.arv.as_ref().map(|in_use| {
            let others: Vec<u32> = (0..self.leads.len() as u32).filter(|other| *other != lead).collect();
            HeardArv::of(&features, in_use, lanes, &others, |block| {
                let rows: Vec<Row> = block.iter().map(|other| self.today(*other)).collect();
                house::columns_of(&self.leads, &rows, lanes)
            })
        });
        let rule = self.scores.get(lead as usize).exact_total;
        let chance = explainers.lead.as_ref().map(|in_use| HeardChance::of(&features, rule, in_use, lanes));
        let heard = Heard { lead, arv: arv.transpose()?, chance: chance.transpose()? };
        Ok(self.explained(heard, explainers.sales, lanes))
    }

    /// The same from what models have said of the lead; None when there is no such lead.
    pub fn explained(&self, heard: Heard, sales: Option<&Sales>, lanes: &dyn Lanes) -> Option<ExplainedLead> {
        let lead = heard.lead;
        let detail = self.lead(lead, &[])?;
        let lead_fallback_reason = match &heard.chance {
            None => Some("no lead model is loaded".to_owned()),
            Some(chance) => chance.rule_stays.clone(),
        };
        let row = detail.row;
        Some(ExplainedLead {
            lead,
            parcel_id: row.parcel_id,
            parcel_id_normalized: self.leads.get(lead as usize).parcel_id_normalized().to_owned(),
            address: row.address,
            city: row.city,
            zip: row.zip,
            rank: row.rank,
            tier: row.tier,
            tier_basis: self.profile.tier_basis.code().to_owned(),
            score: row.score,
            reasons: row.reasons,
            rule: ExplainedRule { score: row.rule_score, exact: detail.total, components: detail.components },
            lead_model: heard.chance.map(|chance| self.explained_chance(lead, chance)),
            lead_fallback_reason,
            arv: self.explained_arv(lead, heard.arv, sales, lanes),
        })
    }

    fn explained_chance(&self, lead: u32, heard: HeardChance) -> ExplainedChance {
        let score = self.scores.get(lead as usize);
        let centre = self.profile.blend.centre_of(heard.base_rate);
        let weight = self.profile.blend.weight;
        ExplainedChance {
            version: heard.version,
            good_lead: heard.good_lead,
            badges: heard.badges,
            is_in_charge: heard.rule_stays.is_none(),
            rule_start: heard.rule_start,
            raw_chance: heard.raw_chance,
            chance: heard.chance,
            calibration: heard.calibration,
            centre,
            weight,
            points: (heard.chance - centre) * weight,
            adjusted: Blended::of(score, heard.chance, heard.base_rate, &self.profile).shown,
            explanation: heard.sum.explanation(),
        }
    }

    fn explained_arv(
        &self,
        lead: u32,
        heard: Option<HeardArv>,
        sales: Option<&Sales>,
        lanes: &dyn Lanes,
    ) -> ExplainedArv {
        let deal = self.deal(lead);
        let heuristic = |reason: &str| ExplainedArv {
            estimate: deal.arv.estimate_usd,
            low: deal.arv.low_usd,
            high: deal.arv.high_usd,
            method: deal.arv.method().to_owned(),
            basis: deal.arv.basis.words().to_owned(),
            fallback_reason: Some(reason.to_owned()),
            model: None,
        };
        let Some(heard) = heard else { return heuristic("no ARV model is loaded") };
        let (sum, low, high, alike) = match heard.word {
            HeardValue::Outside(why) => return heuristic(why.words()),
            HeardValue::Model { sum, low_usd, high_usd, alike } => (sum, low_usd, high_usd, alike),
        };
        let explanation = sum.explanation();
        let comparables = comparable::most_like(self, lead, &alike, lanes).into_iter();
        let with_sale = |house: Comparable| match sales {
            Some(sales) => house.with_sale(sales, self.as_of),
            None => house,
        };
        ExplainedArv {
            estimate: round_decimal(explanation.answer, CENTS),
            low: round_decimal(low, CENTS),
            high: round_decimal(high, CENTS),
            method: METHOD_OF_MODEL.to_owned(),
            basis: ArvBasis::Model.words().to_owned(),
            fallback_reason: None,
            model: Some(ExplainedEstimate {
                version: heard.version,
                learner: heard.learner,
                target: heard.target,
                as_of: heard.as_of,
                rows: heard.rows,
                level: heard.level,
                coverage: heard.coverage,
                comparables: comparables.map(with_sale).collect(),
                explanation,
            }),
        }
    }
}

/// The latest known sale of a lead up to a day: the price in US dollars, and the day.
pub(super) fn last_sale(sales: &Sales, lead: u32, as_of: Day) -> Option<(f64, Day)> {
    let of_lead = sales.sales.iter().filter(|sale| sale.lead == Some(lead));
    let known = of_lead.filter_map(|sale| Some((sale.price_usd?, sale.day.filter(|day| *day <= as_of)?)));
    known.max_by_key(|(_, day)| *day)
}
