//! The window on the map: where it is, and how close.

use serde::{Deserialize, Serialize};

/// A rectangle in feet of the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

/// The closest: a pixel for half a foot.
const MOST_PX_PER_FOOT: f64 = 2.0;
/// A single house is shown with this much land around it, feet.
const LEAST_SPAN: f64 = 600.0;

impl Bounds {
    /// Holds nothing; grows by [`Bounds::add`].
    pub const NONE: Self =
        Self { left: f64::INFINITY, bottom: f64::INFINITY, right: f64::NEG_INFINITY, top: f64::NEG_INFINITY };

    pub fn of(places: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut bounds = Self::NONE;
        places.into_iter().for_each(|(x, y)| bounds.add(x, y));
        bounds
    }

    pub fn add(&mut self, x: f64, y: f64) {
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.bottom = self.bottom.min(y);
        self.top = self.top.max(y);
    }

    pub fn is_none(&self) -> bool {
        self.left > self.right || self.bottom > self.top
    }

    pub fn holds(&self, x: f64, y: f64) -> bool {
        (self.left..=self.right).contains(&x) && (self.bottom..=self.top).contains(&y)
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.left <= other.right && other.left <= self.right && self.bottom <= other.top && other.bottom <= self.top
    }

    pub fn width(&self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    pub fn height(&self) -> f64 {
        (self.top - self.bottom).max(0.0)
    }

    pub fn centre(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.bottom + self.top) / 2.0)
    }

    /// The same with a margin on every side.
    pub fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, bottom: self.bottom - by, right: self.right + by, top: self.top + by }
    }
}

/// A window of `width` by `height` pixels around a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub x: f64,
    pub y: f64,
    pub px_per_foot: f64,
    pub width: f64,
    pub height: f64,
}

impl Camera {
    /// Shows all of `bounds` with `margin` pixels around.
    pub fn fit(bounds: &Bounds, width: f64, height: f64, margin: f64) -> Self {
        let (x, y) = if bounds.is_none() { (0.0, 0.0) } else { bounds.centre() };
        let across = (width - 2.0 * margin).max(1.0) / bounds.width().max(LEAST_SPAN);
        let up = (height - 2.0 * margin).max(1.0) / bounds.height().max(LEAST_SPAN);
        Self { x, y, px_per_foot: across.min(up).min(MOST_PX_PER_FOOT), width, height }
    }

    /// Where a place of the map is in the window, pixels from its left upper corner.
    pub fn to_window(&self, x: f64, y: f64) -> (f64, f64) {
        (self.width / 2.0 + (x - self.x) * self.px_per_foot, self.height / 2.0 - (y - self.y) * self.px_per_foot)
    }

    /// Which place of the map is at a pixel.
    pub fn to_map(&self, px: f64, py: f64) -> (f64, f64) {
        (self.x + (px - self.width / 2.0) / self.px_per_foot, self.y - (py - self.height / 2.0) / self.px_per_foot)
    }

    /// What the window shows.
    pub fn bounds(&self) -> Bounds {
        let (left, top) = self.to_map(0.0, 0.0);
        let (right, bottom) = self.to_map(self.width, self.height);
        Bounds { left, bottom, right, top }
    }

    /// Moved as a hand drags the map.
    #[must_use]
    pub fn dragged(&self, dx: f64, dy: f64) -> Self {
        Self { x: self.x - dx / self.px_per_foot, y: self.y + dy / self.px_per_foot, ..*self }
    }

    /// Closer by a factor; the place under the pixel stays there.
    #[must_use]
    pub fn zoomed(&self, px: f64, py: f64, factor: f64) -> Self {
        let (x, y) = self.to_map(px, py);
        let closer = Self { px_per_foot: (self.px_per_foot * factor).min(MOST_PX_PER_FOOT), ..*self };
        let (now_x, now_y) = closer.to_map(px, py);
        Self { x: self.x + x - now_x, y: self.y + y - now_y, ..closer }
    }

    /// Brought back to where something is: the middle stays within `bounds`, and they take a third of the window at
    /// least.
    #[must_use]
    pub fn held(&self, bounds: &Bounds) -> Self {
        if bounds.is_none() {
            return *self;
        }
        let least = Self::fit(bounds, self.width, self.height, 0.0).px_per_foot / 3.0;
        let (x, y) = (self.x.clamp(bounds.left, bounds.right), self.y.clamp(bounds.bottom, bounds.top));
        Self { x, y, px_per_foot: self.px_per_foot.max(least), ..*self }
    }

    /// The same middle and scale in a window of another size.
    #[must_use]
    pub fn resized(&self, width: f64, height: f64) -> Self {
        Self { width, height, ..*self }
    }

    /// Whether nothing more can be seen by going closer.
    pub fn is_closest(&self) -> bool {
        self.px_per_foot >= MOST_PX_PER_FOOT
    }

    /// How a picture made through `self` is laid into the window of `now`: scale, and where its corner goes.
    pub fn placed_in(&self, now: &Self) -> (f64, f64, f64) {
        let (x, y) = self.to_map(0.0, 0.0);
        let (left, top) = now.to_window(x, y);
        (now.px_per_foot / self.px_per_foot, left, top)
    }
}
