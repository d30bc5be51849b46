//! Neighbourhoods: 32 homes of one kind, age and price level on four streets. All that makes homes alike is settled
//! here; what tells them apart is in `parcel`.

use super::{
    name::Street,
    place::{
        EAST, METRES_PER_DEGREE_EAST, METRES_PER_DEGREE_NORTH, NORTH, SOUTH, Section, WEST, ZIPS, Zip, downtown_km,
    },
    random::{Random, Stream},
};

pub(super) const HOMES_PER_STREET: u32 = 8;
/// Homes of a full neighbourhood; the last one of the county may have fewer.
pub(super) const HOMES: u32 = 4 * HOMES_PER_STREET;

/// In one section subdivision codes repeat after this many.
const SUBDIVISION_CODES: u32 = 9000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    House,
    Townhouse,
    Condo,
    Rural,
}

impl Kind {
    /// Between homes along the street, and between streets, in metres.
    fn spacing_m(self) -> (f64, f64) {
        match self {
            Self::House => (24.0, 75.0),
            Self::Townhouse => (9.0, 50.0),
            Self::Condo => (5.0, 40.0),
            Self::Rural => (80.0, 200.0),
        }
    }

    fn typical_lot_acres(self) -> f64 {
        match self {
            Self::House => 0.21,
            Self::Townhouse => 0.055,
            Self::Condo => 0.016,
            Self::Rural => 1.6,
        }
    }

    fn size_factor(self) -> f64 {
        match self {
            Self::House => 1.0,
            Self::Townhouse => 0.84,
            Self::Condo => 0.62,
            Self::Rural => 1.05,
        }
    }
}

pub(super) struct Neighbourhood {
    pub zip: &'static Zip,
    pub section: Section,
    /// The four digits of the parcel id.
    pub subdivision: u32,
    pub kind: Kind,
    pub streets: [Street; 4],
    pub first_numbers: [u32; 4],
    pub zoning: &'static str,
    pub built: i32,
    pub size_sqft: f64,
    pub lot_acres: f64,
    /// Natural logarithm of what a typical house costs here, in dollars.
    pub log_price: f64,
    pub land_share: f64,
    /// From 0, nobody behind with anything, to 1.
    pub trouble: f64,
    /// Where in the row of homes neglect gathers.
    pub worst_home: u32,
    south: f64,
    west: f64,
    runs_north: bool,
}

impl Neighbourhood {
    /// Enough of them for `homes`.
    pub fn lay_out(homes: u32, seed: u64) -> Vec<Self> {
        let mut subdivisions = vec![0u32; Section::COUNT];
        let weight: u32 = ZIPS.iter().map(|zip| zip.homes).sum();
        (0..homes.div_ceil(HOMES))
            .map(|index| {
                let mut random = Random::at(seed, Stream::Neighbourhood, index);
                let mut neighbourhood = Self::made_up(&mut random, weight);
                let earlier = &mut subdivisions[neighbourhood.section.index()];
                // 7919 is prime: codes of one section differ until all are used.
                let code = u64::from(neighbourhood.subdivision) + 7919 * u64::from(*earlier);
                neighbourhood.subdivision = 1000 + (code % u64::from(SUBDIVISION_CODES)) as u32;
                *earlier += 1;
                neighbourhood
            })
            .collect()
    }

