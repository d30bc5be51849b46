//! Gradients and hessians as whole numbers, so that their sums are exact and do not depend on order, threads or machine.
//!
//! For each tree the gradients are multiplied by a power of two and rounded; gradient and hessian of a row then travel
//! in one word beside the row's number (an [`Entry`]), and their sums in one `i64` (a [`Sum`]): one addition a cell of a
//! histogram. The scale is the largest at which no sum can overflow. (Shi et al. 2022 show that even two to five bits
//! train equal models; here it is 16 and more.)

/// A row on its way down a tree: its number in the upper half, what it adds to sums in the lower.
pub(super) type Entry = u64;

/// A gradient's sum in the upper bits, a hessian's in the lower.
pub(super) type Sum = i64;

pub(super) fn row_of(entry: Entry) -> usize {
    (entry >> 32) as usize
}

/// How the two share an entry and a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Every hessian is 1: 32 bits of gradient in an entry; 40 bits of gradient and 24 of count in a sum.
    Counted,
    /// 16 bits each in an entry, 32 bits each in a sum.
    Curved,
    /// Hessians are whole weights: 34 bits of gradient and 30 of weight in a sum; no entries.
    Weighted,
}

impl Format {
    const fn shift(self) -> u32 {
        match self {
            Self::Counted => 24,
            Self::Curved => 32,
            Self::Weighted => 30,
        }
    }
}

/// What an entry adds to a sum.
#[inline(always)]
pub(super) fn added<const CURVED: bool>(entry: Entry) -> Sum {
    let low = entry as u32;
    if CURVED {
        (i64::from(low as i32 >> 16) << Format::Curved.shift()) + i64::from(low & 0xffff)
    } else {
        (i64::from(low as i32) << Format::Counted.shift()) + 1
    }
}

/// The same for either format.
pub(super) fn added_in(format: Format, entry: Entry) -> Sum {
    match format {
        Format::Curved => added::<true>(entry),
        Format::Counted | Format::Weighted => added::<false>(entry),
    }
}

/// The scales of one tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub format: Format,
    gradient: f64,
    hessian: f64,
    /// 1 over each: exact, because both are powers of two.
    per_gradient: f64,
    per_hessian: f64,
}

/// What must be known of a tree's gradients to choose a scale.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extent {
    pub largest_gradient: f32,
    pub largest_hessian: f32,
    pub sum_of_gradients: f64,
    pub sum_of_hessians: f64,
}

impl Extent {
    /// Of two parts together.
    pub fn and(self, other: Self) -> Self {
        Self {
            largest_gradient: self.largest_gradient.max(other.largest_gradient),
            largest_hessian: self.largest_hessian.max(other.largest_hessian),
            sum_of_gradients: self.sum_of_gradients + other.sum_of_gradients,
            sum_of_hessians: self.sum_of_hessians + other.sum_of_hessians,
        }
    }

    pub fn of(gradients: &[f32], hessians: &[f32]) -> Self {
        let (largest_gradient, sum_of_gradients) = largest_and_sum(gradients);
        let (largest_hessian, sum_of_hessians) = largest_and_sum(hessians);
        Self { largest_gradient, largest_hessian, sum_of_gradients, sum_of_hessians }
    }
}

/// Of the absolute values. Eight sums side by side: a chain of additions would wait for each.
fn largest_and_sum(values: &[f32]) -> (f32, f64) {
    let (mut largest, mut sums) = ([0f32; 8], [0f64; 8]);
    let (chunks, rest) = values.as_chunks::<8>();
    for chunk in chunks {
        for lane in 0..8 {
            let size = chunk[lane].abs();
            largest[lane] = if size > largest[lane] { size } else { largest[lane] };
            sums[lane] += f64::from(size);
        }
    }
    for value in rest {
        largest[0] = largest[0].max(value.abs());
        sums[0] += f64::from(value.abs());
    }
    (largest.iter().copied().fold(0.0, f32::max), sums.iter().sum())
}

impl Scale {
    /// For hessians that are all 1.
    pub fn counted(rows: usize, largest_gradient: f32) -> Self {
        let largest = f64::from(largest_gradient);
        let limit = (i32::MAX as f64 / largest).min((1u64 << 39) as f64 / (largest * rows as f64));
        Self::new(Format::Counted, power_of_two_below(limit), 1.0)
    }

    /// For hessians that differ. Rounding may add half a unit a row to a sum.
    pub fn curved(rows: usize, extent: Extent) -> Self {
        let half_a_row = rows as f64 * 0.5;
        let gradient_sum = (f64::from(i32::MAX) - half_a_row) / extent.sum_of_gradients;
        let hessian_sum = (f64::from(u32::MAX) - half_a_row) / extent.sum_of_hessians;
        let gradient = gradient_sum.min(f64::from(i16::MAX) / f64::from(extent.largest_gradient));
        let hessian = hessian_sum.min(f64::from(u16::MAX) / f64::from(extent.largest_hessian));
        Self::new(Format::Curved, power_of_two_below(gradient), power_of_two_below(hessian))
    }

