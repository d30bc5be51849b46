//! One lead as a card, for the thumb.

use leadscore::{
    plot::{money, score},
    session::LeadRow,
};
use leptos::prelude::*;

use super::{
    cells::{status_class, status_words},
    columns::{address, is_moved},
};
use crate::{
    kit::{Icon, IconView, Tags, TierBadge, lead_actions},
    state::use_app,
    view::detail::quick_status,
};

pub fn card(row: &LeadRow) -> impl IntoView + use<> {
    let app = use_app();
    let lead = row.lead;
    let place = [row.city.as_deref(), row.zip.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let is_loss = row.profit < 0.0;
    let is_no_offer = row.max_offer < 0.0;
    let is_picked = move || app.table.selection.with(|selection| selection.has(lead));
    view! {
        <div class="card" role="gridcell" aria-colindex="1">
            <div class="card__head">
                <TierBadge tier=row.tier />
                <span class="card__place">
                    <b>{address(row)}</b>
                    <small>{place}</small>
                </span>
                <span class="card__right">
                    <b class="card__score">
                        {score(row.score)}
                        {is_moved(row).then(|| view! { <small>{format!("rule {}", score(row.rule_score))}</small> })}
                    </b>
                    {match row.do_not_contact {
                        true => view! { <span class=status_class(row)>{status_words(row)}</span> }.into_any(),
                        false => quick_status(row),
                    }}
                </span>
                <span class="card__pick" class:card__pick--on=is_picked aria-hidden="true">
                    <IconView icon=Icon::Check />
                </span>
            </div>
            <Tags reasons=row.reasons.clone() most=4 />
            <dl class="card__numbers">
                <div><dt>{if row.arv_by_model { "ARV by model" } else { "ARV" }}</dt><dd>{money(row.arv)}</dd></div>
                <div><dt>"Max offer"</dt><dd class:is-loss=is_no_offer>{money(row.max_offer)}</dd></div>
                <div><dt>"Profit"</dt><dd class:is-loss=is_loss>{money(row.profit)}</dd></div>
            </dl>
            {lead_actions(row)}
        </div>
    }
}

/// A card whose lead is still on its way.
pub fn skeleton_card() -> impl IntoView {
    view! {
        <div class="card" role="gridcell" aria-colindex="1">
            <div class="card__head"><i class="bone bone--round"></i><i class="bone"></i></div>
            <i class="bone"></i>
            <i class="bone bone--tall"></i>
        </div>
    }
}
