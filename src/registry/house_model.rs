//! The product's own models as artifacts: what training made in, an artifact out, and the model again.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    about::{About, AboutColumn, Training},
    artifact::Artifact,
    container::Digest,
    golden::GoldenRows,
    problem::ArtifactProblem,
    version::ModelName,
};
use crate::{
    feature::unit,
    learn::{
        arv::{ArvModel, ArvPlan, TrainedArv},
        lead::{LeadModel, LeadPlan, TrainedLead},
    },
    tree::{Ensemble, Matrix, Values},
};

/// A model of houses or leads, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum HouseModel {
    Arv(Box<ArvModel>),
    Lead(Box<LeadModel>),
}

/// The plan as the file has it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HousePlan<A = ArvPlan, L = LeadPlan> {
    Arv(A),
    Lead(L),
}

impl HouseModel {
    /// The model of an artifact. None when its trees stand by themselves, as those of other libraries do.
    ///
    /// # Errors
    /// A plan that no training of ours writes.
    pub fn of(artifact: &Artifact) -> Result<Option<Self>, ArtifactProblem> {
        let ensemble = artifact.ensemble().clone();
        let unsound = || ArtifactProblem::Plan { what: "its numbers are not such as training makes".to_owned() };
        Ok(match artifact.plan::<HousePlan>()? {
            None => None,
            Some(HousePlan::Arv(plan)) if plan.is_sound() => Some(Self::Arv(Box::new(ArvModel { ensemble, plan }))),
            Some(HousePlan::Lead(plan)) if plan.is_sound() => Some(Self::Lead(Box::new(LeadModel { ensemble, plan }))),
            Some(_) => return Err(unsound()),
        })
    }

    pub fn name(&self) -> ModelName {
        match self {
            Self::Arv(_) => ModelName::Arv,
            Self::Lead(_) => ModelName::Lead,
        }
    }

    /// Whether it learned from lists that are made up, as the demo county's are.
    pub fn is_made_up(&self) -> bool {
        match self {
            Self::Arv(model) => model.plan.recipe.is_made_up,
            Self::Lead(model) => model.plan.recipe.is_made_up,
        }
    }
}

/// An ARV model as an artifact. `made_seconds` is the time, which the digest leaves out.
///
/// # Errors
/// A model that cannot prove itself.
pub fn arv_artifact(trained: &TrainedArv, made_seconds: Option<i64>) -> Result<Artifact, ArtifactProblem> {
    let ArvModel { ensemble, plan } = &trained.model;
    let about = About {
        learner: plan.learner_name().to_owned(),
        target: Some(plan.recipe.target.column().to_owned()),
        columns: columns(ensemble),
        training: Training {
            rows: Some(plan.rows as u64),
            seed: Some(plan.recipe.seed),
            parameters: parameters(&plan.recipe),
        },
        made_seconds,
        ..About::default()
    };
    proved(ensemble, about, &trained.examples)?.with_plan(&HousePlan::<_, ()>::Arv(plan))
}

/// A lead model as an artifact. `made_seconds` is the time, which the digest leaves out.
///
/// # Errors
/// A model that cannot prove itself.
pub fn lead_artifact(trained: &TrainedLead, made_seconds: Option<i64>) -> Result<Artifact, ArtifactProblem> {
    let LeadModel { ensemble, plan } = &trained.model;
    let good = plan.recipe.label.words().to_owned();
    let about = About {
        learner: plan.recipe.learner_name().to_owned(),
        target: Some(plan.recipe.label.code().to_owned()),
        columns: columns(ensemble),
        classes: vec![format!("not {good}"), good],
        training: Training {
            rows: Some(plan.rows as u64),
            seed: Some(plan.recipe.seed),
            parameters: parameters(&plan.recipe),
        },
        made_seconds,
    };
    proved(ensemble, about, &trained.examples)?.with_plan(&HousePlan::<(), _>::Lead(plan))
}

fn proved(ensemble: &Ensemble, about: About, examples: &Matrix) -> Result<Artifact, ArtifactProblem> {
    let rows: Vec<u32> = (0..examples.rows() as u32).collect();
    let golden = GoldenRows::taken(ensemble, examples, &rows)?;
    Artifact::new(ensemble.clone(), about, golden)
}

/// The recipe in one line of JSON.
fn parameters(recipe: &impl Serialize) -> String {
    // proof: a recipe is names and finite numbers, so there is nothing that JSON cannot say.
    serde_json::to_string(recipe).expect("JSON of a recipe")
}

fn columns(ensemble: &Ensemble) -> Vec<AboutColumn> {
    let column = |name: &str| {
        let symbol = unit(name).symbol();
        AboutColumn { unit: (!symbol.is_empty()).then(|| symbol.to_owned()), is_day: false }
    };
    ensemble.features().iter().map(|feature| column(&feature.name)).collect()
}

/// What names the rows that a model learned from: SHA-256 of every cell and target.
pub fn data_digest(matrix: &Matrix, target: &[f64]) -> Digest {
    let mut hasher = Sha256::new();
    let mut text = |text: &str| {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for column in matrix.columns() {
        text(&column.name);
        if let Values::Categories { levels, .. } = &column.values {
            levels.iter().for_each(|level| text(level));
        }
    }
    for column in matrix.columns() {
        (0..matrix.rows()).for_each(|row| hasher.update(column.values.number(row).to_bits().to_le_bytes()));
    }
    target.iter().for_each(|value| hasher.update(value.to_bits().to_le_bytes()));
    Digest::of_pieces(hasher)
}
