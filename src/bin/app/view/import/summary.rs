//! The last import in a few lines above the call list, until closed.

use leadscore::{
    plot::thousands,
    session::{FileReport, ImportReport},
};
use leptos::prelude::*;

use super::file_report::{kind_of, total_problems};
use crate::{
    actions,
    kit::{Icon, IconView},
    route::Route,
    state::use_app,
};

#[component]
pub fn ReportSummary() -> impl IntoView {
    let app = use_app();
    move || {
        let set = app.data.set.get().filter(|_| !app.data.is_report_seen.get())?;
        let report = &set.report;
        Some(view! {
            <section class="summary-frame" data-testid="import-report" aria-label="Import report">
                <div class="summary">
                    <div class="summary__words">
                        {line(report)}
                        <ul class="summary__files">{report.files.iter().map(file).collect_view()}</ul>
                        {refused(report)}
                    </div>
                    <div class="summary__actions">
                        <button class="button button--quiet" on:click=move |_| actions::go(app, Route::Import)>
                            "Full report"
                        </button>
                        <button
                            class="icon-button"
                            aria-label="Close the report"
                            on:click=move |_| actions::close_report(app)
                        >
                            <IconView icon=Icon::Close />
                        </button>
                    </div>
                </div>
            </section>
        })
    }
}

/// What is in the middle goes where there is no room.
fn line(report: &ImportReport) -> impl IntoView + use<> {
    let sum = |read: fn(&FileReport) -> u64| thousands(report.files.iter().map(read).sum::<u64>());
    let middle = format!("{} kept, {} merged, ", sum(|f| f.kept), sum(|f| f.merged));
    view! {
        <p class="summary__line">
            {format!("{} rows read: ", sum(|f| f.read))}
            <span class="summary__middle">{middle}</span>
            {format!("{} rejected", sum(|f| f.rejected))}
        </p>
    }
}

fn file(file: &FileReport) -> impl IntoView + use<> {
    let is_refused = file.error.is_some();
    let problems = total_problems(file);
    let icon = if is_refused || problems > 0 { Icon::Warning } else { Icon::Check };
    let words = if is_refused {
        format!("{} refused", file.name)
    } else {
        let rejected =
            if file.rejected > 0 { format!(", {} rejected", thousands(file.rejected)) } else { String::new() };
        format!("{} {}{rejected}", kind_of(file), thousands(file.read))
    };
    view! {
        <li
            class="summary__file"
            class:summary__file--bad=is_refused
            class:summary__file--doubt={problems > 0}
            title=file.name.clone()
        >
            <IconView icon />
            <span>{words}</span>
        </li>
    }
}

/// Refused files are errors, said where the person is.
fn refused(report: &ImportReport) -> impl IntoView + use<> {
    let errors = report
        .files
        .iter()
        .filter_map(|file| file.error.as_ref().map(|error| format!("{}: {error}", file.name)))
        .collect::<Vec<_>>();
    (!errors.is_empty()).then(|| {
        view! {
            <div class="summary__errors" role="alert" data-testid="error">
                {errors.into_iter().map(|error| view! { <p>{error}</p> }).collect_view()}
            </div>
        }
    })
}
