//! The appraiser's roll: one line per parcel, but for the lines that repeat a parcel with newer values and the few that
//! are wrong, as in the files that counties really give out.

use super::{
    County,
    name::made_up_owner,
    parcel::Parcel,
    random::{Random, Stream},
};
use crate::table::RecordWriter;

pub(super) const COLUMNS: &[&str] = &[
    "parcel_number",
    "situs_address",
    "situs_city",
    "situs_zip",
    "owner_name",
    "land_mkt",
    "bldg_mkt",
    "xfob_mkt",
    "total_mkt",
    "total_assd",
    "total_xmpt",
    "taxable",
    "taxes",
    "exempt_code",
    "property_use",
    "year_built",
    "living_area",
    "lot_size",
    "latitude",
    "longitude",
];

/// What is wrong with a line.
#[derive(Clone, Copy, PartialEq)]
enum Flaw {
    AreaInWords,
    NoParcel,
    NegativeMarket,
    YearMistyped,
}

impl Flaw {
    const ALL: [Self; 4] = [Self::AreaInWords, Self::NoParcel, Self::NegativeMarket, Self::YearMistyped];

    /// One line in 1,500.
    fn of_line(row: u32) -> Option<Self> {
        let is_flawed = row % 1500 == 137;
        is_flawed.then_some(Self::ALL[(row / 1500 % 4) as usize])
    }
}

impl County {
    pub(super) fn push_property_record(&self, row: u32, record: &mut RecordWriter) {
        let mut random = Random::at(self.seed, Stream::PropertyLine, row);
        // One line in 400 repeats an earlier parcel instead of naming its own.
        let repeats = row >= 100 && random.chance(0.0025);
        let subject = if repeats { row - 1 - random.below(99) } else { row };
        let mut parcel = self.parcel(self.walk.parcel(subject));
        if repeats {
            revalue(&mut parcel);
        }
        self.push_line(subject, &parcel, Flaw::of_line(row), &mut random, record);
    }

    fn push_line(
        &self,
        subject: u32,
        parcel: &Parcel<'_>,
        flaw: Option<Flaw>,
        random: &mut Random,
        record: &mut RecordWriter,
    ) {
        let zip = parcel.neighbourhood.zip;
        if flaw == Some(Flaw::NoParcel) {
            record.text("N/A");
        } else {
            parcel.id.write_appraisers(record);
        }
        if parcel.is_vacant && random.chance(0.3) {
            record.blank();
        } else {
            record.text(&parcel.appraisers_address());
        }
        if random.chance(0.01) {
            record.blank();
            record.blank();
        } else {
            record.text(zip.city.name);
            record.whole(i64::from(zip.code));
        }
        let mut owner = Random::at(self.seed, Stream::Owner, self.walk.parcel(subject));
        let is_company = !parcel.is_homestead && owner.chance(0.4);
        record.text(&made_up_owner(&mut owner, is_company));

        let roll = parcel.roll;
        record.dollars(roll.land);
        record.dollars(roll.building);
        record.dollars(roll.extras);
        record.dollars(if flaw == Some(Flaw::NegativeMarket) { -roll.market } else { roll.market });
        record.dollars(roll.assessed);
        record.dollars(roll.exempt);
        record.dollars(roll.taxable);
        if random.chance(0.005) {
            record.blank();
        } else {
            record.cents(roll.taxes_cents);
        }
        record.blank();
        if random.chance(0.03) {
            record.blank();
        } else {
            let mut zoning = String::with_capacity(12);
            zoning.push_str(zip.city.zoning);
            zoning.push('-');
            zoning.push_str(parcel.neighbourhood.zoning);
            record.text(&zoning);
        }
        match flaw {
            _ if parcel.is_vacant || random.chance(0.015) => record.whole(0),
            Some(Flaw::YearMistyped) => record.whole(i64::from(parcel.built) * 10 + 5),
            _ => record.whole(i64::from(parcel.built)),
        }
        match flaw {
            Some(Flaw::AreaInWords) => record.text("see card"),
            _ if random.chance(0.01) => record.blank(),
            _ => record.dollars(parcel.living_sqft),
        }
        record.decimal((parcel.lot_acres * 10_000.0) as i64, 4);
        if random.chance(0.004) {
            record.blank();
            record.blank();
        } else {
            record.degrees(parcel.latitude);
            record.degrees(parcel.longitude);
        }
    }
}

/// The next year's figures.
fn revalue(parcel: &mut Parcel<'_>) {
    let roll = &mut parcel.roll;
    let gain = roll.building / 200 * 10;
    roll.building += gain;
    roll.market += gain;
    roll.assessed = (roll.assessed + roll.assessed * 3 / 100).min(roll.market);
    roll.taxable = (roll.assessed - roll.exempt).max(0);
    roll.taxes_cents = (roll.taxable as f64 * parcel.neighbourhood.zip.city.millage * 100.0) as i64;
}
