//! The person's own GeoJSON file: choosing it, what became of it, taking it away.

use leadscore::plot::{percent, thousands};
use leptos::{html, prelude::*};

use crate::{
    actions, browser,
    kit::{Icon, IconView},
    state::{Outlined, use_app},
};

#[component]
pub fn OutlineField() -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        if let Some(field) = field.get_untracked() {
            let file = browser::files_of(field.files()).into_iter().next();
            // The same file can be chosen again.
            field.set_value("");
            if let Some(file) = file {
                actions::choose_outline(app, file);
            }
        }
    };
    let is_ready = move || app.models.is_ready.get();
    let words = move || match app.map.outlined.get() {
        Outlined::Nothing => None,
        Outlined::Reading { name, share } => Some((false, format!("Reading {name}, {}", percent(share * 100.0, 0)))),
        Outlined::Shown { name, features, empty, is_elsewhere } => {
            let mut words = format!("{name}: {} outlines", thousands(u64::from(features)));
            if empty > 0 {
                words += &format!(", {} without a place", thousands(u64::from(empty)));
            }
            if is_elsewhere {
                words += ". They lie where no lead is; longitude and latitude may have changed places";
            }
            Some((is_elsewhere, words))
        }
        Outlined::Failed { name, reason } => Some((true, format!("{name} cannot be drawn: {reason}."))),
    };
    view! {
        <div class="map__outline">
            <div aria-live="polite" class="map__outlined">
                {move || words().map(|(is_fault, words)| view! {
                    <p class="map__words" class:map__words--fault=is_fault>{words}</p>
                    <button
                        class="icon-button"
                        aria-label="Take the background away"
                        title="Take the background away"
                        on:click=move |_| actions::forget_outline(app)
                    >
                        <IconView icon=Icon::Close />
                    </button>
                })}
            </div>
            <button
                class="button"
                title="Draw your own GeoJSON file beneath the leads: parcels, city limits, ZIP codes (WGS84)"
                disabled=move || !is_ready()
                on:click=move |_| {
                    if let Some(field) = field.get_untracked() {
                        field.click();
                    }
                }
            >
                <IconView icon=Icon::Outline />
                "Background"
            </button>
            <input
                node_ref=field
                class="visually-hidden"
                type="file"
                tabindex="-1"
                aria-label="GeoJSON file for the background"
                accept=".geojson,.json,application/geo+json,application/json"
                data-testid="map-outline"
                on:change=chosen
            />
        </div>
    }
}
