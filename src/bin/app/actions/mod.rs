//! Every change of the state.
//!
//! In: what the person did, and what the worker answered. Out: written signals and requests to the worker. Views call
//! these functions and write no signal of `state` themselves.

mod deals;
mod detail;
mod engine;
mod export;
mod import;
mod journal;
mod judging;
mod map;
mod models;
mod palette;
mod profile;
mod quality;
mod screen;
mod selection;
mod table;
mod tiers;
mod tour;
mod trainer;
mod views;
mod why;
mod workspace;

pub use deals::{all_deals_as_leads, more_deals, query_deals, show_deals, suppose};
pub use detail::{close_detail, open_lead, step_detail};
pub use engine::{restart_engine, start_engine};
pub use export::{
    close_export, export_map, export_selection, export_view, open_export, save_export, set_export, set_marking,
};
pub use import::{cancel_import, close_report, import_again, import_demo, import_files, set_options};
pub use journal::{add_note, drop_note, put_note_back, set_do_not_contact, set_status, today};
pub use map::{
    Aim, add_to_selection, aim_map, choose_outline, clear_drawn, drag_map, draw_on_map, end_drawing, fit_map,
    forget_outline, map_left, map_measured, open_aimed, pick_in_view, pick_tool, show_picked, toggle_tier, want_points,
    zoom_map,
};
pub use models::{
    adopt_shipped, ask_shipped, cancel_training, choose_arv, choose_lead, close_comparison, compare_rivals,
    delete_model, hand_in_model, open_report, promote, roll_back, save_as, save_model, save_report, stop_using, train,
    use_model,
};
pub use palette::{Command, open_palette, palette_at, palette_typed, run};
pub use profile::{
    delete_profile, discard_edits, edit_profile, is_shipped, open_profile, save_over, save_profile, share_profile,
    undo_edit, use_named,
};
pub use quality::{ask_quality, save_prediction_log, save_rejects};
pub use screen::{
    close_notice, copy_parcel, fragment_changed, go, next_theme, open_help, set_dragging, set_theme, start_screen,
};
pub use selection::{
    close_preview, extend, note_selected, pick, pick_all, pick_cursor, pick_none, pick_to, set_selecting,
    toggle_preview,
};
pub use table::{
    SPARE_ROWS, Step, change_query, change_query_soon, clear_filters, cursor_to, move_cursor, open_cursor,
    search_typed, sort_by, table_left, table_measured, table_scrolled,
};
pub use tiers::{Bound, change_cutting, set_threshold};
pub use tour::{end_tour, explain, tour_to};
pub use views::{
    MOST_NAME, delete_view, fault_of_name, name_view, named, put_column, reset_columns, show_column, shown_view,
    use_view,
};
pub use why::explain_lead;
pub use workspace::{
    ask, ask_to_last, bring_back, close_dialog, counted, install, keep_here, measure, put_off_keeping, put_off_update,
    read_backup, save_backup, start_updates, start_workspace, stop_keeping, take_over, update_now, wipe,
};
