//! The view as a file.

use js_sys::ArrayBuffer;
use leadscore::{plot::thousands, wire::Request};
use leptos::prelude::*;

use super::{engine, screen};
use crate::{bridge::Channel, browser, state::App};

pub fn export_view(app: App) {
    if !app.table.is_exporting.get_untracked() {
        app.table.is_exporting.set(true);
        engine::ask(app, Channel::Export, &Request::ExportCsv, &[]);
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
    screen::show_error(app, message);
}
