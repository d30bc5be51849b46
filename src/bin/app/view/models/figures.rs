//! Champion and challenger side by side: figures on rows that each has not seen, with their intervals.

use std::sync::Arc;

use leadscore::{
    plot::{capitalized, duration, money, percent, thousands},
    registry::ModelName,
    session::{Figure, ModelSummary},
};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::{Comparing, Kept, use_app},
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
    ("mdape", "Half are within", Unit::Percent, "Median absolute percentage error of the estimates"),
    ("within_10", "Within 10 %", Unit::Percent, "Share of the estimates no more than 10 % off"),
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
pub fn Rivals(model: ModelName) -> impl IntoView {
    let app = use_app();
    let rivals = Memo::new(move |_| app.models.rivals(model));
    let has_previous = move || app.models.index.with(|index| index.aliases(model).previous.is_some());
    let is_used = move || app.models.used(model).is_some();
    let is_comparing = move || matches!(app.models.comparing.get(), Comparing::Running(_));
    let tools = move |has_challenger: bool, has_champion: bool, version| {
        view! {
            <div class="rivals__tools">
                {has_challenger.then(|| view! {
                    <button class="button button--main" on:click=move |_| actions::promote(app, model)>
                        "Promote the challenger"
                    </button>
                })}
                {(has_challenger && has_champion).then(|| view! {
                    <button
                        class="button"
                        disabled=is_comparing
                        title="Both on the same rows of these lists"
                        on:click=move |_| actions::compare_rivals(app, model)
                    >
                        "Compare"
                    </button>
                })}
                <Show when=has_previous>
                    <button
                        class="button"
                        title="The champion before takes its place again"
                        on:click=move |_| actions::roll_back(app, model)
                    >
                        <IconView icon=Icon::Reset />
                        "Roll back"
                    </button>
                </Show>
                {has_champion.then(|| view! {
                    <Show
                        when=is_used
                        fallback=move || view! {
                            <button class="button" on:click=move |_| actions::use_model(app, model, version)>
                                "Use the champion"
                            </button>
                        }
                    >
                        <button
                            class="button"
                            title="Rules answer alone; the champion stays here"
                            on:click=move |_| actions::stop_using(app, model)
                        >
                            "Use rules only"
                        </button>
                    </Show>
                })}
            </div>
        }
    };
    move || {
        let [champion, challenger] = rivals.get();
        let told = [champion.clone(), challenger.clone()].into_iter().flatten().collect::<Vec<_>>();
        let first = told.first()?.clone();
        let version = champion.as_ref().map_or(first.version, |champion| champion.version);
        Some(view! {
            <div class="rivals">
                {side_by_side(model, &champion, &challenger)}
                {told.iter().map(|kept| notes(kept)).collect_view()}
                {tools(challenger.is_some(), champion.is_some(), version)}
            </div>
        })
    }
}

/// Figures of both in one table.
fn side_by_side(model: ModelName, champion: &Option<Arc<Kept>>, challenger: &Option<Arc<Kept>>) -> AnyView {
    let app = use_app();
    let sides: Vec<(&str, &Arc<Kept>)> = [("Champion", champion), ("Challenger", challenger)]
        .into_iter()
        .filter_map(|(name, kept)| Some((name, kept.as_ref()?)))
        .collect();
    let head = sides.iter().map(|(name, kept)| {
        let version = kept.version;
        view! {
            <th scope="col" class="number">
                {*name}
                <button
                    class="link rivals__version"
                    title="Open its report"
                    on:click=move |_| actions::open_report(app, Some((model, version)))
                >
                    {version.to_string()}
                </button>
            </th>
        }
    });
    let figure_of = |kept: &Kept, name: &str| kept.summary.figures.iter().find(|figure| figure.name == name).cloned();
    let lines = SHOWN.iter().filter(|(name, ..)| sides.iter().any(|(_, kept)| figure_of(kept, name).is_some()));
    let lines = lines.map(|(name, words, unit, meaning)| {
        let cells = sides.iter().map(|(_, kept)| match figure_of(kept, name) {
            Some(figure) => view! {
                <td class="number">
                    <b>{written(*unit, figure.value)}</b>
                    <span class="rivals__interval">{interval(*unit, &figure)}</span>
                </td>
            }
            .into_any(),
            None => view! { <td class="number">"–"</td> }.into_any(),
        });
        view! { <tr title=*meaning><th scope="row">{*words}</th>{cells.collect_view()}</tr> }
    });
    let lines = lines.collect_view();
    let held = sides.iter().any(|(_, kept)| kept.summary.coverage.is_some()).then(|| {
        let cells = sides.iter().map(|(_, kept)| match kept.summary.coverage {
            Some(held) => view! {
                <td class="number">
                    <b>{percent(held.share * 100.0, 1)}</b>
                    <span class="rivals__interval">
                        {format!("{} to {}", percent(held.low * 100.0, 1), percent(held.high * 100.0, 1))}
                    </span>
                </td>
            }
            .into_any(),
            None => view! { <td class="number">"–"</td> }.into_any(),
        });
        view! {
            <tr title="Share of tested values within ranges made to hold 90 %">
                <th scope="row">"Ranges held"</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <table class="plain rivals__table">
            <caption class="note">"On rows set aside when each was trained, with 95 % intervals"</caption>
            <thead><tr><td></td>{head.collect_view()}</tr></thead>
            <tbody>{lines}{held}</tbody>
        </table>
    }
    .into_any()
}

/// What must be said beside the figures.
fn notes(kept: &Kept) -> AnyView {
    let summary = &kept.summary;
    let mut warnings = summary.warnings.clone();
    warnings.extend(summary.rule_stays.clone().filter(|why| !warnings.contains(why)));
    let warnings = warnings.into_iter().map(|warning| {
        view! { <p class="hint"><IconView icon=Icon::Warning /><span>{capitalized(&warning)}"."</span></p> }
    });
    view! {
        <p class="note">{kept.version.to_string()}": "{learned_words(kept)} {badges(summary)}</p>
        {warnings.collect_view()}
    }
    .into_any()
}

/// What must stand beside every figure.
pub fn badges(summary: &ModelSummary) -> AnyView {
    let made_up = summary.is_made_up.then(|| "made-up county".to_owned());
    let all = summary.badges.iter().cloned().chain(made_up);
    all.map(|badge| view! { <span class="tag tag--doubt">{badge}</span> }).collect_view().into_any()
}

/// `Forest, learned the appraiser's market value from 3,841 houses in 2.4 s.`
pub fn learned_words(kept: &Kept) -> String {
    let summary = &kept.summary;
    let learner = capitalized(&summary.learner.replace("boost", "boosting"));
    let took = kept.took_seconds.map(|seconds| format!(" in {}", duration(seconds))).unwrap_or_default();
    let good = summary.positives.map(|good| format!(", {} of them good", thousands(good.into()))).unwrap_or_default();
    let name = if summary.model == ModelName::Arv { "houses" } else { "leads" };
    format!("{learner}, learned {} from {} {name}{good}{took}.", summary.target, thousands(summary.rows.into()))
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
