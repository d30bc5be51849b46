//! Distances by chord, two at a time.
//!
//! In: points as unit vectors in blocks, a centre, a radius. Out: how many points are surely within the radius, how
//! many of those are open, which types they have, the sum of their distances and the least; and whether some point was
//! too close to the limit to say. No branches and no trigonometry, so that the compiler makes vector instructions of
//! it: two lanes are what every machine has, browsers included.
//!
//! The formula that decides what is near is not here; see `nearby.rs`.

use std::ops::Range;

use super::LonLat;
use super::distance::EARTH_RADIUS_MILES;

/// Points in a block.
pub(super) const LANES: usize = 2;

/// Points as they are tested: unit vectors and traits, one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Block {
    x: [f64; LANES],
    y: [f64; LANES],
    z: [f64; LANES],
    traits: [Traits; LANES],
}

impl Block {
    /// A block of at most [`LANES`] points. Lanes without a point belong to no run.
    pub(super) fn new(points: impl Iterator<Item = (LonLat, Traits)>) -> Self {
        let mut block = Self { x: [0.0; LANES], y: [0.0; LANES], z: [0.0; LANES], traits: [Traits(0); LANES] };
        for (lane, (place, traits)) in points.take(LANES).enumerate() {
            [block.x[lane], block.y[lane], block.z[lane]] = unit_vector(place);
            block.traits[lane] = traits;
        }
        block
    }

    pub(super) fn traits(&self, lane: usize) -> Traits {
        self.traits[lane]
    }

    #[inline(always)]
    pub(super) fn chords_squared(&self, centre: [f64; 3]) -> [f64; LANES] {
        let mut chords = [0.0; LANES];
        for (lane, chord) in chords.iter_mut().enumerate() {
            let (x, y, z) = (self.x[lane] - centre[0], self.y[lane] - centre[1], self.z[lane] - centre[2]);
            *chord = x * x + y * y + z * z;
        }
        chords
    }
}

/// What is counted of a point, in one word. Bit 0: it is there; bit 32: it is open; words of up to 4 billion points can
/// be added without these counts running into each other. The other bits name the type by its rank, the last one all
/// types from [`Traits::SHARED_RANK`] on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits(u64);

impl Traits {
    const COUNTS: u64 = 1 | 1 << 32;
    /// From this rank on, types share a bit.
    pub(super) const SHARED_RANK: u32 = 61;

    pub(super) fn new(open: bool, rank: Option<u32>) -> Self {
        let type_bit = match rank.map(|rank| rank.min(Self::SHARED_RANK)) {
            None => 0,
            Some(rank @ 0..31) => 1 << (rank + 1),
            Some(rank) => 1 << (rank + 2),
        };
        Self(1 | u64::from(open) << 32 | type_bit)
    }

    pub(super) fn is_open(self) -> bool {
        self.0 >> 32 & 1 == 1
    }

    /// Bit r is set for the type of rank r.
    pub(super) fn ranks(self) -> u64 {
        (self.0 >> 1 & 0x7fff_ffff) | (self.0 >> 33) << 31
    }
}

/// The radius as a squared chord of the unit sphere, with a margin on both sides for what rounding can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChordLimit {
    /// Up to here a point is within the radius.
    sure: f64,
    /// Beyond this it is not.
    possible: f64,
    /// All chords of interest are short enough for the first terms of the arc sine.
    is_short: bool,
}

/// The longest chord, squared, for which three terms of the arc sine give all digits: half a chord of 0.001.
const SHORT_CHORD_SQUARED: f64 = 4e-6;

impl ChordLimit {
    pub(super) fn new(radius_miles: f64) -> Self {
        let half_angle = radius_miles / EARTH_RADIUS_MILES / 2.0;
        if half_angle >= std::f64::consts::FRAC_PI_2 {
            // Half the globe's girth and more. The squared chord is flat there: the formula decides every pair whose
            // chord is near the diameter.
            return Self { sure: 4.0 - 1e-6, possible: f64::INFINITY, is_short: false };
        }
        let half_chord = libm::sin(half_angle);
        let chord_squared = 4.0 * half_chord * half_chord;
        // A coordinate of a unit vector is off by a few 1e-16, so a chord by less than 1e-15 and its square by less
        // than 2e-15 chords and a bit. The formula's own rounding is relative, and smaller than 1e-9 unless the pair
        // is nearly antipodal, where the square's error of about 1e-16 is all it has.
        let margin = 1e-9 * chord_squared + 4e-15 * chord_squared.sqrt() + 1e-29;
        let possible = chord_squared + margin;
        Self { sure: chord_squared - margin, possible, is_short: possible <= SHORT_CHORD_SQUARED }
    }

    pub(super) fn is_sure(&self, chord_squared: f64) -> bool {
        chord_squared <= self.sure
    }

    /// Too close to the limit: the formula must decide.
    pub(super) fn is_doubtful(&self, chord_squared: f64) -> bool {
        chord_squared > self.sure && chord_squared <= self.possible
    }
}

/// Sums over the points that are surely within the radius, in [`LANES`] interleaved parts. Which part a point goes to
/// depends on its place in the grid's order only, so the order of every addition is fixed.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChordSums {
    counts: [u64; LANES],
    traits: [u64; LANES],
    /// Half the angle seen from the centre of the globe.
    half_angles: [f64; LANES],
    /// The least squared chord of all candidates, near or not.
    least: [f64; LANES],
    /// The least of those that are not surely near.
    least_beyond: [f64; LANES],
    limit: ChordLimit,
}

