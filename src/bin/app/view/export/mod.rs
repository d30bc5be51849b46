//! Leads for another tool: which, for whom, as what; the first rows as they will be; who is left out and why.

mod choices;
mod preview;

use leadscore::{
    plot::thousands,
    session::{ExportFormat, SHEET_ROWS, Which},
};
use leptos::{html, prelude::*};

use self::{choices::Choices, preview::Preview};
use crate::{
    actions,
    kit::{Icon, IconView},
    state::use_app,
};

#[component]
pub fn ExportDialog() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| app.export.options.with(Option::is_some));
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if is_open.get() {
            if !dialog.open()
                && let Err(error) = dialog.show_modal()
            {
                web_sys::console::warn_1(&error);
            }
        } else {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="export"
            node_ref=dialog
            aria-labelledby="export-title"
            data-testid="export-dialog"
            on:close=move |_| actions::close_export(app)
        >
            <Show when=move || is_open.get()>
                <header class="export__head">
                    <h2 id="export-title">"Export leads"</h2>
                    <button class="icon-button" aria-label="Close" on:click=move |_| actions::close_export(app)>
                        <IconView icon=Icon::Close />
                    </button>
                </header>
                <div class="export__body">
                    <Choices />
                    <Account />
                    <Preview />
                </div>
                <Foot />
            </Show>
        </dialog>
    }
}

/// What the file will hold, and what it leaves out.
#[component]
fn Account() -> impl IntoView {
    let app = use_app();
    let count = |count: u32| thousands(u64::from(count));
    let lines = move || {
        let (Some(report), Some(options)) = (app.export.report.get(), app.export.options.get()) else {
            return vec!["Counting…".to_owned()];
        };
        let what = match options.which {
            Which::View => "the leads shown in the list",
            Which::Selection(_) => "the selected leads",
            Which::Tiers(_) => "all leads of the tiers chosen",
        };
        let leads = report.leads.len() as u32;
        let mut lines = vec![format!("{} rows of {} leads: {what}.", count(report.rows), count(leads))];
        if report.suppressed > 0 {
            lines.push(format!("{} left out: marked “do not contact”.", count(report.suppressed)));
        }
        if report.unplaced > 0 {
            lines.push(format!("{} left out: no list gives their coordinates.", count(report.unplaced)));
        }
        if report.ownerless > 0 {
            lines.push(format!("{} without an owner: no list names one.", count(report.ownerless)));
        }
        if report.addressless > 0 {
            lines.push(format!("{} without an address.", count(report.addressless)));
        }
        if options.format == ExportFormat::Xlsx && report.rows > SHEET_ROWS {
            lines.push(format!("A sheet holds {} rows; the others are left out. CSV holds all.", count(SHEET_ROWS)));
        }
        if options.preset.is_for_contacts() {
            lines.push(
                "Your lists have no phone numbers, e-mail or mailing addresses, so there are no columns for them: a skip \
                 trace adds them."
                    .to_owned(),
            );
        }
        lines
    };
    view! {
        <ul class="export__account" aria-live="polite" data-testid="export-account">
            {move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
    }
}

#[component]
fn Foot() -> impl IntoView {
    let app = use_app();
    let is_saving = move || app.export.is_saving.get();
    let is_excel = Memo::new(move |_| {
        app.export.options.with(|options| options.as_ref().is_some_and(|o| o.format == ExportFormat::Xlsx))
    });
    let rows = move || app.export.report.with(|report| report.as_ref().map_or(0, |report| report.rows));
    let words =
        move || if is_saving() { "Writing…".to_owned() } else { format!("Save {} rows", thousands(rows().into())) };
    let fault = move || {
        let is_late = is_excel.get() && !app.models.is_ready.get();
        app.export.fault.get().or_else(|| is_late.then(|| "Still fetching what writes Excel files.".to_owned()))
    };
    view! {
        <footer class="export__foot">
            <label class="check export__mark">
                <input
                    type="checkbox"
                    prop:checked=move || app.export.is_marking.get()
                    on:change=move |event| actions::set_marking(app, event_target_checked(&event))
                />
                <span class="check__label">"Mark these leads as exported"</span>
            </label>
            <div aria-live="assertive" class="export__fault">{fault}</div>
            <button class="button" on:click=move |_| actions::close_export(app)>"Cancel"</button>
            <button
                class="button button--main"
                data-testid="export-save"
                disabled=move || rows() == 0 || is_saving() || (is_excel.get() && !app.models.is_ready.get())
                on:click=move |_| actions::save_export(app)
            >
                <IconView icon=Icon::Download />
                {words}
            </button>
        </footer>
    }
}
