//! The deals page, and suppositions about one house: the engine reckons, one request at a time.

use std::sync::Arc;

use leadscore::{
    session::{DealList, DealOrder, DealQuery, Sort, SortColumn, SupposedDeal, WhatIf},
    wire::Request,
};
use leptos::prelude::*;

use super::{engine, screen, table};
use crate::{
    bridge::Channel,
    route::Route,
    state::{App, DEALS_A_STEP, MOST_DEALS},
};

/// The page is on the screen: what it shows is to be of now.
pub fn show_deals(app: App) {
    if app.deals.is_outdated.get_value() {
        ask(app);
    }
}

pub fn query_deals(app: App, change: impl FnOnce(&mut DealQuery)) {
    app.deals.query.update(change);
    ask(app);
}

pub fn more_deals(app: App) {
    query_deals(app, |query| query.count = (query.count + DEALS_A_STEP).min(MOST_DEALS));
}

/// Scores, models or assumptions have changed.
pub(super) fn outdate(app: App) {
    app.deals.is_outdated.set_value(true);
    if app.screen.route.get_untracked().is_same_page(Route::Deals) {
        ask(app);
    }
}

fn ask(app: App) {
    if app.data.set.with_untracked(Option::is_none) || app.deals.is_waiting.get_untracked() {
        app.deals.is_outdated.set_value(true);
        return;
    }
    app.deals.is_waiting.set(true);
    app.deals.is_outdated.set_value(false);
    engine::ask(app, Channel::Deals, &Request::Deals { query: app.deals.query.get_untracked() }, &[]);
}

pub(super) fn listed(app: App, list: DealList) {
    app.deals.is_waiting.set(false);
    app.deals.list.set(Some(Arc::new(list)));
    if app.deals.is_outdated.get_value() {
        ask(app);
    }
}

pub(super) fn failed(app: App, message: String) {
    app.deals.is_waiting.set(false);
    screen::show_error(app, message);
}

/// Other leads, or none.
pub(super) fn forget(app: App) {
    app.deals.list.set(None);
    app.deals.is_waiting.set(false);
    app.deals.is_outdated.set_value(true);
}

/// To the call list, by what the deals are listed by.
pub fn all_deals_as_leads(app: App) {
    let column = match app.deals.query.get_untracked().order {
        DealOrder::Profit => SortColumn::Profit,
        DealOrder::Return => SortColumn::Roi,
    };
    table::clear_filters(app);
    table::change_query(app, |query| query.sorts = vec![Sort { column, descending: true }]);
    screen::go(app, Route::Leads { open: None });
}

/// Supposes something of the open lead.
pub fn suppose(app: App, change: impl FnOnce(&mut WhatIf)) {
    app.deals.what_if.update(change);
    let what_if = app.deals.what_if.get_untracked();
    let Some(lead) = app.screen.route.get_untracked().open_lead().filter(|_| what_if != WhatIf::default()) else {
        app.deals.supposed.set(None);
        return engine::forget(app, Channel::WhatIf);
    };
    engine::ask(app, Channel::WhatIf, &Request::WhatIf { lead, what_if }, &[]);
}

pub(super) fn supposed(app: App, lead: u32, supposed: SupposedDeal) {
    if app.screen.route.get_untracked().open_lead() == Some(lead) {
        app.deals.supposed.set(Some(Arc::new(supposed)));
    }
}

/// Another lead is open.
pub(super) fn forget_suppositions(app: App) {
    app.deals.what_if.set(WhatIf::default());
    app.deals.supposed.set(None);
    engine::forget(app, Channel::WhatIf);
}
