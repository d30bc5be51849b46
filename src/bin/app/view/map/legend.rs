//! What the marks mean, with a switch for each tier; and how long a mile is here.

use leadscore::{
    plot::{
        map::{CLASSES, FEET_PER_MILE, round_length},
        thousands,
    },
    score::Tier,
};
use leptos::prelude::*;

use crate::{actions, kit::tier_class, state::use_app};

/// The longest scale bar, pixels.
const BAR_PX: f64 = 120.0;

/// The marks of the tiers as on the map, on a grid of 16 by 16.
const MARKS: [&str; CLASSES] = [
    "M8 3a5 5 0 110 10A5 5 0 018 3z",
    "M3.5 3.5h9v9h-9z",
    "M8 2.8l5.600 9.600H2.400z",
    "M8 4.500a3.500 3.500 0 110 7 3.500 3.500 0 010-7z",
];

#[component]
pub fn Legend() -> impl IntoView {
    let app = use_app();
    let row = move |(class, tier): (usize, Tier)| {
        let letter = tier.letter();
        let count = move || {
            let count = app.map.report.with(|report| report.as_ref().map_or(0, |report| report.tiers[class]));
            thousands(u64::from(count))
        };
        let is_shown = move || app.map.shown.with(|shown| shown[class]);
        view! {
            <button
                class="map__tier"
                aria-pressed=move || is_shown().to_string()
                title=move || format!("{} tier {letter}", if is_shown() { "Hide" } else { "Show" })
                on:click=move |_| actions::toggle_tier(app, class)
            >
                <svg class=format!("map__mark {}", tier_class(tier)) viewBox="0 0 16 16" aria-hidden="true">
                    <path d=MARKS[class] />
                </svg>
                <b><span class="visually-hidden">"Tier "</span>{letter}</b>
                <span class="map__count">{count}</span>
            </button>
        }
    };
    view! {
        <div class="map__legend" role="group" aria-label="Tiers shown">
            {[Tier::A, Tier::B, Tier::C, Tier::D].into_iter().enumerate().map(row).collect_view()}
        </div>
    }
}

/// Miles above, feet below, as long as they are in the middle of the window.
#[component]
pub fn ScaleBar() -> impl IntoView {
    let app = use_app();
    let bars = Memo::new(move |_| {
        let camera = app.map.camera.get()?;
        let stretch =
            app.map.report.with(|report| report.as_ref().map(|report| report.projection.stretch(camera.y)))?;
        let most_feet = BAR_PX / camera.px_per_foot * stretch;
        let px = |feet: f64| feet / stretch * camera.px_per_foot;
        let (miles, feet) = (round_length(most_feet / FEET_PER_MILE), round_length(most_feet));
        let said = [format!("{} mi", amount(miles)), format!("{} ft", amount(feet))];
        Some((said, [px(miles * FEET_PER_MILE), px(feet)]))
    });
    let bar = move |at: usize| {
        let width = move || format!("{:.1}px", bars.get().map_or(0.0, |(_, px)| px[at]));
        let words = move || bars.get().map(|(said, _)| said[at].clone());
        view! { <span class="map__bar" style:width=width><span>{words}</span></span> }
    };
    view! { <div class="map__scale" role="img" aria-label=move || {
        bars.get().map(|(said, px)| format!("Scale: {} are {:.0} pixels", said[0], px[0]))
    }>{bar(0)}{bar(1)}</div> }
}

fn amount(value: f64) -> String {
    if value >= 1_000.0 { thousands(value.round() as u64) } else { format!("{}", (value * 1e6).round() / 1e6) }
}
