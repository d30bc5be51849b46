//! The integral of a polynomial over [0, 1] as a weighted sum of a few of its values (Gauss and Legendre).

/// One place at which to look, and what it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub at: f64,
    pub weight: f64,
}

/// `count` points, exact for polynomials of a degree up to 2 `count` - 1.
///
/// The places are the roots x of the Legendre polynomial P of that degree, moved from [-1, 1] to [0, 1]; the weights are
/// 1 / ((1 - x²) P'(x)²). Roots by Newton's method from the usual first guess (Abramowitz, Stegun 1964, 25.4.29 and
/// 22.16.6).
pub(super) fn points(count: usize) -> Vec<Point> {
    let n = count as f64;
    let point = |number: usize| {
        let mut x = libm::cos(std::f64::consts::PI * (number as f64 + 0.75) / (n + 0.5));
        // The guess is good to a few digits and each step doubles them; six are more than enough.
        for _ in 0..6 {
            let (value, slope) = legendre(count, x);
            x -= value / slope;
        }
        let (_, slope) = legendre(count, x);
        Point { at: (1.0 - x) / 2.0, weight: 1.0 / ((1.0 - x * x) * slope * slope) }
    };
    (0..count).map(point).collect()
}

/// The Legendre polynomial of a degree above 0 and its slope, by the three-term recurrence
/// (k + 1) P(k+1) = (2k + 1) x P(k) - k P(k-1).
fn legendre(degree: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 1..degree {
        let k = k as f64;
        (before, value) = (value, ((2.0 * k + 1.0) * x * value - k * before) / (k + 1.0));
    }
    (value, degree as f64 * (before - x * value) / (1.0 - x * x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_integrated_exactly() {
        for count in 1..=40 {
            let points = points(count);
            for power in 0..2 * count {
                let sum: f64 = points
                    .iter()
                    .map(|point| point.weight * (0..power).fold(1.0, |product, _| product * point.at))
                    .sum();
                let exact = 1.0 / (power as f64 + 1.0);
                assert!((sum - exact).abs() < 4e-15, "{count} points, power {power}: {sum} is not {exact}");
            }
        }
    }

    #[test]
    fn points_lie_inside_even_when_there_are_many() {
        let points = points(500);
        assert!(points.iter().all(|point| point.at > 0.0 && point.at < 1.0 && point.weight > 0.0));
        assert!(points.windows(2).all(|pair| pair[0].at < pair[1].at));
    }
}
