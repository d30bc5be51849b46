//! The geometry of a map without tiles.
//!
//! In: places in degrees, numbered and with a class from 0 (best) to 3; sizes of a window in pixels; what a hand drew.
//! Out: places in feet around a centre ([`Projection`]), a window over them ([`Camera`]), what lies in a window, near a
//! place or inside a line ([`PointSet`], [`Lasso`]), counts for a picture of very many places ([`Density`]), shapes to
//! draw beneath ([`Shapes`]), and the length of a scale bar. Feet are `f32` in columns: within a state of Florida's size
//! that is a tenth of a foot.

mod camera;
mod density;
mod label;
mod lasso;
mod points;
mod projection;
mod shapes;
mod simplify;

pub use camera::{Bounds, Camera};
pub use density::Density;
pub use label::{Labelled, labels_that_fit, round_length};
pub use lasso::Lasso;
pub use points::{CLASSES, Grid, PointSet, Shown};
pub use projection::{Affine, FEET_PER_MILE, Projection};
pub use shapes::{ShapeKind, Shapes, ShapesHead};
pub use simplify::significances;

#[cfg(test)]
mod tests;
