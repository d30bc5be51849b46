//! One deal of the list.

use leadscore::{
    plot::{capitalized, money, percent},
    score::Recommendation,
    session::DealRow,
};
use leptos::{ev::MouseEvent, prelude::*};

use super::ladder::ladder_table;
use crate::{
    actions,
    kit::{Icon, IconView, TierBadge},
    route::Route,
    state::use_app,
};

pub fn deal_card(row: &DealRow) -> impl IntoView + use<> {
    let app = use_app();
    let route = Route::Leads { open: Some(row.lead) };
    let open = move |event: MouseEvent| {
        event.prevent_default();
        actions::go(app, route);
    };
    let is_loss = row.profit < 0.0;
    let pairs = [
        (if row.arv_by_model { "ARV by model" } else { "ARV" }, money(row.arv)),
        ("Repairs", format!("{}, {}", money(row.repair_cost), row.repair_level)),
        ("Price", format!("{}, {}", money(row.price), row.price_basis)),
    ];
    let pairs = pairs.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
    let factors = |words: &[String], icon: Icon, class: &'static str| {
        let items = words.iter().cloned().map(|words| view! { <li class=class><IconView icon />{words}</li> });
        items.collect_view()
    };
    view! {
        <li class="panel deal-card" data-testid="deal-row" data-lead=row.lead.to_string()>
            <div class="deal-card__head">
                <TierBadge tier=row.tier />
                <span class="deal-card__place">
                    <a href=route.fragment() on:click=open>{row.place.clone()}</a>
                    <small>{row.city.clone()}</small>
                </span>
                <span class=format!("verdict verdict--{}", tone(row.recommendation))>
                    {capitalized(&row.recommendation.code().replace('_', " "))}
                </span>
            </div>
            <div class="deal-card__parts">
                <div class="deal-card__sum">
                    <span class="note">"Profit at the price"</span>
                    <b class="figure" class:is-loss=is_loss>{money(row.profit)}</b>
                    <span class:is-loss=is_loss>{percent(row.roi_percent, 1)}" return"</span>
                </div>
                <dl class="deal-card__pairs">{pairs}</dl>
                {ladder_table(&row.ladder, row.price)}
            </div>
            <ul class="deal-card__factors">
                {factors(&row.risks, Icon::Warning, "is-risk")}
                {factors(&row.opportunities, Icon::Check, "is-chance")}
            </ul>
        </li>
    }
}

fn tone(say: Recommendation) -> &'static str {
    match say {
        Recommendation::StrongBuy => "strong",
        Recommendation::Buy => "buy",
        Recommendation::Hold => "hold",
        Recommendation::Pass => "pass",
    }
}
