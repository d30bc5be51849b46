//! The bins of a matrix as histograms read them: rows side by side, a few columns at a time.
//!
//! Eight columns' histograms of 256 sums fit a first-level cache of 32 kB with room to spare, so a row is cut into groups
//! of at most eight bytes and each group is counted by itself. Columns with few bins share a byte by mixed radix while
//! the product of their sizes is at most 256; the histogram of each is found again by adding up the others.

use super::{
    bins::Bins,
    fixed::{Entry, Sum, added, row_of},
    order::order,
};
use crate::lanes::{Lanes, map_blocks};

/// Bytes of a row in one group.
const GROUP_WIDTH: usize = 8;

/// The sums of the 256 values of a byte.
pub(super) type Counts = [Sum; 256];

/// Columns that share a byte.
#[derive(Clone, Debug)]
pub(super) struct Pack {
    pub members: Vec<Member>,
}

/// A column within a byte: its bin is `byte / stride % bins`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub column: usize,
    pub bins: usize,
    pub stride: usize,
}

/// Some bytes of every row.
pub(super) struct Group {
    pub packs: Vec<Pack>,
    /// `packs.len()` bytes a row.
    cells: Vec<u8>,
}

/// The groups of a matrix. A column is in exactly one pack of one group.
pub(super) fn groups(bins: &Bins, lanes: &dyn Lanes) -> Vec<Group> {
    let packs = packs(bins);
    let groups = packs.len().div_ceil(GROUP_WIDTH).max(1);
    // Of about one width, so that threads have equal work.
    map_blocks(packs.len().div_ceil(groups).max(1), lanes, packs.len(), |range| {
        let packs = packs[range].to_vec();
        Group { cells: interleaved(bins, &packs), packs }
    })
}

/// Packs by first fit, the columns with most bins first.
fn packs(bins: &Bins) -> Vec<Pack> {
    let sizes: Vec<usize> = bins.columns().iter().map(|column| column.bins()).collect();
    let by_size = order(sizes.iter().map(|size| !(*size as u64)));
    let mut packs: Vec<Pack> = Vec::new();
    let mut products: Vec<usize> = Vec::new();
    // Packs before this one are full: even two bins more would not fit.
    let mut open = 0;
    for column in by_size.into_iter().map(|column| column as usize) {
        while open < packs.len() && products[open] * 2 > 256 {
            open += 1;
        }
        let fits = (open..packs.len()).find(|pack| products[*pack] * sizes[column] <= 256);
        let member = |stride| Member { column, bins: sizes[column], stride };
        match fits {
            Some(pack) => {
                packs[pack].members.push(member(products[pack]));
                products[pack] *= sizes[column];
            }
            None => {
                packs.push(Pack { members: vec![member(1)] });
                products.push(sizes[column]);
            }
        }
    }
    packs
}

fn interleaved(bins: &Bins, packs: &[Pack]) -> Vec<u8> {
    let width = packs.len();
    let mut cells = vec![0u8; bins.rows() * width];
    for (place, pack) in packs.iter().enumerate() {
        for member in &pack.members {
            let column = &bins.columns()[member.column].cells;
            let stride = member.stride as u8;
            let places = cells[place..].iter_mut().step_by(width);
            places.zip(column).for_each(|(cell, bin)| *cell += bin * stride);
        }
    }
    cells
}

impl Group {
    /// Adds every entry to the histogram of each byte of its row.
    pub fn count(&self, entries: &[Entry], curved: bool, counts: &mut [Counts]) {
        // In pieces: a browser's engine swaps in its optimised code only between calls.
        for entries in entries.chunks(8192) {
            match (self.packs.len(), curved) {
                (8, true) => self.count_wide::<8, true>(entries, counts),
                (8, false) => self.count_wide::<8, false>(entries, counts),
                (7, true) => self.count_wide::<7, true>(entries, counts),
                (7, false) => self.count_wide::<7, false>(entries, counts),
                (6, true) => self.count_wide::<6, true>(entries, counts),
                (6, false) => self.count_wide::<6, false>(entries, counts),
                (5, true) => self.count_wide::<5, true>(entries, counts),
                (5, false) => self.count_wide::<5, false>(entries, counts),
                (4, true) => self.count_wide::<4, true>(entries, counts),
                (4, false) => self.count_wide::<4, false>(entries, counts),
                (3, true) => self.count_wide::<3, true>(entries, counts),
                (3, false) => self.count_wide::<3, false>(entries, counts),
                (2, true) => self.count_wide::<2, true>(entries, counts),
                (2, false) => self.count_wide::<2, false>(entries, counts),
                (_, true) => self.count_wide::<1, true>(entries, counts),
                (_, false) => self.count_wide::<1, false>(entries, counts),
            }
        }
    }

    #[inline(never)]
    fn count_wide<const WIDTH: usize, const CURVED: bool>(&self, entries: &[Entry], counts: &mut [Counts]) {
        let (rows, _) = self.cells.as_chunks::<WIDTH>();
        let (counts, _) = counts.as_chunks_mut::<WIDTH>();
        let Some(counts) = counts.first_mut() else { return };
        for &entry in entries {
            let cells = &rows[row_of(entry)];
            let added = added::<CURVED>(entry);
            for place in 0..WIDTH {
                counts[place][cells[place] as usize] += added;
            }
        }
    }
}

/// Takes the histogram of a byte apart into those of its members, one after the other. Room to be used again and again.
pub(super) struct Unpacker {
    /// The sums of the members still to come together, over all bins of those before.
    rest: Counts,
    size: usize,
    sums: Counts,
}

impl Unpacker {
    pub const EMPTY: Self = Self { rest: [0; 256], size: 0, sums: [0; 256] };

    /// The histogram of a member; those before it have been asked for.
    pub fn histogram<'a>(&'a mut self, pack: &Pack, member: usize, counts: &'a Counts) -> &'a [Sum] {
        let bins = pack.members[member].bins;
        if pack.members.len() == 1 {
            return &counts[..bins];
        }
        if member == 0 {
            self.rest = *counts;
            self.size = pack.members.iter().map(|member| member.bins).product();
        }
        let sums = &mut self.sums[..bins];
        sums.fill(0);
        self.size /= bins;
        // A block's sum goes to where earlier blocks were read from.
        for block in 0..self.size {
            let mut of_block = 0;
            for (sum, count) in sums.iter_mut().zip(&self.rest[block * bins..][..bins]) {
                *sum += count;
                of_block += count;
            }
            self.rest[block] = of_block;
        }
        sums
    }
}
