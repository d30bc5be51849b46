//! What a neighbourhood fetches, learned from training rows: medians by ZIP code, city and area, and of the nearest.
//!
//! In: a matrix with the columns that [`house`](super::house) gives (`zip`, `city`, `latitude`, `longitude`,
//! `living_area_sqft`; any may be absent) and a price in US dollars per row. Out: a [`Market`], plain data that becomes
//! part of the model, and the columns that it gives any matrix ([`COLUMNS`]). Training rows get theirs out of fold
//! ([`Market::out_of_fold`]): the columns of a row never depend on its own price, or the model would learn to trust what it
//! has not got when it is asked.
//!
//! ```text
//! coordinates ─plane─> feet ─areas─> areas of the map     (no price enters)
//! prices ─group─> medians by ZIP code, city, area
//! prices, feet ─nearest─> medians of the nearest
//! ```
//!
//! Places are whole feet and prices whole cents, so sums are exact and a market is the same on every machine. Areas are
//! found by Lloyd's algorithm on these, from a start without chance, and not by a library's: those start from random
//! numbers that differ between 32 and 64 bits.

mod areas;
mod group;
mod nearest;
mod plane;

use serde::{Deserialize, Serialize};

use self::{
    group::Groups,
    nearest::Nearest,
    plane::{Feet, Plane},
};
use super::house::Unit;
use crate::{
    random::{GOLDEN, scramble},
    tree::{MISSING_CODE, Matrix, MatrixColumn, Values},
};

/// More rows than these say nothing new of a county's prices, but make the model larger and slower.
const MOST_ROWS: usize = 20_000;

/// The columns that a market gives, in their order, with what they count.
pub const COLUMNS: [(&str, Unit); 12] = [
    ("market_zip_usd", Unit::Usd),
    ("market_zip_rows", Unit::Count),
    ("market_city_usd", Unit::Usd),
    ("market_city_rows", Unit::Count),
    ("market_area", Unit::None),
    ("market_area_usd", Unit::Usd),
    ("market_area_rows", Unit::Count),
    ("market_near_usd", Unit::Usd),
    ("market_near_usd_per_sqft", Unit::UsdPerSqft),
    ("market_near_miles", Unit::Miles),
    ("market_comparable_usd", Unit::Usd),
    ("market_centre_miles", Unit::Miles),
];

/// What was learned of prices by place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Market {
    map: Map,
    prices: Prices,
}

/// What coordinates alone say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Map {
    /// None when no row has coordinates.
    plane: Option<Plane>,
    /// The centres of the areas.
    areas: Vec<Feet>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Prices {
    zips: Groups,
    cities: Groups,
    areas: Groups,
    nearest: Nearest,
}

impl Market {
    /// Learns from rows with a price; those without one (NaN) count for nothing. The seed decides which rows speak where
    /// there are more than enough.
    pub fn fit(matrix: &Matrix, target: &[f64], seed: u64) -> Self {
        let view = View::of(matrix);
        let map = Map::learn(&view, target, seed);
        let rows = priced(target);
        let placed = map.place_all(&view);
        Self { prices: Prices::learn(&view, &placed, target, &rows, seed), map }
    }

    /// The columns for any rows, by what all training rows said.
    pub fn columns(&self, matrix: &Matrix) -> Vec<MatrixColumn> {
        let view = View::of(matrix);
        let placed = self.map.place_all(&view);
        let mut out = Out::new(matrix.rows());
        let all: Vec<u32> = (0..matrix.rows() as u32).collect();
        out.fill(&view, &placed, &self.prices, &all, 1.0);
        out.into_columns(self.map.areas.len())
    }

