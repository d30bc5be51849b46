//! Values across, estimates up, as a grid of cells: the fuller, the darker.

use leadscore::{
    learn::{Density, DensityCell},
    plot,
};
use maud::{Markup, html};

use super::{Axis, ChartWords, Frame, Tick, path, px, svg};

const HEIGHT: f64 = 330.0;
/// How far off the dashed lines lie, as a factor.
const OFF: f64 = 1.2;

/// A cell of the grid. Darkness from 0 to 1.
struct Square {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    darkness: f64,
}

pub fn density(words: &ChartWords<'_>, density: &Density, across_name: &str, up_name: &str) -> Markup {
    let frame = Frame::of(HEIGHT);
    let axis = |from: f64, to: f64| {
        let tick = move |(share, label): (f64, String)| Tick { at: from + share * (to - from), label };
        amounts(density).into_iter().map(tick).collect::<Vec<_>>()
    };
    let across = Axis { ticks: axis(frame.left, frame.right), name: across_name };
    let up = Axis { ticks: axis(frame.bottom, frame.top), name: up_name };
    let off = libm::log(OFF) / libm::log(density.to / density.from);
    let body = html! {
        (frame.axes(&across, &up))
        @for square in squares(density, frame) {
            rect class="cell" x=(px(square.x)) y=(px(square.y)) width=(px(square.width)) height=(px(square.height))
                fill-opacity=(format!("{:.2}", square.darkness)) {}
        }
        path class="ideal" d=(path(&shifted(frame, 0.0))) {}
        path class="limit" d=(path(&shifted(frame, off))) {}
        path class="limit" d=(path(&shifted(frame, -off))) {}
    };
    svg(words, HEIGHT, &body)
}

fn squares(density: &Density, frame: Frame) -> Vec<Square> {
    let most = density.cells.iter().map(|cell| cell.count).max().unwrap_or(1) as f64;
    let steps = density.steps.max(1) as f64;
    let (width, height) = ((frame.right - frame.left) / steps, (frame.bottom - frame.top) / steps);
    let square = |cell: &DensityCell| Square {
        x: frame.left + cell.across as f64 * width,
        y: frame.bottom - (cell.up + 1) as f64 * height,
        width,
        height,
        // By the root: one house must be seen beside a hundred.
        darkness: 0.12 + 0.88 * (cell.count as f64 / most).sqrt(),
    };
    density.cells.iter().map(square).collect()
}

/// The line of estimates that lie higher than the value by a share of the grid, from edge to edge.
fn shifted(frame: Frame, by: f64) -> [(f64, f64); 2] {
    let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
    let at = |x: f64, y: f64| (frame.left + x * width, frame.bottom - y * height);
    let by = by.clamp(-1.0, 1.0);
    let (from, to) = ((-by).max(0.0), (1.0 - by).min(1.0));
    [at(from, from + by), at(to, to + by)]
}

/// 1, 2 and 5 times powers of ten within the grid, by their share of the way through it.
fn amounts(density: &Density) -> Vec<(f64, String)> {
    let whole = libm::log(density.to / density.from);
    let powers = std::iter::successors(Some(1.0), |power| Some(power * 10.0)).take(12);
    powers
        .flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * power))
        .filter(|amount| (density.from..=density.to).contains(amount))
        .map(|amount| (libm::log(amount / density.from) / whole, format!("${}", plot::money_short(amount))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Density {
        let values = [50_000.0, 100_000.0, 100_500.0, 400_000.0, 790_000.0];
        Density::of(&values, &[55_000.0, 101_000.0, 99_500.0, 300_000.0, 800_000.0], 24).unwrap()
    }

    #[test]
    fn cells_lie_within_the_frame_and_none_is_invisible() {
        let (density, frame) = (example(), Frame::of(HEIGHT));
        let squares = squares(&density, frame);
        assert_eq!(squares.len(), density.cells.len());
        for square in squares {
            assert!(square.x >= frame.left && square.x + square.width <= frame.right + 1e-9);
            assert!(square.y >= frame.top - 1e-9 && square.y + square.height <= frame.bottom + 1e-9);
            assert!((0.1..=1.0).contains(&square.darkness));
        }
    }

    #[test]
    fn equal_amounts_lie_on_the_diagonal() {
        let frame = Frame::of(HEIGHT);
        assert_eq!(shifted(frame, 0.0), [(frame.left, frame.bottom), (frame.right, frame.top)]);
        let [from, to] = shifted(frame, 0.25);
        assert!(from.0 == frame.left && from.1 < frame.bottom && to.1 == frame.top && to.0 < frame.right);
        let [from, to] = shifted(frame, -0.25);
        assert!(from.0 > frame.left && from.1 == frame.bottom && to.0 == frame.right && to.1 > frame.top);
    }

    #[test]
    fn amounts_are_round() {
        let labels: Vec<String> = amounts(&example()).into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["$50k", "$100k", "$200k", "$500k"]);
    }
}
