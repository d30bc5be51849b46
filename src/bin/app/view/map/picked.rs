//! The leads that were drawn around, and what can be done with them.

use leadscore::plot::thousands;
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn Picked() -> impl IntoView {
    let app = use_app();
    let bar = move || {
        let count = app.map.picked.get()?.len() as u64;
        let is_none = count == 0;
        let words = match count {
            0 => "No lead in there".to_owned(),
            1 => "1 lead selected".to_owned(),
            count => format!("{} leads selected", thousands(count)),
        };
        Some(view! {
            <div class="map__picked" role="group" aria-label="Leads selected on the map">
                <strong>{words}</strong>
                <button class="button button--main" disabled=is_none on:click=move |_| actions::show_picked(app)>
                    "Show in list"
                </button>
                <button class="button" disabled=is_none on:click=move |_| actions::add_to_selection(app)>
                    "Add to selection"
                </button>
                <button class="button" disabled=is_none on:click=move |_| actions::export_map(app)>
                    "Export"
                </button>
                <button
                    class="icon-button"
                    aria-label="Forget what was drawn"
                    title="Forget what was drawn (Esc)"
                    on:click=move |_| actions::clear_drawn(app)
                >
                    <IconView icon=Icon::Close />
                </button>
            </div>
        })
    };
    view! { <div aria-live="polite">{bar}</div> }
}
