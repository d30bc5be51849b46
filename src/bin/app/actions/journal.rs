//! What the person writes down about leads: told to the engine, which keeps the journal, and kept.
//!
//! The page holds the journal's text besides: an engine that is replaced is told it anew.

use std::sync::Arc;

use js_sys::{ArrayBuffer, Uint8Array};
use leadscore::{
    session::{Change, Journal, LeadDetail, LeadSet, Note, Status},
    table::Day,
    wire::Request,
};
use leptos::prelude::*;

use super::{engine, screen, table, workspace};
use crate::{bridge::Channel, browser, state::App};

/// Writes a change down for leads: in the engine, on the screen, and where things are kept.
pub fn note(app: App, leads: impl Into<LeadSet>, change: Change) {
    let leads = leads.into();
    if !leads.is_empty() {
        engine::ask(app, Channel::Note, &Request::Note { leads, change }, &[]);
    }
}

pub fn set_status(app: App, lead: u32, status: Status) {
    note(app, vec![lead], Change::Status { status, on: today() });
}

pub fn set_do_not_contact(app: App, lead: u32, is: bool) {
    note(app, vec![lead], Change::DoNotContact { is, on: today() });
}

pub fn add_note(app: App, lead: u32, text: String) {
    note(app, vec![lead], Change::AddNote { text, on: today() });
}

/// Takes a note away; it can be put back until the next one goes.
pub fn drop_note(app: App, lead: u32, dropped: Note) {
    note(app, vec![lead], Change::DropNote { number: dropped.number });
    app.workspace.dropped.set(Some((lead, dropped)));
}

pub fn put_note_back(app: App) {
    if let Some((lead, dropped)) = app.workspace.dropped.get_untracked() {
        app.workspace.dropped.set(None);
        note(app, vec![lead], Change::PutNote { note: dropped });
    }
}

/// The person's date.
pub fn today() -> Day {
    Day::parse(&browser::today()).unwrap_or(Day(0))
}

/// It is written down: rows and the open lead may show something else now.
pub(super) fn noted(app: App) {
    table::outdate(app);
    if let Some(lead) = app.screen.route.get_untracked().open_lead() {
        engine::ask(app, Channel::Entry, &Request::Lead { lead }, &[]);
    }
    ask_text(app);
}

/// The open lead, as it is now. The rest of its page has not changed, so only the journal's parts look at this.
pub(super) fn entry_came(app: App, detail: Arc<LeadDetail>) {
    if app.screen.route.get_untracked().open_lead() == Some(detail.row.lead) {
        app.workspace.open.set(Some(detail));
    }
}

/// Asks for the journal's text; while one is on its way, once more when it has come.
fn ask_text(app: App) {
    let is_waiting = app
        .engine
        .bridge
        .with_value(|bridge| bridge.as_ref().is_some_and(|bridge| bridge.is_waiting(Channel::JournalText)));
    app.workspace.is_journal_behind.set_value(is_waiting);
    if !is_waiting {
        engine::ask(app, Channel::JournalText, &Request::JournalText, &[]);
    }
}

pub(super) fn text_came(app: App, parcels: u32, text: Option<ArrayBuffer>) {
    let Some(text) = text else { return };
    app.workspace.parcels.set(parcels);
    app.workspace.journal.set_value(Some(text.clone()));
    workspace::journal_changed(app, &text);
    if app.workspace.is_journal_behind.get_value() {
        ask_text(app);
    }
}

/// Tells the engine a journal, in place of its own or added to it.
pub(super) fn tell(app: App, text: &ArrayBuffer, adds: bool) {
    if !adds {
        app.workspace.journal.set_value(Some(text.clone()));
    }
    // The page goes on holding the text: the engine gets a copy.
    engine::ask_giving(app, Channel::Journal, &Request::Journal { adds }, &text.slice(0));
}

/// Begins an empty journal.
pub(super) fn clear(app: App) {
    if app.workspace.journal.with_value(Option::is_some) {
        tell(app, &Uint8Array::from(Journal::default().to_text().as_bytes()).buffer(), false);
    }
}

/// The engine has read the journal it was told; what it has now may be more.
pub(super) fn told(app: App) {
    noted(app);
}

pub(super) fn failed(app: App, message: String) {
    screen::show_error(app, format!("This could not be written down: {message}."));
}

/// A fresh engine knows nothing.
pub(super) fn remind(app: App) {
    if let Some(text) = app.workspace.journal.get_value() {
        tell(app, &text, false);
    }
}
