//! Where things lie: the survey grid that the parcel ids count in, and the post offices with their price levels.
//!
//! The county is a box laid out in ranges 27 to 33 and townships 20 to 24, six by six sections each, near where the
//! real ones lie. ZIP codes and cities are real names at rough places; nobody's address is.

/// The box: seven ranges from west to east, five townships from north to south.
pub(super) const WEST: f64 = -81.66;
pub(super) const EAST: f64 = -80.99;
pub(super) const SOUTH: f64 = 28.35;
pub(super) const NORTH: f64 = 28.79;
const COLUMNS: u32 = 7 * 6;
const ROWS: u32 = 5 * 6;

pub(super) const METRES_PER_DEGREE_NORTH: f64 = 110_850.0;
/// At the middle of the county.
pub(super) const METRES_PER_DEGREE_EAST: f64 = 97_800.0;

/// A square mile of the public land survey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Section {
    column: u32,
    row: u32,
}

impl Section {
    pub const COUNT: usize = (COLUMNS * ROWS) as usize;

    /// Points outside the box count to its edge.
    pub fn at(latitude: f64, longitude: f64) -> Self {
        let column = (longitude - WEST) / (EAST - WEST) * f64::from(COLUMNS);
        let row = (NORTH - latitude) / (NORTH - SOUTH) * f64::from(ROWS);
        // A cast from a negative number gives 0.
        Self { column: (column as u32).min(COLUMNS - 1), row: (row as u32).min(ROWS - 1) }
    }

    pub fn index(self) -> usize {
        (self.row * COLUMNS + self.column) as usize
    }

    pub fn range(self) -> u32 {
        27 + self.column / 6
    }

    pub fn township(self) -> u32 {
        20 + self.row / 6
    }

    /// 1 in the north-east corner of the township, then west and back east like an ox at the plough, to 36.
    pub fn number(self) -> u32 {
        let (row, column) = (self.row % 6, self.column % 6);
        6 * row + if row % 2 == 0 { 6 - column } else { column + 1 }
    }

    /// Latitude and longitude of the south-west corner.
    pub fn corner(self) -> (f64, f64) {
        let latitude = NORTH - (NORTH - SOUTH) * f64::from(self.row + 1) / f64::from(ROWS);
        let longitude = WEST + (EAST - WEST) * f64::from(self.column) / f64::from(COLUMNS);
        (latitude, longitude)
    }

    pub fn height_m() -> f64 {
        (NORTH - SOUTH) / f64::from(ROWS) * METRES_PER_DEGREE_NORTH
    }

    pub fn width_m() -> f64 {
        (EAST - WEST) / f64::from(COLUMNS) * METRES_PER_DEGREE_EAST
    }
}

/// A town and how its part of the county names its zoning and taxes.
pub(super) struct City {
    pub name: &'static str,
    pub zoning: &'static str,
    /// Tax per dollar of taxable value.
    pub millage: f64,
}

const ORLANDO: City = City { name: "Orlando", zoning: "ORL", millage: 0.01725 };
const ORANGE: City = City { name: "Orlando", zoning: "ORG", millage: 0.0159 };
const WINTER_PARK: City = City { name: "Winter Park", zoning: "WP", millage: 0.01611 };
const MAITLAND: City = City { name: "Maitland", zoning: "MTL", millage: 0.01648 };
const ALTAMONTE: City = City { name: "Altamonte Springs", zoning: "AS", millage: 0.0157 };
const APOPKA: City = City { name: "Apopka", zoning: "APK", millage: 0.01636 };
const ZELLWOOD: City = City { name: "Zellwood", zoning: "ORG", millage: 0.0155 };
const OCOEE: City = City { name: "Ocoee", zoning: "OCO", millage: 0.01702 };
const WINTER_GARDEN: City = City { name: "Winter Garden", zoning: "WG", millage: 0.0165 };
const WINDERMERE: City = City { name: "Windermere", zoning: "WND", millage: 0.01586 };
const KISSIMMEE: City = City { name: "Kissimmee", zoning: "ORG", millage: 0.0161 };
const CHRISTMAS: City = City { name: "Christmas", zoning: "ORG", millage: 0.0155 };

/// A post office: its middle, its price level (a typical house, thousands of dollars) and its share of the homes.
pub(super) struct Zip {
    pub code: u32,
    pub city: &'static City,
    pub latitude: f64,
    pub longitude: f64,
    pub price_thousands: f64,
    pub homes: u32,
}

const fn zip(code: u32, city: &'static City, latitude: f64, longitude: f64, price: u32, homes: u32) -> Zip {
    Zip { code, city, latitude, longitude, price_thousands: price as f64, homes }
}

