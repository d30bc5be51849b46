//! Parts that pages share.
//!
//! In: plain values and callbacks. Out: elements. A part knows nothing of pages; none but `notice`, `help` and
//! `term` reads the state.

mod empty;
mod field;
mod glossary;
mod help;
mod icon;
mod lead_actions;
mod menu;
mod meter;
mod notice;
mod number;
mod search;
mod sheet;
mod tag;
mod term;
mod tier_badge;

pub use empty::EmptyState;
pub use field::{CheckField, SelectField};
pub use glossary::Term;
pub use help::HelpDialog;
pub use icon::{Icon, IconView, Logo};
pub use lead_actions::lead_actions;
pub use menu::Menu;
pub use meter::Meter;
pub use notice::NoticeArea;
pub use number::NumberField;
pub use search::{SEARCH_ID, SearchField};
pub use sheet::sheet_card;
pub use tag::Tags;
pub use term::{Explained, TermCard};
pub use tier_badge::{TierBadge, tier_class};
