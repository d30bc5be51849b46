//! Words on the map: how long a scale bar is, and which labels find room.

/// The longest of 1, 2 and 5 times a power of ten that is not above `most`.
pub fn round_length(most: f64) -> f64 {
    if !(most.is_finite() && most > 0.0) {
        return 0.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(most)));
    // A hair above, as the logarithm of a round number may lie a hair below it.
    [10.0, 5.0, 2.0, 1.0]
        .into_iter()
        .map(|step| step * power)
        .find(|length| *length <= most * (1.0 + 1e-12))
        .unwrap_or(power)
}

/// A label that wants a place in the window, pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labelled {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Labelled {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.left + other.width
            && other.left < self.left + self.width
            && self.top < other.top + other.height
            && other.top < self.top + self.height
    }
}

/// Which labels are shown: each in its turn, unless it would cover one before it.
pub fn labels_that_fit(wanted: &[Labelled]) -> Vec<bool> {
    let mut shown: Vec<Labelled> = Vec::new();
    let fits = wanted.iter().map(|label| {
        let fits = !shown.iter().any(|other| other.meets(label));
        if fits {
            shown.push(*label);
        }
        fits
    });
    fits.collect()
}
