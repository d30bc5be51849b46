//! The models that came with the app: fetched with the trainer, read when somebody looks at them, used only when the
//! person says so, since they learned from a made-up county.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer, JSON, Reflect, Uint8Array};
use leadscore::{
    registry::{ModelName, VersionName},
    session::ModelSummary,
    wire::Task,
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::shelf;
use crate::{
    actions::trainer,
    bridge::Channel,
    browser,
    state::{App, Kept, Shipped},
};

const FOLDER: &str = "./models";

/// Fetches the index and the files that it names.
pub(in crate::actions) async fn fetch_shipped(app: App) {
    let fetched = async {
        let index = browser::fetch_bytes(&format!("{FOLDER}/index.json")).await?;
        let text = String::from_utf8(Uint8Array::new(&index).to_vec()).map_err(|_| "the index is not text")?;
        let versions: Array = Reflect::get(&JSON::parse(&text)?, &"versions".into())?.dyn_into()?;
        let mut files = vec![index];
        for version in versions.iter() {
            let name = Reflect::get(&version, &"file".into())?.as_string().unwrap_or_default();
            files.push(browser::fetch_bytes(&format!("{FOLDER}/{name}")).await?);
        }
        Ok::<Vec<ArrayBuffer>, JsValue>(files)
    };
    match fetched.await {
        Ok(files) => {
            app.models.shipped_files.set_value(files);
            if app.models.shipped.with_untracked(|shipped| *shipped == Shipped::Asking) {
                read(app);
            }
        }
        // The app works without them; a developer sees why.
        Err(error) => {
            app.models.shipped.set(Shipped::Missing);
            web_sys::console::warn_2(&"the shipped models could not be fetched".into(), &error);
        }
    }
}

/// Somebody looks at the models: those shipped are read now.
pub fn ask_shipped(app: App) {
    if app.models.shipped.with_untracked(|shipped| *shipped == Shipped::Unknown) {
        app.models.shipped.set(Shipped::Asking);
        if app.models.shipped_files.with_value(|files| !files.is_empty()) {
            read(app);
        }
    }
}

fn read(app: App) {
    let beside: Vec<JsValue> = app.models.shipped_files.with_value(|files| files.iter().map(JsValue::from).collect());
    if let Err(message) = trainer::ask(app, Channel::Shipped, &Task::Shipped, &beside, &Array::new()) {
        shipped_failed(app, &message);
    }
}

pub(in crate::actions) fn shipped_known(app: App, models: Vec<(VersionName, ModelSummary)>) {
    let known = models.into_iter().map(|(version, summary)| Arc::new(Kept::of_file(version, summary)));
    app.models.shipped.set(Shipped::Known(known.collect()));
}

pub(in crate::actions) fn shipped_failed(app: App, message: &str) {
    app.models.shipped.set(Shipped::Missing);
    web_sys::console::warn_1(&format!("the shipped models cannot be used: {message}").into());
}

/// The person wants a shipped model all the same.
pub fn adopt_shipped(app: App, model: ModelName) {
    let Shipped::Known(known) = app.models.shipped.get_untracked() else { return };
    let place = known.iter().position(|kept| kept.summary.model == model);
    // The index comes first among the files.
    let file = place.and_then(|place| app.models.shipped_files.with_value(|files| files.get(place + 1).cloned()));
    if let (Some(place), Some(file)) = (place, file) {
        let kept = Kept::clone(&known[place]);
        let version = kept.version;
        shelf::keep(app, kept, file);
        if app.models.kept.with_untracked(|all| all.iter().any(|kept| kept.is(model, version))) {
            shelf::use_model(app, model, version);
        }
    }
}
