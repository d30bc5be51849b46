//! What the house would be worth once repaired, and how far that can be trusted.

use leadscore::{
    plot::{Scale, capitalized, date_words, money, percent, thousands},
    session::{ArvDetail, Comparable, LeadDetail, WhyArv},
};
use leptos::prelude::*;

use super::why::{steps_table, with_why};
use crate::{
    kit::{Explained, Icon, IconView, Term},
    route::Route,
};

pub fn arv_section(detail: &LeadDetail) -> impl IntoView + use<> {
    let arv = &detail.arv;
    let spread = (arv.high - arv.low).max(1.0);
    let scale = Scale::new((arv.low - spread * 0.4, arv.high + spread * 0.4), (0.0, 100.0));
    let at = |value: f64| format!("{:.2}%", scale.at(value));
    let width = format!("{:.2}%", scale.length(arv.low, arv.high));
    let fallback = arv.fallback_reason.clone();
    let market = detail.row.market_value.map(|value| {
        view! { <p class="pair"><span><Explained term=Term::MarketValue words="Market value on record" /></span><b>{money(value)}</b></p> }
    });
    view! {
        <section class="block" aria-label="After-repair value">
            <h3><Explained term=Term::Arv words="After-repair value" /></h3>
            <div class="panel">
                <div class="arv__head">
                    <span class="figure">{money(arv.estimate)}</span>
                    <span class="note arv__method">
                        {method(arv)}
                        <br />
                        {trust(arv)}
                    </span>
                </div>
                <div class="range" aria-hidden="true">
                    <span class="range__band" style:left=at(arv.low) style:width=width></span>
                    <span class="range__mark" style:left=at(arv.estimate)></span>
                </div>
                <div class="range__ends">
                    <span style:left=at(arv.low)>{money(arv.low)}</span>
                    <span style:left=at(arv.high)>{money(arv.high)}</span>
                </div>
                {market}
                <p class="note">{capitalized(&arv.basis)}</p>
                {fallback.map(|reason| view! {
                    <p class="hint"><IconView icon=Icon::Warning /><span>{capitalized(&reason)}</span></p>
                })}
            </div>
            {with_why(detail.row.lead, |why| why.arv.as_ref().map(why_panel))}
        </section>
    }
}

/// How the estimate comes about, and the houses it rests on most.
fn why_panel(why: &WhyArv) -> AnyView {
    view! {
        <div class="panel" data-testid="arv-why">
            <h4 class="why__title">"How the estimate comes about"</h4>
            {steps_table(&why.steps, "From what any house is worth to the estimate")}
            <p class="note">{why.learned.clone()}"."</p>
            <p class="note">{why.trust.clone()}"."</p>
        </div>
        {(!why.comparables.is_empty()).then(|| comparables(&why.comparables))}
    }
    .into_any()
}

fn comparables(houses: &[Comparable]) -> AnyView {
    let line = |house: &Comparable| {
        let name = house.address.clone().unwrap_or_else(|| format!("Parcel {}", house.parcel_id));
        let place = Route::Leads { open: Some(house.lead) }.fragment();
        let miles = house.miles.map_or_else(|| "–".to_owned(), |miles| format!("{miles:.1} mi"));
        let size = house.living_area_sqft.map_or_else(|| "–".to_owned(), |area| thousands(area.round() as u64));
        let (value, basis) = match (house.sold_for, house.market_value) {
            (Some(price), _) => (money(price), house.sold_on.as_deref().map_or("sold".to_owned(), sold)),
            (None, Some(value)) => (money(value), "appraised".to_owned()),
            (None, None) => ("–".to_owned(), String::new()),
        };
        view! {
            <tr>
                <th scope="row">
                    <a class="link" href=place>{name}</a>
                    <span class="why__value">{format!("{} alike", percent(house.weight * 100.0, 0))}</span>
                </th>
                <td class="number">{miles}</td>
                <td class="number">{size}</td>
                <td class="number">{value}<span class="why__value">{basis}</span></td>
            </tr>
        }
    };
    view! {
        <div class="panel" data-testid="comparables">
            <h4 class="why__title">"Houses most like it"</h4>
            <table class="why why--houses">
                <caption class="note">
                    "Alike: the share of the model's trees in which both houses end in one leaf."
                </caption>
                <thead>
                    <tr>
                        <th scope="col">"House"</th>
                        <th scope="col" class="number">"Away"</th>
                        <th scope="col" class="number">"Sq ft"</th>
                        <th scope="col" class="number">"Value"</th>
                    </tr>
                </thead>
                <tbody>{houses.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn sold(day: &str) -> String {
    format!("sold {}", date_words(day))
}

/// How far the estimate has proved itself.
fn trust(arv: &ArvDetail) -> String {
    match (arv.confidence, arv.method.as_str()) {
        (Some(share), "ml_model") => format!("range holds {} of values", percent(share * 100.0, 0)),
        (Some(share), _) => format!("confidence {}", percent(share * 100.0, 0)),
        (None, _) => "accuracy not measured".to_owned(),
    }
}

fn method(arv: &ArvDetail) -> String {
    match arv.method.as_str() {
        "ml_model" => "trained model".to_owned(),
        "heuristic_fallback" => "rule of thumb".to_owned(),
        other => other.replace('_', " "),
    }
}
