//! A share as a thin bar. The number stands beside it, so the bar itself is hidden from readers.

use leptos::prelude::*;

/// `share` from 0 to 1. `tone` names the colour in the style sheet.
#[component]
pub fn Meter(#[prop(into)] share: Signal<f64>, #[prop(into)] tone: String) -> impl IntoView {
    let width = move || format!("{:.2}%", (share.get() * 100.0).clamp(0.0, 100.0));
    view! {
        <span class="meter" aria-hidden="true">
            <span
                class=format!("meter__fill meter__fill--{tone}")
                class:meter__fill--none=move || share.get() <= 0.0
                style:width=width
            ></span>
        </span>
    }
}
