//! The trainer: its program, starting it, hearing it, ending it.

use js_sys::Array;
use leadscore::wire::{PROTOCOL, Reply, Task, Trainer};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::{export, judging, map, models, profile, screen, why, workspace};
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
    spawn_local(models::fetch_shipped(app));
    let url = browser::meta("ls-trainer").unwrap_or_else(|| "./trainer".to_owned());
    spawn_local(async move {
        match Program::fetch(&url).await {
            Ok(program) => {
                app.models.program.set_value(Some(program));
                app.models.is_ready.set(true);
                workspace::trainer_ready(app);
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
    why::trainer_ended(app);
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
            (Channel::Train(_), Reply::Progress { share, trees_done, trees, stage, error }) => {
                models::moved_on(app, share, trees_done, trees, stage, error);
            }
            (Channel::Open, Reply::Foreign) => models::foreign_came(app),
            (Channel::Adopt, Reply::Trained { summary, sheets, json }) => {
                models::adopted(app, *summary, sheets, json, buffer);
            }
            (Channel::Train(_), Reply::Trained { summary, sheets, json }) => {
                models::trained(app, *summary, sheets, json, buffer);
            }
            (Channel::Prepare, Reply::Judged) => why::told(app),
            (_, Reply::Explained) => why::answered(app, buffer),
            (_, Reply::Shipped { models }) => models::shipped_known(app, models),
            (_, Reply::Compared { sheet }) => models::compared(app, sheet, buffer),
            (_, Reply::Converted) => models::converted(app, buffer),
            (Channel::KeptModel, Reply::Opened { summary }) => workspace::model_opened(app, *summary),
            (Channel::KeptProfile, Reply::ReadProfile { profile }) => workspace::profile_opened(app, *profile),
            (_, Reply::Opened { summary }) => models::opened(app, *summary),
            (_, Reply::ReadProfile { profile }) => profile::opened(app, *profile),
            (_, Reply::Spreadsheet) => export::spreadsheet_came(app, buffer),
            (Channel::Outline, Reply::Progress { share, .. }) => map::outline_moved_on(app, share),
            (_, Reply::Outline { head, empty }) => map::outline_came(app, *head, empty, buffer),
            (_, Reply::Judged) => judging::answered(app, buffer),
            (channel, Reply::Failed { message }) => failed(app, channel, message),
            (_, Reply::Ready { .. } | Reply::Progress { .. } | Reply::Trained { .. } | Reply::Foreign) => {}
        },
    }
}

fn failed(app: App, channel: Channel, message: String) {
    match channel {
        Channel::Train(model) => models::failed(app, model, message),
        Channel::Judge => judging::failed(app, message),
        Channel::KeptModel => workspace::model_refused(app, &message),
        Channel::KeptProfile => workspace::profile_refused(app, &message),
        Channel::Outline => map::outline_failed(app, &message),
        Channel::Export => export::failed(app, message),
        Channel::Prepare | Channel::Explain => why::failed(app, message),
        Channel::Compare => models::compare_failed(app, message),
        Channel::Adopt => models::not_adopted(app, &message),
        Channel::Convert => screen::show_error(app, format!("The model cannot be written in this format: {message}.")),
        Channel::Shipped => models::shipped_failed(app, &message),
        Channel::OpenProfile => profile::not_opened(app, &message),
        _ => screen::show_error(app, format!("This is not a model that can be used here: {message}.")),
    }
}

fn died(app: App, message: &str) {
    end(app);
    let message = format!("the trainer stopped ({message})");
    why::lost(app, &message);
    map::outline_failed(app, &message);
    if !models::rows_are_lost(app, &message) {
        judging::failed(app, message);
    }
}
