//! Shallow trees: every test of the tree is made, for sixteen rows at once, and the answers are put together to the
//! number of the leaf. Plain loops over arrays of sixteen bytes: compilers make one instruction of each, on every target
//! that has such instructions, so that no code here is for one machine.

use super::{
    block::{BLOCK, Block},
    plan::{Plan, ShallowTree, WIDTH},
};

type Bytes = [u8; WIDTH];

/// Adds the tree's leaf values to the sums of the block's rows.
pub(super) fn add(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
    if tree.is_double {
        let Some(values) = tree.values.first_chunk::<64>() else { return };
        let Some((scans, thresholds)) = tests::<63>(plan, tree) else { return };
        add_double(scans, thresholds, values, block, sums);
    } else {
        let Some(values) = tree.values.first_chunk::<8>() else { return };
        let Some((scans, thresholds)) = tests::<7>(plan, tree) else { return };
        add_single(scans, thresholds, values, block, sums);
    }
}

fn tests<'p, const TESTS: usize>(
    plan: &'p Plan,
    tree: &ShallowTree,
) -> Option<(&'p [u32; TESTS], &'p [[i8; WIDTH]; TESTS])> {
    let scans = plan.scans[tree.first_test..].first_chunk::<TESTS>()?;
    let thresholds = plan.scan_thresholds[tree.first_test..].first_chunk::<TESTS>()?;
    Some((scans, thresholds))
}

#[inline(never)]
fn add_single(
    scans: &[u32; 7],
    thresholds: &[[i8; WIDTH]; 7],
    values: &[f64; 8],
    block: &Block,
    sums: &mut [f64; BLOCK],
) {
    for part in 0..BLOCK / WIDTH {
        let [high, middle, low] = three_levels(scans, thresholds, block, part);
        let sums = &mut sums[part * WIDTH..][..WIDTH];
        for (row, sum) in sums.iter_mut().enumerate() {
            let leaf = high[row] & 4 | middle[row] & 2 | low[row] & 1;
            *sum += values[usize::from(leaf & 7)];
        }
    }
}

#[inline(never)]
fn add_double(
    scans: &[u32; 63],
    thresholds: &[[i8; WIDTH]; 63],
    values: &[f64; 64],
    block: &Block,
    sums: &mut [f64; BLOCK],
) {
    let (scans, _) = scans.as_chunks::<7>();
    let (thresholds, _) = thresholds.as_chunks::<7>();
    for part in 0..BLOCK / WIDTH {
        let [high, middle, low] = three_levels(&scans[0], &thresholds[0], block, part);
        let mut ends = [[0; WIDTH]; 8];
        for (end, (scans, thresholds)) in ends.iter_mut().zip(scans[1..].iter().zip(&thresholds[1..])) {
            let [high, middle, low] = three_levels(scans, thresholds, block, part);
            *end = zip3(high, middle, low, |high, middle, low| high & 4 | middle & 2 | low & 1);
        }
        let end = choose(
            high,
            choose(middle, choose(low, ends[7], ends[6]), choose(low, ends[5], ends[4])),
            choose(middle, choose(low, ends[3], ends[2]), choose(low, ends[1], ends[0])),
        );
        let above = zip3(high, middle, low, |high, middle, low| high & 32 | middle & 16 | low & 8);
        let sums = &mut sums[part * WIDTH..][..WIDTH];
        for (row, sum) in sums.iter_mut().enumerate() {
            *sum += values[usize::from((above[row] | end[row]) & 63)];
        }
    }
}

/// Which way each row goes at each of three levels: all bits set for right.
#[inline(always)]
fn three_levels(scans: &[u32; 7], thresholds: &[[i8; WIDTH]; 7], block: &Block, part: usize) -> [Bytes; 3] {
    let right = [
        above(block, scans[0], part, &thresholds[0]),
        above(block, scans[1], part, &thresholds[1]),
        above(block, scans[2], part, &thresholds[2]),
        above(block, scans[3], part, &thresholds[3]),
        above(block, scans[4], part, &thresholds[4]),
        above(block, scans[5], part, &thresholds[5]),
        above(block, scans[6], part, &thresholds[6]),
    ];
    let high = right[0];
    let middle = choose(high, right[2], right[1]);
    let low = choose(high, choose(middle, right[6], right[5]), choose(middle, right[4], right[3]));
    [high, middle, low]
}

/// All bits set for the rows whose byte is above the threshold.
#[inline(always)]
fn above(block: &Block, lane: u32, part: usize, threshold: &[i8; WIDTH]) -> Bytes {
    let (bytes, _) = block.lane(lane).as_chunks::<WIDTH>();
    let bytes = &bytes[part];
    let mut above = [0; WIDTH];
    for row in 0..WIDTH {
        above[row] = if bytes[row] > threshold[row] { 255 } else { 0 };
    }
    above
}

/// Of each row, the byte of `yes` where the mask is set, else that of `no`.
#[inline(always)]
fn choose(mask: Bytes, yes: Bytes, no: Bytes) -> Bytes {
    zip3(mask, yes, no, |mask, yes, no| no ^ (mask & (yes ^ no)))
}

#[inline(always)]
fn zip3(a: Bytes, b: Bytes, c: Bytes, f: impl Fn(u8, u8, u8) -> u8) -> Bytes {
    let mut out = [0; WIDTH];
    for row in 0..WIDTH {
        out[row] = f(a[row], b[row], c[row]);
    }
    out
}
