//! The order, as a menu: every order there is, also of columns that are not shown, and several one after the other.

use leadscore::session::{Query, Sort, SortColumn};
use leptos::prelude::*;

use crate::{
    actions,
    columns::{COLUMNS, Column},
    kit::{Icon, IconView, Menu},
    state::use_app,
};

#[component]
pub fn SortMenu() -> impl IntoView {
    let app = use_app();
    let sorts = Memo::new(move |_| app.table.query.with(|query| query.sorts.clone()));
    let name = |column: SortColumn| {
        COLUMNS.iter().find(|known| known.sort == Some(column)).map_or("Rank", |known| known.words)
    };
    let label = Signal::derive(move || {
        sorts.with(|sorts| match sorts.as_slice() {
            [] => "Sort: Rank".to_owned(),
            [Sort { column, descending }, rest @ ..] => {
                let more = if rest.is_empty() { String::new() } else { format!(" +{}", rest.len()) };
                format!("Sort: {} {}{more}", name(*column), if *descending { "↓" } else { "↑" })
            }
        })
    });
    let choice = move |column: &'static Column| {
        let by = column.sort?;
        // Its place in the order and its direction.
        let at = Memo::new(move |_| {
            sorts.with(|sorts| match (sorts.iter().position(|sort| sort.column == by), by) {
                (Some(place), _) => Some((place + 1, sorts[place].descending)),
                (None, SortColumn::Rank) if sorts.is_empty() => Some((1, false)),
                (None, _) => None,
            })
        });
        let note = move || match at.get() {
            None => String::new(),
            Some((place, descending)) => {
                let way = if descending { "high to low" } else { "low to high" };
                if sorts.with(Vec::len) > 1 { format!("{place} · {way}") } else { way.to_owned() }
            }
        };
        // One more order, or one less.
        let is_there = move || sorts.with(|sorts| sorts.iter().any(|sort| sort.column == by));
        let further = move |_| {
            if untrack(is_there) {
                actions::change_query(app, |query| query.sorts.retain(|sort| sort.column != by));
            } else {
                actions::sort_by(app, by, true);
            }
        };
        let further_label = move || {
            let does = if is_there() { "Do not sort by" } else { "Among equals, sort by" };
            format!("{does} {}", column.words)
        };
        Some(view! {
            <div class="sort__row">
                <button
                    class="choice"
                    aria-pressed=move || at.get().is_some().to_string()
                    on:click=move |event| actions::sort_by(app, by, event.shift_key())
                >
                    <span>{column.words}</span>
                    <span class="choice__note">{note}</span>
                </button>
                <button
                    class="icon-button sort__further"
                    aria-label=further_label
                    title=further_label
                    disabled=move || by == SortColumn::Rank && !is_there()
                    on:click=further
                >
                    {move || view! { <IconView icon=if is_there() { Icon::Close } else { Icon::Add } /> }}
                </button>
            </div>
        })
    };
    let is_active = Signal::derive(move || sorts.with(|sorts| *sorts != Query::default().sorts));
    view! {
        <Menu label is_active title="Sort by">
            <div class="menu__list">{COLUMNS.iter().map(choice).collect_view()}</div>
            <p class="menu__none">"+ sorts equal leads by one more column, as Shift+click on a head does."</p>
        </Menu>
    }
}
