//! Seeded random numbers by place: each row of each list draws from its own sequence, which depends on nothing but the
//! seed, the list and the row. So a row can be made alone, in any order, and twice with the same result.
//!
//! SplitMix64 (Steele, Lea, Flood 2014) rather than a crate: the bytes of the demo county are pinned by a test, and no
//! crate of generators promises its sequence across versions in so little code.

/// What a sequence is for. The numbers are part of the demo county: renumbering changes every byte.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Neighbourhood = 1,
    Strain = 2,
    Parcel = 3,
    Owner = 4,
    PropertyLine = 5,
    TaxSalePick = 6,
    TaxSale = 7,
    ForeclosurePick = 8,
    Foreclosure = 9,
    Violation = 10,
    SalePick = 11,
    Sale = 12,
    OutcomePick = 13,
    Outcome = 14,
}

pub(super) struct Random(u64);

impl Random {
    pub fn at(seed: u64, stream: Stream, index: u32) -> Self {
        let start = scramble(seed.wrapping_add((stream as u64) << 56));
        Self(scramble(start.wrapping_add(u64::from(index))))
    }

    #[cfg(test)]
    pub fn from_state(state: u64) -> Self {
        Self(state)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scramble(self.0)
    }

    /// From 0 up to but without 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    #[inline(never)]
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// From 0 up to but without `count`; 0 when `count` is 0.
    pub fn below(&mut self, count: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(count)) >> 32) as u32
    }

    #[inline(never)]
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// Mean 0, standard deviation 1 (Box and Muller).
    #[inline(never)]
    pub fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.share(), self.share());
        libm::sqrt(-2.0 * libm::log(a)) * libm::cos(std::f64::consts::TAU * b)
    }

    /// Exponential with the given mean.
    #[inline(never)]
    pub fn waiting(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.share())
    }

    /// `choices` must not be empty.
    pub fn pick<T: Copy, const N: usize>(&mut self, choices: &[T; N]) -> T {
        const { assert!(N > 0) };
        choices[self.below(N as u32) as usize]
    }
}

fn scramble(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference sequence of SplitMix64 for seed 1234567.
    #[test]
    fn sequence_is_splitmix64() {
        let mut random = Random::from_state(1_234_567);
        let first: [u64; 3] = std::array::from_fn(|_| random.bits());
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn moments_are_as_promised() {
        let mut random = Random::from_state(1);
        let draws: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
        let waited = (0..20_000).map(|_| random.waiting(5.0)).sum::<f64>() / 20_000.0;
        assert!((waited - 5.0).abs() < 0.15, "{waited}");
        assert!((0..1000).all(|_| random.below(3) < 3) && random.below(0) == 0);
    }
}
