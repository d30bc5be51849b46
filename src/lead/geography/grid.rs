//! A grid over places, for finding those within one radius.
//!
//! In: places in degrees and an angle. Out: the places in the order of their cells, and for any centre the runs of
//! that order in which every place within the angle lies, each place in one run only. The runs hold other places too;
//! what is near, the caller decides.
//!
//! The grid covers the bulk of the places, without the outermost thousandth on each side; a place beyond it belongs to
//! the cell at the edge.
//!
//! # Why no place is missed
//! Two places an angle t apart differ by at most t in latitude, and in longitude by at most
//! `2 asin(sin(t/2) / sqrt(cos(a) cos(b)))`, a and b being their latitudes: both follow from the haversine formula,
//! whose two terms are not negative. Every row knows the largest latitude of its places and from it a reach that no
//! difference in longitude exceeds; near a pole it is the full circle. The row of a latitude and the column of a
//! longitude are `clamp(trunc((value - edge) * cells_per_degree))`, each step of which keeps the order of its inputs,
//! in floating point too. So a latitude between two others has a row between theirs, and likewise a column, wherever
//! the edges of the grid and the sizes of the cells are: these decide the speed and nothing else. Reach and angle are
//! widened by more than rounding can take.

use std::ops::Range;

use super::LonLat;

/// Cell height per angle searched. Smaller cells have fewer candidates outside the circle, but more rows to visit.
const CELL_PER_REACH: f64 = 0.5;
const CELL_DEGREES_MIN: f64 = 1e-6;
/// The grid has at most this many cells, and at most this many per place.
const CELLS_MAX: f64 = 4e6;
const CELLS_PER_PLACE_MAX: f64 = 8.0;
const CELLS_MAX_AT_LEAST: f64 = 4096.0;
/// One place in this many may lie beyond each edge of the grid.
const TRIMMED: usize = 1000;
/// The reach of a row without places.
const EMPTY: f64 = -1.0;

#[derive(Clone, Debug)]
pub(super) struct Grid {
    south: f64,
    west: f64,
    rows_per_degree: f64,
    columns_per_degree: f64,
    rows: usize,
    columns: usize,
    /// How far the angle searched reaches north and south.
    reach_degrees: f64,
    /// How far it reaches east and west, by row.
    row_reach_degrees: Vec<f64>,
    /// Where the places of a cell begin, in the sorted order. Cells are numbered eastward, then northward; one entry
    /// more than cells.
    starts: Vec<u32>,
}

impl Grid {
    /// The grid, and the numbers of the places in its order; places of one cell stay in theirs. The places must lie on
    /// the globe.
    pub(super) fn sort(places: &[LonLat], angle_degrees: f64) -> (Self, Vec<u32>) {
        let mut grid = Self::laid_over(places, widened(angle_degrees));
        let cells: Vec<u32> = places
            .iter()
            .map(|place| (grid.row(place.latitude) * grid.columns + grid.column(wrapped(place.longitude))) as u32)
            .collect();
        for &cell in &cells {
            grid.starts[cell as usize + 1] += 1;
        }
        for cell in 1..grid.starts.len() {
            grid.starts[cell] += grid.starts[cell - 1];
        }
        let mut next = grid.starts.clone();
        let mut order = vec![0; places.len()];
        for (place, &cell) in cells.iter().enumerate() {
            order[next[cell as usize] as usize] = place as u32;
            next[cell as usize] += 1;
        }
        grid.measure_rows(places, angle_degrees);
        (grid, order)
    }

    /// Calls `visit` with every run of places that can lie within the angle around `centre`.
    pub(super) fn candidates(&self, centre: LonLat, mut visit: impl FnMut(Range<usize>)) {
        let longitude = wrapped(centre.longitude);
        for row in self.row(centre.latitude - self.reach_degrees)..=self.row(centre.latitude + self.reach_degrees) {
            let reach = self.row_reach_degrees[row];
            if reach == EMPTY {
                continue;
            }
            let mut visit_columns = |first: usize, last: usize| {
                let start = self.starts[row * self.columns + first] as usize;
                let end = self.starts[row * self.columns + last + 1] as usize;
                if start < end {
                    visit(start..end);
                }
            };
            let (west, east) = (longitude - reach, longitude + reach);
            if west >= -180.0 && east <= 180.0 {
                visit_columns(self.column(west), self.column(east));
                continue;
            }
            // Across the antimeridian: from the west edge of the map up to `until`, and from `from` to its east edge.
            let (until, from) = if west < -180.0 { (east, west + 360.0) } else { (east - 360.0, west) };
            let (until, from) = (self.column(until), self.column(from));
            if reach >= 180.0 || until >= from {
                visit_columns(0, self.columns - 1);
            } else {
                visit_columns(0, until);
                visit_columns(from, self.columns - 1);
            }
        }
    }

