//! Which of two models is better: the truth and both models' answers to the same rows in, each figure of both with the
//! interval of its difference out.
//!
//! The difference is resampled in pairs (see `uncertainty`): what is hard for both models cancels, so a small lead that
//! holds on nearly every draw of rows is told from one that chance makes.

use serde::Serialize;

use super::{Difference, Resampling, Task};

/// A figure of both models on the same rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedFigure {
    pub name: &'static str,
    pub a: f64,
    pub b: f64,
    /// B less A, with its interval.
    pub difference: f64,
    pub low: f64,
    pub high: f64,
    /// Whether the interval leaves out 0.
    pub is_clear: bool,
    /// Which model is better by it; none where that is not clear, or the figure has no better side.
    pub better: Option<Side>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    A,
    B,
}

/// Figures that grow with the quality of a model, and those that fall. A ratio is best at 1 and stands in neither.
const MORE_IS_BETTER: [&str; 6] = ["r2", "within_5", "within_10", "within_20", "roc_auc", "pr_auc"];
const LESS_IS_BETTER: [&str; 6] = ["mae", "rmse", "mdape", "cod", "log_loss", "brier"];

/// The figures of models A and B.
pub fn compare(task: Task, truth: &[f64], a: &[f64], b: &[f64], resampling: &Resampling) -> Vec<ComparedFigure> {
    resampling.differences(task, truth, a, b).iter().map(ComparedFigure::of).collect()
}

impl ComparedFigure {
    fn of(found: &Difference) -> Self {
        let is_clear = found.is_clear();
        let grows = found.difference > 0.0;
        let better = match (MORE_IS_BETTER.contains(&found.name), LESS_IS_BETTER.contains(&found.name)) {
            (false, false) => None,
            (more, _) => Some(if grows == more { Side::B } else { Side::A }),
        };
        Self {
            name: found.name,
            a: found.values[0],
            b: found.values[1],
            difference: found.difference,
            low: found.interval.low,
            high: found.interval.high,
            is_clear,
            better: better.filter(|_| is_clear),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let truth: Vec<f64> = (0..200).map(|row| 100_000.0 + 1_000.0 * f64::from(row)).collect();
        let off =
            |by: f64| truth.iter().enumerate().map(|(row, value)| value * (1.0 + by * (row % 3) as f64)).collect();
        let (close, far) = (off(0.02), off(0.2));
        (truth, close, far)
    }

    #[test]
    fn a_model_does_not_differ_from_itself() {
        let (truth, close, _) = rows();
        let figures = compare(Task::Regression, &truth, &close, &close, &Resampling::default());
        assert!(figures.iter().any(|figure| figure.name == "mae"));
        for figure in figures {
            assert_eq!((figure.difference, figure.low, figure.high), (0.0, 0.0, 0.0), "{}", figure.name);
            assert_eq!((figure.is_clear, figure.better), (false, None), "{}", figure.name);
        }
    }

    #[test]
    fn the_better_side_is_named_whichever_way_a_figure_runs() {
        let (truth, close, far) = rows();
        for (a, b, better) in [(&close, &far, Side::A), (&far, &close, Side::B)] {
            let figures = compare(Task::Regression, &truth, a, b, &Resampling::default());
            let of = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap();
            for name in ["r2", "mae", "rmse", "mdape", "within_10"] {
                assert_eq!(of(name).better, Some(better), "{name}");
            }
            assert!(of("median_ratio").is_clear, "the far one values all too high");
            assert_eq!(of("median_ratio").better, None);
        }
    }
}
