//! A page without leads: what it is for, and the two ways to get some.

use leptos::prelude::*;

use crate::{
    actions,
    kit::{EmptyState, Icon, IconView},
    route::Route,
    state::use_app,
};

#[component]
pub fn NoLeads(icon: Icon, title: &'static str, text: &'static str) -> impl IntoView {
    let app = use_app();
    view! {
        <div class="page page--middle">
            <h1 class="visually-hidden">{move || app.screen.route.get().name()}</h1>
            <EmptyState icon title text>
                <button class="button button--main" on:click=move |_| actions::go(app, Route::Import)>
                    <IconView icon=Icon::Import />
                    "Import files"
                </button>
                <button class="button" data-testid="load-demo" on:click=move |_| actions::import_demo(app)>
                    "Try the demo county"
                </button>
            </EmptyState>
        </div>
    }
}
