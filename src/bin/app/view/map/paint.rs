//! A frame of the map: ground, outline, points or their density, what is drawn by hand, labels, crosshair.
//!
//! Two hundred thousand points a frame are counted into cells in our own memory and put on the canvas as one picture:
//! that takes a third of a frame on a machine without a graphics card, and nothing has to be uploaded when tiers are
//! switched. A few thousand points are drawn as marks. What would take longer than a frame goes on in the next one,
//! while the last picture is shown in its place.

use std::{f64::consts::TAU, rc::Rc};

use leadscore::{
    plot::map::{CLASSES, Camera, Labelled, PointSet, Shown, labels_that_fit},
    session::MapReport,
};
use leptos::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{
    ink::{Ink, SIZES, pen},
    sheets::{DensityWork, OutlineWork, Sheet},
};
use crate::{
    browser::now_millis,
    state::{App, Tool},
};

/// From so many points in the window on, their density is shown.
const MOST_MARKS: usize = 7_000;
/// What a frame may take of its sixteen milliseconds, for each of the two pictures.
const SLICE_MILLIS: f64 = 6.0;
/// The scales from which marks are larger, pixels per foot.
const NEAR: [f64; 2] = [0.02, 0.2];

/// What a density was made of besides the window.
type Made = (u32, Shown);

pub struct Painter {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    ink: Option<Ink>,
    density: Option<(Made, Sheet)>,
    density_work: Option<(Made, DensityWork)>,
    outline: Option<(u32, Sheet)>,
    outline_work: Option<(u32, OutlineWork)>,
}

