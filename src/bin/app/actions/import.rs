//! Files in, leads out.

use std::sync::Arc;

use leadscore::{
    plot::thousands,
    session::{DemoOptions, ImportOptions, ImportReport, Tally},
    wire::{Request, Stage},
};
use leptos::prelude::*;
use web_sys::File;

use super::{deals, detail, engine, judging, profile, screen, table, tour, workspace};
use crate::{
    bridge::Channel,
    browser,
    route::Route,
    state::{App, DataSet, Detail, Import, Input, Options, Progress},
};

const DEMO: DemoOptions = DemoOptions { rows: 6_000, seed: 42 };

pub fn import_files(app: App, files: Vec<File>) {
    if !files.is_empty() {
        start(app, Input::Files(files));
    }
}

pub fn import_demo(app: App) {
    start(app, Input::Demo);
}

/// Reads the same files again, with the options of now.
pub fn import_again(app: App) {
    if let Some(input) = app.data.input.get_value() {
        start(app, input);
    }
}

/// Stops the import under way. The worker cannot be interrupted, so a fresh one takes its place.
pub fn cancel_import(app: App) {
    engine::replace(app);
    app.data.import.set(Import::Idle);
    screen::tell(app, "Import cancelled.");
}

pub fn set_options(app: App, change: impl FnOnce(&mut Options)) {
    app.data.options.update(change);
}

pub fn close_report(app: App) {
    app.data.is_report_seen.set(true);
}

pub(super) fn start(app: App, input: Input) {
    let scored_by = profile::name_for_import(app);
    let options = app.data.options.get_untracked();
    let engine_options = ImportOptions { mode: options.mode, as_of: options.as_of.clone(), profile: scored_by };
    let now_millis = browser::now_millis();
    app.data.input.set_value(Some(input.clone()));
    app.data.import.set(Import::Running(Progress {
        what: name_of(&input),
        is_demo: matches!(input, Input::Demo),
        stage: Stage::Reading,
        done: 0.0,
        total: 0.0,
        started_millis: now_millis,
        now_millis,
    }));
    screen::close_notice(app);
    judging::forget(app);
    match input {
        Input::Demo => {
            engine::ask(app, Channel::Import, &Request::Demo { demo: DEMO, options: engine_options }, &[]);
        }
        Input::Files(files) => {
            engine::ask(app, Channel::Import, &Request::Import { options: engine_options }, &files);
        }
    }
}

pub(super) fn moved_on(app: App, stage: Stage, done: f64, total: f64) {
    app.data.import.update(|import| {
        if let Import::Running(progress) = import {
            *progress = Progress { stage, done, total, now_millis: browser::now_millis(), ..progress.clone() };
        }
    });
}

pub(super) fn imported(app: App, report: ImportReport, tally: Tally) {
    let leads = tally.tiers.iter().map(|row| row.count).sum();
    browser::mark("leadscore:imported", leads);
    browser::mark("leadscore:scored", leads);
    let name = app.data.input.with_value(|input| input.as_ref().map(name_of)).unwrap_or_default();
    let options = app.data.options.get_untracked();
    let scored_by = report.profile.clone();
    let set = DataSet { name, options, report };
    app.data.set.set(Some(Arc::new(set)));
    app.data.tally.set(Some(Arc::new(tally)));
    app.data.import.set(Import::Idle);
    app.data.is_report_seen.set(false);
    app.tiers.wanted.set(None);
    app.tiers.asked.set_value(None);
    app.detail.set(Detail::Closed);
    app.table.is_paint_due.set_value(leads > 0);
    table::begin(app, leads);
    deals::forget(app);
    profile::leads_came(app, &scored_by);
    judging::leads_came(app);
    if leads > 0 && app.data.input.with_value(|input| matches!(input, Some(Input::Demo))) {
        tour::offer_tour(app);
    }
    let page = if leads > 0 { Route::Leads { open: None } } else { Route::Import };
    if !workspace::data_came(app) {
        screen::go(app, page);
    }
}

pub(super) fn failed(app: App, message: String) {
    workspace::leads_gone(app);
    app.data.import.set(Import::Failed(message));
    screen::go(app, Route::Import);
}

/// The worker that had the leads is gone.
pub(super) fn forget_leads(app: App) {
    app.data.set.set(None);
    app.data.tally.set(None);
    app.data.import.set(Import::Idle);
    workspace::leads_gone(app);
    app.tiers.wanted.set(None);
    app.tiers.asked.set_value(None);
    app.table.is_exporting.set(false);
    judging::forget(app);
    app.profile.asked.set_value(None);
    deals::forget(app);
    table::begin(app, 0);
    detail::close_detail(app);
}

fn name_of(input: &Input) -> String {
    match input {
        Input::Demo => "Demo county".to_owned(),
        Input::Files(files) => match files.as_slice() {
            [file] => file.name(),
            files => format!("{} files", thousands(files.len() as u64)),
        },
    }
}
