//! The pages and the frame around them.
//!
//! In: the state. Out: elements; what the person does goes to `actions`.

mod deals;
mod detail;
mod engine_down;
mod import;
mod leads;
mod map;
mod models;
mod nav;
mod no_leads;
mod quality;
mod settings;
mod tiers;
mod top_bar;

pub use deals::DealsPage;
pub use detail::LeadDetailPanel;
pub use engine_down::EngineDown;
pub use import::{DropVeil, ImportPage};
pub use leads::LeadsPage;
pub use map::MapPage;
pub use models::ModelsPage;
pub use nav::{NavBar, TabBar};
pub use quality::QualityPage;
pub use settings::SettingsPage;
pub use tiers::TiersPage;
pub use top_bar::TopBar;