impl Painter {
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let pen = pen(&canvas)?;
        let (density, density_work, outline, outline_work) = (None, None, None, None);
        Some(Self { canvas, pen, ink: None, density, density_work, outline, outline_work })
    }

    /// The style sheet has other colours now.
    pub fn forget_colours(&mut self) {
        self.ink = None;
        (self.density, self.density_work, self.outline, self.outline_work) = (None, None, None, None);
    }

    /// Paints what the state says; true when a further frame is needed to finish.
    pub fn paint(&mut self, app: App) -> bool {
        let Some(camera) = app.map.camera.get_untracked() else { return false };
        let Some(report) = app.map.report.get_untracked() else { return false };
        let dpr = window().device_pixel_ratio().max(1.0);
        if self.ink.as_ref().is_none_or(|ink| ink.dpr != dpr) {
            self.forget_colours();
            self.ink = Ink::read(dpr);
        }
        let Some(ink) = self.ink.take() else { return false };
        self.size_canvas(&camera, dpr);
        self.pen.set_fill_style_str(&ink.ground);
        self.pen.fill_rect(0.0, 0.0, camera.width, camera.height);
        let points = app.map.points.get_value();
        let mut is_unfinished = self.paint_outline(app, &camera, &report, &ink);
        is_unfinished |= self.paint_points(app, &camera, &points, &ink);
        self.paint_drawn(app, &camera, &ink);
        self.paint_labels(app, &camera, &points, &ink);
        self.paint_aim(app, &camera, &points, &ink);
        self.ink = Some(ink);
        is_unfinished
    }

    fn size_canvas(&self, camera: &Camera, dpr: f64) {
        let (width, height) = ((camera.width * dpr).round() as u32, (camera.height * dpr).round() as u32);
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        // Never fails: six finite numbers.
        drop(self.pen.set_transform(dpr, 0.0, 0.0, dpr, 0.0, 0.0));
    }

    fn paint_outline(&mut self, app: App, camera: &Camera, report: &MapReport, ink: &Ink) -> bool {
        let edition = app.map.edition.get_untracked();
        let Some(shapes) = app.map.outline.get_value() else {
            (self.outline, self.outline_work) = (None, None);
            return false;
        };
        self.outline_work.take_if(|(made, _)| *made != edition);
        self.outline.take_if(|(made, _)| *made != edition);
        if self.outline.as_ref().is_none_or(|(_, sheet)| sheet.camera != *camera) && self.outline_work.is_none() {
            let onto = shapes.head.projection.onto(&report.projection);
            self.outline_work = OutlineWork::new(*camera, onto, ink).map(|work| (edition, work));
        }
        if let Some((made, work)) = &mut self.outline_work
            && let Some(sheet) = work.go_on(&shapes, now_millis() + SLICE_MILLIS)
        {
            self.outline = Some((*made, sheet));
            self.outline_work = None;
        }
        match &self.outline {
            Some((_, sheet)) => {
                sheet.lay(&self.pen, camera);
                sheet.camera != *camera
            }
            None => true,
        }
    }

    fn paint_points(&mut self, app: App, camera: &Camera, points: &Rc<PointSet>, ink: &Ink) -> bool {
        let shown = app.map.shown.get_untracked();
        let bounds = camera.bounds().grown(12.0 / camera.px_per_foot);
        let candidates: usize = points.runs(&bounds).iter().map(ExactSizeIterator::len).sum();
        if candidates <= MOST_MARKS {
            (self.density, self.density_work) = (None, None);
            self.paint_marks(camera, points, shown, ink);
            return false;
        }
        let made = (app.map.edition.get_untracked(), shown);
        self.density_work.take_if(|(of, _)| *of != made);
        let is_right = |density: &Option<(Made, Sheet)>| {
            density.as_ref().is_some_and(|(of, sheet)| *of == made && sheet.camera == *camera)
        };
        if !is_right(&self.density) && self.density_work.is_none() {
            self.density_work = Some((made, DensityWork::new(points, *camera, shown)));
        }
        if let Some((of, work)) = &mut self.density_work
            && let Some(sheet) = work.go_on(points, ink, now_millis() + SLICE_MILLIS)
        {
            self.density = Some((*of, sheet));
            self.density_work = None;
        }
        if let Some((_, sheet)) = &self.density {
            self.pen.set_image_smoothing_enabled(false);
            sheet.lay(&self.pen, camera);
            self.pen.set_image_smoothing_enabled(true);
        }
        !is_right(&self.density)
    }

    /// Each point as the mark of its tier, the best on top.
    fn paint_marks(&self, camera: &Camera, points: &PointSet, shown: Shown, ink: &Ink) {
        let row = NEAR.iter().filter(|near| camera.px_per_foot >= **near).count().min(SIZES.len() - 1);
        let mut by_class: [Vec<usize>; CLASSES] = Default::default();
        let bounds = camera.bounds().grown(12.0 / camera.px_per_foot);
        points.within(&bounds, shown).for_each(|at| by_class[usize::from(points.classes[at])].push(at));
        let side = 24.0 * ink.dpr;
        for (class, found) in by_class.iter().enumerate().rev() {
            for &at in found {
                let (x, y) = camera.to_window(f64::from(points.x[at]), f64::from(points.y[at]));
                // Never fails: the marks are a canvas of our own.
                drop(self.pen.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    &ink.marks,
                    side * class as f64,
                    side * row as f64,
                    side,
                    side,
                    x - 12.0,
                    y - 12.0,
                    24.0,
                    24.0,
                ));
            }
        }
    }

    fn paint_drawn(&self, app: App, camera: &Camera, ink: &Ink) {
        let is_rectangle = app.map.tool.get_untracked() == Tool::Rectangle;
        let corners = app.map.drawn.with_untracked(|drawn| match (is_rectangle, drawn.first(), drawn.last()) {
            (true, Some(&a), Some(&b)) => vec![a, (b.0, a.1), b, (a.0, b.1)],
            _ => drawn.clone(),
        });
        if corners.is_empty() {
            return;
        }
        self.pen.begin_path();
        for (x, y) in corners {
            let (px, py) = camera.to_window(x, y);
            self.pen.line_to(px, py);
        }
        self.pen.close_path();
        self.pen.set_global_alpha(0.12);
        self.pen.set_fill_style_str(&ink.accent);
        self.pen.fill();
        self.pen.set_global_alpha(1.0);
        self.pen.set_stroke_style_str(&ink.accent);
        self.pen.set_line_width(2.0);
        self.pen.stroke();
    }

    fn paint_labels(&self, app: App, camera: &Camera, points: &PointSet, ink: &Ink) {
        let labels = app.map.labels.get_untracked();
        if labels.is_empty() {
            return;
        }
        self.pen.set_font("600 12px system-ui, sans-serif");
        self.pen.set_text_align("left");
        self.pen.set_text_baseline("middle");
        self.pen.set_line_width(3.0);
        self.pen.set_line_join("round");
        let shown = app.map.shown.get_untracked();
        let place = |lead: u32| {
            let at = points.within(&camera.bounds(), shown).find(|&at| points.ids[at] == lead)?;
            Some(camera.to_window(f64::from(points.x[at]), f64::from(points.y[at])))
        };
        let placed: Vec<(&str, Labelled)> = labels
            .iter()
            .filter_map(|(lead, text)| {
                let (px, py) = place(*lead)?;
                let width = self.pen.measure_text(text).map_or(80.0, |size| size.width());
                Some((text.as_str(), Labelled { left: px + 13.0, top: py - 8.0, width: width + 4.0, height: 16.0 }))
            })
            .collect();
        let fits = labels_that_fit(&placed.iter().map(|(_, label)| *label).collect::<Vec<_>>());
        for ((text, label), _) in placed.iter().zip(fits).filter(|(_, fits)| *fits) {
            let (x, y) = (label.left, label.top + 8.0);
            self.pen.set_stroke_style_str(&ink.ground);
            self.pen.set_fill_style_str(&ink.ink);
            // A label that cannot be drawn is missing; the card says the same.
            drop(self.pen.stroke_text(text, x, y).and_then(|()| self.pen.fill_text(text, x, y)));
        }
    }

    fn paint_aim(&self, app: App, camera: &Camera, points: &PointSet, ink: &Ink) {
        let ring = |x: f64, y: f64, radius: f64, width: f64, colour: &str| {
            self.pen.begin_path();
            // Never fails: the radius is not negative.
            drop(self.pen.arc(x, y, radius, 0.0, TAU));
            self.pen.set_stroke_style_str(colour);
            self.pen.set_line_width(width);
            self.pen.stroke();
        };
        if let Some(at) = app.map.aimed.get_untracked()
            && let (Some(&x), Some(&y)) = (points.x.get(at), points.y.get(at))
        {
            let (px, py) = camera.to_window(f64::from(x), f64::from(y));
            ring(px, py, 11.0, 5.0, &ink.ground);
            ring(px, py, 11.0, 2.5, &ink.accent);
        }
        if app.map.is_crossed.get_untracked() {
            let (x, y) = (camera.width / 2.0, camera.height / 2.0);
            for (width, colour) in [(5.0, &ink.ground), (2.0, &ink.accent)] {
                self.pen.begin_path();
                for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                    self.pen.move_to(x + dx * 6.0, y + dy * 6.0);
                    self.pen.line_to(x + dx * 20.0, y + dy * 20.0);
                }
                self.pen.set_stroke_style_str(colour);
                self.pen.set_line_width(width);
                self.pen.stroke();
            }
        }
    }
}
