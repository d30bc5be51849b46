//! What the deal is worth: the most to pay, what is asked, and what would be left.

use leadscore::{
    plot::{capitalized, money, percent},
    session::{DealDetail, LeadDetail, ReasonText},
};
use leptos::prelude::*;

use crate::kit::{Icon, IconView};

pub fn deal_section(detail: &LeadDetail) -> impl IntoView + use<> {
    let deal = &detail.deal;
    let room = deal.max_offer - deal.acquisition_price;
    let rule = if deal.meets_70_rule {
        format!("{} below the max offer.", money(room))
    } else {
        format!("{} above the max offer: breaks the 70 % rule.", money(-room))
    };
    let rule_icon = if deal.meets_70_rule { Icon::Check } else { Icon::Warning };
    let is_loss = deal.potential_profit < 0.0;
    view! {
        <section class="block" aria-label="Deal">
            <h3>"Deal"</h3>
            <div class="panel">
                <div class="deal__head">
                    <div>
                        <span class="note">"Max offer"</span>
                        <span class="figure">{money(deal.max_offer)}</span>
                    </div>
                    <span class=format!("verdict verdict--{}", tone(&deal.recommendation))>
                        {capitalized(&deal.recommendation.replace('_', " "))}
                    </span>
                </div>
                {pair("70 % of the after-repair value", money(deal.rule_share))}
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
            <div class="panel">
                <p class="note">{format!("Where the {} goes", money(detail.arv.estimate))}</p>
                {stack(detail.arv.estimate, deal)}
                <hr />
                <p class="pair pair--strong">
                    <span>"Profit"</span>
                    <b class:is-loss=is_loss class:is-gain=!is_loss>{money(deal.potential_profit)}</b>
                </p>
                <p class="pair pair--strong">
                    <span>"Return on what is spent"</span>
                    <b class:is-loss=is_loss class:is-gain=!is_loss>{percent(deal.roi_percent, 1)}</b>
                </p>
            </div>
            {factors("Risks", Icon::Warning, &deal.risk_factors)}
            {factors("Opportunities", Icon::Check, &deal.opportunity_factors)}
        </section>
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
