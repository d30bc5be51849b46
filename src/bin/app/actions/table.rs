//! The lead table: what is asked for, and where the person is in it.

use std::time::Duration;

use leadscore::{
    plot::{Position, Rail},
    session::{LeadRow, Query, SortColumn},
    wire::Request,
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};

use super::{detail, engine, screen, selection};
use crate::{
    bridge::Channel,
    browser,
    route::Route,
    rows::{PAGE_ROWS, page_of},
    state::{App, Scroller},
};

/// Height of a row of the grid, and of a card with the gap below it; `--row-px` and `--card-px` in the style sheet.
const ROW_PX: f64 = 44.0;
const CARD_PX: f64 = 224.0;

/// Rows drawn beyond either edge of the window.
pub const SPARE_ROWS: u32 = 4;

/// Pages on their way at a time: while the person flings the scrollbar, pages passed by are never asked for.
const MOST_PAGES_WAITING: usize = 3;

/// Where the cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
    PageDown,
    PageUp,
    First,
    Last,
}

impl App {
    /// The geometry of the table as it is; tracked.
    pub fn rail(self) -> Rail {
        Rail {
            rows: self.table.rows.get(),
            row_px: if self.screen.is_narrow.get() { CARD_PX } else { ROW_PX },
            view_px: self.table.view_px.get(),
        }
    }

    fn rail_now(self) -> Rail {
        untrack(|| self.rail())
    }
}

/// A fresh set of leads: no filter, ranked, none selected.
pub(super) fn begin(app: App, rows: u32) {
    forget_pages_waiting(app);
    forget_change(app);
    app.table.query.set(Query::default());
    app.table.search.set(String::new());
    app.table.is_viewing.set(false);
    app.table.is_view_outdated.set_value(false);
    app.table.pages.update(|pages| pages.clear());
    app.table.rows.set(rows);
    selection::pick_none(app);
    to_top(app);
    want_rows(app);
}

/// Filters or sorts.
pub fn change_query(app: App, change: impl FnOnce(&mut Query)) {
    let before = app.table.query.get_untracked();
    let mut query = before.clone();
    change(&mut query);
    if query != before {
        app.table.query.set(query);
        ask_view(app);
    }
}

/// The same when the hand rests: somebody is typing.
pub fn change_query_soon(app: App, change: impl FnOnce(&mut Query) + 'static) {
    forget_change(app);
    let change = StoredValue::new_local(Some(change));
    let apply = move || {
        if let Some(Some(change)) = change.try_update_value(Option::take) {
            change_query(app, change);
        }
    };
    match set_timeout_with_handle(apply, Duration::from_millis(120)) {
        Ok(timer) => app.table.query_timer.set_value(Some(timer)),
        Err(_) => apply(),
    }
}

fn forget_change(app: App) {
    if let Some(Some(timer)) = app.table.query_timer.try_update_value(Option::take) {
        timer.clear();
    }
}

pub fn clear_filters(app: App) {
    forget_change(app);
    app.table.search.set(String::new());
    change_query(app, |query| *query = Query { sorts: std::mem::take(&mut query.sorts), ..Query::default() });
}

/// Asks for something else altogether.
pub(super) fn set_query(app: App, query: Query) {
    forget_change(app);
    app.table.search.set(query.text.clone());
    change_query(app, |before| *before = query);
}

/// A click on a column: by this column, or the other way round; or by this column among equals.
pub fn sort_by(app: App, column: SortColumn, is_further: bool) {
    change_query(app, |query| if is_further { query.also_sort_by(column) } else { query.sort_by(column) });
}

/// The search field changed; the view follows when the hand rests.
pub fn search_typed(app: App, text: String) {
    app.table.search.set(text.clone());
    change_query_soon(app, move |query| {
        query.text = text.trim().to_owned();
        if app.data.set.with_untracked(Option::is_some)
            && !app.screen.route.get_untracked().is_same_page(Route::Leads { open: None })
        {
            screen::go(app, Route::Leads { open: None });
        }
    });
}

