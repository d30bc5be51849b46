//! Models: training them, and what this visit has of them. `shelf` keeps versions and puts them to use, `rivals` compares
//! two of them, `shipped` brings those that came with the app.

mod rivals;
mod shelf;
mod shipped;

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    registry::{ModelName, VersionName},
    session::{ModelSummary, Sheet},
    wire::{Request, Task},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{engine, judging, screen, trainer, why};
use crate::{
    bridge::Channel,
    browser,
    state::{App, Kept, Run, Training},
};

pub(super) use self::{
    rivals::{cases_came, churned, compare_failed, compared},
    shelf::{brought_back, converted, restored},
    shipped::{fetch_shipped, shipped_failed, shipped_known},
};
pub use self::{
    rivals::{close_comparison, compare_rivals},
    shelf::{delete_model, open_report, promote, roll_back, save_as, save_model, save_report, stop_using, use_model},
    shipped::{adopt_shipped, ask_shipped},
};

/// Points of a live curve; a longer training is told by fewer of them.
const CURVE_POINTS: usize = 240;

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
    app.models.curve.set(Vec::new());
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

pub(super) fn moved_on(app: App, share: f64, trees_done: u32, trees: u32, stage: String, error: Option<f64>) {
    let now_millis = browser::now_millis();
    app.models.training.update(|training| {
        if let Training::Running(run) = training {
            let first_tree_millis = run.first_tree_millis.or(Some(now_millis));
            *run = Run { stage, share, trees_done, trees, first_tree_millis, now_millis, ..*run };
        }
    });
    if let Some(error) = error {
        app.models.curve.update(|curve| {
            curve.push((f64::from(trees_done), error));
            if curve.len() > CURVE_POINTS {
                let mut place = 0;
                curve.retain(|_| {
                    place += 1;
                    place % 2 == 1
                });
            }
        });
    }
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
    why::ask_again(app);
}

pub(super) fn trained(app: App, summary: ModelSummary, sheets: Vec<Sheet>, json: String, file: Option<ArrayBuffer>) {
    let took_seconds = app.models.training.with_untracked(|training| match training {
        Training::Running(run) => Some((browser::now_millis() - run.asked_millis) / 1_000.0),
        _ => None,
    });
    let Some(file) = file else { return failed(app, summary.model, "the model did not come along".to_owned()) };
    app.models.training.set(Training::Idle);
    let version = VersionName::at(summary.made_seconds.unwrap_or_default() as i64);
    shelf::keep(app, Kept { version, summary, took_seconds, sheets, json }, file);
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
    shelf::keep(app, Kept::of_file(named.unwrap_or_else(made), summary), file);
}

/// The file is another library's: it is measured on these lists before it may answer for them.
pub(super) fn foreign_came(app: App) {
    if !untrack(|| app.data.has_leads()) {
        app.models.handed_in.set_value(None);
        let words =
            "A model of another library is measured on your lists before it may answer for them: import files first.";
        return screen::show_error(app, words.to_owned());
    }
    screen::tell(app, "Measuring the model on these lists…");
    engine::ask(app, Channel::Adopt, &Request::ArvRows { recipe: app.models.arv.get_untracked() }, &[]);
}

pub(super) fn adoption_rows_came(app: App, rows: Option<ArrayBuffer>) {
    let file = app.models.handed_in.with_value(|handed_in| handed_in.as_ref().map(|(_, bytes)| bytes.clone()));
    let (Some(rows), Some(file)) = (rows, file) else { return not_adopted(app, "the rows did not come along") };
    let as_of = app.data.set.with_untracked(|set| set.as_ref().map(|set| set.options.as_of.clone()));
    let (as_of, made_seconds) = (as_of.unwrap_or_default(), browser::clock_seconds());
    let task = Task::Adopt { recipe: app.models.arv.get_untracked(), as_of, made_seconds };
    let beside = [&file, &rows].map(JsValue::from);
    if let Err(message) = trainer::ask(app, Channel::Adopt, &task, &beside, &Array::of1(&rows)) {
        not_adopted(app, &message);
    }
}

pub(super) fn adopted(app: App, summary: ModelSummary, sheets: Vec<Sheet>, json: String, file: Option<ArrayBuffer>) {
    app.models.handed_in.set_value(None);
    let Some(file) = file else { return not_adopted(app, "it did not come along") };
    let version = VersionName::at(summary.made_seconds.unwrap_or_default() as i64);
    shelf::keep(app, Kept { version, summary, took_seconds: None, sheets, json }, file);
}

pub(super) fn not_adopted(app: App, message: &str) {
    let name = app.models.handed_in.try_update_value(Option::take).flatten().map(|(name, _)| name);
    let name = name.unwrap_or_else(|| "The model".to_owned());
    screen::show_error(app, format!("{name} cannot be used as an ARV model: {message}."));
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
