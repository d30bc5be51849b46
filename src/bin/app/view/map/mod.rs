//! Where the leads are, without any map service: points and their density on a canvas, tools over it, and the same in
//! words and numbers.

mod canvas;
mod card;
mod ink;
mod legend;
mod outline;
mod paint;
mod picked;
mod sheets;
mod tools;
mod twin;

use leadscore::plot::thousands;
use leptos::prelude::*;

use self::{
    canvas::MapCanvas,
    card::PointCard,
    legend::{Legend, ScaleBar},
    outline::OutlineField,
    picked::Picked,
    tools::{Tools, Zoom},
    twin::Twin,
};
use super::no_leads::NoLeads;
use crate::{
    actions,
    kit::{EmptyState, Icon},
    state::use_app,
};

#[component]
pub fn MapPage() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    view! {
        <Show when=move || has_leads.get() fallback=|| {
            view! {
                <NoLeads
                    icon=Icon::Map
                    title="Nothing to show on a map yet"
                    text="Drop county files anywhere on this page; leads with coordinates appear here, without any map service."
                />
            }
        }>
            <LeadMap />
        </Show>
    }
}

#[component]
fn LeadMap() -> impl IntoView {
    let app = use_app();
    // Other rows, or the same in other tiers.
    Effect::new(move |_| {
        app.data.tally.track();
        app.table.query.track();
        if !app.table.is_viewing.get() {
            actions::want_points(app);
        }
    });
    on_cleanup(move || actions::map_left(app));
    let count = |count: u32| thousands(u64::from(count));
    let basis = move || match app.map.report.get() {
        None => "Looking up where the leads are…".to_owned(),
        Some(report) => {
            let mut words = format!("{} leads on the map", count(report.on_map));
            if report.without > 0 {
                words += &format!(", {} without coordinates", count(report.without));
            }
            if report.far > 0 {
                words += &format!(", {} of them far outside this frame", count(report.far));
            }
            words
        }
    };
    let is_filtered = Memo::new(move |_| app.table.query.with(|query| query.is_filtered()));
    let is_empty = Memo::new(move |_| app.map.report.with(|report| report.as_ref().is_some_and(|r| r.on_map == 0)));
    view! {
        <div class="page map">
            <header class="page-head">
                <div>
                    <h1>"Map"</h1>
                    <p class="page-head__basis" aria-live="polite">
                        {basis}
                        <Show when=move || is_filtered.get()>
                            " · filtered as the list is "
                            <button class="link-button" on:click=move |_| actions::clear_filters(app)>
                                "show all leads"
                            </button>
                        </Show>
                    </p>
                </div>
                <OutlineField />
            </header>
            {move || app.map.fault.get().map(|fault| view! {
                <p class="panel map__fault" role="alert">{fault}</p>
            })}
            <Show
                when=move || !is_empty.get()
                fallback=move || view! {
                    <div class="map__none">
                        <EmptyState
                            icon=Icon::Map
                            title="None of these leads has coordinates"
                            text="A list gives them as latitude and longitude, or as easting and northing. Property records usually have them."
                        >
                            ""
                        </EmptyState>
                    </div>
                }
            >
                <div class="map__window">
                    <MapCanvas />
                    <Tools />
                    <Zoom />
                    <Legend />
                    <ScaleBar />
                    <PointCard />
                    <Picked />
                </div>
                <Twin />
            </Show>
        </div>
    }
}
