//! Intervals that hold the truth as often as they say: predictions of rows that the model has not seen, their truths
//! and difficulties in; an interval for any prediction out.
//!
//! Conformal prediction (Vovk, Gammerman & Shafer 2005): where new rows come as those seen did, the share of truths
//! within the intervals is what was asked for, whatever the model. The predictions may be of a held-out part (split),
//! of the trees that did not see a row (out-of-bag), or of cross-validation.
//!
//! A row's score is (truth - prediction) / difficulty, on the scale of the predictions: give logarithms where errors
//! are shares of a price. Each tail has its own quantile, because cheap houses are valued too high and dear ones too
//! low. Both tails are taken band by band (Mondrian). Bands of the prediction alone would leave a tenth of all houses
//! out but a fifth of the dear ones; bands of the truth would be right for each and needlessly wide for a weak model,
//! since the truth is not known when an interval is asked for. So bands are of the *middle* between prediction and
//! truth: an interval holds each value that would be within the tails of its own middle's band, and all between the
//! least and the greatest of these. What that is worth on real sales is measured by `coverage`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::distribution::Interval;

/// A band of the caller's has its own tails from this many rows on, for each price band.
pub const FEWEST_OF_BAND: usize = 50;
/// Price bands: one for so many rows, or twice those that the level needs where that is more,
const ROWS_OF_PRICE_BAND: usize = 100;
/// and so many at most.
const MOST_PRICE_BANDS: usize = 8;

/// Taken off before rounding up, so that (19 + 1) · 0.95 is 19 and not 20.
const HAIR: f64 = 1e-9;

/// What scores are learned from: the same rows in all four.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// By a model that has not seen the row.
    pub predictions: &'a [f64],
    /// On the same scale.
    pub truths: &'a [f64],
    /// Above 0: what an error of usual size is for such a row.
    pub difficulties: &'a [f64],
    /// The band of each row, such as its area; all 0 where there are none.
    pub bands: &'a [u32],
}

/// Why no intervals can be learned.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ConformalProblem {
    #[error("intervals at {percent} % need at least {needed} rows that the model has not seen, and there are {found}")]
    TooFew { found: usize, needed: usize, percent: f64 },
    #[error(
        "predictions, truths, difficulties and bands are of {0}, {1}, {2} and {3} rows; give the same rows in each"
    )]
    Uneven(usize, usize, usize, usize),
    #[error("row {row}: prediction, truth or difficulty is no finite number, or the difficulty is not above 0")]
    NotFinite { row: usize },
    #[error("an interval must hold more than none and less than all: found a level of {0}; give 0.9 for 90 %")]
    Level(f64),
}

/// How far below and above the prediction the truth may lie, in difficulties. Below is mostly less than 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tails {
    pub below: f64,
    pub above: f64,
}

/// Intervals learned. Plain numbers, so that a model file can hold them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conformal {
    /// The share of truths that intervals are to hold.
    pub level: f64,
    /// Rows learned from.
    pub rows: usize,
    /// Where one price band ends and the next begins, rising: middles of prediction and truth.
    pub edges: Vec<f64>,
    /// The tails of each price band, over all bands of the caller's: one more than edges.
    pub pooled: Vec<Tails>,
    /// The caller's bands by number, each with a place for every price band; none where there were too few rows and the
    /// pooled tails stand in.
    pub bands: Vec<(u32, Vec<Option<Tails>>)>,
}

impl Conformal {
    /// Learns intervals that are to hold the share `level` of truths.
    ///
    /// # Errors
    /// Columns of different length, numbers that are none, or fewer rows than the level needs: 2 / (1 - level) - 1.
    pub fn learn(sample: &Sample<'_>, level: f64) -> Result<Self, ConformalProblem> {
        let rows = sample.checked()?;
        if !(level > 0.0 && level < 1.0) {
            return Err(ConformalProblem::Level(level));
        }
        let middles: Vec<f64> = (0..rows).map(|row| middle(sample.predictions[row], sample.truths[row])).collect();
        let needed = fewest_rows(level);
        let rows_of_band = ROWS_OF_PRICE_BAND.max(needed.saturating_mul(2));
        let edges = edges(&middles, (rows / rows_of_band).clamp(1, MOST_PRICE_BANDS));
        let price_bands = edges.len() + 1;
        let mut scores: Vec<(u32, usize, f64)> = (0..rows)
            .map(|row| {
                let score = (sample.truths[row] - sample.predictions[row]) / sample.difficulties[row];
                (sample.bands[row], band_of(&edges, middles[row]), score)
            })
            .collect();
        scores.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let all = tails(scores.iter().map(|score| score.2), level);
        let all = all.ok_or(ConformalProblem::TooFew { found: rows, needed, percent: level * 100.0 })?;
        let of_price_band = |band| tails(scores.iter().filter(|score| score.1 == band).map(|score| score.2), level);
        let pooled: Vec<Tails> = (0..price_bands).map(|band| of_price_band(band).unwrap_or(all)).collect();
        let own = |band: &[(u32, usize, f64)]| {
            let mut own = vec![None; price_bands];
            for cell in band.chunk_by(|a, b| a.1 == b.1).filter(|cell| cell.len() >= FEWEST_OF_BAND) {
                own[cell[0].1] = tails(cell.iter().map(|score| score.2), level);
            }
            (band[0].0, own)
        };
        let bands = scores.chunk_by(|a, b| a.0 == b.0).map(own).collect();
        Ok(Self { level, rows, edges, pooled, bands })
    }

