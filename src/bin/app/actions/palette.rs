//! The command palette: everything one can do or go to, by a few letters.

use std::time::Duration;

use leadscore::{
    registry::ModelName,
    session::{LeadRow, shipped_views},
    wire::Request,
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};

use super::{engine, export, import, models, screen, selection, table, views};
use crate::{
    bridge::Channel,
    route::Route,
    state::{App, Naming},
};

/// Leads shown at most.
const MOST_FOUND: u32 = 6;
/// So many letters before leads are looked for.
const LEAST_LETTERS: usize = 2;

/// What the palette can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Go(Route),
    /// A lead by its number, with its words.
    Open(u32),
    View(String),
    Demo,
    Export,
    SelectAll,
    ClearFilters,
    SaveView,
    Theme,
    Train(ModelName),
    Keys,
}

pub fn open_palette(app: App, is_open: bool) {
    if is_open {
        app.palette.text.set(String::new());
        app.palette.found.set(Vec::new());
        app.palette.at.set(0);
    }
    app.palette.is_open.set(is_open);
}

/// What stands in the field changed; leads follow when the hand rests.
pub fn palette_typed(app: App, text: String) {
    app.palette.at.set(0);
    app.palette.text.set(text.clone());
    if let Some(Some(timer)) = app.palette.timer.try_update_value(Option::take) {
        timer.clear();
    }
    let text = text.trim().to_owned();
    if text.chars().count() < LEAST_LETTERS || !untrack(|| app.data.has_leads()) {
        engine::forget(app, Channel::Find);
        app.palette.found.set(Vec::new());
        return;
    }
    let find = move || {
        engine::ask(app, Channel::Find, &Request::Find { text, most: MOST_FOUND }, &[]);
    };
    if let Ok(timer) = set_timeout_with_handle(find, Duration::from_millis(100)) {
        app.palette.timer.set_value(Some(timer));
    }
}

pub(super) fn found(app: App, rows: Vec<LeadRow>) {
    app.palette.found.set(rows);
}

pub fn palette_at(app: App, place: usize) {
    app.palette.at.set(place);
}

/// Closes the palette and does what was chosen.
pub fn run(app: App, command: Command) {
    open_palette(app, false);
    match command {
        Command::Go(route) => screen::go(app, route),
        Command::Open(lead) => screen::go(app, Route::Leads { open: Some(lead) }),
        Command::View(name) => {
            let own = app.table.views.with_untracked(|own| own.iter().find(|view| view.name == name).cloned());
            if let Some(view) = own.or_else(|| shipped_views().into_iter().find(|view| view.name == name)) {
                views::use_view(app, view);
            }
        }
        Command::Demo => import::import_demo(app),
        Command::Export => export::export_view(app),
        Command::SelectAll => {
            screen::go(app, Route::Leads { open: None });
            selection::pick_all(app);
        }
        Command::ClearFilters => table::clear_filters(app),
        Command::SaveView => views::name_view(app, Some(Naming::Save)),
        Command::Theme => screen::next_theme(app),
        Command::Train(model) => {
            screen::go(app, Route::Models);
            models::train(app, model);
        }
        Command::Keys => screen::open_help(app, true),
    }
}
