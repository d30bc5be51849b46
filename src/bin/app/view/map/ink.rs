//! The colours of the style sheet for a canvas, and the marks of the tiers drawn with them once.

use std::f64::consts::TAU;

use leadscore::plot::map::CLASSES;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// The names of the colours in the style sheet.
const TOKENS: [&str; 6] = ["--map-ground", "--ink", "--accent", "--map-outline", "--a-fill", "--b-fill"];
const REST: [&str; 2] = ["--c-fill", "--d-fill"];

/// Widths of the marks, pixels, from far to near; the last ones carry the tier's letter.
pub const SIZES: [f64; 3] = [6.0, 9.0, 18.0];

pub struct Ink {
    pub ground: String,
    pub ink: String,
    pub accent: String,
    pub outline: String,
    pub tiers: [String; CLASSES],
    pub tier_bytes: [[u8; 3]; CLASSES],
    /// A row of marks for every size, in device pixels.
    pub marks: HtmlCanvasElement,
    pub dpr: f64,
}

impl Ink {
    /// Reads the colours as they are now.
    pub fn read(dpr: f64) -> Option<Self> {
        let probe: HtmlElement = document().create_element("i").ok()?.unchecked_into();
        let body = document().body()?;
        body.append_child(&probe).ok()?;
        let colour = |token: &str| -> Option<String> {
            probe.style().set_property("color", &format!("var({token})")).ok()?;
            leptos::prelude::window().get_computed_style(&probe).ok()??.get_property_value("color").ok()
        };
        let found: Option<Vec<String>> = TOKENS.iter().chain(&REST).map(|token| colour(token)).collect();
        probe.remove();
        let [ground, ink, accent, outline, a, b, c, d] = <[String; 8]>::try_from(found?).ok()?;
        let tiers = [a, b, c, d];
        let tier_bytes = tiers.each_ref().map(|colour| bytes_of(colour));
        let marks = canvas(24.0 * CLASSES as f64 * dpr, 24.0 * SIZES.len() as f64 * dpr)?;
        let ink = Self { ground, ink, accent, outline, tiers, tier_bytes, marks, dpr };
        ink.draw_marks()?;
        Some(ink)
    }

    fn draw_marks(&self) -> Option<()> {
        let pen = pen(&self.marks)?;
        pen.scale(self.dpr, self.dpr).ok()?;
        for (row, size) in SIZES.into_iter().enumerate() {
            for class in 0..CLASSES {
                let (x, y) = (24.0 * class as f64 + 12.0, 24.0 * row as f64 + 12.0);
                self.draw_mark(&pen, class, x, y, size)?;
            }
        }
        Some(())
    }

    /// A disc, a square, a triangle and a ring, each with an edge of the ground so that neighbours stay apart.
    fn draw_mark(&self, pen: &CanvasRenderingContext2d, class: usize, x: f64, y: f64, size: f64) -> Option<()> {
        let half = size / 2.0;
        pen.begin_path();
        match class {
            0 => pen.arc(x, y, half, 0.0, TAU).ok()?,
            1 => pen.rect(x - half * 0.88, y - half * 0.88, size * 0.88, size * 0.88),
            2 => {
                pen.move_to(x, y - half * 1.15);
                pen.line_to(x + half * 1.12, y + half * 0.8);
                pen.line_to(x - half * 1.12, y + half * 0.8);
                pen.close_path();
            }
            _ => pen.arc(x, y, half * 0.8, 0.0, TAU).ok()?,
        }
        pen.set_stroke_style_str(&self.ground);
        pen.set_line_width(if class == 3 { size / 3.5 + 2.0 } else { 2.0 });
        pen.stroke();
        pen.set_fill_style_str(if class == 3 { &self.ground } else { &self.tiers[class] });
        pen.fill();
        if class == 3 {
            pen.set_stroke_style_str(&self.tiers[class]);
            pen.set_line_width((size / 4.5).clamp(1.4, 2.2));
            pen.stroke();
        }
        if size >= 16.0 {
            pen.set_font("700 10px system-ui, sans-serif");
            pen.set_text_align("center");
            pen.set_text_baseline("middle");
            pen.set_fill_style_str(if class == 3 { &self.ink } else { &self.ground });
            let down = if class == 2 { 2.2 } else { 0.6 };
            pen.fill_text(["A", "B", "C", "D"][class], x, y + down).ok()?;
        }
        Some(())
    }
}

/// A canvas that is in no document.
pub fn canvas(width: f64, height: f64) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width.ceil().max(1.0) as u32);
    canvas.set_height(height.ceil().max(1.0) as u32);
    Some(canvas)
}

pub fn pen(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// `rgb(26, 143, 96)` as three bytes.
fn bytes_of(colour: &str) -> [u8; 3] {
    let mut numbers =
        colour.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(|part| part.parse::<f64>().ok());
    [(); 3].map(|()| numbers.next().unwrap_or(0.0) as u8)
}
