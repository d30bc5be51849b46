//! Champion and challenger on the same rows of these lists.

use leadscore::registry::ModelName;
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView, sheet_card},
    state::{Comparing, use_app},
};

#[component]
pub fn ComparisonView(model: ModelName) -> impl IntoView {
    let app = use_app();
    let close = move || {
        view! {
            <button
                class="icon-button"
                aria-label="Close the comparison"
                on:click=move |_| actions::close_comparison(app)
            >
                <IconView icon=Icon::Close />
            </button>
        }
        .into_any()
    };
    move || match app.models.comparing.get() {
        Comparing::Running(pair) if pair.model == model => Some(
            view! {
                <p class="note" role="status">"Comparing both on the same rows…"</p>
                <i class="bone" aria-hidden="true"></i>
            }
            .into_any(),
        ),
        Comparing::Failed(pair, message) if pair.model == model => Some(
            view! {
                <p class="notice notice--error" role="alert">
                    <IconView icon=Icon::Warning />
                    <span>{format!("They could not be compared: {message}.")}</span>
                </p>
            }
            .into_any(),
        ),
        Comparing::Here(pair, sheets) if pair.model == model => {
            let cards = sheets.iter().enumerate();
            let cards = cards.map(|(place, sheet)| sheet_card(sheet, (place == 0).then(close)));
            Some(view! { <div class="comparison" data-testid="comparison">{cards.collect_view()}</div> }.into_any())
        }
        _ => None,
    }
}
