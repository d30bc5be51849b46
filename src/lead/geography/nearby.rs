//! Code violations around a property.
//!
//! In: the violations of a file, once, with a radius in miles; then one place after another. Out: how many violations
//! lie within the radius of the place, how many of them are open, the nearest and the mean distance, and their types.
//! Distances are not rounded. A violation is within the radius exactly when [`haversine_miles`] says so, whatever the
//! index does to get there.
//!
//! How: the violations stand in the order of a grid (`grid.rs`), so that the candidates of a place are a few contiguous
//! runs. Candidates are tested by their chord (`chord.rs`); only where it is too close to the limit to be trusted does
//! the formula decide.
//!
//! It merges no duplicates and knows nothing of properties. A question changes nothing, so questions can be asked from
//! many threads; an answer depends on the violations and the place only.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::LonLat;
use super::chord::{Block, ChordLimit, ChordSums, LANES, Traits, unit_vector};
use super::distance::{EARTH_RADIUS_MILES, haversine_miles};
use super::grid::Grid;

/// Types that an answer names at most.
pub const CASE_TYPES_SHOWN: usize = 5;

/// The code of a violation without a type.
pub const NO_CASE_TYPE: u32 = u32::MAX;

/// One code violation as the index wants it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViolationPoint {
    pub place: LonLat,
    pub open: bool,
    /// The caller's code for the case type, [`NO_CASE_TYPE`] when the cell is blank.
    pub case_type: u32,
}

/// What lies within the radius of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Nearby {
    pub count: u32,
    pub open_count: u32,
    /// None when there is no violation, like the average.
    pub nearest_miles: Option<f64>,
    pub average_miles: Option<f64>,
    case_types: [u32; CASE_TYPES_SHOWN],
    case_type_count: usize,
}

impl Nearby {
    /// Codes of up to five distinct types, in the order in which the file first mentions them.
    pub fn case_types(&self) -> &[u32] {
        &self.case_types[..self.case_type_count]
    }

    /// Leaves out what there is no room for.
    fn name_type(&mut self, code: u32) {
        if let Some(slot) = self.case_types.get_mut(self.case_type_count) {
            *slot = code;
            self.case_type_count += 1;
        }
    }
}

/// Answers what is nearby, for one set of violations and one radius.
#[derive(Clone, Debug)]
pub struct NearbyIndex {
    radius_miles: f64,
    limit: ChordLimit,
    grid: Grid,
    /// The violations in the grid's order: what a question reads of every candidate, and what it reads of few.
    blocks: Vec<Block>,
    places: Vec<LonLat>,
    /// A type's place in `case_types`; none without a type.
    ranks: Vec<Option<u32>>,
    /// Codes in the order in which the file first mentions them.
    case_types: Vec<u32>,
}

impl NearbyIndex {
    /// Violations that lie nowhere (not finite, latitude beyond 90, longitude beyond 360 degrees) are left out. A
    /// radius that is negative or NaN has nothing within it.
    pub fn new(violations: &[ViolationPoint], radius_miles: f64) -> Self {
        let is_reachable = radius_miles >= 0.0;
        let kept: Vec<&ViolationPoint> =
            violations.iter().filter(|violation| is_reachable && is_on_globe(violation.place)).collect();
        let (case_types, ranks) = ranked(&kept);
        let places: Vec<LonLat> = kept.iter().map(|violation| violation.place).collect();
        let (grid, order) = Grid::sort(&places, (radius_miles / EARTH_RADIUS_MILES).to_degrees());
        let point = |&row: &u32| {
            let row = row as usize;
            (places[row], Traits::new(kept[row].open, ranks[row]))
        };
        Self {
            radius_miles,
            limit: ChordLimit::new(radius_miles),
            grid,
            blocks: order.chunks(LANES).map(|rows| Block::new(rows.iter().map(point))).collect(),
            places: order.iter().map(|&row| places[row as usize]).collect(),
            ranks: order.iter().map(|&row| ranks[row as usize]).collect(),
            case_types,
        }
    }

