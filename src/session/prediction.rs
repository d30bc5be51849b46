//! What each answer rests on: a model, or a rule that stood in, and why.
//!
//! In: a session that models have judged. Out: events for the prediction log. Of a lead nothing but its parcel id is told.

use super::Session;
use crate::registry::{Digest, Method, Prediction, PredictionLog};

impl Session {
    /// What both answers about a lead rest on. The digests are those of the models in use: ARV, leads.
    pub fn predictions(&self, index: u32, [arv, lead]: [Option<Digest>; 2]) -> [Prediction<'_>; 2] {
        let parcel = self.leads.get(index as usize).parcel_id();
        let deal = self.deal(index);
        let why = self.fallback_reason(index);
        let arv_version = self.judgements.arv.as_ref().and_then(|judged| judged.version.parse().ok());
        let lead_version = self.judgements.lead.as_ref().and_then(|judged| judged.version.parse().ok());
        let of_arv = match why {
            None => Prediction {
                version: arv_version,
                digest: arv,
                ..Prediction::new(parcel, Method::ArvModel, None, self.as_of)
            },
            Some(_) => Prediction::new(parcel, Method::ArvHeuristic, None, self.as_of),
        };
        let of_arv = Prediction {
            estimate_usd: Some(deal.arv.estimate_usd),
            low: Some(deal.arv.low_usd),
            high: Some(deal.arv.high_usd),
            confidence: Self::shown_coverage(&deal),
            fallback_reason: why,
            ..of_arv
        };
        let of_lead = match self.scores.blend(index as usize) {
            Some(_) => Prediction {
                version: lead_version,
                digest: lead,
                ..Prediction::new(parcel, Method::LeadModel, None, self.as_of)
            },
            None => Prediction {
                fallback_reason: Some(match &self.judgements.lead {
                    Some(_) => "the model does not beat the rule score",
                    None => "no lead model is loaded",
                }),
                ..Prediction::new(parcel, Method::LeadRule, None, self.as_of)
            },
        };
        [of_arv, Prediction { probability: self.chance(index), ..of_lead }]
    }

    /// The log of all ranked leads, one line of JSON for each answer.
    pub fn prediction_log(&self, digests: [Option<Digest>; 2]) -> Vec<u8> {
        let (mut counts, mut lines) = (PredictionLog::default(), Vec::new());
        for &index in self.scores.ranking() {
            self.predictions(index, digests).iter().for_each(|prediction| counts.record(prediction, &mut lines));
        }
        lines
    }
}
