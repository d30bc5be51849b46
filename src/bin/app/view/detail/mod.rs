//! One lead in full: beside the table on a wide screen, over it on a narrower one, the whole screen of a phone.

mod arv;
mod deal;
mod journal;
mod score;
mod sources;
mod timeline;
mod why;

use std::sync::Arc;

use leadscore::{plot::thousands, session::LeadDetail};
use leptos::{html, prelude::*};

pub use self::journal::quick_status;
use self::{
    arv::arv_section, deal::deal_section, journal::JournalSection, score::score_section, sources::sources_section,
    timeline::TimelineSection,
};
use super::leads::{LEAD_TABLE_ID, address};
use crate::{
    actions::{self, Step},
    browser,
    kit::{Icon, IconView, TierBadge, lead_actions},
    state::{Detail, use_app},
};

#[component]
pub fn LeadDetailPanel() -> impl IntoView {
    let app = use_app();
    let panel = NodeRef::<html::Aside>::new();
    // Where the panel covers the list, the keyboard belongs into it; beside the list it stays there.
    panel.on_load(move |panel| {
        if app.screen.is_narrow.get_untracked() {
            browser::focus(&panel);
        }
    });
    // Closed with a button of its own, the panel hands the keyboard back to the list.
    on_cleanup(|| {
        request_animation_frame(|| {
            if browser::is_focus_lost() {
                browser::focus_id(LEAD_TABLE_ID);
            }
        });
    });
    // Another lead starts at its top.
    let shown = Memo::new(move |_| app.detail.with(|detail| detail.lead().map(|lead| lead.row.lead)));
    Effect::new(move |_| {
        shown.track();
        if let Some(panel) = panel.get() {
            panel.set_scroll_top(0);
        }
    });
    let is_loading = move || app.detail.with(|detail| matches!(detail, Detail::Loading { .. }));
    view! {
        <div class="detail-veil" on:click=move |_| actions::close_detail(app)></div>
        <aside
            class="detail"
            class:detail--loading=is_loading
            data-testid="lead-detail"
            aria-label="Lead"
            aria-busy=move || is_loading().to_string()
            tabindex="-1"
            node_ref=panel
        >
            <Bar />
            {move || match app.detail.with(|detail| detail.lead().cloned()) {
                Some(detail) => body(&detail).into_any(),
                None => skeleton().into_any(),
            }}
        </aside>
    }
}

/// Back, and on to the neighbours.
#[component]
fn Bar() -> impl IntoView {
    let app = use_app();
    let place = move || {
        app.table
            .cursor
            .get()
            .map(|row| format!("{} of {}", thousands(u64::from(row) + 1), thousands(u64::from(app.table.rows.get()))))
    };
    let is_first = move || app.table.cursor.get() == Some(0);
    let is_last = move || app.table.cursor.get().is_some_and(|row| row + 1 >= app.table.rows.get());
    view! {
        <div class="detail__bar">
            <button
                class="icon-button detail__back"
                aria-label="Back to the list"
                on:click=move |_| actions::close_detail(app)
            >
                <IconView icon=Icon::Back />
            </button>
            <span class="detail__place">{place}</span>
            <button
                class="icon-button"
                aria-label="Previous lead"
                title="Previous lead (k)"
                disabled=is_first
                on:click=move |_| actions::step_detail(app, Step::Previous)
            >
                <IconView icon=Icon::Up />
            </button>
            <button
                class="icon-button"
                aria-label="Next lead"
                title="Next lead (j)"
                disabled=is_last
                on:click=move |_| actions::step_detail(app, Step::Next)
            >
                <IconView icon=Icon::Down />
            </button>
            <button
                class="icon-button detail__close"
                aria-label="Close the detail"
                title="Close (Esc)"
                on:click=move |_| actions::close_detail(app)
            >
                <IconView icon=Icon::Close />
            </button>
        </div>
    }
}

fn body(detail: &Arc<LeadDetail>) -> impl IntoView + use<> {
    actions::explain_lead(use_app(), &detail.row);
    let row = &detail.row;
    let place = [row.city.as_deref(), row.zip.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parcel = if detail.parcel_id_original.is_empty() { &row.parcel_id } else { &detail.parcel_id_original };
    let subtitle =
        [place, format!("parcel {parcel}")].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <header class="detail__head">
            <TierBadge tier=row.tier is_large=true />
            <div>
                <h2 class="detail__title">{address(row)}</h2>
                <p class="detail__sub">{subtitle}</p>
                <p class="detail__sub">{format!("Rank {}", thousands(u64::from(row.rank)))}</p>
            </div>
        </header>
        <div class="detail__actions">{lead_actions(row)}</div>
        {reasons(detail)}
        <JournalSection lead=row.lead />
        {score_section(detail)}
        {arv_section(detail)}
        {deal_section(detail)}
        <TimelineSection lead=row.lead />
        {sources_section(detail)}
    }
}

fn reasons(detail: &LeadDetail) -> impl IntoView + use<> {
    let reasons = detail.row.reasons.clone();
    (!reasons.is_empty()).then(|| {
        view! {
            <section class="block" aria-label="Reasons">
                <h3>"Why call"</h3>
                <ul class="reasons">
                    {reasons.into_iter().map(|reason| view! { <li>{reason.text}</li> }).collect_view()}
                </ul>
            </section>
        }
    })
}

fn skeleton() -> impl IntoView {
    view! {
        <div class="detail__skeleton" aria-hidden="true">
            <i class="bone bone--title"></i>
            <i class="bone"></i>
            <i class="bone bone--block"></i>
            <i class="bone bone--block"></i>
        </div>
    }
}
