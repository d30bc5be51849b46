//! Questions before something that cannot be undone.

use leptos::{html, prelude::*};

use super::keeping::what;
use crate::{
    actions,
    state::{Dialog, use_app},
};

#[component]
pub fn WorkspaceDialogs() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if app.workspace.dialog.with(Option::is_some) {
            if !dialog.open()
                && let Err(error) = dialog.show_modal()
            {
                web_sys::console::warn_1(&error);
            }
        } else {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="help ask"
            node_ref=dialog
            aria-labelledby="ask-title"
            on:close=move |_| actions::close_dialog(app)
        >
            {move || app.workspace.dialog.get().map(body)}
        </dialog>
    }
}

fn body(dialog: Dialog) -> AnyView {
    let app = use_app();
    let cancel = move || {
        view! { <button class="button" on:click=move |_| actions::close_dialog(app)>"Cancel"</button> }
    };
    match dialog {
        Dialog::Wipe => view! {
            <h2 id="ask-title">"Wipe everything?"</h2>
            <p>"This takes away all that Leadscore has in this browser, and cannot be undone:"</p>
            {held()}
            <p class="note">"The files on your disk stay. A backup saved before brings all of it back."</p>
            <div class="ask__row">
                {cancel()}
                <button class="button button--danger" on:click=move |_| actions::wipe(app)>"Wipe everything"</button>
            </div>
        }
        .into_any(),
        Dialog::Stop => view! {
            <h2 id="ask-title">"Keep nothing any more?"</h2>
            <p>"What is kept in this browser is taken away. It stays on the screen until you close this tab:"</p>
            {held()}
            <div class="ask__row">
                {cancel()}
                <button class="button button--danger" on:click=move |_| actions::stop_keeping(app)>"Keep nothing"</button>
            </div>
        }
        .into_any(),
        Dialog::BringBack { file_name, words } => view! {
            <h2 id="ask-title">"Bring this backup back?"</h2>
            <p>{format!("{file_name} is sound and holds:")}</p>
            <ul class="ask__list">{words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            <dl class="ask__ways">
                <dt>"Replace"</dt>
                <dd>"All that is here now goes; the backup takes its place."</dd>
                <dt>"Add"</dt>
                <dd>"Statuses, notes, models, profiles and views come together. Where both have something of the same day or name, what is here stays; so do the leads that are loaded."</dd>
            </dl>
            <div class="ask__row">
                {cancel()}
                <button class="button" on:click=move |_| actions::bring_back(app, true)>"Add"</button>
                <button class="button button--main" on:click=move |_| actions::bring_back(app, false)>"Replace"</button>
            </div>
        }
        .into_any(),
    }
}

/// What would go.
fn held() -> AnyView {
    let app = use_app();
    let line = |held: &crate::state::Held| {
        (held.count > 0).then(|| view! { <li>{format!("{}: {}", super::keeping::label(held.kind), what(held))}</li> })
    };
    view! { <ul class="ask__list">{move || app.workspace.held.with(|held| held.iter().map(line).collect_view())}</ul> }
        .into_any()
}
