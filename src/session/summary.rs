//! What is told of a model on the screen: plain data, small enough for a message.
//!
//! In: a training or a model file. Out: a [`ModelSummary`].

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AnyRecipe, Sheet, model_report};
use crate::{
    feature::label,
    learn::{
        Estimate, Standing,
        arv::{ArvPlan, ArvTarget, Matched, TrainedArv},
        lead::{LeadPlan, TrainedLead},
    },
    registry::{Artifact, ArtifactProblem, Digest, HouseModel, ModelName, Version},
};

/// A model at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    pub model: ModelName,
    /// SHA-256 of all but the time, 64 hexadecimal digits.
    pub digest: String,
    /// `forest` or `boost`.
    pub learner: String,
    /// What it has learned, in words.
    pub target: String,
    /// The day as of which it learned, `YYYY-MM-DD`.
    pub as_of: String,
    /// When it was made, in seconds since 1970 UTC.
    pub made_seconds: Option<f64>,
    /// Rows learned from, and those set aside to test on; the latter is not known of a file.
    pub rows: u32,
    pub test_rows: Option<u32>,
    /// Good leads among the rows learned from.
    pub positives: Option<u32>,
    /// On the test rows; empty for a file.
    pub figures: Vec<Figure>,
    /// How often ranges held the value.
    pub coverage: Option<Held>,
    /// Plainer ways to the same answer, on the same test rows.
    pub yardsticks: Vec<Yardstick>,
    pub calls: Option<Calls>,
    /// What must stand beside every figure.
    pub badges: Vec<String>,
    pub warnings: Vec<String>,
    /// Why the rule score stays in charge.
    pub rule_stays: Option<String>,
    /// Rows left out, by reason.
    pub excluded: Vec<(String, u32)>,
    /// Columns not learned from, with the evidence.
    pub refused: Vec<(String, String)>,
    /// How it was trained; none of a model of another library.
    pub recipe: Option<AnyRecipe>,
    /// Of the rows that it was made from, where known.
    pub data_digest: Option<Digest>,
    /// The lists that it learned from are made up.
    pub is_made_up: bool,
}

/// A figure with its 95 % interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Such as `r2`.
    pub name: String,
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// The share of known values that ranges held.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// What was asked for, 0 to 1.
    pub level: f64,
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

/// Half the answers are this far off, percent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Yardstick {
    pub name: String,
    pub percent: f64,
    /// The model on the same rows.
    pub model_percent: f64,
}

/// What calling the best leads brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calls {
    pub calls: u32,
    pub good: f64,
    /// The share of good ones among them, and among all. 0 to 1.
    pub precision: f64,
    pub base_rate: f64,
}

/// A model that has just been trained, as it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainedTold {
    pub summary: ModelSummary,
    /// Its report, card by card, and whole as JSON.
    pub sheets: Vec<Sheet>,
    pub json: String,
}

impl TrainedTold {
    pub fn of_arv(trained: &TrainedArv, artifact: &Artifact, data: Digest) -> Self {
        let summary = ModelSummary { data_digest: Some(data), ..ModelSummary::of_arv(trained, artifact) };
        Self { summary, sheets: model_report::of_arv(&trained.report), json: json(&trained.report) }
    }

    /// Of another library's trees that were measured on these lists.
    pub fn of_adopted(trained: &TrainedArv, artifact: &Artifact, matched: &Matched) -> Self {
        let names: Vec<&str> = matched.found.iter().map(|name| label(name)).collect();
        let warnings = vec![
            format!("all {} of its features are known here: {}", names.len(), names.join(", ")),
            "which houses it has learned from is not known; if these are among them, the figures flatter it".to_owned(),
        ];
        let summary = ModelSummary::of_arv(trained, artifact);
        let badges = vec![format!("from {}", summary.learner)];
        let summary = ModelSummary { warnings, badges, ..summary };
        Self { summary, sheets: model_report::of_arv(&trained.report), json: json(&trained.report) }
    }

    pub fn of_lead(trained: &TrainedLead, artifact: &Artifact, data: Digest) -> Self {
        let summary = ModelSummary { data_digest: Some(data), ..ModelSummary::of_lead(trained, artifact) };
        Self { summary, sheets: model_report::of_lead(&trained.report), json: json(&trained.report) }
    }
}

fn json(report: &impl Serialize) -> String {
    // proof: a report is names, texts and numbers, and JSON writes a number that is not finite as null.
    serde_json::to_string_pretty(report).expect("JSON of a report")
}

impl ModelSummary {
    /// Of an ARV model that has just been trained, and its file.
    pub fn of_arv(trained: &TrainedArv, artifact: &Artifact) -> Self {
        let report = &trained.report;
        let held = &report.coverage;
        let yardsticks = report.baselines.iter().filter_map(|baseline| {
            let (percent, model_percent) = (baseline.metrics.mdape?, baseline.model.mdape?);
            Some(Yardstick { name: baseline.name.to_owned(), percent, model_percent })
        });
        Self {
            test_rows: Some(report.test_rows as u32),
            figures: figures(&report.metrics),
            coverage: Some(Held {
                level: held.level,
                share: held.all.share,
                low: held.all.interval.low,
                high: held.all.interval.high,
            }),
            yardsticks: yardsticks.collect(),
            excluded: counted(&report.excluded),
            refused: report.refused.clone(),
            ..Self::of_arv_plan(&trained.model.plan, artifact)
        }
    }

