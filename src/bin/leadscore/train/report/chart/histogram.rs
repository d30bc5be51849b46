//! How many houses have which ratio of estimate to value.

use leadscore::{
    learn::Histogram,
    plot::{self, Scale},
};
use maud::{Markup, html};

use super::{ChartWords, Frame, axis, px, svg};

const HEIGHT: f64 = 240.0;
const GAP: f64 = 1.5;

pub fn histogram(words: &ChartWords<'_>, histogram: &Histogram, across_name: &str, up_name: &str) -> Markup {
    let frame = Frame::of(HEIGHT);
    let (bars, up) = bars(histogram, frame);
    let across = frame.across(histogram.from, histogram.to);
    let ideal = px(across.at(1.0));
    let body = html! {
        (frame.axes(
            &axis(across_name, &across, 5, |ratio| format!("{ratio:.1}")),
            &axis(up_name, &up, 4, |count| plot::thousands(count as u64)),
        ))
        @for bar in bars {
            rect class="bar" x=(px(bar.x)) y=(px(bar.y)) width=(px(bar.width)) height=(px(bar.height)) {}
        }
        line class="ideal" x1=(ideal) x2=(ideal) y1=(px(frame.top)) y2=(px(frame.bottom)) {}
    };
    svg(words, HEIGHT, &body)
}

fn bars(histogram: &Histogram, frame: Frame) -> (Vec<plot::Bar>, Scale) {
    let counts: Vec<u32> = histogram.counts.iter().map(|count| u32::try_from(*count).unwrap_or(u32::MAX)).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let up = frame.up(0.0, f64::from(most));
    (plot::bars(&counts, &frame.across(0.0, counts.len() as f64), &up, GAP), up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_bin_reaches_the_top() {
        let found = Histogram::of([0.96, 0.97, 1.01, 1.02, 1.03, 0.1], 0.5, 1.5, 20);
        let frame = Frame::of(HEIGHT);
        let (bars, _) = bars(&found, frame);
        assert_eq!(bars.iter().map(|bar| bar.bin).collect::<Vec<_>>(), [9, 10]);
        assert!((bars[1].y - frame.top).abs() < 1e-9 && (bars[1].y + bars[1].height - frame.bottom).abs() < 1e-9);
        let centre = frame.across(0.5, 1.5).at(1.0);
        assert!((bars[1].x - GAP / 2.0 - centre).abs() < 1e-9, "the bin from 1.0 begins at 1.0");
    }
}
