//! Thresholds, by hand or by how many leads the tiers are to hold: one request on its way at a time, the last one wins.

use std::sync::Arc;

use leadscore::{
    score::Cut,
    session::{Tally, Thresholds},
    wire::Request,
};
use leptos::prelude::*;

use super::{detail, engine, profile, screen, table};
use crate::{
    bridge::Channel,
    state::{App, CutBy, Cutting},
};

/// The lower bound of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    A,
    B,
    C,
}

impl Bound {
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    pub fn of(self, thresholds: Thresholds) -> f64 {
        match self {
            Self::A => thresholds.a,
            Self::B => thresholds.b,
            Self::C => thresholds.c,
        }
    }
}

/// Moves one bound by hand; its neighbours give way, so that A >= B >= C holds.
pub fn set_threshold(app: App, bound: Bound, value: f64) {
    let shown = untrack(|| app.tiers.shown(app.data));
    let Some(Thresholds { a, b, c }) = shown else { return };
    if !value.is_finite() {
        return;
    }
    let value = value.clamp(0.0, 100.0);
    let wanted = match bound {
        Bound::A => Thresholds { a: value, b: b.min(value), c: c.min(value) },
        Bound::B => Thresholds { a: a.max(value), b: value, c: c.min(value) },
        Bound::C => Thresholds { a: a.max(value), b: b.max(value), c: value },
    };
    by_hand(app);
    want(app, wanted);
}

/// From now on thresholds are what they were set to.
pub(super) fn by_hand(app: App) {
    app.profile.cuts.set(None);
    if app.profile.cutting.with_untracked(|cutting| cutting.by != CutBy::Threshold) {
        app.profile.cutting.update(|cutting| cutting.by = CutBy::Threshold);
    }
}

/// Finds thresholds in another way, or for other counts.
pub fn change_cutting(app: App, change: impl FnOnce(&mut Cutting)) {
    app.profile.cutting.update(change);
    app.profile.cuts.set(None);
    cut_again(app);
}

/// Finds the thresholds anew for the counts asked for.
pub(super) fn cut_again(app: App) {
    let places = app.profile.cutting.with_untracked(Cutting::places);
    if let Some(places) = places.filter(|_| app.data.set.with_untracked(Option::is_some)) {
        forget(app);
        engine::ask(app, Channel::Cut, &Request::Cut { places }, &[]);
    }
}

fn want(app: App, thresholds: Thresholds) {
    app.tiers.wanted.set(Some(thresholds));
    profile::thresholds_moved(app, thresholds, true);
    if app.tiers.asked.get_value().is_none() {
        send(app, thresholds);
    }
}

fn send(app: App, thresholds: Thresholds) {
    app.tiers.asked.set_value(Some(thresholds));
    engine::ask(app, Channel::Thresholds, &Request::Thresholds { thresholds }, &[]);
}

/// Thresholds on their way do not matter any more.
pub(super) fn forget(app: App) {
    engine::forget(app, Channel::Thresholds);
    app.tiers.wanted.set(None);
    app.tiers.asked.set_value(None);
}

pub(super) fn tallied(app: App, tally: Tally) {
    app.data.tally.set(Some(Arc::new(tally)));
    let asked = app.tiers.asked.try_update_value(Option::take).flatten();
    match app.tiers.wanted.get_untracked() {
        Some(wanted) if asked != Some(wanted) => send(app, wanted),
        _ => {
            app.tiers.wanted.set(None);
            table::outdate(app);
            detail::refresh(app);
        }
    }
}

pub(super) fn cut(app: App, tally: Tally, cuts: [Cut; 3]) {
    profile::thresholds_moved(app, tally.thresholds, false);
    app.data.tally.set(Some(Arc::new(tally)));
    app.profile.cuts.set(Some(cuts));
    table::outdate(app);
    detail::refresh(app);
}

pub(super) fn failed(app: App, message: String) {
    app.tiers.wanted.set(None);
    app.tiers.asked.set_value(None);
    screen::show_error(app, message);
}
