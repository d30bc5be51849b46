//! The engine does not run and will not start by itself.

use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::{Engine, use_app},
};

#[component]
pub fn EngineDown() -> impl IntoView {
    let app = use_app();
    let message = move || match app.engine.phase.get() {
        Engine::Down(message) => message,
        Engine::Starting | Engine::Ready => String::new(),
    };
    view! {
        <div class="notices notices--top" role="alert">
            <div class="notice notice--error" data-testid="error">
                <IconView icon=Icon::Warning />
                <p>{message}</p>
                <button class="button" on:click=move |_| actions::restart_engine(app)>
                    "Start again"
                </button>
            </div>
        </div>
    }
}
