//! What each feature is worth, as bars beside the yardstick of noise.

use leadscore::learn::{FeatureWeight, NOISE};
use maud::{Markup, html};

use super::{ChartWords, WIDTH, px, svg};
use crate::train::report::words;

/// Height of one feature: its name above its bar.
const STEP: f64 = 32.0;
const TOP: f64 = 4.0;
/// Room for the figure behind the bar.
const FIGURE: f64 = 64.0;

pub fn weights(chart: &ChartWords<'_>, shown: &[&FeatureWeight], form: impl Fn(f64) -> String) -> Markup {
    let most = shown.iter().map(|weight| weight.loss + weight.deviation).fold(f64::MIN_POSITIVE, f64::max);
    let noise = shown.iter().find(|weight| weight.feature == NOISE).map(|weight| length(weight.loss, most));
    let height = TOP + STEP * shown.len() as f64 + 4.0;
    let body = html! {
        @for (place, weight) in shown.iter().enumerate() {
            @let top = TOP + STEP * place as f64;
            @let end = length(weight.loss, most);
            @let spread = length(weight.loss + weight.deviation, most) - end;
            g class=(if weight.is_above_noise { "weight" } else { "weight weight--noise" }) {
                text x="0" y=(px(top + 11.0)) { (words::feature(&weight.feature)) }
                rect class="track" x="0" y=(px(top + 17.0)) width=(px(WIDTH - FIGURE)) height="8" rx="2" {}
                @if end > 0.0 { rect class="bar" x="0" y=(px(top + 17.0)) width=(px(end)) height="8" rx="2" {} }
                @if spread > 0.5 {
                    line class="whisker" x1=(px((end - spread).max(0.0))) x2=(px(end + spread)) y1=(px(top + 21.0))
                        y2=(px(top + 21.0)) {}
                }
                @if let Some(at) = noise {
                    line class="asked" x1=(px(at)) x2=(px(at)) y1=(px(top + 14.0)) y2=(px(top + 28.0)) {}
                }
                text class="end figure" x=(px(WIDTH)) y=(px(top + 25.0)) { (form(weight.loss)) }
            }
        }
    };
    svg(chart, height, &body)
}

/// Losses below 0 are none: the answers were by chance better without the feature.
fn length(loss: f64, most: f64) -> f64 {
    (loss.max(0.0) / most).min(1.0) * (WIDTH - FIGURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion() {
        assert_eq!((length(0.2, 0.4), length(0.4, 0.4), length(-0.1, 0.4)), (148.0, 296.0, 0.0));
    }
}
