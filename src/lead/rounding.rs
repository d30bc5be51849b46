//! Decimal rounding as the reference system does it.

use crate::table::parse_number;

/// `value` rounded to `digits` decimals: the decimal nearest to the exact binary value, ties to even, as the nearest
/// double. `round_decimal(2.675, 2)` is 2.67 because 2.675 is a little less than it says.
pub fn round_decimal(value: f64, digits: u8) -> f64 {
    const POWERS: [f64; 8] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7];
    if let Some(&power) = POWERS.get(usize::from(digits)) {
        let scaled = value * power;
        let nearest = scaled.round_ties_even();
        // The product is off by at most half a unit in its last place. Far enough from a tie that cannot matter; and a
        // whole number divided by a power of ten is the double nearest to the decimal, as IEEE 754 division rounds.
        let from_tie = ((scaled - nearest).abs() - 0.5).abs();
        if scaled.abs() < 1e15 && from_tie > scaled.abs() * 1e-15 + 1e-300 {
            return nearest / power;
        }
    }
    parse_number(&format!("{value:.*}", usize::from(digits))).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::round_decimal;
    use proptest::prelude::*;

    #[test]
    fn rounds_the_exact_value() {
        for (value, digits, rounded) in [
            (0.125, 2, 0.12),
            (2.675, 2, 2.67),
            (125.005, 2, 125.0),
            (-0.5, 0, -0.0),
            (1e300, 2, 1e300),
            (0.375, 2, 0.38),
        ] {
            assert_eq!(round_decimal(value, digits), rounded, "{value}");
        }
        assert!(round_decimal(f64::NAN, 2).is_nan());
        assert_eq!(round_decimal(f64::INFINITY, 2), f64::INFINITY);
    }

    proptest! {
        #[test]
        fn equals_the_printed_decimal(value in prop_oneof![-1e7..1e7, -1.0..1.0, (-4_000_000_i64..4_000_000).prop_map(|n| n as f64 / 8000.0)], digits in 0_u8..8) {
            let printed: f64 = format!("{value:.*}", usize::from(digits)).parse().unwrap();
            prop_assert_eq!(round_decimal(value, digits).to_bits(), printed.to_bits());
        }
    }
}
