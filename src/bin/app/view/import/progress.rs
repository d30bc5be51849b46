//! An import under way: what is done, how fast, how long yet, and the way out.

use leadscore::{
    plot::{bytes, duration, percent, thousands},
    wire::Stage,
};
use leptos::prelude::*;

use crate::{
    actions,
    state::{Import, Progress, use_app},
};

const STAGES: [(Stage, &str); 3] =
    [(Stage::Reading, "Read"), (Stage::Merging, "Merge"), (Stage::Scoring, "Score")];

/// Before this, a speed would be a guess.
const SOONEST_MILLIS: f64 = 400.0;

#[component]
pub fn ImportProgress() -> impl IntoView {
    let app = use_app();
    let progress = Memo::new(move |_| match app.data.import.get() {
        Import::Running(progress) => Some(progress),
        Import::Idle | Import::Failed(_) => None,
    });
    let title = move || progress.get().map(|p| format!("Importing {}", lower_first(&p.what)));
    let width = move || format!("{:.1}%", progress.get().map_or(0.0, |p| share(&p)) * 100.0);
    let words = move || progress.get().map(|p| speed_words(&p));
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
                <span class="note">{words}</span>
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

/// Share done of this stage, 0 to 1.
fn share(progress: &Progress) -> f64 {
    if progress.total > 0.0 { (progress.done / progress.total).clamp(0.0, 1.0) } else { 0.0 }
}

/// `12.1 MB of 43.0 MB · 86 MB a second · about 2 s left`. Reading counts bytes, the rest leads.
fn speed_words(progress: &Progress) -> String {
    if progress.total <= 0.0 {
        return "Starting".to_owned();
    }
    let amount = |count: f64| match progress.stage {
        Stage::Reading => bytes(count.max(0.0) as u64),
        Stage::Merging | Stage::Scoring | Stage::Exporting => thousands(count.max(0.0) as u64),
    };
    let mut words = format!("{} of {}", amount(progress.done), amount(progress.total));
    let took_millis = progress.now_millis - progress.stage_started_millis;
    if took_millis >= SOONEST_MILLIS && progress.done > 0.0 {
        let a_second = progress.done / took_millis * 1_000.0;
        let left_seconds = (progress.total - progress.done).max(0.0) / a_second;
        words += &format!(" · {} a second · {} left", amount(a_second), duration(left_seconds));
    }
    words
}

/// `Demo county` inside a sentence; a file's name stays as it is.
fn lower_first(what: &str) -> String {
    if what == "Demo county" { "the demo county".to_owned() } else { what.to_owned() }
}
