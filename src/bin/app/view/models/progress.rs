//! A training under way: how far, how fast, how long yet, and the way out.

use leadscore::plot::{capitalized, duration, percent, thousands};
use leptos::prelude::*;

use super::curve::Curve;
use crate::{
    actions,
    state::{Run, Training, use_app},
};

/// Before this, a speed would be a guess.
const SOONEST_MILLIS: f64 = 300.0;

#[component]
pub fn TrainProgress() -> impl IntoView {
    let app = use_app();
    let run = Memo::new(move |_| match app.models.training.get() {
        Training::Running(run) => Some(run),
        Training::Idle | Training::Failed { .. } => None,
    });
    let share = move || run.get().map_or(0.0, |run| run.share);
    let stage = move || run.get().map(|run| capitalized(&run.stage));
    let pace = move || run.get().map(|run| pace(&run));
    view! {
        <div class="training" data-testid="train-progress">
            <div class="training__head">
                <span>{stage}</span>
                <b>{move || percent(share() * 100.0, 0)}</b>
            </div>
            <div
                class="progress__track"
                role="progressbar"
                aria-label="Training"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || format!("{:.0}", share() * 100.0)
            >
                <span class="progress__bar" style:width=move || format!("{:.1}%", share() * 100.0)></span>
            </div>
            <Curve />
            <div class="training__foot">
                <span class="note">{pace}</span>
                <button class="button" data-testid="train-cancel" on:click=move |_| actions::cancel_training(app)>
                    "Cancel"
                </button>
            </div>
        </div>
    }
}

/// `312 of 1,400 trees · 640 a second · 2 s left`.
fn pace(run: &Run) -> String {
    if run.trees == 0 {
        return "Starting".to_owned();
    }
    let mut parts = vec![format!("{} of {} trees", thousands(run.trees_done.into()), thousands(run.trees.into()))];
    let took_millis = run.first_tree_millis.map_or(0.0, |first| run.now_millis - first);
    if took_millis >= SOONEST_MILLIS && run.share > 0.0 {
        let a_second = f64::from(run.trees_done) / took_millis * 1_000.0;
        parts.push(format!("{} a second", thousands(a_second.round() as u64)));
        parts.push(format!("{} left", duration((1.0 - run.share) / run.share * took_millis / 1_000.0)));
    }
    parts.join(" · ")
}
