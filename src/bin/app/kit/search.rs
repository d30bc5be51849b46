//! The search field: in the top bar, on a phone above the cards.

use leptos::prelude::*;

use super::{Icon, IconView};
use crate::{actions, state::use_app};

/// `/` moves the keyboard here.
pub const SEARCH_ID: &str = "search";

#[component]
pub fn SearchField() -> impl IntoView {
    let app = use_app();
    let has_text = move || app.table.search.with(|text| !text.is_empty());
    view! {
        <div class="search" role="search">
            <IconView icon=Icon::Search />
            <input
                id=SEARCH_ID
                class="search__input"
                type="search"
                placeholder="Search address, parcel, city"
                aria-label="Search address, parcel, city"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                disabled=move || !app.data.has_leads()
                prop:value=move || app.table.search.get()
                on:input=move |event| actions::search_typed(app, event_target_value(&event))
            />
            <Show
                when=has_text
                fallback=|| view! { <kbd class="search__key" aria-hidden="true">"/"</kbd> }
            >
                <button
                    class="search__clear"
                    aria-label="Clear the search"
                    on:click=move |_| actions::search_typed(app, String::new())
                >
                    <IconView icon=Icon::Close />
                </button>
            </Show>
        </div>
    }
}
