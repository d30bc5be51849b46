//! Shallow trees: every test of the tree is made, for many rows at once, and the answers are put together to the number
//! of the leaf. Plain loops over arrays of bytes: compilers make one instruction of each, on every target that has such
//! instructions. The same code serves sixteen rows, which all 64-bit processors and browsers hold in one register, and
//! thirty-two, for processors that [`super::wide`] finds to have wider ones.

use super::{
    block::{BLOCK, Block},
    plan::{Plan, ShallowTree, WIDEST},
};

/// Adds a tree's leaf values to the sums of a block's rows, `WIDTH` rows at a time.
#[inline(always)]
pub(super) fn add<const WIDTH: usize>(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
    if tree.is_double {
        let Some(values) = tree.values.first_chunk::<64>() else { return };
        let Some(tests) = Tests::<63>::of(plan, tree) else { return };
        add_double::<WIDTH>(tests, values, block, sums);
    } else {
        let Some(values) = tree.values.first_chunk::<8>() else { return };
        let Some(tests) = Tests::<7>::of(plan, tree) else { return };
        add_single::<WIDTH>(tests, values, block, sums);
    }
}

/// Tests as a scan reads them: their lanes, and their thresholds once for each row.
#[derive(Clone, Copy)]
struct Tests<'p, const COUNT: usize> {
    lanes: &'p [u32; COUNT],
    thresholds: &'p [[i8; WIDEST]; COUNT],
}

impl<'p, const COUNT: usize> Tests<'p, COUNT> {
    fn of(plan: &'p Plan, tree: &ShallowTree) -> Option<Self> {
        let lanes = plan.scans[tree.first_test..].first_chunk()?;
        let thresholds = plan.scan_thresholds[tree.first_test..].first_chunk()?;
        Some(Self { lanes, thresholds })
    }
}

#[inline(always)]
fn add_single<const WIDTH: usize>(tests: Tests<7>, values: &[f64; 8], block: &Block, sums: &mut [f64; BLOCK]) {
    for part in 0..BLOCK / WIDTH {
        let [high, middle, low] = three_levels::<WIDTH>(tests, block, part);
        let sums = &mut sums[part * WIDTH..][..WIDTH];
        for (row, sum) in sums.iter_mut().enumerate() {
            let leaf = high[row] & 4 | middle[row] & 2 | low[row] & 1;
            *sum += values[usize::from(leaf & 7)];
        }
    }
}

#[inline(always)]
fn add_double<const WIDTH: usize>(tests: Tests<63>, values: &[f64; 64], block: &Block, sums: &mut [f64; BLOCK]) {
    let (lanes, _) = tests.lanes.as_chunks::<7>();
    let (thresholds, _) = tests.thresholds.as_chunks::<7>();
    let seven = |number: usize| Tests { lanes: &lanes[number], thresholds: &thresholds[number] };
    for part in 0..BLOCK / WIDTH {
        let [high, middle, low] = three_levels::<WIDTH>(seven(0), block, part);
        let mut ends = [[0; WIDTH]; 8];
        for (number, end) in ends.iter_mut().enumerate() {
            let [high, middle, low] = three_levels::<WIDTH>(seven(1 + number), block, part);
            *end = zip3(high, middle, low, |high, middle, low| high & 4 | middle & 2 | low & 1);
        }
        let end = choose(
            high,
            choose(middle, choose(low, ends[7], ends[6]), choose(low, ends[5], ends[4])),
            choose(middle, choose(low, ends[3], ends[2]), choose(low, ends[1], ends[0])),
        );
        let above = zip3(high, middle, low, |high, middle, low| high & 32 | middle & 16 | low & 8);
        let leaves = zip3(above, end, end, |above, end, _| (above | end) & 63);
        let sums = &mut sums[part * WIDTH..][..WIDTH];
        for (row, sum) in sums.iter_mut().enumerate() {
            *sum += values[usize::from(leaves[row] & 63)];
        }
    }
}

/// Which way each row goes at each of three levels: all bits set for right.
#[inline(always)]
fn three_levels<const WIDTH: usize>(tests: Tests<7>, block: &Block, part: usize) -> [[u8; WIDTH]; 3] {
    let right = [
        above(tests, 0, block, part),
        above(tests, 1, block, part),
        above(tests, 2, block, part),
        above(tests, 3, block, part),
        above(tests, 4, block, part),
        above(tests, 5, block, part),
        above(tests, 6, block, part),
    ];
    let high = right[0];
    let middle = choose(high, right[2], right[1]);
    let low = choose(high, choose(middle, right[6], right[5]), choose(middle, right[4], right[3]));
    [high, middle, low]
}

/// All bits set for the rows whose byte is above the threshold.
#[inline(always)]
fn above<const WIDTH: usize>(tests: Tests<7>, test: usize, block: &Block, part: usize) -> [u8; WIDTH] {
    let (bytes, _) = block.lane(tests.lanes[test]).as_chunks::<WIDTH>();
    let (bytes, thresholds) = (&bytes[part], &tests.thresholds[test]);
    let mut above = [0; WIDTH];
    for row in 0..WIDTH {
        above[row] = if bytes[row] > thresholds[row] { 255 } else { 0 };
    }
    above
}

/// Of each row, the byte of `yes` where the mask is set, else that of `no`.
#[inline(always)]
fn choose<const WIDTH: usize>(mask: [u8; WIDTH], yes: [u8; WIDTH], no: [u8; WIDTH]) -> [u8; WIDTH] {
    zip3(mask, yes, no, |mask, yes, no| no ^ (mask & (yes ^ no)))
}

#[inline(always)]
fn zip3<const WIDTH: usize>(
    a: [u8; WIDTH],
    b: [u8; WIDTH],
    c: [u8; WIDTH],
    f: impl Fn(u8, u8, u8) -> u8,
) -> [u8; WIDTH] {
    let mut out = [0; WIDTH];
    for row in 0..WIDTH {
        out[row] = f(a[row], b[row], c[row]);
    }
    out
}
