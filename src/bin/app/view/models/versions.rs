//! The versions that are here: what they are called and to each other, and what can be done with them.

use std::sync::Arc;

use leadscore::{
    plot::{capitalized, thousands},
    registry::ModelName,
    wire::Format,
};
use leptos::prelude::*;

use super::figures::badges;
use crate::{
    actions,
    kit::Menu,
    state::{Kept, Shipped, use_app},
};

/// Digits of a digest that tell versions apart.
const DIGITS: usize = 12;

#[component]
pub fn Versions() -> impl IntoView {
    let app = use_app();
    let newest_first = move || app.models.kept.with(|kept| kept.iter().rev().cloned().collect::<Vec<_>>());
    let is_empty = move || app.models.kept.with(Vec::is_empty);
    view! {
        <section class="panel versions" data-testid="model-list" aria-label="Versions">
            <header class="model__head">
                <h2>"Versions"</h2>
            </header>
            <p class="note">
                "The newest five of each are here; champion, challenger and the one before stay. Equal data, choices and \
                 seed give an equal digest on any machine."
            </p>
            <Show
                when=move || !is_empty()
                fallback=|| view! { <p class="versions__none">"No model yet. Train one, or open a model file."</p> }
            >
                <ul class="versions__list">
                    <For each=newest_first key=|kept| kept.summary.model.file(kept.version) let:kept>
                        <Line kept />
                    </For>
                </ul>
            </Show>
            <ShippedLines />
        </section>
    }
}

/// What it is to the others, in a word.
fn role_of(model: ModelName, version: leadscore::registry::VersionName) -> Option<(&'static str, bool)> {
    let app = use_app();
    let is_used = app.models.in_use.get().of(model) == Some(version);
    let aliases = app.models.index.with(|index| index.aliases(model));
    match Some(version) {
        named if named == aliases.champion => Some((if is_used { "In use" } else { "Champion" }, is_used)),
        named if named == aliases.challenger => Some(("Challenger", false)),
        named if named == aliases.previous => Some(("Previous", false)),
        _ => None,
    }
}

fn name_of(model: ModelName) -> &'static str {
    match model {
        ModelName::Arv => "ARV",
        ModelName::Lead => "Leads",
    }
}

#[component]
fn Line(kept: Arc<Kept>) -> impl IntoView {
    let app = use_app();
    let (model, version) = (kept.summary.model, kept.version);
    let is_used = Memo::new(move |_| app.models.in_use.get().of(model) == Some(version));
    let role = move || {
        role_of(model, version).map(|(words, is_used)| {
            view! { <span class="model__state" class:model__state--used=is_used>{words}</span> }
        })
    };
    let name = name_of(model);
    let further = move || {
        let line = |words: &'static str,
                    note: &'static str,
                    does: fn(crate::state::App, ModelName, leadscore::registry::VersionName)| {
            view! {
                <button class="choice" on:click=move |_| does(app, model, version)>
                    <span>{words}</span>
                    <span class="choice__note">{note}</span>
                </button>
            }
        };
        view! {
            {line("Save", ".lsm", actions::save_model)}
            {line("Trees for XGBoost", "JSON", |app, model, version| actions::save_as(app, model, version, Format::XgboostJson))}
            {line("Trees as ONNX", "", |app, model, version| actions::save_as(app, model, version, Format::Onnx))}
            {line("Delete", "cannot be undone", actions::delete_model)}
        }
        .into_any()
    };
    view! {
        <li class="version" data-model=model.word() data-digest=kept.summary.digest.clone()>
            {about(&kept, role.into_any())}
            <span class="version__actions">
                <button
                    class="button"
                    aria-label=format!("Report of {name} {version}")
                    on:click=move |_| actions::open_report(app, Some((model, version)))
                >
                    "Report"
                </button>
                {move || if is_used.get() {
                    view! {
                        <button class="button" on:click=move |_| actions::stop_using(app, model)>"Stop using"</button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button class="button" on:click=move |_| actions::use_model(app, model, version)>"Use"</button>
                    }
                    .into_any()
                }}
                <Menu label="More" is_active=false title="This version" >
                    {further()}
                </Menu>
            </span>
        </li>
    }
}

fn about(kept: &Kept, role: AnyView) -> AnyView {
    let summary = &kept.summary;
    let short = summary.digest.get(..DIGITS).unwrap_or_default().to_owned();
    let digest = summary.digest.clone();
    let learner = capitalized(&summary.learner.replace("boost", "boosting"));
    let what = format!("{learner} on {}, {} rows", summary.target, thousands(summary.rows.into()));
    view! {
        <span class="version__name">
            <b>{name_of(summary.model)}</b>
            <span>{kept.version.to_string()}</span>
            {role}
        </span>
        <span class="version__what note">{what} " " {badges(summary)}</span>
        <span class="version__digest" title=format!("SHA-256 {digest}")>
            <span class="visually-hidden">"Digest "</span>
            <code>{short}</code>
        </span>
    }
    .into_any()
}

/// The models that came with the app, as long as the person has not taken them.
#[component]
fn ShippedLines() -> impl IntoView {
    let app = use_app();
    let lines = move || {
        let Shipped::Known(known) = app.models.shipped.get() else { return None };
        let is_taken = |kept: &Arc<Kept>| {
            app.models.kept.with(|all| all.iter().any(|other| other.summary.digest == kept.summary.digest))
        };
        let offered: Vec<Arc<Kept>> = known.into_iter().filter(|kept| !is_taken(kept)).collect();
        let line = |kept: &Arc<Kept>| {
            let model = kept.summary.model;
            view! {
                <li class="shipped" data-model=model.word()>
                    {about(kept, ().into_any())}
                    <span class="version__actions">
                        <button class="button" on:click=move |_| actions::adopt_shipped(app, model)>"Try it"</button>
                    </span>
                </li>
            }
        };
        (!offered.is_empty()).then(|| {
            view! {
                <h3 class="versions__shipped">"Came with the app"</h3>
                <p class="note">
                    "Learned from the made-up demo county, to look around with. Of real houses they know nothing: no real \
                     lead is judged by them unless you say so."
                </p>
                <ul class="versions__list">{offered.iter().map(line).collect_view()}</ul>
            }
        })
    };
    view! { {lines} }
}
