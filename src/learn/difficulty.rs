//! How far off a prediction of its kind usually is: out-of-sample predictions, truths and signals in, a positive number
//! for any row out.
//!
//! Houses of the middle are foretold better than mansions, and those that the trees agree on better than those that
//! they do not. The size is a product of factors, one for the prediction and one for each signal, such as the spread of
//! a forest's trees or the mean error of the nearest sales. A factor is the mean |residual| of rows alike in that
//! respect, as a multiple of what the factors before it expect, on straight lines between groups of equal count.

use serde::{Deserialize, Serialize};

use super::average::mean;

/// Rows of a group at least,
const ROWS_OF_GROUP: usize = 50;
/// and groups at most.
const MOST_GROUPS: usize = 20;
/// So many rows of the usual size are added to each group, so that a few odd ones do not decide.
const USUAL_ROWS: f64 = 10.0;
/// No group is taken for so much easier than the usual that its intervals vanish.
const LEAST_FACTOR: f64 = 0.1;

/// The expected |residual| of a row, in the unit of the predictions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difficulty {
    /// Mean |residual| of all rows.
    pub usual: f64,
    /// By what the prediction multiplies it.
    pub by_prediction: Factor,
    /// By what each signal does, in the order given.
    pub by_signal: Vec<Factor>,
}

/// Straight lines between knots (value, factor), level beyond the first and the last. Values rise. Without knots the
/// factor is 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    pub knots: Vec<(f64, f64)>,
}

impl Difficulty {
    /// Learns from predictions of rows that the model has not seen and their truths. Each signal has a value a row; NaN
    /// where it is not known.
    pub fn fit(predictions: &[f64], truths: &[f64], signals: &[&[f64]]) -> Self {
        let mut sizes: Vec<f64> = predictions.iter().zip(truths).map(|(p, y)| (y - p).abs()).collect();
        // Where all predictions are right, any positive number does.
        let usual = mean(sizes.iter().copied()).filter(|usual| *usual > 0.0 && usual.is_finite()).unwrap_or(1.0);
        sizes.iter_mut().for_each(|size| *size /= usual);
        let mut learn = |values: &[f64]| {
            let factor = Factor::fit(values, &sizes);
            sizes.iter_mut().zip(values).for_each(|(size, value)| *size /= factor.of(*value));
            factor
        };
        let by_prediction = learn(predictions);
        Self { usual, by_prediction, by_signal: signals.iter().map(|signal| learn(signal)).collect() }
    }

    /// The expected |residual| of a row; a signal that is not given counts as usual.
    pub fn of(&self, prediction: f64, signals: &[f64]) -> f64 {
        let by_signal = self.by_signal.iter().zip(signals).map(|(factor, signal)| factor.of(*signal));
        self.usual * self.by_prediction.of(prediction) * by_signal.product::<f64>()
    }

    /// Whether the numbers are what [`fit`](Self::fit) makes: for difficulties that come from a file.
    pub fn is_sound(&self) -> bool {
        let is_sound = |factor: &Factor| {
            factor.knots.is_sorted_by(|a, b| a.0 < b.0)
                && factor.knots.iter().all(|(value, by)| value.is_finite() && by.is_finite() && *by > 0.0)
        };
        self.usual > 0.0
            && self.usual.is_finite()
            && is_sound(&self.by_prediction)
            && self.by_signal.iter().all(is_sound)
    }
}

impl Factor {
    /// Of the sizes of rows by a value: the mean of each group against that of all.
    fn fit(values: &[f64], sizes: &[f64]) -> Self {
        let mut rows: Vec<(f64, f64)> = values.iter().copied().zip(sizes.iter().copied()).collect();
        rows.retain(|(value, size)| value.is_finite() && size.is_finite());
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let Some(usual) = mean(rows.iter().map(|row| row.1)).filter(|usual| *usual > 0.0) else {
            return Self::default();
        };
        let groups = (rows.len() / ROWS_OF_GROUP).clamp(1, MOST_GROUPS);
        let (mut knots, mut start) = (Vec::with_capacity(groups), 0);
        for group in 1..=groups {
            let mut end = (rows.len() * group / groups).max(start);
            // Equal values stay together.
            while end > start && rows.get(end).is_some_and(|next| next.0 == rows[end - 1].0) {
                end += 1;
            }
            let members = &rows[start..end];
            if members.is_empty() {
                continue;
            }
            let n = members.len() as f64;
            let value = members.iter().map(|row| row.0).sum::<f64>() / n;
            let size = members.iter().map(|row| row.1).sum::<f64>();
            knots.push((value, ((size / usual + USUAL_ROWS) / (n + USUAL_ROWS)).max(LEAST_FACTOR)));
            start = end;
        }
        // Means of neighbouring groups can round to one.
        knots.dedup_by(|next, knot| next.0 <= knot.0);
        Self { knots: smoothed(&knots) }
    }

