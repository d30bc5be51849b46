//! Parts that pages share.
//!
//! In: plain values and callbacks. Out: elements. A part knows nothing of pages; none but `notice` and `help` reads
//! the state.

mod empty;
mod field;
mod help;
mod icon;
mod lead_actions;
mod menu;
mod meter;
mod notice;
mod search;
mod tag;
mod tier_badge;

pub use empty::EmptyState;
pub use field::{CheckField, SelectField};
pub use help::HelpDialog;
pub use icon::{Icon, IconView, Logo};
pub use lead_actions::lead_actions;
pub use menu::Menu;
pub use meter::Meter;
pub use notice::NoticeArea;
pub use search::{SEARCH_ID, SearchField};
pub use tag::Tags;
pub use tier_badge::{TierBadge, tier_class};
