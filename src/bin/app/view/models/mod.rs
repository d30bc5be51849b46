//! Models: what they can learn from these leads, training them, and which of them is in use.

mod card;
mod progress;
mod result;
mod versions;

use leadscore::registry::ModelName;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use self::{
    card::{ArvChoices, LeadChoices, ModelCard},
    versions::Versions,
};
use super::no_leads::NoLeads;
use crate::{
    actions, browser,
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn ModelsPage() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    view! {
        <Show when=move || has_leads.get() fallback=|| {
            view! {
                <NoLeads
                    icon=Icon::Models
                    title="Nothing to learn from yet"
                    text="Import files first; then train models here, from your own county and on your own device."
                />
            }
        }>
            <Models />
        </Show>
    }
}

#[component]
fn Models() -> impl IntoView {
    let app = use_app();
    let basis = move || match (app.models.is_ready.get(), app.models.is_judging.get()) {
        (false, _) if app.models.is_missing.get() => "The trainer could not be loaded. Reload the page to try again.",
        (false, _) => "The trainer is being loaded…",
        (true, true) => "Asking the models about the leads…",
        (true, false) => "What these lists teach, learned on this device.",
    };
    view! {
        <div class="page models">
            <header class="page-head">
                <div>
                    <h1>"Models"</h1>
                    <p class="page-head__basis" role="status">{basis}</p>
                </div>
                <OpenFile />
            </header>
            <div class="models__cards">
                <ModelCard
                    model=ModelName::Arv
                    title="After-repair value"
                    about="Learns what houses are worth and says how sure it is. Until then a rule of thumb stands in."
                    learns="Trees that learn values: the estimate enters every deal, with a tested range."
                >
                    <ArvChoices />
                </ModelCard>
                <ModelCard
                    model=ModelName::Lead
                    title="Leads"
                    about="Learns which leads are worth a call and moves the rule score by up to 20 points."
                    learns="Trees that learn from outcomes know what the rules do not; of tier A they can only imitate the rules."
                >
                    <LeadChoices />
                </ModelCard>
            </div>
            <Versions />
        </div>
    }
}

/// A model file from elsewhere, such as one that the command line has trained.
#[component]
fn OpenFile() -> impl IntoView {
    let app = use_app();
    let is_closed = move || !app.models.is_ready.get() || app.models.is_training();
    view! {
        <label class="button models__open" class:models__open--closed=is_closed>
            <IconView icon=Icon::File />
            "Open a model"
            <input
                type="file"
                class="visually-hidden"
                accept=".lsm"
                data-testid="model-file"
                disabled=is_closed
                on:change=move |event| {
                    let field = event_target::<HtmlInputElement>(&event);
                    if let Some(file) = browser::files_of(field.files()).into_iter().next() {
                        actions::hand_in_model(app, file);
                    }
                    // The same file can be chosen again.
                    field.set_value("");
                }
            />
        </label>
    }
}
