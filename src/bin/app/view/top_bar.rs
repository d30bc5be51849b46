//! The top bar: name, data set, search, whether it works offline, theme.

use leadscore::plot::thousands;
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView, Logo, SearchField},
    route::Route,
    state::{Theme, use_app},
};

#[component]
pub fn TopBar() -> impl IntoView {
    let app = use_app();
    let is_wide = move || !app.screen.is_narrow.get();
    view! {
        <header class="top-bar">
            <a
                class="top-bar__logo"
                href="#/leads"
                on:click=move |event| {
                    event.prevent_default();
                    actions::go(app, Route::Leads { open: None });
                }
            >
                <Logo />
                "Leadscore"
            </a>
            <DataChip />
            <Show when=is_wide fallback=|| view! { <span class="top-bar__gap"></span> }>
                <SearchField />
                <span class="top-bar__gap"></span>
            </Show>
            <PaletteButton />
            <OfflineBadge />
            <ThemeToggle />
        </header>
    }
}

/// What is loaded; leads to the import page.
#[component]
fn DataChip() -> impl IntoView {
    let app = use_app();
    move || {
        app.data.set.get().map(|set| {
            let leads = app.data.lead_count();
            let files = set.report.files.len();
            let counts = format!(
                "{} leads · {} {}",
                thousands(u64::from(leads)),
                files,
                if files == 1 { "file" } else { "files" }
            );
            // Several files have no better name than their number, which stands in the counts.
            let name = (!set.name.ends_with(" files")).then(|| view! { <b>{set.name.clone()}</b> });
            view! {
                <button
                    class="chip data-chip"
                    title="What was imported"
                    on:click=move |_| actions::go(app, Route::Import)
                >
                    {name}
                    <span>{counts}</span>
                </button>
            }
        })
    }
}

#[component]
fn OfflineBadge() -> impl IntoView {
    let app = use_app();
    let is_ready = move || app.screen.is_offline_ready.get();
    view! {
        <span
            class="offline"
            class:offline--ready=is_ready
            data-testid="offline-badge"
            title=move || {
                if is_ready() {
                    "The page is stored in this browser and opens without a network."
                } else {
                    "The page is not stored in this browser: it needs a network to open. Your files still stay here."
                }
            }
        >
            <span class="offline__dot" aria-hidden="true"></span>
            {move || if is_ready() { "Offline ready" } else { "Online only" }}
        </span>
    }
}

/// Everything one can do, by a few letters.
#[component]
fn PaletteButton() -> impl IntoView {
    let app = use_app();
    view! {
        <button
            class="icon-button icon-button--framed palette-button"
            aria-label="Commands"
            title="Commands: pages, actions, leads (Ctrl+K)"
            aria-haspopup="dialog"
            on:click=move |_| actions::open_palette(app, true)
        >
            <IconView icon=Icon::Command />
        </button>
    }
}

#[component]
fn ThemeToggle() -> impl IntoView {
    let app = use_app();
    let icon = move || match app.screen.theme.get() {
        Theme::System => Icon::Screen,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    };
    let label = move || match app.screen.theme.get() {
        Theme::System => "Theme: as the system",
        Theme::Light => "Theme: light",
        Theme::Dark => "Theme: dark",
    };
    view! {
        <button
            class="icon-button icon-button--framed"
            data-testid="theme-toggle"
            aria-label=label
            title=label
            on:click=move |_| actions::next_theme(app)
        >
            {move || view! { <IconView icon=icon() /> }}
        </button>
    }
}
