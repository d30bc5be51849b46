//! Models: what they can learn from these leads, training them, champion and challenger side by side, every version that
//! is here, and the report of each.

mod card;
mod comparison;
mod curve;
mod figures;
mod form;
mod progress;
mod report;
mod versions;

use leadscore::registry::ModelName;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use self::{
    card::ModelCard,
    form::{ArvChoices, LeadChoices},
    report::ReportView,
    versions::Versions,
};
use crate::{
    actions, browser,
    kit::{Icon, IconView, sheet_card},
    route::Route,
    state::use_app,
};

/// What the file field takes.
const KINDS: &str = ".lsm,.json,.ubj,.txt,.onnx";

#[component]
pub fn ModelsPage() -> impl IntoView {
    let app = use_app();
    Effect::new(move |_| {
        if app.models.is_ready.get() {
            actions::ask_shipped(app);
        }
    });
    let basis = move || match (app.models.is_ready.get(), app.models.is_judging.get()) {
        (false, _) if app.models.is_missing.get() => "The trainer could not be loaded. Reload the page to try again.",
        (false, _) => "The trainer is being loaded…",
        (true, true) => "Asking the models about the leads…",
        (true, false) => "What these lists teach, learned on this device.",
    };
    let open = Memo::new(move |_| {
        let (model, version) = app.models.open.get()?;
        app.models.version(model, version)
    });
    view! {
        <div class="page models">
            {move || match open.get() {
                Some(kept) => view! { <ReportView kept /> }.into_any(),
                None => view! {
                    <header class="page-head">
                        <div>
                            <h1>"Models"</h1>
                            <p class="page-head__basis" role="status">{basis}</p>
                        </div>
                        <OpenFile />
                    </header>
                    <Body />
                }
                .into_any(),
            }}
        </div>
    }
}

#[component]
fn Body() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    let none = move || {
        view! {
            <section class="panel models__none">
                <p>"Models learn from your own lists. Import files first; then train here, on your own device."</p>
                <a class="button" href=Route::Import.fragment()>
                    <IconView icon=Icon::Import />
                    "Import files"
                </a>
            </section>
        }
    };
    view! {
        <Show when=move || has_leads.get() fallback=none>
            <div class="models__cards">
                <ModelCard
                    model=ModelName::Arv
                    title="After-repair value"
                    about="Learns what houses are worth and says how sure it is. Until then a rule of thumb stands in."
                    learns="The estimate enters every deal, with a tested range."
                >
                    <ArvChoices />
                </ModelCard>
                <ModelCard
                    model=ModelName::Lead
                    title="Leads"
                    about="Learns which leads are worth a call and moves the rule score by up to 20 points."
                    learns="Outcomes teach what the rules do not know; tier A only how to imitate them."
                >
                    <LeadChoices />
                </ModelCard>
            </div>
        </Show>
        <Versions />
        <Show when=move || has_leads.get()>
            <Answers />
        </Show>
    }
}

/// Who answers for the leads, and the log of it.
#[component]
fn Answers() -> impl IntoView {
    let app = use_app();
    Effect::new(move |_| {
        app.data.tally.track();
        app.models.in_use.track();
        actions::ask_quality(app);
    });
    let log = move || {
        view! {
            <button class="button" on:click=move |_| actions::save_prediction_log(app)>
                <IconView icon=Icon::Download />
                "Prediction log"
            </button>
        }
        .into_any()
    };
    let card = move |name: &'static str, has_log: bool| {
        move || {
            app.quality.sheets.with(|sheets| {
                let sheet = sheets.iter().find(|sheet| sheet.name == name)?;
                Some(sheet_card(sheet, has_log.then(log)))
            })
        }
    };
    view! {
        <div class="models__answers">
            {card("methods", true)}
            {card("advice", false)}
        </div>
    }
}

/// A model file from elsewhere: of the command line, or of another library.
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
                accept=KINDS
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
