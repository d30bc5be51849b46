//! The rows of one tree of a forest as its nodes read them: the bins of a row side by side, counted and parted.

use super::{bins::Bins, fixed::Sum, groups::Counts};
use crate::lanes::{BLOCK_ROWS, Lanes};

/// Columns that are counted in one walk over the rows.
pub(super) const WALK: usize = 8;

/// The bins of each row side by side.
#[derive(Default)]
pub(super) struct Lines {
    pub stride: usize,
    cells: Vec<u8>,
}

impl Lines {
    pub fn new(bins: &Bins, lanes: &dyn Lanes) -> Self {
        let columns = bins.columns();
        let stride = columns.len();
        let mut cells = vec![0; bins.rows() * stride];
        let blocks: Vec<_> = cells.chunks_mut(BLOCK_ROWS * stride.max(1)).map(std::sync::Mutex::new).collect();
        lanes.run(blocks.len(), &|number| {
            let Ok(mut block) = blocks[number].lock() else { return };
            for (place, column) in columns.iter().enumerate() {
                let own = block[place..].iter_mut().step_by(stride);
                own.zip(&column.cells[number * BLOCK_ROWS..]).for_each(|(cell, bin)| *cell = *bin);
            }
        });
        Self { stride, cells }
    }

    pub fn line(&self, place: u32) -> &[u8] {
        &self.cells[place as usize * self.stride..][..self.stride]
    }

    /// Makes these the lines of the rows, and the rows' places those in here.
    pub fn copy(&mut self, from: &Self, rows: &mut [Drawn]) {
        self.stride = from.stride;
        self.cells.clear();
        for (place, drawn) in (0..).zip(rows) {
            self.cells.extend_from_slice(from.line(drawn.row));
            drawn.place = place;
        }
    }
}

/// A row of a tree: what it adds to sums, for all its draws.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub row: u32,
    /// Of its line, among those of all rows or those of a copy.
    pub place: u32,
    pub sum: Sum,
}

/// Counts up to [`WALK`] columns in one walk over the rows.
pub(super) fn count(lines: &Lines, rows: &[Drawn], columns: &[u32], counts: &mut [Counts]) {
    match columns.len() {
        8 => count_wide::<8>(lines, rows, columns, counts),
        7 => count_wide::<7>(lines, rows, columns, counts),
        6 => count_wide::<6>(lines, rows, columns, counts),
        5 => count_wide::<5>(lines, rows, columns, counts),
        4 => count_wide::<4>(lines, rows, columns, counts),
        3 => count_wide::<3>(lines, rows, columns, counts),
        2 => count_wide::<2>(lines, rows, columns, counts),
        _ => count_wide::<1>(lines, rows, columns, counts),
    }
}

#[inline(never)]
fn count_wide<const WIDTH: usize>(lines: &Lines, rows: &[Drawn], columns: &[u32], counts: &mut [Counts]) {
    let (Some(columns), Some(counts)) = (columns.first_chunk::<WIDTH>(), counts.first_chunk_mut::<WIDTH>()) else {
        return;
    };
    for drawn in rows {
        let line = lines.line(drawn.place);
        for place in 0..WIDTH {
            counts[place][line[columns[place] as usize] as usize] += drawn.sum;
        }
    }
}

/// Counts one column, and marks the bins that any row is in.
#[inline(never)]
pub(super) fn count_and_mark(lines: &Lines, rows: &[Drawn], column: usize, counts: &mut Counts, marks: &mut [u8; 256]) {
    for drawn in rows {
        let bin = usize::from(lines.line(drawn.place)[column]);
        counts[bin] += drawn.sum;
        marks[bin] = 1;
    }
}

/// Takes the marked bins out of the counts: their sums, that for missing values first in any case, and their numbers.
pub(super) fn gather(counts: &mut Counts, marks: &mut [u8; 256], sums: &mut Vec<Sum>, bins: &mut Vec<u8>) {
    sums.clear();
    bins.clear();
    sums.push(std::mem::take(&mut counts[0]));
    bins.push(0);
    marks[0] = 0;
    let (words, _) = marks.as_chunks_mut::<8>();
    for (word, marks) in words.iter_mut().enumerate() {
        let mut bits = u64::from_le_bytes(*marks);
        *marks = [0; 8];
        while bits != 0 {
            let bin = word * 8 + bits.trailing_zeros() as usize / 8;
            bits &= bits - 1;
            sums.push(std::mem::take(&mut counts[bin]));
            bins.push(bin as u8);
        }
    }
}

/// Stable and in place; how many go left.
#[inline(always)]
fn part(rows: &mut [Drawn], spare: &mut [Drawn], route: &[u8; 256], bin: impl Fn(&Drawn) -> u8) -> usize {
    let (mut left, mut right) = (0, 0);
    for at in 0..rows.len() {
        let drawn = rows[at];
        let goes_left = usize::from(route[usize::from(bin(&drawn))]);
        rows[left] = drawn;
        spare[right] = drawn;
        left += goes_left;
        right += 1 - goes_left;
    }
    rows[left..].copy_from_slice(&spare[..right]);
    left
}

/// By the bins of all rows.
#[inline(never)]
pub(super) fn part_by_cells(rows: &mut [Drawn], spare: &mut [Drawn], route: &[u8; 256], cells: &[u8]) -> usize {
    part(rows, spare, route, |drawn| cells[drawn.row as usize])
}

/// By the lines of a copy.
#[inline(never)]
pub(super) fn part_by_lines(
    rows: &mut [Drawn],
    spare: &mut [Drawn],
    route: &[u8; 256],
    lines: &Lines,
    column: usize,
) -> usize {
    part(rows, spare, route, |drawn| lines.line(drawn.place)[column])
}
