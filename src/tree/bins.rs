//! A matrix in bytes: every cell becomes the number of a bin of its column.
//!
//! Bin 0 is for missing values. A number's bin is 1 + how many edges lie below it; edges stand halfway between two
//! values that occur, at the quantiles of the column, so that a column with few distinct values gets one bin for each. A
//! category's bin is its place by frequency; those beyond the 254 most frequent share the last bin.

use super::{
    learner::MOST_ROWS,
    matrix::{MISSING_CODE, Matrix, MatrixColumn, Values},
    order,
    problem::TreeProblem,
};
use crate::lanes::{Lanes, map_blocks};

/// Bins for values that a byte can tell apart, beside the one for missing values.
pub(super) const MOST_BINS: u32 = 255;

/// The edges are taken from all rows up to so many, and from about so many above.
pub(super) const SAMPLE_ROWS: usize = 200_000;

/// A matrix in bytes.
#[derive(Clone, Debug)]
pub struct Bins {
    rows: usize,
    columns: Vec<BinnedColumn>,
}

#[derive(Clone, Debug)]
pub(super) struct BinnedColumn {
    pub name: String,
    pub cells: Vec<u8>,
    pub scale: Scale,
}

/// What the bins of a column mean.
#[derive(Clone, Debug)]
pub(super) enum Scale {
    /// Bin b holds what is above edge b - 2 and at most edge b - 1.
    Edges(Vec<f64>),
    Categories {
        levels: Vec<String>,
        /// The bin of each level.
        bin_of_code: Vec<u8>,
        bins: usize,
    },
}

impl BinnedColumn {
    /// How many bins there are, that for missing values included.
    pub fn bins(&self) -> usize {
        match &self.scale {
            Scale::Edges(edges) => edges.len() + 2,
            Scale::Categories { bins, .. } => bins + 1,
        }
    }
}