    /// The violations that the index holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn radius_miles(&self) -> f64 {
        self.radius_miles
    }

    /// What lies within the radius of `place`. Nothing, when the place lies nowhere.
    pub fn around(&self, place: LonLat) -> Nearby {
        if self.is_empty() || !is_on_globe(place) {
            return Nearby::default();
        }
        let centre = unit_vector(place);
        let mut sure = ChordSums::new(self.limit);
        self.grid.candidates(place, |run| sure.add(&self.blocks, run, centre));
        let mut decided = Decided::default();
        if sure.has_doubtful() {
            self.grid.candidates(place, |run| self.decide(run, place, centre, &mut decided));
        }
        let count = sure.count() + decided.count;
        if count == 0 {
            return Nearby::default();
        }
        let mut answer = Nearby {
            count: count as u32,
            open_count: (sure.open_count() + decided.open_count) as u32,
            nearest_miles: Some(sure.nearest_miles().min(decided.nearest_miles)),
            average_miles: Some((sure.miles() + decided.miles) / count as f64),
            ..Nearby::default()
        };
        self.name_types(place, centre, sure.traits().ranks() | decided.ranks, &mut answer);
        answer
    }

    /// Adds the doubtful candidates of a run that the formula finds within the radius.
    fn decide(&self, run: Range<usize>, place: LonLat, centre: [f64; 3], decided: &mut Decided) {
        for at in run {
            if !self.limit.is_doubtful(self.chord_squared(at, centre)) {
                continue;
            }
            let miles = haversine_miles(place, self.places[at]);
            if miles <= self.radius_miles {
                let traits = self.blocks[at / LANES].traits(at % LANES);
                decided.count += 1;
                decided.open_count += u64::from(traits.is_open());
                decided.ranks |= traits.ranks();
                decided.miles += miles;
                decided.nearest_miles = decided.nearest_miles.min(miles);
            }
        }
    }

    /// Names the types of the ranks given as bits. Where many share a bit it has to look at the candidates again.
    fn name_types(&self, place: LonLat, centre: [f64; 3], ranks: u64, answer: &mut Nearby) {
        for rank in 0..Traits::SHARED_RANK {
            if ranks >> rank & 1 == 1 {
                answer.name_type(self.case_types[rank as usize]);
            }
        }
        if ranks >> Traits::SHARED_RANK == 0 || answer.case_type_count == CASE_TYPES_SHOWN {
            return;
        }
        let mut shared = BTreeSet::new();
        self.grid.candidates(place, |run| {
            for at in run {
                if let Some(rank @ Traits::SHARED_RANK..) = self.ranks[at]
                    && self.is_within(at, place, centre)
                {
                    shared.insert(rank);
                }
            }
        });
        for rank in shared {
            answer.name_type(self.case_types[rank as usize]);
        }
    }

    fn is_within(&self, at: usize, place: LonLat, centre: [f64; 3]) -> bool {
        let chord_squared = self.chord_squared(at, centre);
        if self.limit.is_doubtful(chord_squared) {
            haversine_miles(place, self.places[at]) <= self.radius_miles
        } else {
            self.limit.is_sure(chord_squared)
        }
    }

    fn chord_squared(&self, at: usize, centre: [f64; 3]) -> f64 {
        self.blocks[at / LANES].chords_squared(centre)[at % LANES]
    }
}

/// Sums over the candidates that only the formula could place within the radius.
struct Decided {
    count: u64,
    open_count: u64,
    ranks: u64,
    miles: f64,
    nearest_miles: f64,
}

impl Default for Decided {
    fn default() -> Self {
        Self { count: 0, open_count: 0, ranks: 0, miles: 0.0, nearest_miles: f64::INFINITY }
    }
}

/// The types in the order of their first mention, and the rank of each violation's type in it.
fn ranked(violations: &[&ViolationPoint]) -> (Vec<u32>, Vec<Option<u32>>) {
    let mut case_types = Vec::new();
    let mut rank_by_code = BTreeMap::new();
    let ranks = violations.iter().map(|violation| match violation.case_type {
        NO_CASE_TYPE => None,
        code => Some(*rank_by_code.entry(code).or_insert_with(|| {
            case_types.push(code);
            case_types.len() as u32 - 1
        })),
    });
    let ranks = ranks.collect();
    (case_types, ranks)
}

/// Latitudes to the poles, longitudes counted from -180 or from 0.
fn is_on_globe(place: LonLat) -> bool {
    place.latitude.abs() <= 90.0 && place.longitude.abs() <= 360.0
}
