//! One lead in full.

use std::sync::Arc;

use leadscore::{session::LeadDetail, wire::Request};
use leptos::prelude::*;

use super::{Step, deals, engine, screen, table};
use crate::{
    bridge::Channel,
    route::Route,
    state::{App, Detail},
};

/// Opens a lead at a known place of the view.
pub fn open_lead(app: App, lead: u32, row: u32) {
    app.table.cursor.set(Some(row));
    let here = app.screen.route.get_untracked();
    // The keys for the next and the last lead walk through the view from the map too.
    let page = if here.open_lead().is_some() { here } else { Route::Leads { open: None } };
    screen::go(app, page.with_lead(Some(lead)));
}

/// Opens a lead beside the map.
pub fn open_on_map(app: App, lead: u32) {
    let place = app.table.pages.with_untracked(|pages| pages.place_of(lead));
    app.table.cursor.set(place);
    screen::go(app, Route::Map { open: Some(lead) });
}

/// Opens the lead of a row, as soon as the row is here.
pub(super) fn open_row(app: App, row: u32) {
    let lead = app.table.pages.with_untracked(|pages| pages.row(row).and_then(|found| found.get().map(|r| r.lead)));
    match lead {
        Some(lead) => open_lead(app, lead, row),
        None => app.table.open_when_here.set_value(Some(row)),
    }
}

pub fn close_detail(app: App) {
    if app.screen.route.get_untracked().open_lead().is_some() {
        screen::go_up(app);
    }
}

/// To the lead after or before the open one.
pub fn step_detail(app: App, step: Step) {
    if app.table.cursor.get_untracked().is_none()
        && let Some(lead) = app.screen.route.get_untracked().open_lead()
    {
        let place = app.table.pages.with_untracked(|pages| pages.place_of(lead));
        app.table.cursor.set(place);
    }
    table::move_cursor(app, step);
}

/// The address names another lead, or none.
pub(super) fn follow_route(app: App, open: Option<u32>) {
    if open != app.detail.with_untracked(|detail| detail.lead().map(|detail| detail.row.lead)) {
        deals::forget_suppositions(app);
    }
    let Some(lead) = open.filter(|_| app.data.set.with_untracked(Option::is_some)) else {
        app.detail.set(Detail::Closed);
        return;
    };
    app.detail.update(|detail| *detail = Detail::Loading { before: detail.lead().cloned() });
    engine::ask(app, Channel::Lead, &Request::Lead { lead }, &[]);
}

/// What the open lead shows may have changed.
pub(super) fn refresh(app: App) {
    follow_route(app, app.screen.route.get_untracked().open_lead());
}

pub(super) fn lead_came(app: App, detail: LeadDetail) {
    if app.screen.route.get_untracked().open_lead() == Some(detail.row.lead) {
        let detail = Arc::new(detail);
        app.workspace.open.set(Some(Arc::clone(&detail)));
        app.detail.set(Detail::Shown(detail));
    }
}

pub(super) fn failed(app: App, message: String) {
    app.detail.set(Detail::Closed);
    screen::show_error(app, message);
    close_detail(app);
}
