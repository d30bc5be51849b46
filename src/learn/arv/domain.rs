//! Which houses a model may speak for: those like the ones that it has learned from.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    learn::Outside,
    tree::{Matrix, Values},
};

/// The places and sizes that a model has seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Domain {
    zips: BTreeSet<String>,
    cities: BTreeSet<String>,
    /// Least and most of each column of [`SIZES`] that was known.
    sizes: Vec<(String, f64, f64)>,
}

/// What tells whether a house is like others.
const SIZES: [&str; 2] = ["living_area_sqft", "age_years"];
/// How far beyond the least and the most a house may lie.
const SLACK: f64 = 0.1;

impl Domain {
    pub fn of(matrix: &Matrix) -> Self {
        let size = |name: &&str| {
            let values = numbers(matrix, name)?;
            let known = || values.iter().copied().filter(|value| !value.is_nan());
            let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
            let slack = SLACK * (most - least);
            (least <= most).then(|| ((*name).to_owned(), least - slack, most + slack))
        };
        Self {
            zips: levels_seen(matrix, "zip"),
            cities: levels_seen(matrix, "city"),
            sizes: SIZES.iter().filter_map(size).collect(),
        }
    }

    /// Why the model does not speak for each row; None where it does.
    pub fn outside(&self, matrix: &Matrix) -> Vec<Option<Outside>> {
        let sizes: Vec<_> = self.sizes.iter().map(|(name, least, most)| (numbers(matrix, name), least, most)).collect();
        let zip = category(matrix, "zip");
        let city = category(matrix, "city");
        let judge = |row: usize| {
            let mut known = 0;
            for (values, least, most) in &sizes {
                match values.map(|values| values[row]).filter(|value| !value.is_nan()) {
                    Some(value) if value < **least || value > **most => return Some(Outside::Size),
                    Some(_) => known += 1,
                    None => {}
                }
            }
            if known == 0 && !self.sizes.is_empty() {
                return Some(Outside::Unknown);
            }
            // The ZIP code says it; where none is given, the city. A house of no place at all is judged by its size.
            let is_known_place = match (zip(row), city(row)) {
                (Some(zip), _) if !self.zips.is_empty() => self.zips.contains(zip),
                (_, Some(city)) if !self.cities.is_empty() => self.cities.contains(city),
                _ => true,
            };
            (!is_known_place).then_some(Outside::Place)
        };
        (0..matrix.rows()).map(judge).collect()
    }
}

fn values<'m>(matrix: &'m Matrix, name: &str) -> Option<&'m Values> {
    matrix.columns().iter().find(|column| column.name == name).map(|column| &column.values)
}

fn numbers<'m>(matrix: &'m Matrix, name: &str) -> Option<&'m [f64]> {
    match values(matrix, name)? {
        Values::Double(values) => Some(values),
        Values::Single(_) | Values::Categories { .. } => None,
    }
}

fn category<'m>(matrix: &'m Matrix, name: &str) -> impl Fn(usize) -> Option<&'m str> {
    let values = values(matrix, name);
    move |row| match values? {
        Values::Categories { codes, levels } => levels.get(*codes.get(row)? as usize).map(String::as_str),
        Values::Single(_) | Values::Double(_) => None,
    }
}

/// The levels that occur, not all that are named.
fn levels_seen(matrix: &Matrix, name: &str) -> BTreeSet<String> {
    let level = category(matrix, name);
    (0..matrix.rows()).filter_map(level).map(str::to_owned).collect()
}
