//! The report of a version: its figures, and card by card what is known of it.

use std::sync::Arc;

use leadscore::{
    plot::{percent, thousands},
    registry::ModelName,
};
use leptos::prelude::*;

use super::figures::{badges, learned_words};
use crate::{
    actions,
    kit::{Icon, IconView, sheet_card},
    state::{Kept, use_app},
};

#[component]
pub fn ReportView(kept: Arc<Kept>) -> impl IntoView {
    let app = use_app();
    let (model, version) = (kept.summary.model, kept.version);
    let title = match model {
        ModelName::Arv => format!("ARV model {version}"),
        ModelName::Lead => format!("Lead model {version}"),
    };
    let has_report = !kept.sheets.is_empty();
    let report = Arc::clone(&kept);
    view! {
        <header class="page-head report-head">
            <div>
                <button class="button button--quiet" on:click=move |_| actions::open_report(app, None)>
                    <IconView icon=Icon::Back />
                    "Models"
                </button>
                <h1>{title}</h1>
                <p class="page-head__basis">{learned_words(&kept)} " " {badges(&kept.summary)}</p>
            </div>
            <div class="report-head__tools">
                <button class="button" on:click=move |_| actions::save_model(app, model, version)>
                    <IconView icon=Icon::Download />
                    "Model (.lsm)"
                </button>
                {has_report.then(|| view! {
                    <button class="button" on:click=move |_| actions::save_report(app, &report)>
                        <IconView icon=Icon::Download />
                        "Report (JSON)"
                    </button>
                })}
            </div>
        </header>
        <div class="sheets" data-testid="model-report">
            {figures(&kept)}
            {kept.sheets.iter().map(|sheet| sheet_card(sheet, None)).collect_view()}
        </div>
    }
}

fn figures(kept: &Kept) -> AnyView {
    let summary = &kept.summary;
    let tested = summary.test_rows.map(|rows| thousands(rows.into()));
    let line = |figure: &leadscore::session::Figure| {
        let (words, written) = words_of(&figure.name);
        view! {
            <tr>
                <th scope="row">{words}</th>
                <td class="number">{written(figure.value)}</td>
                <td class="number">{format!("{} to {}", written(figure.low), written(figure.high))}</td>
            </tr>
        }
    };
    let none = summary.figures.is_empty().then(|| {
        view! {
            <p class="sheet__note">
                "A model file holds no test figures. Compare it with a model of these lists, or train here."
            </p>
        }
    });
    let calls = summary.calls.map(|found| {
        view! {
            <p class="sheet__note">
                {format!(
                    "Calling the best {} finds {:.0} good ones: {} of the calls instead of {}.",
                    thousands(found.calls.into()),
                    found.good,
                    percent(found.precision * 100.0, 0),
                    percent(found.base_rate * 100.0, 0),
                )}
            </p>
        }
    });
    view! {
        <section class="panel sheet" aria-label="Figures" data-sheet="figures">
            <header class="sheet__head"><h2 class="sheet__title">"Figures"</h2></header>
            {none}
            {calls}
            {(!summary.figures.is_empty()).then(|| view! {
                <table class="plain sheet__table">
                    <caption class="note">
                        {match tested {
                            Some(rows) => format!("On {rows} rows that it has not seen, with 95 % intervals"),
                            None => "On rows that it has not seen, with 95 % intervals".to_owned(),
                        }}
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">"Figure"</th>
                            <th scope="col" class="number">"Found"</th>
                            <th scope="col" class="number">"95 % interval"</th>
                        </tr>
                    </thead>
                    <tbody>{summary.figures.iter().map(line).collect_view()}</tbody>
                </table>
            })}
            <p class="sheet__words">
                "Digest "
                <code class="report__digest">{summary.digest.clone()}</code>
            </p>
        </section>
    }
    .into_any()
}

/// A figure's name on the screen, and how its numbers are written.
fn words_of(name: &str) -> (String, fn(f64) -> String) {
    let number: fn(f64) -> String = |value| format!("{value:.3}").replace('-', "−");
    let share: fn(f64) -> String = |value| percent(value, 1);
    let (words, written) = match name {
        "mdape" => ("Median error", share),
        "within_5" => ("Within 5 %", share),
        "within_10" => ("Within 10 %", share),
        "within_20" => ("Within 20 %", share),
        "mae" => ("Mean error", leadscore::plot::money as fn(f64) -> String),
        "rmse" => ("Root mean square error", leadscore::plot::money as fn(f64) -> String),
        "r2" => ("R²", number),
        "median_ratio" => ("Median ratio", number),
        "cod" => ("COD", number),
        "prd" => ("PRD", number),
        "prb" => ("PRB", number),
        "roc_auc" => ("ROC-AUC", number),
        "pr_auc" => ("PR-AUC", number),
        "log_loss" => ("Log loss", number),
        "brier" => ("Brier score", number),
        other => (other, number),
    };
    (words.to_owned(), written)
}
