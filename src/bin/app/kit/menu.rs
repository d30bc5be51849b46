//! A chip that opens a panel: a popover beside it on a wide screen, a sheet at the bottom of a phone.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{Icon, IconView};
use crate::browser;

#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] is_active: Signal<bool>,
    /// The heading of the panel.
    #[prop(into)]
    title: String,
    /// Whether it is open, where somebody else opens or closes it too.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// Drawn before the label.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Takes away what the chip stands for; a second button beside it while it is active.
    #[prop(optional)]
    on_remove: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = open.unwrap_or_else(|| RwSignal::new(false));
    let chip = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    // The panel begins where its chip does, or ends there where it would leave the window.
    let is_at_end = RwSignal::new(false);
    let close = move || {
        is_open.set(false);
        if let Some(chip) = chip.get_untracked() {
            browser::focus(&chip);
        }
    };
    // Each time it opens: `on_load` would hear of the first time alone.
    Effect::new(move |_| {
        let Some(panel) = panel.get() else { return };
        is_at_end.set(panel.get_bounding_client_rect().right() > browser::window_size().0 - 8.0);
        browser::focus(&panel);
    });
    let on_key = move |event: KeyboardEvent| {
        if is_open.get_untracked() && event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let children = StoredValue::new(children);
    let title = StoredValue::new(title);
    let open_panel = move || {
        is_at_end.set(false);
        view! {
            <div class="menu__veil" on:click=move |_| close()></div>
            <div
                class="menu__panel"
                class:menu__panel--end=is_at_end
                role="group"
                aria-label=title.get_value()
                tabindex="-1"
                node_ref=panel
            >
                <div class="menu__head">
                    <strong>{title.get_value()}</strong>
                    <button class="button button--quiet" on:click=move |_| close()>"Done"</button>
                </div>
                {children.with_value(|children| children())}
            </div>
        }
    };
    let remove = on_remove.map(|on_remove| {
        view! {
            <Show when=move || is_active.get()>
                <button
                    class="menu__remove"
                    aria-label=move || format!("Remove the filter {}", label.get())
                    on:click=move |_| on_remove.run(())
                >
                    <IconView icon=Icon::Close />
                </button>
            </Show>
        }
    });
    let can_be_removed = remove.is_some();
    view! {
        <div class="menu" class:menu--removable=move || can_be_removed && is_active.get() on:keydown=on_key>
            <button
                class="chip"
                class:chip--on=is_active
                node_ref=chip
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {icon.map(|icon| view! { <IconView icon /> })}
                <span class="chip__label">{label}</span>
                <IconView icon=Icon::Down />
            </button>
            {remove}
            <Show when=move || is_open.get()>{open_panel}</Show>
        </div>
    }
}
