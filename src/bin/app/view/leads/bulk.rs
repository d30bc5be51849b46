//! What is done to all selected leads at once: a bar at the lower edge, as long as some are selected.

use leadscore::{
    plot::thousands,
    session::{Change, Status},
};
use leptos::{html, prelude::*};

use crate::{
    actions,
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn BulkBar() -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| app.table.selection.with(|selection| selection.count()));
    let is_there = move || count.get() > 0 || app.table.is_selecting.get();
    view! {
        <Show when=is_there>
            <BarOf count />
        </Show>
    }
}

#[component]
fn BarOf(count: Memo<u32>) -> impl IntoView {
    let app = use_app();
    let is_none = move || count.get() == 0;
    let can_all = move || !app.table.is_all_selected.get() && count.get() < app.table.rows.get();
    let select = NodeRef::<html::Select>::new();
    let act = move |label: &'static str, icon: Icon, change: fn() -> Change, done: &'static str| {
        view! {
            <button
                class="button"
                disabled=is_none
                title=label
                on:click=move |_| actions::note_selected(app, change(), done)
            >
                <IconView icon />
                <span class="bulk__label">{label}</span>
            </button>
        }
    };
    view! {
        <div class="bulk" role="toolbar" aria-label="Selected leads">
            <b class="bulk__count" role="status">{move || format!("{} selected", thousands(u64::from(count.get())))}</b>
            <Show when=can_all>
                <button class="button button--quiet" on:click=move |_| actions::pick_all(app)>
                    {move || format!("Select all {}", thousands(u64::from(app.table.rows.get())))}
                </button>
            </Show>
            <span class="bulk__gap"></span>
            <select
                class="field__input"
                aria-label="Status of the selected leads"
                node_ref=select
                disabled=is_none
                on:change=move |event| {
                    let code = event_target_value(&event);
                    if let Some(status) = Status::of(&code) {
                        let change = Change::Status { status, on: actions::today() };
                        actions::note_selected(app, change, status.label());
                    }
                    // Ready for the next choice.
                    if let Some(select) = select.get_untracked() {
                        select.set_selected_index(0);
                    }
                }
            >
                <option value="" selected>"Set status…"</option>
                {Status::ALL
                    .into_iter()
                    .map(|status| view! { <option value=status.code()>{status.label()}</option> })
                    .collect_view()}
            </select>
            {act(
                "Do not contact",
                Icon::Stop,
                || Change::DoNotContact { is: true, on: actions::today() },
                "Do not contact",
            )}
            {act(
                "Mark exported",
                Icon::Sent,
                || Change::Exported { on: Some(actions::today()) },
                "Exported",
            )}
            <button
                class="button button--main"
                disabled=is_none
                title="Save the selected leads as a file"
                on:click=move |_| actions::export_selection(app)
            >
                <IconView icon=Icon::Download />
                <span class="bulk__label">"Export"</span>
            </button>
            <button class="icon-button" aria-label="Let go of all selected leads" on:click=move |_| actions::pick_none(app)>
                <IconView icon=Icon::Close />
            </button>
        </div>
    }
}
