//! Chances that come true as often as they say: chances and classes of rows that the model has not seen in, a map from
//! chance to calibrated chance out.
//!
//! A map learned on the rows that the model was learned on believes the model's own overconfidence, so out-of-fold
//! chances must come in; that is the caller's duty. Few rows get a line on the log-odds (Platt 1999), many a staircase
//! that follows the data (isotonic regression, Zadrozny & Elkan 2002): a staircase needs far more rows to be better
//! (Niculescu-Mizil & Caruana 2005). Every map keeps the order of chances and never says 0 or 1.

use serde::{Deserialize, Serialize};

/// From this many rows on,
const ROWS_FOR_STAIRS: f64 = 1000.0;
/// with this many of the rarer class, the staircase is learned.
const RARER_FOR_STAIRS: f64 = 100.0;

/// Chances are held this far from 0 and 1 before their log-odds are taken.
const NEAREST: f64 = 1e-9;

/// A map from chance to calibrated chance. Plain numbers, so that a model file can hold it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Calibration {
    /// Chances as they are.
    Identity,
    /// 1 / (1 + e^-(slope · ln(p / (1 - p)) + intercept)), slope of at least 0.
    Logistic { slope: f64, intercept: f64 },
    /// Straight lines between knots (chance, calibrated chance), level beyond the first and the last. Chances rise from
    /// knot to knot; calibrated chances never fall and lie between 0 and 1 without these.
    Isotonic { knots: Vec<(f64, f64)> },
}

impl Calibration {
    /// Learns from out-of-fold chances and their classes, 0 or 1; `weights` count rows, 1 each when there are none.
    /// Which kind is by the counts. With only one class there is nothing to learn, and chances stay as they are.
    pub fn fit(chances: &[f64], labels: &[f64], weights: Option<&[f64]>) -> Self {
        let rows = Row::of(chances, labels, weights);
        let (negatives, positives) = counts(&rows);
        let rarer = negatives.min(positives);
        if rarer <= 0.0 {
            Self::Identity
        } else if negatives + positives < ROWS_FOR_STAIRS || rarer < RARER_FOR_STAIRS {
            logistic(&rows)
        } else {
            isotonic(rows)
        }
    }

    /// The line on the log-odds, whatever the number of rows.
    pub fn fit_logistic(chances: &[f64], labels: &[f64], weights: Option<&[f64]>) -> Self {
        logistic(&Row::of(chances, labels, weights))
    }

    /// The staircase, whatever the number of rows.
    pub fn fit_isotonic(chances: &[f64], labels: &[f64], weights: Option<&[f64]>) -> Self {
        isotonic(Row::of(chances, labels, weights))
    }

    /// The calibrated chance.
    pub fn of(&self, chance: f64) -> f64 {
        match self {
            Self::Identity => chance,
            Self::Logistic { slope, intercept } => sigmoid(slope * log_odds(chance) + intercept),
            Self::Isotonic { knots } => on_knots(knots, chance),
        }
    }

    /// How the map is named in reports and model files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Identity => "none",
            Self::Logistic { .. } => "logistic",
            Self::Isotonic { .. } => "isotonic",
        }
    }

    /// Whether the numbers are what [`fit`](Self::fit) makes: for maps that come from a file.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Identity => true,
            Self::Logistic { slope, intercept } => *slope >= 0.0 && slope.is_finite() && intercept.is_finite(),
            Self::Isotonic { knots } => {
                let rises = knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1);
                let is_chance = |(x, y): &(f64, f64)| x.is_finite() && *y > 0.0 && *y < 1.0;
                rises && !knots.is_empty() && knots.iter().all(is_chance)
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Row {
    chance: f64,
    is_positive: bool,
    weight: f64,
}

impl Row {
    /// Rows without a chance or without weight say nothing.
    fn of(chances: &[f64], labels: &[f64], weights: Option<&[f64]>) -> Vec<Self> {
        let weight = |row: usize| weights.map_or(1.0, |weights| weights.get(row).copied().unwrap_or_default());
        let rows = chances.iter().zip(labels).enumerate();
        rows.map(|(row, (chance, label))| Self { chance: *chance, is_positive: *label > 0.5, weight: weight(row) })
            .filter(|row| !row.chance.is_nan() && row.weight > 0.0)
            .collect()
    }
}

/// Weight of negatives and of positives.
fn counts(rows: &[Row]) -> (f64, f64) {
    let of = |positive: bool| rows.iter().filter(|row| row.is_positive == positive).map(|row| row.weight).sum::<f64>();
    (of(false), of(true))
}

