//! Everything on the screen, as signals.
//!
//! In: nothing; `actions` writes here and nobody else does. Out: small groups of signals that views read. All groups
//! are `Copy`. Large things stand behind `Arc` and are replaced whole; what can be derived is derived by the view that
//! shows it.

mod deals;
mod export;
mod map;
mod models;
mod profile;
mod quality;
mod table;
mod why;
mod workspace;

pub use deals::{DEALS_A_STEP, DealState, MOST_DEALS};
pub use export::ExportState;
pub use map::{MapState, Outlined, Tool};
pub use models::{Chosen, Comparing, Kept, ModelState, Pair, Run, Shipped, Training};
pub use profile::{CutBy, Cutting, DEFAULT_PROFILE, ProfileState, shipped};
pub use quality::QualityState;
pub use table::{Naming, PaletteState, Scroller, TableState};
pub use why::{Asked, Explaining, WhyState};
pub use workspace::{Contents, Dialog, Held, Keeping, KeptModel, Space, WorkspaceState};

use std::sync::Arc;

use leadscore::{
    session::{ImportMode, ImportReport, LeadDetail, Tally, Thresholds},
    wire::{Engine as EngineTalk, Stage},
};
use leptos::prelude::*;
use web_sys::File;

use crate::{bridge::Bridge, browser, kit::Term, route::Route, view::TourStop};

/// The whole state.
#[derive(Clone, Copy)]
pub struct App {
    pub engine: EngineState,
    pub screen: ScreenState,
    pub data: DataState,
    pub table: TableState,
    pub palette: PaletteState,
    pub detail: RwSignal<Detail>,
    pub tiers: TierState,
    pub profile: ProfileState,
    pub deals: DealState,
    pub map: MapState,
    pub export: ExportState,
    pub models: ModelState,
    pub workspace: WorkspaceState,
    pub why: WhyState,
    pub quality: QualityState,
}

/// The worker.
#[derive(Clone, Copy)]
pub struct EngineState {
    pub phase: RwSignal<Engine>,
    pub bridge: StoredValue<Option<Bridge<EngineTalk>>, LocalStorage>,
    /// Resolves `window.leadscore.ready`.
    pub announce: StoredValue<Option<js_sys::Function>, LocalStorage>,
    /// Workers lost since one last answered: a worker that dies at once is not started for ever.
    pub losses: StoredValue<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    Starting,
    Ready,
    /// It will not come back by itself; why, in words.
    Down(String),
}

/// The frame around the pages.
#[derive(Clone, Copy)]
pub struct ScreenState {
    pub route: RwSignal<Route>,
    /// Whether closing the detail can go back in the browser's history.
    pub can_go_back: StoredValue<bool>,
    pub theme: RwSignal<Theme>,
    pub is_narrow: RwSignal<bool>,
    pub is_offline_ready: RwSignal<bool>,
    pub is_help_open: RwSignal<bool>,
    pub is_dragging: RwSignal<bool>,
    pub notice: RwSignal<Option<Notice>>,
    pub term: RwSignal<Option<TermAt>>,
    pub tour: RwSignal<Option<TourStop>>,
    /// Messages shown so far.
    pub notices: StoredValue<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// The term explained, and where it stands in the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TermAt {
    pub term: Term,
    pub left: f64,
    pub top: f64,
    pub bottom: f64,
}

/// A message over the page. Errors stay until closed, the rest goes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub number: u32,
    pub is_error: bool,
    pub text: String,
}

/// What was imported, and the import under way.
#[derive(Clone, Copy)]
pub struct DataState {
    pub set: RwSignal<Option<Arc<DataSet>>>,
    pub tally: RwSignal<Option<Arc<Tally>>>,
    pub import: RwSignal<Import>,
    pub options: RwSignal<Options>,
    /// To read the same again with other options.
    pub input: StoredValue<Option<Input>, LocalStorage>,
    /// Whether the summary of the last import has been closed.
    pub is_report_seen: RwSignal<bool>,
}

/// What the person chose for the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub mode: ImportMode,
    pub profile: String,
    pub as_of: String,
}

