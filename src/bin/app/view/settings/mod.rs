//! What this browser keeps, for how long, and the way out: backup, restore, wipe. Theme, keyboard, about.

mod about;
mod dialogs;
mod keeping;

use leptos::{html, prelude::*};

use self::{about::About, dialogs::WorkspaceDialogs, keeping::KeepingCard};
use crate::{
    actions, browser,
    kit::{Icon, IconView},
    state::{Dialog, Theme, use_app},
};

#[component]
pub fn SettingsPage() -> impl IntoView {
    let app = use_app();
    actions::measure(app);
    view! {
        <div class="page settings">
            <header class="page-head"><h1>"Settings"</h1></header>
            <KeepingCard />
            <BackupCard />
            <LooksCard />
            <About />
            <WorkspaceDialogs />
        </div>
    }
}

#[component]
fn BackupCard() -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<html::Input>::new();
    let is_busy = move || app.workspace.is_busy.get();
    view! {
        <section class="panel settings__card" aria-labelledby="backup-title">
            <h2 id="backup-title">"Backup"</h2>
            <p class="settings__lead">
                "One file with everything: the files you imported, notes and statuses, models, profiles and views. Keep it somewhere safe, or take it to another device."
            </p>
            <div class="settings__row">
                <button class="button" disabled=is_busy on:click=move |_| actions::save_backup(app)>
                    <IconView icon=Icon::Download />
                    "Save a backup"
                </button>
                <label class="button settings__file">
                    <IconView icon=Icon::Import />
                    "Bring a backup back"
                    <input
                        type="file"
                        accept=".backup"
                        aria-label="Bring a backup back"
                        disabled=is_busy
                        node_ref=field
                        on:change=move |_| {
                            let Some(field) = field.get_untracked() else { return };
                            if let Some(file) = browser::files_of(field.files()).into_iter().next() {
                                actions::read_backup(app, file);
                            }
                            // The same file may be chosen again.
                            field.set_value("");
                        }
                    />
                </label>
                <span class="note" role="status">{move || is_busy().then_some("Working on it…")}</span>
            </div>
            <hr />
            <div class="settings__row">
                <button class="button button--danger" on:click=move |_| actions::ask(app, Dialog::Wipe)>
                    "Wipe everything"
                </button>
                <span class="note">"Takes away all that Leadscore has in this browser."</span>
            </div>
        </section>
    }
}

#[component]
fn LooksCard() -> impl IntoView {
    let app = use_app();
    let choice = |theme: Theme, words: &'static str| {
        view! {
            <label class="stage">
                <input
                    type="radio"
                    name="theme"
                    prop:checked=move || app.screen.theme.get() == theme
                    on:change=move |_| actions::set_theme(app, theme)
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <section class="panel settings__card" aria-labelledby="looks-title">
            <h2 id="looks-title">"Looks and keys"</h2>
            <fieldset class="stages settings__theme">
                <legend class="note">"Theme"</legend>
                {choice(Theme::System, "As the system")}
                {choice(Theme::Light, "Light")}
                {choice(Theme::Dark, "Dark")}
            </fieldset>
            <div class="settings__row">
                <button class="button" on:click=move |_| actions::open_help(app, true)>"Keyboard"</button>
                <Show when=move || app.workspace.is_installable.get()>
                    <button class="button" on:click=move |_| actions::install(app)>
                        <IconView icon=Icon::Download />
                        "Install Leadscore"
                    </button>
                </Show>
            </div>
        </section>
    }
}
