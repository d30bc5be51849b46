//! How far the lists can be trusted: what is filled in, what joins, what disagrees, who answers.

use leptos::prelude::*;

use super::no_leads::NoLeads;
use crate::{
    actions,
    kit::{Icon, IconView, sheet_card},
    state::use_app,
};

#[component]
pub fn QualityPage() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    view! {
        <Show when=move || has_leads.get() fallback=|| {
            view! {
                <NoLeads
                    icon=Icon::Quality
                    title="Nothing to check yet"
                    text="Drop county files anywhere on this page to see what is filled in, what joins and where lists disagree."
                />
            }
        }>
            <Quality />
        </Show>
    }
}

#[component]
fn Quality() -> impl IntoView {
    let app = use_app();
    // Whatever changes the tally (other leads, another profile, models) changes what is said here.
    Effect::new(move |_| {
        app.data.tally.track();
        app.models.in_use.track();
        actions::ask_quality(app);
    });
    let is_empty = move || app.quality.sheets.with(|sheets| sheets.is_empty());
    let basis = move || match (app.quality.is_asking.get(), app.quality.failed.get()) {
        (_, Some(message)) => format!("The lists could not be checked: {message}."),
        (true, None) if is_empty() => "Checking the lists…".to_owned(),
        _ => app.quality.sheets.with(|sheets| {
            let looks = sheets.iter().filter(|sheet| sheet.verdict.as_ref().is_some_and(|verdict| !verdict.is_good));
            match looks.count() {
                0 => "How far the lists can be trusted: nothing asks for a look.".to_owned(),
                1 => "How far the lists can be trusted: one card asks for a look.".to_owned(),
                count => format!("How far the lists can be trusted: {count} cards ask for a look."),
            }
        }),
    };
    let cards = move || {
        let sheets = app.quality.sheets.get();
        let card = |sheet: &leadscore::session::Sheet| sheet_card(sheet, tools(&sheet.name));
        sheets.iter().map(card).collect_view()
    };
    view! {
        <div class="page quality">
            <header class="page-head">
                <div>
                    <h1>"Quality"</h1>
                    <p class="page-head__basis" role="status">{basis}</p>
                </div>
            </header>
            <Show when=move || !is_empty() fallback=|| view! { <div class="sheets" aria-hidden="true"><i class="bone bone--block"></i><i class="bone bone--block"></i></div> }>
                <div class="sheets" data-testid="quality" aria-busy=move || app.quality.is_asking.get().to_string()>{cards}</div>
            </Show>
        </div>
    }
}

/// What can be done about a card.
fn tools(name: &str) -> Option<AnyView> {
    let app = use_app();
    let (words, does): (&str, fn(crate::state::App)) = match name {
        "rows" => ("Rejected rows", actions::save_rejects),
        "methods" => ("Prediction log", actions::save_prediction_log),
        _ => return None,
    };
    let title = match name {
        "rows" => "Save the rows and cells that were not taken as they are, as CSV",
        _ => "Save what each answer rests on, one line of JSON each",
    };
    Some(
        view! {
            <button class="button" title=title on:click=move |_| does(app)>
                <IconView icon=Icon::Download />
                {words}
            </button>
        }
        .into_any(),
    )
}
