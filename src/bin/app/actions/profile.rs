//! The profile in use: choosing, editing, saving, sharing.
//!
//! One request to score is on its way at a time; the last profile wins.

use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use leadscore::{
    registry::ModelName,
    score::Profile,
    session::{Lists, Tally, Thresholds},
    wire::{Request, Task},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{deals, detail, engine, judging, screen, table, tiers, trainer, workspace};
use crate::{
    bridge::Channel,
    browser,
    state::{App, DataSet, shipped},
    store::Kind,
};

/// A file with more than this is no profile.
const MOST_BYTES: f64 = 1_000_000.0;
const MOST_STEPS_BACK: usize = 100;

/// Scores by a profile as it was saved or shipped. Edits of the one before are given up.
pub fn use_profile(app: App, profile: Profile) {
    let profile = Arc::new(profile);
    tiers::by_hand(app);
    take(app, profile);
}

/// Puts a profile to use that is as it was saved.
fn take(app: App, profile: Arc<Profile>) {
    app.profile.history.set(Vec::new());
    app.profile.saved.set(Arc::clone(&profile));
    put(app, profile);
}

/// Scores by the profile of this name: one of the person's own, else a shipped one.
pub fn use_named(app: App, name: &str) {
    use_profile(app, named(app, name));
}

pub(super) fn named(app: App, name: &str) -> Profile {
    let own = app.profile.kept.with_untracked(|kept| kept.iter().find(|p| p.name == name).map(|p| (**p).clone()));
    own.unwrap_or_else(|| shipped(name))
}

/// Changes the profile in use. Edits of one place, one after the other, are one step back.
pub fn edit_profile(app: App, place: &str, change: impl FnOnce(&mut Profile)) {
    let before = app.profile.in_use.get_untracked();
    let mut profile = (*before).clone();
    change(&mut profile);
    if profile == *before {
        return;
    }
    note_step(app, place, &before);
    put(app, Arc::new(profile));
}

/// One step back.
pub fn undo_edit(app: App) {
    if let Some(Some(before)) = app.profile.history.try_update(Vec::pop) {
        app.profile.last_place.set_value(String::new());
        tiers::by_hand(app);
        put(app, before);
    }
}

/// Back to what was saved; a step that can be taken back itself.
pub fn discard_edits(app: App) {
    let saved = app.profile.saved.get_untracked();
    tiers::by_hand(app);
    edit_profile(app, "", |profile| *profile = (*saved).clone());
}

fn put(app: App, profile: Arc<Profile>) {
    app.data.options.update(|options| options.profile.clone_from(&profile.name));
    app.profile.in_use.set(profile);
    score(app);
}

/// Thresholds move without scoring anew; the profile follows them. Those moved by hand can be taken back.
pub(super) fn thresholds_moved(app: App, tiers: Thresholds, is_by_hand: bool) {
    let before = app.profile.in_use.get_untracked();
    if before.tiers != tiers {
        if is_by_hand {
            note_step(app, "tiers", &before);
        }
        app.profile.in_use.set(Arc::new(Profile { tiers, ..(*before).clone() }));
    }
}

fn note_step(app: App, place: &str, before: &Arc<Profile>) {
    let is_new_place = app.profile.last_place.with_value(|last| last != place);
    app.profile.last_place.set_value(place.to_owned());
    if is_new_place || app.profile.history.with_untracked(Vec::is_empty) {
        app.profile.history.update(|history| {
            history.push(Arc::clone(before));
            if history.len() > MOST_STEPS_BACK {
                history.remove(0);
            }
        });
    }
}

/// Asks the engine to score by the profile in use, unless it is busy with another: then that follows.
fn score(app: App) {
    if app.data.set.with_untracked(Option::is_none) || app.profile.asked.with_value(Option::is_some) {
        return;
    }
    let profile = app.profile.in_use.get_untracked();
    let is_saved = app.profile.is_as_saved();
    app.profile.asked.set_value(Some((Arc::clone(&profile), is_saved)));
    tiers::forget(app);
    let request = Request::Profile { profile: Box::new((*profile).clone()), is_saved };
    engine::ask(app, Channel::Profile, &request, &[]);
}

pub(super) fn rescored(app: App, tally: Tally, profile: String, lists: Option<Lists>) {
    let asked = app.profile.asked.try_update_value(Option::take).flatten();
    app.data.tally.set(Some(Arc::new(tally)));
    app.data.set.update(|set| {
        if let Some(before) = set.as_ref() {
            let mut after = DataSet::clone(before);
            after.options.profile.clone_from(&profile);
            after.report.profile = profile;
            if let Some(Lists { leads, unscored, cities, zips, sources }) = lists {
                after.report.leads = leads;
                after.report.unscored = unscored;
                after.report.cities = cities;
                after.report.zips = zips;
                after.report.sources = sources;
            }
            *set = Some(Arc::new(after));
        }
    });
    let wanted = (app.profile.in_use.get_untracked(), app.profile.is_as_saved());
    if asked.is_some_and(|asked| asked != wanted) {
        return score(app);
    }
    table::judged(app);
    detail::refresh(app);
    deals::outdate(app);
    tiers::cut_again(app);
    // A lead model sees the rule score, so it may think otherwise now.
    if app.models.in_use.get_untracked().of(ModelName::Lead).is_some() {
        judging::leads_came(app);
    }
}

pub(super) fn failed(app: App, message: String) {
    app.profile.asked.set_value(None);
    screen::show_error(app, capitalized_sentence(&message));
}

/// Leads have come, scored by the shipped profile of this name; whether another is in use.
pub(super) fn leads_came(app: App, scored_by: &str) {
    app.profile.asked.set_value(None);
    app.profile.cuts.set(None);
    let in_use = app.profile.in_use.get_untracked();
    if *in_use != shipped(scored_by) {
        score(app);
    }
}

/// The name of the shipped profile to read files with: that in use, where it is shipped.
pub(super) fn name_for_import(app: App) -> String {
    // The import page may have chosen another one; one that is kept and still unread comes later.
    let chosen = app.data.options.with_untracked(|options| options.profile.clone());
    let is_own = app.profile.kept.with_untracked(|kept| kept.iter().any(|profile| profile.name == chosen));
    let is_other = app.profile.in_use.with_untracked(|profile| profile.name != chosen);
    if is_other && (is_own || is_shipped(&chosen)) {
        use_named(app, &chosen);
    }
    shipped(&chosen).name
}

/// Saves the profile in use under a title; answers what is wrong with the title.
pub fn save_profile(app: App, title: &str) -> Result<(), String> {
    let title = title.trim();
    let name = name_of(title);
    if name.is_empty() {
        return Err("Give it a name with letters or digits in it.".to_owned());
    }
    if is_shipped(&name) || Profile::names().any(|shipped_name| shipped(shipped_name).title == title) {
        return Err("That is the name of a shipped profile; give yours another.".to_owned());
    }
    let profile = Profile { name, title: title.to_owned(), ..(*app.profile.in_use.get_untracked()).clone() };
    screen::tell(app, &format!("Profile “{title}” saved."));
    take_in(app, profile);
    Ok(())
}

/// Saves over the person's own profile that is in use.
pub fn save_over(app: App) {
    let profile = app.profile.in_use.get_untracked();
    screen::tell(app, &format!("Profile “{}” saved.", profile.title));
    take_in(app, (*profile).clone());
}

/// Puts a profile among the person's own, and to use.
fn take_in(app: App, profile: Profile) {
    remember(app, profile.clone());
    ask_text(app, &profile, false);
    take(app, Arc::new(profile));
}

/// Puts a profile among the person's own.
pub(super) fn remember(app: App, profile: Profile) {
    app.profile.kept.update(|kept| {
        kept.retain(|other| other.name != profile.name);
        kept.push(Arc::new(profile));
        kept.sort_by(|a, b| a.title.cmp(&b.title));
    });
}

/// Deletes the person's own profile that is in use; the default one takes its place.
pub fn delete_profile(app: App) {
    let profile = app.profile.saved.get_untracked();
    app.profile.kept.update(|kept| kept.retain(|other| other.name != profile.name));
    forget_kept(app, &profile.name);
    screen::tell(app, &format!("Profile “{}” deleted.", profile.title));
    use_named(app, crate::state::DEFAULT_PROFILE);
}

pub fn is_shipped(name: &str) -> bool {
    Profile::names().any(|shipped| shipped == name)
}

/// Saves the profile in use as a file.
pub fn share_profile(app: App) {
    let profile = app.profile.in_use.get_untracked();
    // A profile that was edited is another than the shipped one, and is to be named so.
    let is_other = is_shipped(&profile.name) && *profile != shipped(&profile.name);
    let profile = if is_other {
        let (name, title) = (format!("{}-edited", profile.name), format!("{}, edited", profile.title));
        Profile { name, title, ..(*profile).clone() }
    } else {
        (*profile).clone()
    };
    ask_text(app, &profile, true);
}

fn ask_text(app: App, profile: &Profile, is_file: bool) {
    let request = Request::ProfileText { profile: Box::new(profile.clone()) };
    engine::ask(app, Channel::ProfileText { is_file }, &request, &[]);
}

pub(super) fn text_came(app: App, is_file: bool, name: &str, text: &str) {
    if !is_file {
        return keep(app, name, text);
    }
    let file_name = format!("{name}.toml");
    let buffer = Uint8Array::from(text.as_bytes()).buffer();
    match browser::save_file(&file_name, &buffer, "application/toml") {
        Ok(()) => screen::tell(app, &format!("Profile saved as {file_name}.")),
        Err(error) => screen::show_error(app, format!("The profile could not be saved: {error:?}.")),
    }
}

/// Opens a profile file.
pub fn open_profile(app: App, file: File) {
    if file.size() > MOST_BYTES {
        return screen::show_error(app, format!("{} is too large to be a profile.", file.name()));
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let asked = match text {
            Some(text) => read_text(app, text),
            None => Err("the browser cannot read the file".to_owned()),
        };
        if let Err(message) = asked {
            screen::show_error(app, format!("The profile could not be opened: {message}."));
        }
    });
}

