//! How sure a figure is: target and predictions of the same rows in; the figures with their intervals out, and the
//! difference of two models' figures with its interval.
//!
//! Percentile bootstrap (Efron & Tibshirani 1993, chapter 13): rows are drawn with replacement, the figure is taken
//! again, and the middle part of what came out is the interval. Draws depend on the seed alone. Two models are compared
//! on the same draws, so that what is hard for both cancels (paired bootstrap). Classes are drawn each for itself, so
//! that no draw is without positives. The area under the ROC curve needs no draws: its interval is DeLong's (see
//! `roc`).

use serde::Serialize;

use super::{
    average::quantile,
    distribution::Interval,
    metric::{ClassificationMetrics, Metrics, RegressionMetrics, relative_errors, within},
    model::Task,
    roc::RocAuc,
};
use crate::random::{GOLDEN, scramble};

/// Draws of all resamples together at most: a second's work, whatever the number of rows.
const MOST_DRAWS: usize = 5_000_000;
const FEWEST_RESAMPLES: usize = 200;

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    pub seed: u64,
    /// For many rows fewer are drawn, down to 200: each row then says less of the interval's ends.
    pub resamples: usize,
    /// The share of resamples within the interval.
    pub level: f64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { seed: 42, resamples: 1000, level: 0.95 }
    }
}

/// A figure and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    pub name: &'static str,
    pub value: f64,
    pub interval: Interval,
}

/// A figure of two models on the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub name: &'static str,
    /// Of the first and of the second model.
    pub values: [f64; 2],
    /// Second less first.
    pub difference: f64,
    pub interval: Interval,
}

impl Difference {
    /// Whether the interval leaves 0 out: the models differ by more than the choice of rows explains.
    pub fn is_clear(&self) -> bool {
        !self.interval.contains(0.0)
    }
}

impl Resampling {
    /// Resamples of so many rows.
    pub fn count(&self, rows: usize) -> usize {
        self.resamples.min((MOST_DRAWS / rows.max(1)).max(FEWEST_RESAMPLES))
    }

    /// Intervals of figures that are taken of rows, each a row number. `strata` says which rows are drawn for each
    /// other; an empty one draws any for any. A figure that is absent for all rows, or for more than a tenth of the
    /// resamples, has none. No interval leaves out the figure itself.
    pub fn intervals(
        &self,
        rows: usize,
        strata: &[bool],
        figures: impl Fn(&[u32]) -> Vec<Option<f64>>,
    ) -> Vec<Option<(f64, Interval)>> {
        let order: Vec<u32> = (0..rows as u32).collect();
        self.intervals_in(&order, strata, figures)
    }

