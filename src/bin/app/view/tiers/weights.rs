//! The parts of the score and their weights; each opens to its rules.

use leadscore::plot::percent_brief;
use leptos::prelude::*;

use super::rules::{BonusFields, RuleFields};
use crate::{
    actions,
    kit::{Icon, IconView, NumberField},
    state::{App, use_app},
};

#[component]
pub fn Weights() -> impl IntoView {
    let app = use_app();
    // The parts and their rules stay the same while their numbers change.
    let shape = Memo::new(move |_| {
        app.profile.in_use.with(|profile| {
            let rules = profile.components.iter().map(|component| component.rules.len()).collect::<Vec<_>>();
            (profile.name.clone(), rules)
        })
    });
    let sum = move || app.profile.in_use.with(|profile| profile.components.iter().map(|c| c.weight).sum::<f64>());
    let is_whole = Memo::new(move |_| (sum() - 1.0).abs() < 1e-9);
    view! {
        <section class="panel weights" aria-labelledby="weights-title">
            <div class="panel__head">
                <div>
                    <h2 class="panel__title" id="weights-title">"Weights and rules"</h2>
                    <p class="note">
                        "A lead gets up to 100 points in each part. The score is their weighted sum, and stays between 0 and 100."
                    </p>
                </div>
                <p class="weights__sum" class:weights__sum--off=move || !is_whole.get()>
                    <span data-testid="weight-sum">{move || format!("Sum {}", percent_brief(sum() * 100.0))}</span>
                    <button
                        class="button"
                        title="Scale the weights so that they add up to 100 %"
                        disabled=move || is_whole.get() || sum() <= 0.0
                        on:click=move |_| normalise(app)
                    >
                        "Normalise"
                    </button>
                </p>
            </div>
            {move || {
                let (_, rules) = shape.get();
                rules
                    .into_iter()
                    .enumerate()
                    .map(|(at, rules)| view! { <Part at rules /> })
                    .collect_view()
            }}
            <BonusFields />
        </section>
    }
}

fn normalise(app: App) {
    actions::edit_profile(app, "normalise", |profile| {
        let sum: f64 = profile.components.iter().map(|component| component.weight).sum();
        if sum > 0.0 {
            profile.components.iter_mut().for_each(|component| component.weight /= sum);
        }
    });
}

#[component]
fn Part(at: usize, rules: usize) -> impl IntoView {
    let app = use_app();
    let name = app.profile.in_use.with_untracked(|profile| profile.components[at].name.clone());
    let weight = app.profile.number(move |profile| profile.components.get(at).map_or(0.0, |c| c.weight * 100.0));
    let start = app.profile.number(move |profile| profile.components.get(at).map_or(0.0, |c| c.start));
    let is_weight_changed = app.profile.differs(move |profile| profile.components.get(at).map(|c| c.weight));
    let is_open = RwSignal::new(false);
    let count = if rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") };
    let weight_label = format!("Weight of {name}");
    let panel_id = format!("part-{at}");
    view! {
        <div class="part">
            <div class="part__head">
                <button
                    class="part__opener"
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls=panel_id.clone()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    <IconView icon=Icon::Chevron />
                    <b>{name}</b>
                    <span class="note">{count}</span>
                </button>
                <span class="part__bar" aria-hidden="true">
                    <span style:width=move || format!("{:.1}%", weight.get().clamp(0.0, 100.0))></span>
                </span>
                <NumberField
                    label=weight_label
                    is_label_hidden=true
                    value=weight
                    unit=("", "%")
                    least=0.0
                    most=1_000.0
                    is_changed=is_weight_changed
                    on_change=move |value| {
                        actions::edit_profile(app, &format!("weight {at}"), |profile| {
                            if let Some(component) = profile.components.get_mut(at) {
                                component.weight = value / 100.0;
                            }
                        });
                    }
                />
            </div>
            <div class="part__rules" id=panel_id hidden=move || !is_open.get()>
                <Show when=move || is_open.get()>
                    <NumberField
                        label="Every lead starts with"
                        value=start
                        unit=("", "points")
                        on_change=move |value| {
                            actions::edit_profile(app, &format!("start {at}"), |profile| {
                                if let Some(component) = profile.components.get_mut(at) {
                                    component.start = value;
                                }
                            });
                        }
                    />
                    {(0..rules).map(|rule| view! { <RuleFields component=at rule /> }).collect_view()}
                </Show>
            </div>
        </div>
    }
}
