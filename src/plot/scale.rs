//! Values to pixels.
//!
//! In: a domain of values and a range of pixels. Out: positions and round tick values. Linear only.

/// Maps `domain` to `range`, linearly; a range may run backwards, as a y axis does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub domain: (f64, f64),
    pub range: (f64, f64),
}

impl Scale {
    pub fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range }
    }

    /// The position of `value`, never outside the range. An empty domain maps to the start of the range.
    pub fn at(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        let (from, to) = self.range;
        if high <= low {
            return from;
        }
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        from + share * (to - from)
    }

    /// The distance between the positions of two values, never negative.
    pub fn length(&self, from: f64, to: f64) -> f64 {
        (self.at(to) - self.at(from)).abs()
    }
}

/// Round values from 0 to at least `max`, about `wanted` steps apart: 1, 2 or 5 times a power of ten.
pub fn ticks(max: f64, wanted: u32) -> Vec<f64> {
    if !max.is_finite() || max <= 0.0 || wanted == 0 {
        return vec![0.0];
    }
    let rough = max / f64::from(wanted);
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough {
        power /= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= rough).unwrap_or(power * 10.0);
    let mut values = vec![0.0];
    let mut count = 0.0;
    while count * step < max {
        count += 1.0;
        values.push(count * step);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_forwards_and_backwards() {
        let x = Scale::new((0.0, 100.0), (10.0, 210.0));
        assert_eq!(x.at(50.0), 110.0);
        assert_eq!(x.at(-5.0), 10.0);
        let y = Scale::new((0.0, 4.0), (100.0, 0.0));
        assert_eq!(y.at(1.0), 75.0);
        assert_eq!(y.length(0.0, 1.0), 25.0);
    }

    #[test]
    fn an_empty_domain_stays_at_the_start() {
        assert_eq!(Scale::new((3.0, 3.0), (1.0, 9.0)).at(3.0), 1.0);
    }

    #[test]
    fn ticks_are_round_and_reach_the_maximum() {
        assert_eq!(ticks(97.0, 4), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(1_349.0, 4), [0.0, 500.0, 1_000.0, 1_500.0]);
        assert_eq!(ticks(3.0, 4), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(0.0, 4), [0.0]);
        assert_eq!(ticks(f64::NAN, 4), [0.0]);
    }
}
