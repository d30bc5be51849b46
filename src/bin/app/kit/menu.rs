//! A chip that opens a panel: a popover beside it on a wide screen, a sheet at the bottom of a phone.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{Icon, IconView};
use crate::browser;

#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] is_active: Signal<bool>,
    /// The heading of the panel.
    title: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let chip = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let close = move || {
        is_open.set(false);
        if let Some(chip) = chip.get_untracked() {
            browser::focus(&chip);
        }
    };
    panel.on_load(|panel| browser::focus(&panel));
    let on_key = move |event: KeyboardEvent| {
        if is_open.get_untracked() && event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let children = StoredValue::new(children);
    let open_panel = move || {
        view! {
            <div class="menu__veil" on:click=move |_| close()></div>
            <div class="menu__panel" role="group" aria-label=title tabindex="-1" node_ref=panel>
                <div class="menu__head">
                    <strong>{title}</strong>
                    <button class="button button--quiet" on:click=move |_| close()>"Done"</button>
                </div>
                {children.with_value(|children| children())}
            </div>
        }
    };
    view! {
        <div class="menu" on:keydown=on_key>
            <button
                class="chip"
                class:chip--on=is_active
                node_ref=chip
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span class="chip__label">{label}</span>
                <IconView icon=Icon::Down />
            </button>
            <Show when=move || is_open.get()>{open_panel}</Show>
        </div>
    }
}
