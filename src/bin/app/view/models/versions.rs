//! The versions of this visit: what they are called, which are in use, and what can be done with them.

use std::sync::Arc;

use leadscore::{plot::thousands, registry::ModelName};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::{Kept, use_app},
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
                <h2>"Versions of this visit"</h2>
            </header>
            <p class="note">
                "They are gone when this page is closed: save those that you want to keep. Equal data, choices and seed \
                 give an equal digest on any machine."
            </p>
            <Show
                when=move || !is_empty()
                fallback=|| view! { <p class="versions__none">"No model yet. Train one above, or open a model file."</p> }
            >
                <ul class="versions__list">
                    <For each=newest_first key=|kept| kept.summary.model.file(kept.version) let:kept>
                        <Line kept />
                    </For>
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn Line(kept: Arc<Kept>) -> impl IntoView {
    let app = use_app();
    let (model, version) = (kept.summary.model, kept.version);
    let is_used = Memo::new(move |_| app.models.in_use.get().of(model) == Some(version));
    let digest = kept.summary.digest.clone();
    let short = digest.get(..DIGITS).unwrap_or_default().to_owned();
    let name = match model {
        ModelName::Arv => "ARV",
        ModelName::Lead => "Leads",
    };
    let what =
        format!("{}, {}, {} rows", kept.summary.target, kept.summary.learner, thousands(kept.summary.rows.into()));
    view! {
        <li class="version" data-model=model.word() data-digest=digest.clone()>
            <span class="version__name">
                <b>{name}</b>
                <span>{version.to_string()}</span>
                <Show when=move || is_used.get()>
                    <span class="model__state model__state--used">"In use"</span>
                </Show>
            </span>
            <span class="version__what note">{what}</span>
            <code class="version__digest" title=format!("SHA-256 {digest}") aria-label=format!("Digest {digest}")>
                {short}
            </code>
            <span class="version__actions">
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
                <button
                    class="button"
                    title="Save as a .lsm file, which the command line reads too"
                    on:click=move |_| actions::save_model(app, model, version)
                >
                    <IconView icon=Icon::Download />
                    "Save"
                </button>
            </span>
        </li>
    }
}