/// The trainer reads the text: it has the reader of the native program, which the page itself is spared.
fn read_text(app: App, text: String) -> Result<(), String> {
    trainer::ask(app, Channel::OpenProfile, &Task::ReadProfile { text }, &[], &Array::new())
}

pub(super) fn opened(app: App, profile: Profile) {
    let profile = if is_shipped(&profile.name) && profile != shipped(&profile.name) {
        Profile { name: format!("{}-opened", profile.name), ..profile }
    } else {
        profile
    };
    screen::tell(app, &format!("Profile “{}” opened and in use.", profile.title));
    if is_shipped(&profile.name) { use_profile(app, profile) } else { take_in(app, profile) }
}

pub(super) fn not_opened(app: App, message: &str) {
    screen::show_error(app, format!("This file is not a profile that can be used: {message}."));
}

/// Letters and digits of a title, small, with hyphens between: the name of a file.
fn name_of(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.trim_end_matches('-').to_owned()
}

fn capitalized_sentence(message: &str) -> String {
    format!("{}.", leadscore::plot::capitalized(message.trim_end_matches('.')))
}

/// To the store, where the person has agreed to keep things.
fn keep(app: App, name: &str, text: &str) {
    workspace::keep(app, Kind::Profiles, name, text);
}

fn forget_kept(app: App, name: &str) {
    workspace::drop_kept(app, Kind::Profiles, name);
}
