//! What this browser keeps.
//!
//! In: the person's word, and what other pages hand over with [`keep`]. Out: records in the store, in one tab at a time.
//! Nothing is written before the person agrees. Whatever goes wrong with keeping is said, and the app goes on.

mod backup;
mod restore;
mod space;
mod tabs;
mod updates;

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    registry::{ModelName, VersionName},
    session::KeptData,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::File;

pub(super) use self::restore::{
    engine_ready, leads_gone, model_opened, model_refused, profile_opened, profile_refused, trainer_ready,
};
pub use self::{
    backup::{bring_back, read_backup, save_backup},
    space::{ask, ask_to_last, close_dialog, counted, measure, stop_keeping, wipe},
    updates::{install, put_off_update, start_updates, update_now},
};
use super::{journal, screen};
use crate::{
    browser,
    state::{App, Chosen, Contents, Input, Keeping, KeptModel},
    store::{Kind, Store, StoreProblem, Write},
};

/// Whether the person agreed, among the preferences: the database is not even opened before.
const AGREED_KEY: &str = "leadscore.keep";

/// Brings back what was kept, if the person once agreed.
pub fn start_workspace(app: App) {
    follow_models(app);
    if browser::stored(AGREED_KEY).as_deref() == Some("yes") {
        app.workspace.keeping.set(Keeping::Restoring);
        spawn_local(restore::begin(app));
    }
}

/// The person agrees: everything that is here is kept from now on.
pub fn keep_here(app: App) {
    spawn_local(async move {
        match Store::open().await {
            Ok(store) => {
                app.workspace.store.set_value(Some(store));
                let is_ours = tabs::claim(app).await;
                browser::store(AGREED_KEY, "yes");
                if is_ours {
                    app.workspace.keeping.set(Keeping::On);
                    keep_all(app, contents(app));
                } else {
                    app.workspace.keeping.set(Keeping::Elsewhere);
                }
            }
            Err(problem) => impossible(app, &problem),
        }
    });
}

/// Not now: the offer comes again with the next visit.
pub fn put_off_keeping(app: App) {
    app.workspace.is_put_off.set(true);
}

/// This tab keeps from now on, in place of the other one; what both wrote down comes together.
pub fn take_over(app: App) {
    spawn_local(async move {
        if tabs::take(app).await {
            restore::join(app).await;
        }
    });
}

fn impossible(app: App, problem: &StoreProblem) {
    let words = problem.words();
    screen::show_error(app, format!("Nothing can be kept: {words}. Leadscore works all the same until you close it."));
    app.workspace.keeping.set(Keeping::Impossible(words));
}

/// Takes a text of some page, to be brought back with the next visit: a profile, a view, a setting.
pub fn keep(app: App, kind: Kind, key: &str, text: &str) {
    app.workspace.texts.update_value(|texts| {
        texts.insert((kind, key.to_owned()), text.to_owned());
    });
    write(app, vec![Write::Put(kind, key.to_owned(), text.into())]);
}

/// Forgets such a text.
pub fn drop_kept(app: App, kind: Kind, key: &str) {
    app.workspace.texts.update_value(|texts| {
        texts.remove(&(kind, key.to_owned()));
    });
    write(app, vec![Write::Drop(kind, key.to_owned())]);
}

/// The texts of a kind, by key.
pub fn kept(app: App, kind: Kind) -> Vec<(String, String)> {
    app.workspace.texts.with_value(|texts| {
        let of_kind = texts.iter().filter(|((other, _), _)| *other == kind);
        of_kind.map(|((_, key), text)| (key.clone(), text.clone())).collect()
    })
}

/// Leads have come. Whether they are the ones that were kept, so that the person stays where the address says.
pub(super) fn data_came(app: App) -> bool {
    if app.workspace.is_restoring_untracked() {
        restore::finish(app);
        app.data.is_report_seen.set(true);
        return true;
    }
    if let Some((text, files)) = data_of(app) {
        write(
            app,
            vec![Write::Clear(Kind::Data), Write::Put(Kind::Data, DATA_KEY.to_owned(), data_record(&text, &files))],
        );
    }
    false
}

/// Keeps the models as they come and go, and which of them are in use.
fn follow_models(app: App) {
    Effect::new(move |before: Option<(Vec<String>, Chosen)>| {
        let names: Vec<String> =
            app.models.kept.with(|kept| kept.iter().map(|kept| kept.summary.model.file(kept.version)).collect());
        let in_use = app.models.in_use.get();
        let (known, chosen) = before.unwrap_or_default();
        let is_new = |name: &String| !known.contains(name);
        let new = contents(app).models.into_iter().filter(|model| names.contains(&model.file_name));
        let new = new.filter(|model| is_new(&model.file_name));
        let gone = known.iter().filter(|name| !names.contains(name)).cloned();
        let steps: Vec<Write> = new
            .map(|model| Write::Put(Kind::Models, model.file_name, model.bytes.into()))
            .chain(gone.map(|name| Write::Drop(Kind::Models, name)))
            .collect();
        write(app, steps);
        // While kept models are still to be read, what is in use is not what the person chose.
        if in_use != chosen && app.workspace.unread.with_value(Vec::is_empty) {
            models_chosen(app, in_use);
        }
        (names, in_use)
    });
}

