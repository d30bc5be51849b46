//! The nearest training rows of a place and what they fetched.
//!
//! A k-d tree (Bentley 1975) over whole feet. Of rows equally far the earlier is nearer, so the answer does not depend on
//! how the tree was built.

use serde::{Deserialize, Serialize};

use super::{
    group::median,
    plane::{Feet, miles},
};

/// Enough for a median that one odd price does not move, few enough to stay in the street.
const NEIGHBOURS: usize = 10;

/// Training rows that have a place: feet, whole dollars, and cents per square foot of living area, 0 where unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Nearest {
    places: Vec<Feet>,
    usd: Vec<u32>,
    cents_per_sqft: Vec<u32>,
}

/// What the nearest rows fetched, as medians, and how far the farthest of them is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Near {
    pub usd: Option<f64>,
    pub usd_per_sqft: Option<f64>,
    pub miles: Option<f64>,
}

impl Nearest {
    /// Of places with price and living area.
    pub fn learn(rows: impl Iterator<Item = (Feet, f64, Option<f64>)>) -> Self {
        let mut learned = Self::default();
        for (place, price, sqft) in rows {
            learned.places.push(place);
            // Prices beyond four thousand million are held there, and below 0 at 0.
            learned.usd.push(price.round() as u32);
            learned.cents_per_sqft.push(sqft.map_or(0, |sqft| (price / sqft * 100.0).round() as u32));
        }
        learned
    }

    pub fn index(&self) -> Index<'_> {
        // A model read from a file is not trusted to hold lists of one length.
        let rows = self.places.len().min(self.usd.len()).min(self.cents_per_sqft.len());
        let mut order: Vec<u32> = (0..rows as u32).collect();
        arrange(&self.places, &mut order, Axis::X);
        Index { rows: self, order }
    }
}

#[derive(Clone, Copy)]
enum Axis {
    X,
    Y,
}

impl Axis {
    fn of(self, place: Feet) -> i32 {
        match self {
            Self::X => place.x,
            Self::Y => place.y,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }
}

/// Puts the middle row by one axis into the middle, and both halves likewise by the other.
fn arrange(places: &[Feet], order: &mut [u32], axis: Axis) {
    if order.len() < 2 {
        return;
    }
    let middle = order.len() / 2;
    order.select_nth_unstable_by_key(middle, |row| (axis.of(places[*row as usize]), *row));
    let (below, rest) = order.split_at_mut(middle);
    arrange(places, below, axis.other());
    arrange(places, &mut rest[1..], axis.other());
}

/// Ready to be asked.
pub(super) struct Index<'a> {
    rows: &'a Nearest,
    order: Vec<u32>,
}

impl Index<'_> {
    pub fn around(&self, place: Feet) -> Near {
        let mut found: Vec<(i64, u32)> = Vec::with_capacity(NEIGHBOURS + 1);
        self.search(&self.order, Axis::X, place, &mut found);
        let rows = || found.iter().map(|(_, row)| *row as usize);
        let per_sqft = rows().map(|row| self.rows.cents_per_sqft[row]).filter(|cents| *cents > 0);
        Near {
            usd: median(rows().map(|row| f64::from(self.rows.usd[row])).collect()),
            usd_per_sqft: median(per_sqft.map(|cents| f64::from(cents) / 100.0).collect()),
            miles: found.last().map(|(squared, _)| miles(*squared)),
        }
    }

    /// Keeps the nearest, in the order of their distance.
    fn search(&self, order: &[u32], axis: Axis, place: Feet, found: &mut Vec<(i64, u32)>) {
        let middle = order.len() / 2;
        let Some(&row) = order.get(middle) else { return };
        let here = self.rows.places[row as usize];
        let candidate = (here.squared_distance(place), row);
        let at = found.partition_point(|nearer| *nearer < candidate);
        if at < NEIGHBOURS {
            found.insert(at, candidate);
            found.truncate(NEIGHBOURS);
        }
        let beyond = i64::from(axis.of(place)) - i64::from(axis.of(here));
        let (below, above) = (&order[..middle], &order[middle + 1..]);
        let (near, far) = if beyond < 0 { (below, above) } else { (above, below) };
        self.search(near, axis.other(), place, found);
        let is_full = found.len() == NEIGHBOURS;
        let farthest = found.last().map_or(i64::MAX, |(squared, _)| *squared);
        if !is_full || beyond * beyond <= farthest {
            self.search(far, axis.other(), place, found);
        }
    }
}
