//! The frame: address, theme, messages.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{detail, table, views};
use crate::{
    browser,
    route::Route,
    state::{App, Notice, Theme},
};

const THEME_KEY: &str = "leadscore.theme";

/// Phones: a tab bar, cards, a sheet for the detail. The style sheet has the same number.
pub(super) const NARROW: &str = "(max-width: 720px)";

/// How long a message that is no error stays.
const NOTICE_SECONDS: u64 = 5;

/// Reads what the browser knows when the page opens.
pub fn start_screen(app: App) {
    set_narrow(app, browser::watch_media(NARROW, move |is_narrow| set_narrow(app, is_narrow)));
    set_offline_ready(app, browser::watch_offline(move |is_ready| set_offline_ready(app, is_ready)));
    let theme = match browser::stored(THEME_KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    app.screen.theme.set(theme);
    views::start(app);
    fragment_changed(app);
}

fn set_narrow(app: App, is_narrow: bool) {
    if app.screen.is_narrow.get_untracked() != is_narrow {
        table::keep_row(app, || app.screen.is_narrow.set(is_narrow));
    }
}

fn set_offline_ready(app: App, is_ready: bool) {
    app.screen.is_offline_ready.set(is_ready);
}

pub fn set_dragging(app: App, is_dragging: bool) {
    if app.screen.is_dragging.get_untracked() != is_dragging {
        app.screen.is_dragging.set(is_dragging);
    }
}

pub fn open_help(app: App, is_open: bool) {
    app.screen.is_help_open.set(is_open);
}

/// To the theme the system does not have, then to the one it has, then back to the system. `www/theme.js` reads what is
/// stored before the next first paint and follows the system.
pub fn next_theme(app: App) {
    let is_system_dark = browser::is_media("(prefers-color-scheme: dark)");
    let (opposite, same) = if is_system_dark { (Theme::Light, Theme::Dark) } else { (Theme::Dark, Theme::Light) };
    let next = match app.screen.theme.get_untracked() {
        Theme::System => opposite,
        theme if theme == opposite => same,
        _ => Theme::System,
    };
    set_theme(app, next);
}

pub fn set_theme(app: App, theme: Theme) {
    let is_system_dark = browser::is_media("(prefers-color-scheme: dark)");
    let system = if is_system_dark { "dark" } else { "light" };
    let (stored, shown) = match theme {
        Theme::System => ("system", system),
        Theme::Light => ("light", "light"),
        Theme::Dark => ("dark", "dark"),
    };
    app.screen.theme.set(theme);
    browser::store(THEME_KEY, stored);
    browser::set_theme(shown);
}

/// The address changed: a link, the back button, or the page opened.
pub fn fragment_changed(app: App) {
    let fragment = location_hash().unwrap_or_default();
    let route = Route::parse(&fragment).unwrap_or_else(|| {
        if app.data.set.with_untracked(Option::is_some) { Route::Leads { open: None } } else { Route::Import }
    });
    show(app, route);
}

/// Opens a page. The next lead replaces the one before in the history, so that one step back leads to the list.
pub fn go(app: App, route: Route) {
    let before = app.screen.route.get_untracked();
    if before == route {
        return;
    }
    show(app, route);
    let is_replaced = before.open_lead().is_some() && route.open_lead().is_some();
    app.screen.can_go_back.update_value(|can| *can = if is_replaced { *can } else { route.open_lead().is_some() });
    if is_replaced {
        browser::replace_fragment(&route.fragment());
    } else {
        browser::set_fragment(&route.fragment());
    }
}

/// From a lead back to its list, or to the map it was opened on.
pub(super) fn go_up(app: App) {
    let list = app.screen.route.get_untracked().with_lead(None);
    if app.screen.can_go_back.get_value() {
        app.screen.can_go_back.set_value(false);
        show(app, list);
        browser::go_back();
    } else {
        show(app, list);
        browser::replace_fragment(&list.fragment());
    }
}

fn show(app: App, route: Route) {
    let before = app.screen.route.get_untracked();
    if before != route {
        app.screen.route.set(route);
    }
    if before.open_lead() != route.open_lead() {
        detail::follow_route(app, route.open_lead());
    }
}

/// Says something that went well.
pub(super) fn tell(app: App, text: &str) {
    notify(app, false, text.to_owned());
}

/// Says what went wrong and stays until closed.
pub(super) fn show_error(app: App, text: String) {
    notify(app, true, text);
}

pub fn close_notice(app: App) {
    app.screen.notice.set(None);
}

fn notify(app: App, is_error: bool, text: String) {
    let number = app.screen.notices.get_value() + 1;
    app.screen.notices.set_value(number);
    app.screen.notice.set(Some(Notice { number, is_error, text }));
    if !is_error {
        let close = move || {
            if app.screen.notice.with_untracked(|notice| notice.as_ref().is_some_and(|n| n.number == number)) {
                app.screen.notice.set(None);
            }
        };
        set_timeout(close, Duration::from_secs(NOTICE_SECONDS));
    }
}

pub fn copy_parcel(app: App, parcel_id: String) {
    spawn_local(async move {
        match browser::copy_text(&parcel_id).await {
            Ok(()) => tell(app, &format!("Parcel id {parcel_id} copied.")),
            Err(_) => show_error(app, "The browser does not let this page use the clipboard.".to_owned()),
        }
    });
}
