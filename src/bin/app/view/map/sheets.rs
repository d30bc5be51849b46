//! Pictures that take long to make: the density of very many points, and the outline. Each is made through the window as
//! it was when it was begun, a slice per frame, and laid into the window as it is.

use std::{ops::Range, rc::Rc};

use leadscore::plot::map::{Affine, Camera, Density, PointSet, ShapeKind, Shapes, Shown};
use wasm_bindgen::Clamped;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::ink::{Ink, canvas, pen};
use crate::browser::now_millis;

/// Width of a cell of the density, pixels.
const CELL_PX: f64 = 3.0;
/// Points counted, and parts drawn, between two looks at the clock.
const POINTS_A_LOOK: usize = 50_000;
const PARTS_A_LOOK: usize = 128;
/// What is smaller than this in the window is left out of the outline, pixels.
const LEAST_PART_PX: f64 = 2.5;

/// A finished picture and the window it was made through.
pub struct Sheet {
    picture: HtmlCanvasElement,
    pub camera: Camera,
    /// Pixels of the picture per pixel of the window.
    scale: f64,
}

impl Sheet {
    pub fn lay(&self, onto: &CanvasRenderingContext2d, now: &Camera) {
        let (scale, left, top) = self.camera.placed_in(now);
        let (width, height) = (f64::from(self.picture.width()), f64::from(self.picture.height()));
        let (wide, high) = (width / self.scale * scale, height / self.scale * scale);
        // A picture that cannot be drawn is missing for a frame.
        drop(onto.draw_image_with_html_canvas_element_and_dw_and_dh(&self.picture, left, top, wide, high));
    }
}

/// A density being counted.
pub struct DensityWork {
    density: Density,
    runs: Vec<Range<usize>>,
    shown: Shown,
}

impl DensityWork {
    pub fn new(points: &PointSet, camera: Camera, shown: Shown) -> Self {
        let mut runs = Vec::new();
        for run in points.runs(&camera.bounds()) {
            let starts = run.clone().step_by(POINTS_A_LOOK);
            runs.extend(starts.map(|start| start..(start + POINTS_A_LOOK).min(run.end)));
        }
        Self { density: Density::new(camera, CELL_PX), runs, shown }
    }

    /// Counts until `deadline`, milliseconds; the picture when it is done.
    pub fn go_on(&mut self, points: &PointSet, ink: &Ink, deadline: f64) -> Option<Sheet> {
        while let Some(run) = self.runs.pop() {
            self.density.add(points, run, self.shown);
            if now_millis() >= deadline && !self.runs.is_empty() {
                return None;
            }
        }
        let pixels = self.density.picture(&ink.tier_bytes);
        let (columns, rows) = (self.density.columns() as u32, self.density.rows() as u32);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), columns, rows).ok()?;
        let picture = canvas(f64::from(columns), f64::from(rows))?;
        pen(&picture)?.put_image_data(&image, 0.0, 0.0).ok()?;
        Some(Sheet { picture, camera: *self.density.camera(), scale: 1.0 / CELL_PX })
    }
}

/// An outline being drawn.
pub struct OutlineWork {
    picture: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    camera: Camera,
    onto: Affine,
    scale: f64,
    next: usize,
}

impl OutlineWork {
    pub fn new(camera: Camera, onto: Affine, ink: &Ink) -> Option<Self> {
        let picture = canvas(camera.width * ink.dpr, camera.height * ink.dpr)?;
        let pen = pen(&picture)?;
        pen.scale(ink.dpr, ink.dpr).ok()?;
        pen.set_stroke_style_str(&ink.outline);
        pen.set_fill_style_str(&ink.outline);
        pen.set_line_width(1.0);
        pen.set_line_join("round");
        Some(Self { picture, pen, camera, onto, scale: ink.dpr, next: 0 })
    }

    /// Draws until `deadline`; the picture when it is done.
    pub fn go_on(&mut self, shapes: &Rc<Shapes>, deadline: f64) -> Option<Sheet> {
        let window = self.camera.bounds();
        let pixel_feet = 1.0 / (self.camera.px_per_foot * self.onto.scale);
        let (left, bottom) = self.onto.back(window.left, window.bottom);
        let (right, top) = self.onto.back(window.right, window.top);
        let window = leadscore::plot::map::Bounds { left, bottom, right, top };
        while self.next < shapes.parts() {
            let end = (self.next + PARTS_A_LOOK).min(shapes.parts());
            self.pen.begin_path();
            for part in self.next..end {
                let bounds = shapes.bounds(part);
                let is_point = shapes.kind(part) == ShapeKind::Point;
                let is_seen = is_point || bounds.width().max(bounds.height()) >= LEAST_PART_PX * pixel_feet;
                if is_seen && bounds.meets(&window) {
                    self.draw(shapes, part, pixel_feet);
                }
            }
            self.pen.stroke();
            self.next = end;
            if now_millis() >= deadline && end < shapes.parts() {
                return None;
            }
        }
        Some(Sheet { picture: self.picture.clone(), camera: self.camera, scale: self.scale })
    }

    fn draw(&self, shapes: &Shapes, part: usize, pixel_feet: f64) {
        let place = |(x, y): (f64, f64)| {
            let (x, y) = self.onto.at(x, y);
            self.camera.to_window(x, y)
        };
        // Corners that move the line by less than half a pixel are left out.
        let mut line = shapes.line(part, pixel_feet / 2.0).map(place);
        let Some((x, y)) = line.next() else { return };
        if shapes.kind(part) == ShapeKind::Point {
            self.pen.rect(x - 1.0, y - 1.0, 2.0, 2.0);
            return;
        }
        self.pen.move_to(x, y);
        line.for_each(|(x, y)| self.pen.line_to(x, y));
    }
}
