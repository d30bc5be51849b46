//! How many leads have which score, in the colours of their tiers, with the thresholds drawn in.

use leadscore::{
    plot::{Bar, Scale, bars, thousands, ticks},
    score::Tier,
    session::Thresholds,
};
use leptos::prelude::*;

use crate::{actions::Bound, kit::tier_class, state::use_app};

/// The drawing's own units; the style sheet stretches it to the width it has.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 220.0;

/// Width of a bin in the table that says the same.
const TABLE_BIN: usize = 10;

#[component]
pub fn Histogram() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        app.data.tally.with(|tally| tally.as_ref().map(|tally| tally.histogram.clone()).unwrap_or_default())
    });
    let across = Scale::new((0.0, 100.0), (0.0, WIDTH));
    let ticks_up =
        Memo::new(move |_| counts.with(|counts| ticks(f64::from(counts.iter().copied().max().unwrap_or(0)), 4)));
    let drawn = Memo::new(move |_| {
        let top = ticks_up.with(|ticks| ticks.last().copied().unwrap_or(1.0)).max(1.0);
        counts.with(|counts| bars(counts, &across, &Scale::new((0.0, top), (HEIGHT, 0.0)), 2.0))
    });
    let grid = move || {
        let values = ticks_up.get();
        let top = values.last().copied().unwrap_or(1.0).max(1.0);
        let up = Scale::new((0.0, top), (100.0, 0.0));
        values
            .into_iter()
            .map(|value| {
                view! {
                    <span class="histogram__level" style:top=format!("{:.2}%", up.at(value))>
                        <span>{thousands(value as u64)}</span>
                    </span>
                }
            })
            .collect_view()
    };
    let marks = Bound::ALL
        .map(|bound| {
            let left = move || {
                let value = app.tiers.shown(app.data).map_or(0.0, |thresholds| bound.of(thresholds));
                format!("{value:.2}%")
            };
            let class = format!("histogram__mark histogram__mark--{}", letter(bound).to_ascii_lowercase());
            view! { <span class=class style:left=left><b>{letter(bound)}</b></span> }
        })
        .collect_view();
    view! {
        <figure class="histogram">
            <figcaption class="histogram__title">"Leads by score"</figcaption>
            <div class="histogram__plot">
                <div class="histogram__grid" aria-hidden="true">{grid}</div>
                <svg
                    class="histogram__bars"
                    viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=move || counts.with(|counts| spoken(counts))
                >
                    {move || drawn.get().into_iter().map(|bar| view! { <BarView bar /> }).collect_view()}
                </svg>
                <div class="histogram__marks" aria-hidden="true">{marks}</div>
            </div>
            <div class="histogram__axis" aria-hidden="true">
                {[0, 20, 40, 60, 80, 100]
                    .map(|value| view! { <span style:left=format!("{value}%")>{value}</span> })
                    .collect_view()}
            </div>
        </figure>
        <details class="fold histogram__twin">
            <summary>"As a table"</summary>
            <div class="fold__scroll">
                <table class="plain">
                    <thead>
                        <tr>
                            <th scope="col">"Score"</th>
                            <th scope="col" class="number">"Leads"</th>
                        </tr>
                    </thead>
                    <tbody>{move || counts.with(|counts| table_rows(counts))}</tbody>
                </table>
            </div>
        </details>
    }
}

/// A bar takes the colour of the tier its lower edge is in; the marks show where inside a bar a tier begins.
#[component]
fn BarView(bar: Bar) -> impl IntoView {
    let app = use_app();
    let class = move || {
        app.tiers.shown(app.data).map_or("tier--d", |thresholds| tier_class(tier_at(bar.bin as f64, thresholds)))
    };
    let title = format!("{} to {}: {} leads", bar.bin, bar.bin + 1, thousands(u64::from(bar.count)));
    view! {
        <rect
            class=class
            x=format!("{:.2}", bar.x)
            y=format!("{:.2}", bar.y)
            width=format!("{:.2}", bar.width)
            height=format!("{:.2}", bar.height)
        >
            <title>{title}</title>
        </rect>
    }
}

fn tier_at(value: f64, Thresholds { a, b, c }: Thresholds) -> Tier {
    if value >= a {
        Tier::A
    } else if value >= b {
        Tier::B
    } else if value >= c {
        Tier::C
    } else {
        Tier::D
    }
}

fn letter(bound: Bound) -> &'static str {
    match bound {
        Bound::A => "A",
        Bound::B => "B",
        Bound::C => "C",
    }
}

fn spoken(counts: &[u32]) -> String {
    let peak = counts.iter().enumerate().max_by_key(|(_, count)| **count);
    let leads: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    match peak {
        Some((bin, count)) if *count > 0 => format!(
            "Bar chart of the scores of {} leads. Most common: {bin} to {}, {} leads. The table below says the same.",
            thousands(leads),
            bin + 1,
            thousands(u64::from(*count))
        ),
        _ => "No scores.".to_owned(),
    }
}

fn table_rows(counts: &[u32]) -> impl IntoView + use<> {
    counts
        .chunks(TABLE_BIN)
        .enumerate()
        .map(|(bin, counts)| {
            let from = bin * TABLE_BIN;
            let leads: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            view! {
                <tr>
                    <th scope="row">{format!("{from} to {}", from + TABLE_BIN)}</th>
                    <td class="number">{thousands(leads)}</td>
                </tr>
            }
        })
        .collect_view()
}
