//! Champion and challenger on the same rows: rows from the engine, figures from the trainer, tiers from the engine again.

use std::sync::Arc;

use js_sys::{Array, ArrayBuffer};
use leadscore::{
    registry::ModelName,
    session::{Origin, Sheet},
    wire::{Request, Task},
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::{
    actions::{engine, trainer},
    bridge::Channel,
    state::{App, Comparing, Kept, Pair},
};

/// Compares the challenger with the champion on the leads that are here.
pub fn compare_rivals(app: App, model: ModelName) {
    let [Some(champion), Some(challenger)] = untrack(|| app.models.rivals(model)) else { return };
    let pair = Pair { model, champion: champion.version, challenger: challenger.version };
    app.models.comparing.set(Comparing::Running(pair));
    let origin = |kept: &Kept| {
        let summary = &kept.summary;
        Some(Origin { recipe: summary.recipe.clone()?, as_of: summary.as_of.clone(), data_digest: summary.data_digest })
    };
    match (origin(&champion), origin(&challenger)) {
        (Some(a), Some(b)) => {
            engine::ask(app, Channel::CompareCases, &Request::CompareCases { origins: Box::new([a, b]) }, &[]);
        }
        _ => compare_failed(app, "one of them does not say what it was learned from".to_owned()),
    }
}

pub fn close_comparison(app: App) {
    app.models.comparing.set(Comparing::Idle);
}

fn running(app: App) -> Option<Pair> {
    match app.models.comparing.get_untracked() {
        Comparing::Running(pair) => Some(pair),
        _ => None,
    }
}

pub(in crate::actions) fn cases_came(app: App, cases: Option<ArrayBuffer>) {
    let Some(Pair { model, champion, challenger }) = running(app) else { return };
    let file = |version| {
        app.models.files.with_value(|files| {
            files.iter().find(|(kind, name, _)| (*kind, *name) == (model, version)).map(|(_, _, bytes)| bytes.clone())
        })
    };
    let (Some(cases), Some(a), Some(b)) = (cases, file(champion), file(challenger)) else {
        return compare_failed(app, "the models or the rows are gone".to_owned());
    };
    let beside = [&cases, &a, &b].map(JsValue::from);
    if let Err(message) = trainer::ask(app, Channel::Compare, &Task::Compare, &beside, &Array::of1(&cases)) {
        compare_failed(app, message);
    }
}

/// The figures are here; of lead models the engine is asked who would change tiers.
pub(in crate::actions) fn compared(app: App, sheet: Sheet, voices: Option<ArrayBuffer>) {
    let Some(pair) = running(app) else { return };
    app.models.comparing.set(Comparing::Here(pair, Arc::new(vec![sheet])));
    if let Some(voices) = voices {
        engine::ask_giving(app, Channel::Churn, &Request::Churn, &voices);
    }
}

pub(in crate::actions) fn churned(app: App, sheet: Sheet) {
    app.models.comparing.update(|comparing| {
        if let Comparing::Here(_, sheets) = comparing {
            *sheets = Arc::new(sheets.iter().cloned().chain([sheet]).collect());
        }
    });
}

pub(in crate::actions) fn compare_failed(app: App, message: String) {
    if let Some(pair) = running(app) {
        app.models.comparing.set(Comparing::Failed(pair, message));
    }
}
