//! The table: a grid that holds only the rows near the window.

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

use super::{heads::Heads, preview::Preview, row::Row};
use crate::{
    actions::{self, SPARE_ROWS, Step},
    columns::Shape,
    kit::{EmptyState, Icon},
    rows::RowRef,
    state::{App, Scroller, use_app},
};

/// Where the keyboard goes for the list.
pub const LEAD_TABLE_ID: &str = "lead-table";

/// `page` is what scrolls on a phone.
#[component]
pub fn LeadTable(page: NodeRef<html::Div>) -> impl IntoView {
    let app = use_app();
    let grid = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    watch_size(app, page, grid, body);

    let shape = Memo::new(move |_| Arc::new(app.table.shape()));
    let shown = Memo::new(move |_| app.rail().visible(app.table.position.get(), SPARE_ROWS));
    let slots = move || {
        let is_card = app.screen.is_narrow.get();
        let shape = shape.get();
        app.table.pages.with(|pages| {
            let slot = |index| Slot { index, is_card, row: pages.row(index), shape: Arc::clone(&shape) };
            shown.get().map(slot).collect::<Vec<_>>()
        })
    };
    let top = Memo::new(move |_| app.rail().row_top_px(app.table.position.get(), shown.get().start).round());
    let is_empty = move || app.table.rows.get() == 0 && !app.table.is_viewing.get();
    // Only a row that is there can be pointed at.
    let active = move || app.table.cursor.get().filter(|row| shown.get().contains(row)).map(row_id);
    let is_picking = move || app.table.is_selecting.get();
    view! {
        <div class="lead-frame" class:lead-frame--busy=move || app.table.is_viewing.get()>
            <div
                class="lead-table"
                class:lead-table--tight=move || shape.with(|shape| shape.is_tight)
                class:lead-table--picking=is_picking
                data-testid="lead-table"
                role="grid"
                id=LEAD_TABLE_ID
                aria-label="Leads"
                aria-multiselectable="true"
                tabindex="0"
                aria-rowcount=move || app.table.rows.get().saturating_add(1).to_string()
                aria-colcount=move || shape.with(|shape| (shape.columns.len() + 1).to_string())
                aria-busy=move || app.table.is_viewing.get().to_string()
                aria-activedescendant=active
                node_ref=grid
                style=("--columns", move || shape.with(|shape| shape.tracks.clone()))
                on:scroll=move |_| actions::table_scrolled(app)
                on:keydown=move |event| on_key(app, &event)
            >
                <Heads shape />
                <div
                    class="lead-table__body"
                    role="presentation"
                    node_ref=body
                    style:height=move || format!("{}px", app.rail().track_px())
                >
                    <div
                        class="lead-table__window"
                        role="presentation"
                        style:transform=move || format!("translateY({}px)", top.get())
                    >
                        <For each=slots key=Slot::key let:place>
                            <Row place />
                        </For>
                    </div>
                </div>
            </div>
            <Show when=move || app.table.is_previewing.get() && !app.screen.is_narrow.get()>
                <Preview />
            </Show>
            <Show when=is_empty>
                <div class="lead-frame__empty">
                    <EmptyState
                        icon=Icon::Search
                        title="No lead fits"
                        text="Take a filter away, or search for something shorter."
                    >
                        <button class="button" on:click=move |_| actions::clear_filters(app)>
                            "Clear the filters"
                        </button>
                    </EmptyState>
                </div>
            </Show>
        </div>
    }
}

/// A place in the window, with its lead when that is here.
#[derive(Clone)]
pub struct Slot {
    pub index: u32,
    pub is_card: bool,
    pub row: Option<RowRef>,
    pub shape: Arc<Shape>,
}

impl Slot {
    /// Changes whenever the row has to be drawn anew.
    fn key(&self) -> (u32, bool, Option<u32>, u64) {
        (self.index, self.is_card, self.row.as_ref().map(|row| row.edition), self.shape.key)
    }
}

pub fn row_id(index: u32) -> String {
    format!("lead-row-{index}")
}

/// Keys while the grid has the keyboard.
fn on_key(app: App, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    // A header's button keeps its own keys.
    let is_on_button =
        event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()).is_some_and(|t| t.tag_name() == "BUTTON");
    let step = match event.key().as_str() {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "PageDown" => Step::PageDown,
        "PageUp" => Step::PageUp,
        "Home" => Step::First,
        "End" => Step::Last,
        "Enter" if !is_on_button => {
            actions::open_cursor(app);
            return event.prevent_default();
        }
        _ => return,
    };
    if event.shift_key() {
        actions::extend(app, step);
    } else {
        actions::move_cursor(app, step);
    }
    event.prevent_default();
}

/// Tells the state how large the window on the rows is, now and whenever that changes.
fn watch_size(app: App, page: NodeRef<html::Div>, grid: NodeRef<html::Div>, body: NodeRef<html::Div>) {
    let measure = move || {
        // A frame late, the page may be gone.
        let (Some(Some(page)), Some(Some(grid)), Some(Some(body))) =
            (page.try_get_untracked(), grid.try_get_untracked(), body.try_get_untracked())
        else {
            return;
        };
        let (page, grid): (HtmlElement, HtmlElement) = (page.into(), grid.into());
        let width_px = f64::from(grid.client_width());
        if app.screen.is_narrow.get_untracked() {
            let view_px = f64::from(page.client_height());
            let above_px = body.get_bounding_client_rect().top() - page.get_bounding_client_rect().top();
            let head_px = above_px + f64::from(page.scroll_top());
            actions::table_measured(app, Scroller { element: page, head_px }, view_px, width_px);
        } else {
            let view_px = (f64::from(grid.client_height()) - f64::from(body.offset_top())).max(0.0);
            actions::table_measured(app, Scroller { element: grid, head_px: 0.0 }, view_px, width_px);
        }
    };
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    grid.on_load(move |grid| {
        let on_resize = Closure::<dyn FnMut()>::new(measure);
        if let Ok(watching) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            watching.observe(&grid);
            if let Some(page) = page.get_untracked() {
                watching.observe(&page);
            }
            observer.set_value(Some((watching, on_resize)));
        }
        // The observer speaks first after the layout; the rows need not wait for it.
        request_animation_frame(measure);
    });
    on_cleanup(move || {
        if let Some(Some((watching, _))) = observer.try_update_value(Option::take) {
            watching.disconnect();
        }
        actions::table_left(app);
    });
}
