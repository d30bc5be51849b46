//! Seeded random numbers by place: what is drawn for row 7 of tree 3 depends on the seed, the purpose, 3 and 7, and on
//! nothing drawn before. So trees can be grown in any order and on any thread.
//!
//! SplitMix64 in counter form.

use crate::random::{GOLDEN, scramble};

/// What a number is drawn for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Rows = 1,
    HeldOut = 2,
    ColumnsOfTree = 3,
    ColumnsOfLevel = 4,
    ColumnsOfNode = 5,
    Bootstrap = 6,
    Threshold = 7,
    Permutation = 8,
}

/// A sequence whose numbers can be asked for by index.
#[derive(Clone, Copy)]
pub(super) struct Random(u64);

impl Random {
    pub fn new(seed: u64, purpose: Purpose) -> Self {
        Self(scramble(seed ^ scramble(purpose as u64)))
    }

    /// The sequence of the `index`-th part: of a tree, a level, a node.
    pub fn part(self, index: u64) -> Self {
        Self(scramble(self.0.wrapping_add(index.wrapping_mul(GOLDEN))))
    }

    pub fn bits(self, index: u64) -> u64 {
        scramble(self.0.wrapping_add(index.wrapping_add(1).wrapping_mul(GOLDEN)))
    }

    /// From 0 up to but without 1.
    pub fn share(self, index: u64) -> f64 {
        (self.bits(index) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 up to but without `count`; 0 when `count` is 0.
    pub fn below(self, index: u64, count: u32) -> u32 {
        (((self.bits(index) >> 32) * u64::from(count)) >> 32) as u32
    }

    /// Puts `count` of the items, drawn without replacement, at the front (Fisher and Yates).
    pub fn draw_to_front<T>(self, items: &mut [T], count: usize) {
        for i in 0..count.min(items.len()) {
            let j = i + self.below(i as u64, (items.len() - i) as u32) as usize;
            items.swap(i, j);
        }
    }
}
