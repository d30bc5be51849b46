//! The lead table: what is asked, what has come, where the person is in it, what is selected, and how it looks.

use leadscore::{
    plot::Position,
    session::{LeadRow, Query, SavedView},
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use web_sys::HtmlElement;

use crate::{
    columns::{Choice, Shape},
    rows::Pages,
    selection::Selection,
};

#[derive(Clone, Copy)]
pub struct TableState {
    pub query: RwSignal<Query>,
    /// What stands in the search field; `query` follows shortly after.
    pub search: RwSignal<String>,
    /// A change of the query that waits until the hand rests.
    pub query_timer: StoredValue<Option<TimeoutHandle>>,
    pub rows: RwSignal<u32>,
    pub pages: RwSignal<Pages>,
    /// The view has been asked for and has not come.
    pub is_viewing: RwSignal<bool>,
    pub position: RwSignal<Position>,
    pub view_px: RwSignal<f64>,
    /// The room for columns.
    pub width_px: RwSignal<f64>,
    /// The row under the keyboard, by place in the view.
    pub cursor: RwSignal<Option<u32>>,
    /// Open this row as soon as it has come.
    pub open_when_here: StoredValue<Option<u32>>,
    pub scroller: StoredValue<Option<Scroller>, LocalStorage>,
    pub settle_timer: StoredValue<Option<TimeoutHandle>>,
    /// What is filtered by (tiers, statuses) has changed since.
    pub is_view_outdated: StoredValue<bool>,
    /// The first rows after an import are still to be marked as painted.
    pub is_paint_due: StoredValue<bool>,
    pub is_exporting: RwSignal<bool>,

    pub selection: RwSignal<Selection>,
    /// Whether every lead of the view has been selected, and nothing changed since.
    pub is_all_selected: RwSignal<bool>,
    /// The row that a selection of several begins with.
    pub anchor: StoredValue<Option<u32>>,
    /// On a phone: a tap selects.
    pub is_selecting: RwSignal<bool>,
    /// The lead under the cursor is shown beside its row.
    pub is_previewing: RwSignal<bool>,
    /// What the person wants of the columns.
    pub columns: RwSignal<Choice>,
    pub views: RwSignal<Vec<SavedView>>,
    /// The view whose name is being typed.
    pub naming: RwSignal<Option<Naming>>,
}

/// The element that scrolls the lead table, and how far down in it the rows begin.
#[derive(Clone)]
pub struct Scroller {
    pub element: HtmlElement,
    pub head_px: f64,
}

/// A view gets a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// What is shown becomes a view.
    Save,
    /// The view of this name gets another.
    Rename(String),
}

/// The command palette.
#[derive(Clone, Copy)]
pub struct PaletteState {
    pub is_open: RwSignal<bool>,
    pub text: RwSignal<String>,
    /// The choice under the keyboard.
    pub at: RwSignal<usize>,
    /// Leads that the text finds.
    pub found: RwSignal<Vec<LeadRow>>,
    pub timer: StoredValue<Option<TimeoutHandle>>,
}

impl TableState {
    pub fn new() -> Self {
        Self {
            query: RwSignal::new(Query::default()),
            search: RwSignal::new(String::new()),
            query_timer: StoredValue::new(None),
            rows: RwSignal::new(0),
            pages: RwSignal::new(Pages::default()),
            is_viewing: RwSignal::new(false),
            position: RwSignal::new(Position::default()),
            view_px: RwSignal::new(0.0),
            width_px: RwSignal::new(0.0),
            cursor: RwSignal::new(None),
            open_when_here: StoredValue::new(None),
            scroller: StoredValue::new_local(None),
            settle_timer: StoredValue::new(None),
            is_view_outdated: StoredValue::new(false),
            is_paint_due: StoredValue::new(false),
            is_exporting: RwSignal::new(false),
            selection: RwSignal::new(Selection::default()),
            is_all_selected: RwSignal::new(false),
            anchor: StoredValue::new(None),
            is_selecting: RwSignal::new(false),
            is_previewing: RwSignal::new(false),
            columns: RwSignal::new(Choice::default()),
            views: RwSignal::new(Vec::new()),
            naming: RwSignal::new(None),
        }
    }

    /// The columns that there is room for; tracked.
    pub fn shape(self) -> Shape {
        let is_long = self.rows.get() >= 100_000;
        self.columns.with(|choice| Shape::of(choice, self.width_px.get(), is_long))
    }
}

impl PaletteState {
    pub fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            text: RwSignal::new(String::new()),
            at: RwSignal::new(0),
            found: RwSignal::new(Vec::new()),
            timer: StoredValue::new(None),
        }
    }
}
