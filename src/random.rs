//! The step that all seeded numbers of the library are made by: SplitMix64's (Steele, Lea, Flood 2014).
//!
//! Folds and models of one seed must be the same for as long as the product lives, and no crate of generators promises its
//! sequence across versions. Who draws what, and in which order, is for each module to say. The demo county stands apart
//! from all that decides a number, and has a copy of its own.

/// What the state of SplitMix64 grows by.
pub const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number that looks random, from one that may not.
pub fn scramble(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
