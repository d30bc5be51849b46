//! The profile in use: choosing another, saving, sharing, and going back.

use leadscore::score::Profile;
use leptos::{html, prelude::*};
use web_sys::SubmitEvent;

use crate::{
    actions, browser,
    kit::{Icon, IconView},
    state::{shipped, use_app},
};

/// A choice among the shipped profiles and the person's own.
#[component]
pub fn ProfilePicker(#[prop(into)] label: String) -> impl IntoView {
    let app = use_app();
    let select = NodeRef::<html::Select>::new();
    let in_use = Memo::new(move |_| app.profile.in_use.with(|profile| profile.name.clone()));
    let option = |name: String, title: String| view! { <option value=name>{title}</option> };
    let own = move || {
        app.profile.kept.with(|kept| {
            (!kept.is_empty()).then(|| {
                let options = kept.iter().map(|profile| option(profile.name.clone(), profile.title.clone()));
                view! { <optgroup label="Yours">{options.collect_view()}</optgroup> }
            })
        })
    };
    // After the options, which decide what the value can be.
    Effect::new(move |_| {
        app.profile.kept.track();
        let name = in_use.get();
        if let Some(select) = select.get() {
            select.set_value(&name);
        }
    });
    view! {
        <label class="field profile-picker">
            <span class="field__label">{label}</span>
            <select
                class="field__input"
                node_ref=select
                on:change=move |event| actions::use_named(app, &event_target_value(&event))
            >
                <optgroup label="Shipped">
                    {Profile::names().map(|name| option(name.to_owned(), shipped(name).title)).collect_view()}
                </optgroup>
                {own}
            </select>
        </label>
    }
}

#[component]
pub fn ProfileBar() -> impl IntoView {
    let app = use_app();
    let is_naming = RwSignal::new(false);
    let is_edited = Memo::new(move |_| app.profile.is_edited());
    let is_own = Memo::new(move |_| !actions::is_shipped(&app.profile.in_use.with(|profile| profile.name.clone())));
    let description = move || app.profile.in_use.with(|profile| profile.description.clone());
    let file = NodeRef::<html::Input>::new();
    let open = move |_| {
        if let Some(input) = file.get_untracked() {
            let files = browser::files_of(input.files());
            input.set_value("");
            files.into_iter().for_each(|file| actions::open_profile(app, file));
        }
    };
    view! {
        <section class="panel profile-bar" aria-label="Profile">
            <div class="profile-bar__choice">
                <ProfilePicker label="Profile" />
                <Show when=move || is_edited.get()>
                    <span class="badge badge--doubt" data-testid="profile-edited">"Edited, not saved"</span>
                </Show>
            </div>
            <p class="note profile-bar__about">{description}</p>
            <div class="profile-bar__actions">
                <button
                    class="button"
                    disabled=move || app.profile.history.with(Vec::is_empty)
                    on:click=move |_| actions::undo_edit(app)
                >
                    "Undo"
                </button>
                <button
                    class="button"
                    title="Back to the profile as it was saved"
                    disabled=move || !is_edited.get()
                    on:click=move |_| actions::discard_edits(app)
                >
                    <IconView icon=Icon::Reset />
                    "Reset"
                </button>
                <Show when=move || is_own.get()>
                    <button
                        class="button"
                        disabled=move || !is_edited.get()
                        on:click=move |_| actions::save_over(app)
                    >
                        "Save"
                    </button>
                </Show>
                <button
                    class="button"
                    aria-expanded=move || is_naming.get().to_string()
                    on:click=move |_| is_naming.update(|naming| *naming = !*naming)
                >
                    "Save as…"
                </button>
                <button
                    class="button"
                    title="Save this profile as a file; the command line reads it with --profile"
                    on:click=move |_| actions::share_profile(app)
                >
                    <IconView icon=Icon::Download />
                    "Share"
                </button>
                <label class="button profile-bar__open" title="Open a profile file">
                    <IconView icon=Icon::File />
                    "Open"
                    <input
                        class="visually-hidden"
                        type="file"
                        accept=".toml"
                        aria-label="Open a profile file"
                        data-testid="open-profile"
                        node_ref=file
                        on:change=open
                    />
                </label>
                <Show when=move || is_own.get()>
                    <button class="button button--quiet" on:click=move |_| actions::delete_profile(app)>
                        "Delete"
                    </button>
                </Show>
            </div>
            <Show when=move || is_naming.get()>
                <NameForm is_naming />
            </Show>
        </section>
    }
}

/// Asks for the name of a profile to save.
#[component]
fn NameForm(is_naming: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    input.on_load(|input| browser::focus(&input));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let title = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        match actions::save_profile(app, &title) {
            Ok(()) => is_naming.set(false),
            Err(message) => problem.set(Some(message)),
        }
    };
    let suggested = app.profile.in_use.with_untracked(|profile| match actions::is_shipped(&profile.name) {
        true => String::new(),
        false => profile.title.clone(),
    });
    view! {
        <form class="profile-bar__name" on:submit=save>
            <label class="field">
                <span class="field__label">"Name of your profile"</span>
                <input
                    class="field__input"
                    type="text"
                    maxlength="60"
                    autocomplete="off"
                    value=suggested
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby="profile-name-problem"
                    node_ref=input
                />
            </label>
            <button class="button button--main" type="submit">"Save"</button>
            <button class="button button--quiet" type="button" on:click=move |_| is_naming.set(false)>"Cancel"</button>
            <p class="hint" id="profile-name-problem" role="alert">{move || problem.get()}</p>
        </form>
    }
}
