//! Who is called first: the profile in use, where each tier begins, what that moves, and the rules behind the scores.

mod blend;
mod cutting;
mod histogram;
mod moves;
mod profile_bar;
mod rules;
mod tier_table;
mod weights;

pub use profile_bar::ProfilePicker;

use leptos::prelude::*;

use self::{
    blend::BlendSettings, cutting::CuttingForm, histogram::Histogram, moves::MovesPanel, profile_bar::ProfileBar,
    tier_table::TierTable, weights::Weights,
};
use super::no_leads::NoLeads;
use crate::{kit::Icon, state::use_app};

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
                    text="Import files first; then decide here whom to call first, and see at once what that moves."
                />
            }
        }>
            <div class="page tiers">
                <header class="page-head">
                    <div>
                        <h1>"Tiers"</h1>
                        <p class="page-head__basis">"Where each tier begins, and the rules behind the scores."</p>
                    </div>
                </header>
                <ProfileBar />
                <section class="panel tiers__scores" aria-label="Scores and thresholds">
                    <CuttingForm />
                    <Histogram />
                </section>
                <TierTable />
                <MovesPanel />
                <Weights />
                <BlendSettings />
            </div>
        </Show>
    }
}
