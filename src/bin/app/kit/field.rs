//! Form fields with their labels.

use leptos::prelude::*;

/// A check box in a list of choices, with a count at its right.
#[component]
pub fn CheckField(
    #[prop(into)] label: String,
    #[prop(into)] note: String,
    #[prop(into)] is_checked: Signal<bool>,
    on_change: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_checked
                on:change=move |event| on_change(event_target_checked(&event))
            />
            <span class="check__label">{label}</span>
            <span class="check__note">{note}</span>
        </label>
    }
}

/// A choice among a few; `choices` are values with their words.
#[component]
pub fn SelectField(
    label: &'static str,
    choices: Vec<(&'static str, &'static str)>,
    #[prop(into)] value: Signal<String>,
    on_change: impl Fn(String) + 'static,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(name, words)| view! { <option value=name selected=move || value.get() == name>{words}</option> })
        .collect_view();
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <select class="field__input" on:change=move |event| on_change(event_target_value(&event))>
                {options}
            </select>
        </label>
    }
}