    /// The columns for the training rows, each by what the rows of other folds said. Areas are drawn by the coordinates of
    /// all rows; no price enters there. Counts are brought to the size of the whole, as they will be found when asked.
    pub fn out_of_fold(matrix: &Matrix, target: &[f64], folds: u32, seed: u64) -> Vec<MatrixColumn> {
        let view = View::of(matrix);
        let map = Map::learn(&view, target, seed);
        let placed = map.place_all(&view);
        let mut out = Out::new(matrix.rows());
        let folds = folds.max(2);
        let fold_of = deal(matrix.rows(), folds, seed);
        let known = priced(target);
        for fold in 0..folds {
            let is_of_fold = |row: &u32| fold_of[*row as usize] == fold;
            let asked: Vec<u32> = (0..matrix.rows() as u32).filter(is_of_fold).collect();
            let others: Vec<u32> = known.iter().copied().filter(|row| !is_of_fold(row)).collect();
            let prices = Prices::learn(&view, &placed, target, &others, seed);
            out.fill(&view, &placed, &prices, &asked, known.len() as f64 / others.len().max(1) as f64);
        }
        out.into_columns(map.areas.len())
    }
}

/// The unit of a market's column; none for any other.
pub fn unit(name: &str) -> Unit {
    COLUMNS.iter().find(|(column, _)| *column == name).map_or(Unit::None, |(_, unit)| *unit)
}

/// The rows with a price.
fn priced(target: &[f64]) -> Vec<u32> {
    (0..target.len() as u32).filter(|row| target[*row as usize].is_finite()).collect()
}

/// Folds of equal size, drawn by the seed: by row, so that a price cannot change them.
fn deal(rows: usize, folds: u32, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..rows as u32).collect();
    order.sort_by_cached_key(|row| (drawn(seed, *row), *row));
    let mut fold_of = vec![0; rows];
    for (place, row) in order.into_iter().enumerate() {
        fold_of[row as usize] = place as u32 % folds;
    }
    fold_of
}

/// At most [`MOST_ROWS`] of the rows, drawn by the seed, in their order.
fn sample(rows: &[u32], seed: u64) -> Vec<u32> {
    let mut sample = rows.to_vec();
    if sample.len() > MOST_ROWS {
        sample.sort_by_cached_key(|row| (drawn(!seed, *row), *row));
        sample.truncate(MOST_ROWS);
        sample.sort_unstable();
    }
    sample
}

fn drawn(seed: u64, row: u32) -> u64 {
    scramble(seed.wrapping_add((u64::from(row) + 1).wrapping_mul(GOLDEN)))
}

/// The columns of a matrix that a market looks at.
struct View<'m> {
    zip: Option<&'m Values>,
    city: Option<&'m Values>,
    latitude: Option<&'m Values>,
    longitude: Option<&'m Values>,
    living_area: Option<&'m Values>,
}

impl<'m> View<'m> {
    fn of(matrix: &'m Matrix) -> Self {
        let find = |name| matrix.columns().iter().find(|column| column.name == name).map(|column| &column.values);
        Self {
            zip: find("zip"),
            city: find("city"),
            latitude: find("latitude"),
            longitude: find("longitude"),
            living_area: find("living_area_sqft"),
        }
    }

    fn place(&self, row: u32) -> Option<(f64, f64)> {
        let number = |column: Option<&Values>| Some(column?.number(row as usize)).filter(|value| value.is_finite());
        Some((number(self.longitude)?, number(self.latitude)?))
    }

    fn sqft(&self, row: u32) -> Option<f64> {
        Some(self.living_area?.number(row as usize)).filter(|sqft| *sqft > 0.0 && sqft.is_finite())
    }
}

/// The category of a row, as text.
fn text(column: Option<&Values>, row: u32) -> Option<&str> {
    match column? {
        Values::Categories { codes, levels } => levels.get(codes[row as usize] as usize).map(String::as_str),
        Values::Single(_) | Values::Double(_) => None,
    }
}

/// Where a row lies, and in which area.
#[derive(Clone, Copy)]
struct Placed {
    at: Feet,
    area: u32,
    centre_miles: f64,
}

impl Map {
    fn learn(view: &View<'_>, target: &[f64], seed: u64) -> Self {
        let rows = sample(&priced(target), seed);
        let places: Vec<(f64, f64)> = rows.iter().filter_map(|row| view.place(*row)).collect();
        let Some(plane) = Plane::around(&places) else { return Self { plane: None, areas: Vec::new() } };
        let places: Vec<Feet> = places.into_iter().map(|place| plane.feet(place)).collect();
        Self { plane: Some(plane), areas: areas::learn(&places) }
    }

