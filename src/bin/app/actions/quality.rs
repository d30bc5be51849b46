//! What is said of the lists, and files that go with it.

use std::sync::Arc;

use js_sys::ArrayBuffer;
use leadscore::{
    registry::ModelName,
    session::{Sheet, UsedModel},
    wire::Request,
};
use leptos::prelude::*;

use super::{engine, screen};
use crate::{bridge::Channel, browser, state::App};

/// Asks what is to be said of the lists, given the models in use.
pub fn ask_quality(app: App) {
    if !untrack(|| app.data.has_leads()) {
        return;
    }
    let used = |model: ModelName| {
        let kept = untrack(|| app.models.used(model))?;
        let summary = &kept.summary;
        Some(UsedModel {
            recipe: summary.recipe.clone()?,
            made_seconds: kept.version.seconds() as f64,
            rows: summary.test_rows.map(|tested| tested + summary.rows),
        })
    };
    app.quality.is_asking.set(true);
    let used = ModelName::ALL.into_iter().filter_map(used).collect();
    engine::ask(app, Channel::Quality, &Request::Quality { used }, &[]);
}

pub(super) fn came(app: App, sheets: Vec<Sheet>) {
    app.quality.is_asking.set(false);
    app.quality.failed.set(None);
    app.quality.sheets.set(Arc::new(sheets));
}

pub(super) fn failed(app: App, message: String) {
    app.quality.is_asking.set(false);
    app.quality.failed.set(Some(message));
}

/// The rows and cells that were not taken as they are, as a file.
pub fn save_rejects(app: App) {
    engine::ask(app, Channel::File, &Request::Rejects, &[]);
}

/// What each answer rests on, as a file.
pub fn save_prediction_log(app: App) {
    let digest = |model: ModelName| untrack(|| app.models.used(model))?.summary.digest.parse().ok();
    let digests = [digest(ModelName::Arv), digest(ModelName::Lead)];
    engine::ask(app, Channel::File, &Request::PredictionLog { digests }, &[]);
}

pub(super) fn file_came(app: App, name: &str, bytes: Option<ArrayBuffer>) {
    let saved = match bytes {
        Some(bytes) => browser::save_file(name, &bytes, "text/plain").map_err(|error| format!("{error:?}")),
        None => Err("it did not come along".to_owned()),
    };
    match saved {
        Ok(()) => screen::tell(app, &format!("Saved {name}.")),
        Err(message) => screen::show_error(app, format!("{name} could not be saved: {message}.")),
    }
}
