//! What a ranking by chance is worth to somebody who can call only so many: classes and scores in; precision, lift and
//! gains, reliability, and advice on thresholds out.
//!
//! Scores may be chances or any number where higher is better. Rows of equal score are not told apart: where a cut goes
//! through them, each counts by the share of them that is taken, so that the order of the file decides nothing.

use serde::Serialize;

use super::distribution::{Interval, wilson};

/// Bins of the reliability curve and of the calibration error.
pub const BINS: usize = 10;

/// Points of a gains curve at most, the one at 0 aside.
pub const MOST_POINTS: usize = 100;

/// What calling the `k` highest rows gives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Capacity {
    /// Rows called: those asked for, or all where there are fewer.
    pub k: usize,
    /// Positives among them; expected ones where the cut goes through a tie.
    pub positives: f64,
    /// Positives / k.
    pub precision: f64,
    /// Positives / all positives; 0 where there are none.
    pub recall: f64,
    /// Precision / the share of positives in all rows; absent where there are none.
    pub lift: Option<f64>,
    /// The score of the last row called.
    pub threshold: f64,
}

/// Precision, recall and lift at a capacity of `k` rows. None without rows or capacity.
pub fn at_capacity(target: &[f64], score: &[f64], k: usize) -> Option<Capacity> {
    let ties = ties(target, score);
    let (rows, all) = totals(&ties);
    let k = k.min(rows);
    let (positives, threshold) = positives_among(&ties, k)?;
    let precision = positives / k as f64;
    let lift = (all > 0.0).then(|| precision / (all / rows as f64));
    let recall = if all > 0.0 { positives / all } else { 0.0 };
    Some(Capacity { k, positives, precision, recall, lift, threshold })
}

/// A point of the cumulative gains curve, both as shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gain {
    /// Of all rows, from the highest score down.
    pub called: f64,
    /// Of all positives.
    pub found: f64,
}

/// The cumulative gains curve: from (0, 0) to (1, 1), in at most [`MOST_POINTS`] equal steps. Empty without positives.
pub fn gains(target: &[f64], score: &[f64]) -> Vec<Gain> {
    let ties = ties(target, score);
    let (rows, all) = totals(&ties);
    if all == 0.0 {
        return Vec::new();
    }
    let steps = rows.min(MOST_POINTS);
    let (mut curve, mut tie, mut before, mut found) = (vec![Gain { called: 0.0, found: 0.0 }], 0, 0, 0.0);
    for step in 1..=steps {
        let k = rows * step / steps;
        while tie < ties.len() && before + ties[tie].rows <= k {
            before += ties[tie].rows;
            found += ties[tie].positives;
            tie += 1;
        }
        let part = ties.get(tie).map_or(0.0, |tie| tie.positives * (k - before) as f64 / tie.rows as f64);
        curve.push(Gain { called: k as f64 / rows as f64, found: (found + part) / all });
    }
    curve
}

/// Rows whose chance lies in one bin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// The bin holds chances from here,
    pub from: f64,
    /// up to but without here; the last bin holds 1, too.
    pub to: f64,
    pub n: usize,
    pub mean_chance: f64,
    /// The share of positives.
    pub rate: f64,
    /// Of the rate, at 95 % (Wilson 1927).
    pub interval: Interval,
}

/// The reliability curve: what came true of the rows to which about the same chance was given, in `bins` bins of equal
/// width. Bins without rows are left out.
pub fn reliability(target: &[f64], chance: &[f64], bins: usize) -> Vec<ReliabilityBin> {
    let bins = bins.max(1);
    let (mut given, mut came, mut count) = (vec![0.0; bins], vec![0.0; bins], vec![0_usize; bins]);
    for (y, p) in target.iter().zip(chance) {
        let bin = ((p * bins as f64) as usize).min(bins - 1);
        given[bin] += p;
        came[bin] += y;
        count[bin] += 1;
    }
    let edge = |bin: usize| bin as f64 / bins as f64;
    let bin = |bin: usize| {
        let n = count[bin] as f64;
        ReliabilityBin {
            from: edge(bin),
            to: edge(bin + 1),
            n: count[bin],
            mean_chance: given[bin] / n,
            rate: came[bin] / n,
            interval: wilson(came[bin], n, 0.95),
        }
    };
    (0..bins).filter(|bin| count[*bin] > 0).map(bin).collect()
}

/// A threshold and what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Threshold {
    /// Rows whose score is at least this count.
    pub at: f64,
    /// How many those are.
    pub rows: usize,
}

