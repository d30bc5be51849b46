//! The map in numbers: leads by city and tier.

use leadscore::{
    plot::{map::CLASSES, thousands},
    score::Tier,
    session::CityCount,
};
use leptos::prelude::*;

use crate::{
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn Twin() -> impl IntoView {
    let app = use_app();
    let cells = |tiers: [u32; CLASSES]| {
        let total = tiers.iter().sum();
        let cell = |count: u32| view! { <td class="number">{thousands(u64::from(count))}</td> };
        tiers.into_iter().chain([total]).map(cell).collect_view()
    };
    let name = |count: &CityCount| match (&count.city, count.cities) {
        (Some(city), _) => city.clone(),
        (None, 1) => "No city given".to_owned(),
        (None, cities) => format!("{} other cities", thousands(u64::from(cities))),
    };
    let rows = move || {
        app.map.report.get().map(|report| {
            let cities = report.cities.iter().map(|count| {
                view! { <tr><th scope="row">{name(count)}</th>{cells(count.tiers)}</tr> }
            });
            view! {
                <tbody>{cities.collect_view()}</tbody>
                <tfoot><tr><th scope="row">"On the map"</th>{cells(report.tiers)}</tr></tfoot>
            }
        })
    };
    let heads = [Tier::A, Tier::B, Tier::C, Tier::D];
    view! {
        <details class="map__twin">
            <summary>
                <IconView icon=Icon::Chevron />
                "The map in numbers: leads by city and tier"
            </summary>
            <div class="map__numbers" role="region" aria-label="Leads by city and tier" tabindex="0">
                <table class="table" data-testid="map-table">
                    <thead>
                        <tr>
                            <th scope="col">"City"</th>
                            {heads.map(|tier| view! { <th scope="col" class="number">"Tier "{tier.letter()}</th> }).collect_view()}
                            <th scope="col" class="number">"All"</th>
                        </tr>
                    </thead>
                    {rows}
                </table>
            </div>
        </details>
    }
}
