//! How the score comes about: each component starts where the one before ended.

use leadscore::{
    plot::{Scale, capitalized, percent, score, signed},
    session::{ComponentScore, LeadDetail, Thresholds, WhyChance},
};
use leptos::prelude::*;

use super::why::{steps_table, with_why};
use crate::kit::{Explained, Icon, IconView, Term};

pub fn score_section(detail: &LeadDetail) -> impl IntoView + use<> {
    let thresholds = detail.thresholds;
    let most = detail.total.max(detail.row.score).max(thresholds.a).max(1.0) * 1.06;
    let scale = Scale::new((0.0, most), (0.0, 100.0));
    let mut reached = 0.0;
    let steps = detail
        .components
        .iter()
        .map(|component| {
            let from = reached;
            reached += component.contribution;
            step(component, from, scale, thresholds)
        })
        .collect_view();
    let tier = detail.row.tier.letter();
    let is_moved = detail.row.score != detail.row.rule_score;
    let total = percent_of(&scale, if is_moved { detail.row.score } else { detail.total });
    let moved = is_moved.then(|| moved(detail, scale, thresholds));
    let unmoved = detail.row.chance.filter(|_| !is_moved).map(|chance| {
        let chance = percent(chance * 100.0, 0);
        view! { <p class="note">{format!("The lead model says {chance}; the score stays as the rules have it.")}</p> }
    });
    view! {
        <section class="block" aria-label="Score">
            <h3>"Why this score"</h3>
            <div class="waterfall">
                {steps}
                {moved}
                <div class="waterfall__total">
                    <span><Explained term=Term::Score words="Score" /></span>
                    <span class="waterfall__track">
                        {marks(&scale, thresholds)}
                        <span class="waterfall__bar waterfall__bar--total" style:left="0%" style:width=total></span>
                    </span>
                    <b>{score(detail.row.score)}</b>
                </div>
                <div class="waterfall__legend" aria-hidden="true">
                    <span></span>
                    <span class="waterfall__track">{letters(&scale, thresholds)}</span>
                </div>
            </div>
            <p class="note">{format!("Tier {tier}: {}", bounds(detail))}</p>
            {unmoved}
            {with_why(detail.row.lead, |why| why.chance.as_ref().map(chance_panel))}
        </section>
    }
}

/// What raised the chance and what lowered it, and how it enters the score.
fn chance_panel(why: &WhyChance) -> AnyView {
    let badges = why.badges.iter().map(|badge| view! { <span class="tag tag--doubt">{badge.clone()}</span> });
    view! {
        <div class="panel" data-testid="chance-why">
            <h4 class="why__title">"What the lead model says"</h4>
            <p class="note">{format!("A good lead is {}. ", why.good_lead)}{badges.collect_view()}</p>
            {steps_table(&why.steps, "From the chance of any lead to that of this one")}
            <p class="note">{why.blend.clone()}</p>
            {why.rule_stays.clone().map(|why| view! {
                <p class="hint"><IconView icon=Icon::Warning /><span>{capitalized(&why)}"."</span></p>
            })}
        </div>
    }
    .into_any()
}

/// What a lead model adds to the rule score, or takes away.
fn moved(detail: &LeadDetail, scale: Scale, thresholds: Thresholds) -> impl IntoView + use<> {
    let (rule, total) = (detail.row.rule_score, detail.row.score);
    let left = percent_of(&scale, rule.min(total));
    let width = format!("{:.2}%", scale.length(rule, total));
    let chance = detail.row.chance.map(|chance| percent(chance * 100.0, 0)).unwrap_or_default();
    view! {
        <details class="waterfall__step">
            <summary>
                <span class="waterfall__name">"Lead model"</span>
                <span class="waterfall__track" aria-hidden="true">
                    {marks(&scale, thresholds)}
                    <span
                        class="waterfall__bar"
                        class:waterfall__bar--less=total < rule
                        style:left=left
                        style:width=width
                    ></span>
                </span>
                <span class="waterfall__points">{signed(total - rule)}</span>
            </summary>
            <div class="waterfall__rules">
                <p class="note">{format!("A chance of {chance} that it is a good lead. By the rules alone: {}", score(rule))}</p>
            </div>
        </details>
    }
}

/// One component; opens to the rules behind it.
fn step(component: &ComponentScore, from: f64, scale: Scale, thresholds: Thresholds) -> impl IntoView + use<> {
    let to = from + component.contribution;
    let left = percent_of(&scale, from.min(to));
    let width = format!("{:.2}%", scale.length(from, to));
    let is_less = component.contribution < 0.0;
    let basis = format!("{} of 100 points × {}", score(component.points), percent(component.weight * 100.0, 0));
    let rules = component.rules.clone();
    view! {
        <details class="waterfall__step">
            <summary>
                <span class="waterfall__name">{component.name.clone()}</span>
                <span class="waterfall__track" aria-hidden="true">
                    {marks(&scale, thresholds)}
                    <span
                        class="waterfall__bar"
                        class:waterfall__bar--less=is_less
                        style:left=left
                        style:width=width
                    ></span>
                </span>
                <span class="waterfall__points">{signed(component.contribution)}</span>
            </summary>
            <div class="waterfall__rules">
                <p class="note">{basis}</p>
                {if rules.is_empty() {
                    view! { <p class="note">"No rule counted."</p> }.into_any()
                } else {
                    rules
                        .into_iter()
                        .map(|(words, points)| {
                            view! { <p class="pair"><span>{words}</span><b>{signed(points)}</b></p> }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
        </details>
    }
}

fn percent_of(scale: &Scale, value: f64) -> String {
    format!("{:.2}%", scale.at(value))
}

/// Hairlines where the tiers begin.
fn marks(scale: &Scale, Thresholds { a, b, c }: Thresholds) -> impl IntoView + use<> {
    [a, b, c].map(|bound| view! { <i class="waterfall__mark" style:left=percent_of(scale, bound)></i> }).collect_view()
}

fn letters(scale: &Scale, Thresholds { a, b, c }: Thresholds) -> impl IntoView + use<> {
    [("A", a), ("B", b), ("C", c)]
        .map(|(letter, bound)| {
            view! { <span class="waterfall__letter" style:left=percent_of(scale, bound)>{letter}</span> }
        })
        .collect_view()
}

/// Where the score stands between the thresholds.
fn bounds(detail: &LeadDetail) -> String {
    let Thresholds { a, b, c } = detail.thresholds;
    match detail.row.tier {
        leadscore::score::Tier::A => format!("{} or more.", score(a)),
        leadscore::score::Tier::B => format!("{} to below {}.", score(b), score(a)),
        leadscore::score::Tier::C => format!("{} to below {}.", score(c), score(b)),
        leadscore::score::Tier::D => format!("below {}.", score(c)),
    }
}
