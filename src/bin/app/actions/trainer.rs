//! The trainer: its program, starting it, hearing it, ending it.

use js_sys::Array;
use leadscore::wire::{PROTOCOL, Reply, Task, Trainer};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::{judging, models, screen};
use crate::{
    bridge::{Bridge, Channel, News},
    browser,
    program::Program,
    state::App,
};

/// Fetches the trainer's program and keeps it.
pub(super) fn fetch(app: App) {
    if app.models.program.with_value(Option::is_some) {
        return;
    }
    let url = browser::meta("ls-trainer").unwrap_or_else(|| "./trainer".to_owned());
    spawn_local(async move {
        match Program::fetch(&url).await {
            Ok(program) => {
                app.models.program.set_value(Some(program));
                app.models.is_ready.set(true);
            }
            // Models are one page of several: it says that it cannot train; a developer sees why.
            Err(error) => {
                app.models.is_missing.set(true);
                web_sys::console::warn_2(&"the trainer could not be fetched".into(), &error);
            }
        }
    });
}

/// Sends a task with the buffers that travel beside it; starts the trainer where none is running.
pub(super) fn ask(app: App, channel: Channel, task: &Task, beside: &[JsValue], given: &Array) -> Result<(), String> {
    if app.models.trainer.with_value(Option::is_none) {
        let bridge = start(app)?;
        app.models.trainer.set_value(Some(bridge));
    }
    app.models.trainer.with_value(|bridge| match bridge {
        Some(bridge) => bridge.ask(channel, task, beside, given),
        None => Err("the trainer is not running".to_owned()),
    })
}

fn start(app: App) -> Result<Bridge<Trainer>, String> {
    app.models.program.with_value(|program| {
        let program = program.as_ref().ok_or("the trainer has not been loaded; reload the page")?;
        let bridge = Bridge::start(&program.script, move |news| hear(app, news))?;
        bridge.equip(&program.module)?;
        Ok(bridge)
    })
}

/// Ends the trainer, whatever it is doing; the next task starts another.
pub(super) fn end(app: App) {
    app.models.trainer.set_value(None);
}

pub(super) fn forget(app: App, channel: Channel) {
    app.models.trainer.with_value(|bridge| bridge.as_ref().inspect(|bridge| bridge.forget(channel)).is_some());
}

fn hear(app: App, news: News<Trainer>) {
    match news {
        News::Ready { protocol } if protocol == PROTOCOL => {}
        News::Ready { .. } => died(app, "it is of another version than this page; reload the page"),
        News::Died { message } => died(app, &message),
        News::Answer { channel, answer, buffer } => match (channel, answer) {
            (Channel::Train(_), Reply::Progress { share, trees_done, trees, stage }) => {
                models::moved_on(app, share, trees_done, trees, stage);
            }
            (Channel::Train(_), Reply::Trained { summary }) => models::trained(app, *summary, buffer),
            (_, Reply::Opened { summary }) => models::opened(app, *summary),
            (_, Reply::Judged) => judging::answered(app, buffer),
            (channel, Reply::Failed { message }) => failed(app, channel, message),
            (_, Reply::Ready { .. } | Reply::Progress { .. } | Reply::Trained { .. }) => {}
        },
    }
}

fn failed(app: App, channel: Channel, message: String) {
    match channel {
        Channel::Train(model) => models::failed(app, model, message),
        Channel::Judge => judging::failed(app, message),
        _ => screen::show_error(app, format!("This is not a model that can be used here: {message}.")),
    }
}

fn died(app: App, message: &str) {
    end(app);
    let message = format!("the trainer stopped ({message})");
    if !models::rows_are_lost(app, &message) {
        judging::failed(app, message);
    }
}
