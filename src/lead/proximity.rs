//! What surrounds a lead: code violations within a radius (FACTS 5).

use super::{
    geography::{LonLat, NearbyIndex, ViolationPoint, state_plane},
    leads::Leads,
    rounding::round_decimal,
    violations::{Status, Statuses},
};
use crate::{
    lanes::{Lanes, fill},
    layout::{Field, ImportMode, Rows, Source},
    problem::{Effect, ProblemKind, Problems},
    table::Categories,
};

/// The radius within which a violation counts as nearby.
pub const NEARBY_MILES: f64 = 0.25;

/// Violations around a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proximity {
    pub violations: u32,
    pub open: u32,
    /// Rounded to 3 decimals; None when there is no violation nearby, or the list does not say.
    pub nearest_miles: Option<f64>,
    pub average_miles: Option<f64>,
}

impl Proximity {
    const NONE: Self = Self { violations: 0, open: 0, nearest_miles: None, average_miles: None };
}

/// The violations of an import that have a place, ready to be asked what is near.
#[derive(Debug)]
pub struct ViolationMap {
    index: NearbyIndex,
    case_types: Vec<String>,
    /// Place of each row of the violation lists, where it has one.
    places: Vec<Option<LonLat>>,
}

impl ViolationMap {
    /// None when no violation has a place. Rows that fall outside the county after conversion from the state plane are
    /// reported and left out.
    pub fn new(rows: &Rows, mode: ImportMode, radius_miles: f64, problems: &mut [Problems]) -> Option<Self> {
        let rows = rows.of(Source::CodeViolation);
        let statuses = Statuses::new(rows, mode);
        let types = rows.categories(Field::CaseType);
        let mut points = Vec::new();
        let mut places = vec![None; rows.len()];
        for (file, of_file) in rows.files() {
            let place = |row| {
                let x = rows.number(Field::GpsX, row).filter(|x| *x != 0.0)?;
                let y = rows.number(Field::GpsY, row).filter(|y| *y != 0.0)?;
                Some((x, y))
            };
            let (count, sum) =
                of_file.clone().filter_map(place).fold((0.0, 0.0), |(n, sum), (_, y)| (n + 1.0, sum + y));
            let is_projected = count > 0.0 && state_plane::is_state_plane(sum / count);
            for row in of_file {
                let Some((x, y)) = place(row) else { continue };
                let place = if is_projected { state_plane::lon_lat_from_florida_east(x, y) } else { LonLat::new(x, y) };
                if is_projected && !state_plane::is_in_county_box(place) {
                    let found = format!("{x}, {y}");
                    if let Some(problems) = problems.get_mut(file) {
                        let (_, line) = rows.place(row);
                        problems.add(line, "gpsx, gpsy", &found, ProblemKind::OutsideArea, Effect::Noted);
                    }
                    continue;
                }
                let case_type = types.map_or(Categories::MISSING, |types| types.code(row));
                places[row] = Some(place);
                points.push(ViolationPoint { place, open: statuses.of(row) == Status::Open, case_type });
            }
        }
        if points.is_empty() {
            return None;
        }
        let case_types = types.map_or_else(Vec::new, |types| types.values().to_vec());
        Some(Self { index: NearbyIndex::new(&points, radius_miles), case_types, places })
    }

    /// Count, open count and distances within the radius.
    pub fn around(&self, latitude: f64, longitude: f64) -> Proximity {
        let near = self.index.around(LonLat::new(longitude, latitude));
        Proximity {
            violations: near.count,
            open: near.open_count,
            nearest_miles: near.nearest_miles.map(|miles| round_decimal(miles, 3)),
            average_miles: near.average_miles.map(|miles| round_decimal(miles, 3)),
        }
    }

    /// Up to five kinds of violations within the radius, in the order of the file.
    pub fn types_near(&self, latitude: f64, longitude: f64) -> Vec<String> {
        let near = self.index.around(LonLat::new(longitude, latitude));
        near.case_types().iter().filter_map(|&code| self.case_types.get(code as usize).cloned()).collect()
    }
}

/// Fills in coordinates and surroundings of all leads. A row of the enrichment file is taken as it stands; else the
/// violations around the coordinates count. The reference looks around tax sales only.
pub(super) fn locate(leads: &mut Leads, lanes: &dyn Lanes, radius_miles: f64, problems: &mut [Problems]) {
    leads.map = ViolationMap::new(&leads.rows, leads.mode, radius_miles, problems);
    for index in 0..leads.len() {
        if let Some(place) = coordinates(leads, index) {
            leads.latitudes[index] = place.latitude;
            leads.longitudes[index] = place.longitude;
        }
    }
    let located: &Leads = leads;
    let mut proximities = vec![None; located.len()];
    fill(lanes, &mut proximities, |i| surroundings(located, i));
    leads.proximities = proximities;
}

/// The first source that has both coordinates, neither of them 0 (FACTS 4); in the product also the place of a violation
/// on the parcel.
fn coordinates(leads: &Leads, index: usize) -> Option<LonLat> {
    let lead = leads.get(index);
    let of_source = |source| {
        let latitude = lead.number(source, Field::Latitude).filter(|v| *v != 0.0)?;
        let longitude = lead.number(source, Field::Longitude).filter(|v| *v != 0.0)?;
        Some(LonLat::new(longitude, latitude))
    };
    let of_violation = || {
        let map = leads.map.as_ref().filter(|_| leads.mode == ImportMode::Smart)?;
        lead.violation_rows().iter().find_map(|&row| *map.places.get(row as usize)?)
    };
    [Source::PropertyRecord, Source::Foreclosure, Source::TaxSale].into_iter().find_map(of_source).or_else(of_violation)
}

fn surroundings(leads: &Leads, index: usize) -> Option<Proximity> {
    let lead = leads.get(index);
    if lead.has(Source::Enrichment) {
        let count = |field| lead.number(Source::Enrichment, field).unwrap_or(0.0) as u32;
        return Some(Proximity {
            violations: count(Field::NearbyViolations),
            open: count(Field::NearbyOpenViolations),
            nearest_miles: lead.number(Source::Enrichment, Field::NearestViolationMiles),
            average_miles: lead.number(Source::Enrichment, Field::AverageViolationMiles),
        });
    }
    let map = leads.map.as_ref()?;
    match leads.mode {
        ImportMode::Smart => Some(map.around(lead.latitude()?, lead.longitude()?)),
        ImportMode::Reference => {
            // Here 0/0 counts as coordinates, and only the tax sale's own are looked at.
            lead.row(Source::TaxSale)?;
            let latitude = lead.number(Source::TaxSale, Field::Latitude);
            let longitude = lead.number(Source::TaxSale, Field::Longitude);
            Some(
                latitude
                    .zip(longitude)
                    .map_or(Proximity::NONE, |(latitude, longitude)| map.around(latitude, longitude)),
            )
        }
    }
}
