//! Which leads are selected, and what is done to all of them.
//!
//! The selection is of leads, not of rows: it survives other filters and another order, until other leads come.

use js_sys::{ArrayBuffer, Uint8Array};
use leadscore::{plot::thousands, session::Change, wire::Request};
use leptos::prelude::*;

use super::{Step, engine, journal, screen, table};
use crate::{bridge::Channel, state::App};

/// Selects a lead at a row of the view, or lets go of it.
pub fn pick(app: App, lead: u32, row: u32) {
    let is_on = !app.table.selection.with_untracked(|selection| selection.has(lead));
    app.table.anchor.set_value(Some(row));
    app.table.is_all_selected.set(false);
    app.table.selection.update(|selection| selection.set(lead, is_on));
}

/// Selects all rows from the one selected last to this one.
pub fn pick_to(app: App, row: u32) {
    let from = app.table.anchor.get_value().unwrap_or(row);
    app.table.cursor.set(Some(row));
    let (start, end) = (from.min(row), from.max(row));
    ask_for(app, start, end - start + 1);
}

/// Selects every lead of the view, drawn or not.
pub fn pick_all(app: App) {
    app.table.is_all_selected.set(true);
    ask_for(app, 0, app.table.rows.get_untracked());
}

pub fn pick_none(app: App) {
    app.table.is_all_selected.set(false);
    app.table.is_selecting.set(false);
    app.table.anchor.set_value(None);
    if app.table.selection.with_untracked(|selection| selection.count() > 0) {
        app.table.selection.update(|selection| selection.clear());
    }
}

/// The key that selects: the lead under the cursor.
pub fn pick_cursor(app: App) {
    if app.table.cursor.get_untracked().is_none() {
        table::move_cursor(app, Step::Next);
    }
    let row = app.table.cursor.get_untracked();
    if let Some((row, lead)) = row.and_then(|row| Some((row, lead_at(app, row)?))) {
        pick(app, lead, row);
    }
}

/// Moves the cursor and takes the rows along: selects the one it comes to, and lets go of the one it leaves on its way
/// back.
pub fn extend(app: App, step: Step) {
    let before = app.table.cursor.get_untracked();
    table::move_cursor(app, step);
    let (Some(before), Some(after)) = (before, app.table.cursor.get_untracked()) else {
        return pick_cursor(app);
    };
    if before == after {
        return;
    }
    app.table.is_all_selected.set(false);
    let is_on = |row| lead_at(app, row).is_some_and(|lead| app.table.selection.with_untracked(|s| s.has(lead)));
    if is_on(before) && is_on(after) {
        if let Some(lead) = lead_at(app, before) {
            app.table.selection.update(|selection| selection.set(lead, false));
        }
    } else {
        ask_for(app, before.min(after), before.abs_diff(after) + 1);
    }
}

/// On a phone: whether a tap selects. Ending it lets go of all.
pub fn set_selecting(app: App, is_selecting: bool) {
    if is_selecting {
        app.table.is_selecting.set(true);
    } else {
        pick_none(app);
    }
}

fn lead_at(app: App, row: u32) -> Option<u32> {
    app.table.pages.with_untracked(|pages| pages.row(row)?.get().map(|row| row.lead))
}

/// Selects rows of the view: at once where they are here, else as soon as the worker has said which leads they are.
fn ask_for(app: App, start: u32, count: u32) {
    /// So many rows at most are looked for here.
    const MOST_HERE: u32 = 200;
    if count <= MOST_HERE {
        let here: Option<Vec<u32>> = (start..start.saturating_add(count)).map(|row| lead_at(app, row)).collect();
        if let Some(leads) = here {
            return select(app, leads);
        }
    }
    if count > 0 {
        engine::ask(app, Channel::Leads(start), &Request::Leads { start, count }, &[]);
    }
}

pub(super) fn leads_came(app: App, buffer: Option<ArrayBuffer>) {
    let Some(buffer) = buffer else {
        return screen::show_error(app, "The engine did not say which leads these are.".to_owned());
    };
    let bytes = Uint8Array::new(&buffer).to_vec();
    select(app, bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])));
}

fn select(app: App, leads: impl IntoIterator<Item = u32>) {
    app.table.selection.update(|selection| leads.into_iter().for_each(|lead| selection.set(lead, true)));
}

/// Writes a change down for every selected lead; `what` names it in the message.
pub fn note_selected(app: App, change: Change, what: &str) {
    let leads = app.table.selection.with_untracked(|selection| selection.leads());
    let count = leads.len() as u64;
    journal::note(app, leads, change);
    let leads = if count == 1 { "lead" } else { "leads" };
    screen::tell(app, &format!("{what}: {} {leads}.", thousands(count)));
}

pub fn toggle_preview(app: App) {
    if app.table.is_previewing.get_untracked() {
        return close_preview(app);
    }
    if app.table.cursor.get_untracked().is_none() {
        table::move_cursor(app, Step::Next);
    }
    app.table.is_previewing.set(app.table.cursor.get_untracked().is_some());
}

pub fn close_preview(app: App) {
    app.table.is_previewing.set(false);
}
