//! One parcel of land and what stands on it: id, address, place, size, age, worth, and what the appraiser makes of it.

use super::{
    County,
    neighbourhood::{HOMES, HOMES_PER_STREET, Kind, Neighbourhood},
    random::{Random, Stream},
};
use crate::table::RecordWriter;

/// The parts of a parcel id, which the lists write in different orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ParcelId {
    range: u32,
    township: u32,
    section: u32,
    subdivision: u32,
    block: u32,
    lot: u32,
}

impl ParcelId {
    /// Range, township, section: 15 digits, as the appraiser and the clerk write it.
    pub fn write_appraisers(self, record: &mut RecordWriter) {
        self.write([(self.range, 2), (self.township, 2), (self.section, 2)], 0, record);
    }

    /// Section, township, range: with dashes, as the tax collector writes it.
    pub fn write_tax_collectors(self, record: &mut RecordWriter) {
        self.write([(self.section, 2), (self.township, 2), (self.range, 2)], b'-', record);
    }

    fn write(self, head: [(u32, usize); 3], separator: u8, record: &mut RecordWriter) {
        let tail = [(self.subdivision, 4), (self.block, 2), (self.lot, 3)];
        let parts =
            [head[0], head[1], head[2], tail[0], tail[1], tail[2]].map(|(part, width)| (i64::from(part), width));
        record.joined(&parts, separator, b"");
    }
}

pub(super) struct Parcel<'a> {
    pub neighbourhood: &'a Neighbourhood,
    pub id: ParcelId,
    pub latitude: f64,
    pub longitude: f64,
    pub is_vacant: bool,
    /// 0 for a vacant lot.
    pub living_sqft: i64,
    pub lot_acres: f64,
    pub built: i32,
    /// What it would sell for today, in dollars; nobody in the county knows it.
    pub worth: f64,
    /// From 0 to 1: how hard it is for the owner to keep up.
    pub strain: f64,
    pub is_homestead: bool,
    pub roll: Roll,
    street: usize,
    number: u32,
    unit: Option<u32>,
}

/// The appraiser's figures, whole dollars but for the taxes.
#[derive(Clone, Copy)]
pub(super) struct Roll {
    pub land: i64,
    pub building: i64,
    pub extras: i64,
    pub market: i64,
    pub assessed: i64,
    pub exempt: i64,
    pub taxable: i64,
    pub taxes_cents: i64,
}

impl Parcel<'_> {
    pub fn appraisers_address(&self) -> String {
        self.neighbourhood.streets[self.street].appraisers_address(self.number, self.unit)
    }

    pub fn clerks_address(&self) -> String {
        self.neighbourhood.streets[self.street].clerks_address(self.number, self.unit)
    }

    /// The appraiser's market value over the assessed one.
    pub fn market_to_assessed(&self) -> f64 {
        self.roll.market as f64 / self.roll.assessed.max(1) as f64
    }
}

impl County {
    /// How hard it is for the owner of a parcel to keep up; cheap, so that lists can choose by it.
    pub(super) fn strain(&self, parcel: u32) -> f64 {
        let own = Random::at(self.seed, Stream::Strain, parcel).share();
        0.6 * self.neighbourhood_of(parcel).trouble + 0.4 * own
    }

    pub(super) fn neighbourhood_of(&self, parcel: u32) -> &Neighbourhood {
        &self.neighbourhoods[(parcel / HOMES) as usize]
    }

    /// `parcel` is less than the number of rows.
    pub(super) fn parcel(&self, parcel: u32) -> Parcel<'_> {
        let neighbourhood = self.neighbourhood_of(parcel);
        let home = parcel % HOMES;
        let mut random = Random::at(self.seed, Stream::Parcel, parcel);
        let strain = self.strain(parcel);

        let (street, place) = ((home / HOMES_PER_STREET) as usize, home % HOMES_PER_STREET);
        let first_number = neighbourhood.first_numbers[street];
        let (number, unit) = match neighbourhood.kind {
            Kind::Condo => (first_number, Some(100 * (1 + place / 4) + place % 4 + 1)),
            _ => (first_number + 6 * place, None),
        };
        let (latitude, longitude) = neighbourhood.home_at(home);
        let (latitude, longitude) = (latitude + random.between(-3e-5, 3e-5), longitude + random.between(-3e-5, 3e-5));

