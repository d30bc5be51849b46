//! What is said of the lists.

use std::sync::Arc;

use leadscore::session::Sheet;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct QualityState {
    pub sheets: RwSignal<Arc<Vec<Sheet>>>,
    /// Asked for and not come.
    pub is_asking: RwSignal<bool>,
    pub failed: RwSignal<Option<String>>,
}

impl QualityState {
    pub(super) fn new() -> Self {
        Self { sheets: RwSignal::new(Arc::default()), is_asking: RwSignal::new(false), failed: RwSignal::new(None) }
    }
}
