//! The lead under the cursor in short, beside its row: why, what it is worth, what to offer.

use leadscore::{
    plot::{days, money, money_short, percent, score},
    session::LeadRow,
};
use leptos::prelude::*;

use super::{
    cells::{status_class, status_words},
    columns::address,
};
use crate::{
    actions,
    kit::{Icon, IconView, TierBadge},
    state::use_app,
};

/// Heights of the head of the table and of this card at most; `.preview` in the style sheet.
const HEAD_PX: f64 = 36.0;
const MOST_PX: f64 = 320.0;

#[component]
pub fn Preview() -> impl IntoView {
    let app = use_app();
    let row = move || {
        let at = app.table.cursor.get()?;
        app.table.pages.with(|pages| pages.row(at)?.get().cloned())
    };
    // Below its row; where there is no room left, above it.
    let place = Memo::new(move |_| {
        let rail = app.rail();
        let from = f64::from(app.table.cursor.get().unwrap_or(0)) * rail.row_px;
        let row_top = from - app.table.position.get().content_px;
        let below = row_top + rail.row_px;
        let is_above = below + MOST_PX > rail.view_px && row_top > MOST_PX;
        (is_above, HEAD_PX + if is_above { row_top - MOST_PX } else { below.clamp(0.0, rail.view_px) })
    });
    view! {
        <aside
            class="preview"
            class:preview--above=move || place.get().0
            aria-label="Preview"
            style:top=move || format!("{}px", place.get().1)
        >
            <div class="preview__card" aria-live="polite">{move || row().map(|row| content(&row))}</div>
        </aside>
    }
}

fn content(row: &LeadRow) -> impl IntoView + use<> {
    let app = use_app();
    let place = [row.city.as_deref(), row.zip.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let range = format!("{} to {}", money_short(row.arv_low), money_short(row.arv_high));
    let mut facts = vec![
        (if row.arv_by_model { "ARV by model" } else { "ARV, rule of thumb" }, money(row.arv), range),
        ("Max offer", money(row.max_offer), String::new()),
        ("Profit", money(row.profit), percent(row.roi_percent, 0)),
    ];
    if let Some(equity) = row.equity {
        facts.push(("Equity", money(equity), row.owed.map(|owed| format!("{} owed", money(owed))).unwrap_or_default()));
    }
    if let Some(left) = row.days_to_sale {
        facts.push(("Sale", days(left), String::new()));
    }
    let facts = facts
        .into_iter()
        .map(|(name, value, note)| {
            view! {
                <div class="preview__fact"><dt>{name}</dt><dd><b>{value}</b>" "<small>{note}</small></dd></div>
            }
        })
        .collect_view();
    let reasons = row.reasons.iter().map(|reason| view! { <li class="tag">{reason.text.clone()}</li> }).collect_view();
    view! {
        <header class="preview__head">
            <TierBadge tier=row.tier />
            <span class="card__place"><b>{address(row)}</b><small>{place}</small></span>
            <b class="preview__score">{score(row.score)}</b>
        </header>
        <ul class="preview__why" aria-label="Why">{reasons}</ul>
        <dl class="preview__facts">{facts}</dl>
        <footer class="preview__foot">
            <span class=status_class(row)>{status_words(row)}</span>
            <button class="button button--quiet" on:click=move |_| actions::open_cursor(app)>
                "Open"
                <kbd aria-hidden="true">"Enter"</kbd>
            </button>
            <button class="icon-button" aria-label="Close the preview" on:click=move |_| actions::close_preview(app)>
                <IconView icon=Icon::Close />
            </button>
        </footer>
    }
}
