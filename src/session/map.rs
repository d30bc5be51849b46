//! Where the leads of the view are.
//!
//! In: a session. Out: the leads with coordinates as points of a map around their middle, in the order of a grid, and
//! what is to be said of them: how many are on the map, how many no list places anywhere, and both by tier and city. A
//! place that no list knows is not guessed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{LeadRow, Session, detail, display::title_case};
use crate::plot::map::{Bounds, CLASSES, Grid, PointSet, Projection};

/// Cities told one by one; the rest are told together.
const MOST_CITIES: usize = 24;

/// What a map shows, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MapReport {
    pub projection: Projection,
    /// Where nearly all of the points are, feet. None without points.
    pub frame: Option<Bounds>,
    pub grid: Option<Grid>,
    pub on_map: u32,
    /// Leads of the view that no list gives coordinates.
    pub without: u32,
    /// Leads on the map that lie far outside the frame.
    pub far: u32,
    /// On the map, by tier.
    pub tiers: [u32; CLASSES],
    /// On the map by city and tier, the most frequent city first.
    pub cities: Vec<CityCount>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CityCount {
    /// None for leads without a city.
    pub city: Option<String>,
    /// How many cities are told here together; 1 but for the last line.
    pub cities: u32,
    pub tiers: [u32; CLASSES],
}

impl CityCount {
    pub fn total(&self) -> u32 {
        self.tiers.iter().sum()
    }
}

impl Session {
    /// The view as points.
    pub fn map(&self) -> (MapReport, PointSet) {
        let placed: Vec<(u32, f64, f64)> = self
            .view()
            .iter()
            .filter_map(|&lead| {
                let found = self.leads().get(lead as usize);
                Some((lead, found.longitude()?, found.latitude()?))
            })
            .collect();
        let without = (self.view().len() - placed.len()) as u32;
        let Some(frame) = frame_of(&placed) else {
            return (MapReport { without, ..MapReport::default() }, PointSet::default());
        };
        let (longitude, latitude) = frame.centre();
        let projection = Projection::new(longitude, latitude);
        let far = placed.iter().filter(|(_, longitude, latitude)| !frame.holds(*longitude, *latitude)).count() as u32;

        let mut tiers = [0; CLASSES];
        let mut cities: BTreeMap<Option<&str>, [u32; CLASSES]> = BTreeMap::new();
        let points: Vec<(u32, f32, f32, u8)> = placed
            .iter()
            .map(|&(lead, longitude, latitude)| {
                let class = self.tier(lead) as u8;
                tiers[usize::from(class)] += 1;
                cities.entry(self.leads().get(lead as usize).city()).or_default()[usize::from(class)] += 1;
                let (x, y) = projection.feet(longitude, latitude);
                (lead, x as f32, y as f32, class)
            })
            .collect();
        let (left, bottom) = projection.feet(frame.left, frame.bottom);
        let (right, top) = projection.feet(frame.right, frame.top);
        let frame = Bounds { left, bottom, right, top };
        let points = PointSet::new(&points, &frame);
        let report = MapReport {
            projection,
            frame: Some(frame),
            grid: points.grid(),
            on_map: points.len() as u32,
            without,
            far,
            tiers,
            cities: city_counts(cities),
        };
        (report, points)
    }

    /// Lines of leads by number; a number that is no lead has none.
    pub fn named(&self, leads: &[u32]) -> Vec<LeadRow> {
        let known = leads.iter().filter(|&&lead| (lead as usize) < self.leads().len());
        known.map(|&lead| detail::row(self, lead)).collect()
    }
}

/// The degrees where nearly all places are: what lies farther than three times the spread of the middle nine tenths is
/// a slip of some list, and would make the rest a dot.
fn frame_of(placed: &[(u32, f64, f64)]) -> Option<Bounds> {
    let usual = |of: fn(&(u32, f64, f64)) -> f64| {
        let mut sorted: Vec<f64> = placed.iter().map(of).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let low = *sorted.get(sorted.len() / 20)?;
        let high = *sorted.get(sorted.len() - 1 - sorted.len() / 20)?;
        let spread = (high - low).max(0.01);
        Some((low - 3.0 * spread, high + 3.0 * spread))
    };
    let (west, east) = usual(|place| place.1)?;
    let (south, north) = usual(|place| place.2)?;
    let usual = Bounds { left: west, bottom: south, right: east, top: north };
    let within = placed.iter().map(|&(_, longitude, latitude)| (longitude, latitude));
    Some(Bounds::of(within.filter(|&(longitude, latitude)| usual.holds(longitude, latitude))))
}

/// Spellings that look the same on the screen are one city.
fn city_counts(spelled: BTreeMap<Option<&str>, [u32; CLASSES]>) -> Vec<CityCount> {
    let mut shown: BTreeMap<Option<String>, [u32; CLASSES]> = BTreeMap::new();
    for (city, tiers) in spelled {
        let sum = shown.entry(city.map(title_case)).or_default();
        sum.iter_mut().zip(tiers).for_each(|(sum, count)| *sum += count);
    }
    let mut counts: Vec<CityCount> =
        shown.into_iter().map(|(city, tiers)| CityCount { city, cities: 1, tiers }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.total()));
    let rest = counts.split_off(counts.len().min(MOST_CITIES));
    if !rest.is_empty() {
        let mut all = CityCount { city: None, cities: rest.len() as u32, tiers: [0; CLASSES] };
        for count in &rest {
            all.tiers.iter_mut().zip(count.tiers).for_each(|(sum, count)| *sum += count);
        }
        counts.push(all);
    }
    counts
}

#[cfg(test)]
mod tests;