impl Bins {
    /// Cuts every column into at most `max_bin` bins and one for missing values.
    ///
    /// Above 200,000 rows the edges come from a sample. A row is in it by a hash of its own cells, so the sample does
    /// not depend on the order of the rows.
    pub fn of(matrix: &Matrix, max_bin: u32, lanes: &dyn Lanes) -> Result<Self, TreeProblem> {
        if !(2..=MOST_BINS).contains(&max_bin) {
            let expected = "from 2 to 255";
            return Err(TreeProblem::Parameter { name: "max_bin", found: max_bin.to_string(), expected });
        }
        let rows = matrix.rows();
        if rows == 0 {
            return Err(TreeProblem::NoRows);
        }
        if rows > MOST_ROWS {
            return Err(TreeProblem::TooManyRows { found: rows, most: MOST_ROWS });
        }
        let sample = sampled_rows(matrix);
        let columns = matrix.columns();
        let columns = map_blocks(1, lanes, columns.len(), |index| {
            binned_column(&columns[index.start], max_bin as usize, sample.as_deref())
        });
        Ok(Self { rows, columns })
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> &[BinnedColumn] {
        &self.columns
    }
}

/// The rows that decide about edges; None: all of them.
fn sampled_rows(matrix: &Matrix) -> Option<Vec<u32>> {
    let rows = matrix.rows();
    if rows <= SAMPLE_ROWS {
        return None;
    }
    let mut hashes = vec![0u32; rows];
    for column in matrix.columns() {
        let mix = |hash: &mut u32, cell: u32| {
            let mixed = (*hash ^ cell).wrapping_mul(0x9E37_79B1);
            *hash = mixed ^ (mixed >> 15);
        };
        match &column.values {
            Values::Single(values) => hashes.iter_mut().zip(values).for_each(|(h, v)| mix(h, v.to_bits())),
            Values::Double(values) => {
                let fold = |bits: u64| (bits ^ (bits >> 32)) as u32;
                hashes.iter_mut().zip(values).for_each(|(h, v)| mix(h, fold(v.to_bits())));
            }
            Values::Categories { codes, .. } => hashes.iter_mut().zip(codes).for_each(|(h, v)| mix(h, *v)),
        }
    }
    let limit = ((SAMPLE_ROWS as u64) << 32) / rows as u64;
    // A last multiplication, so that the highest bits depend on all of them.
    let is_in = |hash: u32| u64::from(hash.wrapping_mul(0x85EB_CA6B)) < limit;
    let sample: Vec<u32> = (0u32..).zip(&hashes).filter(|(_, hash)| is_in(**hash)).map(|(row, _)| row).collect();
    // Rows that are all alike may all be left out together.
    (sample.len() * 2 > SAMPLE_ROWS).then_some(sample)
}

fn binned_column(column: &MatrixColumn, max_bin: usize, sample: Option<&[u32]>) -> BinnedColumn {
    let (cells, scale) = match &column.values {
        Values::Single(values) => binned_numbers(values, max_bin, sample),
        Values::Double(values) => binned_numbers(values, max_bin, sample),
        Values::Categories { codes, levels } => binned_categories(codes, levels, max_bin),
    };
    BinnedColumn { name: column.name.clone(), cells, scale }
}

fn binned_numbers<T: Copy + Into<f64>>(values: &[T], max_bin: usize, sample: Option<&[u32]>) -> (Vec<u8>, Scale) {
    // Integers sort much faster; both zeros have one key.
    let key = |value: &T| Some((*value).into() + 0.0).filter(|value: &f64| !value.is_nan()).map(order::key);
    let mut keys: Vec<u64> = match sample {
        None => values.iter().filter_map(key).collect(),
        Some(rows) => rows.iter().filter_map(|row| key(&values[*row as usize])).collect(),
    };
    order::sort_keys(&mut keys);
    let edges = edges(&keys, max_bin);
    let cells = cells(values, &edges);
    (cells, Scale::Edges(edges))
}

/// Edges between neighbouring distinct values, so that no bin holds more than its share where that can be helped. A
/// value that alone fills a bin does not take from the others' number of bins. Towards both ends bins shrink by halves,
/// down to one row: that is where a price or a lot is out of all proportion, and where one bin would hide it.
fn edges(keys: &[u64], max_bin: usize) -> Vec<f64> {
    let mut distinct: Vec<(u64, usize)> = Vec::new();
    for key in keys {
        match distinct.last_mut() {
            Some((last, count)) if last == key => *count += 1,
            _ => distinct.push((*key, 1)),
        }
    }
    let edge = |at: usize| between(order::of_key(distinct[at].0), order::of_key(distinct[at + 1].0));
    let gaps = distinct.len().saturating_sub(1);
    if distinct.len() <= max_bin {
        return (0..gaps).map(edge).collect();
    }
    let mut edges = Vec::with_capacity(max_bin - 1);
    let (mut below, mut size) = (0, 1usize);
    let mut next_cut = 1;
    for (at, (_, count)) in distinct[..gaps].iter().enumerate() {
        below += count;
        if below < next_cut {
            continue;
        }
        edges.push(edge(at));
        let (left, bins_left) = (keys.len() - below, max_bin - edges.len());
        if bins_left == 1 {
            break;
        }
        // The end takes a bin for every doubling up to the size of the others.
        let bins_of_end = (usize::BITS - size.leading_zeros()) as usize;
        let share = left.div_ceil(bins_left.saturating_sub(bins_of_end).max(1));
        size = share.min(below).min(left / 2).max(1);
        next_cut = below + size;
    }
    edges
}

/// Halfway between two numbers, such that `low` is at most it and `high` is above it.
fn between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) * 0.5;
    if middle.is_finite() && middle < high { middle } else { low }
}

/// The bin of each value: 1 + how many edges lie below it.
fn cells<T: Copy + Into<f64>>(values: &[T], edges: &[f64]) -> Vec<u8> {
    // A binary search over a table filled up to a power of two: the same steps for every value, and no branch that
    // depends on one, so that several searches go on at once.
    let mut table = [f64::INFINITY; 256];
    table[..edges.len()].copy_from_slice(edges);
    let steps = usize::BITS - edges.len().leading_zeros();
    let bin = |value: &T| {
        let value: f64 = (*value).into();
        let mut below = 0usize;
        for step in (0..steps).rev() {
            below += usize::from(table[(below + (1 << step) - 1) & 255] < value) << step;
        }
        if value.is_nan() { 0 } else { 1 + below as u8 }
    };
    values.iter().map(bin).collect()
}

fn binned_categories(codes: &[u32], levels: &[String], max_bin: usize) -> (Vec<u8>, Scale) {
    let mut counts = vec![0usize; levels.len()];
    for code in codes.iter().filter(|code| **code != MISSING_CODE) {
        counts[*code as usize] += 1;
    }
    let mut by_frequency = order::order(counts.iter().map(|count| !(*count as u64)));
    by_frequency.retain(|code| counts[*code as usize] > 0);
    let bins = by_frequency.len().min(max_bin);
    let mut bin_of_code = vec![0u8; levels.len()];
    for (place, code) in by_frequency.iter().enumerate() {
        bin_of_code[*code as usize] = 1 + place.min(max_bin - 1) as u8;
    }
    let cell = |code: &u32| if *code == MISSING_CODE { 0 } else { bin_of_code[*code as usize] };
    let cells = codes.iter().map(cell).collect();
    (cells, Scale::Categories { levels: levels.to_vec(), bin_of_code, bins })
}
