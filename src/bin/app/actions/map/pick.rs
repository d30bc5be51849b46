//! What is drawn around on the map, and what becomes of the leads inside.

use std::sync::Arc;

use leadscore::{
    plot::{map::Lasso, thousands},
    session::LeadSet,
};
use leptos::prelude::*;

use super::super::{screen, table};
use crate::{
    route::Route,
    state::{App, Tool},
};

/// A hand's line bends by less than this without meaning it, pixels.
const STEADY_PX: f64 = 1.0;

pub fn pick_tool(app: App, tool: Tool) {
    app.map.tool.set(tool);
}

/// A pixel of the line that is drawn; the first one begins another.
pub fn draw_on_map(app: App, px: f64, py: f64, is_first: bool) {
    let Some(camera) = app.map.camera.get_untracked() else { return };
    if is_first {
        clear_drawn(app);
    }
    app.map.drawn.update(|drawn| drawn.push(camera.to_map(px, py)));
}

/// The hand is lifted: takes the leads inside.
pub fn end_drawing(app: App, tool: Tool) {
    let Some(camera) = app.map.camera.get_untracked() else { return };
    let lasso = app.map.drawn.with_untracked(|drawn| match (tool, drawn.first(), drawn.last()) {
        (Tool::Lasso, ..) => Lasso::new(drawn, STEADY_PX / camera.px_per_foot),
        (_, Some(&from), Some(&to)) => Lasso::rectangle(from, to),
        _ => None,
    });
    pick(app, lasso);
}

/// Takes all leads in the window: what a rectangle does, without drawing one.
pub fn pick_in_view(app: App) {
    if let Some(camera) = app.map.camera.get_untracked() {
        pick(app, Lasso::rectangle(camera.to_map(1.0, 1.0), camera.to_map(camera.width - 1.0, camera.height - 1.0)));
    }
}

fn pick(app: App, lasso: Option<Lasso>) {
    let Some(lasso) = lasso else { return clear_drawn(app) };
    let shown = app.map.shown.get_untracked();
    let leads = app.map.points.with_value(|points| points.ids_inside(&lasso, shown));
    app.map.drawn.set(lasso.corners().to_vec());
    app.map.picked.set(Some(Arc::new(leads)));
    app.map.tool.set(Tool::Move);
}

pub fn clear_drawn(app: App) {
    if app.map.drawn.with_untracked(|drawn| !drawn.is_empty()) {
        app.map.drawn.set(Vec::new());
    }
    if app.map.picked.with_untracked(Option::is_some) {
        app.map.picked.set(None);
    }
}

/// The list shows the leads picked and no others.
pub fn show_picked(app: App) {
    if let Some(leads) = app.map.picked.get_untracked() {
        clear_drawn(app);
        table::change_query(app, |query| query.within = Some(LeadSet::from(leads.to_vec())));
        screen::go(app, Route::Leads { open: None });
    }
}

pub fn add_to_selection(app: App) {
    let Some(leads) = app.map.picked.get_untracked() else { return };
    app.table.selection.update(|selection| leads.iter().for_each(|&lead| selection.set(lead, true)));
    let count = app.table.selection.with_untracked(|selection| selection.count());
    clear_drawn(app);
    screen::tell(app, &format!("{} leads are selected now.", thousands(u64::from(count))));
}
