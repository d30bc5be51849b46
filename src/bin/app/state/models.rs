//! Models: how they are to be trained, the training under way, the versions there are, and which of them is in use.

use std::sync::Arc;

use js_sys::ArrayBuffer;
use leadscore::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    registry::{Index, ModelName, VersionName},
    session::{ModelSummary, Sheet},
    wire::{Format, Trainer},
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
    /// How far off the model in training is, after each tree told: trees done, error.
    pub curve: RwSignal<Vec<(f64, f64)>>,
    /// Which versions there are, and what they are to each other.
    pub index: RwSignal<Index>,
    /// What is known of them; the oldest first.
    pub kept: RwSignal<Vec<Arc<Kept>>>,
    /// The bytes of those kept and of those shipped.
    pub files: StoredValue<Vec<(ModelName, VersionName, ArrayBuffer)>, LocalStorage>,
    /// Models that came with the app and learned from a made-up county.
    pub shipped: RwSignal<Shipped>,
    /// Their index and files, fetched with the trainer.
    pub shipped_files: StoredValue<Vec<ArrayBuffer>, LocalStorage>,
    /// A file on its way through the trainer, with its name.
    pub handed_in: StoredValue<Option<(String, ArrayBuffer)>, LocalStorage>,
    /// A version on its way into another format.
    pub converting: StoredValue<Option<(ModelName, VersionName, Format)>>,
    /// Champions that are asked about the leads.
    pub in_use: RwSignal<Chosen>,
    /// Models are being asked about the leads.
    pub is_judging: RwSignal<bool>,
    /// What the leads on the screen were judged by.
    pub judged_by: RwSignal<Chosen>,
    /// The version whose report is open.
    pub open: RwSignal<Option<(ModelName, VersionName)>>,
    pub comparing: RwSignal<Comparing>,
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

/// A version that is here.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub version: VersionName,
    pub summary: ModelSummary,
    /// How long it took; None for one that came as a file.
    pub took_seconds: Option<f64>,
    /// Its report, card by card, and as JSON; empty for one that came as a file.
    pub sheets: Vec<Sheet>,
    pub json: String,
}

/// The models that came with the app.
#[derive(Clone, Debug, PartialEq)]
pub enum Shipped {
    /// Not fetched, or not read yet.
    Unknown,
    Asking,
    Known(Vec<Arc<Kept>>),
    /// There are none, or they cannot be read.
    Missing,
}

/// Champion and challenger side by side.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparing {
    Idle,
    Running(Pair),
    Here(Pair, Arc<Vec<Sheet>>),
    Failed(Pair, String),
}

/// Two versions of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub model: ModelName,
    pub champion: VersionName,
    pub challenger: VersionName,
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
            curve: RwSignal::new(Vec::new()),
            index: RwSignal::new(Index::default()),
            kept: RwSignal::new(Vec::new()),
            files: StoredValue::new_local(Vec::new()),
            shipped: RwSignal::new(Shipped::Unknown),
            shipped_files: StoredValue::new_local(Vec::new()),
            handed_in: StoredValue::new_local(None),
            converting: StoredValue::new(None),
            in_use: RwSignal::new(Chosen::default()),
            is_judging: RwSignal::new(false),
            judged_by: RwSignal::new(Chosen::default()),
            open: RwSignal::new(None),
            comparing: RwSignal::new(Comparing::Idle),
        }
    }

    /// The model of a kind that is in use; tracked.
    pub fn used(self, model: ModelName) -> Option<Arc<Kept>> {
        self.version(model, self.in_use.get().of(model)?)
    }

    /// A version that is kept; tracked.
    pub fn version(self, model: ModelName, version: VersionName) -> Option<Arc<Kept>> {
        self.kept.with(|kept| kept.iter().find(|kept| kept.is(model, version)).cloned())
    }

    /// Champion and challenger of a kind; tracked.
    pub fn rivals(self, model: ModelName) -> [Option<Arc<Kept>>; 2] {
        let aliases = self.index.with(|index| index.aliases(model));
        [aliases.champion, aliases.challenger].map(|named| self.version(model, named?))
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
    /// Of a file, without a report.
    pub fn of_file(version: VersionName, summary: ModelSummary) -> Self {
        Self { version, summary, took_seconds: None, sheets: Vec::new(), json: String::new() }
    }

    pub fn is(&self, model: ModelName, version: VersionName) -> bool {
        self.summary.model == model && self.version == version
    }
}
