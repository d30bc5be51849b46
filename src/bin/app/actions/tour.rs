//! The tour of a first visit, and the card that explains a term.

use leptos::prelude::*;

use super::screen;
use crate::{
    browser,
    state::{App, TermAt},
    view::{TOUR, TourStop},
};

const TAKEN_KEY: &str = "leadscore.tour";

/// Fills the card; the browser opens it.
pub fn explain(app: App, asked: TermAt) {
    app.screen.term.set(Some(asked));
}

/// Offers the tour, once, when the demo county is there.
pub(super) fn offer_tour(app: App) {
    if browser::stored(TAKEN_KEY).is_none() && app.screen.tour.get_untracked().is_none() {
        app.screen.tour.set(Some(TourStop::Offered));
    }
}

/// To a stop of the tour; past the last one it ends.
pub fn tour_to(app: App, stop: usize) {
    match TOUR.get(stop) {
        Some(step) => {
            screen::go(app, step.route);
            app.screen.tour.set(Some(TourStop::At(stop)));
        }
        None => end_tour(app),
    }
}

pub fn end_tour(app: App) {
    browser::store(TAKEN_KEY, "taken");
    app.screen.tour.set(None);
}
