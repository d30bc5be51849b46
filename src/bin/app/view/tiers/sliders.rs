//! Three thresholds, as sliders under the histogram and as numbers.

use leadscore::score::Tier;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use crate::{
    actions::{self, Bound},
    kit::TierBadge,
    state::use_app,
};

#[component]
pub fn Sliders() -> impl IntoView {
    view! { <div class="sliders">{Bound::ALL.map(|bound| view! { <Slider bound /> }).collect_view()}</div> }
}

#[component]
fn Slider(bound: Bound) -> impl IntoView {
    let app = use_app();
    let value = move || app.tiers.shown(app.data).map_or(0.0, |thresholds| bound.of(thresholds));
    let (tier, test_id) = match bound {
        Bound::A => (Tier::A, "threshold-a"),
        Bound::B => (Tier::B, "threshold-b"),
        Bound::C => (Tier::C, "threshold-c"),
    };
    let name = format!("Tier {} begins at", tier.letter());
    let begins = name.clone();
    let number_name = format!("{name}, as a number");
    // An empty field is not a number and changes nothing.
    let set = move |event: Event| {
        actions::set_threshold(app, bound, event_target::<HtmlInputElement>(&event).value_as_number());
    };
    view! {
        <div class=format!("slider slider--{}", tier.letter().to_ascii_lowercase())>
            <TierBadge tier />
            <input
                class="slider__range"
                type="range"
                min="0"
                max="100"
                step="0.5"
                data-testid=test_id
                aria-label=name
                prop:value=value
                style:--at=move || format!("{:.2}%", value())
                on:input=set
            />
            <div class="slider__value">
                <span class="slider__name" aria-hidden="true">{begins}</span>
                <input
                    class="field__input slider__number"
                    type="number"
                    min="0"
                    max="100"
                    step="0.5"
                    inputmode="decimal"
                    aria-label=number_name
                    prop:value=value
                    on:change=set
                />
            </div>
        </div>
    }
}