/// Newton's steps on the logarithmic loss, halved while they do not lower it. Targets are Platt's, (N₊ + 1) / (N₊ + 2)
/// and 1 / (N₋ + 2): what a count of one more row of each class would say, so that classes without overlap get a finite
/// line.
fn logistic(rows: &[Row]) -> Calibration {
    let (negatives, positives) = counts(rows);
    let (low, high) = (1.0 / (negatives + 2.0), (positives + 1.0) / (positives + 2.0));
    let target = |row: &Row| if row.is_positive { high } else { low };
    let points: Vec<(f64, f64, f64)> = rows.iter().map(|row| (log_odds(row.chance), target(row), row.weight)).collect();
    let total = points.iter().map(|(_, _, weight)| weight).sum::<f64>();
    if total <= 0.0 {
        return Calibration::Identity;
    }
    let rate = points.iter().map(|(_, target, weight)| target * weight).sum::<f64>() / total;
    // A line that falls would turn the order of rows around: then the share of positives is all that is known.
    let flat = Calibration::Logistic { slope: 0.0, intercept: log_odds(rate) };
    // ln(1 + e^m) - t m, without overflow.
    let loss = |slope: f64, intercept: f64| {
        let of = |(x, target, weight): &(f64, f64, f64)| {
            let margin = slope * x + intercept;
            weight * (margin.max(0.0) + libm::log1p(libm::exp(-margin.abs())) - target * margin)
        };
        points.iter().map(of).sum::<f64>()
    };
    let (mut slope, mut intercept) = (0.0, log_odds(rate));
    let mut least = loss(slope, intercept);
    for _ in 0..100 {
        let (mut by_slope, mut by_intercept) = (0.0, 0.0);
        // A little on the diagonal keeps the step finite where all chances are equal.
        let (mut slope_twice, mut mixed, mut intercept_twice) = (1e-9, 0.0, 1e-9);
        for (x, target, weight) in &points {
            let chance = sigmoid(slope * x + intercept);
            let (error, curve) = (weight * (chance - target), weight * chance * (1.0 - chance));
            by_slope += error * x;
            by_intercept += error;
            slope_twice += curve * x * x;
            mixed += curve * x;
            intercept_twice += curve;
        }
        let determinant = slope_twice * intercept_twice - mixed * mixed;
        let step = (
            -(intercept_twice * by_slope - mixed * by_intercept) / determinant,
            -(slope_twice * by_intercept - mixed * by_slope) / determinant,
        );
        let mut share = 1.0;
        let lower = loop {
            let (next_slope, next_intercept) = (slope + share * step.0, intercept + share * step.1);
            let next = loss(next_slope, next_intercept);
            if next < least {
                break Some((next_slope, next_intercept, next));
            }
            share /= 2.0;
            if share < 1e-10 {
                break None;
            }
        };
        let Some((next_slope, next_intercept, next)) = lower else { break };
        let gained = least - next;
        (slope, intercept, least) = (next_slope, next_intercept, next);
        if gained <= 1e-14 * least.abs() {
            break;
        }
    }
    if slope > 0.0 { Calibration::Logistic { slope, intercept } } else { flat }
}

/// Rows that share a calibrated chance.
#[derive(Clone, Copy)]
struct Block {
    /// Σ weight · chance, Σ weight of positives, Σ weight.
    chances: f64,
    positives: f64,
    weight: f64,
}

impl Block {
    fn rate(&self) -> f64 {
        self.positives / self.weight
    }

    fn with(self, other: Self) -> Self {
        Self {
            chances: self.chances + other.chances,
            positives: self.positives + other.positives,
            weight: self.weight + other.weight,
        }
    }
}

/// Pools neighbours that stand in the wrong order (Ayer et al. 1955), rows of equal chance first. A knot stands at the
/// mean chance of each block. A first block without a positive and a last one without a negative get one row more, of
/// the share of positives in all, (0 + base) / (n + 1), as far as the next block's rate allows.
fn isotonic(mut rows: Vec<Row>) -> Calibration {
    rows.sort_by(|a, b| a.chance.total_cmp(&b.chance));
    let (negatives, positives) = counts(&rows);
    if negatives <= 0.0 || positives <= 0.0 {
        return Calibration::Identity;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for tie in rows.chunk_by(|a, b| a.chance == b.chance) {
        let (negatives, positives) = counts(tie);
        let weight = negatives + positives;
        let mut block = Block { chances: weight * tie[0].chance, positives, weight };
        while let Some(last) = blocks.pop_if(|last| last.rate() >= block.rate()) {
            block = last.with(block);
        }
        blocks.push(block);
    }
    let base = positives / (negatives + positives);
    let shrunk = |block: &Block| (block.positives + base) / (block.weight + 1.0);
    let neighbour = |place: Option<usize>| place.and_then(|place| blocks.get(place)).map(Block::rate);
    let least = blocks.first().filter(|first| first.positives <= 0.0).map(shrunk);
    let least = least.map_or(0.0, |least| neighbour(Some(1)).map_or(least, |next| least.min(next)));
    let most = blocks.last().filter(|last| last.positives >= last.weight).map(shrunk);
    let most = most.map_or(1.0, |most| neighbour(blocks.len().checked_sub(2)).map_or(most, |before| most.max(before)));
    let rates: Vec<f64> = blocks.iter().map(|block| block.rate().clamp(least, most)).collect();
    let mut knots: Vec<(f64, f64)> = Vec::with_capacity(blocks.len());
    let mut start = 0;
    // An end that was drawn to its neighbour's rate is one block with it.
    for alike in rates.chunk_by(|a, b| a == b) {
        let members = &blocks[start..start + alike.len()];
        let chances = members.iter().map(|block| block.chances).sum::<f64>();
        let weight = members.iter().map(|block| block.weight).sum::<f64>();
        knots.push((chances / weight, alike[0]));
        start += alike.len();
    }
    // Means of neighbouring chances can round to one.
    knots.dedup_by(|next, knot| next.0 <= knot.0);
    Calibration::Isotonic { knots }
}

fn on_knots(knots: &[(f64, f64)], chance: f64) -> f64 {
    let above = knots.partition_point(|knot| knot.0 <= chance);
    match (above.checked_sub(1).and_then(|below| knots.get(below)), knots.get(above)) {
        (Some(from), Some(to)) => {
            let value = from.1 + (to.1 - from.1) * ((chance - from.0) / (to.0 - from.0));
            value.clamp(from.1, to.1)
        }
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => chance,
    }
}

fn log_odds(chance: f64) -> f64 {
    let chance = chance.clamp(NEAREST, 1.0 - NEAREST);
    libm::log(chance / (1.0 - chance))
}

fn sigmoid(margin: f64) -> f64 {
    // Beyond this the chance would round to 0 or 1.
    1.0 / (1.0 + libm::exp(-margin.clamp(-30.0, 30.0)))
}

#[cfg(test)]
#[path = "calibration/tests.rs"]
mod tests;
