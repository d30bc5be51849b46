//! Difficulty and intervals in one, and what they are worth: predictions of unseen rows, truths and signals in;
//! intervals for new rows out, and the share of truths that intervals hold on rows that had no part in them.

use serde::{Deserialize, Serialize};

use super::{
    average::median,
    conformal::{Conformal, ConformalProblem, Sample},
    difficulty::Difficulty,
    distribution::{Interval, wilson},
    folds::Folds,
};

/// Rows that the model has not seen; give logarithms where errors are shares of a price.
#[derive(Clone, Copy, Debug)]
pub struct Unseen<'a> {
    pub predictions: &'a [f64],
    pub truths: &'a [f64],
    /// Each with a value a row: what may tell how sure a prediction is, such as the spread of a forest's trees. NaN
    /// where it is not known.
    pub signals: &'a [&'a [f64]],
    /// The band of each row, such as its area; all 0 where there are none.
    pub bands: &'a [u32],
}

/// Intervals that are as wide as a row is difficult. Plain numbers, so that a model file can hold them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    pub difficulty: Difficulty,
    pub conformal: Conformal,
}

/// The share of truths within intervals, on rows that the intervals were not learned from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// What was asked for.
    pub level: f64,
    pub all: Covered,
    /// By fifths of the truth, from the lowest up.
    pub quintiles: Vec<Covered>,
    /// On the scale of the predictions.
    pub median_width: f64,
}

/// Of how many rows the interval held the truth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Covered {
    pub rows: usize,
    /// From 0 to 1.
    pub share: f64,
    /// Of the share, at 95 % (Wilson 1927).
    pub interval: Interval,
}

/// Fewer rows leave a share uncertain by ten percent and more.
const ENOUGH_ROWS: usize = 50;

impl Covered {
    /// Whether it rests on too few rows to say much.
    pub fn is_thin(&self) -> bool {
        self.rows < ENOUGH_ROWS
    }
}

impl Intervals {
    /// Learns difficulty, then intervals that are to hold the share `level` of truths.
    ///
    /// # Errors
    /// Too few rows for the level, or columns that do not fit together.
    pub fn learn(rows: &Unseen<'_>, level: f64) -> Result<Self, ConformalProblem> {
        let Unseen { predictions, truths, signals, bands } = *rows;
        let difficulty = Difficulty::fit(predictions, truths, signals);
        let difficulties: Vec<f64> =
            (0..predictions.len()).map(|row| difficulty.of(predictions[row], &at(signals, row))).collect();
        let sample = Sample { predictions, truths, difficulties: &difficulties, bands };
        Ok(Self { conformal: Conformal::learn(&sample, level)?, difficulty })
    }

    /// The interval of a row, on the scale of the predictions.
    pub fn of(&self, prediction: f64, signals: &[f64], band: u32) -> Interval {
        self.conformal.interval(prediction, self.difficulty.of(prediction, signals), band)
    }

    /// How often such intervals hold the truth: they are learned from one half of the rows and tried on the other, both
    /// ways. Halves are drawn by the seed.
    ///
    /// # Errors
    /// As for [`learn`](Self::learn), for half the rows.
    pub fn measure(rows: &Unseen<'_>, level: f64, seed: u64) -> Result<Coverage, ConformalProblem> {
        let halves = Folds::shuffled(rows.predictions.len(), 2, seed);
        let mut intervals = vec![Interval { low: f64::NAN, high: f64::NAN }; rows.predictions.len()];
        for half in 0..halves.len() {
            let (learned, tried) = halves.split(half);
            let learned = Half::of(rows, &learned);
            let signals: Vec<&[f64]> = learned.signals.iter().map(Vec::as_slice).collect();
            let made = Self::learn(&learned.unseen(&signals), level)?;
            for row in tried.into_iter().map(|row| row as usize) {
                intervals[row] = made.of(rows.predictions[row], &at(rows.signals, row), rows.bands[row]);
            }
        }
        Ok(Coverage::of(&intervals, rows.truths, level))
    }
}

impl Coverage {
    /// Of intervals and the truths of the same rows.
    pub fn of(intervals: &[Interval], truths: &[f64], level: f64) -> Self {
        let mut order: Vec<usize> = (0..truths.len().min(intervals.len())).collect();
        order.sort_by(|a, b| truths[*a].total_cmp(&truths[*b]));
        let covered = |rows: &[usize]| {
            let held = rows.iter().filter(|row| intervals[**row].contains(truths[**row])).count() as f64;
            let n = rows.len() as f64;
            Covered { rows: rows.len(), share: held / n.max(1.0), interval: wilson(held, n, 0.95) }
        };
        let fifth = |quintile: usize| covered(&order[order.len() * quintile / 5..order.len() * (quintile + 1) / 5]);
        let widths: Vec<f64> = intervals.iter().map(Interval::width).collect();
        Self {
            level,
            all: covered(&order),
            quintiles: (0..5).map(fifth).collect(),
            median_width: median(&widths).unwrap_or_default(),
        }
    }
}

/// Some of the rows.
struct Half {
    predictions: Vec<f64>,
    truths: Vec<f64>,
    signals: Vec<Vec<f64>>,
    bands: Vec<u32>,
}

impl Half {
    fn of(rows: &Unseen<'_>, taken: &[u32]) -> Self {
        let take = |values: &[f64]| taken.iter().map(|row| values[*row as usize]).collect::<Vec<f64>>();
        Self {
            predictions: take(rows.predictions),
            truths: take(rows.truths),
            signals: rows.signals.iter().map(|signal| take(signal)).collect(),
            bands: taken.iter().map(|row| rows.bands[*row as usize]).collect(),
        }
    }

    fn unseen<'a>(&'a self, signals: &'a [&'a [f64]]) -> Unseen<'a> {
        Unseen { predictions: &self.predictions, truths: &self.truths, signals, bands: &self.bands }
    }
}

fn at(signals: &[&[f64]], row: usize) -> Vec<f64> {
    signals.iter().map(|signal| signal.get(row).copied().unwrap_or(f64::NAN)).collect()
}
