//! What the house would be worth once repaired, and how far that can be trusted.

use leadscore::{
    plot::{Scale, capitalized, money, percent},
    session::{ArvDetail, LeadDetail},
};
use leptos::prelude::*;

use crate::kit::{Icon, IconView};

pub fn arv_section(detail: &LeadDetail) -> impl IntoView + use<> {
    let arv = &detail.arv;
    let spread = (arv.high - arv.low).max(1.0);
    let scale = Scale::new((arv.low - spread * 0.4, arv.high + spread * 0.4), (0.0, 100.0));
    let at = |value: f64| format!("{:.2}%", scale.at(value));
    let width = format!("{:.2}%", scale.length(arv.low, arv.high));
    let fallback = arv.fallback_reason.clone();
    let market = detail.row.market_value.map(|value| {
        view! { <p class="pair"><span>"Market value on record"</span><b>{money(value)}</b></p> }
    });
    view! {
        <section class="block" aria-label="After-repair value">
            <h3>"After-repair value"</h3>
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
        </section>
    }
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
