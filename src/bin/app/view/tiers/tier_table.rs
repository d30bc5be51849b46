//! The tier table, and what has changed against the profile last saved.

use leadscore::{
    plot::{percent, score, signed, signed_count, thousands},
    score::Tier,
    session::TierRow,
};
use leptos::prelude::*;

use crate::{
    kit::{Meter, TierBadge, tier_class},
    state::use_app,
};

#[component]
pub fn TierTable() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="panel tier-table">
            <table class="plain" data-testid="tier-table">
                <caption class="visually-hidden">"Leads per tier"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Tier"</th>
                        <th scope="col" class="number tier-table__from">"From"</th>
                        <th scope="col" class="number">"Leads"</th>
                        <th scope="col" class="number">"Share"</th>
                        <th scope="col" class="tier-table__bar">
                            <span class="visually-hidden">"Share as a bar"</span>
                        </th>
                        <th scope="col" class="number">"Mean"</th>
                        <th scope="col" class="number">"Lowest"</th>
                        <th scope="col" class="number">"Highest"</th>
                        <th scope="col" class="number tier-table__change">"Against saved"</th>
                    </tr>
                </thead>
                <tbody>{Tier::ALL.map(|tier| view! { <Line tier /> }).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"All"</th>
                        <td class="number tier-table__from"></td>
                        <td class="number">{move || thousands(u64::from(app.data.lead_count()))}</td>
                        <td class="number">"100.0 %"</td>
                        <td class="tier-table__bar"></td>
                        <td class="number"></td>
                        <td class="number"></td>
                        <td class="number"></td>
                        <td class="number tier-table__change"></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

#[component]
fn Line(tier: Tier) -> impl IntoView {
    let app = use_app();
    let row = Memo::new(move |_| {
        app.data.tally.with(|tally| tally.as_ref().and_then(|t| t.tiers.iter().find(|row| row.tier == tier).cloned()))
    });
    let of = move |read: fn(&TierRow) -> String| row.with(|row| row.as_ref().map(read));
    let optional = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), score);
    let before = move || {
        app.data.tally.with(|tally| {
            let moves = tally.as_ref()?.moves.as_ref()?;
            moves.saved.iter().find(|row| row.tier == tier).cloned()
        })
    };
    let change = move || {
        let now = row.with(|row| row.as_ref().map_or(0, |row| i64::from(row.count)));
        before().map(|before| now - i64::from(before.count))
    };
    let mean_change = move || {
        let now = row.with(|row| row.as_ref().and_then(|row| row.mean))?;
        let by = now - before()?.mean?;
        (by.abs() >= 0.005).then(|| signed(by))
    };
    let from = move || {
        let thresholds = app.data.tally.with(|tally| tally.as_ref().map(|tally| tally.thresholds))?;
        Some(match tier {
            Tier::A => score(thresholds.a),
            Tier::B => score(thresholds.b),
            Tier::C => score(thresholds.c),
            Tier::D => "below".to_owned(),
        })
    };
    // In a column of its own, or where that has no room, under the count.
    let beside = move || change().map(|change| if change == 0 { "–".to_owned() } else { signed_count(change) });
    let under = move || change().filter(|change| *change != 0).map(signed_count);
    let share = Signal::derive(move || row.with(|row| row.as_ref().map_or(0.0, |row| row.percent / 100.0)));
    view! {
        <tr>
            <th scope="row"><TierBadge tier /></th>
            <td class="number tier-table__from">{from}</td>
            <td class="number">
                <b>{move || of(|row| thousands(u64::from(row.count)))}</b>
                <small class="tier-table__under">{under}</small>
            </td>
            <td class="number">{move || of(|row| percent(row.percent, 1))}</td>
            <td class="tier-table__bar"><Meter share tone=tier_class(tier) /></td>
            <td class="number">
                {move || row.with(|row| row.as_ref().map(|row| optional(row.mean)))}
                <small class="tier-table__by">{mean_change}</small>
            </td>
            <td class="number">{move || row.with(|row| row.as_ref().map(|row| optional(row.min)))}</td>
            <td class="number">{move || row.with(|row| row.as_ref().map(|row| optional(row.max)))}</td>
            <td class="number tier-table__change">{beside}</td>
        </tr>
    }
}
