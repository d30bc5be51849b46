//! What a run of `train` left behind, as `training_metrics_<version>.json` says it.
//!
//! In: what became of each model. Out: a JSON document. The fields `timestamp`, `models`, `status`, `artifact` and
//! `reason` are those of the reference system (FACTS 12.6); metrics and diagnostics are added.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::version::{ModelName, VersionName};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingRun {
    /// What all versions of the run are called.
    pub timestamp: VersionName,
    pub models: BTreeMap<ModelName, TrainingOutcome>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingOutcome {
    pub status: TrainingStatus,
    /// The model's file, where there is one.
    pub artifact: Option<String>,
    /// Why there is none, such as `insufficient_tier_a_examples`.
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub metrics: Value,
    /// About the rows: how many, and what was found in them.
    #[serde(default)]
    pub diagnostics: Value,
    /// How its parameters were searched for: all that was tried, and what was kept.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub tuning: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TrainingStatus {
    Success,
    /// The data do not allow it.
    Skipped,
    Failed,
}

impl TrainingRun {
    pub fn new(timestamp: VersionName) -> Self {
        Self { timestamp, models: BTreeMap::new() }
    }

    /// The file that says this.
    pub fn file(&self) -> String {
        Self::file_of(self.timestamp)
    }

    pub fn file_of(timestamp: VersionName) -> String {
        format!("training_metrics_{timestamp}.json")
    }

    /// The run that a file is of.
    pub fn of_file(file: &str) -> Option<VersionName> {
        file.strip_prefix("training_metrics_")?.strip_suffix(".json")?.parse().ok()
    }

    /// Says that a model was trained.
    pub fn trained(&mut self, model: ModelName, metrics: Value, diagnostics: Value) {
        let artifact = Some(model.file(self.timestamp));
        let status = TrainingStatus::Success;
        self.models.insert(
            model,
            TrainingOutcome { status, artifact, reason: None, metrics, diagnostics, tuning: Value::Null },
        );
    }

    /// Says how the parameters of a model that was trained were found.
    pub fn tuned(&mut self, model: ModelName, tuning: Value) {
        if let Some(outcome) = self.models.get_mut(&model) {
            outcome.tuning = tuning;
        }
    }

    /// Says why a model was not trained.
    pub fn not_trained(&mut self, model: ModelName, status: TrainingStatus, reason: &str, diagnostics: Value) {
        let (artifact, reason, metrics) = (None, Some(reason.to_owned()), Value::Null);
        self.models
            .insert(model, TrainingOutcome { status, artifact, reason, metrics, diagnostics, tuning: Value::Null });
    }

    pub fn to_json(&self) -> String {
        // proof: names are texts and numbers of JSON are finite, so there is nothing that JSON cannot say.
        let mut text = serde_json::to_string_pretty(self).expect("JSON of a training run");
        text.push('\n');
        text
    }
}
