//! From what was kept to leads on the screen: the files are imported again, so that every number is the same.
//!
//! The journal goes first, so that the rows come with their statuses; models and profiles are read by the trainer when
//! it is there, and then speak for the leads.

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    registry::{Index, ModelName},
    score::Profile,
    session::{KeptData, ModelSummary},
    wire::Task,
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::{DATA_KEY, in_use_key, tabs, trouble, write};
use crate::{
    actions::{detail, import, journal, judging, models, profile, screen, trainer, views},
    bridge::Channel,
    browser,
    state::{App, Chosen, Contents, Engine, Input, Keeping, KeptModel, Options},
    store::{Kind, Store, StoreProblem, Write},
};

/// Reads the store; the engine may be starting meanwhile.
pub(super) async fn begin(app: App) {
    let read = async {
        let store = Store::open().await?;
        app.workspace.store.set_value(Some(store.clone()));
        tabs::claim(app).await;
        read(&store).await
    };
    match read.await {
        Ok(contents) => {
            app.workspace.waiting.set_value(Some(contents));
            if app.engine.phase.get_untracked() == Engine::Ready {
                engine_ready(app);
            }
        }
        Err(problem) => {
            let words = problem.words();
            app.workspace.keeping.set(Keeping::Impossible(words.clone()));
            screen::show_error(
                app,
                format!("What was kept here could not be read: {words}. Nothing of it was changed."),
            );
        }
    }
}

async fn read(store: &Store) -> Result<Contents, StoreProblem> {
    let mut contents = Contents::default();
    for kind in Kind::ALL {
        for (key, value) in store.all(kind).await? {
            match kind {
                Kind::Data if key == DATA_KEY => contents.data = data_of(&value),
                Kind::Data => {}
                Kind::Models => contents
                    .models
                    .extend(value.dyn_into().ok().map(|bytes: ArrayBuffer| KeptModel { file_name: key, bytes })),
                Kind::Journal => contents.journal = value.dyn_into().ok(),
                _ => contents.texts.extend(value.as_string().map(|text| (kind, key, text))),
            }
        }
    }
    Ok(contents)
}

fn data_of(record: &JsValue) -> Option<(String, Vec<File>)> {
    let parts: &Array = record.dyn_ref()?;
    let files = parts.iter().skip(1).filter_map(|part| part.dyn_into().ok()).collect();
    Some((parts.get(0).as_string()?, files))
}

/// The engine answers: a fresh one is told the journal, and what waits for it is brought back.
pub(in crate::actions) fn engine_ready(app: App) {
    let waiting = app.workspace.waiting.try_update_value(Option::take).flatten();
    match waiting {
        Some(contents) => bring(app, contents, false),
        None => journal::remind(app),
    }
}

/// Puts contents in the place of what is here, or adds them to it.
pub(super) fn bring(app: App, contents: Contents, adds: bool) {
    match &contents.journal {
        Some(text) => journal::tell(app, text, adds),
        None if !adds => journal::clear(app),
        None => {}
    }
    app.workspace.texts.update_value(|texts| {
        if !adds {
            texts.clear();
        }
        for (kind, key, text) in contents.texts {
            if !adds || !texts.contains_key(&(kind, key.clone())) {
                texts.insert((kind, key), text);
            }
        }
    });
    views::brought_back(app);
    if !adds {
        app.models.in_use.set(Chosen::default());
        app.models.kept.set(Vec::new());
        app.models.files.set_value(Vec::new());
        app.models.index.set(Index::default());
        app.profile.kept.set(Vec::new());
    }
    app.workspace.unread_profiles.set_value(super::kept(app, Kind::Profiles));
    app.workspace.unread.set_value(contents.models);
    let data = contents.data.filter(|_| !adds || app.data.set.with_untracked(Option::is_none));
    let kept = data.and_then(|(text, files)| KeptData::from_text(&text).map(|kept| (kept, files)));
    match kept {
        Some((kept, files)) => {
            let as_of = kept.as_of.map_or_else(browser::today, |day| day.to_string());
            app.data.options.set(Options { mode: kept.mode, profile: kept.profile, as_of });
            import::start(app, if kept.is_demo { Input::Demo } else { Input::Files(files) });
        }
        None => finish(app),
    }
    if app.models.is_ready.get_untracked() {
        trainer_ready(app);
    }
}

/// The leads are back, or there were none.
pub(super) fn finish(app: App) {
    if !app.workspace.is_restoring_untracked() {
        return;
    }
    app.workspace.keeping.set(tabs::keeping(app));
    super::measure(app);
    // The page opened while there was nothing to show; now the address counts.
    screen::fragment_changed(app);
    detail::refresh(app);
}

