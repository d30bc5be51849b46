//! What is known of a model: figures on rows it has not seen, with their intervals, and what must stand beside them.

use std::sync::Arc;

use leadscore::{
    plot::{capitalized, duration, money, percent, thousands},
    registry::ModelName,
    session::{Figure, ModelSummary},
};
use leptos::prelude::*;

use crate::{
    kit::{Icon, IconView},
    state::Kept,
};

/// How a figure is written.
#[derive(Clone, Copy)]
enum Unit {
    Percent,
    Money,
    Number,
}

/// The figures worth a line, in their order: name, words, unit, what it means.
const SHOWN: [(&str, &str, Unit, &str); 10] = [
    ("mdape", "Half of the estimates are within", Unit::Percent, "Median absolute percentage error"),
    ("within_10", "Estimates within 10 %", Unit::Percent, "Share of the estimates no more than 10 % off"),
    ("mae", "Off by, on average", Unit::Money, "Mean absolute error"),
    ("r2", "R²", Unit::Number, "Share of the differences in value that the model explains"),
    ("median_ratio", "Median ratio", Unit::Number, "Estimate by value; the assessors' standard asks for 0.90 to 1.10"),
    ("cod", "COD", Unit::Number, "Coefficient of dispersion of the ratios; the standard asks for 5 to 15"),
    ("prd", "PRD", Unit::Number, "Price-related differential; the standard asks for 0.98 to 1.03"),
    ("roc_auc", "ROC-AUC", Unit::Number, "How often a good lead ranks above another; 0.5 is chance"),
    ("pr_auc", "PR-AUC", Unit::Number, "Average precision over the ranking"),
    ("brier", "Brier score", Unit::Number, "Mean squared error of the chances; 0 is perfect"),
];

#[component]
pub fn ModelResult(kept: Arc<Kept>) -> impl IntoView {
    let summary = &kept.summary;
    let learned = learned_words(&kept);
    let lines = SHOWN.iter().filter_map(|(name, words, unit, meaning)| {
        let figure = summary.figures.iter().find(|figure| figure.name == *name)?;
        Some(view! {
            <tr title=*meaning>
                <th scope="row">{*words}</th>
                <td class="number number--strong">{written(*unit, figure.value)}</td>
                <td class="number note">{interval(*unit, figure)}</td>
            </tr>
        })
    });
    let lines = lines.collect_view();
    let held = summary.coverage.map(|held| {
        view! {
            <tr title="Measured on houses that the model has not seen">
                <th scope="row">{format!("Ranges made to hold {}", percent(held.level * 100.0, 0))}</th>
                <td class="number number--strong">{percent(held.share * 100.0, 1)}</td>
                <td class="number note">
                    {format!("{} to {}", percent(held.low * 100.0, 1), percent(held.high * 100.0, 1))}
                </td>
            </tr>
        }
    });
    let has_figures = !summary.figures.is_empty();
    let tested = summary.test_rows.map(|rows| format!("On {} it has not seen", counted(summary.model, rows)));
    view! {
        <div class="result">
            <p class="result__badges">
                {summary.badges.iter().map(|badge| view! { <span class="tag">{badge.clone()}</span> }).collect_view()}
            </p>
            <p>{learned}</p>
            {calls(summary)}
            {has_figures.then(|| view! {
                <table class="plain result__figures">
                    <caption class="note">{tested}", with 95 % intervals"</caption>
                    <tbody>{lines}{held}</tbody>
                </table>
            })}
            {(!has_figures).then(|| view! {
                <p class="note">"A model file holds no test figures; train here to see how well it does on these lists."</p>
            })}
            {yardsticks(summary)}
            {warnings(summary)}
            {left_out(summary)}
        </div>
    }
}

/// `Forest, from the appraiser's market value: 3,841 houses in 2.4 s.`
fn learned_words(kept: &Kept) -> String {
    let summary = &kept.summary;
    let learner = if summary.learner == "forest" { "Forest" } else { "Boosting" };
    let took = kept.took_seconds.map(|seconds| format!(" in {}", duration(seconds))).unwrap_or_default();
    let good = summary.positives.map(|good| format!(", {} of them good", thousands(good.into()))).unwrap_or_default();
    let rows = counted(summary.model, summary.rows);
    format!("{learner}, learned {} from {rows}{good}{took}.", summary.target)
}

fn counted(model: ModelName, rows: u32) -> String {
    let name = match model {
        ModelName::Arv => "houses",
        ModelName::Lead => "leads",
    };
    format!("{} {name}", thousands(rows.into()))
}

fn written(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Percent => percent(value, 1),
        Unit::Money => money(value),
        Unit::Number => format!("{value:.3}"),
    }
}

fn interval(unit: Unit, figure: &Figure) -> String {
    format!("{} to {}", written(unit, figure.low), written(unit, figure.high))
}

fn calls(summary: &ModelSummary) -> impl IntoView + use<> {
    summary.calls.map(|found| {
        let (of_model, of_all) = (percent(found.precision * 100.0, 0), percent(found.base_rate * 100.0, 0));
        view! {
            <p>
                "Calling the best " {thousands(found.calls.into())} " finds "
                <b>{format!("{:.0} good ones", found.good)}</b>
                {format!(": {of_model} of the calls instead of {of_all}.")}
            </p>
        }
    })
}

fn yardsticks(summary: &ModelSummary) -> impl IntoView + use<> {
    (!summary.yardsticks.is_empty()).then(|| {
        let lines = summary.yardsticks.iter().map(|yardstick| {
            let is_beaten = yardstick.model_percent < yardstick.percent;
            view! {
                <tr>
                    <th scope="row">{capitalized(&yardstick.name)}</th>
                    <td class="number">{percent(yardstick.percent, 1)}</td>
                    <td class="number" class:is-gain=is_beaten class:is-loss=!is_beaten>
                        {percent(yardstick.model_percent, 1)}
                    </td>
                </tr>
            }
        });
        let lines = lines.collect_view();
        view! {
            <table class="plain result__figures">
                <caption class="note">"Half of the estimates are within: plainer ways, and the model on the same houses"</caption>
                <tbody>{lines}</tbody>
            </table>
        }
    })
}

fn warnings(summary: &ModelSummary) -> impl IntoView + use<> {
    let mut said = summary.warnings.clone();
    said.extend(summary.rule_stays.clone().filter(|why| !said.contains(why)));
    said.into_iter()
        .map(|warning| {
            view! {
                <p class="hint"><IconView icon=Icon::Warning /><span>{capitalized(&warning)}"."</span></p>
            }
        })
        .collect_view()
}

/// Rows and columns that the model has not learned from.
fn left_out(summary: &ModelSummary) -> impl IntoView + use<> {
    let rows = summary.excluded.iter().map(|(reason, count)| format!("{} rows {reason}", thousands((*count).into())));
    let columns = summary.refused.iter().map(|(column, why)| format!("Column {column}: {why}"));
    let all: Vec<String> = rows.chain(columns).collect();
    (!all.is_empty()).then(|| {
        view! {
            <details class="result__fold">
                <summary>{format!("Not learned from ({})", all.len())}</summary>
                <ul>{all.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </details>
        }
    })
}