    /// 1 for a value that is not known.
    pub fn of(&self, value: f64) -> f64 {
        if value.is_nan() {
            return 1.0;
        }
        let above = self.knots.partition_point(|knot| knot.0 <= value);
        match (above.checked_sub(1).and_then(|below| self.knots.get(below)), self.knots.get(above)) {
            (Some(from), Some(to)) => from.1 + (to.1 - from.1) * ((value - from.0) / (to.0 - from.0)),
            (Some(end), None) | (None, Some(end)) => end.1,
            (None, None) => 1.0,
        }
    }
}

/// Fewer groups than this are too far apart to speak for each other: a signal of yes and no has two.
const GROUPS_TO_SMOOTH: usize = 8;

/// Each factor with half the weight, its neighbours with a quarter each; an end is its own neighbour.
fn smoothed(knots: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if knots.len() < GROUPS_TO_SMOOTH {
        return knots.to_vec();
    }
    let by = |at: usize| knots[at.min(knots.len() - 1)].1;
    let smooth = |at: usize| (by(at.saturating_sub(1)) + 2.0 * by(at) + by(at + 1)) / 4.0;
    knots.iter().enumerate().map(|(at, knot)| (knot.0, smooth(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Residuals of +-size, where the size is 1 below a prediction of 0 and 4 above, and twice that where a flag is
    /// set.
    fn rows() -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let predictions: Vec<f64> = (0..2000).map(|row| f64::from(row) / 1000.0 - 1.0).collect();
        let flags: Vec<f64> = (0..2000).map(|row| f64::from(row % 4 < 2)).collect();
        let truth = |(row, (p, flag)): (usize, (&f64, &f64))| {
            let size = if *p < 0.0 { 1.0 } else { 4.0 } * (1.0 + flag);
            p + if row % 2 == 0 { size } else { -size }
        };
        let truths = predictions.iter().zip(&flags).enumerate().map(truth).collect();
        (predictions, truths, flags)
    }

    #[test]
    fn sizes_are_found_by_prediction_and_signal() {
        let (predictions, truths, flags) = rows();
        let difficulty = Difficulty::fit(&predictions, &truths, &[&flags]);
        assert!(difficulty.is_sound());
        for (prediction, flag, expected) in [(-0.6, 0.0, 1.0), (-0.6, 1.0, 2.0), (0.6, 0.0, 4.0), (0.6, 1.0, 8.0)] {
            let found = difficulty.of(prediction, &[flag]);
            assert!((found / expected - 1.0).abs() < 0.15, "{prediction} {flag}: {found}");
        }
        // A signal that is not known multiplies by 1: between the two.
        let between = difficulty.of(0.6, &[f64::NAN]);
        assert!(between > difficulty.of(0.6, &[0.0]) && between < difficulty.of(0.6, &[1.0]));
        assert_eq!(difficulty.of(0.6, &[]), between);
    }

    #[test]
    fn few_rows_or_none_give_the_usual() {
        let few = Difficulty::fit(&[1.0, 2.0], &[2.0, 5.0], &[]);
        assert_eq!((few.of(1.0, &[]), few.of(9.0, &[])), (2.0, 2.0));
        assert_eq!(Difficulty::fit(&[], &[], &[&[]]).of(1.0, &[3.0]), 1.0);
        assert_eq!(Difficulty::fit(&[1.0; 9], &[1.0; 9], &[]).of(1.0, &[]), 1.0);
    }
}
