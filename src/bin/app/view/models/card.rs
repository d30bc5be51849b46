//! One model: what to learn from, the way there, and what came of it.

use leadscore::{
    learn::{
        arv::{ArvLearner, ArvTarget},
        lead::LeadLabel,
    },
    registry::ModelName,
};
use leptos::prelude::*;

use super::{progress::TrainProgress, result::ModelResult};
use crate::{
    actions,
    kit::{Icon, IconView, SelectField},
    state::{Training, use_app},
};

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
pub fn ModelCard(
    model: ModelName,
    title: &'static str,
    about: &'static str,
    learns: &'static str,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let is_running = Memo::new(move |_| {
        app.models.training.with(|training| matches!(training, Training::Running(run) if run.model == model))
    });
    let failure = move || match app.models.training.get() {
        Training::Failed { model: failed, message } if failed == model => Some(message),
        _ => None,
    };
    let used = Memo::new(move |_| app.models.used(model));
    let is_closed = move || app.models.is_training() || !app.models.is_ready.get();
    let trained = move || if used.get().is_some() { "Train again" } else { "Train" };
    view! {
        <section class="panel model" aria-label=title>
            <header class="model__head">
                <h2>{title}</h2>
                <span class="model__state" class:model__state--used=move || used.get().is_some()>
                    {move || if used.get().is_some() { "Model in use" } else { "Rules only" }}
                </span>
            </header>
            <p class="model__about">{about}</p>
            <fieldset class="model__choices" disabled=is_closed>
                {children()}
            </fieldset>
            {move || if is_running.get() {
                view! { <TrainProgress /> }.into_any()
            } else {
                view! {
                    <div class="model__start">
                        <button
                            class="button"
                            class:button--main=move || used.get().is_none()
                            data-testid=format!("train-{}", model.word())
                            disabled=is_closed
                            on:click=move |_| actions::train(app, model)
                        >
                            {trained}
                        </button>
                        <p class="note">{learns}</p>
                    </div>
                }
                .into_any()
            }}
            {move || failure().map(|message| view! {
                <p class="notice notice--error" role="alert" data-testid="error">
                    <IconView icon=Icon::Warning />
                    <span>{format!("Not trained: {message}.")}</span>
                </p>
            })}
            {move || used.get().map(|kept| view! { <ModelResult kept /> })}
        </section>
    }
}

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
    }
}

#[component]
pub fn LeadChoices() -> impl IntoView {
    let app = use_app();
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
        <label class="field">
            <span class="field__label">"Calls you can make"</span>
            <input
                class="field__input"
                type="number"
                min="1"
                max="100000"
                required
                prop:value=move || app.models.lead.with(|recipe| recipe.capacity.to_string())
                on:change=move |event| {
                    if let Ok(calls) = event_target_value(&event).parse::<usize>() {
                        actions::choose_lead(app, |recipe| recipe.capacity = calls.max(1));
                    }
                }
            />
        </label>
    }
}