/// The highest threshold that at least `wanted` rows reach: what a label by score must be lowered to. None where there
/// are not so many rows, or none are wanted.
pub fn threshold_for(score: &[f64], wanted: usize) -> Option<Threshold> {
    let mut sorted: Vec<f64> = score.iter().copied().filter(|score| !score.is_nan()).collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let at = *sorted.get(wanted.checked_sub(1)?)?;
    Some(Threshold { at, rows: sorted.partition_point(|score| *score >= at) })
}

/// Rows of one score.
struct Tie {
    score: f64,
    rows: usize,
    positives: f64,
}

/// From the highest score down.
fn ties(target: &[f64], score: &[f64]) -> Vec<Tie> {
    let mut order: Vec<(f64, bool)> = score.iter().zip(target).map(|(score, y)| (*score, *y > 0.5)).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let tie = |tie: &[(f64, bool)]| Tie {
        score: tie[0].0,
        rows: tie.len(),
        positives: tie.iter().filter(|(_, positive)| *positive).count() as f64,
    };
    order.chunk_by(|a, b| a.0 == b.0).map(tie).collect()
}

fn totals(ties: &[Tie]) -> (usize, f64) {
    (ties.iter().map(|tie| tie.rows).sum(), ties.iter().map(|tie| tie.positives).sum())
}

/// Positives among the `k` highest, and the last score among them.
fn positives_among(ties: &[Tie], k: usize) -> Option<(f64, f64)> {
    let (mut left, mut positives) = (k, 0.0);
    for tie in ties {
        if left <= tie.rows {
            return (k > 0).then(|| (positives + tie.positives * left as f64 / tie.rows as f64, tie.score));
        }
        left -= tie.rows;
        positives += tie.positives;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: [f64; 8] = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    const SCORE: [f64; 8] = [0.9, 0.8, 0.7, 0.7, 0.3, 0.2, 0.2, 0.1];

    #[test]
    fn capacity() {
        let two = at_capacity(&TARGET, &SCORE, 2).unwrap();
        assert_eq!((two.positives, two.precision, two.lift, two.threshold), (1.0, 0.5, Some(0.5 / 0.375), 0.8));
        // The third of two that tie, one of them positive: half a positive.
        let three = at_capacity(&TARGET, &SCORE, 3).unwrap();
        assert_eq!((three.positives, three.recall, three.threshold), (1.5, 0.5, 0.7));
        let all = at_capacity(&TARGET, &SCORE, 99).unwrap();
        assert_eq!((all.k, all.lift, all.recall, all.threshold), (8, Some(1.0), 1.0, 0.1));
        assert_eq!((at_capacity(&TARGET, &SCORE, 0), at_capacity(&[], &[], 3)), (None, None));
        assert_eq!(at_capacity(&[0.0], &[0.5], 1).unwrap().lift, None);
    }

    #[test]
    fn curve_of_gains() {
        let curve = gains(&TARGET, &SCORE);
        assert_eq!((curve.len(), curve[0], curve[8]), (9, gain(0.0, 0.0), gain(1.0, 1.0)));
        assert_eq!((curve[1], curve[3]), (gain(0.125, 1.0 / 3.0), gain(0.375, 0.5)));
        let many: Vec<f64> = (0..1234).map(f64::from).collect();
        let classes: Vec<f64> = many.iter().map(|row| f64::from(row % 7.0 == 0.0)).collect();
        let curve = gains(&classes, &many);
        assert_eq!((curve.len(), curve[100]), (MOST_POINTS + 1, gain(1.0, 1.0)));
        assert!(curve.is_sorted_by(|a, b| a.called < b.called && a.found <= b.found));
        assert_eq!(gains(&[0.0, 0.0], &[0.1, 0.2]), []);
    }

    fn gain(called: f64, found: f64) -> Gain {
        Gain { called, found }
    }

    #[test]
    fn bins_of_reliability() {
        let bins = reliability(&TARGET, &SCORE, 10);
        assert_eq!(bins.iter().map(|bin| bin.n).collect::<Vec<_>>(), [1, 2, 1, 2, 1, 1]);
        let sevens = bins[3];
        assert_eq!((sevens.from, sevens.to, sevens.mean_chance, sevens.rate), (0.7, 0.8, 0.7, 0.5));
        assert!(sevens.interval.low < 0.1 && sevens.interval.high > 0.9);
        assert_eq!(reliability(&[1.0], &[1.0], 10)[0].from, 0.9);
    }

    #[test]
    fn threshold_that_gives_enough() {
        assert_eq!(threshold_for(&SCORE, 3), Some(Threshold { at: 0.7, rows: 4 }));
        assert_eq!(threshold_for(&SCORE, 8), Some(Threshold { at: 0.1, rows: 8 }));
        assert_eq!((threshold_for(&SCORE, 9), threshold_for(&SCORE, 0)), (None, None));
    }
}
