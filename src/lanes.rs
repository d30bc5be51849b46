//! Threads, lent by whoever has some.
//!
//! The library spawns nothing. Work that falls into independent blocks is cut here into blocks of a fixed size and
//! handed to the [`Lanes`] of the caller: the native binary lends threads, the browser's worker runs them in turn. The
//! blocks do not depend on how many lanes there are, so neither does any result.

use std::{ops::Range, sync::Mutex};

/// Runs independent jobs, at once or one after the other.
pub trait Lanes: Sync {
    /// Calls `job(0)`, `job(1)`, … `job(jobs - 1)`, each once, in any order and on any thread, and returns when all
    /// are done.
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync));

    /// How many jobs run at once. It may decide how work is cut, never what comes out.
    fn width(&self) -> usize {
        1
    }
}

/// One lane: the caller's own thread.
pub struct Inline;

impl Lanes for Inline {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        (0..jobs).for_each(job);
    }
}

/// Rows per block: large enough to pay for a hand-over, small enough to spread.
pub const BLOCK_ROWS: usize = 16_384;

/// Rows per job for work whose cuts do not matter: some jobs for each lane, as long as that pays for handing them over.
pub fn job_rows(lanes: &dyn Lanes, rows: usize) -> usize {
    match lanes.width() {
        1 => BLOCK_ROWS,
        width => rows.div_ceil(2 * width).clamp(2048, BLOCK_ROWS),
    }
}

/// Puts `f(i)` into `out[i]`, for all rows.
pub fn fill<T: Send>(lanes: &dyn Lanes, out: &mut [T], f: impl Fn(usize) -> T + Sync) {
    let rows = job_rows(lanes, out.len());
    let blocks: Vec<Mutex<&mut [T]>> = out.chunks_mut(rows).map(Mutex::new).collect();
    lanes.run(blocks.len(), &|number| {
        if let Ok(mut block) = blocks[number].lock() {
            let first = number * rows;
            block.iter_mut().enumerate().for_each(|(i, slot)| *slot = f(first + i));
        }
    });
}

/// The results of `f` on every block of `block_rows` of `0..rows`, in order.
pub fn map_blocks<T: Send>(
    block_rows: usize,
    lanes: &dyn Lanes,
    rows: usize,
    f: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let blocks = rows.div_ceil(block_rows);
    let slots: Vec<Mutex<Option<T>>> = (0..blocks).map(|_| Mutex::new(None)).collect();
    lanes.run(blocks, &|block| {
        let start = block * block_rows;
        let value = f(start..(start + block_rows).min(rows));
        if let Ok(mut slot) = slots[block].lock() {
            *slot = Some(value);
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}
