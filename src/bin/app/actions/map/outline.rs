//! The person's own GeoJSON file beneath the points.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Float32Array, Uint8Array, Uint32Array};
use leadscore::{
    plot::map::{Bounds, Shapes, ShapesHead},
    wire::Task,
};
use leptos::prelude::*;
use web_sys::File;

use super::super::trainer;
use crate::{
    bridge::Channel,
    state::{App, Outlined},
};

/// How close to a line or point its name is shown, pixels.
const NEAR_PX: f64 = 6.0;

/// Reads a file, off this thread.
pub fn choose_outline(app: App, file: File) {
    let name = file.name();
    app.map.outlined.set(Outlined::Reading { name, share: 0.0 });
    let asked = trainer::ask(app, Channel::Outline, &Task::Outline, &[file.into()], &Array::new());
    if let Err(reason) = asked {
        outline_failed(app, &reason);
    }
}

pub(in super::super) fn outline_moved_on(app: App, now: f64) {
    app.map.outlined.update(|outlined| {
        if let Outlined::Reading { share, .. } = outlined {
            *share = now;
        }
    });
}

/// Nothing happens where no file is being read.
pub(in super::super) fn outline_failed(app: App, reason: &str) {
    let reading = app.map.outlined.with_untracked(|outlined| match outlined {
        Outlined::Reading { name, .. } => Some(name.clone()),
        _ => None,
    });
    if let Some(name) = reading {
        app.map.outlined.set(Outlined::Failed { name, reason: reason.to_owned() });
    }
}

pub(in super::super) fn outline_came(app: App, head: ShapesHead, empty: u32, buffer: Option<ArrayBuffer>) {
    let Some(name) = app.map.outlined.with_untracked(|outlined| match outlined {
        Outlined::Reading { name, .. } => Some(name.clone()),
        _ => None,
    }) else {
        return;
    };
    let features = head.features;
    let Some(shapes) = buffer.and_then(|buffer| shapes_of(head, &buffer)) else {
        return outline_failed(app, "its columns do not fit together");
    };
    let is_elsewhere = is_elsewhere(app, &shapes.head);
    app.map.outline.set_value(Some(Rc::new(shapes)));
    app.map.outlined.set(Outlined::Shown { name, features, empty, is_elsewhere });
    app.map.edition.update(|edition| *edition += 1);
}

pub fn forget_outline(app: App) {
    trainer::forget(app, Channel::Outline);
    app.map.outline.set_value(None);
    app.map.outlined.set(Outlined::Nothing);
    app.map.feature.set(None);
    app.map.edition.update(|edition| *edition += 1);
}

/// Columns as `Shapes::to_bytes` writes them, each copied at once.
fn shapes_of(head: ShapesHead, buffer: &ArrayBuffer) -> Option<Shapes> {
    let (corners, parts, features) = (head.corners, head.parts, head.features);
    let numbers = u64::from(corners) * 3 + u64::from(parts) * 6 + 1 + u64::from(features);
    let names = buffer.byte_length().checked_sub(u32::try_from(numbers * 4).ok()?)?;
    let mut at = 0;
    let mut next = |count: u32| {
        let from = at;
        at += count * 4;
        (from, count)
    };
    let floats = |(from, count)| Float32Array::new_with_byte_offset_and_length(buffer, from, count).to_vec();
    let wholes = |(from, count)| Uint32Array::new_with_byte_offset_and_length(buffer, from, count).to_vec();
    let (places, significances, boxes) = (floats(next(corners * 2)), floats(next(corners)), floats(next(parts * 4)));
    let (starts, owners, ends) = (wholes(next(parts + 1)), wholes(next(parts)), wholes(next(features)));
    let (from, _) = next(0);
    let names = Uint8Array::new_with_byte_offset_and_length(buffer, from, names).to_vec();
    Shapes::of_columns(head, places, significances, starts, owners, boxes, (ends, names))
}

fn is_elsewhere(app: App, head: &ShapesHead) -> bool {
    let Some(report) = app.map.report.get_untracked() else { return false };
    let onto = head.projection.onto(&report.projection);
    let (left, bottom) = onto.at(head.bounds.left, head.bounds.bottom);
    let (right, top) = onto.at(head.bounds.right, head.bounds.top);
    report.frame.is_some_and(|frame| !frame.meets(&Bounds { left, bottom, right, top }))
}

/// The name of what lies at a place of the map.
pub(super) fn feature_at(app: App, (x, y): (f64, f64)) -> Option<String> {
    let projection = app.map.report.with_untracked(|report| report.as_ref().map(|report| report.projection))?;
    let camera = app.map.camera.get_untracked()?;
    app.map.outline.with_value(|shapes| {
        let shapes = shapes.as_ref()?;
        let onto = shapes.head.projection.onto(&projection);
        let (x, y) = onto.back(x, y);
        shapes.name(shapes.feature_at(x, y, NEAR_PX / camera.px_per_foot / onto.scale)?)
    })
}
