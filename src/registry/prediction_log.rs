//! The prediction log: what every answer rests on, as events.
//!
//! In: for each lead what was answered, by which model or why by none. Out: one line of JSON each, and counts. Who keeps
//! the lines is not known here. Of a lead nothing is kept but its parcel id.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{
    container::Digest,
    version::{ModelName, Version, VersionName},
};
use crate::table::Day;

/// Which way an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    ArvModel,
    ArvHeuristic,
    LeadModel,
    LeadRule,
}

impl Method {
    pub fn event(self) -> &'static str {
        match self {
            Self::ArvModel => "arv_prediction_using_ml_model",
            Self::ArvHeuristic => "arv_prediction_fallback_to_heuristic",
            Self::LeadModel => "lead_prediction_using_ml_model",
            Self::LeadRule => "lead_prediction_fallback_to_rule",
        }
    }

    /// As exports name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::ArvModel | Self::LeadModel => "ml_model",
            Self::ArvHeuristic => "heuristic_fallback",
            Self::LeadRule => "rule_fallback",
        }
    }

    pub fn model(self) -> ModelName {
        match self {
            Self::ArvModel | Self::ArvHeuristic => ModelName::Arv,
            Self::LeadModel | Self::LeadRule => ModelName::Lead,
        }
    }
}

/// An answer about one lead. What is not known is absent, never 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction<'a> {
    pub parcel_id: &'a str,
    pub method: Method,
    /// The version that answered; none for rules.
    pub version: Option<VersionName>,
    pub digest: Option<Digest>,
    /// Of the house, US dollars.
    pub estimate_usd: Option<f64>,
    /// That the lead is worth a call.
    pub probability: Option<f64>,
    /// The interval, in the unit of the answer.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// The measured coverage of the interval.
    pub confidence: Option<f64>,
    /// Why no model answered.
    pub fallback_reason: Option<&'a str>,
    pub as_of: Day,
}

impl<'a> Prediction<'a> {
    /// An answer of which nothing is known yet but where it comes from.
    pub fn new(parcel_id: &'a str, method: Method, version: Option<&Version>, as_of: Day) -> Self {
        Self {
            parcel_id,
            method,
            version: version.map(|version| version.version),
            digest: version.map(|version| version.digest),
            estimate_usd: None,
            probability: None,
            low: None,
            high: None,
            confidence: None,
            fallback_reason: None,
            as_of,
        }
    }
}

/// The line as JSON names it. A number that is not finite becomes null.
#[derive(Serialize)]
struct Line<'a> {
    event: &'static str,
    parcel_id: &'a str,
    method: &'static str,
    model: ModelName,
    version: Option<VersionName>,
    digest: Option<Digest>,
    estimate: Option<f64>,
    probability: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    confidence: Option<f64>,
    fallback_reason: Option<&'a str>,
    #[serde(serialize_with = "iso")]
    as_of: Day,
}

fn iso<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// Writes events and counts them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PredictionLog {
    counts: BTreeMap<Method, u64>,
}

impl PredictionLog {
    /// Puts the line of an answer, with its end, behind what `out` holds.
    pub fn record(&mut self, prediction: &Prediction<'_>, out: &mut Vec<u8>) {
        *self.counts.entry(prediction.method).or_default() += 1;
        let line = Line {
            event: prediction.method.event(),
            parcel_id: prediction.parcel_id,
            method: prediction.method.word(),
            model: prediction.method.model(),
            version: prediction.version,
            digest: prediction.digest,
            estimate: prediction.estimate_usd,
            probability: prediction.probability,
            low: prediction.low,
            high: prediction.high,
            confidence: prediction.confidence,
            fallback_reason: prediction.fallback_reason,
            as_of: prediction.as_of,
        };
        // proof: a Vec takes every byte, and a line has no map whose keys are no texts.
        serde_json::to_writer(&mut *out, &line).expect("JSON of a prediction");
        out.push(b'\n');
    }

    /// How many answers were found in each way that was used.
    pub fn counts(&self) -> impl Iterator<Item = (Method, u64)> {
        self.counts.iter().map(|(method, count)| (*method, *count))
    }

    /// Adds the counts of another part of the work.
    pub fn absorb(&mut self, other: &Self) {
        for (method, count) in other.counts() {
            *self.counts.entry(method).or_default() += count;
        }
    }
}