#[derive(Clone)]
pub enum Input {
    Demo,
    Files(Vec<File>),
}

/// What an import left behind.
#[derive(Clone, Debug)]
pub struct DataSet {
    pub name: String,
    pub report: ImportReport,
    /// The options it was read with.
    pub options: Options,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Import {
    Idle,
    Running(Progress),
    Failed(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is being read, such as "3 files".
    pub what: String,
    pub is_demo: bool,
    pub stage: Stage,
    /// Of `total`: bytes while it reads files.
    pub done: f64,
    pub total: f64,
    pub started_millis: f64,
    pub now_millis: f64,
}

/// The lead whose detail is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    Closed,
    /// The detail shown before stays until the new one comes.
    Loading {
        before: Option<Arc<LeadDetail>>,
    },
    Shown(Arc<LeadDetail>),
}

/// Thresholds on their way.
#[derive(Clone, Copy)]
pub struct TierState {
    /// Where the sliders are; None while they agree with the tally.
    pub wanted: RwSignal<Option<Thresholds>>,
    /// What the worker has been asked for and has not answered.
    pub asked: StoredValue<Option<Thresholds>>,
}

impl App {
    /// The state of a page that has just opened.
    pub fn new() -> Self {
        Self {
            engine: EngineState {
                phase: RwSignal::new(Engine::Starting),
                bridge: StoredValue::new_local(None),
                announce: StoredValue::new_local(browser::announce_readiness()),
                losses: StoredValue::new(0),
            },
            screen: ScreenState {
                route: RwSignal::new(Route::Import),
                can_go_back: StoredValue::new(false),
                theme: RwSignal::new(Theme::System),
                is_narrow: RwSignal::new(false),
                is_offline_ready: RwSignal::new(false),
                is_help_open: RwSignal::new(false),
                is_dragging: RwSignal::new(false),
                notice: RwSignal::new(None),
                term: RwSignal::new(None),
                tour: RwSignal::new(None),
                notices: StoredValue::new(0),
            },
            data: DataState {
                set: RwSignal::new(None),
                tally: RwSignal::new(None),
                import: RwSignal::new(Import::Idle),
                options: RwSignal::new(Options {
                    mode: ImportMode::Smart,
                    profile: DEFAULT_PROFILE.to_owned(),
                    as_of: browser::today(),
                }),
                input: StoredValue::new_local(None),
                is_report_seen: RwSignal::new(false),
            },
            table: TableState::new(),
            palette: PaletteState::new(),
            detail: RwSignal::new(Detail::Closed),
            tiers: TierState { wanted: RwSignal::new(None), asked: StoredValue::new(None) },
            profile: ProfileState::new(),
            deals: DealState::new(),
            map: MapState::new(),
            export: ExportState::new(),
            models: ModelState::new(),
            workspace: WorkspaceState::new(),
            why: WhyState::new(),
            quality: QualityState::new(),
        }
    }
}

/// The state, for any view below `app::App`.
pub fn use_app() -> App {
    expect_context::<App>()
}

impl DataState {
    /// How many leads there are, filtered or not; tracked.
    pub fn lead_count(self) -> u32 {
        self.tally.with(|tally| tally.as_ref().map_or(0, |tally| tally.tiers.iter().map(|row| row.count).sum()))
    }

    pub fn has_leads(self) -> bool {
        self.lead_count() > 0
    }

    pub fn has_leads_now(self) -> bool {
        untrack(|| self.has_leads())
    }
}

impl Detail {
    pub fn lead(&self) -> Option<&Arc<LeadDetail>> {
        match self {
            Self::Closed => None,
            Self::Loading { before } => before.as_ref(),
            Self::Shown(detail) => Some(detail),
        }
    }
}

impl TierState {
    /// The thresholds to show: where the sliders are, else what the engine uses.
    pub fn shown(self, data: DataState) -> Option<Thresholds> {
        self.wanted.get().or_else(|| data.tally.with(|tally| tally.as_ref().map(|tally| tally.thresholds)))
    }
}
