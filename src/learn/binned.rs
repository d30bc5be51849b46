//! Rows told as counts in bins: numbers in, what a chart of them needs out, and no row.

use serde::Serialize;

/// How many values lie in each of some equal, adjoining bins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Histogram {
    /// Where the first bin begins,
    pub from: f64,
    /// and where the last one ends.
    pub to: f64,
    pub counts: Vec<usize>,
    /// Values further out.
    pub below: usize,
    pub above: usize,
}

impl Histogram {
    /// Of values; those that are no number are left out. A bin holds its lower edge and not its upper one.
    pub fn of(values: impl IntoIterator<Item = f64>, from: f64, to: f64, bins: usize) -> Self {
        let mut histogram = Self { from, to, counts: vec![0; bins.max(1)], below: 0, above: 0 };
        let per_bin = (to - from) / histogram.counts.len() as f64;
        for value in values.into_iter().filter(|value| !value.is_nan()) {
            if value < from {
                histogram.below += 1;
            } else if value >= to {
                histogram.above += 1;
            } else {
                let last = histogram.counts.len() - 1;
                histogram.counts[(((value - from) / per_bin) as usize).min(last)] += 1;
            }
        }
        histogram
    }
}

/// How many pairs of two amounts lie in each cell of a square grid whose steps grow in proportion: from 50,000 to
/// 100,000 is as far as from 100,000 to 200,000.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Density {
    /// The least and the most of both amounts: the grid's two ends in both directions.
    pub from: f64,
    pub to: f64,
    /// Steps in each direction.
    pub steps: usize,
    /// Cells that hold something, row by row from the lowest.
    pub cells: Vec<DensityCell>,
}

/// A cell and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DensityCell {
    /// The step of the first amount, from 0.
    pub across: usize,
    /// The step of the second.
    pub up: usize,
    pub count: usize,
}

impl Density {
    /// Of pairs of amounts above 0; others are left out. None where no two amounts differ.
    pub fn of(across: &[f64], up: &[f64], steps: usize) -> Option<Self> {
        let is_amount = |amount: f64| amount > 0.0 && amount.is_finite();
        let pairs = || across.iter().zip(up).filter(|(a, b)| is_amount(**a) && is_amount(**b));
        let all = || pairs().flat_map(|(a, b)| [*a, *b]);
        let (from, to) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        if steps == 0 || from >= to {
            return None;
        }
        let (first, whole) = (libm::log(from), libm::log(to) - libm::log(from));
        let step = |amount: f64| (((libm::log(amount) - first) / whole * steps as f64) as usize).min(steps - 1);
        let mut counts = vec![0; steps * steps];
        pairs().for_each(|(a, b)| counts[step(*b) * steps + step(*a)] += 1);
        let cell = |(place, count): (usize, usize)| DensityCell { across: place % steps, up: place / steps, count };
        let cells = counts.into_iter().enumerate().filter(|(_, count)| *count > 0).map(cell).collect();
        Some(Self { from, to, steps, cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_counted_once() {
        let found = Histogram::of([0.4, 0.5, 0.99, 1.0, 1.49, 1.5, 7.0, f64::NAN], 0.5, 1.5, 2);
        assert_eq!((found.below, &found.counts[..], found.above), (1, &[2, 2][..], 2));
    }

    #[test]
    fn steps_of_a_density_grow_in_proportion() {
        let density = Density::of(&[100.0, 199.0, 201.0, 400.0, 0.0], &[100.0, 399.0, 150.0, 400.0, 5.0], 2).unwrap();
        assert_eq!((density.from, density.to), (100.0, 400.0));
        let cell = |across, up, count| DensityCell { across, up, count };
        assert_eq!(density.cells, [cell(0, 0, 1), cell(1, 0, 1), cell(0, 1, 1), cell(1, 1, 1)]);
        assert_eq!(Density::of(&[3.0], &[3.0], 4), None);
        assert_eq!(Density::of(&[], &[], 4), None);
    }
}
