//! What was tried for a model: every set of parameters, how it did, how long it took, and what is kept.

use leadscore::{
    learn::{TriedChoice, TriedStack, TuningReport},
    plot,
};
use maud::{Markup, html};

use super::{
    parts::{self, Row, block},
    words::{count, decimal, share},
};

/// Rows in the table: the best. All stand in the metrics file.
const MOST_SHOWN: usize = 60;

pub fn section(id: &str, tuning: &TuningReport) -> Markup {
    let mut order: Vec<(usize, &TriedChoice)> = tuning.tried.iter().enumerate().collect();
    let figure = |tried: &TriedChoice| tried.figure.unwrap_or(f64::INFINITY);
    // Who answered for more parts was tried harder; then who did better.
    order.sort_by(|(_, a), (_, b)| b.folds.cmp(&a.folds).then(figure(a).total_cmp(&figure(b))));
    let left = order.len().saturating_sub(MOST_SHOWN);
    let row = |(place, tried): &(usize, &TriedChoice)| -> Row {
        let target = if tried.log_target { "logarithm" } else { "as it is" };
        vec![
            html! { (place + 1) @if *place == 0 { span class="says" { "the usual parameters" } } },
            html! { (tried.learner) },
            html! { code { (tried.params.replace(',', ", ")) } },
            html! { (target) },
            html! { (tried.folds) },
            html! { (tried.figure.map_or("–".to_owned(), |figure| decimal(figure, 4))) },
            html! { (tried.seconds.map_or("–".to_owned(), |seconds| decimal(seconds, 1))) },
            html! { @if tried.weight > 0.0 { strong { (share(tried.weight)) } } @else { "–" } },
        ]
    };
    let rows: Vec<Row> = order.iter().take(MOST_SHOWN).map(row).collect();
    let head =
        ["No.", "Learner", "Parameters", "Learns the target", "Parts", tuning.figure, "Seconds", "Share of the model"];
    let mixtures = [("Stack of trees", &tuning.stack), ("Mixture with others", &tuning.beyond)];
    let mixtures: Vec<Row> =
        mixtures.into_iter().filter_map(|(name, stack)| Some(mixture(name, stack.as_ref()?))).collect();
    let body = html! {
        @for sentence in &tuning.verdict { p { (sentence) } }
        @if !rows.is_empty() {
            p class="note" { "Allowed: " (tuning.limit) "; it took " (decimal(tuning.seconds, 1)) " s. " (plot::capitalized(tuning.figure))
                ": less is better. It is measured on training rows in five parts, never on those tested on. Whoever did not go "
                "through all parts was left behind; figures of fewer parts are not to be compared with the others." }
            (parts::wordy_table("Parameters that were tried", &head, &rows))
            @if left > 0 { p class="note" { (count(left)) " more that did no better stand in the metrics file." } }
        }
        @if !mixtures.is_empty() {
            (parts::wordy_table("Mixtures", &["Mixture", "Members", tuning.figure, "Better by", "Kept"], &mixtures))
        }
    };
    block(id, "Parameters that were tried", &body)
}

fn mixture(name: &str, stack: &TriedStack) -> Row {
    let members: Vec<String> =
        stack.members.iter().map(|member| format!("{} {}", share(member.weight), member.name)).collect();
    let gain = &stack.gain;
    vec![
        html! { (name) },
        html! { (members.join(", ")) },
        html! { (decimal(stack.figure, 4)) },
        html! { (decimal(gain.by, 4)) span class="says" { (decimal(gain.interval.low, 4)) " to " (decimal(gain.interval.high, 4)) } },
        html! { @if stack.is_kept { "yes" } @else { "no" } },
    ]
}
