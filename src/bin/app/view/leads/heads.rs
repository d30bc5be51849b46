//! The heads of the columns: names, order, and the box that selects all.

use std::sync::Arc;

use leptos::{html, prelude::*};

use crate::{
    actions,
    columns::{Column, Shape},
    state::use_app,
};

#[component]
pub fn Heads(shape: Memo<Arc<Shape>>) -> impl IntoView {
    let heads = move || {
        let shape = shape.get();
        shape.columns.iter().zip(2..).map(|(id, number)| view! { <Head column=id.column() number /> }).collect_view()
    };
    view! {
        <div class="lead-row lead-row--head" role="row" aria-rowindex="1">
            <span class="cell cell--pick" role="columnheader" aria-colindex="1"><AllBox /></span>
            {heads}
        </div>
    }
}

/// Selects every lead of the view, or lets go of all.
#[component]
fn AllBox() -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let is_all = app.table.is_all_selected;
    let is_some = move || app.table.selection.with(|selection| selection.count() > 0);
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.set_indeterminate(is_some() && !is_all.get());
            input.set_checked(is_all.get());
        }
    });
    let label = move || if is_some() { "Let go of all selected leads" } else { "Select all leads of this view" };
    view! {
        <input
            type="checkbox"
            node_ref=input
            aria-label=label
            title=label
            on:change=move |_| if untrack(is_some) { actions::pick_none(app) } else { actions::pick_all(app) }
        />
    }
}

#[component]
fn Head(column: &'static Column, number: usize) -> impl IntoView {
    let app = use_app();
    let class = format!("cell cell--{}", column.code);
    let Some(by) = column.sort else {
        return view! {
            <span class=class role="columnheader" aria-colindex=number.to_string()>
                {column.head}
            </span>
        }
        .into_any();
    };
    // Place among the sorts, how many there are, and the direction.
    let order = Memo::new(move |_| {
        app.table.query.with(|query| {
            let at = query.sorts.iter().position(|sort| sort.column == by)?;
            Some((at + 1, query.sorts.len(), query.sorts[at].descending))
        })
    });
    // A reader is told of the first order alone, as the rules of grids have it; the title tells all.
    let sorted = move || match order.get() {
        Some((1, _, true)) => "descending",
        Some((1, _, false)) => "ascending",
        _ => "none",
    };
    let arrow = move || match order.get() {
        None => String::new(),
        Some((place, all, descending)) => {
            let arrow = if descending { "↓" } else { "↑" };
            if all > 1 { format!("{place}{arrow}") } else { arrow.to_owned() }
        }
    };
    let title = move || match order.get() {
        Some((place, all, _)) if all > 1 => format!("{}: number {place} of {all} in the order", column.words),
        _ => format!("Sort by {}; with Shift, among equals", column.words),
    };
    view! {
        <span
            class=class
            class:is-sorted=move || order.get().is_some()
            role="columnheader"
            aria-colindex=number.to_string()
            aria-sort=sorted
        >
            <button class="sorter" title=title on:click=move |event| actions::sort_by(app, by, event.shift_key())>
                <span>{column.head}</span>
                <span class="sorter__arrow" aria-hidden="true">{arrow}</span>
            </button>
        </span>
    }
    .into_any()
}
