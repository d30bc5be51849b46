//! How often ranges held the value: of all houses, and by fifths of the value.

use leadscore::{
    learn::{Coverage, Covered},
    plot::Scale,
};
use maud::{Markup, html};

use super::{Axis, ChartWords, Frame, Tick, axis, percent, px, svg};

const HEIGHT: f64 = 240.0;
const NAMES: [&str; 6] = ["all", "lowest", "2nd", "3rd", "4th", "highest"];

pub fn coverage(words: &ChartWords<'_>, coverage: &Coverage) -> Markup {
    let frame = Frame::of(HEIGHT);
    let shown: Vec<&Covered> = shown(coverage).collect();
    let up = scale(coverage, frame);
    let slot = (frame.right - frame.left) / shown.len() as f64;
    let at = |place: usize| frame.left + (place as f64 + 0.5) * slot;
    let ticks = NAMES.iter().take(shown.len()).enumerate();
    let ticks = ticks.map(|(place, name)| Tick { at: at(place), label: (*name).to_owned() }).collect();
    let asked = px(up.at(coverage.level));
    let body = html! {
        (frame.axes(&Axis { ticks, name: "fifths of the value" }, &axis("values within their range", &up, 4, percent)))
        line class="asked" x1=(px(frame.left)) x2=(px(frame.right)) y1=(asked) y2=(asked) {}
        @for (place, covered) in shown.iter().enumerate() {
            @let x = px(at(place));
            line class="whisker" x1=(x) x2=(x) y1=(px(up.at(covered.interval.low))) y2=(px(up.at(covered.interval.high))) {}
            circle class=(if place == 0 { "dot dot--main" } else { "dot" }) cx=(x) cy=(px(up.at(covered.share))) r="4.5" {}
        }
    };
    svg(words, HEIGHT, &body)
}

fn shown(coverage: &Coverage) -> impl Iterator<Item = &Covered> {
    std::iter::once(&coverage.all).chain(&coverage.quintiles)
}

/// From a little below the lowest interval to all.
fn scale(coverage: &Coverage, frame: Frame) -> Scale {
    let low = shown(coverage).filter(|covered| covered.rows > 0).map(|covered| covered.interval.low);
    frame.up((low.fold(coverage.level, f64::min) - 0.05).max(0.0), 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use leadscore::learn::Interval;

    #[test]
    fn every_interval_is_seen_whole() {
        let truths: Vec<f64> = (0..50).map(f64::from).collect();
        let ranges: Vec<Interval> =
            truths.iter().map(|truth| Interval { low: truth - 1.0, high: truth + 1.0 }).collect();
        let mut found = Coverage::of(&ranges, &truths, 0.9);
        found.quintiles[2].interval.low = 0.41;
        let up = scale(&found, Frame::of(HEIGHT));
        assert!(up.domain.0 < 0.41 && up.domain.1 == 1.0);
        assert!(up.at(0.41) < up.range.0, "not on the edge");
        assert_eq!(shown(&found).count(), NAMES.len());
    }
}