    /// The interval of a prediction: on its scale, of its difficulty, for the caller's band. An unknown band counts as
    /// all.
    pub fn interval(&self, prediction: f64, difficulty: f64, band: u32) -> Interval {
        let own = self.bands.binary_search_by_key(&band, |(number, _)| *number).ok().map(|at| &self.bands[at].1);
        let tails = |place: usize| own.and_then(|own| own.get(place).copied().flatten()).unwrap_or(self.pooled[place]);
        let mut hull: Option<Interval> = None;
        for place in 0..self.pooled.len() {
            // Truths whose middle with the prediction lies in this band: twice the edge less the prediction.
            let from = place.checked_sub(1).map_or(f64::NEG_INFINITY, |edge| 2.0 * self.edges[edge] - prediction);
            let to = self.edges.get(place).map_or(f64::INFINITY, |edge| 2.0 * edge - prediction);
            let Tails { below, above } = tails(place);
            let low = (prediction + below * difficulty).max(from);
            let high = (prediction + above * difficulty).min(to);
            if low <= high {
                let (low, high) = hull.map_or((low, high), |hull| (hull.low.min(low), hull.high.max(high)));
                hull = Some(Interval { low, high });
            }
        }
        // No value is within the tails of its own band where bands contradict each other: then the prediction's band
        // decides.
        hull.unwrap_or_else(|| {
            let Tails { below, above } = tails(band_of(&self.edges, prediction));
            Interval { low: prediction + below * difficulty, high: prediction + above * difficulty }
        })
    }

    /// Bands of the caller's that had too few rows in some price band, so that pooled tails stand in there.
    pub fn partly_pooled(&self) -> Vec<u32> {
        let is_pooled = |(_, own): &&(u32, Vec<Option<Tails>>)| own.iter().any(Option::is_none);
        self.bands.iter().filter(is_pooled).map(|(band, _)| *band).collect()
    }

    /// Whether the numbers are what [`learn`](Self::learn) makes: for intervals that come from a file.
    pub fn is_sound(&self) -> bool {
        let is_sound = |tails: &Tails| tails.below.is_finite() && tails.above.is_finite() && tails.below <= tails.above;
        let is_whole =
            |(_, own): &(u32, Vec<Option<Tails>>)| own.len() == self.pooled.len() && own.iter().flatten().all(is_sound);
        self.level > 0.0
            && self.level < 1.0
            && self.pooled.len() == self.edges.len() + 1
            && self.edges.iter().all(|edge| edge.is_finite())
            && self.edges.is_sorted_by(|a, b| a < b)
            && self.pooled.iter().all(is_sound)
            && self.bands.is_sorted_by(|a, b| a.0 < b.0)
            && self.bands.iter().all(is_whole)
    }
}

impl Sample<'_> {
    fn checked(&self) -> Result<usize, ConformalProblem> {
        let (p, y) = (self.predictions.len(), self.truths.len());
        let (d, b) = (self.difficulties.len(), self.bands.len());
        if p != y || p != d || p != b {
            return Err(ConformalProblem::Uneven(p, y, d, b));
        }
        let is_whole = |row: &usize| {
            let (p, y, d) = (self.predictions[*row], self.truths[*row], self.difficulties[*row]);
            p.is_finite() && y.is_finite() && d.is_finite() && d > 0.0
        };
        match (0..p).find(|row| !is_whole(row)) {
            Some(row) => Err(ConformalProblem::NotFinite { row }),
            None => Ok(p),
        }
    }
}

/// The least number of rows whose extremes are tails of this level.
pub fn fewest_rows(level: f64) -> usize {
    (2.0 / (1.0 - level) - 1.0 - HAIR).ceil() as usize
}

/// ⌈(n + 1)(1 - tail)⌉ with half of what may be left out in each tail: the place of the upper tail among n sorted
/// scores.
fn rank(rows: usize, level: f64) -> usize {
    ((rows as f64 + 1.0) * (0.5 + level / 2.0) - HAIR).ceil() as usize
}

/// None where there are too few scores for the level.
fn tails(scores: impl Iterator<Item = f64>, level: f64) -> Option<Tails> {
    let mut sorted: Vec<f64> = scores.collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = rank(sorted.len(), level);
    let above = *sorted.get(rank.checked_sub(1)?)?;
    let below = *sorted.get(sorted.len() - rank)?;
    Some(Tails { below: below.min(above), above: above.max(below) })
}

/// Edges between bands of equal count; equal middles stay together.
fn edges(middles: &[f64], bands: usize) -> Vec<f64> {
    let mut sorted = middles.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut edges: Vec<f64> = (1..bands).map(|band| sorted[sorted.len() * band / bands]).collect();
    edges.dedup();
    // An edge at the least middle would leave nothing below it.
    edges.retain(|edge| *edge > sorted[0]);
    edges
}

fn middle(prediction: f64, truth: f64) -> f64 {
    prediction + (truth - prediction) / 2.0
}

/// An edge belongs to the band above it.
fn band_of(edges: &[f64], middle: f64) -> usize {
    edges.partition_point(|edge| *edge <= middle)
}

#[cfg(test)]
#[path = "conformal/tests.rs"]
mod tests;
