//! How far a lead model may move a score, and which score decides the tier.

use leadscore::{
    plot::percent_brief,
    registry::ModelName,
    score::{Centre, TierBasis},
};
use leptos::prelude::*;

use crate::{
    actions,
    kit::NumberField,
    state::{App, use_app},
};

#[component]
pub fn BlendSettings() -> impl IntoView {
    let app = use_app();
    let weight = app.profile.number(|profile| profile.blend.weight);
    let basis = Memo::new(move |_| app.profile.in_use.with(|profile| profile.tier_basis));
    let centre = Memo::new(move |_| app.profile.in_use.with(|profile| profile.blend.centre));
    let has_model = move || app.models.in_use.get().of(ModelName::Lead).is_some();
    view! {
        <section class="panel blend" aria-labelledby="blend-title">
            <h2 class="panel__title" id="blend-title">"Lead model"</h2>
            <p class="note">
                {move || match has_model() {
                    true => "A lead model is in use. These settings say how far it moves a score.",
                    false => "No lead model is in use, so the rules alone decide. Once you train one, these settings apply.",
                }}
            </p>
            <div class="fields">
                <NumberField
                    label="A model may move a score by"
                    value=weight
                    unit=("", "points")
                    least=0.0
                    most=200.0
                    on_change=move |value| {
                        actions::edit_profile(app, "blend weight", |profile| profile.blend.weight = value);
                    }
                />
                {choice(
                    "A score stays where it is at",
                    [("half", "a chance of 50 %"), ("base_rate", "the usual share of good leads")],
                    Signal::derive(move || if centre.get() == Centre::Half { "half" } else { "base_rate" }),
                    move |chosen| {
                        let centre = if chosen == "half" { Centre::Half } else { Centre::BaseRate };
                        actions::edit_profile(app, "blend centre", |profile| profile.blend.centre = centre);
                    },
                )}
                {choice(
                    "Tiers go by",
                    [("rule", "the rule score"), ("adjusted", "the score the model has moved")],
                    Signal::derive(move || basis.get().code()),
                    move |chosen| {
                        let basis = if chosen == "rule" { TierBasis::Rule } else { TierBasis::Adjusted };
                        actions::edit_profile(app, "tier basis", |profile| profile.tier_basis = basis);
                    },
                )}
            </div>
            <p>{move || meaning(app, basis.get(), centre.get(), weight.get())}</p>
        </section>
    }
}

fn choice(
    label: &'static str,
    choices: [(&'static str, &'static str); 2],
    value: Signal<&'static str>,
    on_change: impl Fn(String) + 'static,
) -> impl IntoView {
    let options = choices
        .map(|(code, words)| view! { <option value=code selected=move || value.get() == code>{words}</option> })
        .collect_view();
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <select class="field__input" on:change=move |event| on_change(event_target_value(&event))>{options}</select>
        </label>
    }
}

/// The settings as an example.
fn meaning(app: App, basis: TierBasis, centre: Centre, weight: f64) -> String {
    let decimals = |value: f64| format!("{}", (value * 10.0).round() / 10.0);
    let moved = match centre {
        Centre::Half => format!(
            "A lead with a chance of {} gains {} points, one with {} loses as many.",
            percent_brief(75.0),
            decimals(weight * 0.25),
            percent_brief(25.0)
        ),
        Centre::BaseRate => format!(
            "A lead whose chance is 10 percentage points above the usual share of good leads gains {} points.",
            decimals(weight * 0.1)
        ),
    };
    let tiers = match basis {
        TierBasis::Rule => "The list is ranked by the moved score, but a lead's tier is what the rules alone say.",
        TierBasis::Adjusted => "List and tiers both follow the moved score, so a model can lift a lead into tier A.",
    };
    let guard = match app.profile.in_use.with(|profile| profile.guardrail.is_some()) {
        true => " A lead below the profile's minimum profit is never A or B.",
        false => "",
    };
    format!("{moved} {tiers}{guard}")
}
