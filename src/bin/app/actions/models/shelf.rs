//! The versions that are here: the registry's index says what they are to each other, and is asked for every change.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use leadscore::{
    registry::{Aliases, Index, IndexProblem, KEPT_VERSIONS, ModelName, Placement, State, Version, VersionName},
    session::{ModelSummary, Sheet},
    wire::{Format, Task},
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::{
    actions::{judging, screen, trainer, workspace},
    bridge::Channel,
    browser,
    state::{App, Comparing, Kept},
    store::Kind,
};

/// Takes a version in. The first of its kind is used at once; a later one waits until it is promoted.
pub(super) fn keep(app: App, kept: Kept, file: ArrayBuffer) {
    let model = kept.summary.model;
    let is_same = |other: &&Arc<Kept>| other.summary.model == model && other.summary.digest == kept.summary.digest;
    let known = app.models.kept.with_untracked(|all| all.iter().find(is_same).cloned());
    if let Some(known) = known {
        let words = match kept.took_seconds {
            Some(_) => "The training came to the same model again, digit for digit.",
            None => "This model is here already.",
        };
        screen::tell(app, words);
        if untrack(|| app.models.used(model)).is_none() {
            use_model(app, model, known.version);
        }
        return;
    }
    let is_taken = |name| app.models.kept.with_untracked(|all| all.iter().any(|kept| kept.is(model, name)));
    let mut version = kept.version;
    while is_taken(version) {
        version = version.next();
    }
    let kept = Kept { version, ..kept };
    let is_first = untrack(|| app.models.used(model)).is_none() && kept.summary.rule_stays.is_none();
    let placement = if is_first { Placement::Champion } else { Placement::Challenger };
    let placed = app.models.index.with_untracked(|index| index.add(entry(&kept), placement));
    let Some(index) = told(app, placed) else { return };
    keep_report(app, &kept);
    app.models.files.update_value(|files| files.push((model, version, file)));
    app.models.kept.update(|all| {
        all.push(Arc::new(kept));
        all.sort_by_key(|kept| kept.version);
    });
    let pruned = index.prune(KEPT_VERSIONS);
    set_index(app, pruned.index);
    pruned.gone.iter().for_each(|gone| forget(app, gone.model, gone.version));
    if is_first {
        put_to_use(app, model);
    } else {
        screen::tell(app, "The new model waits as challenger: compare it, then promote it.");
    }
}

/// What the registry knows of a version. Figures stand with its report.
fn entry(kept: &Kept) -> Version {
    let model = kept.summary.model;
    Version {
        model,
        version: kept.version,
        file: model.file(kept.version),
        // A digest that comes from a summary is one.
        digest: kept.summary.digest.parse().unwrap_or_else(|_| leadscore::registry::Digest::of(b"")),
        metrics: Default::default(),
        data_digest: kept.summary.data_digest,
        parameters: Default::default(),
        state: State::Registered,
        further: Default::default(),
    }
}

fn told(app: App, changed: Result<Index, IndexProblem>) -> Option<Index> {
    changed.inspect_err(|problem| screen::show_error(app, format!("Nothing was changed: {problem}."))).ok()
}

fn set_index(app: App, index: Index) {
    for model in ModelName::ALL {
        workspace::keep(app, Kind::Settings, &aliases_key(model), &aliases_text(&index.aliases(model)));
    }
    app.models.index.set(index);
    app.models.comparing.set(Comparing::Idle);
}

/// The champion speaks for the leads.
fn put_to_use(app: App, model: ModelName) {
    let champion = app.models.index.with_untracked(|index| index.aliases(model).champion);
    app.models.in_use.update(|in_use| *in_use = in_use.with(model, champion));
    judging::judge(app);
}

/// Makes a version the champion and uses it.
pub fn use_model(app: App, model: ModelName, version: VersionName) {
    let promoted = app.models.index.with_untracked(|index| index.promote(model, version));
    let Some(index) = told(app, promoted) else { return };
    set_index(app, index);
    put_to_use(app, model);
}

/// The challenger takes over.
pub fn promote(app: App, model: ModelName) {
    if let Some(challenger) = app.models.index.with_untracked(|index| index.aliases(model).challenger) {
        use_model(app, model, challenger);
        screen::tell(app, "Promoted. The champion before it can be brought back.");
    }
}

/// Champion and the one before it change places.
pub fn roll_back(app: App, model: ModelName) {
    let rolled = app.models.index.with_untracked(|index| index.roll_back(model));
    let Some(index) = told(app, rolled) else { return };
    set_index(app, index);
    put_to_use(app, model);
    screen::tell(app, "Rolled back. Doing it again takes that back.");
}

/// Rule and rule of thumb speak again; the champion stays one.
pub fn stop_using(app: App, model: ModelName) {
    app.models.in_use.update(|in_use| *in_use = in_use.with(model, None));
    judging::judge(app);
}

/// Throws a version away.
pub fn delete_model(app: App, model: ModelName, version: VersionName) {
    let removed = app.models.index.with_untracked(|index| index.remove(model, version));
    let Some(index) = told(app, removed.map(|change| change.index)) else { return };
    set_index(app, index);
    if app.models.in_use.get_untracked().of(model) == Some(version) {
        stop_using(app, model);
    }
    forget(app, model, version);
    screen::tell(app, "Deleted.");
}

fn forget(app: App, model: ModelName, version: VersionName) {
    if app.models.open.get_untracked() == Some((model, version)) {
        app.models.open.set(None);
    }
    app.models.kept.update(|all| all.retain(|kept| !kept.is(model, version)));
    app.models.files.update_value(|files| files.retain(|(kind, name, _)| (*kind, *name) != (model, version)));
    workspace::drop_kept(app, Kind::Settings, &report_key(model, version));
}

