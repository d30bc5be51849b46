//! The keyboard, in a dialog.

use leptos::{html, prelude::*};

use super::{Icon, IconView};
use crate::{actions, state::use_app};

const KEYS: [(&str, &str); 18] = [
    ("Ctrl+K", "Commands: pages, actions, leads, views"),
    ("/", "Search"),
    ("j  ↓", "Next lead"),
    ("k  ↑", "Previous lead"),
    ("Enter", "Open the lead under the cursor"),
    ("Space", "Preview it beside its row"),
    ("x", "Select it, or let go of it"),
    ("Shift+↑  Shift+↓", "Select with the rows passed"),
    ("Shift+click", "On a row: select up to it. On a head: sort by it among equals"),
    ("Ctrl+click", "Select a row"),
    ("Esc", "Close what is open"),
    ("Home", "First lead"),
    ("End", "Last lead"),
    ("Page Up  Page Down", "A window up or down"),
    ("g l, g p, g d, g t", "Go to Leads, Map, Deals, Tiers"),
    ("g m, g q, g i, g s", "Go to Models, Quality, Import, Settings"),
    ("e", "Export the leads shown"),
    ("?", "This help"),
];

#[component]
pub fn HelpDialog() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    // The dialog's own state follows ours; the browser keeps the keyboard inside it.
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if app.screen.is_help_open.get() {
            if !dialog.open()
                && let Err(error) = dialog.show_modal()
            {
                web_sys::console::warn_1(&error);
            }
        } else {
            dialog.close();
        }
    });
    let rows = KEYS
        .into_iter()
        .map(|(keys, does)| {
            view! {
                <div class="help__row">
                    <dt>{keys.split("  ").map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dt>
                    <dd>{does}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dialog
            class="help"
            node_ref=dialog
            aria-labelledby="help-title"
            on:close=move |_| actions::open_help(app, false)
        >
            <header class="help__head">
                <h2 id="help-title">"Keyboard"</h2>
                <button class="icon-button" aria-label="Close" on:click=move |_| actions::open_help(app, false)>
                    <IconView icon=Icon::Close />
                </button>
            </header>
            <dl class="help__keys">{rows}</dl>
        </dialog>
    }
}
