//! What happened to the lead and what is to come, by date.

use leadscore::{
    plot::{date_words, days},
    session::{Event, EventKind, Status},
    table::Day,
};
use leptos::prelude::*;

use crate::{actions, state::use_app};

/// Events shown at once; the older ones fold.
const MOST_SHOWN: usize = 12;

#[component]
pub fn TimelineSection(lead: u32) -> impl IntoView {
    let app = use_app();
    let events = Memo::new(move |_| {
        app.workspace.open.with(|open| {
            open.as_ref().filter(|open| open.row.lead == lead).map(|open| open.timeline.clone()).unwrap_or_default()
        })
    });
    view! {
        <section class="block" aria-label="Timeline">
            <h3>"Timeline"</h3>
            {move || list(events.get())}
        </section>
    }
}

fn list(events: Vec<Event>) -> AnyView {
    if events.is_empty() {
        return view! { <p class="note">"No list gives a date for this lead."</p> }.into_any();
    }
    let today = actions::today();
    let is_coming = |event: &Event| event.on > today;
    let coming = events.iter().filter(|event| is_coming(event)).count();
    let item = |event: &Event| item(event, today);
    let shown = &events[..events.len().min(MOST_SHOWN.max(coming + 4))];
    let older = &events[shown.len()..];
    let (future, past) = shown.split_at(coming.min(shown.len()));
    view! {
        <ol class="timeline">
            {future.iter().map(item).collect_view()}
            <li class="timeline__today"><span>"Today, "{date_words(&today.to_string())}</span></li>
            {past.iter().map(item).collect_view()}
        </ol>
        {(!older.is_empty())
            .then(|| {
                view! {
                    <details class="fold">
                        <summary>{format!("{} older", older.len())}</summary>
                        <ol class="timeline">{older.iter().map(item).collect_view()}</ol>
                    </details>
                }
            })}
    }
    .into_any()
}

fn item(event: &Event, today: Day) -> AnyView {
    let date = event.on.to_string();
    let away = days(event.on.0.saturating_sub(today.0));
    let coming = if event.on > today { " timeline__item--coming" } else { "" };
    let (title, text) = (event.title.clone(), event.text.clone());
    view! {
        <li class=format!("timeline__item timeline__item--{}{coming}", tone(event.kind))>
            <span class="timeline__what">
                <b>{title}</b>
                {(!text.is_empty()).then(|| view! { <span>{text}</span> })}
            </span>
            <span class="timeline__when">
                <time datetime=date.clone()>{date_words(&date)}</time>
                <small>{away}</small>
            </span>
        </li>
    }
    .into_any()
}

fn tone(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Sale => "sale",
        EventKind::Sold | EventKind::Recorded => "record",
        EventKind::Violation => "violation",
        EventKind::DoNotContact | EventKind::Status(Status::Dead) => "stop",
        EventKind::Status(_) | EventKind::Note(_) | EventKind::Exported => "own",
    }
}
