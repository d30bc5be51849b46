//! How many leads have which score, in the colours of their tiers, with the thresholds to drag on it.
//!
//! Each threshold is a slider across the plot of which only the handle takes the pointer; the handles stand one above
//! the other, so that none ever covers another one.

use leadscore::{
    plot::{Bar, Scale, bars, score, thousands, ticks},
    score::Tier,
    session::Thresholds,
};
use leptos::{ev::KeyboardEvent, prelude::*};
use web_sys::{Event, HtmlInputElement};

use crate::{
    actions::{self, Bound},
    kit::tier_class,
    state::{App, use_app},
};

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
    view! {
        <figure class="histogram">
            <figcaption class="histogram__title">
                "Leads by score. Drag a letter, or move it with the arrow keys."
            </figcaption>
            <div class="histogram__plot" data-testid="score-plot">
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
                {Bound::ALL.map(|bound| view! { <Handle bound /> }).collect_view()}
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

/// A threshold: a line over the plot, and the handle that moves it.
#[component]
fn Handle(bound: Bound) -> impl IntoView {
    let app = use_app();
    let value = move || app.tiers.shown(app.data).map_or(0.0, |thresholds| bound.of(thresholds));
    let (tier, test_id) = match bound {
        Bound::A => (Tier::A, "threshold-a"),
        Bound::B => (Tier::B, "threshold-b"),
        Bound::C => (Tier::C, "threshold-c"),
    };
    let letter = tier.letter();
    let class = format!("handle handle--{}", letter.to_ascii_lowercase());
    let set = move |event: Event| {
        actions::set_threshold(app, bound, event_target::<HtmlInputElement>(&event).value_as_number());
    };
    let on_key = move |event: KeyboardEvent| {
        let at = untrack(value);
        let to = match event.key().as_str() {
            _ if event.ctrl_key() || event.meta_key() || event.alt_key() => return,
            "ArrowLeft" | "ArrowDown" => at - if event.shift_key() { 0.1 } else { 0.5 },
            "ArrowRight" | "ArrowUp" => at + if event.shift_key() { 0.1 } else { 0.5 },
            "PageDown" => at - 5.0,
            "PageUp" => at + 5.0,
            "Home" => 0.0,
            "End" => 100.0,
            _ => return,
        };
        event.prevent_default();
        actions::set_threshold(app, bound, (to * 100.0).round() / 100.0);
    };
    view! {
        <span class=class style:--at=move || format!("{:.3}", value() / 100.0)>
            <i class="handle__line" aria-hidden="true"></i>
            <span class="handle__row">
                <input
                    class="handle__range"
                    type="range"
                    min="0"
                    max="100"
                    step="any"
                    data-testid=test_id
                    aria-label=format!("Tier {letter} begins at")
                    aria-valuetext=move || spoken_threshold(app, tier, value())
                    prop:value=move || value().to_string()
                    on:input=move |event| set_tenth(&event, &set)
                    on:keydown=on_key
                />
                <b class="handle__grip" aria-hidden="true">{letter}</b>
            </span>
        </span>
    }
}

/// Dragging stops at tenths of a point: more than a screen can show.
fn set_tenth(event: &Event, set: &impl Fn(Event)) {
    let input = event_target::<HtmlInputElement>(event);
    input.set_value(&((input.value_as_number() * 10.0).round() / 10.0).to_string());
    set(event.clone());
}

/// The score, and how many leads are in the tier that begins there.
fn spoken_threshold(app: App, tier: Tier, value: f64) -> String {
    let count = app.data.tally.with(|tally| {
        tally.as_ref().and_then(|tally| tally.tiers.iter().find(|row| row.tier == tier).map(|row| row.count))
    });
    let count = count.unwrap_or(0);
    let leads = if count == 1 { "lead" } else { "leads" };
    format!("{} points, {} {leads} in tier {}", score(value), thousands(u64::from(count)), tier.letter())
}

/// A bar takes the colour of the tier its lower edge is in; the lines show where inside a bar a tier begins.
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
