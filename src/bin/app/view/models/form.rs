//! What a model is to learn, from which rows, and how.

use leadscore::learn::{
    arv::{ArvLearner, ArvTarget},
    lead::LeadLabel,
};
use leptos::prelude::*;

use crate::{actions, kit::SelectField, state::use_app};

const TARGETS: [(&str, &str); 2] = [("total_mkt", "Appraiser's market value"), ("sale_price", "Sale prices")];

const LEARNERS: [(&str, &str); 2] = [("forest", "Forest (the guide's)"), ("boost", "Boosting")];

const LABELS: [(&str, &str); 6] = [
    ("tier_a", "Tier A (imitates rules)"),
    ("best_tenth", "Best tenth (made up)"),
    ("contacted", "Contacted or more"),
    ("appointment", "Appointment or more"),
    ("contract", "Contract or more"),
    ("closed", "Closed"),
];

#[component]
pub fn ArvChoices() -> impl IntoView {
    let app = use_app();
    view! {
        <SelectField
            label="Learn from"
            choices=TARGETS.to_vec()
            value=Signal::derive(move || app.models.arv.with(|recipe| recipe.target.column().to_owned()))
            on_change=move |name| {
                let target = ArvTarget::ALL.into_iter().find(|target| target.column() == name);
                actions::choose_arv(app, |recipe| recipe.target = target.unwrap_or(recipe.target));
            }
        />
        <SelectField
            label="Learner"
            choices=LEARNERS.to_vec()
            value=Signal::derive(move || app.models.arv.with(|recipe| recipe.learner.name().to_owned()))
            on_change=move |name| {
                let learner = if name == "boost" { ArvLearner::Boost } else { ArvLearner::Forest };
                actions::choose_arv(app, |recipe| recipe.learner = learner);
            }
        />
        <NumberField
            label="Values from, $"
            least=0.0
            value=Signal::derive(move || app.models.arv.with(|recipe| recipe.least_usd))
            on_change=move |value| actions::choose_arv(app, |recipe| recipe.least_usd = value)
        />
        <NumberField
            label="Values to, $"
            least=1.0
            value=Signal::derive(move || app.models.arv.with(|recipe| recipe.most_usd))
            on_change=move |value| actions::choose_arv(app, |recipe| recipe.most_usd = value)
        />
    }
}

#[component]
pub fn LeadChoices() -> impl IntoView {
    let app = use_app();
    let is_outcome = move || app.models.lead.with(|recipe| !recipe.label.imitates_rule());
    view! {
        <SelectField
            label="A good lead is"
            choices=LABELS.to_vec()
            value=Signal::derive(move || app.models.lead.with(|recipe| recipe.label.code().to_owned()))
            on_change=move |name| {
                let label = LeadLabel::named(&name);
                actions::choose_lead(app, |recipe| recipe.label = label.unwrap_or(recipe.label));
            }
        />
        <NumberField
            label="Calls you can make"
            least=1.0
            value=Signal::derive(move || app.models.lead.with(|recipe| recipe.capacity as f64))
            on_change=move |calls| actions::choose_lead(app, |recipe| recipe.capacity = calls as usize)
        />
        <Show when=is_outcome>
            <NumberField
                label="Calls of the last days"
                least=1.0
                value=Signal::derive(move || app.models.lead.with(|recipe| f64::from(recipe.recent_days)))
                on_change=move |days| actions::choose_lead(app, |recipe| recipe.recent_days = days as u32)
            />
            <p class="note model__hint">"Learns from imported outcomes and from the statuses you set on leads."</p>
        </Show>
    }
}

/// A whole number of at least so much; what is none is put back.
#[component]
fn NumberField(
    label: &'static str,
    least: f64,
    #[prop(into)] value: Signal<f64>,
    on_change: impl Fn(f64) + 'static,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <input
                class="field__input"
                type="number"
                inputmode="numeric"
                min=least.to_string()
                step="any"
                required
                prop:value=move || value.get().to_string()
                on:change=move |event| {
                    let typed = event_target_value(&event).parse::<f64>().ok().filter(|typed| typed.is_finite());
                    on_change(typed.map_or_else(|| value.get_untracked(), |typed| typed.round().max(least)));
                }
            />
        </label>
    }
}