/// The import did not end well, or its engine is gone.
pub(in crate::actions) fn leads_gone(app: App) {
    if app.workspace.is_restoring_untracked() {
        app.workspace.keeping.set(tabs::keeping(app));
        let words = "What was kept could not be brought back. It is still kept: reload the page to try again.";
        screen::show_error(app, words.to_owned());
    }
}

/// Reads the profiles and models that wait, one after the other.
pub(in crate::actions) fn trainer_ready(app: App) {
    while let Some((name, text)) = app.workspace.unread_profiles.try_update_value(Vec::pop).flatten() {
        let is_here = app.profile.kept.with_untracked(|kept| kept.iter().any(|profile| profile.name == name));
        let task = Task::ReadProfile { text };
        if !is_here && trainer::ask(app, Channel::KeptProfile, &task, &[], &Array::new()).is_ok() {
            return;
        }
    }
    let next = app.workspace.unread.with_value(|unread| unread.first().cloned());
    match next {
        Some(model) => {
            let beside = [JsValue::from(&model.bytes)];
            if let Err(message) = trainer::ask(app, Channel::KeptModel, &Task::Open, &beside, &Array::new()) {
                model_refused(app, &message);
            }
        }
        None => choose(app),
    }
}

/// A kept profile was read. The one that scored the kept leads scores them again.
pub(in crate::actions) fn profile_opened(app: App, opened: Profile) {
    let name = opened.name.clone();
    profile::remember(app, opened);
    if app.data.options.with_untracked(|options| options.profile == name) {
        profile::use_named(app, &name);
    }
    trainer_ready(app);
}

pub(in crate::actions) fn model_opened(app: App, summary: ModelSummary) {
    let Some(KeptModel { file_name, bytes }) = next_unread(app) else { return };
    if let Some((model, version)) = ModelName::of_file(&file_name).filter(|(model, _)| *model == summary.model) {
        let is_here = app.models.kept.with_untracked(|kept| kept.iter().any(|kept| kept.is(model, version)));
        if !is_here {
            models::brought_back(app, version, summary, bytes);
        }
    }
    trainer_ready(app);
}

/// A kept profile cannot be read: the others still can.
pub(in crate::actions) fn profile_refused(app: App, message: &str) {
    screen::show_error(app, format!("A kept profile cannot be used: {message}."));
    trainer_ready(app);
}

/// A kept model cannot be read: the others still can.
pub(in crate::actions) fn model_refused(app: App, message: &str) {
    if let Some(model) = next_unread(app) {
        screen::show_error(app, format!("The kept model {} cannot be used: {message}.", model.file_name));
        trainer_ready(app);
    }
}

fn next_unread(app: App) -> Option<KeptModel> {
    let take = |unread: &mut Vec<KeptModel>| (!unread.is_empty()).then(|| unread.remove(0));
    app.workspace.unread.try_update_value(take).flatten()
}

/// Puts the versions to use that were in use.
fn choose(app: App) {
    models::restored(app);
    let settings = super::kept(app, Kind::Settings);
    let mut in_use = app.models.in_use.get_untracked();
    for model in ModelName::ALL {
        let key = in_use_key(model);
        let file = settings.iter().find(|(name, _)| *name == key).and_then(|(_, file)| ModelName::of_file(file));
        let is_here = |version| app.models.kept.with_untracked(|kept| kept.iter().any(|kept| kept.is(model, version)));
        if let Some((_, version)) = file.filter(|(_, version)| in_use.of(model).is_none() && is_here(*version)) {
            in_use = in_use.with(model, Some(version));
        }
    }
    if in_use != app.models.in_use.get_untracked() {
        app.models.in_use.set(in_use);
        judging::judge(app);
    }
}

/// This tab keeps from now on: what the other one wrote down is added to what was written down here.
pub(super) async fn join(app: App) {
    let Some(store) = app.workspace.store.get_value() else { return };
    match read(&store).await {
        Ok(contents) => {
            app.workspace.keeping.set(Keeping::On);
            let own = super::contents(app);
            if let Some(text) = &contents.journal {
                // The answer keeps what both know.
                journal::tell(app, text, true);
            }
            write(app, own.texts.into_iter().map(|(kind, key, text)| Write::Put(kind, key, text.into())).collect());
            super::measure(app);
        }
        Err(problem) => trouble(app, &problem),
    }
}
