//! The way between pages: at the left, on a phone at the bottom.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};

use crate::{
    actions,
    kit::{Icon, IconView},
    route::Route,
    state::use_app,
};

/// On a phone these stand in the bar, the other pages behind its last button.
const PHONE_PAGES: usize = 4;

/// The left column.
#[component]
pub fn NavBar() -> impl IntoView {
    let app = use_app();
    view! {
        <nav class="nav" aria-label="Pages">
            <Links pages=&Route::PAGES class="nav__link" />
            <button class="nav__help" on:click=move |_| actions::open_help(app, true)>
                "Keyboard"
                <kbd aria-hidden="true">"?"</kbd>
            </button>
        </nav>
    }
}

/// The bar at the bottom of a phone: the first pages, and a sheet with the others.
#[component]
pub fn TabBar() -> impl IntoView {
    let app = use_app();
    let is_open = RwSignal::new(false);
    let is_behind = move || !Route::PAGES[..PHONE_PAGES].iter().any(|page| app.screen.route.get().is_same_page(*page));
    // Whoever follows a link has seen the sheet.
    Effect::new(move |_| {
        app.screen.route.track();
        is_open.set(false);
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            is_open.set(false);
        }
    };
    view! {
        <nav class="tab-bar" aria-label="Pages" on:keydown=on_key>
            <Links pages=&Route::PAGES[..PHONE_PAGES] class="tab-bar__link" />
            <button
                class="tab-bar__link"
                aria-expanded=move || is_open.get().to_string()
                aria-current=move || is_behind().then_some("true")
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <IconView icon=Icon::More />
                "More"
            </button>
            <Show when=move || is_open.get()>
                <div class="tab-bar__veil" on:click=move |_| is_open.set(false)></div>
                <div class="tab-bar__sheet">
                    <Links pages=&Route::PAGES[PHONE_PAGES..] class="nav__link" />
                </div>
            </Show>
        </nav>
    }
}

#[component]
fn Links(pages: &'static [Route], class: &'static str) -> impl IntoView {
    let app = use_app();
    pages
        .iter()
        .map(|&page| {
            let is_here = move || app.screen.route.get().is_same_page(page);
            let follow = move |event: MouseEvent| {
                // A click with a modifier opens a new tab, as with any link.
                if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    event.prevent_default();
                    actions::go(app, page);
                }
            };
            view! {
                <a
                    class=class
                    href=page.fragment()
                    aria-current=move || is_here().then_some("page")
                    on:click=follow
                >
                    <IconView icon=icon(page) />
                    {page.name()}
                </a>
            }
        })
        .collect_view()
}

/// The icon of a page.
pub fn icon(page: Route) -> Icon {
    match page {
        Route::Leads { .. } => Icon::Leads,
        Route::Map { .. } => Icon::Map,
        Route::Deals => Icon::Deals,
        Route::Tiers => Icon::Tiers,
        Route::Models => Icon::Models,
        Route::Quality => Icon::Quality,
        Route::Import => Icon::Import,
        Route::Settings => Icon::Settings,
    }
}
