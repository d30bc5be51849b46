//! One row of the table, on a phone one card: what a click, a tap and a long press do.

use std::time::Duration;

use leptos::{
    ev::{MouseEvent, PointerEvent},
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    card::{card, skeleton_card},
    cells::fill_cells,
    columns::skeleton_cells,
    table::{Slot, row_id},
};
use crate::{
    actions,
    rows::RowRef,
    state::{App, use_app},
};

/// A finger that rests so long selects.
const LONG_PRESS: Duration = Duration::from_millis(450);

#[component]
pub fn Row(place: Slot) -> impl IntoView {
    let app = use_app();
    let Slot { index, is_card, row, shape } = place;
    let lead = row.as_ref().and_then(RowRef::get).map(|row| row.lead);
    let is_open = move || lead.is_some() && app.screen.route.get().open_lead() == lead;
    let is_picked = move || lead.is_some_and(|lead| app.table.selection.with(|selection| selection.has(lead)));
    let press = Press::new(app);
    let click = move |event: MouseEvent| match lead {
        _ if press.was_long() => event.prevent_default(),
        None => actions::cursor_to(app, index),
        Some(lead) => clicked(app, lead, index, &event),
    };
    let content = match (row, is_card) {
        (Some(row), false) => {
            view! { <div class="lead-row__cells" role="presentation" use:fill_cells=(row, shape)></div> }.into_any()
        }
        (Some(row), true) => row.get().map(card).into_any(),
        (None, false) => skeleton_cells().into_any(),
        (None, true) => skeleton_card().into_any(),
    };
    view! {
        <div
            class="lead-row"
            class:lead-row--card=is_card
            class:lead-row--open=is_open
            class:lead-row--picked=is_picked
            class:lead-row--cursor=move || app.table.cursor.get() == Some(index)
            data-testid="lead-row"
            role="row"
            id=row_id(index)
            aria-rowindex=index.saturating_add(2).to_string()
            aria-selected=move || is_picked().to_string()
            aria-current=move || is_open().then_some("true")
            aria-busy=lead.is_none().then_some("true")
            data-lead=lead.map(|lead| lead.to_string())
            on:click=click
            on:pointerdown=move |event| {
                if let Some(lead) = lead.filter(|_| is_card) {
                    press.begin(&event, lead, index);
                }
            }
            on:pointermove=move |event| press.moved(&event)
            on:pointerup=move |_| press.end()
            on:pointercancel=move |_| press.end()
        >
            {content}
        </div>
    }
}

/// A click on the box, or with Shift or Ctrl anywhere, selects; any other opens.
fn clicked(app: App, lead: u32, row: u32, event: &MouseEvent) {
    let is_on_box = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.closest(".cell--pick").ok().flatten().is_some());
    let is_picking = is_on_box || app.table.is_selecting.get_untracked();
    if event.shift_key() {
        actions::pick_to(app, row);
    } else if is_picking || event.ctrl_key() || event.meta_key() {
        actions::pick(app, lead, row);
    } else {
        actions::open_lead(app, lead, row);
    }
}

/// A finger on a card.
#[derive(Clone, Copy)]
struct Press {
    app: App,
    timer: StoredValue<Option<TimeoutHandle>>,
    start: StoredValue<(i32, i32)>,
    was_long: StoredValue<bool>,
}

impl Press {
    fn new(app: App) -> Self {
        Self { app, timer: StoredValue::new(None), start: StoredValue::new((0, 0)), was_long: StoredValue::new(false) }
    }

    fn begin(self, event: &PointerEvent, lead: u32, row: u32) {
        if event.pointer_type() == "mouse" {
            return;
        }
        self.end();
        self.start.set_value((event.client_x(), event.client_y()));
        self.was_long.set_value(false);
        let select = move || {
            self.was_long.set_value(true);
            if !self.app.table.is_selecting.get_untracked() {
                actions::set_selecting(self.app, true);
            }
            actions::pick(self.app, lead, row);
        };
        if let Ok(timer) = set_timeout_with_handle(select, LONG_PRESS) {
            self.timer.set_value(Some(timer));
        }
    }

    /// A finger that moves, scrolls.
    fn moved(self, event: &PointerEvent) {
        const STILL_PX: i32 = 10;
        let (x, y) = self.start.get_value();
        if (event.client_x() - x).abs() > STILL_PX || (event.client_y() - y).abs() > STILL_PX {
            self.end();
        }
    }

    fn end(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
    }

    /// Whether the click that comes now is the end of a long press.
    fn was_long(self) -> bool {
        self.was_long.try_update_value(std::mem::take).unwrap_or(false)
    }
}
