//! The deals of all leads, and the suppositions about one house.

use std::sync::Arc;

use leadscore::session::{DealList, DealOrder, DealQuery, SupposedDeal, WhatIf};
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct DealState {
    pub query: RwSignal<DealQuery>,
    /// The last one that came; it may be of the assumptions before.
    pub list: RwSignal<Option<Arc<DealList>>>,
    /// The engine reckons.
    pub is_waiting: RwSignal<bool>,
    /// Something has changed since.
    pub is_outdated: StoredValue<bool>,
    /// What is supposed of the open lead.
    pub what_if: RwSignal<WhatIf>,
    pub supposed: RwSignal<Option<Arc<SupposedDeal>>>,
}

impl DealState {
    pub fn new() -> Self {
        Self {
            query: RwSignal::new(DealQuery { order: DealOrder::Profit, only_clear: true, count: DEALS_A_STEP }),
            list: RwSignal::new(None),
            is_waiting: RwSignal::new(false),
            is_outdated: StoredValue::new(true),
            what_if: RwSignal::new(WhatIf::default()),
            supposed: RwSignal::new(None),
        }
    }
}

/// Deals shown at first, and with each "more".
pub const DEALS_A_STEP: u32 = 25;
/// No more are shown here: the call list has all of them.
pub const MOST_DEALS: u32 = 200;
