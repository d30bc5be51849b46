//! The pages and the frame around them.
//!
//! In: the state. Out: elements; what the person does goes to `actions`.

mod detail;
mod engine_down;
mod import;
mod leads;
mod models;
mod nav;
mod no_leads;
mod tiers;
mod top_bar;

pub use detail::LeadDetailPanel;
pub use engine_down::EngineDown;
pub use import::{DropVeil, ImportPage};
pub use leads::LeadsPage;
pub use models::ModelsPage;
pub use nav::{NavBar, TabBar};
pub use tiers::TiersPage;
pub use top_bar::TopBar;
