//! Code violations: gathered around the worst homes of the neighbourhoods that are in trouble, in state plane feet.

use super::{
    County,
    neighbourhood::{HOMES, Kind, Neighbourhood},
    place::{METRES_PER_DEGREE_EAST, METRES_PER_DEGREE_NORTH},
    plane::state_plane_feet,
    random::{Random, Stream},
};
use crate::table::RecordWriter;

pub(super) const COLUMNS: &[&str] =
    &["apno", "caseinfostatus", "gpsx", "gpsy", "case_type", "casedt", "parcel_id", "days_to_resolve"];

const CASE_TYPES: [&str; 10] =
    ["Lot", "Lot", "Lot", "Housing", "Housing", "Housing", "Zoning", "Tree", "Sign", "Abatement"];

/// State plane points are taken seriously west of 81 degrees only; the city ends well before.
const CITY_LIMIT_EAST: f64 = -81.02;

/// Running sums of what each neighbourhood draws.
pub(super) fn shares(neighbourhoods: &[Neighbourhood]) -> Vec<f64> {
    let mut sum = 0.0;
    neighbourhoods
        .iter()
        .map(|neighbourhood| {
            let is_patrolled =
                neighbourhood.kind != Kind::Rural && neighbourhood.home_at(HOMES - 1).1 < CITY_LIMIT_EAST;
            let trouble = neighbourhood.trouble;
            sum += if is_patrolled { 0.01 + trouble * trouble } else { 0.0 };
            sum
        })
        .collect()
}

impl County {
    pub(super) fn push_code_violation(&self, place: u32, record: &mut RecordWriter) {
        let mut random = Random::at(self.seed, Stream::Violation, place);
        let parcel = self.parcel(self.violated_parcel(&mut random));

        let days_ago = random.waiting(420.0).min(2500.0) as i32;
        let opened = self.day(-days_ago);
        let is_open = random.chance(0.04 + 0.8 * libm::exp(-f64::from(days_ago) / 200.0));

        let year = i64::from(opened.to_civil().0);
        record.joined(&[(year, 4), (i64::from(place) + 1, 6)], b'-', b"");
        record.text(if is_open { "Open" } else { "Closed" });
        if random.chance(0.01) {
            record.blank();
            record.blank();
        } else {
            let latitude = parcel.latitude + 9.0 * random.normal() / METRES_PER_DEGREE_NORTH;
            let longitude = parcel.longitude + 9.0 * random.normal() / METRES_PER_DEGREE_EAST;
            let (easting, northing) = state_plane_feet(longitude, latitude);
            record.decimal(libm::round(easting * 10.0) as i64, 1);
            record.decimal(libm::round(northing * 10.0) as i64, 1);
        }
        record.text(random.pick(&CASE_TYPES));
        record.day_and_midnight(opened);
        if random.chance(0.12) {
            record.blank();
        } else {
            parcel.id.write_appraisers(record);
        }
        if is_open {
            record.blank();
        } else {
            record.whole(i64::from((2 + random.waiting(60.0) as i32).min(days_ago)));
        }
    }

    fn violated_parcel(&self, random: &mut Random) -> u32 {
        let total = self.violation_shares.last().copied().unwrap_or_default();
        let draw = random.between(0.0, total);
        // The last one when rounding, or a county without patrols, leaves nobody.
        let index = self.violation_shares.partition_point(|&sum| sum <= draw).min(self.neighbourhoods.len() - 1);
        let first = index as u32 * HOMES;
        let worst = i64::from(self.neighbourhoods[index].worst_home);
        let homes = HOMES.min(self.rows - first);
        let mut near_worst = || {
            let home = worst + libm::round(3.0 * random.normal()) as i64;
            first + home.rem_euclid(i64::from(homes)) as u32
        };
        let (one, other) = (near_worst(), near_worst());
        if self.strain(one) > self.strain(other) { one } else { other }
    }
}
