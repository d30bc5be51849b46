//! The worker: starting it, hearing it, and starting it again.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer};
use leadscore::wire::{Answer, Engine as EngineTalk, PROTOCOL, Request};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::{
    deals, detail, export, import, journal, judging, map, models, palette, profile, quality, screen, selection, table,
    tiers, trainer, why, workspace,
};
use crate::{
    bridge::{Bridge, Channel, News},
    browser,
    state::{App, Engine, Import},
};

/// Workers lost in a row before we stop starting new ones.
const MOST_LOSSES: u32 = 3;

pub fn start_engine(app: App) {
    let url = browser::meta("ls-worker").unwrap_or_else(|| "./worker_loader.js".to_owned());
    app.engine.phase.set(Engine::Starting);
    // Not from `url` itself: only a worker that starts from a blob is bound by the page's content security policy.
    let started = browser::script_importing(&url).map_err(|error| format!("{error:?}"));
    match started.and_then(|script| Bridge::start(&script, move |news| hear(app, news))) {
        Ok(bridge) => app.engine.bridge.set_value(Some(bridge)),
        Err(message) => app.engine.phase.set(Engine::Down(format!("The engine could not be started: {message}."))),
    }
}

/// The person asks for another try.
pub fn restart_engine(app: App) {
    app.engine.losses.set_value(0);
    start_engine(app);
}

/// Sends a request; a failure to send is a failure of the worker.
pub(super) fn ask(app: App, channel: Channel, request: &Request, files: &[File]) {
    let beside: Vec<JsValue> = files.iter().map(JsValue::from).collect();
    send(app, channel, request, &beside, &Array::new());
}

/// The same, handing over a buffer.
pub(super) fn ask_giving(app: App, channel: Channel, request: &Request, buffer: &ArrayBuffer) {
    send(app, channel, request, &[buffer.into()], &Array::of1(buffer));
}

/// Answers on the channel are not waited for any more.
pub(super) fn forget(app: App, channel: Channel) {
    app.engine.bridge.with_value(|bridge| bridge.as_ref().inspect(|bridge| bridge.forget(channel)).is_some());
}

fn send(app: App, channel: Channel, request: &Request, beside: &[JsValue], given: &Array) {
    let sent = app.engine.bridge.with_value(|bridge| match bridge {
        Some(bridge) => bridge.ask(channel, request, beside, given),
        None => Err("it is not running".to_owned()),
    });
    if let Err(message) = sent {
        screen::show_error(app, format!("The engine did not take the request: {message}."));
    }
}

/// Stops the worker under way and starts a fresh one; its leads are gone.
pub(super) fn replace(app: App) {
    import::forget_leads(app);
    start_engine(app);
}

fn hear(app: App, news: News<EngineTalk>) {
    match news {
        News::Ready { protocol } => ready(app, protocol),
        News::Died { message } => died(app, &message),
        News::Answer { channel, answer, buffer } => match (channel, answer) {
            (Channel::Import, Answer::Progress { stage, done, total }) => import::moved_on(app, stage, done, total),
            (_, Answer::Progress { .. }) => {}
            (_, Answer::Imported { report, tally }) => import::imported(app, report, tally),
            (_, Answer::Viewed { rows }) => table::viewed(app, rows),
            (Channel::Rows(page), Answer::Rows { rows, .. }) => table::rows_came(app, page, rows),
            (_, Answer::Leads) => selection::leads_came(app, buffer),
            (_, Answer::Found { rows }) => palette::found(app, rows),
            (_, Answer::Points { report }) => map::points_came(app, *report, buffer),
            (channel, Answer::Named { rows }) => map::named(app, channel, rows),
            (Channel::Entry, Answer::Lead { detail }) => journal::entry_came(app, Arc::new(*detail)),
            (_, Answer::Lead { detail }) => detail::lead_came(app, *detail),
            (_, Answer::Noted { .. }) => journal::noted(app),
            (_, Answer::Journal { .. }) => journal::told(app),
            (_, Answer::JournalText { parcels }) => journal::text_came(app, parcels, buffer),
            (_, Answer::Tallied { tally }) => tiers::tallied(app, tally),
            (_, Answer::Rescored { tally, profile, lists }) => {
                profile::rescored(app, tally, profile, lists.map(|lists| *lists));
            }
            (_, Answer::Cut { tally, cuts }) => tiers::cut(app, tally, cuts),
            (Channel::ProfileText { is_file }, Answer::ProfileText { name, text }) => {
                profile::text_came(app, is_file, &name, &text);
            }
            (_, Answer::Deals { list }) => deals::listed(app, *list),
            (_, Answer::WhatIf { lead, supposed }) => deals::supposed(app, lead, *supposed),
            (_, Answer::Export { report, is_preview }) => export::answered(app, *report, is_preview, buffer),
            (_, Answer::Exported { file_name, rows }) => export::exported(app, &file_name, rows, buffer),
            (Channel::Lessons(model), Answer::Handed) => models::rows_came(app, model, buffer),
            (Channel::Prepare, Answer::Handed) => why::questions_came(app, buffer),
            (Channel::Adopt, Answer::Handed) => models::adoption_rows_came(app, buffer),
            (Channel::CompareCases, Answer::Handed) => models::cases_came(app, buffer),
            (_, Answer::Handed) => judging::questions_came(app, buffer),
            (_, Answer::Explained { why }) => why::explained(app, *why),
            (_, Answer::Quality { sheets }) => quality::came(app, sheets),
            (_, Answer::File { name }) => quality::file_came(app, &name, buffer),
            (_, Answer::Churned { sheet }) => models::churned(app, sheet),
            (_, Answer::Judged { tally }) => judging::judged(app, tally),
            (channel, Answer::Failed { message }) => failed(app, channel, message),
            (_, Answer::Rows { .. } | Answer::Ready { .. } | Answer::ProfileText { .. }) => {}
        },
    }
}

