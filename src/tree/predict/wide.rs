//! Scans as wide as this processor can: the one place that asks what it can do.
//!
//! The code is that of [`super::scan`] in either case; only the instructions differ. A test holds the two equal.

use super::{
    block::{BLOCK, Block},
    plan::{Plan, ShallowTree},
    scan,
};

/// How a tree is added to the sums of a block.
pub(super) type Scan = fn(&Plan, &ShallowTree, &Block, &mut [f64; BLOCK]);

/// The widest scan there is for this processor.
pub(super) fn widest() -> Scan {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        return with_avx2;
    }
    narrow
}

/// Sixteen rows at a time, on every machine.
#[inline(never)]
pub(super) fn narrow(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
    scan::add::<16>(plan, tree, block, sums);
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "safe code may not call into instructions that a processor may lack")]
fn with_avx2(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
    #[target_feature(enable = "avx2")]
    fn scan_32(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
        scan::add::<32>(plan, tree, block, sums);
    }
    // SAFETY: `widest` alone hands out this function, and only where the processor has AVX2.
    unsafe { scan_32(plan, tree, block, sums) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::predict::{Predictor, tests::grown};

    #[test]
    fn wide_and_narrow_scans_agree_to_the_last_bit() {
        let (ensemble, matrix) = grown();
        let bound = ensemble.bind(&matrix).unwrap();
        let predictor = Predictor::new(&ensemble);
        let mut block = Block::new(&predictor.plan);
        for start in (0..matrix.rows()).step_by(BLOCK) {
            block.fill(&predictor.plan, &ensemble, &bound, start);
            let (mut wide, mut narrow_sums) = ([0.0; BLOCK], [0.0; BLOCK]);
            predictor.each_shallow(|tree| widest()(&predictor.plan, tree, &block, &mut wide));
            predictor.each_shallow(|tree| narrow(&predictor.plan, tree, &block, &mut narrow_sums));
            assert_eq!(wide.map(f64::to_bits), narrow_sums.map(f64::to_bits));
        }
    }
}
