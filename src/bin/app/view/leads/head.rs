//! The title of the call list, and the way out: the export.

use leadscore::{
    plot::{date_words, thousands},
    session::Which,
};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn LeadsHead() -> impl IntoView {
    let app = use_app();
    let basis = move || {
        app.data.set.get().map(|set| {
            let profile = app.profile.words();
            format!("Ranked by score · profile {profile} · as of {}", date_words(&set.report.as_of))
        })
    };
    let rows = move || app.table.rows.get();
    let is_exporting = move || app.table.is_exporting.get();
    let export_label = move || {
        if is_exporting() { "Exporting…".to_owned() } else { format!("Export {}", thousands(u64::from(rows()))) }
    };
    view! {
        <header class="page-head">
            <div>
                <h1>"Leads"</h1>
                <p class="page-head__basis">{basis}</p>
            </div>
            <div class="page-head__actions">
                <button
                    class="button"
                    title="Other formats, dialers, letters (e)"
                    disabled=move || rows() == 0
                    on:click=move |_| actions::open_export(app, Which::View)
                >
                    "Export as…"
                </button>
                <button
                    class="button button--main"
                    data-testid="export-csv"
                    title="Save the leads shown as a CSV file, in this order"
                    disabled=move || rows() == 0 || is_exporting()
                    on:click=move |_| actions::export_view(app)
                >
                    <IconView icon=Icon::Download />
                    {export_label}
                </button>
            </div>
        </header>
    }
}
