//! The export that is being put together.

use std::sync::Arc;

use leadscore::session::{ExportOptions, ExportReport};
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct ExportState {
    /// What is chosen; None while the dialog is closed.
    pub options: RwSignal<Option<ExportOptions>>,
    /// What the file would hold, when the engine has said so.
    pub report: RwSignal<Option<Arc<ExportReport>>>,
    pub is_saving: RwSignal<bool>,
    /// Whether the leads are marked as exported once the file is saved.
    pub is_marking: RwSignal<bool>,
    pub fault: RwSignal<Option<String>>,
    /// The last choice, for the next time.
    pub last: StoredValue<ExportOptions>,
}

impl ExportState {
    pub fn new() -> Self {
        Self {
            options: RwSignal::new(None),
            report: RwSignal::new(None),
            is_saving: RwSignal::new(false),
            is_marking: RwSignal::new(true),
            fault: RwSignal::new(None),
            last: StoredValue::new(ExportOptions::default()),
        }
    }

    pub fn is_open(self) -> bool {
        self.options.with_untracked(Option::is_some)
    }
}
