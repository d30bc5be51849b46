//! Where the tiers begin: the scores, the thresholds on them, and the table that follows.

mod histogram;
mod sliders;
mod tier_table;

use leptos::prelude::*;

use self::{histogram::Histogram, sliders::Sliders, tier_table::TierTable};
use super::no_leads::NoLeads;
use crate::{
    actions,
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn TiersPage() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    view! {
        <Show when=move || has_leads.get() fallback=|| {
            view! {
                <NoLeads
                    icon=Icon::Tiers
                    title="No scores yet"
                    text="Import files first; then move the thresholds here and see how many leads each tier gets."
                />
            }
        }>
            <Tiers />
        </Show>
    }
}

#[component]
fn Tiers() -> impl IntoView {
    let app = use_app();
    let is_default = move || {
        let shown = app.tiers.shown(app.data);
        app.data.tally.with(|tally| tally.as_ref().map(|tally| tally.default_thresholds)) == shown
    };
    let profile = move || app.data.set.with(|set| set.as_ref().map(|set| set.report.profile.clone()));
    view! {
        <div class="page tiers">
            <header class="page-head">
                <div>
                    <h1>"Tiers"</h1>
                    <p class="page-head__basis">
                        "Where each tier begins. Profile " {profile} "."
                    </p>
                </div>
                <button
                    class="button"
                    title="Back to the thresholds of the profile"
                    disabled=is_default
                    on:click=move |_| actions::reset_thresholds(app)
                >
                    <IconView icon=Icon::Reset />
                    "Reset"
                </button>
            </header>
            <section class="panel tiers__scores" aria-label="Scores and thresholds">
                <Histogram />
                <Sliders />
            </section>
            <TierTable />
        </div>
    }
}
