//! Tax deed sales: auctions on Thursdays for unpaid property taxes, before and after the as-of day.

use super::{
    County,
    random::{Random, Stream},
};
use crate::table::{Day, RecordWriter};

pub(super) const COLUMNS: &[&str] =
    &["tda_number", "sale_date", "deed_status", "parcel_id", "longitude", "latitude", "opening_bid"];

/// When a tax sale is held, and what has become of it.
pub(super) struct TaxSale {
    pub day: Day,
    pub is_ahead: bool,
    was_unsold: bool,
    random: Random,
}

impl County {
    pub(super) fn tax_sale(&self, place: u32) -> TaxSale {
        let mut random = Random::at(self.seed, Stream::TaxSale, place);
        let is_ahead = random.chance(0.68);
        let weeks = if is_ahead { 1 + random.below(16) as i32 } else { -1 - random.below(80) as i32 };
        // Days divisible by seven are Thursdays.
        let day = Day((self.as_of.0 + 7 * weeks).div_euclid(7) * 7);
        // The Thursday of this week may already be over.
        let is_ahead = is_ahead && day > self.as_of;
        let was_unsold = !is_ahead && random.chance(0.55);
        TaxSale { day, is_ahead, was_unsold, random }
    }

    pub(super) fn push_tax_sale(&self, place: u32, record: &mut RecordWriter) {
        let parcel = self.parcel(self.walk.parcel(self.tax_sale_row(place)));
        let TaxSale { day, was_unsold, mut random, .. } = self.tax_sale(place);

        let applied = i64::from(day.to_civil().0) - 1 - i64::from(random.below(2));
        record.joined(&[(applied, 4), (i64::from(place) + 101, 1)], b'-', b"");
        if random.chance(0.01) {
            record.blank();
        } else {
            record.us_day(day);
        }
        record.text(if was_unsold { "Lands Available" } else { "Active Sale" });
        parcel.id.write_tax_collectors(record);
        if random.chance(0.01) {
            record.blank();
            record.blank();
        } else {
            record.degrees(parcel.longitude);
            record.degrees(parcel.latitude);
        }
        if random.chance(0.1) {
            record.blank();
        } else {
            // Years of taxes with interest and fees; exempt homes owe assessments of the street and the drains.
            let years = 2.0 + random.waiting(2.0).min(6.0);
            let owed = (parcel.roll.taxes_cents as f64 + 40_000.0) * 1.15 * years + 95_000.0;
            record.cents(owed as i64);
        }
    }
}