impl ChordSums {
    pub(super) fn new(limit: ChordLimit) -> Self {
        Self {
            counts: [0; LANES],
            traits: [0; LANES],
            half_angles: [0.0; LANES],
            least: [f64::INFINITY; LANES],
            least_beyond: [f64::INFINITY; LANES],
            limit,
        }
    }

    /// Adds the points of a run, numbered through all blocks.
    pub(super) fn add(&mut self, blocks: &[Block], run: Range<usize>, centre: [f64; 3]) {
        if self.limit.is_short {
            self.add_run::<true>(blocks, run, centre)
        } else {
            self.add_run::<false>(blocks, run, centre)
        }
    }

    #[inline(always)]
    fn add_run<const IS_SHORT: bool>(&mut self, blocks: &[Block], run: Range<usize>, centre: [f64; 3]) {
        let first = run.start / LANES;
        let blocks = &blocks[first..run.end.div_ceil(LANES)];
        let edges = [0, blocks.len() - 1];
        let mut sums = *self;
        for (at, block) in blocks.iter().enumerate() {
            let mut chords = block.chords_squared(centre);
            if edges.contains(&at) {
                // The run may begin and end within a block: the others are infinitely far.
                for (lane, chord) in chords.iter_mut().enumerate() {
                    let is_in_run = run.contains(&((first + at) * LANES + lane));
                    *chord = if is_in_run { *chord } else { f64::INFINITY };
                }
            }
            sums.add_block::<IS_SHORT>(&chords, &block.traits);
        }
        *self = sums;
    }

    #[inline(always)]
    fn add_block<const IS_SHORT: bool>(&mut self, chords: &[f64; LANES], traits: &[Traits; LANES]) {
        for lane in 0..LANES {
            let chord = chords[lane];
            let within = if chord <= self.limit.sure { u64::MAX } else { 0 };
            let traits = traits[lane].0 & within;
            self.traits[lane] |= traits;
            self.counts[lane] += traits & Traits::COUNTS;
            self.half_angles[lane] += f64::from_bits(half_angle::<IS_SHORT>(chord).to_bits() & within);
            self.least[lane] = lesser(chord, self.least[lane]);
            // All bits set is not a number, and so never the lesser.
            self.least_beyond[lane] = lesser(f64::from_bits(chord.to_bits() | within), self.least_beyond[lane]);
        }
    }

    /// Whether a candidate was too close to the limit to say.
    pub(super) fn has_doubtful(&self) -> bool {
        self.least_beyond.iter().any(|&chord_squared| chord_squared <= self.limit.possible)
    }

    pub(super) fn count(&self) -> u64 {
        self.counts.iter().map(|counts| counts & 0xffff_ffff).sum()
    }

    pub(super) fn open_count(&self) -> u64 {
        self.counts.iter().map(|counts| counts >> 32).sum()
    }

    pub(super) fn traits(&self) -> Traits {
        Traits(self.traits.iter().fold(0, |all, lane| all | lane))
    }

    pub(super) fn miles(&self) -> f64 {
        self.half_angles.iter().sum::<f64>() * 2.0 * EARTH_RADIUS_MILES
    }

    /// Infinite when no point is surely within the radius.
    pub(super) fn nearest_miles(&self) -> f64 {
        let least = self.least.into_iter().fold(f64::INFINITY, f64::min);
        if self.limit.is_sure(least) { half_angle::<false>(least) * 2.0 * EARTH_RADIUS_MILES } else { f64::INFINITY }
    }
}

/// `b` when `a` is not a number, as the vector instruction has it.
#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Half the angle that a chord of the unit sphere spans: the arc sine of half the chord.
#[inline(always)]
fn half_angle<const IS_SHORT: bool>(chord_squared: f64) -> f64 {
    let half_chord = 0.5 * chord_squared.sqrt();
    if IS_SHORT || chord_squared <= SHORT_CHORD_SQUARED {
        // h + h^3/6 + 3 h^5/40 with h^2 = chord_squared / 4
        half_chord * (1.0 + chord_squared * (1.0 / 24.0 + chord_squared * (3.0 / 640.0)))
    } else {
        libm::asin(half_chord.min(1.0))
    }
}

pub(super) fn unit_vector(place: LonLat) -> [f64; 3] {
    let (sin_latitude, cos_latitude) = libm::sincos(place.latitude.to_radians());
    let (sin_longitude, cos_longitude) = libm::sincos(place.longitude.to_radians());
    [cos_latitude * cos_longitude, cos_latitude * sin_longitude, sin_latitude]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rank_has_its_bit_and_the_last_share_one() {
        for rank in 0..70 {
            let traits = Traits::new(rank % 2 == 0, Some(rank));
            assert_eq!(traits.ranks(), 1 << rank.min(Traits::SHARED_RANK));
            assert_eq!(traits.is_open(), rank % 2 == 0);
            assert_eq!(traits.0 & 1, 1);
        }
        assert_eq!(Traits::new(true, None).ranks(), 0);
    }

    #[test]
    fn three_terms_are_enough() {
        for chord in [1e-9, 1e-6, 1e-4, 1e-3, 2e-3] {
            let squared = chord * chord;
            let exact = libm::asin(chord / 2.0);
            assert!((half_angle::<true>(squared) - exact).abs() <= 4e-16 * exact, "{chord}");
        }
        assert_eq!(half_angle::<false>(4.0), std::f64::consts::FRAC_PI_2);
    }
}
