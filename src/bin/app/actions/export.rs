//! Leads as files: the view at once as CSV, anything else through the dialog.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    plot::thousands,
    session::{Change, ExportOptions, ExportReport, LeadSet, Which},
    wire::{Request, Task},
};
use leptos::prelude::*;

use super::{engine, journal, map, screen, trainer};
use crate::{bridge::Channel, browser, state::App};

/// The view as it is, all columns as CSV: one click.
pub fn export_view(app: App) {
    if !app.table.is_exporting.get_untracked() {
        app.table.is_exporting.set(true);
        engine::ask(app, Channel::Export, &Request::ExportCsv, &[]);
    }
}

/// The selected leads, by rank.
pub fn export_selection(app: App) {
    open_export(app, Which::Selection(app.table.selection.with_untracked(|selection| selection.leads().into())));
}

/// The leads drawn around on the map.
pub fn export_map(app: App) {
    if let Some(leads) = app.map.picked.get_untracked() {
        map::clear_drawn(app);
        open_export(app, Which::Selection(LeadSet::from(leads.to_vec())));
    }
}

/// Opens the dialog with what was chosen the last time.
pub fn open_export(app: App, which: Which) {
    app.export.fault.set(None);
    app.export.is_saving.set(false);
    let options = ExportOptions { which, ..app.export.last.get_value() };
    app.export.options.set(Some(options.clone()));
    preview(app, options);
}

pub fn close_export(app: App) {
    if app.export.is_open() {
        app.export.options.set(None);
        app.export.report.set(None);
        engine::forget(app, Channel::Export);
        trainer::forget(app, Channel::Export);
    }
}

pub fn set_export(app: App, change: impl FnOnce(&mut ExportOptions)) {
    let Some(mut options) = app.export.options.get_untracked() else { return };
    change(&mut options);
    app.export.last.set_value(ExportOptions { which: Which::View, ..options.clone() });
    app.export.options.set(Some(options.clone()));
    app.export.fault.set(None);
    preview(app, options);
}

pub fn set_marking(app: App, is_marking: bool) {
    app.export.is_marking.set(is_marking);
}

fn preview(app: App, options: ExportOptions) {
    let request = Request::Export { options: Box::new(options), is_preview: true };
    engine::ask(app, Channel::Export, &request, &[]);
}

pub fn save_export(app: App) {
    if let Some(options) = app.export.options.get_untracked()
        && !app.export.is_saving.get_untracked()
    {
        app.export.is_saving.set(true);
        app.export.fault.set(None);
        let request = Request::Export { options: Box::new(options), is_preview: false };
        engine::ask(app, Channel::Export, &request, &[]);
    }
}

pub(super) fn answered(app: App, report: ExportReport, is_preview: bool, buffer: Option<ArrayBuffer>) {
    let Some(options) = app.export.options.get_untracked() else { return };
    let is_spreadsheet = options.format == leadscore::session::ExportFormat::Xlsx;
    app.export.report.set(Some(Arc::new(report)));
    match buffer {
        _ if is_preview => {}
        Some(rows) if is_spreadsheet => {
            let asked = trainer::ask(app, Channel::Export, &Task::Spreadsheet, &[(&rows).into()], &Array::of1(&rows));
            if let Err(message) = asked {
                failed(app, message);
            }
        }
        buffer => save(app, &options, buffer),
    }
}

pub(super) fn spreadsheet_came(app: App, buffer: Option<ArrayBuffer>) {
    if let Some(options) = app.export.options.get_untracked() {
        save(app, &options, buffer);
    }
}

fn save(app: App, options: &ExportOptions, buffer: Option<ArrayBuffer>) {
    let (Some(report), Some(buffer)) = (app.export.report.get_untracked(), buffer) else {
        return failed(app, "The file did not come along.".to_owned());
    };
    match browser::save_file(&report.file_name, &buffer, options.format.mime()) {
        Ok(()) => {
            let is_marking = app.export.is_marking.get_untracked();
            close_export(app);
            app.export.is_saving.set(false);
            if is_marking {
                journal::note(app, report.leads.clone(), Change::Exported { on: Some(journal::today()) });
            }
            let rows = thousands(u64::from(report.rows));
            screen::tell(app, &format!("{rows} rows saved as {}.", report.file_name));
        }
        Err(error) => failed(app, format!("The file could not be saved: {error:?}.")),
    }
}

pub(super) fn exported(app: App, file_name: &str, rows: u32, buffer: Option<ArrayBuffer>) {
    app.table.is_exporting.set(false);
    let saved = buffer
        .ok_or_else(|| "the file did not come along".to_owned())
        .and_then(|buffer| browser::save_file(file_name, &buffer, "text/csv").map_err(|error| format!("{error:?}")));
    match saved {
        Ok(()) => screen::tell(app, &format!("{} leads saved as {file_name}.", thousands(u64::from(rows)))),
        Err(message) => screen::show_error(app, format!("The leads could not be saved: {message}.")),
    }
}

pub(super) fn failed(app: App, message: String) {
    app.table.is_exporting.set(false);
    app.export.is_saving.set(false);
    if app.export.is_open() {
        app.export.fault.set(Some(message));
    } else {
        screen::show_error(app, message);
    }
}
