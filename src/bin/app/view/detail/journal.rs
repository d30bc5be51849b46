//! What the person did about the lead: its status, whether to keep away, notes.
//!
//! Reads the open lead as the journal last had it, so that a note does not draw the whole page anew.

use leadscore::{
    plot::date_words,
    session::{Entry, LeadRow, Note, Status},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use crate::{
    actions,
    kit::{Icon, IconView},
    state::use_app,
};

/// The section of the open lead.
#[component]
pub fn JournalSection(lead: u32) -> impl IntoView {
    let app = use_app();
    let entry = Memo::new(move |_| {
        app.workspace.open.with(|open| {
            open.as_ref().filter(|open| open.row.lead == lead).map(|open| open.entry.clone()).unwrap_or_default()
        })
    });
    let since = move || since_words(&entry.get());
    let is_away = move || entry.with(Entry::do_not_contact);
    view! {
        <section class="block journal" aria-label="Status and notes">
            <h3>"Status and notes"</h3>
            <div class="panel">
                <fieldset class="stages" data-testid="status">
                    <legend class="visually-hidden">"Status"</legend>
                    {Status::ALL.map(|status| choice(lead, status, entry)).collect_view()}
                </fieldset>
                <p class="note" aria-live="polite">{since}</p>
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        prop:checked=is_away
                        on:change=move |event| actions::set_do_not_contact(app, lead, event_target_checked(&event))
                    />
                    <span>"Do not contact"</span>
                    <small class="note">"Left out of call lists and exports"</small>
                </label>
                <hr />
                <NewNote lead />
                {move || notes(lead, entry.with(|entry| entry.notes().to_vec()))}
                <Undo lead />
            </div>
        </section>
    }
}

fn choice(lead: u32, status: Status, entry: Memo<Entry>) -> impl IntoView {
    let app = use_app();
    view! {
        <label class=format!("stage stage--{}", status.code())>
            <input
                type="radio"
                name="status"
                value=status.code()
                prop:checked=move || entry.with(Entry::status) == status
                on:change=move |_| actions::set_status(app, lead, status)
            />
            <span>{status.label()}</span>
        </label>
    }
}

/// Since when the status holds, and when the lead was exported.
fn since_words(entry: &Entry) -> String {
    let status = match entry.history().last() {
        Some(since) => format!("{} since {}.", since.status.label(), date_words(&since.on.to_string())),
        None => "Nothing has happened yet.".to_owned(),
    };
    match entry.exported() {
        Some(day) => format!("{status} Exported on {}.", date_words(&day.to_string())),
        None => status,
    }
}

#[component]
fn NewNote(lead: u32) -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<html::Textarea>::new();
    let add = move || {
        let Some(field) = field.get_untracked() else { return };
        let text = field.value();
        if !text.trim().is_empty() {
            actions::add_note(app, lead, text);
            field.set_value("");
        }
    };
    view! {
        <form
            class="new-note"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                add();
            }
        >
            <textarea
                class="field__input new-note__text"
                rows="2"
                aria-label="New note"
                placeholder="What did they say?"
                node_ref=field
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        add();
                    }
                }
            ></textarea>
            <button class="button" title="Add the note (Ctrl Enter)">"Add note"</button>
        </form>
    }
}

/// The notes, the latest first.
fn notes(lead: u32, notes: Vec<Note>) -> AnyView {
    let app = use_app();
    let row = |note: Note| {
        let (date, text) = (date_words(&note.on.to_string()), note.text.clone());
        let label = format!("Delete the note of {date}");
        view! {
            <li class="own-note">
                <p class="own-note__text">{text}</p>
                <span class="note">{date}</span>
                <button
                    class="icon-button"
                    aria-label=label
                    title="Delete"
                    on:click=move |_| actions::drop_note(app, lead, note.clone())
                >
                    <IconView icon=Icon::Close />
                </button>
            </li>
        }
    };
    if notes.is_empty() {
        return ().into_any();
    }
    view! { <ul class="own-notes" aria-label="Notes">{notes.into_iter().rev().map(row).collect_view()}</ul> }.into_any()
}

/// The way back for the note deleted last.
#[component]
fn Undo(lead: u32) -> impl IntoView {
    let app = use_app();
    let is_dropped = move || app.workspace.dropped.with(|dropped| dropped.as_ref().is_some_and(|(of, _)| *of == lead));
    view! {
        <div role="status">
            {move || {
                is_dropped()
                    .then(|| {
                        view! {
                            <p class="own-note__gone">
                                "Note deleted."
                                <button class="button button--quiet" on:click=move |_| actions::put_note_back(app)>
                                    "Undo"
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// The status of a lead in a list, to be changed where it stands.
pub fn quick_status(row: &LeadRow) -> AnyView {
    let app = use_app();
    let (lead, now) = (row.lead, row.status);
    let choices = Status::ALL.map(|status| {
        view! { <option value=status.code() selected=status == now>{status.label()}</option> }
    });
    view! {
        <select
            class="quick-status"
            aria-label="Status"
            on:click=|event| event.stop_propagation()
            on:keydown=|event| event.stop_propagation()
            on:change=move |event| {
                if let Some(status) = Status::of(&event_target_value(&event)) {
                    actions::set_status(app, lead, status);
                }
            }
        >
            {choices.into_iter().collect_view()}
        </select>
    }
    .into_any()
}
