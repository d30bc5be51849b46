//! Which columns, in which order: boxes to show them, buttons and the mouse to move them.

use leptos::prelude::*;

use crate::{
    actions, browser,
    columns::ColumnId,
    kit::{Icon, IconView, Menu},
    state::use_app,
};

#[component]
pub fn ColumnsMenu() -> impl IntoView {
    let app = use_app();
    let order =
        Memo::new(move |_| app.table.columns.with(|choice| choice.0.iter().map(|(id, _)| *id).collect::<Vec<_>>()));
    let shape = Memo::new(move |_| app.table.shape().columns);
    // The column under the mouse, while it is dragged.
    let dragged = RwSignal::new(None::<ColumnId>);
    let row = move |id: ColumnId| {
        let column = id.column();
        let place = Memo::new(move |_| order.with(|order| order.iter().position(|known| *known == id).unwrap_or(0)));
        let is_on = Memo::new(move |_| app.table.columns.with(|choice| choice.0.contains(&(id, true))));
        let has_no_room = move || is_on.get() && !shape.with(|shown| shown.contains(&id));
        let is_last = move || place.get() + 1 >= order.with(Vec::len);
        let step = move |icon: Icon, name: &'static str, by: isize, is_end: Signal<bool>| {
            let label = format!("Move {} {name}", column.words);
            let button_id = format!("column-{}-{name}", column.code);
            let pressed = button_id.clone();
            let on_click = move |_| {
                actions::put_column(app, id, place.get_untracked().saturating_add_signed(by));
                // A row that moves loses the keyboard on its way.
                let pressed = pressed.clone();
                request_animation_frame(move || {
                    if browser::is_focus_lost() {
                        browser::focus_id(&pressed);
                    }
                });
            };
            view! {
                <button id=button_id class="icon-button" aria-label=label disabled=is_end on:click=on_click>
                    <IconView icon />
                </button>
            }
        };
        view! {
            <div
                class="columns__row"
                class:columns__row--dragged=move || dragged.get() == Some(id)
                draggable="true"
                on:dragstart=move |_| dragged.set(Some(id))
                on:dragend=move |_| dragged.set(None)
                on:dragover=move |event| {
                    if let Some(moved) = dragged.get_untracked() {
                        event.prevent_default();
                        event.stop_propagation();
                        if moved != id {
                            actions::put_column(app, moved, place.get_untracked());
                        }
                    }
                }
                on:drop=move |event| event.prevent_default()
            >
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=is_on
                        on:change=move |event| actions::show_column(app, id, event_target_checked(&event))
                    />
                    <span class="check__label">{column.words}</span>
                    <span class="check__note">{move || has_no_room().then_some("no room")}</span>
                </label>
                {step(Icon::Up, "up", -1, Signal::derive(move || place.get() == 0))}
                {step(Icon::Down, "down", 1, Signal::derive(is_last))}
            </div>
        }
    };
    view! {
        <Menu
            label=Signal::derive(|| "Columns".to_owned())
            is_active=Signal::derive(|| false)
            title="Columns"
        >
            <div class="menu__list">
                <For each=move || order.get() key=|id| *id as u8 children=row />
            </div>
            <button class="choice columns__reset" on:click=move |_| actions::reset_columns(app)>
                <span>"As they were at first"</span>
                <IconView icon=Icon::Reset />
            </button>
        </Menu>
    }
}
