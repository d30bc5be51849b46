//! How many of the good leads are found by calling so many of all.

use leadscore::learn::{Capacity, Gain};
use maud::{Markup, html};

use super::{ChartWords, Frame, axis, path, percent, px, svg};

const HEIGHT: f64 = 330.0;

pub fn gains(words: &ChartWords<'_>, gains: &[Gain], capacity: Option<&Capacity>, rows: usize) -> Markup {
    let frame = Frame::of(HEIGHT);
    let marked = capacity.map(|capacity| (capacity.k, marked(capacity, rows, frame)));
    let across = axis("of all leads called", &frame.across(0.0, 1.0), 5, percent);
    let up = axis("of the good ones found", &frame.up(0.0, 1.0), 5, percent);
    let body = html! {
        (frame.axes(&across, &up))
        path class="limit" d=(path(&[(frame.left, frame.bottom), (frame.right, frame.top)])) {}
        path class="line" d=(path(&curve(gains, frame))) {}
        @if let Some((calls, (x, y))) = marked {
            path class="asked" d=(path(&[(x, frame.bottom), (x, y), (frame.left, y)])) {}
            circle class="dot dot--main" cx=(px(x)) cy=(px(y)) r="5" {}
            // Right of the curve, where nothing else stands.
            text class="strong" x=(px((x + 12.0).min(frame.right - 56.0))) y=(px(y + 16.0)) { (calls) " calls" }
        }
    };
    svg(words, HEIGHT, &body)
}

fn curve(gains: &[Gain], frame: Frame) -> Vec<(f64, f64)> {
    let (across, up) = (frame.across(0.0, 1.0), frame.up(0.0, 1.0));
    gains.iter().map(|gain| (across.at(gain.called), up.at(gain.found))).collect()
}

/// Where a capacity lies on the curve.
fn marked(capacity: &Capacity, rows: usize, frame: Frame) -> (f64, f64) {
    let called = capacity.k as f64 / rows.max(1) as f64;
    (frame.across(0.0, 1.0).at(called), frame.up(0.0, 1.0).at(capacity.recall))
}

#[cfg(test)]
mod tests {
    use super::*;
    use leadscore::learn::{at_capacity, gains};

    #[test]
    fn the_mark_lies_on_the_curve() {
        let (target, score) = ([1.0, 0.0, 1.0, 0.0], [0.9, 0.8, 0.7, 0.1]);
        let frame = Frame::of(HEIGHT);
        let curve = curve(&gains(&target, &score), frame);
        assert_eq!((curve[0], curve[4]), ((frame.left, frame.bottom), (frame.right, frame.top)));
        let capacity = at_capacity(&target, &score, 3).unwrap();
        assert_eq!(marked(&capacity, 4, frame), curve[3]);
    }
}