fn ask_view(app: App) {
    if app.data.set.with_untracked(Option::is_none) {
        return;
    }
    forget_pages_waiting(app);
    app.table.is_view_outdated.set_value(false);
    app.table.is_viewing.set(true);
    app.table.open_when_here.set_value(None);
    app.table.is_all_selected.set(false);
    app.table.anchor.set_value(None);
    app.table.pages.update(|pages| pages.reorder());
    engine::ask(app, Channel::View, &Request::View { query: app.table.query.get_untracked() }, &[]);
    // The worker answers in order: the first rows come right behind the view.
    engine::ask(app, Channel::Rows(0), &Request::Rows { start: 0, count: PAGE_ROWS }, &[]);
}

pub(super) fn viewed(app: App, rows: u32) {
    app.table.is_viewing.set(false);
    app.table.rows.set(rows);
    to_top(app);
    want_rows(app);
}

pub(super) fn view_failed(app: App, message: String) {
    app.table.is_viewing.set(false);
    screen::show_error(app, message);
}

/// Models have spoken: scores, their order and the deals are others.
pub(super) fn judged(app: App) {
    app.table.pages.update(|pages| pages.outdate());
    ask_view(app);
}

/// The thresholds changed, or something was noted: rows have other tiers or statuses, and filters on these fit no longer.
pub(super) fn outdate(app: App) {
    app.table.pages.update(|pages| pages.outdate());
    forget_pages_waiting(app);
    let is_fitting = app.table.query.with_untracked(|query| {
        let by_tier = !query.tiers.is_empty();
        let by_entry = !query.statuses.is_empty() || query.exported.is_some() || query.do_not_contact.is_some();
        !by_tier && !by_entry
    });
    if !is_fitting {
        app.table.is_view_outdated.set_value(true);
    }
    want_rows(app);
}

pub(super) fn rows_came(app: App, page: u32, rows: Vec<LeadRow>) {
    app.table.pages.update(|pages| pages.put(page, rows));
    if app.table.is_paint_due.get_value() {
        app.table.is_paint_due.set_value(false);
        let rows = app.table.rows.get_untracked();
        browser::after_paint(move || browser::mark("leadscore:painted", rows));
    }
    if let Some(row) = app.table.open_when_here.get_value()
        && page_of(row) == page
    {
        app.table.open_when_here.set_value(None);
        detail::open_row(app, row);
    }
    want_rows(app);
}

/// Asks for the pages in the window that are missing or outdated.
fn want_rows(app: App) {
    let rail = app.rail_now();
    let shown = rail.visible(app.table.position.get_untracked(), SPARE_ROWS);
    let shown = if shown.is_empty() { 0..rail.rows.min(1) } else { shown };
    if shown.is_empty() || app.data.set.with_untracked(Option::is_none) {
        return;
    }
    for page in page_of(shown.start)..=page_of(shown.end - 1) {
        let is_wanted = !app.table.pages.with_untracked(|pages| pages.is_fresh(page))
            && app.engine.bridge.with_value(|bridge| {
                bridge.as_ref().is_some_and(|bridge| {
                    !bridge.is_waiting(Channel::Rows(page)) && bridge.waiting_pages() < MOST_PAGES_WAITING
                })
            });
        if is_wanted {
            engine::ask(app, Channel::Rows(page), &Request::Rows { start: page * PAGE_ROWS, count: PAGE_ROWS }, &[]);
        }
    }
}

fn forget_pages_waiting(app: App) {
    app.engine.bridge.with_value(|bridge| {
        if let Some(bridge) = bridge {
            bridge.forget_pages();
        }
    });
}

/// The table is on the screen, or has changed its size.
pub fn table_measured(app: App, scroller: Scroller, view_px: f64, width_px: f64) {
    let is_new =
        app.table.scroller.with_value(|known| known.as_ref().is_none_or(|known| known.element != scroller.element));
    app.table.scroller.set_value(Some(scroller));
    app.table.view_px.set(view_px);
    if app.table.width_px.get_untracked() != width_px {
        app.table.width_px.set(width_px);
    }
    if is_new {
        if app.table.is_view_outdated.get_value() {
            ask_view(app);
        }
        place(app, app.rail_now().settled(app.table.position.get_untracked()));
    }
    want_rows(app);
}

