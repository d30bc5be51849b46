//! Quantiles of the two distributions that intervals rest on, and the interval of a share.

/// How often a bracket is halved: past this a double has no finer step.
const HALVINGS: usize = 100;

/// An interval from `low` to `high`, in the units of the figure that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// The z that `share` of the standard normal distribution lies below; infinite at 0 and 1.
pub fn normal_quantile(share: f64) -> f64 {
    if !(share > 0.0 && share < 1.0) {
        return if share >= 1.0 { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    let below = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
    bisect(-40.0, 40.0, |z| below(z) < share)
}

/// The t that `share` of Student's distribution lies below. No degrees of freedom: infinite.
pub fn student_t_quantile(share: f64, degrees: f64) -> f64 {
    if degrees.is_nan() || degrees <= 0.0 || share >= 1.0 {
        return f64::INFINITY;
    }
    if share < 0.5 {
        return -student_t_quantile(1.0 - share, degrees);
    }
    // P(T > t) = I(d / (d + t²); d/2, 1/2) / 2: Abramowitz & Stegun 26.7.1 with 26.5.2.
    let above = |t: f64| 0.5 * incomplete_beta(degrees / (degrees + t * t), degrees / 2.0, 0.5);
    let mut high = 2.0;
    while above(high) > 1.0 - share && high < 1e300 {
        high *= 2.0;
    }
    bisect(0.0, high, |t| above(t) > 1.0 - share)
}

/// The interval of a share of which `came` of `of` were seen, at the given level (Wilson 1927):
/// (p + z²/2n ± z √(p (1 - p)/n + z²/4n²)) / (1 + z²/n). Counts may be weights. None of none: 0 to 1.
pub fn wilson(came: f64, of: f64, level: f64) -> Interval {
    if of.is_nan() || of <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let z = normal_quantile(0.5 + level / 2.0);
    let (p, z2) = (came / of, z * z);
    let centre = p + z2 / (2.0 * of);
    let half = z * (p * (1.0 - p) / of + z2 / (4.0 * of * of)).max(0.0).sqrt();
    let whole = 1.0 + z2 / of;
    // Rounding must not push the share itself out at 0 and 1.
    Interval { low: ((centre - half) / whole).clamp(0.0, p), high: ((centre + half) / whole).clamp(p, 1.0) }
}

fn bisect(mut low: f64, mut high: f64, is_low: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if is_low(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

/// I(x; a, b), regularised, by its continued fraction (Abramowitz & Stegun 26.5.8), evaluated as Lentz (1976) does.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x >= 1.0 { 1.0 } else { 0.0 };
    }
    // The fraction converges quickly on this side only; the other is its mirror.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front =
        libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x)) / a;
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut fraction, mut c, mut d) = (1.0, 1.0, 0.0);
    for step in 0..300 {
        let m = f64::from(step / 2);
        let term = match step {
            0 => 1.0,
            _ if step % 2 == 0 => m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            _ => -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        };
        d = 1.0 / away_from_zero(1.0 + term * d);
        c = away_from_zero(1.0 + term / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * (fraction - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{found} is not {expected}");
    }

    /// scipy 1.17.1: norm.ppf.
    #[test]
    fn normal_quantiles() {
        close(normal_quantile(0.975), 1.959963984540054, 1e-14);
        close(normal_quantile(0.9), 1.2815515655446004, 1e-14);
        close(normal_quantile(0.001), -3.090232306167813, 1e-13);
        close(normal_quantile(0.5), 0.0, 1e-14);
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    }

    /// scipy 1.17.1: t.ppf.
    #[test]
    fn t_quantiles() {
        for (degrees, expected) in T_975 {
            close(student_t_quantile(0.975, degrees), expected, 1e-10);
            close(student_t_quantile(0.025, degrees), -expected, 1e-10);
        }
        assert_eq!(student_t_quantile(0.975, 0.0), f64::INFINITY);
    }

    const T_975: [(f64, f64); 6] = [
        (1.0, 12.706204736174694),
        (2.0, 4.302652729749462),
        (5.0, 2.5705818356363146),
        (15.0, 2.131449545559776),
        (977.0, 1.9623950621797082),
        (1e6, 1.959966356814107),
    ];

    /// scipy 1.17.1: binomtest(8, 10).proportion_ci(method="wilson"); 0 of 10 by hand, z² / (n + z²).
    #[test]
    fn shares() {
        let none = wilson(0.0, 10.0, 0.95);
        assert_eq!(none.low, 0.0);
        close(none.high, 3.841458820694124 / 13.841458820694124, 1e-12);
        let most = wilson(8.0, 10.0, 0.95);
        close(most.low, 0.4901624715366418, 1e-12);
        close(most.high, 0.9433178485456248, 1e-12);
        assert_eq!(wilson(0.0, 0.0, 0.95), Interval { low: 0.0, high: 1.0 });
    }
}
