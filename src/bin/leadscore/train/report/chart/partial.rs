//! How answers move with one feature: a small chart that stands among others of its kind.

use leadscore::{
    feature::{house::Unit, unit},
    learn::{PartialAnswers, PartialDependence},
    plot::Scale,
};
use maud::{Markup, html};

use super::{ChartWords, Frame, WIDTH, axis, path, px, svg};
use crate::train::report::words;

const HEIGHT: f64 = 190.0;
/// Of one category: its name above its bar.
const STEP: f64 = 32.0;
/// Room for the figure behind its bar.
const FIGURE: f64 = 72.0;

/// `range` is that of all charts of the group, so that a flat line is one that moves little.
pub fn partial(
    chart: &ChartWords<'_>,
    partial: &PartialDependence,
    range: (f64, f64),
    answer: impl Fn(f64) -> String,
) -> Markup {
    match &partial.answers {
        PartialAnswers::Categories(points) => bars(chart, points.clone(), partial.missing, range, answer),
        PartialAnswers::Numbers(points) if unit(&partial.feature) == Unit::YesNo => {
            let named = |(value, found): &(f64, f64)| (if *value > 0.5 { "yes" } else { "no" }.to_owned(), *found);
            bars(chart, points.iter().map(named).collect(), partial.missing, range, answer)
        }
        PartialAnswers::Numbers(points) => curve(chart, points, partial.missing, unit(&partial.feature), range, answer),
    }
}

/// The least and the most of all answers, with a little room.
pub fn range_of(all: &[PartialDependence]) -> (f64, f64) {
    let answers = |one: &PartialDependence| -> Vec<f64> {
        let known: Vec<f64> = match &one.answers {
            PartialAnswers::Numbers(points) => points.iter().map(|(_, answer)| *answer).collect(),
            PartialAnswers::Categories(points) => points.iter().map(|(_, answer)| *answer).collect(),
        };
        known.into_iter().chain(one.missing).collect()
    };
    let all: Vec<f64> = all.iter().flat_map(answers).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = (high - low).max(high.abs() * 1e-3).max(1e-6) * 0.08;
    ((low - room).max(low.min(0.0)), high + room)
}

fn curve(
    chart: &ChartWords<'_>,
    points: &[(f64, f64)],
    missing: Option<f64>,
    unit: Unit,
    range: (f64, f64),
    answer: impl Fn(f64) -> String,
) -> Markup {
    let frame = Frame::of(HEIGHT);
    let across = frame.across(points.first().map_or(0.0, |first| first.0), points.last().map_or(1.0, |last| last.0));
    let up = frame.up(range.0, range.1);
    let places = places(points, &across, &up);
    // Dollars stand at the numbers themselves.
    let unit_name = if matches!(unit, Unit::Usd | Unit::UsdPerSqft) { "" } else { unit.symbol() };
    let body = html! {
        (frame.axes(&axis(unit_name, &across, 4, |value| words::short(value, unit)), &axis(chart.title, &up, 3, answer)))
        @if let Some(missing) = missing {
            @let y = up.at(missing);
            line class="missing" x1=(px(frame.left)) x2=(px(frame.right)) y1=(px(y)) y2=(px(y)) {}
            // Below the axis: wherever the dotted line lies, the curve may lie, too.
            text class="name" x=(px(frame.left)) y=(px(frame.bottom + 34.0)) { "Dotted: not known" }
        }
        path class="line" d=(path(&places)) {}
        @for (x, y) in &places { circle class="dot dot--small" cx=(px(*x)) cy=(px(*y)) r="3" {} }
    };
    svg(chart, HEIGHT, &body)
}

fn places(points: &[(f64, f64)], across: &Scale, up: &Scale) -> Vec<(f64, f64)> {
    points.iter().map(|(value, answer)| (across.at(*value), up.at(*answer))).collect()
}

fn bars(
    chart: &ChartWords<'_>,
    mut shown: Vec<(String, f64)>,
    missing: Option<f64>,
    range: (f64, f64),
    answer: impl Fn(f64) -> String,
) -> Markup {
    shown.extend(missing.map(|missing| ("not known".to_owned(), missing)));
    // Bars begin at 0, or their lengths would not be what they say.
    let along = Scale::new((0.0, range.1), (0.0, WIDTH - FIGURE));
    let height = 24.0 + STEP * shown.len() as f64;
    let body = html! {
        text class="name" x="2" y="12" { (chart.title) }
        @for (place, (name, found)) in shown.iter().enumerate() {
            @let top = 22.0 + STEP * place as f64;
            text x="2" y=(px(top + 11.0)) { (name) }
            rect class="track" x="0" y=(px(top + 17.0)) width=(px(WIDTH - FIGURE)) height="8" rx="2" {}
            rect class="bar" x="0" y=(px(top + 17.0)) width=(px(along.at(*found))) height="8" rx="2" {}
            text class="end figure" x=(px(WIDTH)) y=(px(top + 25.0)) { (answer(*found)) }
        }
    };
    svg(chart, height, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(answers: PartialAnswers, missing: Option<f64>) -> PartialDependence {
        PartialDependence { feature: "living_area_sqft".to_owned(), rows: 10, answers, missing }
    }

    #[test]
    fn one_range_holds_all() {
        let area = example(PartialAnswers::Numbers(vec![(800.0, 150_000.0), (3_000.0, 400_000.0)]), Some(120_000.0));
        let zoning = example(PartialAnswers::Categories(vec![("R-1".to_owned(), 420_000.0)]), None);
        let (low, high) = range_of(&[area, zoning]);
        assert!(low < 120_000.0 && low > 0.0 && high > 420_000.0);
        let (low, high) = range_of(&[example(PartialAnswers::Numbers(vec![(1.0, 0.2), (2.0, 0.2)]), None)]);
        assert!(low < high, "{low} {high}");
    }

    #[test]
    fn higher_answers_stand_higher() {
        let frame = Frame::of(HEIGHT);
        let places = places(&[(1.0, 5.0), (2.0, 9.0)], &frame.across(1.0, 2.0), &frame.up(0.0, 10.0));
        assert_eq!((places[0].0, places[1].0), (frame.left, frame.right));
        assert!(places[1].1 < places[0].1 && places[0].1 < frame.bottom);
    }
}
