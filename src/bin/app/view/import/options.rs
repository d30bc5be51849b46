//! How to read and score: discreet, because the defaults are right for most.

use leadscore::{plot::date_words, session::ImportMode};
use leptos::prelude::*;

use crate::{
    actions,
    kit::{Icon, IconView, SelectField},
    state::{Import, use_app},
    view::tiers::ProfilePicker,
};

const MODES: [(&str, &str); 2] =
    [("smart", "Smart: repair and report"), ("reference", "Reference: as the old system read")];

fn mode_name(mode: ImportMode) -> &'static str {
    match mode {
        ImportMode::Smart => "smart",
        ImportMode::Reference => "reference",
    }
}

#[component]
pub fn ImportOptionsForm() -> impl IntoView {
    let app = use_app();
    let options = app.data.options;
    // The leads on the screen were read otherwise.
    let differs = Memo::new(move |_| {
        let options = options.get();
        app.data.set.with(|set| set.as_ref().is_some_and(|set| set.options != options))
    });
    let is_idle = move || app.data.import.with(|import| !matches!(import, Import::Running(_)));
    let summary = move || {
        options.with(|o| format!("profile {} · {} · as of {}", o.profile, mode_name(o.mode), date_words(&o.as_of)))
    };
    view! {
        <details class="options">
            <summary>
                <IconView icon=Icon::Chevron />
                <span>"Options"</span>
                <span class="note">{summary}</span>
            </summary>
            <div class="options__fields">
                <ProfilePicker label="Scoring profile" />
                <SelectField
                    label="Reading"
                    choices=MODES.to_vec()
                    value=Signal::derive(move || options.with(|o| mode_name(o.mode).to_owned()))
                    on_change=move |mode| {
                        let mode = if mode == "reference" { ImportMode::Reference } else { ImportMode::Smart };
                        actions::set_options(app, |o| o.mode = mode);
                    }
                />
                <label class="field">
                    <span class="field__label">"As of"</span>
                    <input
                        class="field__input"
                        type="date"
                        required
                        prop:value=move || options.with(|o| o.as_of.clone())
                        on:change=move |event| {
                            let as_of = event_target_value(&event);
                            if !as_of.is_empty() {
                                actions::set_options(app, |o| o.as_of = as_of);
                            }
                        }
                    />
                </label>
                <Show when=move || differs.get() && is_idle()>
                    <button class="button" on:click=move |_| actions::import_again(app)>
                        <IconView icon=Icon::Reset />
                        "Read the files again"
                    </button>
                </Show>
            </div>
        </details>
    }
}