fn ready(app: App, protocol: u32) {
    if protocol != PROTOCOL {
        app.engine.bridge.set_value(None);
        app.engine.phase.set(Engine::Down(
            "This page and its engine are of different versions. Reload the page to get both new.".to_owned(),
        ));
        return;
    }
    app.engine.losses.set_value(0);
    app.engine.phase.set(Engine::Ready);
    trainer::fetch(app);
    workspace::engine_ready(app);
    app.engine.announce.with_value(|resolve| {
        if let Some(resolve) = resolve
            && let Err(error) = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED)
        {
            web_sys::console::warn_1(&error);
        }
    });
}

fn died(app: App, message: &str) {
    let had_leads = app.data.set.with_untracked(Option::is_some);
    let was_importing = app.data.import.with_untracked(|import| matches!(import, Import::Running(_)));
    app.engine.losses.update_value(|losses| *losses += 1);
    app.engine.bridge.set_value(None);
    import::forget_leads(app);
    models::rows_are_lost(app, message);
    if app.engine.losses.get_value() >= MOST_LOSSES {
        app.engine.phase.set(Engine::Down(format!("The engine stops again and again: {message}.")));
        return;
    }
    start_engine(app);
    if was_importing {
        app.data.import.set(Import::Failed(format!(
            "The engine stopped while it read the files ({message}) and has been started again. Try again; if it stops \
             again, leave out one file at a time to find the one it cannot take."
        )));
    } else if had_leads {
        screen::show_error(
            app,
            format!(
                "The engine stopped ({message}) and has been started again. Its leads are gone: import the files again."
            ),
        );
    }
}

fn failed(app: App, channel: Channel, message: String) {
    match channel {
        Channel::Import => import::failed(app, message),
        Channel::View => table::view_failed(app, message),
        Channel::Export => export::failed(app, message),
        Channel::Lead => detail::failed(app, message),
        Channel::Note | Channel::Entry | Channel::Journal | Channel::JournalText => journal::failed(app, message),
        Channel::KeptProfile | Channel::KeptModel => screen::show_error(app, message),
        Channel::Points | Channel::Card | Channel::Labels | Channel::Outline => map::failed(app, message),
        Channel::Thresholds => tiers::failed(app, message),
        Channel::Profile => profile::failed(app, message),
        Channel::Cut | Channel::ProfileText { .. } | Channel::OpenProfile | Channel::WhatIf => {
            screen::show_error(app, message);
        }
        Channel::Deals => deals::failed(app, message),
        Channel::Lessons(model) => models::failed(app, model, message),
        Channel::Questions | Channel::Judged => judging::failed(app, message),
        Channel::Prepare | Channel::Explain | Channel::Explained => why::failed(app, message),
        Channel::Quality => quality::failed(app, message),
        Channel::CompareCases | Channel::Compare | Channel::Churn => models::compare_failed(app, message),
        Channel::File | Channel::Shipped | Channel::Convert => screen::show_error(app, message),
        Channel::Adopt => models::not_adopted(app, &message),
        Channel::Leads(_) | Channel::Find | Channel::Rows(_) | Channel::Train(_) | Channel::Open | Channel::Judge => {
            screen::show_error(app, message)
        }
    }
}