        let is_vacant = neighbourhood.kind != Kind::Condo && random.chance(0.015);
        let latest = self.as_of_year() - 1;
        let built = (f64::from(neighbourhood.built) + 3.0 * random.normal()) as i32;
        let built = built.min(latest);
        let size = neighbourhood.size_sqft * libm::exp(0.19 * random.normal());
        let living_sqft = if is_vacant { 0 } else { size.clamp(420.0, 12_000.0) as i64 };
        let lot_acres = neighbourhood.lot_acres * libm::exp(0.22 * random.normal());
        let has_pool = !is_vacant && neighbourhood.kind != Kind::Condo && random.chance(0.17);
        let age = f64::from((self.as_of_year() - built).clamp(0, 70));
        let log_worth = neighbourhood.log_price
            + 0.72 * libm::log(size / 1750.0)
            + 0.08 * libm::log(lot_acres / 0.2)
            + 0.004 * (30.0 - age)
            + if has_pool { 0.05 } else { 0.0 }
            - 0.2 * (strain - 0.3)
            + 0.04 * random.normal();
        let worth = if is_vacant {
            0.22 * libm::exp(neighbourhood.log_price) * libm::exp(0.6 * libm::log(lot_acres / 0.2))
        } else {
            libm::exp(log_worth)
        };

        let homestead_share = if neighbourhood.kind == Kind::Condo { 0.35 } else { 0.68 - 0.25 * strain };
        let is_homestead = !is_vacant && random.chance(homestead_share);
        let roll = roll(&mut random, neighbourhood, worth, is_vacant, has_pool, is_homestead.then_some(age));
        Parcel {
            neighbourhood,
            id: ParcelId {
                range: neighbourhood.section.range(),
                township: neighbourhood.section.township(),
                section: neighbourhood.section.number(),
                subdivision: neighbourhood.subdivision,
                block: street as u32 + 1,
                lot: 10 * (place + 1),
            },
            latitude,
            longitude,
            is_vacant,
            living_sqft,
            lot_acres,
            built,
            worth,
            strain,
            is_homestead,
            roll,
            street,
            number,
            unit,
        }
    }
}

/// `homestead_age` is the age of the house when its owner lives in it.
fn roll(
    random: &mut Random,
    neighbourhood: &Neighbourhood,
    worth: f64,
    is_vacant: bool,
    has_pool: bool,
    homestead_age: Option<f64>,
) -> Roll {
    // The roll is of January and cautious.
    let valued = 0.88 * worth * libm::exp(0.06 * random.normal());
    let land_share = if is_vacant { 1.0 } else { neighbourhood.land_share };
    let land = ((valued * land_share / 1000.0) as i64).max(1) * 1000;
    let extras = match (is_vacant, has_pool) {
        (true, _) => 0,
        (false, true) => 1000 * i64::from(9 + random.below(17)),
        (false, false) => [0, 0, 250, 500, 1000, 2000, 3500][random.below(7) as usize],
    };
    let building = if is_vacant { 0 } else { ((valued - land as f64 - extras as f64) / 10.0).max(0.0) as i64 * 10 };
    let market = land + building + extras;

    // The cap on homesteads: 3 % a year at most while the market makes some 7 %; since 1995.
    let capped = match homestead_age {
        Some(age) => {
            let held = random.waiting(13.0).min(31.0).min(age);
            market as f64 / libm::exp(0.043 * held)
        }
        None if random.chance(0.5) => market as f64 / random.between(1.0, 1.12),
        None => market as f64,
    };
    let assessed = (capped as i64).clamp(1, market);
    let exempt = match homestead_age {
        Some(_) => {
            let extra = if random.chance(0.05) { 5000 } else { 0 };
            (25_000 + (assessed - 50_000).clamp(0, 25_722) + extra).min(assessed)
        }
        None => 0,
    };
    let taxable = assessed - exempt;
    let taxes_cents = (taxable as f64 * neighbourhood.zip.city.millage * 100.0) as i64;
    Roll { land, building, extras, market, assessed, exempt, taxable, taxes_cents }
}
