//! One file: what it was taken for, and what became of its rows.

use leadscore::{
    plot::{bytes, percent, thousands},
    session::{FileReport, ProblemCount},
};
use leptos::prelude::*;

use crate::kit::{Icon, IconView};

/// What a file was recognised as: a list of leads, or one that is known and not scored.
pub fn kind_of(file: &FileReport) -> String {
    let known = || {
        // Names of lists are ASCII; the tables for all letters would be four kB to download.
        let name = file.layout.as_deref().unwrap_or("not recognised");
        name.char_indices().map(|(at, letter)| if at == 0 { letter.to_ascii_uppercase() } else { letter }).collect()
    };
    file.source.map_or_else(known, |source| source.label().to_owned())
}

pub fn total_problems(file: &FileReport) -> u64 {
    file.problems.iter().map(|problem| problem.count).sum()
}

pub fn file_card(file: &FileReport) -> impl IntoView + use<> {
    let facts = [file.layout.clone().unwrap_or_default(), file.dialect.clone(), bytes(file.bytes)]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let count = format!(
        "{} read = {} kept + {} merged + {} rejected",
        thousands(file.read),
        thousands(file.kept),
        thousands(file.merged),
        thousands(file.rejected)
    );
    view! {
    <article class="file">
        <header class="file__head">
            <span class="file__kind">{kind_of(file)}</span>
            <h3>{file.name.clone()}</h3>
            <p class="note">{facts}</p>
        </header>
        {balance(file)}
        <p class="file__count">{count}</p>
        {problems(file)}
        {columns(file)}
        {ignored(file)}
    </article>
    }
    .into_any()
}

/// Kept, merged and rejected as parts of one bar; the words stand below.
fn balance(file: &FileReport) -> impl IntoView + use<> {
    let whole = file.read.max(1) as f64;
    let parts = [("kept", file.kept), ("merged", file.merged), ("rejected", file.rejected)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(tone, count)| {
            let width = format!("{:.2}%", count as f64 / whole * 100.0);
            view! { <span class=format!("balance__part balance__part--{tone}") style:width=width></span> }
        })
        .collect_view();
    view! { <div class="balance" aria-hidden="true">{parts}</div> }
}

fn problems(file: &FileReport) -> impl IntoView + use<> {
    let problems = file.problems.clone();
    let total = total_problems(file);
    (!problems.is_empty()).then(|| {
        view! {
            <details class="fold fold--doubt">
                <summary>
                    <IconView icon=Icon::Chevron />
                    <span class="fold__title">
                        {format!("{} {}", thousands(total), if total == 1 { "problem" } else { "problems" })}
                    </span>
                </summary>
                <ul class="problems">{problems.into_iter().map(problem).collect_view()}</ul>
            </details>
        }
    })
}

fn problem(problem: ProblemCount) -> impl IntoView {
    let rest = problem.count.saturating_sub(problem.examples.len() as u64);
    view! {
        <li>
            <p class="pair"><span>{problem.reason}</span><b>{thousands(problem.count)}</b></p>
            {problem.examples.into_iter().map(|example| view! { <p class="note">{example}</p> }).collect_view()}
            {(rest > 0).then(|| view! { <p class="note">{format!("and {} more", thousands(rest))}</p> })}
        </li>
    }
}

fn columns(file: &FileReport) -> impl IntoView + use<> {
    let columns = file.columns.clone();
    (!columns.is_empty()).then(|| {
        let count = columns.len();
        let rows = columns
            .into_iter()
            .map(|column| {
                view! {
                    <tr>
                        <th scope="row">{column.header}</th>
                        <td>{column.field}</td>
                        <td class="number">{percent(column.filled * 100.0, 1)}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron />
                    <span class="fold__title">{format!("{count} columns used")}</span>
                </summary>
                <div class="fold__scroll">
                    <table class="plain">
                        <thead>
                            <tr>
                                <th scope="col">"Header"</th>
                                <th scope="col">"Read as"</th>
                                <th scope="col" class="number">"Filled"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        }
    })
}

fn ignored(file: &FileReport) -> impl IntoView + use<> {
    let headers = file.ignored_headers.clone();
    (!headers.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron />
                    <span class="fold__title">{format!("{} headers ignored", headers.len())}</span>
                </summary>
                <p class="note fold__body">{headers.join(", ")}</p>
            </details>
        }
    })
}
