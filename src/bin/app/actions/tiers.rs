//! Thresholds: one request on its way at a time, the last value wins.

use std::sync::Arc;

use leadscore::{
    session::{Tally, Thresholds},
    wire::Request,
};
use leptos::prelude::*;

use super::{detail, engine, screen, table};
use crate::{bridge::Channel, state::App};

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

/// Moves one bound; its neighbours give way, so that A >= B >= C holds.
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
    want(app, wanted);
}

/// Back to what the profile came with.
pub fn reset_thresholds(app: App) {
    if let Some(tally) = app.data.tally.get_untracked() {
        want(app, tally.default_thresholds);
    }
}

fn want(app: App, thresholds: Thresholds) {
    app.tiers.wanted.set(Some(thresholds));
    if app.tiers.asked.get_value().is_none() {
        send(app, thresholds);
    }
}

fn send(app: App, thresholds: Thresholds) {
    app.tiers.asked.set_value(Some(thresholds));
    engine::ask(app, Channel::Thresholds, &Request::Thresholds { thresholds }, &[]);
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

pub(super) fn failed(app: App, message: String) {
    app.tiers.wanted.set(None);
    app.tiers.asked.set_value(None);
    screen::show_error(app, message);
}
