//! The cells of some rows as bytes, lane after lane.

use super::plan::{Lane, LaneKind, Plan, WINDOW, byte};
use crate::tree::{
    bind::{Bound, BoundColumn},
    ensemble::{Ensemble, Precision},
};

/// Rows that are looked up and predicted together.
pub(in crate::tree) const BLOCK: usize = 64;

pub(in crate::tree) struct Block {
    lanes: Vec<[i8; BLOCK]>,
    values: [f64; BLOCK],
    ranks: [u32; BLOCK],
}

/// The rank of a missing value.
const MISSING: u32 = u32::MAX;

impl Block {
    pub fn new(plan: &Plan) -> Self {
        Self { lanes: vec![[0; BLOCK]; plan.lanes.len()], values: [0.0; BLOCK], ranks: [0; BLOCK] }
    }

    pub fn lane(&self, lane: u32) -> &[i8; BLOCK] {
        &self.lanes[lane as usize]
    }

    /// Looks up the rows from `start`. Behind the last row the bytes are those of other rows, and of no use.
    pub fn fill(&mut self, plan: &Plan, ensemble: &Ensemble, bound: &Bound, start: usize) {
        let Self { lanes, values, ranks } = self;
        let end = (start + BLOCK).min(bound.rows());
        let mut looked_up = None;
        for (lane, bytes) in plan.lanes.iter().zip(lanes) {
            if lane.feature == u32::MAX {
                continue;
            }
            if looked_up != Some(lane.feature) {
                looked_up = Some(lane.feature);
                read(bound, lane.feature, start..end, values);
                rank(ensemble, lane.feature, &plan.thresholds[lane.feature as usize], values, ranks);
            }
            write(ensemble, lane, values, ranks, bytes);
        }
    }
}

/// What the ensemble sees in the rows of one feature.
fn read(bound: &Bound, feature: u32, rows: std::ops::Range<usize>, values: &mut [f64; BLOCK]) {
    match bound.column(feature as usize) {
        BoundColumn::Singles(column) => {
            values.iter_mut().zip(&column[rows]).for_each(|(value, cell)| *value = f64::from(*cell));
        }
        BoundColumn::Doubles(column) if bound.precision() == Precision::Single => {
            values.iter_mut().zip(&column[rows]).for_each(|(value, cell)| *value = f64::from(*cell as f32));
        }
        BoundColumn::Doubles(column) => {
            values.iter_mut().zip(&column[rows]).for_each(|(value, cell)| *value = *cell);
        }
        BoundColumn::Codes { .. } => {
            values.iter_mut().zip(rows).for_each(|(value, row)| *value = bound.value(row, feature));
        }
    }
}

/// How many thresholds lie below each value.
#[inline(never)]
fn rank(ensemble: &Ensemble, feature: u32, thresholds: &[f64], values: &[f64; BLOCK], ranks: &mut [u32; BLOCK]) {
    // No branch depends on a value, so the searches of several rows go on at once.
    let steps = thresholds.len().trailing_zeros();
    for (rank, value) in ranks.iter_mut().zip(values) {
        let mut below = 0;
        for step in (0..steps).rev() {
            let probe = 1 << step;
            below += usize::from(thresholds[(below + probe - 1) & (thresholds.len() - 1)] < *value) << step;
        }
        *rank = below as u32;
    }
    for (rank, value) in ranks.iter_mut().zip(values) {
        *rank = if ensemble.is_missing(feature, *value) { MISSING } else { *rank };
    }
}

fn write(ensemble: &Ensemble, lane: &Lane, values: &[f64; BLOCK], ranks: &[u32; BLOCK], bytes: &mut [i8; BLOCK]) {
    let missing = byte(if lane.missing_left { 0 } else { 255 });
    match lane.kind {
        LaneKind::Rank { window } => {
            let start = i64::from(window) * WINDOW as i64;
            for (byte_of_row, rank) in bytes.iter_mut().zip(ranks) {
                let rank_byte = byte((i64::from(*rank) - start).clamp(0, WINDOW as i64) as u8 + 1);
                *byte_of_row = if *rank == MISSING { missing } else { rank_byte };
            }
        }
        LaneKind::Set { set, inside_right } => {
            let rows = bytes.iter_mut().zip(values).zip(ranks);
            // A model may have tens of thousands of sets: where one word holds the whole set, no row waits for memory.
            let (head, is_small) = match ensemble.set(set) {
                [] => (0, true),
                [head] => (*head, true),
                [head, ..] => (*head, false),
            };
            for ((byte_of_row, value), rank) in rows {
                let code = *value as u32;
                let is_inside = match is_small {
                    true => code < u64::BITS && head >> (code % u64::BITS) & 1 == 1,
                    false => ensemble.is_in_set(set, code),
                };
                let side = byte(1 + u8::from(is_inside == inside_right));
                *byte_of_row = if *rank == MISSING { missing } else { side };
            }
        }
    }
}
