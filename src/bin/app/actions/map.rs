//! The map: points as they come, the window on them, what is aimed at and what is drawn around.

mod outline;
mod pick;

pub use outline::{choose_outline, forget_outline};
pub(super) use outline::{outline_came, outline_failed, outline_moved_on};
pub use pick::{add_to_selection, clear_drawn, draw_on_map, end_drawing, pick_in_view, pick_tool, show_picked};

use std::{rc::Rc, sync::Arc, time::Duration};

use js_sys::{ArrayBuffer, Float32Array, Uint8Array, Uint32Array};
use leadscore::{
    plot::map::{Bounds, Camera, PointSet},
    session::{LeadRow, MapReport},
    wire::Request,
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};

use super::{detail, engine};
use crate::{bridge::Channel, browser, state::App};

/// Room left around all points, pixels.
const FIT_MARGIN: f64 = 36.0;
/// From this scale on, houses stand apart and are named.
const LABEL_PX_PER_FOOT: f64 = 0.3;
const MOST_LABELS: usize = 60;

/// What the person points at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// A pixel, and how far around it, pixels.
    At(f64, f64, f64),
    /// The crosshair in the middle.
    Middle,
    Nothing,
}

/// The points of the view, as it is now.
pub fn want_points(app: App) {
    if app.data.set.with_untracked(Option::is_some) {
        app.map.is_waiting.set(true);
        app.map.fault.set(None);
        engine::ask(app, Channel::Points, &Request::Points, &[]);
    }
}

pub(super) fn failed(app: App, message: String) {
    app.map.is_waiting.set(false);
    app.map.fault.set(Some(message));
}

pub(super) fn points_came(app: App, report: MapReport, buffer: Option<ArrayBuffer>) {
    app.map.is_waiting.set(false);
    let Some(points) = buffer.and_then(|buffer| points_of(&report, &buffer)) else {
        return failed(app, "The engine sent points that do not fit together.".to_owned());
    };
    clear_drawn(app);
    aim_map(app, Aim::Nothing);
    let before = app.map.report.get_untracked();
    app.map.points.set_value(Rc::new(points));
    app.map.labels.set(Arc::default());
    app.map.edition.update(|edition| *edition += 1);
    let camera = moved_to(app, before.as_deref(), &report);
    app.map.report.set(Some(Arc::new(report)));
    match camera {
        Some(camera) => set_camera(app, camera),
        None => fit_map(app),
    }
}

/// The same window on the map of other points; None where they are somewhere else.
fn moved_to(app: App, before: Option<&MapReport>, now: &MapReport) -> Option<Camera> {
    let before = before?;
    let onto = before.projection.onto(&now.projection);
    let camera = app.map.camera.get_untracked()?;
    let (x, y) = onto.at(camera.x, camera.y);
    let camera = Camera { x, y, px_per_foot: camera.px_per_foot / onto.scale, ..camera };
    now.frame.filter(|frame| frame.meets(&camera.bounds())).map(|_| camera)
}

/// Columns as `PointSet::to_bytes` writes them, each copied at once.
fn points_of(report: &MapReport, buffer: &ArrayBuffer) -> Option<PointSet> {
    let count = report.on_map;
    let Some(grid) = report.grid else { return Some(PointSet::default()) };
    let starts = grid.columns.checked_mul(grid.rows)?.checked_add(1)?;
    let whole = count.checked_mul(13)?.checked_add(starts.checked_mul(4)?)?;
    if buffer.byte_length() != whole {
        return None;
    }
    let floats =
        |column: u32| Float32Array::new_with_byte_offset_and_length(buffer, column * count * 4, count).to_vec();
    let wholes = |at: u32, length: u32| Uint32Array::new_with_byte_offset_and_length(buffer, at, length).to_vec();
    let classes = Uint8Array::new_with_byte_offset_and_length(buffer, count * 12 + starts * 4, count).to_vec();
    PointSet::of_columns(
        floats(0),
        floats(1),
        wholes(count * 8, count),
        wholes(count * 12, starts),
        classes,
        Some(grid),
    )
}

/// The window on the map is on the screen, or has changed its size.
pub fn map_measured(app: App, width: f64, height: f64) {
    watch_colours(app);
    app.map.size.set_value((width, height));
    match app.map.camera.get_untracked() {
        Some(camera) if width > 0.0 => set_camera(app, camera.resized(width, height)),
        _ => fit_map(app),
    }
}

/// A canvas does not follow the style sheet by itself.
fn watch_colours(app: App) {
    if !app.map.is_watching.get_value() {
        app.map.is_watching.set_value(true);
        for media in ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"] {
            browser::watch_media(media, move |_| app.map.colours.update(|colours| *colours += 1));
        }
    }
}

pub fn map_left(app: App) {
    aim_map(app, Aim::Nothing);
    app.map.is_crossed.set(false);
}

/// Shows where nearly all leads are.
pub fn fit_map(app: App) {
    let (width, height) = app.map.size.get_value();
    if let Some(frame) = frame(app)
        && width > 0.0
    {
        set_camera(app, Camera::fit(&frame, width, height, FIT_MARGIN.min(width / 8.0)));
    }
}

