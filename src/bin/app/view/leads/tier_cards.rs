//! One card per tier: how many leads, what share, what mean. A click filters by the tier.

use leadscore::{
    plot::{percent, score, thousands},
    score::Tier,
    session::TierRow,
};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Meter, TierBadge, tier_class},
    state::use_app,
};

#[component]
pub fn TierCards() -> impl IntoView {
    view! {
        <section class="tier-cards-frame" aria-label="Tiers; press one to filter">
            <div class="tier-cards">{Tier::ALL.into_iter().map(|tier| view! { <TierCard tier /> }).collect_view()}</div>
        </section>
    }
}

#[component]
fn TierCard(tier: Tier) -> impl IntoView {
    let app = use_app();
    let row = Memo::new(move |_| {
        app.data
            .tally
            .with(|tally| tally.as_ref().and_then(|tally| tally.tiers.iter().find(|row| row.tier == tier).cloned()))
    });
    let of = move |read: fn(&TierRow) -> String| row.with(|row| row.as_ref().map_or_else(|| "0".to_owned(), read));
    let share = Signal::derive(move || row.with(|row| row.as_ref().map_or(0.0, |row| row.percent / 100.0)));
    let is_on = move || app.table.query.with(|query| query.tiers.contains(&tier));
    let toggle = move |_| {
        actions::change_query(app, |query| {
            if query.tiers.contains(&tier) {
                query.tiers.retain(|kept| *kept != tier);
            } else {
                query.tiers.push(tier);
                query.tiers.sort();
            }
        });
    };
    view! {
        <button
            class="tier-card"
            class:tier-card--on=is_on
            aria-pressed=move || is_on().to_string()
            on:click=toggle
        >
            <TierBadge tier />
            <strong class="tier-card__count">{move || of(|row| thousands(u64::from(row.count)))}</strong>
            <span class="visually-hidden">" leads, "</span>
            <span class="tier-card__facts">
                <span>{move || of(|row| percent(row.percent, 1))}</span>
                <span>
                    {move || of(mean)}
                </span>
            </span>
            <Meter share tone=tier_class(tier) />
        </button>
    }
}

fn mean(row: &TierRow) -> String {
    row.mean.map_or_else(|| "empty".to_owned(), |mean| format!("avg {}", score(mean)))
}
