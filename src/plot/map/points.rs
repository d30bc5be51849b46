//! Very many places, found by where they are.
//!
//! The columns stand in the order of a grid, row by row, so that a window is a few runs of neighbours in memory and
//! nothing has to be built where the map is drawn: the worker puts them in order.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Bounds, Lasso};

/// Classes of places: 0 is the best.
pub const CLASSES: usize = 4;

/// Which classes are shown.
pub type Shown = [bool; CLASSES];

/// Places of a cell on average.
const CELL_PLACES: usize = 16;
const MOST_CELLS_ACROSS: f64 = 1_024.0;

/// Square cells over a rectangle. What lies outside belongs to the nearest cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub left: f64,
    pub bottom: f64,
    pub cell_feet: f64,
    pub columns: u32,
    pub rows: u32,
}

/// Numbered places of the map with their classes, in the order of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointSet {
    pub x: Vec<f32>,
    pub y: Vec<f32>,
    /// What the places stand for; only carried along.
    pub ids: Vec<u32>,
    pub classes: Vec<u8>,
    /// Where each cell begins, and the end of the last.
    starts: Vec<u32>,
    grid: Option<Grid>,
}

impl Grid {
    fn over(bounds: &Bounds, places: usize) -> Self {
        let cells = (places / CELL_PLACES).max(1) as f64;
        let area = bounds.width().max(1.0) * bounds.height().max(1.0);
        let least = bounds.width().max(bounds.height()) / MOST_CELLS_ACROSS;
        let cell_feet = (area / cells).sqrt().max(least).max(1.0);
        let across = |length: f64| ((length / cell_feet).floor() as u32).saturating_add(1);
        let (columns, rows) = (across(bounds.width()), across(bounds.height()));
        Self { left: bounds.left, bottom: bounds.bottom, cell_feet, columns, rows }
    }

    fn column(&self, x: f64) -> usize {
        (((x - self.left) / self.cell_feet) as usize).min(self.columns as usize - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.bottom) / self.cell_feet) as usize).min(self.rows as usize - 1)
    }
}

impl PointSet {
    /// Puts places in order. `frame` is where most of them are; a class beyond the last counts as the last.
    pub fn new(places: &[(u32, f32, f32, u8)], frame: &Bounds) -> Self {
        if places.is_empty() || frame.is_none() {
            return Self::default();
        }
        let grid = Grid::over(frame, places.len());
        let cell_of = |x: f32, y: f32| grid.row(f64::from(y)) * grid.columns as usize + grid.column(f64::from(x));
        let mut starts = vec![0_u32; grid.columns as usize * grid.rows as usize + 1];
        for &(_, x, y, _) in places {
            starts[cell_of(x, y) + 1] += 1;
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut set = Self {
            x: vec![0.0; places.len()],
            y: vec![0.0; places.len()],
            ids: vec![0; places.len()],
            classes: vec![0; places.len()],
            starts,
            grid: Some(grid),
        };
        for &(id, x, y, class) in places {
            let cell = &mut next[cell_of(x, y)];
            let at = *cell as usize;
            *cell += 1;
            (set.x[at], set.y[at], set.ids[at]) = (x, y, id);
            set.classes[at] = class.min(CLASSES as u8 - 1);
        }
        set
    }

    /// Puts columns together that a message carried; None when they do not fit each other.
    pub fn of_columns(
        x: Vec<f32>,
        y: Vec<f32>,
        ids: Vec<u32>,
        starts: Vec<u32>,
        classes: Vec<u8>,
        grid: Option<Grid>,
    ) -> Option<Self> {
        let count = x.len();
        let Some(shape) = grid else { return (count == 0).then(Self::default) };
        let cells = (shape.columns as usize).checked_mul(shape.rows as usize)?;
        let fits = y.len() == count
            && ids.len() == count
            && classes.len() == count
            && classes.iter().all(|&class| usize::from(class) < CLASSES)
            && cells > 0
            && starts.len() == cells + 1
            && starts.first() == Some(&0)
            && starts.last().is_some_and(|&end| end as usize == count)
            && starts.is_sorted();
        fits.then_some(Self { x, y, ids, classes, starts, grid })
    }

    /// The columns one after the other as [`PointSet::of_columns`] takes them, numbers of four bytes with the lowest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let floats = self.x.iter().chain(&self.y).map(|number| number.to_le_bytes());
        let wholes = self.ids.iter().chain(&self.starts).map(|number| number.to_le_bytes());
        floats.chain(wholes).flatten().chain(self.classes.iter().copied()).collect()
    }

    pub fn len(&self) -> usize {
        self.x.len()
    }

    pub fn is_empty(&self) -> bool {
        self.x.is_empty()
    }

    pub fn grid(&self) -> Option<Grid> {
        self.grid
    }

    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The places of the cells that a rectangle meets, as runs; some of them lie outside.
    pub fn runs(&self, bounds: &Bounds) -> Vec<Range<usize>> {
        let Some(grid) = self.grid.filter(|_| !bounds.is_none()) else { return Vec::new() };
        let columns = grid.columns as usize;
        let (first, last) = (grid.column(bounds.left), grid.column(bounds.right));
        let mut runs: Vec<Range<usize>> = Vec::new();
        for row in grid.row(bounds.bottom)..=grid.row(bounds.top) {
            let start = self.starts[row * columns + first] as usize;
            let end = self.starts[row * columns + last + 1] as usize;
            match runs.last_mut() {
                Some(run) if run.end == start => run.end = end,
                _ if start < end => runs.push(start..end),
                _ => {}
            }
        }
        runs
    }

    /// The shown places in a rectangle.
    pub fn within<'a>(&'a self, bounds: &'a Bounds, shown: Shown) -> impl Iterator<Item = usize> + 'a {
        self.runs(bounds).into_iter().flatten().filter(move |&at| {
            shown[usize::from(self.classes[at])] && bounds.holds(f64::from(self.x[at]), f64::from(self.y[at]))
        })
    }

    /// The shown place nearest to another, not farther than `most_feet`; of equal ones the best class, then the first.
    pub fn nearest(&self, x: f64, y: f64, most_feet: f64, shown: Shown) -> Option<usize> {
        let around = Bounds { left: x, bottom: y, right: x, top: y }.grown(most_feet);
        let far = |at: usize| {
            let (dx, dy) = (f64::from(self.x[at]) - x, f64::from(self.y[at]) - y);
            dx * dx + dy * dy
        };
        let near = self.within(&around, shown).filter(|&at| far(at) <= most_feet * most_feet);
        near.min_by(|&a, &b| far(a).total_cmp(&far(b)).then(self.classes[a].cmp(&self.classes[b])))
    }

    /// What the shown places inside a line stand for, in ascending order.
    pub fn ids_inside(&self, lasso: &Lasso, shown: Shown) -> Vec<u32> {
        let bounds = lasso.bounds();
        let inside =
            self.within(&bounds, shown).filter(|&at| lasso.holds(f64::from(self.x[at]), f64::from(self.y[at])));
        let mut ids: Vec<u32> = inside.map(|at| self.ids[at]).collect();
        ids.sort_unstable();
        ids
    }
}
