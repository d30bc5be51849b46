//! Charts as inline SVG: numbers in, markup out. Positions are computed by plain functions and tested; colours are the
//! style sheet's business.
//!
//! A chart is drawn 360 wide, so that its letters can be read on a phone.

mod coverage;
mod density;
mod gains;
mod histogram;
mod partial;
mod reliability;
mod weights;

use leadscore::plot::{Scale, ticks};
use maud::{Markup, html};

pub use self::{
    coverage::coverage,
    density::density,
    gains::gains,
    histogram::histogram,
    partial::{partial, range_of},
    reliability::reliability,
    weights::weights,
};

const WIDTH: f64 = 360.0;
/// Left of the plot: room for what stands beside the axis.
const LEFT: f64 = 46.0;
/// Half of a label may stand there.
const RIGHT: f64 = 20.0;
/// Above it: the name of the upward axis.
const TOP: f64 = 26.0;
/// Below it: ticks and the name of the other axis.
const BOTTOM: f64 = 42.0;

/// What a chart is called, and what it shows for those who do not see it. The id is unique on the page.
pub struct ChartWords<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub says: String,
}

/// The rectangle within the axes.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// A place on an axis and what stands there.
struct Tick {
    at: f64,
    label: String,
}

/// An axis: its ticks and its name.
struct Axis<'a> {
    ticks: Vec<Tick>,
    name: &'a str,
}

impl Frame {
    /// Of a chart of this height.
    fn of(height: f64) -> Self {
        Self { left: LEFT, right: WIDTH - RIGHT, top: TOP, bottom: height - BOTTOM }
    }

    fn across(self, from: f64, to: f64) -> Scale {
        Scale::new((from, to), (self.left, self.right))
    }

    fn up(self, from: f64, to: f64) -> Scale {
        Scale::new((from, to), (self.bottom, self.top))
    }

    /// Lines and labels of both axes.
    fn axes(self, across: &Axis<'_>, up: &Axis<'_>) -> Markup {
        let (left, right, bottom) = (px(self.left), px(self.right), px(self.bottom));
        html! {
            g class="axis" {
                @for tick in &up.ticks {
                    line class="grid" x1=(left) x2=(right) y1=(px(tick.at)) y2=(px(tick.at)) {}
                    text class="end" x=(px(self.left - 6.0)) y=(px(tick.at + 4.0)) { (tick.label) }
                }
                line class="base" x1=(left) x2=(right) y1=(bottom) y2=(bottom) {}
                @for tick in &across.ticks {
                    line class="mark" x1=(px(tick.at)) x2=(px(tick.at)) y1=(bottom) y2=(px(self.bottom + 4.0)) {}
                    text class="middle" x=(px(tick.at)) y=(px(self.bottom + 17.0)) { (tick.label) }
                }
                text class="name end" x=(right) y=(px(self.bottom + 34.0)) { (across.name) }
                text class="name" x="2" y="12" { (up.name) }
            }
        }
    }
}

/// The picture with its words.
fn svg(words: &ChartWords<'_>, height: f64, body: &Markup) -> Markup {
    let (title, says) = (format!("{}-title", words.id), format!("{}-says", words.id));
    let view = format!("0 0 {} {}", px(WIDTH), px(height));
    html! {
        svg class="chart" viewBox=(view) role="img" aria-labelledby=(title) aria-describedby=(says) {
            title id=(title) { (words.title) }
            desc id=(says) { (words.says) }
            (body)
        }
    }
}

/// A length with one decimal: finer than a screen shows.
fn px(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A line through points.
fn path(points: &[(f64, f64)]) -> String {
    let step = |(place, (x, y)): (usize, &(f64, f64))| {
        let letter = if place == 0 { "M" } else { "L" };
        format!("{letter}{} {}", px(*x), px(*y))
    };
    points.iter().enumerate().map(step).collect()
}

/// Round values within an interval, about as many as wanted.
fn round_values(from: f64, to: f64, wanted: u32) -> Vec<f64> {
    let Some(step) = ticks(to - from, wanted).get(1).copied() else { return vec![from] };
    // Counted in steps and put back to a short decimal, so that no rounding errors make 0.30000000000000004 of 0.3.
    let mut unit = 1.0;
    while !is_whole(step * unit) && unit < 1e9 {
        unit *= 10.0;
    }
    let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
    (first..=last).map(|count| (count as f64 * step * unit).round() / unit).collect()
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 && value.round() >= 1.0
}

/// Round values of a scale as an axis.
fn axis<'a>(name: &'a str, scale: &Scale, wanted: u32, label: impl Fn(f64) -> String) -> Axis<'a> {
    let (from, to) = scale.domain;
    let tick = |value| Tick { at: scale.at(value), label: label(value) };
    Axis { ticks: round_values(from, to, wanted).into_iter().map(tick).collect(), name }
}

/// A share on an axis.
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_values_lie_within() {
        assert_eq!(round_values(0.0, 1.0, 5), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(round_values(0.83, 1.0, 4), [0.85, 0.9, 0.95, 1.0]);
        assert_eq!(round_values(-30.0, 95.0, 4), [0.0, 50.0]);
        assert_eq!(round_values(212_000.0, 371_000.0, 3), [300_000.0]);
        assert_eq!(round_values(5.0, 5.0, 4), [5.0]);
        assert_eq!(round_values(f64::NAN, 5.0, 4).len(), 1);
    }

    #[test]
    fn paths_and_lengths_are_short() {
        assert_eq!(path(&[(0.0, 1.26), (10.04, 3.0)]), "M0 1.3L10 3");
        assert_eq!(path(&[]), "");
    }

    #[test]
    fn a_frame_leaves_room_for_the_words() {
        let frame = Frame::of(240.0);
        assert_eq!((frame.across(0.0, 1.0).at(0.0), frame.across(0.0, 1.0).at(1.0)), (46.0, 340.0));
        assert_eq!((frame.up(0.0, 1.0).at(0.0), frame.up(0.0, 1.0).at(1.0)), (198.0, 26.0));
    }

    #[test]
    fn words_of_a_chart_are_escaped() {
        let words = ChartWords { id: "x", title: "a < b", says: "\"c\" & d".to_owned() };
        let drawn = svg(&words, 10.0, &html! {}).into_string();
        assert!(drawn.contains("a &lt; b") && drawn.contains("&amp; d") && drawn.contains("role=\"img\""), "{drawn}");
    }
}