fn frame(app: App) -> Option<Bounds> {
    app.map.report.with_untracked(|report| report.as_ref().and_then(|report| report.frame))
}

pub fn drag_map(app: App, dx: f64, dy: f64) {
    if let Some(camera) = app.map.camera.get_untracked() {
        set_camera(app, camera.dragged(dx, dy));
    }
}

/// Closer by a factor, at a pixel or the middle.
pub fn zoom_map(app: App, at: Option<(f64, f64)>, factor: f64) {
    if let Some(camera) = app.map.camera.get_untracked() {
        let (px, py) = at.unwrap_or((camera.width / 2.0, camera.height / 2.0));
        set_camera(app, camera.zoomed(px, py, factor));
    }
}

fn set_camera(app: App, camera: Camera) {
    let camera = frame(app).map_or(camera, |frame| camera.held(&frame));
    app.map.camera.set(Some(camera));
    if app.map.is_crossed.get_untracked() {
        aim_map(app, Aim::Middle);
    }
    label_soon(app);
}

/// Finds what is aimed at, and asks for its lead.
pub fn aim_map(app: App, aim: Aim) {
    /// How far from the crosshair a lead is still meant, pixels.
    const MIDDLE_REACH: f64 = 40.0;
    let Some(camera) = app.map.camera.get_untracked() else { return };
    let target = match aim {
        Aim::At(px, py, reach) => Some((px, py, reach)),
        Aim::Middle => Some((camera.width / 2.0, camera.height / 2.0, MIDDLE_REACH)),
        Aim::Nothing => None,
    };
    if (aim == Aim::Middle) != app.map.is_crossed.get_untracked() {
        app.map.is_crossed.set(aim == Aim::Middle);
    }
    let shown = app.map.shown.get_untracked();
    let found = target.and_then(|(px, py, reach)| {
        let (x, y) = camera.to_map(px, py);
        app.map.points.with_value(|points| points.nearest(x, y, reach / camera.px_per_foot, shown))
    });
    let feature = target.and_then(|(px, py, _)| outline::feature_at(app, camera.to_map(px, py)));
    if app.map.feature.with_untracked(|before| *before != feature) {
        app.map.feature.set(feature);
    }
    if app.map.aimed.get_untracked() != found {
        app.map.aimed.set(found);
        app.map.card.set(None);
        match lead_of(app, found) {
            Some(lead) => engine::ask(app, Channel::Card, &Request::Named { leads: vec![lead] }, &[]),
            None => engine::forget(app, Channel::Card),
        }
    }
}

fn lead_of(app: App, point: Option<usize>) -> Option<u32> {
    app.map.points.with_value(|points| points.ids.get(point?).copied())
}

/// Opens the lead that is aimed at.
pub fn open_aimed(app: App) {
    if let Some(lead) = lead_of(app, app.map.aimed.get_untracked()) {
        detail::open_on_map(app, lead);
    }
}

pub fn toggle_tier(app: App, class: usize) {
    app.map.shown.update(|shown| shown[class] = !shown[class]);
    clear_drawn(app);
    aim_map(app, Aim::Nothing);
    label_soon(app);
}

pub(super) fn named(app: App, channel: Channel, mut rows: Vec<LeadRow>) {
    if channel == Channel::Labels {
        let labels = rows.into_iter().filter_map(|row| Some((row.lead, row.address?)));
        app.map.labels.set(Arc::new(labels.collect()));
    } else if let Some(row) = rows.pop()
        && lead_of(app, app.map.aimed.get_untracked()) == Some(row.lead)
    {
        app.map.card.set(Some(Arc::new(row)));
    }
}

/// Names the points in the window when the hand rests, where they stand apart.
fn label_soon(app: App) {
    if let Some(Some(timer)) = app.map.label_timer.try_update_value(Option::take) {
        timer.clear();
    }
    let close = |camera: &Camera| camera.px_per_foot >= LABEL_PX_PER_FOOT;
    if !app.map.camera.get_untracked().is_some_and(|camera| close(&camera)) {
        if app.map.labels.with_untracked(|labels| !labels.is_empty()) {
            app.map.labels.set(Arc::default());
        }
        return;
    }
    let label = move || {
        let Some(camera) = app.map.camera.get_untracked().filter(close) else { return };
        let shown = app.map.shown.get_untracked();
        let leads = app.map.points.with_value(|points| {
            let bounds = camera.bounds();
            let mut found: Vec<(u8, u32)> =
                points.within(&bounds, shown).map(|at| (points.classes[at], points.ids[at])).collect();
            found.sort_unstable();
            found.into_iter().take(MOST_LABELS).map(|(_, lead)| lead).collect::<Vec<_>>()
        });
        engine::ask(app, Channel::Labels, &Request::Named { leads }, &[]);
    };
    if let Ok(timer) = set_timeout_with_handle(label, Duration::from_millis(140)) {
        app.map.label_timer.set_value(Some(timer));
    }
}