/// Shows the report of a version, or none.
pub fn open_report(app: App, which: Option<(ModelName, VersionName)>) {
    app.models.open.set(which);
    browser::focus_id("main");
}

fn file_of(app: App, model: ModelName, version: VersionName) -> Option<ArrayBuffer> {
    app.models.files.with_value(|files| {
        files.iter().find(|(kind, name, _)| (*kind, *name) == (model, version)).map(|(_, _, bytes)| bytes.clone())
    })
}

/// Saves a version as a file.
pub fn save_model(app: App, model: ModelName, version: VersionName) {
    let saved = match file_of(app, model, version) {
        Some(bytes) => browser::save_file(&model.file(version), &bytes, "application/octet-stream"),
        None => Err(JsValue::from("it is not here")),
    };
    if let Err(error) = saved {
        screen::show_error(app, format!("The model could not be saved: {error:?}."));
    }
}

/// Saves the report of a version as JSON.
pub fn save_report(app: App, kept: &Kept) {
    let bytes = Uint8Array::from(kept.json.as_bytes()).buffer();
    let name = format!("{}_report_{}.json", kept.summary.model, kept.version);
    if let Err(error) = browser::save_file(&name, &bytes, "application/json") {
        screen::show_error(app, format!("The report could not be saved: {error:?}."));
    }
}

/// Saves a version's trees in the format of another library.
pub fn save_as(app: App, model: ModelName, version: VersionName, format: Format) {
    let Some(bytes) = file_of(app, model, version) else { return };
    app.models.converting.set_value(Some((model, version, format)));
    let task = Task::Convert { format };
    if let Err(message) = trainer::ask(app, Channel::Convert, &task, &[JsValue::from(&bytes)], &Array::new()) {
        screen::show_error(app, format!("The model cannot be written: {message}."));
    }
}

pub(in crate::actions) fn converted(app: App, bytes: Option<ArrayBuffer>) {
    let asked = app.models.converting.try_update_value(Option::take).flatten();
    let (Some((model, version, format)), Some(bytes)) = (asked, bytes) else { return };
    let ending = match format {
        Format::XgboostJson => "json",
        Format::Onnx => "onnx",
    };
    let name = format!("{model}_model_{version}.{ending}");
    match browser::save_file(&name, &bytes, "application/octet-stream") {
        Ok(()) => screen::tell(
            app,
            "Saved: the trees alone. What neighbourhoods fetch, ranges and calibration stay in the .lsm file.",
        ),
        Err(error) => screen::show_error(app, format!("The model could not be saved: {error:?}.")),
    }
}

/// What is kept of a version beside its file.
type Report = (ModelSummary, Option<f64>, Vec<Sheet>, String);

fn report_key(model: ModelName, version: VersionName) -> String {
    format!("report {}", model.file(version))
}

fn keep_report(app: App, kept: &Kept) {
    // The recipe stands in the file; it has fields that this form of writing cannot leave out.
    let summary = ModelSummary { recipe: None, ..kept.summary.clone() };
    let report: Report = (summary, kept.took_seconds, kept.sheets.clone(), kept.json.clone());
    if let Ok(bytes) = postcard::to_allocvec(&report) {
        let text: String = bytes.into_iter().map(char::from).collect();
        workspace::keep(app, Kind::Settings, &report_key(kept.summary.model, kept.version), &text);
    }
}

fn kept_report(app: App, model: ModelName, version: VersionName) -> Option<Report> {
    let key = report_key(model, version);
    let (_, text) = workspace::kept(app, Kind::Settings).into_iter().find(|(name, _)| *name == key)?;
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    postcard::from_bytes(&bytes?).ok()
}

fn aliases_key(model: ModelName) -> String {
    format!("{model} versions")
}

fn aliases_text(aliases: &Aliases) -> String {
    let name = |version: Option<VersionName>| version.map_or_else(|| "-".to_owned(), |version| version.to_string());
    [aliases.champion, aliases.challenger, aliases.previous].map(name).join(" ")
}

fn aliases_of(text: &str) -> Aliases {
    let mut names = text.split(' ').map(|name| name.parse().ok());
    let mut next = || names.next().flatten();
    Aliases { champion: next(), challenger: next(), previous: next(), ..Aliases::default() }
}

/// A version that was kept is here again; what it is to the others is said once all are ([`restored`]).
pub(in crate::actions) fn brought_back(app: App, version: VersionName, summary: ModelSummary, file: ArrayBuffer) {
    let model = summary.model;
    let recipe = summary.recipe.clone();
    let kept = match kept_report(app, model, version).filter(|(told, ..)| told.digest == summary.digest) {
        Some((told, took_seconds, sheets, json)) => {
            Kept { version, summary: ModelSummary { recipe, ..told }, took_seconds, sheets, json }
        }
        None => Kept::of_file(version, summary),
    };
    let added = app.models.index.with_untracked(|index| index.add(entry(&kept), Placement::Challenger));
    let Some(index) = told(app, added) else { return };
    app.models.index.set(index);
    app.models.files.update_value(|files| files.push((model, version, file)));
    app.models.kept.update(|all| {
        all.push(Arc::new(kept));
        all.sort_by_key(|kept| kept.version);
    });
}

/// All kept versions are here: they are to each other what they were.
pub(in crate::actions) fn restored(app: App) {
    let settings = workspace::kept(app, Kind::Settings);
    for model in ModelName::ALL {
        let key = aliases_key(model);
        let aliases = settings.iter().find(|(name, _)| *name == key).map(|(_, text)| aliases_of(text));
        app.models.index.update(|index| *index = index.with_aliases(model, aliases.unwrap_or_default()));
    }
}
