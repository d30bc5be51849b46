//! What came true of the chances given.

use leadscore::learn::ReliabilityBin;
use maud::{Markup, html};

use super::{ChartWords, Frame, axis, path, percent, px, svg};

const HEIGHT: f64 = 330.0;

/// A bin as it is drawn.
struct Point {
    x: f64,
    y: f64,
    radius: f64,
    low: f64,
    high: f64,
}

pub fn reliability(words: &ChartWords<'_>, bins: &[ReliabilityBin]) -> Markup {
    let frame = Frame::of(HEIGHT);
    let points = points(bins, frame);
    let line: Vec<(f64, f64)> = points.iter().map(|point| (point.x, point.y)).collect();
    let across = axis("chance given", &frame.across(0.0, 1.0), 5, percent);
    let up = axis("came true", &frame.up(0.0, 1.0), 5, percent);
    let body = html! {
        (frame.axes(&across, &up))
        path class="limit" d=(path(&[(frame.left, frame.bottom), (frame.right, frame.top)])) {}
        path class="line line--thin" d=(path(&line)) {}
        @for point in &points {
            line class="whisker" x1=(px(point.x)) x2=(px(point.x)) y1=(px(point.low)) y2=(px(point.high)) {}
            circle class="dot" cx=(px(point.x)) cy=(px(point.y)) r=(px(point.radius)) {}
        }
    };
    svg(words, HEIGHT, &body)
}

fn points(bins: &[ReliabilityBin], frame: Frame) -> Vec<Point> {
    let (across, up) = (frame.across(0.0, 1.0), frame.up(0.0, 1.0));
    let most = bins.iter().map(|bin| bin.n).max().unwrap_or(1) as f64;
    let point = |bin: &ReliabilityBin| Point {
        x: across.at(bin.mean_chance),
        y: up.at(bin.rate),
        // The area of a dot grows with the number of leads behind it.
        radius: 3.0 + 5.0 * (bin.n as f64 / most).sqrt(),
        low: up.at(bin.interval.low),
        high: up.at(bin.interval.high),
    };
    bins.iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use leadscore::learn::reliability;

    #[test]
    fn points_lie_where_their_bins_do() {
        let bins = reliability(&[0.0, 1.0, 0.0, 1.0], &[0.1, 0.9, 0.1, 0.9], 10);
        let frame = Frame::of(HEIGHT);
        let points = points(&bins, frame);
        assert_eq!(points.len(), 2);
        assert!(points[0].y == frame.bottom && points[1].y == frame.top);
        assert!((points[1].x - frame.across(0.0, 1.0).at(0.9)).abs() < 1e-9);
        assert!(points.iter().all(|point| point.high <= point.y && point.y <= point.low && point.radius == 8.0));
    }
}
