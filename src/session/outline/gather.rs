//! Places as they come out of a file, put into columns.

use super::{MOST_CORNERS, Outline, OutlineProblem};
use crate::plot::map::{Bounds, Projection, ShapeKind, Shapes, ShapesHead, significances};

/// The columns so far.
#[derive(Default)]
pub struct Gather {
    /// Found on the way; whoever reads stops as soon as there is one.
    pub problem: Option<OutlineProblem>,
    projection: Option<Projection>,
    bounds: Option<Bounds>,
    places: Vec<f32>,
    significances: Vec<f32>,
    starts: Vec<u32>,
    owners: Vec<u32>,
    boxes: Vec<f32>,
    name_ends: Vec<u32>,
    names: Vec<u8>,
    empty: u32,
    /// The places of the geometry being read, feet, and where each of its lines ends.
    line: Vec<(f64, f64)>,
    ends: Vec<usize>,
}

impl Gather {
    /// Takes a place, degrees. False when it is none.
    pub fn place(&mut self, longitude: f64, latitude: f64) -> bool {
        if longitude.abs() > 180.0 || latitude.abs() > 90.0 {
            self.problem = Some(OutlineProblem::Projected { x: longitude, y: latitude });
            return false;
        }
        if self.places.len() / 2 + self.line.len() >= MOST_CORNERS {
            self.problem = Some(OutlineProblem::TooBig);
            return false;
        }
        let projection = *self.projection.get_or_insert(Projection::new(longitude, latitude));
        self.line.push(projection.feet(longitude, latitude));
        true
    }

    /// The places since the last end are one line, ring or cloud of points.
    pub fn end_line(&mut self) {
        self.ends.push(self.line.len());
    }

    /// The lines of a geometry are of a kind.
    pub fn end_geometry(&mut self, kind: ShapeKind) {
        let (line, ends) = (std::mem::take(&mut self.line), std::mem::take(&mut self.ends));
        let mut start = 0;
        for end in ends {
            let part = &line[start..end];
            start = end;
            match kind {
                ShapeKind::Point => part.iter().for_each(|place| self.part(std::slice::from_ref(place), kind)),
                _ if !part.is_empty() => self.part(part, kind),
                _ => {}
            }
        }
    }

    fn part(&mut self, part: &[(f64, f64)], kind: ShapeKind) {
        let bounds = Bounds::of(part.iter().copied());
        let all = self.bounds.get_or_insert(Bounds::NONE);
        all.add(bounds.left, bounds.bottom);
        all.add(bounds.right, bounds.top);
        self.starts.push((self.places.len() / 2) as u32);
        self.owners.push((self.name_ends.len() as u32) << 2 | kind as u32);
        self.boxes.extend([bounds.left, bounds.bottom, bounds.right, bounds.top].map(|edge| edge as f32));
        self.places.extend(part.iter().flat_map(|&(x, y)| [x as f32, y as f32]));
        self.significances.extend(significances(part).into_iter().map(|bend| bend as f32));
    }

    /// What came since the last feature is one.
    pub fn end_feature(&mut self, name: Option<&str>) {
        let feature = self.name_ends.len() as u32;
        if self.owners.last().is_none_or(|owner| owner >> 2 != feature) {
            self.empty += 1;
            return;
        }
        self.names.extend_from_slice(name.unwrap_or_default().as_bytes());
        self.name_ends.push(self.names.len() as u32);
    }

    pub fn finish(mut self) -> Result<Outline, OutlineProblem> {
        let (Some(projection), Some(bounds)) = (self.projection, self.bounds) else {
            return Err(OutlineProblem::Empty);
        };
        let corners = (self.places.len() / 2) as u32;
        self.starts.push(corners);
        let head = ShapesHead {
            projection,
            bounds,
            corners,
            parts: self.owners.len() as u32,
            features: self.name_ends.len() as u32,
        };
        let shapes = Shapes::of_columns(
            head,
            self.places,
            self.significances,
            self.starts,
            self.owners,
            self.boxes,
            (self.name_ends, self.names),
        );
        Ok(Outline { shapes: shapes.ok_or(OutlineProblem::Empty)?, empty: self.empty })
    }
}
