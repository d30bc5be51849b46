//! Outlines to draw beneath the places: parcels, city limits, roads.
//!
//! In columns, as [`PointSet`](super::PointSet) is: a message carries them without being read. Every corner comes with
//! the tolerance up to which it is kept, so that one set serves all scales.

use serde::{Deserialize, Serialize};

use super::{Bounds, Projection, simplify::distance};

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum ShapeKind {
    /// A closed line: the outer edge of an area, or of a hole in it.
    Ring,
    Line,
    Point,
}

/// What is said of a set beside its columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShapesHead {
    /// The centre that its feet are counted from.
    pub projection: Projection,
    pub bounds: Bounds,
    pub corners: u32,
    pub parts: u32,
    pub features: u32,
}

/// Rings, lines and points, grouped into named features.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapes {
    pub head: ShapesHead,
    /// x and y of each corner, one after the other.
    pub places: Vec<f32>,
    /// By corner, feet.
    pub significances: Vec<f32>,
    /// By part: where its corners begin; and the end of the last.
    pub starts: Vec<u32>,
    /// By part: its feature times four, and its kind.
    pub owners: Vec<u32>,
    /// By part: left, bottom, right, top.
    pub boxes: Vec<f32>,
    /// By feature: where its name ends, and all names one after the other.
    pub names: (Vec<u32>, Vec<u8>),
}

impl Shapes {
    /// Puts columns together that a message carried; None when they do not fit each other.
    pub fn of_columns(
        head: ShapesHead,
        places: Vec<f32>,
        significances: Vec<f32>,
        starts: Vec<u32>,
        owners: Vec<u32>,
        boxes: Vec<f32>,
        names: (Vec<u32>, Vec<u8>),
    ) -> Option<Self> {
        let (corners, parts, features) = (head.corners as usize, head.parts as usize, head.features as usize);
        let fits = places.len() == corners * 2
            && significances.len() == corners
            && starts.len() == parts + 1
            && starts.first() == Some(&0)
            && starts.last().is_some_and(|&end| end as usize == corners)
            && starts.is_sorted()
            && owners.len() == parts
            && owners.iter().all(|&owner| ((owner >> 2) as usize) < features)
            && boxes.len() == parts * 4
            && names.0.len() == features
            && names.0.is_sorted()
            && names.0.last().is_none_or(|&end| end as usize <= names.1.len());
        fits.then_some(Self { head, places, significances, starts, owners, boxes, names })
    }

    /// The columns one after the other, numbers of four bytes with the lowest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let floats =
            self.places.iter().chain(&self.significances).chain(&self.boxes).map(|number| number.to_le_bytes());
        let wholes = self.starts.iter().chain(&self.owners).chain(&self.names.0).map(|number| number.to_le_bytes());
        floats.chain(wholes).flatten().chain(self.names.1.iter().copied()).collect()
    }

    /// What a feature is called.
    pub fn name(&self, feature: u32) -> Option<String> {
        let feature = feature as usize;
        let start = feature.checked_sub(1).map_or(0, |before| self.names.0[before]) as usize;
        let name = self.names.1.get(start..*self.names.0.get(feature)? as usize)?;
        (!name.is_empty()).then(|| String::from_utf8_lossy(name).into_owned())
    }

    pub fn parts(&self) -> usize {
        self.owners.len()
    }

    pub fn kind(&self, part: usize) -> ShapeKind {
        match self.owners[part] & 3 {
            0 => ShapeKind::Ring,
            1 => ShapeKind::Line,
            _ => ShapeKind::Point,
        }
    }

    pub fn bounds(&self, part: usize) -> Bounds {
        let edge = |at: usize| f64::from(self.boxes[part * 4 + at]);
        Bounds { left: edge(0), bottom: edge(1), right: edge(2), top: edge(3) }
    }

    fn corners(&self, part: usize) -> std::ops::Range<usize> {
        self.starts[part] as usize..self.starts[part + 1] as usize
    }

    fn corner(&self, at: usize) -> (f64, f64) {
        (f64::from(self.places[at * 2]), f64::from(self.places[at * 2 + 1]))
    }

    /// The corners of a part that matter where a pixel is `pixel_feet` wide.
    pub fn line(&self, part: usize, pixel_feet: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        let least = pixel_feet as f32;
        self.corners(part).filter(move |&at| self.significances[at] >= least).map(|at| self.corner(at))
    }

    /// The feature at a place: the smallest area that holds it, its holes left out, or else a line or point within
    /// `near_feet`.
    pub fn feature_at(&self, x: f64, y: f64, near_feet: f64) -> Option<u32> {
        let around = Bounds { left: x, bottom: y, right: x, top: y }.grown(near_feet);
        let mut best: Option<(f64, u32)> = None;
        let mut part = 0;
        // The parts of a feature stand together.
        while part < self.parts() {
            let feature = self.owners[part] >> 2;
            let (mut is_inside, mut is_near, mut size) = (false, false, 0.0_f64);
            while part < self.parts() && self.owners[part] >> 2 == feature {
                let bounds = self.bounds(part);
                if bounds.meets(&around) {
                    match self.kind(part) {
                        ShapeKind::Ring if self.winds_around(part, x, y) => {
                            is_inside = !is_inside;
                            size = size.max(bounds.width() * bounds.height());
                        }
                        ShapeKind::Ring => {}
                        ShapeKind::Line | ShapeKind::Point => is_near |= self.is_near(part, x, y, near_feet),
                    }
                }
                part += 1;
            }
            let size = if is_near { 0.0 } else { size };
            if (is_inside || is_near) && best.is_none_or(|(least, _)| size < least) {
                best = Some((size, feature));
            }
        }
        best.map(|(_, feature)| feature)
    }

    fn winds_around(&self, part: usize, x: f64, y: f64) -> bool {
        let corners = self.corners(part);
        let mut is_inside = false;
        let mut before = corners.end.saturating_sub(1);
        for at in corners {
            let ((ax, ay), (bx, by)) = (self.corner(before), self.corner(at));
            if (ay > y) != (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay) {
                is_inside = !is_inside;
            }
            before = at;
        }
        is_inside
    }

    fn is_near(&self, part: usize, x: f64, y: f64, near_feet: f64) -> bool {
        let corners = self.corners(part);
        let last = corners.end.saturating_sub(1);
        corners.into_iter().any(|at| {
            let next = if self.kind(part) == ShapeKind::Point { at } else { (at + 1).min(last) };
            distance((x, y), self.corner(at), self.corner(next)) <= near_feet
        })
    }
}
