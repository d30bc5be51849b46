//! An import under way: what is done, how fast, how long yet, and the way out.

use leadscore::{
    plot::{bytes, duration, percent},
    wire::Stage,
};
use leptos::prelude::*;

use crate::{
    actions,
    state::{Import, Progress, use_app},
};

const STAGES: [(Stage, &str); 3] = [(Stage::Reading, "Read"), (Stage::Merging, "Merge"), (Stage::Scoring, "Score")];

/// Before this, a speed would be a guess.
const SOONEST_MILLIS: f64 = 400.0;

#[component]
pub fn ImportProgress() -> impl IntoView {
    let app = use_app();
    let progress = Memo::new(move |_| match app.data.import.get() {
        Import::Running(progress) => Some(progress),
        Import::Idle | Import::Failed(_) => None,
    });
    let title = move || progress.get().map(|p| title_of(&p));
    let width = move || format!("{:.1}%", progress.get().map_or(0.0, |p| share(&p)) * 100.0);
    let said = move || progress.get().map(|p| words(&p));
    let shown = move || progress.get().map(|p| percent(share(&p) * 100.0, 0));
    let steps = STAGES
        .into_iter()
        .map(|(stage, name)| {
            let at = move || progress.get().map_or(0, |p| number(p.stage));
            view! {
                <li
                    class="progress__step"
                    class:progress__step--done=move || { at() > number(stage) }
                    class:progress__step--now=move || at() == number(stage)
                    aria-current=move || (at() == number(stage)).then_some("step")
                >
                    {name}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="progress" aria-label="Import">
            <div class="progress__head">
                <h2>{title}</h2>
                <b>{shown}</b>
            </div>
            <div
                class="progress__track"
                role="progressbar"
                aria-label="Import"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || progress.get().map(|p| format!("{:.0}", share(&p) * 100.0))
            >
                <span class="progress__bar" style:width=width></span>
            </div>
            <ol class="progress__steps">{steps}</ol>
            <div class="progress__foot">
                <span class="note">{said}</span>
                <button class="button" on:click=move |_| actions::cancel_import(app)>
                    "Cancel"
                </button>
            </div>
        </section>
    }
}

fn number(stage: Stage) -> u8 {
    match stage {
        Stage::Reading => 0,
        Stage::Merging => 1,
        Stage::Scoring | Stage::Exporting => 2,
    }
}

/// Share done of the whole import, 0 to 1. Reading takes by far the most time of it.
fn share(progress: &Progress) -> f64 {
    let of_stage = if progress.total > 0.0 { (progress.done / progress.total).clamp(0.0, 1.0) } else { 0.0 };
    let (from, to) = match progress.stage {
        Stage::Reading => (0.0, 0.7),
        Stage::Merging => (0.7, 0.85),
        Stage::Scoring | Stage::Exporting => (0.85, 1.0),
    };
    from + (to - from) * of_stage
}

/// `12.1 MB of 43.0 MB · 86.0 MB a second · 2 s left`.
fn words(progress: &Progress) -> String {
    let mut parts = vec![match progress.stage {
        Stage::Reading if progress.total <= 0.0 => "Starting".to_owned(),
        Stage::Reading if progress.is_demo => "Making up a county".to_owned(),
        Stage::Reading => format!("{} of {}", bytes(progress.done as u64), bytes(progress.total as u64)),
        Stage::Merging => "Joining the lists by parcel".to_owned(),
        Stage::Scoring | Stage::Exporting => "Scoring and ranking".to_owned(),
    }];
    let took_millis = progress.now_millis - progress.started_millis;
    if took_millis >= SOONEST_MILLIS && progress.done > 0.0 {
        if progress.stage == Stage::Reading && !progress.is_demo {
            parts.push(format!("{} a second", bytes((progress.done / took_millis * 1_000.0) as u64)));
        }
        let done = share(progress);
        parts.push(format!("{} left", duration((1.0 - done) / done * took_millis / 1_000.0)));
    }
    parts.join(" · ")
}

/// `Demo county` inside a sentence; a file's name stays as it is.
fn title_of(progress: &Progress) -> String {
    if progress.is_demo { "Importing the demo county".to_owned() } else { format!("Importing {}", progress.what) }
}
