//! The way between pages: at the left, on a phone at the bottom.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    actions,
    kit::{Icon, IconView},
    route::Route,
    state::use_app,
};

const PAGES: [(Route, Icon, &str); 4] = [
    (Route::Leads { open: None }, Icon::Leads, "Leads"),
    (Route::Tiers, Icon::Tiers, "Tiers"),
    (Route::Models, Icon::Models, "Models"),
    (Route::Import, Icon::Import, "Import"),
];

/// The left column.
#[component]
pub fn NavBar() -> impl IntoView {
    let app = use_app();
    view! {
        <nav class="nav" aria-label="Pages">
            <Links class="nav__link" />
            <button class="nav__help" on:click=move |_| actions::open_help(app, true)>
                "Keyboard"
                <kbd aria-hidden="true">"?"</kbd>
            </button>
        </nav>
    }
}

/// The bar at the bottom of a phone.
#[component]
pub fn TabBar() -> impl IntoView {
    view! {
        <nav class="tab-bar" aria-label="Pages">
            <Links class="tab-bar__link" />
        </nav>
    }
}

#[component]
fn Links(class: &'static str) -> impl IntoView {
    let app = use_app();
    PAGES
        .into_iter()
        .map(|(page, icon, name)| {
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
                    <IconView icon />
                    {name}
                </a>
            }
        })
        .collect_view()
}
