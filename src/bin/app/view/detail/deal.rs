//! What the deal is worth: the most to pay, what is asked, what would be left; and all that under other suppositions.

use leadscore::{
    plot::{capitalized, money, percent, percent_brief},
    session::{DealDetail, LeadDetail, ReasonText, WhatIf},
};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Explained, Icon, IconView, NumberField, Term},
    state::{App, use_app},
    view::deals::ladder_table,
};

pub fn deal_section(detail: &LeadDetail) -> impl IntoView + use<> {
    let app = use_app();
    let (arv, ours) = (detail.arv.estimate, detail.deal.clone());
    let shown = move || {
        app.deals.supposed.with(|supposed| match supposed {
            Some(supposed) => body(supposed.arv, &supposed.deal).into_any(),
            None => body(arv, &ours).into_any(),
        })
    };
    view! {
        <section class="block" aria-label="Deal">
            <h3>"Deal"</h3>
            {suppositions(app, detail)}
            {shown}
        </section>
    }
}

/// What can be supposed: its name, unit, and where it stands.
type Supposition = (&'static str, (&'static str, &'static str), f64, fn(&mut WhatIf) -> &mut Option<f64>);

const SUPPOSITIONS: [Supposition; 6] = [
    ("ARV", ("$", ""), 1.0, |w| &mut w.arv_usd),
    ("Repairs", ("$", ""), 1.0, |w| &mut w.repair_usd),
    ("Price", ("$", ""), 1.0, |w| &mut w.price_usd),
    ("Holding", ("$", ""), 1.0, |w| &mut w.holding_usd),
    ("Selling and closing", ("", "%"), 100.0, |w| &mut w.transaction_share),
    ("Rule", ("", "%"), 100.0, |w| &mut w.rule_share),
];

/// Other numbers for this house alone. They are gone with the next lead, and change no profile.
fn suppositions(app: App, detail: &LeadDetail) -> impl IntoView + use<> {
    let deal = &detail.deal;
    let known = [
        detail.arv.estimate,
        deal.repair_cost,
        deal.acquisition_price,
        deal.holding_cost,
        deal.transaction_percent,
        deal.rule_percent,
    ];
    let fields = SUPPOSITIONS
        .into_iter()
        .zip(known)
        .map(|((label, unit, scale, place), known)| {
            let step = if scale == 1.0 { 1_000.0 } else { 1.0 };
            let given = move || app.deals.what_if.with(|what_if| *place(&mut { *what_if }));
            view! {
                <NumberField
                    label
                    unit
                    step
                    least=0.0
                    value=Signal::derive(move || given().map_or(known, |value| value * scale))
                    is_changed=Signal::derive(move || given().is_some())
                    on_change=move |value| {
                        // What is known already is not supposed.
                        let given = ((value - known).abs() > 1e-6).then_some(value / scale);
                        actions::suppose(app, |what_if| *place(what_if) = given);
                    }
                />
            }
        })
        .collect_view();
    let is_supposed = move || app.deals.what_if.with(|what_if| *what_if != WhatIf::default());
    view! {
        <details class="fold what-if" data-testid="what-if">
            <summary>
                <IconView icon=Icon::Chevron />
                <span class="fold__title">"What if…"</span>
                <span class="note">
                    {move || if is_supposed() { "with your numbers" } else { "other numbers for this house" }}
                </span>
            </summary>
            <div class="fold__body">
                <div class="fields">{fields}</div>
                <p class="what-if__foot">
                    <span class="note">"For this house only; nothing is saved."</span>
                    <button
                        class="button button--quiet"
                        disabled=move || !is_supposed()
                        on:click=move |_| actions::suppose(app, |what_if| *what_if = WhatIf::default())
                    >
                        <IconView icon=Icon::Reset />
                        "Back to what is known"
                    </button>
                </p>
            </div>
        </details>
    }
}

fn body(arv: f64, deal: &DealDetail) -> impl IntoView + use<> {
    let room = deal.max_offer - deal.acquisition_price;
    let share = percent_brief(deal.rule_percent);
    let rule = if deal.meets_70_rule {
        format!("{} below the max offer.", money(room))
    } else {
        format!("{} above the max offer: breaks the {share} rule.", money(-room))
    };
    let rule_icon = if deal.meets_70_rule { Icon::Check } else { Icon::Warning };
    let is_loss = deal.potential_profit < 0.0;
    view! {
        <div class="panel">
            <div class="deal__head">
                <div>
                    <span class="note"><Explained term=Term::MaxOffer words="Max offer" /></span>
                    <span class="figure">{money(deal.max_offer)}</span>
                </div>
                <span class=format!("verdict verdict--{}", tone(&deal.recommendation))>
                    {capitalized(&deal.recommendation.replace('_', " "))}
                </span>
            </div>
            {pair(&format!("{share} of the after-repair value"), money(deal.rule_share))}
            {pair(&format!("Repairs, {}", deal.repair_level), format!("− {}", money(deal.repair_cost)))}
            <hr />
            <div>
                {pair("Price to acquire", money(deal.acquisition_price))}
                <p class="note">{capitalized(&deal.acquisition_basis)}</p>
            </div>
            <p class="hint" class:hint--good=deal.meets_70_rule>
                <IconView icon=rule_icon />
                <span>{rule}</span>
            </p>
        </div>
        <div class="panel panel--ladder">{ladder_table(&deal.ladder, deal.acquisition_price)}</div>
        <div class="panel">
            <p class="note">{format!("Where the {} goes", money(arv))}</p>
            {stack(arv, deal)}
            <hr />
            <p class="pair pair--strong">
                <span><Explained term=Term::Profit words="Profit" /></span>
                <b class:is-loss=is_loss class:is-gain=!is_loss>{money(deal.potential_profit)}</b>
            </p>
            <p class="pair pair--strong">
                <span><Explained term=Term::Roi words="Return on what is spent" /></span>
                <b class:is-loss=is_loss class:is-gain=!is_loss>{percent(deal.roi_percent, 1)}</b>
            </p>
        </div>
        {factors("Risks", Icon::Warning, &deal.risk_factors)}
        {factors("Opportunities", Icon::Check, &deal.opportunity_factors)}
    }
}

fn pair(name: &str, value: String) -> impl IntoView + use<> {
    let name = name.to_owned();
    view! { <p class="pair"><span>{name}</span><b>{value}</b></p> }
}

/// The costs as parts of one bar, the profit as what is left; the same as a list below.
fn stack(arv: f64, deal: &DealDetail) -> impl IntoView + use<> {
    let parts = [
        ("Price to acquire", deal.acquisition_price, "price"),
        ("Repairs", deal.repair_cost, "repairs"),
        ("Holding", deal.holding_cost, "holding"),
        ("Selling and closing", deal.transaction_cost, "closing"),
        ("Left as profit", deal.potential_profit.max(0.0), "profit"),
    ];
    let whole = parts.iter().map(|(_, dollars, _)| dollars).sum::<f64>().max(arv).max(1.0);
    let bar = parts
        .iter()
        .filter(|(_, dollars, _)| *dollars > 0.0)
        .map(|(_, dollars, tone)| {
            let width = format!("{:.2}%", dollars / whole * 100.0);
            view! { <span class=format!("stack__part stack__part--{tone}") style:width=width></span> }
        })
        .collect_view();
    // Where the costs exceed the value, a mark shows where the value ends.
    let mark = (whole > arv * 1.001).then(|| {
        view! { <i class="stack__mark" style:left=format!("{:.2}%", arv / whole * 100.0)></i> }
    });
    let list = parts
        .iter()
        .filter(|(_, dollars, tone)| *dollars > 0.0 && *tone != "profit")
        .map(|(name, dollars, tone)| {
            view! {
                <p class="pair">
                    <span><i class=format!("swatch stack__part--{tone}") aria-hidden="true"></i>{*name}</span>
                    <b>{money(*dollars)}</b>
                </p>
            }
        })
        .collect_view();
    view! {
        <div class="stack" aria-hidden="true">{bar}{mark}</div>
        {list}
    }
}

fn factors(title: &'static str, icon: Icon, factors: &[ReasonText]) -> impl IntoView + use<> {
    let factors = factors.to_vec();
    let is_good = icon == Icon::Check;
    (!factors.is_empty()).then(|| {
        view! {
            <div class="factors" class:factors--good=is_good>
                <h4>{title}</h4>
                <ul>
                    {factors
                        .into_iter()
                        .map(|factor| view! { <li><IconView icon /><span>{factor.text}</span></li> })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

fn tone(code: &str) -> &'static str {
    match code {
        "strong_buy" => "strong",
        "buy" => "buy",
        "hold" => "hold",
        _ => "pass",
    }
}
