//! What is done many at a time, as wide as this processor can: the one place that asks what it can do.
//!
//! The code is that of [`super::predict::scan`] and [`super::cuts`] in either case; only the instructions differ. Tests
//! hold them equal.

use super::{
    cuts::{LANES, Sides},
    fixed::Sum,
    predict::{
        block::{BLOCK, Block},
        plan::{Plan, ShallowTree},
        scan,
    },
};

/// How a tree is added to the sums of a block.
pub(super) type Scan = fn(&Plan, &ShallowTree, &Block, &mut [f64; BLOCK]);

/// How the cuts of a column are scored.
pub(super) type BestScores = fn(&Sides, &[[Sum; LANES]]) -> [f64; 2];

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

/// The widest scan there is for this processor.
pub(super) fn scan() -> Scan {
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        return avx2::scan;
    }
    narrow_scan
}

/// The widest scores there are for this processor.
pub(super) fn best_scores() -> BestScores {
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        return avx2::best_scores;
    }
    narrow_best_scores
}

/// Sixteen bytes at a time, on every machine.
#[inline(never)]
pub(super) fn narrow_scan(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
    scan::add(plan, tree, block, sums);
}

#[inline(never)]
fn narrow_best_scores(sides: &Sides, sums: &[[Sum; LANES]]) -> [f64; 2] {
    sides.best_scores(sums)
}

/// Only where the processor has AVX2: the functions above hand these out then.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "safe code may not call into instructions that a processor may lack")]
mod avx2 {
    use super::*;

    pub fn scan(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
        #[target_feature(enable = "avx2")]
        fn wide(plan: &Plan, tree: &ShallowTree, block: &Block, sums: &mut [f64; BLOCK]) {
            scan::add(plan, tree, block, sums);
        }
        // SAFETY: the processor was asked.
        unsafe { wide(plan, tree, block, sums) }
    }

    pub fn best_scores(sides: &Sides, sums: &[[Sum; LANES]]) -> [f64; 2] {
        #[target_feature(enable = "avx2")]
        fn wide(sides: &Sides, sums: &[[Sum; LANES]]) -> [f64; 2] {
            sides.best_scores(sums)
        }
        // SAFETY: the processor was asked.
        unsafe { wide(sides, sums) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{
        fixed::Scale,
        predict::{Predictor, tests::grown},
        random::{Purpose, Random},
    };

    #[test]
    fn wide_and_narrow_scans_agree_to_the_last_bit() {
        let (ensemble, matrix) = grown();
        let bound = ensemble.bind(&matrix).unwrap();
        let predictor = Predictor::new(&ensemble);
        let mut block = Block::new(predictor.plan());
        for start in (0..matrix.rows()).step_by(BLOCK) {
            block.fill(predictor.plan(), &ensemble, &bound, start);
            let (mut wide, mut narrow) = ([0.0; BLOCK], [0.0; BLOCK]);
            predictor.each_shallow(|tree| scan()(predictor.plan(), tree, &block, &mut wide));
            predictor.each_shallow(|tree| narrow_scan(predictor.plan(), tree, &block, &mut narrow));
            assert_eq!(wide.map(f64::to_bits), narrow.map(f64::to_bits));
        }
    }

    #[test]
    fn wide_and_narrow_scores_agree_to_the_last_bit() {
        let random = Random::new(7, Purpose::Bootstrap);
        for case in 0..200 {
            let random = random.part(case);
            let scale = Scale::counted(4096, 1.0);
            let sum_of = |row: u64| scale.sum(random.share(row) as f32 - 0.5);
            let mut sums = vec![[0; LANES]; case as usize % 7];
            let mut sum = 0;
            for (row, place) in sums.iter_mut().flatten().enumerate() {
                sum += sum_of(row as u64);
                *place = sum;
            }
            let missing = if case % 2 == 0 { 0 } else { sum_of(5000) };
            let sides = Sides::new(&scale, sum + missing, missing, (case % 3) as f64, 1.0);
            let (wide, narrow) = (best_scores()(&sides, &sums), narrow_best_scores(&sides, &sums));
            assert_eq!(wide.map(f64::to_bits), narrow.map(f64::to_bits), "case {case}");
        }
    }
}