    /// Of a lead model that has just been trained, and its file.
    pub fn of_lead(trained: &TrainedLead, artifact: &Artifact) -> Self {
        let report = &trained.report;
        Self {
            test_rows: Some(report.test_rows as u32),
            figures: figures(&report.metrics),
            calls: report.capacity.as_ref().map(|capacity| Calls {
                calls: capacity.k as u32,
                good: capacity.positives,
                precision: capacity.precision,
                base_rate: report.diagnostics.positive_rate,
            }),
            warnings: report.warnings.clone(),
            excluded: counted(&report.excluded),
            refused: report.refused.clone(),
            ..Self::of_lead_plan(&trained.model.plan, trained.model.standing(), artifact)
        }
    }

    /// Of a model file: what it says of itself.
    ///
    /// # Errors
    /// A file that holds no model of houses or leads.
    pub fn of_file(artifact: &Artifact) -> Result<Self, ArtifactProblem> {
        match HouseModel::of(artifact)? {
            Some(HouseModel::Arv(model)) => Ok(Self::of_arv_plan(&model.plan, artifact)),
            Some(HouseModel::Lead(model)) => Ok(Self::of_lead_plan(&model.plan, model.standing(), artifact)),
            None => {
                let what = "it has none: the model answers for tables, not for houses or leads".to_owned();
                Err(ArtifactProblem::Plan { what })
            }
        }
    }

    fn of_arv_plan(plan: &ArvPlan, artifact: &Artifact) -> Self {
        let target = match plan.recipe.target {
            ArvTarget::MarketValue => "the appraiser's market value",
            ArvTarget::SalePrice => "what houses were sold for",
        };
        Self {
            learner: artifact.about().learner.clone(),
            target: target.to_owned(),
            as_of: plan.as_of.clone(),
            rows: plan.rows as u32,
            is_made_up: plan.recipe.is_made_up,
            recipe: Some(AnyRecipe::Arv(plan.recipe.clone())),
            ..Self::bare(ModelName::Arv, artifact)
        }
    }

    fn of_lead_plan(plan: &LeadPlan, standing: Standing, artifact: &Artifact) -> Self {
        let rule_stays = match standing {
            Standing::InCharge { .. } => None,
            Standing::RuleStays { why } => Some(why),
        };
        Self {
            learner: "boost".to_owned(),
            target: plan.recipe.label.words().to_owned(),
            as_of: plan.as_of.clone(),
            rows: plan.rows as u32,
            positives: Some(plan.positives as u32),
            badges: plan.recipe.label.badges(),
            rule_stays,
            is_made_up: plan.recipe.is_made_up,
            recipe: Some(AnyRecipe::Lead(plan.recipe.clone())),
            ..Self::bare(ModelName::Lead, artifact)
        }
    }

    fn bare(model: ModelName, artifact: &Artifact) -> Self {
        Self {
            model,
            digest: artifact.digest().to_string(),
            learner: String::new(),
            target: String::new(),
            as_of: String::new(),
            made_seconds: artifact.about().made_seconds.map(|seconds| seconds as f64),
            rows: 0,
            test_rows: None,
            positives: None,
            figures: Vec::new(),
            coverage: None,
            yardsticks: Vec::new(),
            calls: None,
            badges: Vec::new(),
            warnings: Vec::new(),
            rule_stays: None,
            excluded: Vec::new(),
            refused: Vec::new(),
            recipe: None,
            data_digest: None,
            is_made_up: false,
        }
    }

    /// The same with what an index knows of its version: figures with their intervals, and the rows it was made from.
    #[must_use]
    pub fn with_version(self, version: &Version) -> Self {
        let Value::Object(metrics) = &version.metrics else {
            return Self { data_digest: version.data_digest, ..self };
        };
        let number = |value: &Value| value.as_f64();
        let figure = |name: &str| {
            let value = number(metrics.get(name)?)?;
            let bounds = metrics.get(&format!("{name}_interval")).and_then(Value::as_array);
            let bound = |place: usize| bounds.and_then(|bounds| number(bounds.get(place)?)).unwrap_or(value);
            Some(Figure { name: name.to_owned(), value, low: bound(0), high: bound(1) })
        };
        let test_rows = metrics.get("test_rows").and_then(Value::as_u64);
        Self {
            figures: FIGURES.iter().filter_map(|name| figure(name)).collect(),
            test_rows: test_rows.map(|rows| rows as u32).or(self.test_rows),
            data_digest: version.data_digest,
            ..self
        }
    }
}

/// The figures that a training tells, in their order.
const FIGURES: [&str; 13] = [
    "mdape",
    "within_5",
    "within_10",
    "within_20",
    "mae",
    "r2",
    "median_ratio",
    "cod",
    "prd",
    "prb",
    "roc_auc",
    "pr_auc",
    "brier",
];

fn figures(estimates: &[Estimate]) -> Vec<Figure> {
    let figure = |estimate: &Estimate| Figure {
        name: estimate.name.to_owned(),
        value: estimate.value,
        low: estimate.interval.low,
        high: estimate.interval.high,
    };
    estimates.iter().map(figure).collect()
}

fn counted(excluded: &[(String, usize)]) -> Vec<(String, u32)> {
    excluded.iter().map(|(reason, rows)| (reason.clone(), *rows as u32)).collect()
}
