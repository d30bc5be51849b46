//! Counts of places in the cells of a window, for when they are too many to be drawn one by one.
//!
//! Filled run by run, so that a slow machine can show the last picture, shifted, while the next one is counted.

use std::ops::Range;

use super::{CLASSES, Camera, PointSet, Shown};

/// The upper bits of a cell say its best class, as 1 more than how much better than the worst.
const COUNT_BITS: u32 = 28;
const COUNT_MASK: u32 = (1 << COUNT_BITS) - 1;

/// Opacity of a cell with a single place, and of the fullest one, of 255.
const LEAST_ALPHA: f64 = 120.0;
const MOST_ALPHA: f64 = 255.0;

/// A count and a best class for every cell of a window.
#[derive(Clone, Debug)]
pub struct Density {
    camera: Camera,
    cell_px: f64,
    columns: usize,
    rows: usize,
    cells: Vec<u32>,
}

impl Density {
    pub fn new(camera: Camera, cell_px: f64) -> Self {
        let across = |length: f64| ((length / cell_px).ceil() as usize).max(1);
        let (columns, rows) = (across(camera.width), across(camera.height));
        Self { camera, cell_px, columns, rows, cells: vec![0; columns * rows] }
    }

    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Counts the shown places of a run.
    pub fn add(&mut self, points: &PointSet, run: Range<usize>, shown: Shown) {
        let scale = (self.camera.px_per_foot / self.cell_px) as f32;
        let (left, top) = self.camera.to_map(0.0, 0.0);
        let (left, top) = (left as f32, top as f32);
        let (columns, rows) = (self.columns as f32, self.rows as f32);
        let places = points.x[run.clone()].iter().zip(&points.y[run.clone()]).zip(&points.classes[run]);
        for ((&x, &y), &class) in places {
            let (across, down) = ((x - left) * scale, (top - y) * scale);
            let is_in = across >= 0.0 && down >= 0.0 && across < columns && down < rows;
            if is_in && shown[usize::from(class)] {
                let cell = &mut self.cells[down as usize * self.columns + across as usize];
                let best = (*cell >> COUNT_BITS).max(CLASSES as u32 - u32::from(class));
                *cell = best << COUNT_BITS | ((*cell & COUNT_MASK) + 1).min(COUNT_MASK);
            }
        }
    }

    /// Places in a cell, and the best class among them.
    pub fn cell(&self, column: usize, row: usize) -> Option<(u32, u8)> {
        let cell = *self.cells.get(row * self.columns + column)?;
        (cell > 0).then(|| (cell & COUNT_MASK, (CLASSES as u32 - (cell >> COUNT_BITS)) as u8))
    }

    /// The picture, four bytes a cell: the colour of the best class, the denser the fuller.
    pub fn picture(&self, colours: &[[u8; 3]; CLASSES]) -> Vec<u8> {
        let most = self.cells.iter().map(|cell| cell & COUNT_MASK).max().unwrap_or(0);
        let alphas = alphas(most);
        let mut picture = vec![0; self.cells.len() * 4];
        for (cell, pixel) in self.cells.iter().zip(picture.chunks_exact_mut(4)) {
            if *cell > 0 {
                let class = CLASSES - (cell >> COUNT_BITS) as usize;
                pixel[..3].copy_from_slice(&colours[class.min(CLASSES - 1)]);
                pixel[3] = alphas[((cell & COUNT_MASK) as usize).min(alphas.len() - 1)];
            }
        }
        picture
    }
}

/// Opacity by count, growing with its logarithm. Counts from the last on are full.
fn alphas(most: u32) -> Vec<u8> {
    let most = most.clamp(1, 255);
    let span = libm::log(f64::from(most) + 1.0) - libm::log(2.0);
    let alpha = |count: u32| {
        let share = if span > 0.0 { (libm::log(f64::from(count) + 1.0) - libm::log(2.0)) / span } else { 1.0 };
        (LEAST_ALPHA + (MOST_ALPHA - LEAST_ALPHA) * share.clamp(0.0, 1.0)) as u8
    };
    (0..=most).map(|count| alpha(count.max(1))).collect()
}
