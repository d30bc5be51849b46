//! The ladder of offers: what to offer, and what each leaves.

use leadscore::{
    deal::Rung,
    plot::{money, percent, percent_brief},
};
use leptos::prelude::*;

use crate::kit::{Icon, IconView};

pub fn ladder_table(ladder: &[Rung], price: f64) -> impl IntoView + use<> {
    let lines = ladder
        .iter()
        .map(|rung| {
            let is_loss = rung.profit_usd < 0.0;
            let share = percent_brief(rung.share * 100.0);
            // Without a positive offer there is no return on it either.
            let is_offer = rung.offer_usd > 0.0;
            let profit = if is_offer { money(rung.profit_usd) } else { "–".to_owned() };
            let roi = if is_offer { percent(rung.roi_percent, 0) } else { "–".to_owned() };
            let (mark, says) = if rung.meets_price {
                (Icon::Check, "At or above the price".to_owned())
            } else {
                (Icon::Up, format!("{} below the price", money(price - rung.offer_usd)))
            };
            let spoken = says.clone();
            view! {
                <tr class:ladder__meets=rung.meets_price>
                    <th scope="row" class="number">{share}</th>
                    <td class="number" class:is-loss=!is_offer><b>{money(rung.offer_usd)}</b></td>
                    <td class="number" class:is-loss=is_offer && is_loss>{profit}</td>
                    <td class="number" class:is-loss=is_offer && is_loss>{roi}</td>
                    <td class="ladder__mark" title=says>
                        {rung.meets_price.then(|| view! { <IconView icon=mark /> })}
                        <span class="visually-hidden">{spoken}</span>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="plain ladder">
            <caption class="visually-hidden">"Offers by share of the after-repair value, less repairs"</caption>
            <thead>
                <tr>
                    <th scope="col" class="number">"Of ARV"</th>
                    <th scope="col" class="number">"Offer"</th>
                    <th scope="col" class="number">"Leaves"</th>
                    <th scope="col" class="number">"Return"</th>
                    <th scope="col"><span class="visually-hidden">"Against the price"</span></th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
}
