//! What this browser keeps, as far as the person agreed.

use std::{collections::BTreeMap, sync::Arc};

use js_sys::{ArrayBuffer, Function};
use leadscore::session::{LeadDetail, Note};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::store::{Kind, Store};

#[derive(Clone, Copy)]
pub struct WorkspaceState {
    pub keeping: RwSignal<Keeping>,
    /// The offer to keep things has been put off for this visit.
    pub is_put_off: RwSignal<bool>,
    /// The last thing that could not be kept, and why.
    pub trouble: RwSignal<Option<String>>,
    pub store: StoredValue<Option<Store>, LocalStorage>,
    /// Lets the other tab keep things.
    pub release: StoredValue<Option<Function>, LocalStorage>,
    /// The journal's text as the engine last told it.
    pub journal: StoredValue<Option<ArrayBuffer>, LocalStorage>,
    /// Parcels that it knows something of.
    pub parcels: RwSignal<u32>,
    /// The journal has changed since its text was asked for.
    pub is_journal_behind: StoredValue<bool>,
    /// Profiles, views and settings of other pages, kept or not.
    pub texts: StoredValue<BTreeMap<(Kind, String), String>>,
    /// What waits for the engine to be brought back.
    pub waiting: StoredValue<Option<Contents>, LocalStorage>,
    /// Models, and profiles as names and texts, that wait for the trainer to read them.
    pub unread: StoredValue<Vec<KeptModel>, LocalStorage>,
    pub unread_profiles: StoredValue<Vec<(String, String)>>,
    /// The open lead with its journal as it is now; the rest of its page looks at `App::detail`.
    pub open: RwSignal<Option<Arc<LeadDetail>>>,
    /// The note that was taken away last, and of which lead.
    pub dropped: RwSignal<Option<(u32, Note)>>,
    /// What there is of each kind, as the settings page shows it.
    pub held: RwSignal<Vec<Held>>,
    pub space: RwSignal<Option<Space>>,
    pub dialog: RwSignal<Option<Dialog>>,
    /// A backup that was read and waits for the person's choice.
    pub offered: StoredValue<Option<Contents>, LocalStorage>,
    /// A backup is being made or read.
    pub is_busy: RwSignal<bool>,
    /// A newer version of the app waits to take over.
    pub is_update_waiting: RwSignal<bool>,
    /// The browser's own question whether to install the app.
    pub install: StoredValue<Option<JsValue>, LocalStorage>,
    pub is_installable: RwSignal<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The person has not agreed.
    Off,
    /// What was kept is being brought back.
    Restoring,
    On,
    /// Another tab keeps; this one only shows.
    Elsewhere,
    /// It cannot be done here; why, in words.
    Impossible(String),
}

/// Everything that can be kept.
#[derive(Clone, Default)]
pub struct Contents {
    /// The text about the import, then its files.
    pub data: Option<(String, Vec<web_sys::File>)>,
    pub models: Vec<KeptModel>,
    pub journal: Option<ArrayBuffer>,
    pub texts: Vec<(Kind, String, String)>,
}

/// A model file under its name.
#[derive(Clone)]
pub struct KeptModel {
    pub file_name: String,
    pub bytes: ArrayBuffer,
}

/// What is there of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub kind: Kind,
    pub count: usize,
    pub bytes: u64,
    /// Such as names; may be empty.
    pub words: String,
}

/// What the browser says of its space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    pub used: f64,
    pub most: f64,
    /// The browser has promised not to clear it by itself.
    pub is_lasting: bool,
}

/// A question before something that cannot be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Take everything away and start anew.
    Wipe,
    /// Keep nothing from now on; what is on the screen stays.
    Stop,
    /// A backup was read and checked: what is in it, in words.
    BringBack { file_name: String, words: Vec<String> },
}

impl WorkspaceState {
    pub(super) fn new() -> Self {
        Self {
            keeping: RwSignal::new(Keeping::Off),
            is_put_off: RwSignal::new(false),
            trouble: RwSignal::new(None),
            store: StoredValue::new_local(None),
            release: StoredValue::new_local(None),
            journal: StoredValue::new_local(None),
            parcels: RwSignal::new(0),
            is_journal_behind: StoredValue::new(false),
            texts: StoredValue::new(BTreeMap::new()),
            waiting: StoredValue::new_local(None),
            unread: StoredValue::new_local(Vec::new()),
            unread_profiles: StoredValue::new(Vec::new()),
            open: RwSignal::new(None),
            dropped: RwSignal::new(None),
            held: RwSignal::new(Vec::new()),
            space: RwSignal::new(None),
            dialog: RwSignal::new(None),
            offered: StoredValue::new_local(None),
            is_busy: RwSignal::new(false),
            is_update_waiting: RwSignal::new(false),
            install: StoredValue::new_local(None),
            is_installable: RwSignal::new(false),
        }
    }

    /// Tracked.
    pub fn is_restoring(self) -> bool {
        self.keeping.with(|keeping| *keeping == Keeping::Restoring)
    }

    pub fn is_restoring_untracked(self) -> bool {
        untrack(|| self.is_restoring())
    }
}
