//! Everything that is put in order: numbers go in, sorted keys or places come out.
//!
//! Numbers become whole keys that sort as they do. Whatever is sorted is sorted by the two functions here, because each
//! kind of thing that is sorted by itself adds kilobytes to what a browser loads.

/// A whole number that sorts as `value` does: by [`f64::total_cmp`].
#[inline(always)]
pub(super) fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// The number of a key.
#[inline(always)]
pub(super) fn of_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 0 { !key } else { key & !(1 << 63) })
}

#[inline(never)]
pub(super) fn sort_keys(keys: &mut [u64]) {
    keys.sort_unstable();
}

/// By key, and of equal ones by what goes with them.
#[inline(never)]
pub(super) fn sort(pairs: &mut [(u64, u32)]) {
    pairs.sort_unstable();
}

/// The places of keys in their order, of equal ones the first first.
pub(super) fn order(keys: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut pairs: Vec<(u64, u32)> = keys.zip(0..).collect();
    sort(&mut pairs);
    pairs.into_iter().map(|(_, place)| place).collect()
}

/// The `count`th of some sizes, the largest first. None is below 0.
pub(super) fn nth_largest(sizes: &[f32], count: usize) -> f32 {
    // The upper half of the bits is found by counting, then the lower among those that share it.
    let upper = |size: &f32| (size.to_bits() >> 16) as u16;
    let lower = |size: &f32| size.to_bits() as u16;
    let (high, left) = nth_digit(sizes.iter().map(upper), count);
    let (low, _) = nth_digit(sizes.iter().filter(|size| upper(size) == high).map(lower), left);
    f32::from_bits(u32::from(high) << 16 | u32::from(low))
}

/// The `count`th, the largest first, and how many of its equals are then needed.
fn nth_digit(digits: impl Iterator<Item = u16>, mut count: usize) -> (u16, usize) {
    let mut counts = vec![0usize; 1 << 16];
    digits.for_each(|digit| counts[usize::from(digit)] += 1);
    for (digit, here) in (0..=u16::MAX).zip(counts).rev() {
        if here >= count {
            return (digit, count);
        }
        count -= here;
    }
    (0, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_their_numbers_do() {
        let numbers = [f64::NEG_INFINITY, -2.5, -1e-300, -0.0, 0.0, 1e-300, 1.0, 7.25, f64::INFINITY, f64::NAN];
        assert!(numbers.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        assert!(numbers.iter().all(|number| of_key(key(*number)).to_bits() == number.to_bits()));
        assert_eq!(order([2.0, -1.0, 2.0, 0.0].into_iter().map(key)), [1, 3, 0, 2]);
    }

    #[test]
    fn the_nth_largest_is_that_of_the_sorted() {
        let sizes: Vec<f32> = (0..500u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 20) as f32 / 7.0).collect();
        let mut sorted = sizes.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        for count in [1, 2, 250, 499, 500] {
            assert_eq!(nth_largest(&sizes, count), sorted[count - 1]);
        }
    }
}
