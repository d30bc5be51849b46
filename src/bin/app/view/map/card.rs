//! The lead under the pointer or next to the crosshair, in a few words.

use leadscore::plot::{money, score};
use leptos::prelude::*;

use super::super::leads::address;
use crate::{actions, kit::TierBadge, state::use_app};

/// Width of the card and its distance from the point, pixels.
const WIDTH: f64 = 264.0;
const GAP: f64 = 18.0;

#[component]
pub fn PointCard() -> impl IntoView {
    let app = use_app();
    let place = move || {
        let camera = app.map.camera.get()?;
        let (x, y) = app.map.place_of(app.map.aimed.get()?)?;
        // Over the point where there is room, else below; never out of the window.
        let left = (x - WIDTH / 2.0).clamp(8.0, (camera.width - WIDTH - 8.0).max(8.0));
        Some((left, y, y > 190.0))
    };
    let left = move || place().map(|(left, ..)| format!("{left:.0}px"));
    let top = move || place().map(|(_, y, is_over)| format!("{:.0}px", if is_over { y - GAP } else { y + GAP }));
    let is_over = move || place().is_some_and(|(.., is_over)| is_over);
    let body = move || {
        let row = app.map.card.get()?;
        let place = [row.city.as_deref(), row.zip.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let facts = [("Score", score(row.score)), ("ARV", money(row.arv)), ("Max offer", money(row.max_offer))];
        let reason = row.reasons.first().map(|reason| reason.text.clone());
        Some(view! {
            <div class="map__card" class:map__card--over=is_over style:left=left style:top=top>
                <div class="map__card-head">
                    <TierBadge tier=row.tier />
                    <div>
                        <strong>{address(&row)}</strong>
                        <p class="map__card-place">{place}</p>
                    </div>
                </div>
                <dl class="map__facts">
                    {facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
                </dl>
                {reason.map(|reason| view! { <p class="map__reason">{reason}</p> })}
                <button class="button button--quiet" tabindex="-1" on:click=move |_| actions::open_aimed(app)>
                    "Open lead"
                </button>
            </div>
        })
    };
    // What a reader hears while the keyboard walks; the card itself is beside the crosshair.
    let heard = move || {
        if !app.map.is_crossed.get() {
            return None;
        }
        Some(match (app.map.card.get(), app.map.aimed.get()) {
            (Some(row), _) => {
                format!("Tier {}, {}, score {}. Enter opens it.", row.tier.letter(), address(&row), score(row.score))
            }
            (None, Some(_)) => String::new(),
            (None, None) => "No lead near the crosshair.".to_owned(),
        })
    };
    let is_bare = Memo::new(move |_| {
        app.map.edition.track();
        let shown = app.map.shown.get();
        app.map.camera.get().is_some_and(|camera| {
            let bounds = camera.bounds();
            app.map.points.with_value(|points| !points.is_empty() && points.within(&bounds, shown).next().is_none())
        })
    });
    view! {
        <Show when=move || is_bare.get()>
            <p class="map__bare">
                "No leads in this window. "
                <button class="link-button" on:click=move |_| actions::fit_map(app)>"Show all"</button>
            </p>
        </Show>
        {body}
        <p class="visually-hidden" aria-live="polite">{heard}</p>
        {move || {
            app.map.feature.get().filter(|_| app.map.card.with(Option::is_none)).map(|name| {
                view! { <p class="map__feature">{name}</p> }
            })
        }}
    }
}
