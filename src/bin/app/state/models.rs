//! Models: how they are to be trained, the training under way, and what this visit has.

use std::sync::Arc;

use js_sys::ArrayBuffer;
use leadscore::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    registry::{ModelName, VersionName},
    session::ModelSummary,
    wire::Trainer,
};
use leptos::prelude::*;

use crate::{bridge::Bridge, program::Program};

#[derive(Clone, Copy)]
pub struct ModelState {
    /// The worker that trains and asks models; started when it is first needed.
    pub trainer: StoredValue<Option<Bridge<Trainer>>, LocalStorage>,
    /// What it is started from; None until it has been fetched.
    pub program: StoredValue<Option<Program>, LocalStorage>,
    pub is_ready: RwSignal<bool>,
    /// It could not be fetched.
    pub is_missing: RwSignal<bool>,
    pub arv: RwSignal<ArvRecipe>,
    pub lead: RwSignal<LeadRecipe>,
    pub training: RwSignal<Training>,
    /// The oldest first.
    pub kept: RwSignal<Vec<Arc<Kept>>>,
    /// The bytes of those kept.
    pub files: StoredValue<Vec<(ModelName, VersionName, ArrayBuffer)>, LocalStorage>,
    /// A file on its way through the trainer, with its name.
    pub handed_in: StoredValue<Option<(String, ArrayBuffer)>, LocalStorage>,
    pub in_use: RwSignal<Chosen>,
    /// Models are being asked about the leads.
    pub is_judging: RwSignal<bool>,
    /// What the leads on the screen were judged by.
    pub judged_by: RwSignal<Chosen>,
}

/// The version of each model that is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub arv: Option<VersionName>,
    pub lead: Option<VersionName>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Training {
    Idle,
    Running(Run),
    Failed { model: ModelName, message: String },
}

/// A training under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub model: ModelName,
    /// In words.
    pub stage: String,
    /// Of the whole way, 0 to 1.
    pub share: f64,
    pub trees_done: u32,
    pub trees: u32,
    /// When the person asked for it, and when the first tree stood.
    pub asked_millis: f64,
    pub first_tree_millis: Option<f64>,
    pub now_millis: f64,
}

/// A model of this visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub version: VersionName,
    pub summary: ModelSummary,
    /// How long it took; None for one that came as a file.
    pub took_seconds: Option<f64>,
}

impl ModelState {
    pub(super) fn new() -> Self {
        Self {
            trainer: StoredValue::new_local(None),
            program: StoredValue::new_local(None),
            is_ready: RwSignal::new(false),
            is_missing: RwSignal::new(false),
            arv: RwSignal::new(ArvRecipe::default()),
            lead: RwSignal::new(LeadRecipe::default()),
            training: RwSignal::new(Training::Idle),
            kept: RwSignal::new(Vec::new()),
            files: StoredValue::new_local(Vec::new()),
            handed_in: StoredValue::new_local(None),
            in_use: RwSignal::new(Chosen::default()),
            is_judging: RwSignal::new(false),
            judged_by: RwSignal::new(Chosen::default()),
        }
    }

    /// The model of a kind that is in use; tracked.
    pub fn used(self, model: ModelName) -> Option<Arc<Kept>> {
        let version = self.in_use.get().of(model)?;
        self.kept.with(|kept| kept.iter().find(|kept| kept.is(model, version)).cloned())
    }

    pub fn is_training(self) -> bool {
        self.training.with(|training| matches!(training, Training::Running(_)))
    }
}

impl Chosen {
    pub fn of(self, model: ModelName) -> Option<VersionName> {
        match model {
            ModelName::Arv => self.arv,
            ModelName::Lead => self.lead,
        }
    }

    pub fn with(self, model: ModelName, version: Option<VersionName>) -> Self {
        match model {
            ModelName::Arv => Self { arv: version, ..self },
            ModelName::Lead => Self { lead: version, ..self },
        }
    }
}

impl Kept {
    pub fn is(&self, model: ModelName, version: VersionName) -> bool {
        self.summary.model == model && self.version == version
    }
}
