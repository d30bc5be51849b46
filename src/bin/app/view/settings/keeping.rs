//! Whether things are kept, what, how much, and how sure that is.

use leadscore::plot::{bytes, percent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{
    actions,
    kit::{Icon, IconView},
    state::{Dialog, Held, Keeping, Space, use_app},
    store::Kind,
};

#[component]
pub fn KeepingCard() -> impl IntoView {
    let app = use_app();
    let keeping = app.workspace.keeping;
    let is_on =
        move || keeping.with(|keeping| matches!(keeping, Keeping::On | Keeping::Elsewhere | Keeping::Restoring));
    let is_settled = move || keeping.with(|keeping| matches!(keeping, Keeping::Restoring));
    let change = move |event: leptos::ev::Event| {
        if event_target_checked(&event) {
            actions::keep_here(app);
        } else {
            // It is on until the person has confirmed.
            let_stay_on(&event);
            actions::ask(app, Dialog::Stop);
        }
    };
    view! {
        <section class="panel settings__card" aria-labelledby="kept-title">
            <h2 id="kept-title">"On this device"</h2>
            <label class="switch settings__switch">
                <input type="checkbox" role="switch" prop:checked=is_on disabled=is_settled on:change=change />
                <span>"Keep my work in this browser"</span>
            </label>
            <p class="settings__lead">{move || keeping.with(words)}</p>
            {move || {
                keeping
                    .with(|keeping| *keeping == Keeping::Elsewhere)
                    .then(|| {
                        view! {
                            <div class="settings__row">
                                <button class="button" on:click=move |_| actions::take_over(app)>"Keep here instead"</button>
                            </div>
                        }
                    })
            }}
            {move || {
                app.workspace
                    .trouble
                    .get()
                    .map(|words| {
                        view! {
                            <p class="hint">
                                <IconView icon=Icon::Warning />
                                <span>{format!("The last change could not be kept: {words}. Save a backup to be safe.")}</span>
                            </p>
                        }
                    })
            }}
            <HeldTable />
            {move || app.workspace.space.get().map(|space| meter(space, is_on()))}
        </section>
    }
}

fn let_stay_on(event: &leptos::ev::Event) {
    let field = event.target().and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_checked(true);
    }
}

fn words(keeping: &Keeping) -> String {
    match keeping {
        Keeping::Off => {
            "Nothing is kept: when you close this tab, your leads are gone from here. Your files stay where they are."
                .to_owned()
        }
        Keeping::Restoring => "What was kept is coming back.".to_owned(),
        Keeping::On => {
            "Your work opens by itself next time. It stays in this browser and goes nowhere else.".to_owned()
        }
        Keeping::Elsewhere => "Another tab keeps your work. What you change in this tab is not kept.".to_owned(),
        Keeping::Impossible(why) => format!(
            "It cannot be kept here: {why}. In a private window this is usual; a backup file works all the same."
        ),
    }
}

/// Kind by kind, what there is.
#[component]
fn HeldTable() -> impl IntoView {
    let app = use_app();
    let is_kept = move || app.workspace.keeping.with(|keeping| *keeping == Keeping::On);
    let row = |held: Held| {
        view! {
            <tr>
                <th scope="row">{label(held.kind)}</th>
                <td>{what(&held)}</td>
                <td class="settings__size">{if held.bytes > 0 { bytes(held.bytes) } else { "–".to_owned() }}</td>
            </tr>
        }
    };
    view! {
        <table class="plain settings__held">
            <caption class="note">{move || if is_kept() { "What is kept" } else { "What is here and would be kept" }}</caption>
            <thead>
                <tr><th scope="col">"What"</th><th scope="col">"How much"</th><th scope="col" class="settings__size">"Size"</th></tr>
            </thead>
            <tbody>{move || app.workspace.held.get().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

pub fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Data => "Imported files",
        Kind::Models => "Models",
        Kind::Journal => "Statuses and notes",
        Kind::Profiles => "Profiles",
        Kind::Views => "Views",
        Kind::Settings => "Settings",
    }
}

/// How much there is of a kind, in words.
pub fn what(held: &Held) -> String {
    let (one, many) = match held.kind {
        Kind::Data => return if held.count == 0 { "none".to_owned() } else { held.words.clone() },
        Kind::Models => ("model", "models"),
        Kind::Journal => ("lead", "leads"),
        Kind::Profiles => ("profile", "profiles"),
        Kind::Views => ("list", "lists"),
        Kind::Settings => ("setting", "settings"),
    };
    if held.count == 0 { "none".to_owned() } else { actions::counted(held.count, one, many) }
}

/// How full the browser's space is, and whether it may be cleared.
fn meter(space: Space, is_on: bool) -> AnyView {
    let app = use_app();
    let share = if space.most > 0.0 { (space.used / space.most * 100.0).min(100.0) } else { 0.0 };
    let used = format!(
        "{} of {} used by this site ({})",
        bytes(space.used as u64),
        bytes(space.most as u64),
        if share > 0.0 && share < 0.1 { "under 0.1 %".to_owned() } else { percent(share, 1) }
    );
    let lasting = match (is_on, space.is_lasting) {
        (false, _) => ().into_any(),
        (true, true) => view! {
            <p class="hint hint--good">
                <IconView icon=Icon::Check />
                <span>"The browser has promised not to clear this by itself."</span>
            </p>
        }
        .into_any(),
        (true, false) => view! {
            <p class="hint">
                <IconView icon=Icon::Warning />
                <span>
                    "The browser may clear this when the device runs short of space; Safari does so after seven days without a visit. Ask it to keep it, and save a backup now and then."
                </span>
            </p>
            <div class="settings__row">
                <button class="button" on:click=move |_| actions::ask_to_last(app)>"Ask the browser to keep it"</button>
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="settings__space">
            <p class="note">{used}</p>
            <span class="meter" aria-hidden="true">
                <span class="meter__fill meter__fill--accent" style:width=format!("{share:.2}%")></span>
            </span>
        </div>
        {lasting}
    }
    .into_any()
}
