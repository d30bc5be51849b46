//! What became of the files, in full.

use std::sync::Arc;

use leadscore::{
    plot::{date_words, percent, thousands},
    session::{FileReport, ImportReport, JoinRate},
};
use leptos::prelude::*;

use super::file_report::file_card;
use crate::{
    actions,
    kit::{Icon, IconView, Meter},
    route::Route,
    state::{DataSet, use_app},
};

#[component]
pub fn FullReport() -> impl IntoView {
    let app = use_app();
    move || {
        let set = app.data.set.get()?;
        let DataSet { name, report, .. } = &*set;
        let basis = format!("{name} · profile {} · as of {}", report.profile, date_words(&report.as_of));
        let leads = app.data.lead_count();
        let has_leads = leads > 0;
        let title = if has_leads { format!("{} leads", thousands(u64::from(leads))) } else { "No leads".to_owned() };
        Some(view! {
            <section class="report" data-testid="import-report" aria-labelledby="report-title">
                <header class="report__head">
                    <div>
                        <h2 id="report-title" class="report__title">
                            {title}
                        </h2>
                        <p class="note">{basis}</p>
                    </div>
                    {has_leads
                        .then(|| {
                            view! {
                                <button
                                    class="button button--main"
                                    on:click=move |_| actions::go(app, Route::Leads { open: None })
                                >
                                    <IconView icon=Icon::Leads />
                                    "To the call list"
                                </button>
                            }
                        })}
                </header>
                {totals(report)}
                {unscored(report)}
                {refused_files(report)}
                <div class="report__files">
                    {report.files.iter().filter(|file| file.error.is_none()).map(file_card).collect_view()}
                </div>
                {joins(&set)}
            </section>
        })
    }
}

fn totals(report: &ImportReport) -> impl IntoView + use<> {
    let sum = |read: fn(&FileReport) -> u64| report.files.iter().map(read).sum::<u64>();
    let figures = [
        ("Rows read", sum(|f| f.read)),
        ("Kept", sum(|f| f.kept)),
        ("Merged into others", sum(|f| f.merged)),
        ("Rejected", sum(|f| f.rejected)),
    ];
    view! {
        <dl class="totals">
            {figures
                .into_iter()
                .map(|(name, count)| {
                    view! {
                        <div>
                            <dt>{name}</dt>
                            <dd class:is-loss={name == "Rejected" && count > 0}>{thousands(count)}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}

fn unscored(report: &ImportReport) -> impl IntoView + use<> {
    let text = format!(
        "{} parcels are left out: profile {} scores no list that names them.",
        thousands(u64::from(report.unscored)),
        report.profile
    );
    (report.unscored > 0).then(|| view! { <p class="note">{text}</p> })
}

fn refused_files(report: &ImportReport) -> impl IntoView + use<> {
    report
        .files
        .iter()
        .filter_map(|file| {
            let (name, error) = (file.name.clone(), file.error.clone()?);
            Some(view! {
                <div class="notice notice--error" role="alert" data-testid="error">
                    <IconView icon=Icon::Warning />
                    <p><b>{name}</b>" was not read: "{error}</p>
                </div>
            })
        })
        .collect_view()
}

/// How well the lists meet.
fn joins(set: &Arc<DataSet>) -> impl IntoView + use<> {
    let joins = set.report.joins.clone();
    (!joins.is_empty()).then(|| {
        view! {
            <section class="joins" aria-labelledby="joins-title">
                <h3 id="joins-title">"How the lists meet"</h3>
                <ul>{joins.into_iter().map(join).collect_view()}</ul>
            </section>
        }
    })
}

fn join(rate: JoinRate) -> impl IntoView {
    let share = if rate.total > 0 { f64::from(rate.matched) / f64::from(rate.total) } else { 0.0 };
    let counts = format!("{} of {}", thousands(u64::from(rate.matched)), thousands(u64::from(rate.total)));
    view! {
        <li class="join">
            <span class="join__names">{format!("{} → {}", rate.from.plural(), rate.to.plural().to_ascii_lowercase())}</span>
            <Meter share=Signal::derive(move || share) tone="accent" />
            <b>{percent(share * 100.0, 1)}</b>
            <span class="note">{counts}</span>
        </li>
    }
}
