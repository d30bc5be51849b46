//! The models in use, asked about the leads on the screen: questions from the engine, answers from the trainer, and back.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    registry::ModelName,
    session::Tally,
    wire::{Request, Task},
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{deals, detail, engine, screen, table, tiers, trainer, why};
use crate::{
    bridge::Channel,
    state::{App, Chosen},
};

/// Asks the models in use, unless the leads have heard them already.
pub(super) fn judge(app: App) {
    forget(app);
    let is_heard = app.models.in_use.get_untracked() == app.models.judged_by.get_untracked();
    if is_heard || !untrack(|| app.data.has_leads()) {
        return;
    }
    app.models.is_judging.set(true);
    engine::ask(app, Channel::Questions, &Request::Questions, &[]);
}

/// Other leads are coming: what was asked about those before is not wanted any more.
pub(super) fn forget(app: App) {
    engine::forget(app, Channel::Questions);
    engine::forget(app, Channel::Judged);
    trainer::forget(app, Channel::Judge);
    why::forget(app);
    app.models.is_judging.set(false);
}

/// Leads have come, and no model has judged them.
pub(super) fn leads_came(app: App) {
    app.models.judged_by.set(Chosen::default());
    judge(app);
}

pub(super) fn questions_came(app: App, questions: Option<ArrayBuffer>) {
    let Some(questions) = questions else { return failed(app, "the questions did not come along".to_owned()) };
    if let Err(message) = hand_over(app, Channel::Judge, &questions) {
        failed(app, message);
    }
}

/// Asks the models in use, by their files, about the leads.
pub(super) fn hand_over(app: App, channel: Channel, questions: &ArrayBuffer) -> Result<(), String> {
    let in_use = app.models.in_use.get_untracked();
    let files = app.models.files.with_value(|files| {
        let of = |model: ModelName| {
            let version = in_use.of(model)?;
            files.iter().find(|(kind, name, _)| (*kind, *name) == (model, version)).map(|(_, _, bytes)| bytes.clone())
        };
        ModelName::ALL.into_iter().filter_map(of).collect::<Vec<_>>()
    });
    let beside: Vec<JsValue> = std::iter::once(questions).chain(&files).map(JsValue::from).collect();
    let name = |model: ModelName| in_use.of(model).map(|version| version.to_string());
    let task = Task::Judge { arv: name(ModelName::Arv), lead: name(ModelName::Lead) };
    trainer::ask(app, channel, &task, &beside, &Array::of1(questions))
}

pub(super) fn answered(app: App, judgements: Option<ArrayBuffer>) {
    match judgements {
        Some(judgements) => {
            app.models.judged_by.set(app.models.in_use.get_untracked());
            app.why.is_told.set_value(true);
            engine::ask_giving(app, Channel::Judged, &Request::Judged, &judgements);
        }
        None => failed(app, "the answers did not come along".to_owned()),
    }
}

pub(super) fn judged(app: App, tally: Tally) {
    app.models.is_judging.set(false);
    app.data.tally.set(Some(Arc::new(tally)));
    table::judged(app);
    deals::outdate(app);
    tiers::cut_again(app);
    detail::refresh(app);
}

pub(super) fn failed(app: App, message: String) {
    app.models.is_judging.set(false);
    screen::show_error(app, format!("The models could not be asked about these leads: {message}."));
}
