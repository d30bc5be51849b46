//! Every change of the state.
//!
//! In: what the person did, and what the worker answered. Out: written signals and requests to the worker. Views call
//! these functions and write no signal of `state` themselves.

mod detail;
mod engine;
mod export;
mod import;
mod judging;
mod models;
mod screen;
mod table;
mod tiers;
mod trainer;

pub use detail::{close_detail, open_lead, step_detail};
pub use engine::{restart_engine, start_engine};
pub use export::export_view;
pub use import::{cancel_import, close_report, import_again, import_demo, import_files, set_options};
pub use models::{cancel_training, choose_arv, choose_lead, hand_in_model, save_model, stop_using, train, use_model};
pub use screen::{close_notice, copy_parcel, fragment_changed, go, next_theme, open_help, set_dragging, start_screen};
pub use table::{
    SPARE_ROWS, Step, change_query, clear_filters, cursor_to, move_cursor, open_cursor, search_typed, sort_by,
    table_left, table_measured, table_scrolled,
};
pub use tiers::{Bound, reset_thresholds, set_threshold};
