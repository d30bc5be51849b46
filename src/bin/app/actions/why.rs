//! Why the models say what they say of the open lead: the trainer takes their answers apart, the engine puts them into
//! words. One lead is asked about at a time; who steps through the list gets the last one.

use std::{sync::Arc, time::Duration};

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    session::{LeadRow, Why},
    wire::{Request, Task},
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};

use super::{engine, judging, trainer};
use crate::{
    bridge::Channel,
    state::{App, Asked, Explaining},
};

const REST: Duration = Duration::from_millis(120);
/// Explanations that are kept: going back to a lead shows it at once.
const KEPT: usize = 32;

/// A lead is on the screen; where a model speaks for it, it is explained.
pub fn explain_lead(app: App, row: &LeadRow) {
    stop_timer(app);
    let wanted = Asked::of(row);
    app.why.wanted.set_value(wanted);
    let Some(wanted) = wanted else { return app.why.shown.set(Explaining::Nothing) };
    let known = app
        .why
        .found
        .with_value(|found| found.iter().find(|(asked, _)| *asked == wanted).map(|(_, why)| Arc::clone(why)));
    match known {
        Some(why) => app.why.shown.set(Explaining::Here(why)),
        None => {
            app.why.shown.set(Explaining::Asking);
            app.why.timer.set_value(set_timeout_with_handle(move || ask(app), REST).ok());
        }
    }
}

fn stop_timer(app: App) {
    if let Some(timer) = app.why.timer.try_update_value(Option::take).flatten() {
        timer.clear();
    }
}

/// Asks for what is wanted, unless an answer is on its way already or the models are being asked about all leads.
fn ask(app: App) {
    let is_busy = app.why.asked.get_value().is_some() || app.models.is_judging.get_untracked();
    let Some(wanted) = app.why.wanted.get_value().filter(|_| !is_busy) else { return };
    app.why.asked.set_value(Some(wanted));
    if !app.why.is_told.get_value() {
        return engine::ask(app, Channel::Prepare, &Request::Questions, &[]);
    }
    let task = Task::Explain { lead: wanted.lead };
    if let Err(message) = trainer::ask(app, Channel::Explain, &task, &[], &Array::new()) {
        failed(app, message);
    }
}

/// The trainer is another one than the one that was asked about all leads: it is told again what is asked about.
pub(super) fn questions_came(app: App, questions: Option<ArrayBuffer>) {
    let Some(questions) = questions else { return failed(app, "the questions did not come along".to_owned()) };
    if let Err(message) = judging::hand_over(app, Channel::Prepare, &questions) {
        failed(app, message);
    }
}

/// The trainer has the leads and the models in use.
pub(super) fn told(app: App) {
    app.why.is_told.set_value(true);
    app.why.asked.set_value(None);
    ask(app);
}

pub(super) fn answered(app: App, heard: Option<ArrayBuffer>) {
    match heard {
        Some(heard) => engine::ask_giving(app, Channel::Explained, &Request::Explained, &heard),
        None => failed(app, "the explanation did not come along".to_owned()),
    }
}

pub(super) fn explained(app: App, why: Why) {
    let asked = app.why.asked.try_update_value(Option::take).flatten();
    let Some(asked) = asked.filter(|asked| asked.lead == why.lead) else { return ask(app) };
    let why = Arc::new(why);
    app.why.found.update_value(|found| {
        if found.len() >= KEPT {
            found.remove(0);
        }
        found.push((asked, Arc::clone(&why)));
    });
    if app.why.wanted.get_value() == Some(asked) {
        app.why.shown.set(Explaining::Here(why));
    } else {
        ask(app);
    }
}

pub(super) fn failed(app: App, message: String) {
    app.why.asked.set_value(None);
    app.why.shown.set(Explaining::Failed(message));
}

/// Other leads or other models: nothing of what was found holds any more.
pub(super) fn forget(app: App) {
    for channel in [Channel::Prepare, Channel::Explained] {
        engine::forget(app, channel);
    }
    trainer::forget(app, Channel::Explain);
    trainer::forget(app, Channel::Prepare);
    stop_timer(app);
    app.why.asked.set_value(None);
    app.why.is_told.set_value(false);
    app.why.found.set_value(Vec::new());
}

/// Asks again for a lead whose explanation is still wanted.
pub(super) fn ask_again(app: App) {
    if app.why.shown.with_untracked(|shown| *shown == Explaining::Asking) {
        ask(app);
    }
}

/// The trainer is gone, and what was asked of it.
pub(super) fn lost(app: App, message: &str) {
    if app.why.shown.with_untracked(|shown| *shown == Explaining::Asking) {
        failed(app, message.to_owned());
    }
}

/// The trainer has been ended; another will be told what this one knew.
pub(super) fn trainer_ended(app: App) {
    engine::forget(app, Channel::Prepare);
    app.why.asked.set_value(None);
    app.why.is_told.set_value(false);
}
