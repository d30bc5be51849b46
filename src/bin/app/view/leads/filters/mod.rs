//! Which leads: a chip per filter, more of them behind a menu, and how many leads are left.

mod chip;
mod known;

use leadscore::plot::thousands;
use leptos::prelude::*;

use self::{
    chip::FilterChip,
    known::{Filter, OTHERS, PINNED},
};
use super::{columns_menu::ColumnsMenu, sort_menu::SortMenu, views_menu::ViewsMenu};
use crate::{
    actions, browser,
    kit::{Icon, IconView, Menu},
    state::use_app,
};

/// The keyboard goes there when a chip goes away.
const ADD_FILTER_ID: &str = "add-filter";

#[component]
pub fn Filters() -> impl IntoView {
    let app = use_app();
    // Chips that are there without a value yet, and the one whose panel opens with it.
    let added = RwSignal::new(Vec::<Filter>::new());
    let opens = RwSignal::new(None::<Filter>);
    let is_filtered = Memo::new(move |_| app.table.query.with(|query| query.is_filtered()));
    let others = Memo::new(move |_| {
        let is_shown = |filter: &Filter| {
            added.with(|added| added.contains(filter)) || app.table.query.with(|query| filter.words(query).is_some())
        };
        OTHERS.into_iter().filter(is_shown).collect::<Vec<_>>()
    });
    let chip = move |filter: Filter| {
        let open = RwSignal::new(opens.get_untracked() == Some(filter));
        let on_gone = Callback::new(move |()| added.update(|added| added.retain(|known| *known != filter)));
        view! { <FilterChip filter open on_gone /> }
    };
    let clear = move |_| {
        added.set(Vec::new());
        actions::clear_filters(app);
        browser::focus_id(ADD_FILTER_ID);
    };
    view! {
        <div class="filters" role="group" aria-label="Filters">
            <ViewsMenu />
            {PINNED.into_iter().map(chip).collect_view()}
            <For each=move || others.get() key=|filter| *filter children=chip />
            <Drawn />
            <AddFilter others added opens />
            <Show when=move || is_filtered.get()>
                <button class="button button--quiet" on:click=clear>
                    <IconView icon=Icon::Close />
                    "Clear"
                </button>
            </Show>
            <span class="filters__end">
                <Show when=move || !app.screen.is_narrow.get()>
                    <LeadCount />
                </Show>
                <SortMenu />
                <Show when=move || !app.screen.is_narrow.get()>
                    <ColumnsMenu />
                </Show>
            </span>
        </div>
        <Show when=move || app.screen.is_narrow.get()>
            <div class="leads__line">
                <LeadCount />
                <button
                    class="button button--quiet"
                    aria-pressed=move || app.table.is_selecting.get().to_string()
                    on:click=move |_| actions::set_selecting(app, !app.table.is_selecting.get_untracked())
                >
                    {move || if app.table.is_selecting.get() { "Done" } else { "Select" }}
                </button>
            </div>
        </Show>
    }
}

/// How many leads are left, and of how many.
#[component]
fn LeadCount() -> impl IntoView {
    let app = use_app();
    let count = move || {
        let (rows, total) = (u64::from(app.table.rows.get()), u64::from(app.data.lead_count()));
        if rows == total {
            format!("{} leads", thousands(total))
        } else {
            format!("{} of {}", thousands(rows), thousands(total))
        }
    };
    view! { <span class="filters__count" role="status">{count}</span> }
}

/// What cannot be changed here, only taken away: the text of the search, and a set drawn on the map.
#[component]
fn Drawn() -> impl IntoView {
    let app = use_app();
    let text = move || app.table.query.with(|query| query.text.clone());
    let drawn = move || app.table.query.with(|query| query.within.as_ref().map(|set| set.len()));
    let chip = move |label: String, remove: fn(crate::state::App)| {
        view! {
            <span class="chip chip--on chip--plain">
                <span class="chip__label">{label.clone()}</span>
                <button
                    class="menu__remove"
                    aria-label=format!("Remove the filter {label}")
                    on:click=move |_| {
                        remove(app);
                        browser::focus_id(ADD_FILTER_ID);
                    }
                >
                    <IconView icon=Icon::Close />
                </button>
            </span>
        }
    };
    view! {
        {move || {
            let text = text();
            (!text.is_empty())
                .then(|| chip(format!("“{text}”"), |app| actions::search_typed(app, String::new())))
        }}
        {move || {
            drawn()
                .map(|count| {
                    chip(format!("Drawn on the map: {}", thousands(count as u64)), |app| {
                        actions::change_query(app, |query| query.within = None);
                    })
                })
        }}
    }
}

#[component]
fn AddFilter(
    others: Memo<Vec<Filter>>,
    added: RwSignal<Vec<Filter>>,
    opens: RwSignal<Option<Filter>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let choice = move |filter: Filter| {
        view! {
            <button
                class="choice"
                on:click=move |_| {
                    open.set(false);
                    opens.set(Some(filter));
                    added.update(|added| added.push(filter));
                }
            >
                <span>{filter.name()}</span>
            </button>
        }
    };
    view! {
        <span id=ADD_FILTER_ID tabindex="-1" class="filters__add">
            <Menu
                label=Signal::derive(|| "Filter".to_owned())
                is_active=Signal::derive(|| false)
                title="Add a filter"
                icon=Icon::Add
                open
            >
                <div class="menu__list">
                    {move || {
                        let there = others.get();
                        OTHERS.into_iter().filter(|filter| !there.contains(filter)).map(choice).collect_view()
                    }}
                </div>
            </Menu>
        </span>
    }
}
