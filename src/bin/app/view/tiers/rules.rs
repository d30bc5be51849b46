//! One rule in words, with every number in it to change.

use leadscore::score::{Bonus, Fact, FactUnit, Part, Profile, Rule, Step, StepNumber, step_parts};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView, NumberField},
    state::{App, use_app},
};

#[component]
pub fn RuleFields(component: usize, rule: usize) -> impl IntoView {
    let app = use_app();
    let Some(shown) = app.profile.in_use.with_untracked(|profile| rule_of(profile, component, rule).cloned()) else {
        return ().into_any();
    };
    let is_changed = Memo::new(move |_| {
        app.profile.in_use.with(|in_use| {
            app.profile.saved.with(|saved| rule_of(in_use, component, rule) != rule_of(saved, component, rule))
        })
    });
    let put_back = move |_| {
        let saved = app.profile.saved.with_untracked(|saved| rule_of(saved, component, rule).cloned());
        actions::edit_profile(app, "put back", |profile| {
            if let (Some(ours), Some(saved)) = (rule_mut(profile, component, rule), saved) {
                *ours = saved;
            }
        });
    };
    let fact = shown.fact;
    let conditions = shown
        .when
        .iter()
        .map(|when| format!(", if {} is over {}", lower(when.fact.words()), when.over))
        .collect::<String>();
    let steps = (0..shown.steps.len())
        .map(|step| {
            let place = Place { component, rule, step };
            view! { <li class="rule__step">{step_fields(app, fact, place, &shown.steps[step])}</li> }
        })
        .collect_view();
    // A reckoning needs the whole line.
    let is_wide = shown.steps.iter().any(|s| s.minus.is_some() || s.divide_by.is_some() || s.times.is_some());
    let back_label = format!("Put back: {}", fact.words());
    view! {
        <div class="rule" class:rule--wide=is_wide class:rule--changed=is_changed>
            <div class="rule__head">
                <b>{fact.words()}{conditions}</b>
                <Show when=move || is_changed.get()>
                    <button class="button button--quiet" aria-label=back_label.clone() on:click=put_back>
                        <IconView icon=Icon::Reset />
                        "Put back"
                    </button>
                </Show>
            </div>
            {(shown.steps.len() > 1).then(|| view! { <p class="note">"The first that holds counts."</p> })}
            <ul class="rule__steps">{steps}</ul>
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Place {
    component: usize,
    rule: usize,
    step: usize,
}

fn step_fields(app: App, fact: Fact, place: Place, step: &Step) -> impl IntoView + use<> {
    let Place { component, rule, step: at } = place;
    step_parts(fact, step)
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => view! { <span>{words}</span> }.into_any(),
            Part::Number(number) => {
                let read = move |profile: &Profile| {
                    let step = rule_of(profile, component, rule).and_then(|rule| rule.steps.get(at));
                    step.and_then(|step| number.of(step)).unwrap_or(0.0)
                };
                let change = move |value: f64| {
                    // Nothing is divided by nothing.
                    if number == StepNumber::DivideBy && value == 0.0 {
                        return;
                    }
                    let place = format!("rule {component} {rule} {at} {number:?}");
                    actions::edit_profile(app, &place, |profile| {
                        if let Some(step) = rule_mut(profile, component, rule).and_then(|r| r.steps.get_mut(at)) {
                            number.put(step, value);
                        }
                    });
                };
                let unit = if number.is_of_fact() { fact.unit() } else { FactUnit::Count };
                view! {
                    <NumberField
                        label=format!("{}, step {}: {}", fact.words(), at + 1, number.name())
                        is_label_hidden=true
                        value=app.profile.number(read)
                        unit=unit.around()
                        step=step_of(unit)
                        is_changed=app.profile.differs(read)
                        on_change=change
                    />
                }
                .into_any()
            }
        })
        .collect_view()
}

fn step_of(unit: FactUnit) -> f64 {
    match unit {
        FactUnit::Usd => 1_000.0,
        FactUnit::Sqft => 100.0,
        FactUnit::Miles => 0.01,
        FactUnit::Truth | FactUnit::Percent | FactUnit::Year | FactUnit::Count => 1.0,
    }
}

/// Points for a fact whatever the weights are.
#[component]
pub fn BonusFields() -> impl IntoView {
    let app = use_app();
    let facts = Memo::new(move |_| {
        app.profile.in_use.with(|profile| profile.bonuses.iter().map(|bonus| bonus.fact).collect::<Vec<_>>())
    });
    let field = move |(at, fact): (usize, Fact)| {
        let read = move |profile: &Profile| profile.bonuses.get(at).map_or(0.0, |bonus: &Bonus| bonus.points);
        view! {
            <NumberField
                label=fact.words()
                value=app.profile.number(read)
                unit=("", "points")
                is_changed=app.profile.differs(read)
                on_change=move |value| {
                    actions::edit_profile(app, &format!("bonus {at}"), |profile| {
                        if let Some(bonus) = profile.bonuses.get_mut(at) {
                            bonus.points = value;
                        }
                    });
                }
            />
        }
    };
    move || {
        let facts = facts.get();
        (!facts.is_empty()).then(|| {
            view! {
                <div class="part part--open">
                    <h3>"Bonuses"</h3>
                    <p class="note">"Added to the score as they are, without a weight."</p>
                    <div class="fields">{facts.into_iter().enumerate().map(field).collect_view()}</div>
                </div>
            }
        })
    }
}

fn rule_of(profile: &Profile, component: usize, rule: usize) -> Option<&Rule> {
    profile.components.get(component)?.rules.get(rule)
}

fn rule_mut(profile: &mut Profile, component: usize, rule: usize) -> Option<&mut Rule> {
    profile.components.get_mut(component)?.rules.get_mut(rule)
}

fn lower(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
