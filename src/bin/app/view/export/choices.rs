//! What is chosen: the leads, the preset, the format, a row's meaning, who is left out.

use leadscore::{
    plot::thousands,
    session::{ExportFormat, ExportOptions, Per, Preset, Which},
};
use leptos::prelude::*;

use crate::{actions, state::use_app};

#[component]
pub fn Choices() -> impl IntoView {
    let app = use_app();
    let chosen = move |of: fn(&ExportOptions) -> &'static str| {
        Memo::new(move |_| app.export.options.with(|options| options.as_ref().map(of).unwrap_or_default()))
    };
    let preset = chosen(|options| options.preset.code());
    let format = chosen(|options| options.format.code());
    let per = chosen(|options| if options.per == Per::Owner { "owner" } else { "lead" });
    let which = chosen(|options| if options.which == Which::View { "view" } else { "selection" });
    let about = move || Preset::of(preset.get()).map(Preset::about);
    let selected = app.table.selection.with_untracked(|selection| selection.count());
    let shown = app.table.rows.get_untracked();
    let has_own = app.export.options.with_untracked(|options| {
        options.as_ref().and_then(|options| match &options.which {
            Which::Selection(leads) => Some(leads.clone()),
            _ => None,
        })
    });
    let own = has_own.clone().unwrap_or_else(|| app.table.selection.with_untracked(|s| s.leads().into()));
    let has_selection = has_own.is_some() || selected > 0;
    let own_count = own.len() as u64;
    let own = StoredValue::new(own);
    let leads = has_selection.then(|| {
        let choices = vec![
            ("view".to_owned(), format!("The list, {}", thousands(shown.into()))),
            ("selection".to_owned(), format!("Selected, {}", thousands(own_count))),
        ];
        radios("Leads", "export-which", choices, which, move |value| {
            actions::set_export(app, |options| {
                options.which = if value == "view" { Which::View } else { Which::Selection(own.get_value()) };
            });
        })
    });
    let pairs = |pairs: Vec<(&str, &str)>| pairs.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    let presets = pairs(Preset::ALL.map(|preset| (preset.code(), preset.label())).to_vec());
    let formats = pairs(ExportFormat::ALL.map(|format| (format.code(), format.label())).to_vec());
    view! {
        {leads}
        {radios("Columns", "export-preset", presets, preset, move |value| {
            if let Some(preset) = Preset::of(&value) {
                actions::set_export(app, |options| options.preset = preset);
            }
        })}
        <p class="export__about">{about}</p>
        <div class="export__pair">
            {radios("Format", "export-format", formats, format, move |value| {
                if let Some(format) = ExportFormat::ALL.into_iter().find(|format| format.code() == value) {
                    actions::set_export(app, |options| options.format = format);
                }
            })}
            {radios(
                "One row per",
                "export-per",
                pairs(vec![("lead", "Lead"), ("owner", "Owner")]),
                per,
                move |value| {
                    let per = if value == "owner" { Per::Owner } else { Per::Lead };
                    actions::set_export(app, |options| options.per = per);
                },
            )}
        </div>
        <label class="check export__suppress">
            <input
                type="checkbox"
                prop:checked=move || app.export.options.with(|options| options.as_ref().is_some_and(|o| o.suppress))
                on:change=move |event| {
                    let is_on = event_target_checked(&event);
                    actions::set_export(app, |options| options.suppress = is_on);
                }
            />
            <span class="check__label">"Leave out leads marked “do not contact”"</span>
        </label>
    }
}

/// A group of choices as one row of buttons.
fn radios(
    label: &'static str,
    name: &'static str,
    choices: Vec<(String, String)>,
    value: Memo<&'static str>,
    choose: impl Fn(String) + Copy + 'static,
) -> impl IntoView {
    let choice = move |(code, words): (String, String)| {
        let chosen = code.clone();
        let of = code.clone();
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=name
                    value=code
                    prop:checked=move || value.get() == of
                    on:change=move |_| choose(chosen.clone())
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend>{label}</legend>
            <div class="segments__row">{choices.into_iter().map(choice).collect_view()}</div>
        </fieldset>
    }
}
