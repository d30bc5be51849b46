//! All cuts of a column of numbers, judged at once: its histogram goes in, the best scores and the best cut come out.
//!
//! Bins without rows change no sum, so only those with rows are looked at: far down a tree most are empty. What lies in
//! them and below is added up as whole numbers and scored many cuts at a time, without a branch, as wide as the processor
//! can ([`super::wide`]). Which cut it was is asked of the few columns that win.

use super::{
    fixed::{Scale, Sum, Unpacking},
    wide::{self, BestScores},
};

/// Cuts that are scored together.
pub(super) const LANES: usize = 8;

/// The cuts of one column of one node; room to be used again and again.
pub(super) struct Cuts {
    /// At each filled bin, what lies in it and below; behind the last one the same again.
    sums: [Sum; 256],
    len: usize,
    best_scores: BestScores,
}

impl Default for Cuts {
    fn default() -> Self {
        Self { sums: [0; 256], len: 0, best_scores: wide::best_scores() }
    }
}

impl Cuts {
    /// Takes a histogram, its first bin that of the missing values.
    pub fn gather(&mut self, histogram: &[Sum]) {
        let (mut sum, mut len) = (0, 0);
        for added in histogram.iter().skip(1).take(255) {
            sum += added;
            self.sums[len & 255] = sum;
            // An empty bin's place is the next one's.
            len += usize::from(*added != 0);
        }
        self.len = len;
        self.sums[len..len.next_multiple_of(LANES)].fill(sum);
    }

    /// The best scores with missing values on the right and on the left; minus infinity where no cut is allowed.
    pub fn best_scores(&self, sides: &Sides) -> [f64; 2] {
        let (sums, _) = self.sums[..self.len.next_multiple_of(LANES)].as_chunks();
        (self.best_scores)(sides, sums)
    }

    /// The last bin of the first cut with this score, and what lies in the bins up to it.
    pub fn find(&self, histogram: &[Sum], sides: &Sides, missing_left: bool, score: f64) -> (u8, Sum) {
        let has_it = |sum: &Sum| sides.scores(*sum)[usize::from(missing_left)] == score;
        let place = self.sums[..self.len].iter().position(has_it).unwrap_or(0);
        let mut filled = (1..=255).zip(&histogram[1..]).filter(|(_, sum)| **sum != 0).map(|(bin, _)| bin);
        (filled.nth(place).unwrap_or(1), self.sums[place])
    }
}

/// What all cuts of one column have in common.
pub(super) struct Sides {
    unpacking: Unpacking,
    /// Of the node, of its missing values and of its numbers.
    node: (f64, f64),
    missing: (f64, f64),
    numbers: (f64, f64),
    has_missing: bool,
    lambda: f64,
    min_weight: f64,
}

impl Sides {
    /// A side must weigh `min_weight`, which is above 0.
    pub fn new(scale: &Scale, node: Sum, missing: Sum, lambda: f64, min_weight: f64) -> Self {
        Self {
            unpacking: scale.unpacking(),
            node: scale.unpack(node),
            missing: scale.unpack(missing),
            numbers: scale.unpack(node - missing),
            has_missing: missing != 0,
            lambda,
            min_weight,
        }
    }

    /// What both sides score with this sum on the left: with missing values on the right, and on the left.
    fn scores(&self, sum: Sum) -> [f64; 2] {
        let (gradient, hessian) = self.unpacking.unpack(sum);
        [self.score_missing_right(gradient, hessian), self.score_missing_left(gradient, hessian)]
    }

    #[inline(always)]
    fn score_missing_right(&self, gradient: f64, hessian: f64) -> f64 {
        self.score(gradient, hessian, self.node.0 - gradient, self.node.1 - hessian)
    }

    #[inline(always)]
    fn score_missing_left(&self, gradient: f64, hessian: f64) -> f64 {
        let right = (self.numbers.0 - gradient, self.numbers.1 - hessian);
        self.score(gradient + self.missing.0, hessian + self.missing.1, right.0, right.1)
    }

    /// G² / (H + λ) of both sides, over one denominator; minus infinity where a side is too light.
    #[inline(always)]
    fn score(&self, left_gradient: f64, left_hessian: f64, right_gradient: f64, right_hessian: f64) -> f64 {
        let (left, right) = (left_hessian + self.lambda, right_hessian + self.lambda);
        let both = left_gradient * left_gradient * right + right_gradient * right_gradient * left;
        let lighter = if left_hessian < right_hessian { left_hessian } else { right_hessian };
        // Divided in any case: a branch here would keep several from being done at once.
        let score = both / (left * right);
        if lighter >= self.min_weight { score } else { f64::NEG_INFINITY }
    }

    /// The best of all cuts' scores. Plain loops over arrays, for [`super::wide`] to compile at the width there is.
    #[inline(always)]
    pub fn best_scores(&self, sums: &[[Sum; LANES]]) -> [f64; 2] {
        let [mut right, mut left] = [[f64::NEG_INFINITY; LANES]; 2];
        if self.has_missing {
            for sums in sums {
                for lane in 0..LANES {
                    let (gradient, hessian) = self.unpacking.unpack(sums[lane]);
                    right[lane] = larger(self.score_missing_right(gradient, hessian), right[lane]);
                    left[lane] = larger(self.score_missing_left(gradient, hessian), left[lane]);
                }
            }
        } else {
            for sums in sums {
                for lane in 0..LANES {
                    let (gradient, hessian) = self.unpacking.unpack(sums[lane]);
                    right[lane] = larger(self.score_missing_right(gradient, hessian), right[lane]);
                }
            }
        }
        [right, left].map(|scores| scores.into_iter().fold(f64::NEG_INFINITY, larger))
    }
}

/// One instruction, which `f64::max` is not: it minds what is not a number.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
