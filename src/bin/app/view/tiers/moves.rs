//! What has moved since the profile was saved: from tier to tier, and who most.

use leadscore::{
    plot::{score, signed, thousands},
    score::Tier,
    session::{Mover, Moves},
};
use leptos::{ev::MouseEvent, prelude::*};

use crate::{actions, kit::TierBadge, route::Route, state::use_app};

#[component]
pub fn MovesPanel() -> impl IntoView {
    let app = use_app();
    let moves = Memo::new(move |_| app.data.tally.with(|tally| tally.as_ref().and_then(|tally| tally.moves.clone())));
    let title = move || app.profile.saved.with(|saved| format!("What moves against “{}”", saved.title));
    view! {
        <section class="panel moves" aria-labelledby="moves-title">
            <h2 class="panel__title" id="moves-title">{title}</h2>
            {move || {
                moves
                    .with(|moves| match moves {
                        Some(moves) if moved(moves) > 0 || moves.rescored > 0 => changed(moves).into_any(),
                        _ => unchanged().into_any(),
                    })
            }}
        </section>
    }
}

fn unchanged() -> impl IntoView {
    view! { <p class="note">"Nothing yet. Move a threshold or change a rule, and see here who goes up and who goes down."</p> }
}

fn moved(moves: &Moves) -> u32 {
    let pairs =
        moves.churn.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, n)| (i, j, *n)));
    pairs.filter(|(from, to, _)| from != to).map(|(_, _, count)| count).sum()
}

fn changed(moves: &Moves) -> impl IntoView + use<> {
    let sum = format!(
        "{} leads change their tier; {} have another score.",
        thousands(u64::from(moved(moves))),
        thousands(u64::from(moves.rescored))
    );
    let lines = moves
        .churn
        .iter()
        .zip(Tier::ALL)
        .enumerate()
        .map(|(from, (row, tier))| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(to, count)| {
                    // Up is to the left of the diagonal.
                    let tone = match (to.cmp(&from), *count) {
                        (std::cmp::Ordering::Equal, _) => "number churn__stay",
                        (_, 0) => "number churn__none",
                        (std::cmp::Ordering::Less, _) => "number is-gain",
                        (std::cmp::Ordering::Greater, _) => "number is-loss",
                    };
                    view! { <td class=tone>{thousands(u64::from(*count))}</td> }
                })
                .collect_view();
            view! { <tr><th scope="row"><span class="visually-hidden">"From "</span><TierBadge tier /></th>{cells}</tr> }
        })
        .collect_view();
    let heads = Tier::ALL
        .map(|tier| view! { <th scope="col" class="number"><span class="visually-hidden">"To "</span><TierBadge tier /></th> })
        .collect_view();
    view! {
        <p>{sum}</p>
        <div class="moves__parts">
            <table class="plain churn" data-testid="churn">
                <caption class="churn__caption">"From the tier at the left to the tier above"</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
            {movers("Up most", "No score rises.", &moves.up)}
            {movers("Down most", "No score falls.", &moves.down)}
        </div>
    }
}

fn movers(title: &'static str, none: &'static str, movers: &[Mover]) -> impl IntoView + use<> {
    let app = use_app();
    let lines = movers
        .iter()
        .map(|mover| {
            let lead = mover.lead;
            let by = signed(mover.score - mover.score_before);
            let words = format!("{} to {}", score(mover.score_before), score(mover.score));
            let ranks = format!("rank {} to {}", thousands(mover.rank_before.into()), thousands(mover.rank.into()));
            let is_down = mover.score < mover.score_before;
            let open = move |event: MouseEvent| {
                event.prevent_default();
                actions::go(app, Route::Leads { open: Some(lead) });
            };
            view! {
                <li class="mover">
                    <span class="mover__tiers">
                        <TierBadge tier=mover.tier_before />
                        <span aria-hidden="true">"→"</span>
                        <TierBadge tier=mover.tier />
                    </span>
                    <span class="mover__place">
                        <a href=Route::Leads { open: Some(lead) }.fragment() on:click=open>{mover.place.clone()}</a>
                        <small>{words}", "{ranks}</small>
                    </span>
                    <b class:is-loss=is_down class:is-gain=!is_down>{by}</b>
                </li>
            }
        })
        .collect_view();
    let is_none = movers.is_empty();
    view! {
        <div class="movers">
            <h3>{title}</h3>
            {is_none.then(|| view! { <p class="note">{none}</p> })}
            <ul>{lines}</ul>
        </div>
    }
}
