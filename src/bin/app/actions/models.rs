//! Models: training them, keeping them, putting them to use.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    registry::{ModelName, VersionName},
    session::ModelSummary,
    wire::{Request, Task},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{engine, judging, screen, trainer};
use crate::{
    bridge::Channel,
    browser,
    state::{App, Kept, Run, Training},
};

pub fn choose_arv(app: App, change: impl FnOnce(&mut ArvRecipe)) {
    app.models.arv.update(change);
}

pub fn choose_lead(app: App, change: impl FnOnce(&mut LeadRecipe)) {
    app.models.lead.update(change);
}

/// Starts a training: the engine gathers the rows, the trainer learns from them.
pub fn train(app: App, model: ModelName) {
    if untrack(|| app.models.is_training()) {
        return;
    }
    let now_millis = browser::now_millis();
    app.models.training.set(Training::Running(Run {
        model,
        stage: "gathering the rows".to_owned(),
        share: 0.0,
        trees_done: 0,
        trees: 0,
        asked_millis: now_millis,
        first_tree_millis: None,
        now_millis,
    }));
    let request = match model {
        ModelName::Arv => Request::ArvRows { recipe: app.models.arv.get_untracked() },
        ModelName::Lead => Request::LeadRows { recipe: app.models.lead.get_untracked() },
    };
    engine::ask(app, Channel::Lessons(model), &request, &[]);
}

pub(super) fn rows_came(app: App, model: ModelName, rows: Option<ArrayBuffer>) {
    let Some(rows) = rows else { return failed(app, model, "the rows did not come along".to_owned()) };
    let as_of = app.data.set.with_untracked(|set| set.as_ref().map(|set| set.options.as_of.clone()));
    let (as_of, made_seconds) = (as_of.unwrap_or_default(), browser::clock_seconds());
    let task = match model {
        ModelName::Arv => Task::TrainArv { recipe: app.models.arv.get_untracked(), as_of, made_seconds },
        ModelName::Lead => Task::TrainLead { recipe: app.models.lead.get_untracked(), as_of, made_seconds },
    };
    let asked = trainer::ask(app, Channel::Train(model), &task, &[JsValue::from(&rows)], &Array::of1(&rows));
    if let Err(message) = asked {
        failed(app, model, message);
    }
}

pub(super) fn moved_on(app: App, share: f64, trees_done: u32, trees: u32, stage: String) {
    let now_millis = browser::now_millis();
    app.models.training.update(|training| {
        if let Training::Running(run) = training {
            let first_tree_millis = run.first_tree_millis.or(Some(now_millis));
            *run = Run { stage, share, trees_done, trees, first_tree_millis, now_millis, ..*run };
        }
    });
}

/// Stops the training under way. The trainer cannot be interrupted, so it is ended.
pub fn cancel_training(app: App) {
    let Training::Running(Run { model, .. }) = app.models.training.get_untracked() else { return };
    engine::forget(app, Channel::Lessons(model));
    trainer::end(app);
    app.models.training.set(Training::Idle);
    screen::tell(app, "Training cancelled. Nothing was changed.");
    // Questions to models in use may have been waiting behind the training.
    judging::judge(app);
}

pub(super) fn trained(app: App, summary: ModelSummary, file: Option<ArrayBuffer>) {
    let took_seconds = app.models.training.with_untracked(|training| match training {
        Training::Running(run) => Some((browser::now_millis() - run.asked_millis) / 1_000.0),
        _ => None,
    });
    let Some(file) = file else { return failed(app, summary.model, "the model did not come along".to_owned()) };
    app.models.training.set(Training::Idle);
    let version = VersionName::at(summary.made_seconds.unwrap_or_default() as i64);
    keep(app, version, summary, file, took_seconds);
}

/// Keeps a model and puts it to use.
fn keep(app: App, version: VersionName, summary: ModelSummary, file: ArrayBuffer, took_seconds: Option<f64>) {
    let model = summary.model;
    let known = app.models.kept.with_untracked(|kept| {
        let is_same = |kept: &&Arc<Kept>| kept.summary.model == model && kept.summary.digest == summary.digest;
        kept.iter().find(is_same).filter(|_| took_seconds.is_none()).map(|kept| kept.version)
    });
    if let Some(version) = known {
        screen::tell(app, "This model is here already; it is in use now.");
        return use_model(app, model, version);
    }
    let mut version = version;
    app.models.kept.with_untracked(|kept| {
        while kept.iter().any(|kept| kept.is(model, version)) {
            version = version.next();
        }
    });
    app.models.files.update_value(|files| files.push((model, version, file)));
    app.models.kept.update(|kept| kept.push(Arc::new(Kept { version, summary, took_seconds })));
    use_model(app, model, version);
}

/// Lets a version speak for the leads.
pub fn use_model(app: App, model: ModelName, version: VersionName) {
    app.models.in_use.update(|in_use| *in_use = in_use.with(model, Some(version)));
    judging::judge(app);
}

/// Rule and rule of thumb speak again.
pub fn stop_using(app: App, model: ModelName) {
    app.models.in_use.update(|in_use| *in_use = in_use.with(model, None));
    judging::judge(app);
}

/// Saves a version as a file.
pub fn save_model(app: App, model: ModelName, version: VersionName) {
    let saved = app.models.files.with_value(|files| {
        let file = files.iter().find(|(kind, name, _)| (*kind, *name) == (model, version));
        let (_, _, bytes) = file.ok_or_else(|| JsValue::from("it is not here"))?;
        browser::save_file(&model.file(version), bytes, "application/octet-stream")
    });
    if let Err(error) = saved {
        screen::show_error(app, format!("The model could not be saved: {error:?}."));
    }
}

/// Takes a model file.
pub fn hand_in_model(app: App, file: File) {
    let name = file.name();
    spawn_local(async move {
        let bytes = match JsFuture::from(file.array_buffer()).await {
            Ok(bytes) => bytes.unchecked_into::<ArrayBuffer>(),
            Err(_) => return screen::show_error(app, format!("{name} cannot be read; choose it again.")),
        };
        let beside = [JsValue::from(&bytes)];
        app.models.handed_in.set_value(Some((name, bytes)));
        if let Err(message) = trainer::ask(app, Channel::Open, &Task::Open, &beside, &Array::new()) {
            screen::show_error(app, format!("The model could not be opened: {message}."));
        }
    });
}

pub(super) fn opened(app: App, summary: ModelSummary) {
    let Some((name, file)) = app.models.handed_in.try_update_value(Option::take).flatten() else { return };
    let named = ModelName::of_file(&name).filter(|(model, _)| *model == summary.model).map(|(_, version)| version);
    let made = || VersionName::at(summary.made_seconds.unwrap_or_else(browser::clock_seconds) as i64);
    keep(app, named.unwrap_or_else(made), summary, file, None);
}

pub(super) fn failed(app: App, model: ModelName, message: String) {
    app.models.training.set(Training::Failed { model, message });
}

/// One of the workers is gone. Whether a training went with it.
pub(super) fn rows_are_lost(app: App, message: &str) -> bool {
    let Training::Running(Run { model, .. }) = app.models.training.get_untracked() else { return false };
    engine::forget(app, Channel::Lessons(model));
    trainer::end(app);
    failed(app, model, message.to_owned());
    true
}
