//! Where files come in: by drop, by file field, or the demo county.

use leadscore::layout::Source;
use leptos::{html, prelude::*};

use crate::{
    actions, browser,
    kit::{Icon, IconView},
    state::{Engine, use_app},
};

/// What each list needs at least, so that a person finds out before the import.
fn needs(source: Source) -> &'static str {
    match source {
        Source::TaxSale => "parcel, sale date, opening bid",
        Source::Foreclosure => "parcel, auction date, judgment",
        Source::PropertyRecord => "parcel, address, values, year built",
        Source::Enrichment => "parcel, violations nearby",
        Source::CodeViolation => "coordinates, type, status",
    }
}

#[component]
pub fn DropZone() -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<html::Input>::new();
    let is_starting = move || app.engine.phase.get() == Engine::Starting;
    let has_leads = Memo::new(move |_| app.data.has_leads());
    let choose = move |_| {
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    let chosen = move |_| {
        if let Some(field) = field.get_untracked() {
            let files = browser::files_of(field.files());
            // The same files can be chosen again.
            field.set_value("");
            actions::import_files(app, files);
        }
    };
    view! {
        <section class="drop-zone" class:drop-zone--slim=has_leads data-testid="drop-zone" aria-label="Files to import">
            <input
                class="visually-hidden"
                type="file"
                multiple
                accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
                aria-label="Files to import"
                node_ref=field
                on:change=chosen
            />
            <span class="drop-zone__icon"><IconView icon=Icon::Import /></span>
            <div class="drop-zone__words">
                <h2>
                    {move || match (has_leads.get(), app.screen.is_narrow.get()) {
                        (false, false) => "Drop county files here",
                        (false, true) => "Choose county files",
                        (true, false) => "Drop other files to replace these leads",
                        (true, true) => "Choose other files to replace these leads",
                    }}
                </h2>
                <p>"Several at once, in any order. Each is recognised by its headers: CSV, TSV, semicolon or pipe."</p>
            </div>
            <div class="drop-zone__actions">
                <button class="button button--main" on:click=choose>
                    <IconView icon=Icon::File />
                    "Choose files"
                </button>
                <button class="button" data-testid="load-demo" on:click=move |_| actions::import_demo(app)>
                    "Try the demo county"
                </button>
            </div>
            <Show when=is_starting>
                <p class="drop-zone__wait" role="status">"The engine is starting…"</p>
            </Show>
        </section>
        <Show when=move || !has_leads.get()>
            <KnownLists />
        </Show>
    }
}

#[component]
fn KnownLists() -> impl IntoView {
    view! {
        <section class="known" aria-labelledby="known-title">
            <h2 id="known-title">"Lists it knows"</h2>
            <ul class="known__list">
                {Source::ALL
                    .into_iter()
                    .map(|source| {
                        view! {
                            <li>
                                <b>{source.label()}</b>
                                <span>{needs(source)}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// Over the whole window while files hang above it.
#[component]
pub fn DropVeil() -> impl IntoView {
    view! {
        <div class="drop-veil" aria-hidden="true">
            <div class="drop-veil__frame">
                <IconView icon=Icon::Import />
                <strong>"Drop to import"</strong>
            </div>
        </div>
    }
}