fn models_chosen(app: App, in_use: Chosen) {
    for model in ModelName::ALL {
        let key = in_use_key(model);
        match in_use.of(model) {
            Some(version) => keep(app, Kind::Settings, &key, &model.file(version)),
            None => drop_kept(app, Kind::Settings, &key),
        }
    }
}

pub(super) fn journal_changed(app: App, text: &ArrayBuffer) {
    write(app, vec![Write::Put(Kind::Journal, JOURNAL_KEY.to_owned(), text.into())]);
}

const DATA_KEY: &str = "current";
const JOURNAL_KEY: &str = "journal";

fn in_use_key(model: ModelName) -> String {
    format!("{model} in use")
}

/// Keeps steps, where keeping is agreed to and this tab's.
fn write(app: App, steps: Vec<Write>) {
    let is_on = app.workspace.keeping.with_untracked(|keeping| *keeping == Keeping::On);
    let Some(store) = app.workspace.store.get_value().filter(|_| is_on && !steps.is_empty()) else { return };
    spawn_local(async move {
        match store.write(steps).await {
            Ok(()) => {
                if app.workspace.trouble.with_untracked(Option::is_some) {
                    app.workspace.trouble.set(None);
                }
                measure(app);
            }
            Err(problem) => trouble(app, &problem),
        }
    });
}

/// Says once that something could not be kept.
fn trouble(app: App, problem: &StoreProblem) {
    let words = problem.words();
    if app.workspace.trouble.with_untracked(|before| before.as_ref() != Some(&words)) {
        let advice = "It stays on the screen until you close this tab; to be safe, save a backup file in Settings.";
        screen::show_error(app, format!("The last change could not be kept: {words}. {advice}"));
        app.workspace.trouble.set(Some(words));
    }
}

/// Keeps this in place of all that was.
fn keep_all(app: App, contents: Contents) {
    let mut steps: Vec<Write> = Kind::ALL.into_iter().map(Write::Clear).collect();
    steps.extend(puts(contents));
    write(app, steps);
}

fn puts(contents: Contents) -> Vec<Write> {
    let data = contents.data.map(|(text, files)| (Kind::Data, DATA_KEY.to_owned(), data_record(&text, &files)));
    let models = contents.models.into_iter().map(|model| (Kind::Models, model.file_name, model.bytes.into()));
    let journal = contents.journal.map(|text| (Kind::Journal, JOURNAL_KEY.to_owned(), text.into()));
    let texts = contents.texts.into_iter().map(|(kind, key, text)| (kind, key, JsValue::from(text)));
    let all = data.into_iter().chain(models).chain(journal).chain(texts);
    all.map(|(kind, key, value)| Write::Put(kind, key, value)).collect()
}

/// `[text, file …]`: the files as they were dropped.
fn data_record(text: &str, files: &[File]) -> JsValue {
    std::iter::once(JsValue::from(text)).chain(files.iter().map(JsValue::from)).collect::<Array>().into()
}

/// All that is here and could be kept.
fn contents(app: App) -> Contents {
    let models = app.models.files.with_value(|files| {
        let model = |(model, version, bytes): &(ModelName, VersionName, ArrayBuffer)| KeptModel {
            file_name: model.file(*version),
            bytes: bytes.clone(),
        };
        files.iter().map(model).collect()
    });
    let texts = app
        .workspace
        .texts
        .with_value(|texts| texts.iter().map(|((kind, key), text)| (*kind, key.clone(), text.clone())).collect());
    Contents { data: data_of(app), models, journal: app.workspace.journal.get_value(), texts }
}

/// What was imported last, in words and files.
fn data_of(app: App) -> Option<(String, Vec<File>)> {
    let set = app.data.set.get_untracked()?;
    let input = app.data.input.get_value()?;
    let files = match input {
        Input::Demo => Vec::new(),
        Input::Files(files) => files,
    };
    let as_of = leadscore::table::Day::parse(&set.options.as_of).filter(|day| *day != journal::today());
    let kept = KeptData {
        name: set.name.clone(),
        is_demo: files.is_empty(),
        mode: set.options.mode,
        profile: set.options.profile.clone(),
        as_of,
    };
    Some((kept.to_text(), files))
}
