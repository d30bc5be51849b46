//! A closed line drawn by hand, and what lies inside.

use super::{Bounds, simplify::significances};

/// Bands that the line is cut into: a place is held against the edges of its band alone, which are a few even for a
/// long line.
const BANDS: usize = 128;

/// A closed line. What it winds around an odd number of times is inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Lasso {
    corners: Vec<(f64, f64)>,
    bounds: Bounds,
    /// Edges by band, as the number of their first corner.
    bands: Vec<Vec<u32>>,
}

impl Lasso {
    /// Closes a line; corners that it bends at by less than `tolerance` are left out. None for fewer than three corners.
    pub fn new(line: &[(f64, f64)], tolerance: f64) -> Option<Self> {
        let kept = significances(line);
        let corners: Vec<(f64, f64)> =
            line.iter().zip(kept).filter(|(_, bend)| *bend > tolerance).map(|(corner, _)| *corner).collect();
        let bounds = Bounds::of(corners.iter().copied());
        if corners.len() < 3 || bounds.height() <= 0.0 || bounds.width() <= 0.0 {
            return None;
        }
        let mut bands = vec![Vec::new(); BANDS];
        for at in 0..corners.len() {
            let (from, to) = (corners[at].1, corners[(at + 1) % corners.len()].1);
            for band in &mut bands[band(&bounds, from.min(to))..=band(&bounds, from.max(to))] {
                band.push(at as u32);
            }
        }
        Some(Self { corners, bounds, bands })
    }

    /// Between two opposite corners.
    pub fn rectangle(from: (f64, f64), to: (f64, f64)) -> Option<Self> {
        Self::new(&[from, (to.0, from.1), to, (from.0, to.1)], -1.0)
    }

    pub fn corners(&self) -> &[(f64, f64)] {
        &self.corners
    }

    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    pub fn holds(&self, x: f64, y: f64) -> bool {
        if !self.bounds.holds(x, y) {
            return false;
        }
        let mut is_inside = false;
        for &at in &self.bands[band(&self.bounds, y)] {
            let (ax, ay) = self.corners[at as usize];
            let (bx, by) = self.corners[(at as usize + 1) % self.corners.len()];
            if (ay > y) != (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay) {
                is_inside = !is_inside;
            }
        }
        is_inside
    }
}

fn band(bounds: &Bounds, y: f64) -> usize {
    ((((y - bounds.bottom) / bounds.height()) * BANDS as f64) as usize).min(BANDS - 1)
}
