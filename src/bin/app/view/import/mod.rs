//! Files in: the drop zone, how the reading goes, and what became of every row.

mod drop_zone;
mod file_report;
mod options;
mod progress;
mod report;
mod summary;

use leptos::prelude::*;

pub use self::{drop_zone::DropVeil, progress::ImportProgress, summary::ReportSummary};
use self::{drop_zone::DropZone, options::ImportOptionsForm, report::FullReport};
use crate::{
    kit::{Icon, IconView},
    state::{Import, use_app},
};

#[component]
pub fn ImportPage() -> impl IntoView {
    let app = use_app();
    let is_running = Memo::new(move |_| app.data.import.with(|import| matches!(import, Import::Running(_))));
    let failure = move || match app.data.import.get() {
        Import::Failed(message) => Some(message),
        Import::Idle | Import::Running(_) => None,
    };
    view! {
        <div class="page import">
            <header class="page-head">
                <div>
                    <h1>"Import"</h1>
                    <p class="page-head__basis">
                        "Your files are read on this device. Nothing leaves it."
                    </p>
                </div>
            </header>
            <div role="alert">
                {move || {
                    failure()
                        .map(|message| {
                            view! {
                                <div class="notice notice--error" data-testid="error">
                                    <IconView icon=Icon::Warning />
                                    <p>{message}</p>
                                </div>
                            }
                        })
                }}
            </div>
            <Show when=move || is_running.get() fallback=DropZone>
                <ImportProgress />
            </Show>
            <ImportOptionsForm />
            <FullReport />
        </div>
    }
}
