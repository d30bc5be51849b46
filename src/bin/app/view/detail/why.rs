//! What models say of the lead, step by step, each step beginning where the one before ended.

use leadscore::{
    plot::Scale,
    session::{Step, StepKind, Why},
};
use leptos::prelude::*;
use std::sync::Arc;

use crate::state::{Explaining, use_app};

/// The explanation of this lead once it is here; before, that it is on its way; else why there is none.
pub fn with_why(lead: u32, show: impl Fn(&Arc<Why>) -> Option<AnyView> + Send + 'static) -> impl IntoView {
    let app = use_app();
    move || match app.why.shown.get() {
        Explaining::Nothing => None,
        Explaining::Here(why) if why.lead == lead => show(&why),
        Explaining::Asking | Explaining::Here(_) => Some(waiting(app.models.is_training()).into_any()),
        Explaining::Failed(message) => {
            Some(view! { <p class="note">{format!("The model could not be asked why: {message}.")}</p> }.into_any())
        }
    }
}

fn waiting(is_training: bool) -> impl IntoView {
    let words =
        if is_training { "The trainer is learning; the explanation follows." } else { "Asking the model why…" };
    view! {
        <p class="note" role="status">{words}</p>
        <i class="bone" aria-hidden="true"></i>
        <i class="bone" aria-hidden="true"></i>
    }
}

/// The steps as a table with a bar each.
pub fn steps_table(steps: &[Step], caption: &'static str) -> AnyView {
    let of_parts = || steps.iter().filter(|step| matches!(step.kind, StepKind::Part | StepKind::Others));
    let ends = || of_parts().flat_map(|step| [step.from, step.to]);
    let (low, high) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::NEG_INFINITY, f64::max));
    let room = (high - low).max(f64::MIN_POSITIVE) * 0.08;
    // From near the lowest end, not from 0: the steps are small beside what any house is worth.
    let scale = Scale::new(((low - room).max(0.0_f64.min(low)), high + room), (0.0, 100.0));
    let line = |step: &Step| {
        let from = if matches!(step.kind, StepKind::Base | StepKind::Total) { scale.domain.0 } else { step.from };
        let (left, width) = (scale.at(from.min(step.to)), scale.length(from, step.to));
        let is_whole = matches!(step.kind, StepKind::Base | StepKind::Total);
        let is_less = !is_whole && step.to < step.from;
        let value = (!step.value.is_empty()).then(|| view! { <span class="why__value">{step.value.clone()}</span> });
        view! {
            <tr class:why__total=step.kind == StepKind::Total>
                <th scope="row">{step.label.clone()} {value}</th>
                <td class="why__cell" aria-hidden="true">
                    <span class="waterfall__track">
                        <span
                            class="waterfall__bar"
                            class:waterfall__bar--total=is_whole
                            class:waterfall__bar--less=is_less
                            style:left=format!("{left:.2}%")
                            style:width=format!("{width:.2}%")
                        ></span>
                    </span>
                </td>
                <td class="number">{step.amount.clone()}</td>
            </tr>
        }
    };
    view! {
        <table class="why">
            <caption class="visually-hidden">{caption}</caption>
            <tbody>{steps.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