    /// The same with the rows of each resample in a given order: figures that sort are quick when it is theirs.
    fn intervals_in(
        &self,
        order: &[u32],
        strata: &[bool],
        figures: impl Fn(&[u32]) -> Vec<Option<f64>>,
    ) -> Vec<Option<(f64, Interval)>> {
        let all: Vec<u32> = (0..order.len() as u32).collect();
        let whole = figures(&all);
        let is_second = |row: &u32| strata.get(*row as usize).copied().unwrap_or_default();
        let (second, first): (Vec<u32>, Vec<u32>) = all.iter().partition(|row| is_second(row));
        let resamples = self.count(order.len());
        let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(resamples); whole.len()];
        let (mut times, mut sample) = (vec![0_usize; order.len()], Vec::with_capacity(order.len()));
        for resample in 0..resamples {
            times.fill(0);
            let mut draws = Draws::new(self.seed, resample as u64);
            first.iter().for_each(|_| times[draws.one_of(&first) as usize] += 1);
            second.iter().for_each(|_| times[draws.one_of(&second) as usize] += 1);
            sample.clear();
            sample.extend(order.iter().flat_map(|row| std::iter::repeat_n(*row, times[*row as usize])));
            for (drawn, figure) in drawn.iter_mut().zip(figures(&sample)) {
                drawn.extend(figure);
            }
        }
        let interval = |mut drawn: Vec<f64>, whole: Option<f64>| {
            let value = whole.filter(|_| drawn.len() * 10 >= resamples * 9)?;
            drawn.sort_unstable_by(f64::total_cmp);
            let tail = (1.0 - self.level) / 2.0;
            let (low, high) = (quantile(&drawn, tail)?, quantile(&drawn, 1.0 - tail)?);
            Some((value, Interval { low: low.min(value), high: high.max(value) }))
        };
        drawn.into_iter().zip(whole).map(|(drawn, whole)| interval(drawn, whole)).collect()
    }

    /// The figures of predictions with their intervals: for numbers those of [`RegressionMetrics`] and the shares
    /// within 5 and 20 %; for chances those of [`ClassificationMetrics`] but the calibration error, which any resample
    /// makes larger.
    pub fn estimates(&self, task: Task, target: &[f64], predicted: &[f64]) -> Vec<Estimate> {
        let figures = |rows: &[u32]| {
            let named = figures(task, &taken(target, rows), &taken(predicted, rows));
            named.into_iter().map(|(_, value)| value).collect()
        };
        let mut found = self.intervals_in(&from_the_highest(predicted), &strata(task, target), figures);
        let names: Vec<&str> = figures_of(task);
        if let (Some(place), Some(roc)) =
            (names.iter().position(|name| *name == "roc_auc"), RocAuc::of(target, predicted, self.level))
        {
            found[place] = Some((roc.auc, roc.interval));
        }
        let estimate = |(name, found): (&'static str, Option<(f64, Interval)>)| {
            found.map(|(value, interval)| Estimate { name, value, interval })
        };
        figures_of(task).into_iter().zip(found).filter_map(estimate).collect()
    }

    /// The figures of two models on the same rows, and how they differ.
    pub fn differences(&self, task: Task, target: &[f64], first: &[f64], second: &[f64]) -> Vec<Difference> {
        let both = |rows: &[u32]| {
            let target = taken(target, rows);
            let of = |predicted| figures(task, &target, &taken(predicted, rows));
            of(first).into_iter().zip(of(second)).map(|((_, first), (_, second))| (first, second)).collect::<Vec<_>>()
        };
        let differences =
            |rows: &[u32]| both(rows).into_iter().map(|(first, second)| Some(second? - first?)).collect::<Vec<_>>();
        let found = self.intervals_in(&from_the_highest(first), &strata(task, target), differences);
        let all: Vec<u32> = (0..target.len() as u32).collect();
        let values = both(&all);
        let mut differences = Vec::new();
        for ((name, values), found) in figures_of(task).into_iter().zip(values).zip(found) {
            if let ((Some(first), Some(second)), Some((difference, interval))) = (values, found) {
                differences.push(Difference { name, values: [first, second], difference, interval });
            }
        }
        differences
    }
}

/// The figures by name.
fn figures(task: Task, target: &[f64], predicted: &[f64]) -> Vec<(&'static str, Option<f64>)> {
    match task {
        Task::Regression => {
            let errors = relative_errors(target, predicted);
            let mut named = Metrics::Regression(RegressionMetrics::of(target, predicted)).named();
            named.push(("within_5", within(&errors, 0.05)));
            named.push(("within_20", within(&errors, 0.20)));
            named
        }
        Task::Classification => {
            let mut named = Metrics::Classification(ClassificationMetrics::of(target, predicted)).named();
            named.retain(|(name, _)| *name != "ece");
            named
        }
    }
}

fn figures_of(task: Task) -> Vec<&'static str> {
    figures(task, &[], &[]).into_iter().map(|(name, _)| name).collect()
}

fn strata(task: Task, target: &[f64]) -> Vec<bool> {
    match task {
        Task::Regression => Vec::new(),
        Task::Classification => target.iter().map(|y| *y > 0.5).collect(),
    }
}

fn from_the_highest(predicted: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..predicted.len() as u32).collect();
    order.sort_by(|a, b| predicted[*b as usize].total_cmp(&predicted[*a as usize]));
    order
}

fn taken(values: &[f64], rows: &[u32]) -> Vec<f64> {
    rows.iter().map(|row| values[*row as usize]).collect()
}

/// The numbers of one resample, in the order in which rows are drawn: those of the first stratum, then of the second.
struct Draws {
    state: u64,
}

impl Draws {
    fn new(seed: u64, resample: u64) -> Self {
        // The constant keeps the draws apart from the folds of the same seed.
        Self { state: scramble(scramble(seed ^ 0x0B00_7574_7261_70E5).wrapping_add(resample.wrapping_mul(GOLDEN))) }
    }

    fn one_of(&mut self, rows: &[u32]) -> u32 {
        self.state = self.state.wrapping_add(GOLDEN);
        rows[(((scramble(self.state) >> 32) * rows.len() as u64) >> 32) as usize]
    }
}

#[cfg(test)]
#[path = "uncertainty/tests.rs"]
mod tests;
