//! Shallow trees: every test of the tree is made, for all rows of a block at once, and the answers are put together to the
//! number of the leaf. Plain loops over arrays of bytes: compilers make a few wide instructions of each, on every target
//! that has such instructions; how wide, [`crate::tree::wide`] chooses. What a test costs beside them, to find its lane
//! and its threshold, is shared by all rows.

use super::{
    block::{BLOCK, Block},
    plan::{Plan, ShallowTree},
};

/// Adds a tree's leaf values to the sums of a block's rows.
#[inline(always)]
pub(in crate::tree) fn add(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
    if tree.is_double {
        let Some(values) = tree.values.first_chunk::<64>() else { return };
        let Some(tests) = Tests::<63>::of(plan, tree) else { return };
        add_double(tests, values, block, sums);
    } else {
        let Some(values) = tree.values.first_chunk::<8>() else { return };
        let Some(tests) = Tests::<7>::of(plan, tree) else { return };
        add_single(tests, values, block, sums);
    }
}

/// Tests as a scan reads them.
#[derive(Clone, Copy)]
struct Tests<'p, const COUNT: usize> {
    lanes: &'p [u32; COUNT],
    thresholds: &'p [i8; COUNT],
}

impl<'p, const COUNT: usize> Tests<'p, COUNT> {
    fn of(plan: &'p Plan, tree: &ShallowTree) -> Option<Self> {
        let lanes = plan.scans[tree.first_test..].first_chunk()?;
        let thresholds = plan.scan_thresholds[tree.first_test..].first_chunk()?;
        Some(Self { lanes, thresholds })
    }
}

#[inline(always)]
fn add_single(tests: Tests<7>, values: &[f64; 8], block: &Block, sums: &mut [f64; BLOCK]) {
    let [high, middle, low] = three_levels(tests, block);
    for (row, sum) in sums.iter_mut().enumerate() {
        let leaf = high[row] & 4 | middle[row] & 2 | low[row] & 1;
        *sum += values[usize::from(leaf & 7)];
    }
}

#[inline(always)]
fn add_double(tests: Tests<63>, values: &[f64; 64], block: &Block, sums: &mut [f64; BLOCK]) {
    let (lanes, _) = tests.lanes.as_chunks::<7>();
    let (thresholds, _) = tests.thresholds.as_chunks::<7>();
    let seven = |number: usize| Tests { lanes: &lanes[number], thresholds: &thresholds[number] };
    let [high, middle, low] = three_levels(seven(0), block);
    let mut ends = [[0; BLOCK]; 8];
    for (number, end) in ends.iter_mut().enumerate() {
        let [high, middle, low] = three_levels(seven(1 + number), block);
        *end = zip3(high, middle, low, |high, middle, low| high & 4 | middle & 2 | low & 1);
    }
    let end = choose(
        high,
        choose(middle, choose(low, ends[7], ends[6]), choose(low, ends[5], ends[4])),
        choose(middle, choose(low, ends[3], ends[2]), choose(low, ends[1], ends[0])),
    );
    let above = zip3(high, middle, low, |high, middle, low| high & 32 | middle & 16 | low & 8);
    let leaves = zip3(above, end, end, |above, end, _| (above | end) & 63);
    for (row, sum) in sums.iter_mut().enumerate() {
        *sum += values[usize::from(leaves[row] & 63)];
    }
}

/// Which way each row goes at each of three levels: all bits set for right.
#[inline(always)]
fn three_levels(tests: Tests<7>, block: &Block) -> [[u8; BLOCK]; 3] {
    let right = [
        above(tests, 0, block),
        above(tests, 1, block),
        above(tests, 2, block),
        above(tests, 3, block),
        above(tests, 4, block),
        above(tests, 5, block),
        above(tests, 6, block),
    ];
    let high = right[0];
    let middle = choose(high, right[2], right[1]);
    let low = choose(high, choose(middle, right[6], right[5]), choose(middle, right[4], right[3]));
    [high, middle, low]
}

/// All bits set for the rows whose byte is above the threshold.
#[inline(always)]
fn above(tests: Tests<7>, test: usize, block: &Block) -> [u8; BLOCK] {
    let (bytes, threshold) = (block.lane(tests.lanes[test]), tests.thresholds[test]);
    let mut above = [0; BLOCK];
    for row in 0..BLOCK {
        above[row] = if bytes[row] > threshold { 255 } else { 0 };
    }
    above
}

/// Of each row, the byte of `yes` where the mask is set, else that of `no`.
#[inline(always)]
fn choose(mask: [u8; BLOCK], yes: [u8; BLOCK], no: [u8; BLOCK]) -> [u8; BLOCK] {
    zip3(mask, yes, no, |mask, yes, no| no ^ (mask & (yes ^ no)))
}

#[inline(always)]
fn zip3(a: [u8; BLOCK], b: [u8; BLOCK], c: [u8; BLOCK], f: impl Fn(u8, u8, u8) -> u8) -> [u8; BLOCK] {
    let mut out = [0; BLOCK];
    for row in 0..BLOCK {
        out[row] = f(a[row], b[row], c[row]);
    }
    out
}