    fn made_up(random: &mut Random, weight: u32) -> Self {
        let (latitude, longitude) = homes_near(random, weight);
        let section = Section::at(latitude, longitude);
        let kind = kind_at(random, downtown_km(latitude, longitude));

        let runs_north = random.chance(0.5);
        let (along_m, across_m) = kind.spacing_m();
        let (long_m, wide_m) = (along_m * f64::from(HOMES_PER_STREET), across_m * 4.0);
        let (height_m, width_m) = if runs_north { (long_m, wide_m) } else { (wide_m, long_m) };
        let (corner_south, corner_west) = section.corner();
        let north_m = random.between(40.0, Section::height_m() - height_m - 40.0);
        let east_m = random.between(40.0, Section::width_m() - width_m - 40.0);
        let south = corner_south + north_m / METRES_PER_DEGREE_NORTH;
        let west = corner_west + east_m / METRES_PER_DEGREE_EAST;

        let km = downtown_km(south, west);
        let zip = Zip::at(south, west);
        let built = (1952.0 + 2.6 * km + 11.0 * random.normal()).clamp(1922.0, 2019.0);
        let log_price = libm::log(1000.0 * zip.price_thousands) + 0.16 * random.normal();
        // 12.75 is the logarithm of 344,600 dollars, about the county's middle.
        let size_sqft = kind.size_factor()
            * (1320.0 + 11.0 * (built - 1955.0).max(0.0))
            * libm::exp(0.5 * (log_price - 12.75) + 0.1 * random.normal());
        let strain = -1.4 + 3.2 * (12.75 - log_price) + 0.02 * (1985.0 - built) + 0.7 * random.normal();
        Self {
            zip,
            section,
            subdivision: random.below(SUBDIVISION_CODES),
            kind,
            streets: std::array::from_fn(|_| Street::made_up(random)),
            first_numbers: std::array::from_fn(|_| 100 * (1 + random.below(140)) + random.below(10)),
            zoning: zoning(random, kind, size_sqft),
            built: built as i32,
            size_sqft,
            lot_acres: kind.typical_lot_acres() * libm::exp(0.25 * random.normal()),
            log_price,
            land_share: random.between(0.18, 0.34),
            trouble: 1.0 / (1.0 + libm::exp(-strain)),
            worst_home: random.below(HOMES),
            south,
            west,
            runs_north,
        }
    }

    /// Latitude and longitude of home 0 to 31.
    pub fn home_at(&self, home: u32) -> (f64, f64) {
        let (along_m, across_m) = self.kind.spacing_m();
        let along = along_m * (f64::from(home % HOMES_PER_STREET) + 0.5);
        let across = across_m * (f64::from(home / HOMES_PER_STREET) + 0.5);
        let (north_m, east_m) = if self.runs_north { (along, across) } else { (across, along) };
        (self.south + north_m / METRES_PER_DEGREE_NORTH, self.west + east_m / METRES_PER_DEGREE_EAST)
    }
}

/// A point where people live: around a post office, by its share of the homes.
fn homes_near(random: &mut Random, weight: u32) -> (f64, f64) {
    let mut rest = random.below(weight);
    let mut zip = &ZIPS[0];
    for candidate in &ZIPS {
        zip = candidate;
        if rest < candidate.homes {
            break;
        }
        rest -= candidate.homes;
    }
    let latitude = zip.latitude + 0.016 * random.normal();
    let longitude = zip.longitude + 0.02 * random.normal();
    (latitude.clamp(SOUTH, NORTH), longitude.clamp(WEST, EAST))
}

fn kind_at(random: &mut Random, downtown_km: f64) -> Kind {
    let draw = random.share();
    match draw {
        _ if draw < 0.09 => Kind::Condo,
        _ if draw < 0.2 => Kind::Townhouse,
        _ if draw > 0.85 && downtown_km > 20.0 => Kind::Rural,
        _ => Kind::House,
    }
}

fn zoning(random: &mut Random, kind: Kind, size_sqft: f64) -> &'static str {
    match kind {
        Kind::House if size_sqft > 2300.0 => random.pick(&["R-1AA", "P-D", "PUD"]),
        Kind::House => random.pick(&["R-1A", "R-1A", "R-1", "P-D", "R-2"]),
        Kind::Townhouse => random.pick(&["PUD", "R-2", "P-D"]),
        Kind::Condo => random.pick(&["R-3", "P-D"]),
        Kind::Rural => random.pick(&["A-1", "A-2", "R-CE"]),
    }
}