    /// Edges and cell sizes; the cells are still empty.
    fn laid_over(places: &[LonLat], reach_degrees: f64) -> Self {
        let (south, north) = bulk(places.iter().map(|place| place.latitude).collect());
        let (west, east) = bulk(places.iter().map(|place| wrapped(place.longitude)).collect());
        let parallel = libm::cos(south.abs().max(north.abs()).to_radians()).max(0.01);
        let mut height = (reach_degrees * CELL_PER_REACH).max(CELL_DEGREES_MIN);
        let cells_max = (places.len() as f64 * CELLS_PER_PLACE_MAX).clamp(CELLS_MAX_AT_LEAST, CELLS_MAX);
        let cells =
            |height: f64| (((north - south) / height).floor() + 1.0, ((east - west) * parallel / height).floor() + 1.0);
        let (mut rows, mut columns) = cells(height);
        while rows * columns > cells_max {
            height *= (rows * columns / cells_max).sqrt().max(1.01);
            (rows, columns) = cells(height);
        }
        let (rows, columns) = (rows as usize, columns as usize);
        Self {
            south,
            west,
            rows_per_degree: 1.0 / height,
            columns_per_degree: parallel / height,
            rows,
            columns,
            reach_degrees,
            row_reach_degrees: vec![EMPTY; rows],
            starts: vec![0; rows * columns + 1],
        }
    }

    /// Gives every row its reach.
    fn measure_rows(&mut self, places: &[LonLat], angle_degrees: f64) {
        let mut largest_latitude = vec![EMPTY; self.rows];
        for place in places {
            let largest = &mut largest_latitude[self.row(place.latitude)];
            *largest = largest.max(place.latitude.abs());
        }
        let half_chord = libm::sin((angle_degrees.min(180.0) / 2.0).to_radians());
        for (reach, &latitude) in self.row_reach_degrees.iter_mut().zip(&largest_latitude) {
            if latitude == EMPTY {
                continue;
            }
            // The centre may lie nearer to the pole than the place, by the angle.
            let farthest = latitude + self.reach_degrees;
            let ratio = if farthest < 90.0 { half_chord / libm::cos(farthest.to_radians()) } else { 1.0 };
            // Near 1 the arc sine turns a rounding error into a large one: take the full circle.
            *reach = if ratio < 0.999 { widened(2.0 * libm::asin(ratio).to_degrees()) } else { 360.0 };
        }
    }

    fn row(&self, latitude: f64) -> usize {
        cell_at((latitude - self.south) * self.rows_per_degree, self.rows)
    }

    fn column(&self, longitude: f64) -> usize {
        cell_at((longitude - self.west) * self.columns_per_degree, self.columns)
    }
}

/// The cast truncates and saturates, so it keeps the order, also of values far beyond the grid.
fn cell_at(offset: f64, cells: usize) -> usize {
    (offset as usize).min(cells - 1)
}

/// An angle plus more than rounding can take from it: a tenth of a millimetre on the ground.
fn widened(degrees: f64) -> f64 {
    degrees * (1.0 + 1e-9) + 1e-9
}

/// A longitude on the map, from -180 to 180 degrees.
fn wrapped(longitude: f64) -> f64 {
    if longitude < -180.0 {
        longitude + 360.0
    } else if longitude > 180.0 {
        longitude - 360.0
    } else {
        longitude
    }
}

/// The interval that the values fill, without the outermost thousandth on each side.
fn bulk(mut values: Vec<f64>) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let trimmed = values.len() / TRIMMED;
    let last = values.len() - 1 - trimmed;
    let low = *values.select_nth_unstable_by(trimmed, f64::total_cmp).1;
    let high = *values.select_nth_unstable_by(last, f64::total_cmp).1;
    (low, high)
}
