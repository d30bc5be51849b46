//! Views with a name, as a menu: the person's own, and those that came with the product; and the dialog that names one.

use leadscore::session::{SavedView, shipped_views};
use leptos::{html, prelude::*};

use crate::{
    actions, browser,
    kit::{Icon, IconView, Menu},
    state::{Naming, use_app},
};

#[component]
pub fn ViewsMenu() -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    let shown = Memo::new(move |_| actions::shown_view(app));
    let label = Signal::derive(move || shown.get().unwrap_or_else(|| "Views".to_owned()));
    let is_active = Signal::derive(move || shown.with(Option::is_some));
    let choice = move |view: SavedView| {
        let name = view.name.clone();
        let is_on = {
            let name = name.clone();
            move || shown.with(|shown| shown.as_ref() == Some(&name))
        };
        view! {
            <button
                class="choice"
                aria-pressed=move || is_on().to_string()
                on:click=move |_| {
                    open.set(false);
                    actions::use_view(app, view.clone());
                }
            >
                <span>{name}</span>
            </button>
        }
    };
    let name_it = move |naming: Naming| {
        open.set(false);
        actions::name_view(app, Some(naming));
    };
    let own = move |view: SavedView| {
        let (renamed, deleted) = (view.name.clone(), view.name.clone());
        view! {
            <div class="sort__row">
                {choice(view)}
                <button
                    class="icon-button"
                    aria-label=format!("Rename {renamed}")
                    on:click=move |_| name_it(Naming::Rename(renamed.clone()))
                >
                    <IconView icon=Icon::Edit />
                </button>
                <button
                    class="icon-button"
                    aria-label=format!("Delete {deleted}")
                    on:click=move |_| {
                        open.set(false);
                        actions::delete_view(app, &deleted);
                    }
                >
                    <IconView icon=Icon::Delete />
                </button>
            </div>
        }
    };
    let can_save = move || app.table.query.with(|query| query.is_filtered() || !query.sorts.is_empty());
    view! {
        <Menu label is_active title="Views" icon=Icon::Bookmark open>
            <div class="menu__list">
                {move || {
                    let views = app.table.views.get();
                    (!views.is_empty())
                        .then(|| {
                            view! {
                                <h3 class="menu__title">"Yours"</h3>
                                {views.into_iter().map(own).collect_view()}
                            }
                        })
                }}
                <h3 class="menu__title">"Ready-made"</h3>
                {shipped_views().into_iter().map(choice).collect_view()}
            </div>
            <button
                class="choice columns__reset"
                disabled=move || !can_save()
                title=move || if can_save() { "" } else { "Filter or sort first" }
                on:click=move |_| name_it(Naming::Save)
            >
                <span>"Save this view…"</span>
                <IconView icon=Icon::Add />
            </button>
        </Menu>
    }
}

/// Asks for the name of a view.
#[component]
pub fn NamingDialog() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let name = RwSignal::new(String::new());
    // A fault is said when somebody has typed, not before.
    let is_tried = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match app.table.naming.get() {
            Some(naming) => {
                name.set(match naming {
                    Naming::Save => String::new(),
                    Naming::Rename(before) => before,
                });
                is_tried.set(false);
                if !dialog.open()
                    && let Err(error) = dialog.show_modal()
                {
                    web_sys::console::warn_1(&error);
                }
                if let Some(field) = field.get_untracked() {
                    browser::focus(&field);
                    field.select();
                }
            }
            None => dialog.close(),
        }
    });
    let fault = move || actions::fault_of_name(app, &name.get());
    let title = move || match app.table.naming.get() {
        Some(Naming::Rename(_)) => "Rename the view",
        _ => "Save this view",
    };
    let close = move || actions::name_view(app, None);
    view! {
        <dialog class="help naming" node_ref=dialog aria-labelledby="naming-title" on:close=move |_| close()>
            <form
                class="naming__form"
                on:submit=move |event| {
                    event.prevent_default();
                    is_tried.set(true);
                    actions::named(app, &name.get_untracked());
                }
            >
                <h2 id="naming-title">{title}</h2>
                <p class="note">"Filters, order and columns come back under this name."</p>
                <label class="field">
                    <span class="field__label">"Name"</span>
                    <input
                        class="field__input"
                        type="text"
                        node_ref=field
                        autocomplete="off"
                        maxlength=actions::MOST_NAME.to_string()
                        aria-describedby="naming-fault"
                        aria-invalid=move || (is_tried.get() && fault().is_some()).to_string()
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
                <p class="hint" id="naming-fault" role="status">
                    {move || fault().filter(|_| is_tried.get())}
                </p>
                <div class="naming__foot">
                    <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
                    <button type="submit" class="button button--main">"Save"</button>
                </div>
            </form>
        </dialog>
    }
}