/// Does `change`, which changes the height of rows, and leaves the same row at the top.
pub(super) fn keep_row(app: App, change: impl FnOnce()) {
    let before = app.rail_now();
    let row = app.table.position.get_untracked().content_px / before.row_px;
    change();
    // Another element scrolls from now on; it is measured after the layout.
    app.table.scroller.set_value(None);
    let after = app.rail_now();
    app.table.position.set(after.jump(row * after.row_px));
}

pub fn table_left(app: App) {
    app.table.scroller.set_value(None);
}

/// The person scrolled.
pub fn table_scrolled(app: App) {
    let Some(Scroller { element, head_px }) = app.table.scroller.get_value() else { return };
    // A window made wider or narrower scrolls the old element away before we hear of it.
    if browser::is_media(screen::NARROW) != app.screen.is_narrow.get_untracked() {
        return;
    }
    let thumb_px = f64::from(element.scroll_top()) - head_px;
    let rail = app.rail_now();
    let from = app.table.position.get_untracked();
    let at = rail.scrolled(from, thumb_px);
    if at != from {
        app.table.position.set(at);
        want_rows(app);
    }
    if rail.settled(at) != at && thumb_px > 0.0 {
        settle_soon(app);
    }
}

/// Brings scrollbar and content together when the hand rests.
fn settle_soon(app: App) {
    if let Some(Some(timer)) = app.table.settle_timer.try_update_value(Option::take) {
        timer.clear();
    }
    let settle = move || place(app, app.rail_now().settled(app.table.position.get_untracked()));
    if let Ok(timer) = set_timeout_with_handle(settle, Duration::from_millis(200)) {
        app.table.settle_timer.set_value(Some(timer));
    }
}

/// Scrolls.
fn place(app: App, at: Position) {
    app.table.position.set(at);
    if let Some(Scroller { element, head_px }) = app.table.scroller.get_value() {
        let top = (at.thumb_px + head_px).round() as i32;
        // At the very top, what stands above the rows is shown too.
        let top = if at.thumb_px <= 0.0 { 0 } else { top };
        if element.scroll_top() != top {
            element.set_scroll_top(top);
        }
    }
}

fn to_top(app: App) {
    app.table.cursor.set(None);
    app.table.is_previewing.set(false);
    place(app, Position::default());
}

/// Moves the cursor; an open detail follows it.
pub fn move_cursor(app: App, step: Step) {
    let rail = app.rail_now();
    let Some(last) = rail.rows.checked_sub(1) else { return };
    let row = match (step, app.table.cursor.get_untracked()) {
        (Step::First, _) => 0,
        (Step::Last, _) => last,
        (_, None) => rail.visible(app.table.position.get_untracked(), 0).start,
        (Step::Next, Some(row)) => row.saturating_add(1),
        (Step::Previous, Some(row)) => row.saturating_sub(1),
        (Step::PageDown, Some(row)) => row.saturating_add(rail.page_rows()),
        (Step::PageUp, Some(row)) => row.saturating_sub(rail.page_rows()),
    };
    cursor_to(app, row.min(last));
    if app.screen.route.get_untracked().open_lead().is_some() {
        open_cursor(app);
    }
}

/// Puts the cursor on a row and shows it.
pub fn cursor_to(app: App, row: u32) {
    app.table.cursor.set(Some(row));
    let at = app.table.position.get_untracked();
    let wanted = app.rail_now().showing(at, row);
    if wanted != at {
        place(app, wanted);
        want_rows(app);
    }
}

/// Opens the lead under the cursor, now or when its row has come.
pub fn open_cursor(app: App) {
    if let Some(row) = app.table.cursor.get_untracked() {
        detail::open_row(app, row);
    }
}