pub(super) static ZIPS: [Zip; 41] = [
    zip(32801, &ORLANDO, 28.541, -81.376, 390, 2),
    zip(32803, &ORLANDO, 28.556, -81.350, 460, 4),
    zip(32804, &ORLANDO, 28.578, -81.396, 480, 4),
    zip(32805, &ORLANDO, 28.530, -81.405, 225, 4),
    zip(32806, &ORLANDO, 28.513, -81.360, 420, 5),
    zip(32807, &ORANGE, 28.552, -81.305, 295, 6),
    zip(32808, &ORANGE, 28.580, -81.440, 245, 8),
    zip(32809, &ORANGE, 28.463, -81.390, 290, 5),
    zip(32810, &ORANGE, 28.622, -81.430, 275, 6),
    zip(32811, &ORLANDO, 28.520, -81.447, 235, 5),
    zip(32812, &ORLANDO, 28.495, -81.330, 360, 5),
    zip(32817, &ORANGE, 28.590, -81.250, 345, 6),
    zip(32818, &ORANGE, 28.586, -81.485, 285, 8),
    zip(32819, &ORANGE, 28.455, -81.470, 510, 5),
    zip(32820, &ORANGE, 28.580, -81.110, 370, 2),
    zip(32822, &ORLANDO, 28.490, -81.290, 250, 7),
    zip(32824, &ORANGE, 28.395, -81.365, 330, 7),
    zip(32825, &ORANGE, 28.515, -81.235, 345, 8),
    zip(32826, &ORANGE, 28.583, -81.190, 320, 4),
    zip(32827, &ORLANDO, 28.420, -81.290, 540, 4),
    zip(32828, &ORANGE, 28.530, -81.170, 420, 8),
    zip(32829, &ORLANDO, 28.485, -81.240, 365, 4),
    zip(32832, &ORLANDO, 28.400, -81.210, 500, 4),
    zip(32833, &ORANGE, 28.510, -81.080, 400, 2),
    zip(32835, &ORLANDO, 28.525, -81.480, 370, 6),
    zip(32836, &ORANGE, 28.410, -81.520, 620, 3),
    zip(32837, &ORANGE, 28.385, -81.425, 350, 6),
    zip(32839, &ORLANDO, 28.487, -81.405, 230, 5),
    zip(32789, &WINTER_PARK, 28.600, -81.352, 690, 5),
    zip(32792, &WINTER_PARK, 28.600, -81.300, 360, 5),
    zip(32751, &MAITLAND, 28.628, -81.365, 470, 3),
    zip(32701, &ALTAMONTE, 28.665, -81.365, 300, 3),
    zip(32714, &ALTAMONTE, 28.662, -81.411, 315, 3),
    zip(32703, &APOPKA, 28.655, -81.490, 310, 6),
    zip(32712, &APOPKA, 28.720, -81.520, 390, 6),
    zip(32798, &ZELLWOOD, 28.730, -81.600, 260, 1),
    zip(34761, &OCOEE, 28.585, -81.540, 375, 5),
    zip(34787, &WINTER_GARDEN, 28.555, -81.600, 520, 8),
    zip(34786, &WINDERMERE, 28.490, -81.550, 680, 4),
    zip(34747, &KISSIMMEE, 28.365, -81.590, 335, 3),
    zip(32709, &CHRISTMAS, 28.560, -81.020, 300, 1),
];

impl Zip {
    /// The nearest middle.
    pub fn at(latitude: f64, longitude: f64) -> &'static Self {
        let mut nearest = &ZIPS[0];
        for zip in &ZIPS[1..] {
            if zip.squared_metres(latitude, longitude) < nearest.squared_metres(latitude, longitude) {
                nearest = zip;
            }
        }
        nearest
    }

    fn squared_metres(&self, latitude: f64, longitude: f64) -> f64 {
        let north = (latitude - self.latitude) * METRES_PER_DEGREE_NORTH;
        let east = (longitude - self.longitude) * METRES_PER_DEGREE_EAST;
        north * north + east * east
    }
}

/// Kilometres from the middle of the county's largest town.
pub(super) fn downtown_km(latitude: f64, longitude: f64) -> f64 {
    libm::sqrt(ZIPS[0].squared_metres(latitude, longitude)) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_numbered_like_an_ox_ploughs() {
        let width = (EAST - WEST) / f64::from(COLUMNS);
        let height = (NORTH - SOUTH) / f64::from(ROWS);
        let number = |row: f64, column: f64| Section::at(NORTH - height * (row + 0.5), WEST + width * (column + 0.5));
        assert_eq!(number(0.0, 5.0).number(), 1);
        assert_eq!(number(0.0, 0.0).number(), 6);
        assert_eq!(number(1.0, 0.0).number(), 7);
        assert_eq!(number(1.0, 5.0).number(), 12);
        assert_eq!(number(5.0, 5.0).number(), 36);
        let corner = number(29.0, 41.0);
        assert_eq!((corner.range(), corner.township()), (33, 24));
        assert_eq!(Section::at(0.0, 0.0).index(), Section::COUNT - 1);
    }

    #[test]
    fn post_offices_lie_in_the_county() {
        for zip in &ZIPS {
            assert!((SOUTH..NORTH).contains(&zip.latitude) && (WEST..EAST).contains(&zip.longitude), "{}", zip.code);
            assert_eq!(Zip::at(zip.latitude, zip.longitude).code, zip.code);
        }
    }
}