    /// For whole weights in units of `unit`, that add up to `weight` at most.
    pub fn weighted(weight: f64, largest_gradient: f32, unit: f64) -> Self {
        let largest = f64::from(largest_gradient);
        let limit = (i32::MAX as f64 / largest).min((1u64 << 33) as f64 / (largest * weight));
        let scale = Self::new(Format::Weighted, power_of_two_below(limit), 1.0);
        // Sums hold gradients times weights in units; both are taken back together.
        Self { per_gradient: scale.per_gradient * unit, per_hessian: unit, ..scale }
    }

    /// The sum of one row of weight 1 (or one unit).
    pub fn sum(&self, gradient: f32) -> Sum {
        (Sum::from(rounded(f64::from(gradient) * self.gradient)) << self.format.shift()) + 1
    }

    fn new(format: Format, gradient: f64, hessian: f64) -> Self {
        Self { format, gradient, hessian, per_gradient: 1.0 / gradient, per_hessian: 1.0 / hessian }
    }

    /// A row with its gradient and hessian.
    #[inline(always)]
    pub fn entry(&self, row: u32, gradient: f32, hessian: f32) -> Entry {
        if self.format != Format::Curved {
            return self.counted_entry(row, gradient);
        }
        let gradient = rounded(f64::from(gradient) * self.gradient) as u32;
        let hessian = rounded(f64::from(hessian) * self.hessian) as u32;
        u64::from(row) << 32 | u64::from(gradient << 16 | hessian & 0xffff)
    }

    /// A row whose hessian is 1.
    #[inline(always)]
    pub fn counted_entry(&self, row: u32, gradient: f32) -> Entry {
        u64::from(row) << 32 | u64::from(rounded(f64::from(gradient) * self.gradient) as u32)
    }

    /// The whole weight of a sum: of rows drawn, or of units.
    pub fn units(&self, sum: Sum) -> u32 {
        (sum & ((1 << self.format.shift()) - 1)) as u32
    }

    /// Gradient and hessian of a sum.
    #[inline(always)]
    pub fn unpack(&self, sum: Sum) -> (f64, f64) {
        let shift = self.format.shift();
        let low = sum & ((1 << shift) - 1);
        ((sum >> shift) as f64 * self.per_gradient, low as f64 * self.per_hessian)
    }

    pub fn unpacking(&self) -> Unpacking {
        let shift = self.format.shift();
        Unpacking {
            shift,
            low_bits: (1 << shift) - 1,
            gradient_zero: TWO_TO_52 + (1u64 << (63 - shift)) as f64,
            per_gradient: self.per_gradient,
            per_hessian: self.per_hessian,
        }
    }
}

const TWO_TO_52: f64 = (1u64 << 52) as f64;

/// How gradients and hessians are got out of many sums: as [`Scale::unpack`] does, to the last bit, with instructions
/// that all processors have for several numbers at once.
#[derive(Clone, Copy)]
pub(super) struct Unpacking {
    shift: u32,
    low_bits: u64,
    gradient_zero: f64,
    per_gradient: f64,
    per_hessian: f64,
}

impl Unpacking {
    #[inline(always)]
    pub fn unpack(&self, sum: Sum) -> (f64, f64) {
        // A whole number in the low bits of 2⁵² as an f64 is added to it. With its sign bit turned over, a sum is larger
        // by half of all there are, and so is never below 0.
        let upper = (sum as u64 ^ 1 << 63) >> self.shift;
        let lower = sum as u64 & self.low_bits;
        let added = |bits: u64| f64::from_bits(TWO_TO_52.to_bits() | bits);
        let gradient = added(upper) - self.gradient_zero;
        let hessian = added(lower) - TWO_TO_52;
        (gradient * self.per_gradient, hessian * self.per_hessian)
    }
}

/// To the nearest whole number, halves away from 0. The value is known to fit.
#[inline(always)]
fn rounded(value: f64) -> i32 {
    (value + 0.5f64.copysign(value)) as i32
}

/// The largest power of two that is at most `limit`; 1 where there is no gradient at all.
pub(super) fn power_of_two_below(limit: f64) -> f64 {
    if !limit.is_finite() || limit <= 0.0 {
        return 1.0;
    }
    // The exponent alone, within what a normal number can hold.
    f64::from_bits(limit.to_bits() & 0x7ff0_0000_0000_0000).clamp(f64::MIN_POSITIVE, 1e300)
}

/// The sum of numbers, the same in any order: they are added as whole numbers of 2⁻⁶² of the largest power of two above
/// them.
pub(super) fn exact_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    let unit = power_of_two_below(largest) * 2.0;
    let fixed = |value: f64| i128::from((value / unit * (1u64 << 62) as f64) as i64);
    let sum: i128 = values.map(fixed).sum();
    sum as f64 / (1u64 << 62) as f64 * unit
}
