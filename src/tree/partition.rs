//! The rows of a node become those of its children: in place, in their old order, the left child's first.

use std::{ops::Range, sync::Mutex};

use super::fixed::{Entry, row_of};
use crate::lanes::Lanes;

/// The least and the most rows that one of several jobs moves. A node with more than its lane's part of all rows is
/// parted in pieces, which are then put together.
const PIECE: Range<usize> = 4096..32_768;

/// One node's rows and where they are to go.
pub(super) struct Parting<'a> {
    /// The bin of every row of the matrix in the column that decides.
    pub cells: &'a [u8],
    /// 1 for the bins that go left.
    pub route: [u8; 256],
    pub range: Range<usize>,
}

/// Parts the rows of several nodes; their ranges are in order and do not overlap. Returns how many of each go left.
/// `spare` is as long as `entries` and may hold anything.
pub(super) fn part(partings: &[Parting], entries: &mut [Entry], spare: &mut [Entry], lanes: &dyn Lanes) -> Vec<usize> {
    let rows: usize = partings.iter().map(|parting| parting.range.len()).sum();
    let piece = match lanes.width() {
        1 => rows.max(1),
        width => rows.div_ceil(width).clamp(PIECE.start, PIECE.end),
    };
    let pieces: Vec<(usize, Range<usize>)> = partings
        .iter()
        .enumerate()
        .flat_map(|(node, parting)| cut(&parting.range, piece).map(move |piece| (node, piece)))
        .collect();
    let lefts = part_pieces(partings, &pieces, entries, spare, lanes);
    let mut totals = vec![0; partings.len()];
    pieces.iter().zip(&lefts).for_each(|((node, _), left)| totals[*node] += left);
    if lanes.width() > 1 {
        join_pieces(partings, piece, &pieces, &lefts, entries, spare, lanes);
    }
    totals
}

fn cut(range: &Range<usize>, piece: usize) -> impl Iterator<Item = Range<usize>> + use<> {
    let (start, end) = (range.start, range.end);
    (start..end).step_by(piece).map(move |from| from..(from + piece).min(end))
}

/// Parts each piece by itself.
fn part_pieces(
    partings: &[Parting],
    pieces: &[(usize, Range<usize>)],
    entries: &mut [Entry],
    spare: &mut [Entry],
    lanes: &dyn Lanes,
) -> Vec<usize> {
    let ranges: Vec<Range<usize>> = pieces.iter().map(|(_, range)| range.clone()).collect();
    let rooms = carve(entries, &ranges).into_iter().zip(carve(spare, &ranges));
    let jobs: Vec<_> = rooms.map(|(entries, spare)| Mutex::new((entries, spare, 0))).collect();
    lanes.run(jobs.len(), &|number| {
        if let Ok(mut job) = jobs[number].lock() {
            let (entries, spare, left) = &mut *job;
            let Parting { cells, route, .. } = &partings[pieces[number].0];
            *left = part_stably(entries, spare, cells, route);
        }
    });
    jobs.into_iter().map(|job| job.into_inner().map_or(0, |(.., left)| left)).collect()
}

#[inline(never)]
fn part_stably(entries: &mut [Entry], spare: &mut [Entry], cells: &[u8], route: &[u8; 256]) -> usize {
    let (mut left, mut right) = (0, 0);
    for at in 0..entries.len() {
        let entry = entries[at];
        let goes_left = usize::from(route[usize::from(cells[row_of(entry)])]);
        // Written to both sides, kept on one: no branch to guess wrong.
        entries[left] = entry;
        spare[right] = entry;
        left += goes_left;
        right += 1 - goes_left;
    }
    entries[left..].copy_from_slice(&spare[..right]);
    left
}

/// Brings together the left and the right parts of nodes of several pieces.
fn join_pieces(
    partings: &[Parting],
    piece: usize,
    pieces: &[(usize, Range<usize>)],
    lefts: &[usize],
    entries: &mut [Entry],
    spare: &mut [Entry],
    lanes: &dyn Lanes,
) {
    // From where in `entries`, in the order of where they go to.
    let mut moves: Vec<Range<usize>> = Vec::new();
    let mut whole: Vec<Range<usize>> = Vec::new();
    for (node, parting) in partings.iter().enumerate() {
        if parting.range.len() > piece {
            let own = || pieces.iter().zip(lefts).filter(|((of, _), _)| *of == node);
            moves.extend(own().map(|((_, piece), left)| piece.start..piece.start + left));
            moves.extend(own().map(|((_, piece), left)| piece.start + left..piece.end));
            whole.push(parting.range.clone());
        }
    }
    if moves.is_empty() {
        return;
    }
    let mut rooms = carve(spare, &whole).into_iter();
    let mut room: &mut [Entry] = &mut [];
    let mut jobs = Vec::with_capacity(moves.len());
    for from in &moves {
        if room.is_empty() {
            room = rooms.next().unwrap_or_default();
        }
        let (to, rest) = room.split_at_mut(from.len());
        jobs.push(Mutex::new(to));
        room = rest;
    }
    let source = &*entries;
    lanes.run(jobs.len(), &|number| {
        if let Ok(mut to) = jobs[number].lock() {
            to.copy_from_slice(&source[moves[number].clone()]);
        }
    });
    drop(jobs);
    let ranges: Vec<Range<usize>> = whole.iter().flat_map(|range| cut(range, piece)).collect();
    let jobs: Vec<_> = carve(entries, &ranges).into_iter().map(Mutex::new).collect();
    let source = &*spare;
    lanes.run(jobs.len(), &|number| {
        if let Ok(mut to) = jobs[number].lock() {
            to.copy_from_slice(&source[ranges[number].clone()]);
        }
    });
}

/// The parts of a slice, each to be written by itself. The ranges are in order and do not overlap.
pub(super) fn carve<'a, T>(mut slice: &'a mut [T], ranges: &[Range<usize>]) -> Vec<&'a mut [T]> {
    let mut taken = 0;
    let mut parts = Vec::with_capacity(ranges.len());
    for range in ranges {
        let (_, rest) = slice.split_at_mut(range.start - taken);
        let (part, rest) = rest.split_at_mut(range.len());
        parts.push(part);
        slice = rest;
        taken = range.end;
    }
    parts
}
