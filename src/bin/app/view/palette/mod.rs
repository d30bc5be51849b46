//! The command palette: a field and a list under it, reached from everywhere by Ctrl+K.
//!
//! The keyboard stays in the field; the list says which of its lines is chosen.

mod known;

use leptos::{ev::KeyboardEvent, html, prelude::*};

use self::known::{Offer, offers};
use crate::{
    actions, browser,
    kit::{Icon, IconView},
    state::{App, use_app},
};

const LIST_ID: &str = "palette-list";

#[component]
pub fn CommandPalette() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if app.palette.is_open.get() {
            if !dialog.open()
                && let Err(error) = dialog.show_modal()
            {
                web_sys::console::warn_1(&error);
            }
            if let Some(field) = field.get_untracked() {
                browser::focus(&field);
            }
        } else {
            dialog.close();
        }
    });
    // What is offered is worked out while the palette is open alone.
    let all = Memo::new(move |_| if app.palette.is_open.get() { offers(app) } else { Vec::new() });
    let at = move || app.palette.at.get().min(all.with(Vec::len).saturating_sub(1));
    Effect::new(move |_| {
        if let Some(line) = document().get_element_by_id(&line_id(at())) {
            browser::show_nearest(&line);
        }
    });
    let lines = move || {
        let mut group = "";
        all.get()
            .into_iter()
            .enumerate()
            .map(|(place, offer)| {
                let title = (offer.group != group).then_some(offer.group);
                group = offer.group;
                view! {
                    {title.map(|title| view! { <div class="palette__group" role="presentation">{title}</div> })}
                    <Line place offer at=Signal::derive(at) />
                }
            })
            .collect_view()
    };
    let is_none = move || all.with(Vec::is_empty);
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label="Commands"
            on:close=move |_| actions::open_palette(app, false)
            on:click=move |event| {
                // A click beside it closes it.
                if event.target() == event.current_target() {
                    actions::open_palette(app, false);
                }
            }
        >
            <div class="palette__body">
                <div class="palette__field">
                    <IconView icon=Icon::Search />
                    <input
                        class="search__input"
                        type="text"
                        node_ref=field
                        role="combobox"
                        aria-label="Command, page or lead"
                        aria-expanded="true"
                        aria-controls=LIST_ID
                        aria-autocomplete="list"
                        aria-activedescendant=move || (!is_none()).then(|| line_id(at()))
                        placeholder="Page, action, view or lead"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=app.palette.text
                        on:input=move |event| actions::palette_typed(app, event_target_value(&event))
                        on:keydown=move |event| on_key(app, all, &event)
                    />
                    <button class="icon-button" aria-label="Close" on:click=move |_| actions::open_palette(app, false)>
                        <IconView icon=Icon::Close />
                    </button>
                </div>
                <div class="palette__list" id=LIST_ID role="listbox" aria-label="Commands">{lines}</div>
                <p class="palette__none" role="status">
                    {move || is_none().then_some("Nothing fits. Try a page, an address, or part of a parcel id.")}
                </p>
            </div>
        </dialog>
    }
}

fn line_id(place: usize) -> String {
    format!("palette-{place}")
}

#[component]
fn Line(place: usize, offer: Offer, at: Signal<usize>) -> impl IntoView {
    let app = use_app();
    let Offer { words, note, icon, command, .. } = offer;
    let is_on = Memo::new(move |_| at.get() == place);
    view! {
        <div
            class="palette__line"
            class:palette__line--on=is_on
            role="option"
            id=line_id(place)
            aria-selected=move || is_on.get().to_string()
            on:click=move |_| actions::run(app, command.clone())
            on:pointermove=move |_| if !is_on.get_untracked() { actions::palette_at(app, place) }
        >
            <IconView icon />
            <span class="palette__words">{words}</span>
            <span class="palette__note">{note}</span>
        </div>
    }
}

/// Keys in the field.
fn on_key(app: App, all: Memo<Vec<Offer>>, event: &KeyboardEvent) {
    let count = all.with_untracked(Vec::len);
    let at = app.palette.at.get_untracked().min(count.saturating_sub(1));
    let to = match event.key().as_str() {
        "ArrowDown" if count > 0 => (at + 1) % count,
        "ArrowUp" if count > 0 => (at + count - 1) % count,
        "Home" if event.ctrl_key() => 0,
        "End" if event.ctrl_key() => count.saturating_sub(1),
        "Enter" => {
            event.prevent_default();
            if let Some(offer) = all.with_untracked(|all| all.get(at).cloned()) {
                actions::run(app, offer.command);
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    actions::palette_at(app, to);
}
