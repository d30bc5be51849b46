//! What the hand holds, and how close the map is.

use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::{App, Tool, use_app},
};

#[component]
pub fn Tools() -> impl IntoView {
    let app = use_app();
    let tools = [
        (Tool::Move, Icon::Hand, "Move the map"),
        (Tool::Rectangle, Icon::Rectangle, "Select leads in a rectangle"),
        (Tool::Lasso, Icon::Lasso, "Select leads with a lasso"),
    ];
    let button = move |(tool, icon, label): (Tool, Icon, &'static str)| {
        view! {
            <button
                class="icon-button"
                aria-label=label
                title=label
                aria-pressed=move || (app.map.tool.get() == tool).to_string()
                on:click=move |_| actions::pick_tool(app, tool)
            >
                <IconView icon />
            </button>
        }
    };
    view! {
        <div class="map__tools" role="group" aria-label="What a drag does">
            {tools.map(button).collect_view()}
            <button
                class="map__all"
                title="Select all leads in view (s)"
                on:click=move |_| actions::pick_in_view(app)
            >
                "All in view"
            </button>
        </div>
    }
}

#[component]
pub fn Zoom() -> impl IntoView {
    let app = use_app();
    type Act = fn(App);
    let buttons: [(Icon, &'static str, Act); 3] = [
        (Icon::Add, "Closer (+)", |app| actions::zoom_map(app, None, 1.8)),
        (Icon::Minus, "Farther (−)", |app| actions::zoom_map(app, None, 1.0 / 1.8)),
        (Icon::Fit, "Show all leads (0)", actions::fit_map),
    ];
    let button = move |(icon, label, act): (Icon, &'static str, Act)| {
        view! {
            <button class="icon-button" aria-label=label title=label on:click=move |_| act(app)>
                <IconView icon />
            </button>
        }
    };
    view! { <div class="map__zoom" role="group" aria-label="Zoom">{buttons.map(button).collect_view()}</div> }
}
