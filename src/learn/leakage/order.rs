//! The rows of a table in the order of a column, worked out once for all figures of that column.

use crate::tree::Values;

/// Rows by rising value. What is missing (NaN) comes last.
pub(super) struct Order {
    pub rows: Vec<u32>,
    /// The value of each of them.
    pub values: Vec<f64>,
    /// How many have a value.
    pub known: usize,
    pub is_category: bool,
}

impl Order {
    pub fn of(values: &Values) -> Self {
        let numbers = (0..values.len()).map(|row| values.number(row));
        Self::of_numbers(numbers, matches!(values, Values::Categories { .. }))
    }

    pub fn of_numbers(numbers: impl Iterator<Item = f64>, is_category: bool) -> Self {
        // Adding 0 makes one of both zeros.
        let mut pairs: Vec<(f64, u32)> = numbers.map(|number| number + 0.0).zip(0..).collect();
        pairs.sort_unstable_by(|a, b| a.0.is_nan().cmp(&b.0.is_nan()).then(a.0.total_cmp(&b.0)).then(a.1.cmp(&b.1)));
        let known = pairs.partition_point(|pair| !pair.0.is_nan());
        let (values, rows) = pairs.into_iter().unzip();
        Self { rows, values, known, is_category }
    }

    /// The places of each group of equal values; what is missing is the last group.
    pub fn groups(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let alike = |a: &f64, b: &f64| a == b || (a.is_nan() && b.is_nan());
        self.values.chunk_by(alike).scan(0, |first, group| {
            let start = *first;
            *first += group.len();
            Some(start..*first)
        })
    }
}

/// Spearman's rank correlation of two columns of numbers, over the rows that have both; the second lacks none.
pub(super) fn rank_correlation(column: &Order, target: &Order) -> Option<f64> {
    /// Fewer rows than this can stand in one order by chance.
    const LEAST_ROWS: usize = 20;
    if column.is_category || column.known < LEAST_ROWS {
        return None;
    }
    let mut is_known = vec![false; column.rows.len()];
    column.rows[..column.known].iter().for_each(|row| is_known[*row as usize] = true);
    let (a, b) = (ranks(column, &is_known), ranks(target, &is_known));
    let mean = (column.known as f64 + 1.0) / 2.0;
    let known = || (0..is_known.len()).filter(|row| is_known[*row]);
    let sum = |a: &[f64], b: &[f64]| known().map(|row| (a[row] - mean) * (b[row] - mean)).sum::<f64>();
    let spread = (sum(&a, &a) * sum(&b, &b)).sqrt();
    (spread > 0.0).then(|| sum(&a, &b) / spread)
}

/// The rank of each of these rows among them from 1, equal ones with the mean of theirs.
fn ranks(order: &Order, among: &[bool]) -> Vec<f64> {
    let mut ranks = vec![0.0; order.rows.len()];
    let mut below = 0.0;
    for places in order.groups() {
        let tied = || order.rows[places.clone()].iter().map(|row| *row as usize).filter(|row| among[*row]);
        let count = tied().count() as f64;
        tied().for_each(|row| ranks[row] = below + (count + 1.0) / 2.0);
        below += count;
    }
    ranks
}
