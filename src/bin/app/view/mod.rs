//! The pages and the frame around them.
//!
//! In: the state. Out: elements; what the person does goes to `actions`.

mod deals;
mod detail;
mod engine_down;
mod export;
mod import;
mod leads;
mod map;
mod models;
mod nav;
mod no_leads;
mod palette;
mod quality;
mod settings;
mod tiers;
mod top_bar;
mod tour;
mod workspace;

pub use deals::DealsPage;
pub use detail::LeadDetailPanel;
pub use engine_down::EngineDown;
pub use export::ExportDialog;
pub use import::{DropVeil, ImportPage};
pub use leads::{LeadsPage, NamingDialog, address as leads_address};
pub use map::MapPage;
pub use models::ModelsPage;
pub use nav::{NavBar, TabBar, icon as page_icon};
pub use palette::CommandPalette;
pub use quality::QualityPage;
pub use settings::SettingsPage;
pub use tiers::TiersPage;
pub use top_bar::TopBar;
pub use tour::{TOUR, Tour, TourStop};
pub use workspace::{KeepBanner, Restoring, UpdateToast};
