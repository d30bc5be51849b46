//! Columns, and views with a name: what the person wants to come back to.

use js_sys::JSON;
use leadscore::session::{SavedView, shipped_views};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{screen, table, workspace};
use crate::{
    browser,
    columns::{Choice, ColumnId},
    route::Route,
    state::{App, Naming},
    store::Kind,
};

const COLUMNS_KEY: &str = "columns";
const COLUMNS_PREFERENCE: &str = "leadscore.columns";
const VIEWS_KEY: &str = "views";

/// Longest name of a view, in letters.
pub const MOST_NAME: usize = 60;

/// The columns of the last visit: like the theme a preference, which says nothing of any lead.
pub(super) fn start(app: App) {
    if let Some(columns) = browser::stored(COLUMNS_PREFERENCE) {
        app.table.columns.set(Choice::parse(&columns));
    }
}

/// Shows what was kept, once it has been read. What cannot be read is left alone and not shown.
pub(super) fn brought_back(app: App) {
    if let Some((_, columns)) = workspace::kept(app, Kind::Settings).into_iter().find(|(key, _)| key == COLUMNS_KEY) {
        app.table.columns.set(Choice::parse(&columns));
    }
    if let Some(views) = workspace::kept(app, Kind::Views).into_iter().find_map(|(_, text)| of_json(&text)) {
        app.table.views.set(views);
    }
}

pub fn show_column(app: App, id: ColumnId, is_on: bool) {
    change_columns(app, |choice| choice.set(id, is_on));
}

/// Moves a column to a place of the order.
pub fn put_column(app: App, id: ColumnId, place: usize) {
    change_columns(app, |choice| choice.put(id, place));
}

pub fn reset_columns(app: App) {
    change_columns(app, |choice| *choice = Choice::default());
}

fn change_columns(app: App, change: impl FnOnce(&mut Choice)) {
    app.table.columns.update(change);
    let words = app.table.columns.with_untracked(Choice::words);
    browser::store(COLUMNS_PREFERENCE, &words);
    workspace::keep(app, Kind::Settings, COLUMNS_KEY, &words);
}

/// Shows the leads of a view.
pub fn use_view(app: App, view: SavedView) {
    if let Some(columns) = &view.columns {
        change_columns(app, |choice| *choice = Choice::parse(columns));
    }
    table::set_query(app, view.query);
    screen::go(app, Route::Leads { open: None });
}

/// Asks for a name.
pub fn name_view(app: App, naming: Option<Naming>) {
    app.table.naming.set(naming);
}

/// Why a view cannot have this name; None when it can.
pub fn fault_of_name(app: App, name: &str) -> Option<String> {
    let name = name.trim();
    if name.is_empty() {
        return Some("Give the view a name.".to_owned());
    }
    if name.chars().count() > MOST_NAME {
        return Some(format!("At most {MOST_NAME} letters, please."));
    }
    let is_own = matches!(app.table.naming.get(), Some(Naming::Rename(own)) if own == name);
    let is_taken = app.table.views.with(|views| views.iter().any(|view| view.name == name));
    let is_shipped = shipped_views().iter().any(|view| view.name == name);
    ((is_taken || is_shipped) && !is_own).then(|| format!("There is a view named “{name}”."))
}

/// Saves what is shown, or gives a view its other name.
pub fn named(app: App, name: &str) {
    let name = name.trim().to_owned();
    let Some(naming) = app.table.naming.get_untracked() else { return };
    if untrack(|| fault_of_name(app, &name)).is_some() {
        return;
    }
    app.table.naming.set(None);
    match naming {
        Naming::Save => {
            // A set drawn on the map names leads of this import by number, which mean nothing in the next.
            let mut query = app.table.query.get_untracked();
            query.within = None;
            let columns = Some(app.table.columns.with_untracked(Choice::words));
            change_views(app, |views| views.push(SavedView { name: name.clone(), query, columns }));
            screen::tell(app, &format!("View “{name}” saved."));
        }
        Naming::Rename(before) => change_views(app, |views| {
            views.iter_mut().filter(|view| view.name == before).for_each(|view| view.name.clone_from(&name));
        }),
    }
}

pub fn delete_view(app: App, name: &str) {
    change_views(app, |views| views.retain(|view| view.name != name));
    screen::tell(app, &format!("View “{name}” deleted."));
}

fn change_views(app: App, change: impl FnOnce(&mut Vec<SavedView>)) {
    app.table.views.update(change);
    let kept = app.table.views.with_untracked(to_json);
    if let Some(json) = kept {
        workspace::keep(app, Kind::Views, VIEWS_KEY, &json);
    }
}

/// The view that is shown: the one of the person, else the one that came with the product; tracked.
pub fn shown_view(app: App) -> Option<String> {
    app.table.query.with(|query| {
        if !query.is_filtered() && query.sorts.is_empty() {
            return None;
        }
        let own =
            app.table.views.with(|views| views.iter().find(|view| view.query == *query).map(|view| view.name.clone()));
        own.or_else(|| shipped_views().into_iter().find(|view| view.query == *query).map(|view| view.name))
    })
}

/// JSON by the browser's own writer: one of ours would be as large again as these two lines are small.
fn to_json<T: Serialize>(value: &T) -> Option<String> {
    let value = serde_wasm_bindgen::to_value(value).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

fn of_json<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(JSON::parse(json).ok()?).ok()
}