    fn place_all(&self, view: &View<'_>) -> Vec<Option<Placed>> {
        let rows = view.latitude.map_or(0, Values::len) as u32;
        let place = |row| {
            let at = self.plane.as_ref()?.feet(view.place(row)?);
            Some(Placed { at, area: areas::nearest(&self.areas, at), centre_miles: at.miles_from_origin() })
        };
        (0..rows).map(place).collect()
    }
}

impl Prices {
    /// Learns from these rows, all of which have a price.
    fn learn(view: &View<'_>, placed: &[Option<Placed>], target: &[f64], rows: &[u32], seed: u64) -> Self {
        let price = |row: u32| target[row as usize];
        let grouped = |name: &dyn Fn(u32) -> Option<String>| {
            Groups::learn(
                rows.iter().filter_map(|row| Some((name(*row)?, price(*row)))),
                rows.iter().map(|r| price(*r)),
            )
        };
        let place = |row: u32| placed.get(row as usize).copied().flatten();
        let near = sample(rows, seed).into_iter().filter_map(|row| Some((place(row)?.at, price(row), view.sqft(row))));
        Self {
            zips: grouped(&|row| text(view.zip, row).map(str::to_owned)),
            cities: grouped(&|row| text(view.city, row).map(str::to_owned)),
            areas: grouped(&|row| Some(areas::name(place(row)?.area))),
            nearest: Nearest::learn(near),
        }
    }
}

/// The columns while they are filled.
struct Out {
    numbers: Vec<Vec<f64>>,
    areas: Vec<u32>,
}

impl Out {
    fn new(rows: usize) -> Self {
        Self { numbers: vec![vec![f64::NAN; rows]; COLUMNS.len()], areas: vec![MISSING_CODE; rows] }
    }

    /// Fills in these rows. `scale` brings counts to the size of the whole.
    fn fill(&mut self, view: &View<'_>, placed: &[Option<Placed>], prices: &Prices, rows: &[u32], scale: f64) {
        let index = prices.nearest.index();
        for &row in rows {
            let place = placed.get(row as usize).copied().flatten();
            let zip = text(view.zip, row).map(|zip| prices.zips.of(zip));
            let city = text(view.city, row).map(|city| prices.cities.of(city));
            let area = place.map(|place| prices.areas.of(&areas::name(place.area)));
            let near = place.map(|place| index.around(place.at)).unwrap_or_default();
            let comparable = near.usd_per_sqft.zip(view.sqft(row)).map(|(per_sqft, sqft)| per_sqft * sqft);
            let usd = |group: Option<group::Answer>| group.and_then(|group| group.usd);
            let count = |group: Option<group::Answer>| group.map(|group| f64::from(group.rows) * scale);
            // In the order of `COLUMNS`; the area is a category.
            let values = [
                usd(zip),
                count(zip),
                usd(city),
                count(city),
                None,
                usd(area),
                count(area),
                near.usd,
                near.usd_per_sqft,
                near.miles,
                comparable,
                place.map(|place| place.centre_miles),
            ];
            for (column, value) in self.numbers.iter_mut().zip(values) {
                column[row as usize] = value.unwrap_or(f64::NAN);
            }
            self.areas[row as usize] = place.map_or(MISSING_CODE, |place| place.area);
        }
    }

    fn into_columns(self, areas: usize) -> Vec<MatrixColumn> {
        let mut codes = Some(self.areas);
        let column = |((name, _), numbers): (&(&str, Unit), Vec<f64>)| {
            let values = match codes.take_if(|_| *name == "market_area") {
                Some(codes) => Values::Categories { codes, levels: (0..areas as u32).map(areas::name).collect() },
                None => Values::Double(numbers),
            };
            MatrixColumn { name: (*name).to_owned(), values }
        };
        COLUMNS.iter().zip(self.numbers).map(column).collect()
    }
}

#[cfg(test)]
mod tests;
