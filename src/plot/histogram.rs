//! Counts to bars.
//!
//! In: counts of equal, adjoining bins and two scales. Out: one rectangle per bin that is not empty. Colours are the
//! drawer's business.

use super::Scale;

/// The rectangle of one bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Number of the bin, from 0.
    pub bin: usize,
    pub count: u32,
    pub x: f64,
    pub width: f64,
    pub y: f64,
    pub height: f64,
}

/// Bars of `counts`; bin `i` covers `[i, i + 1)` of `across`. A gap of `gap_px` is left between neighbours, and a bin
/// that holds anything is at least `1` high, so that a single lead among 100,000 is still seen.
pub fn bars(counts: &[u32], across: &Scale, up: &Scale, gap_px: f64) -> Vec<Bar> {
    let mut found = Vec::new();
    let mut from = 0.0;
    for (bin, &count) in counts.iter().enumerate() {
        let to = from + 1.0;
        if count > 0 {
            let x = across.at(from).min(across.at(to)) + gap_px / 2.0;
            let width = (across.length(from, to) - gap_px).max(0.5);
            let height = up.length(0.0, f64::from(count)).max(1.0);
            found.push(Bar { bin, count, x, width, y: up.at(0.0) - height, height });
        }
        from = to;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_bins_have_no_bar_and_small_ones_are_seen() {
        let across = Scale::new((0.0, 3.0), (0.0, 30.0));
        let up = Scale::new((0.0, 1000.0), (100.0, 0.0));
        let drawn = bars(&[1000, 0, 1], &across, &up, 2.0);
        assert_eq!(drawn.len(), 2);
        assert_eq!(drawn[0], Bar { bin: 0, count: 1000, x: 1.0, width: 8.0, y: 0.0, height: 100.0 });
        assert_eq!(drawn[1], Bar { bin: 2, count: 1, x: 21.0, width: 8.0, y: 99.0, height: 1.0 });
    }
}
