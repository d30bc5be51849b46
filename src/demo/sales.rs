//! Sales of the last two years: prices that follow what a home is worth, with the noise, the distress and the deeds that
//! are no sales at all.

use super::{
    County,
    random::{Random, Stream},
    working_day,
};
use crate::table::RecordWriter;

pub(super) const COLUMNS: &[&str] = &["parcel_number", "sale_date", "sale_price", "qualified_code", "multi_parcel"];

/// Qualified as the state's codes have it: 01 and 02 are sales between strangers at arm's length.
const QUALIFIED: [&str; 4] = ["01", "01", "01", "02"];

impl County {
    pub(super) fn push_sale(&self, place: u32, record: &mut RecordWriter) {
        let row = self.sale_price_pick().row(self.seed, place, |_| 0.0);
        let parcel = self.parcel(self.walk.parcel(row));
        let mut random = Random::at(self.seed, Stream::Sale, place);

        let days_ago = 1 + random.below(729) as i32;
        let is_distressed = self.tax_sale_place(row).is_some() || self.foreclosure_place(row).is_some();
        let noise = if parcel.is_vacant { 0.25 } else { 0.11 };
        let fair = parcel.worth
            * libm::exp(-0.05 * f64::from(days_ago) / 365.0 + noise * random.normal())
            * if is_distressed { 0.86 } else { 1.0 };
        let (price, code, multi_parcel) = match random.share() {
            // A deed within the family or to correct another one, a lender's sale, relatives, several lots at once.
            draw if draw < 0.04 => (100.0, "11", "N"),
            draw if draw < 0.065 => (fair * random.between(0.55, 0.85), "12", "N"),
            draw if draw < 0.085 => (fair * random.between(0.3, 0.8), "30", "N"),
            draw if draw < 0.105 => (fair * random.between(1.8, 4.0), "05", "Y"),
            // A zero too many or too few.
            draw if draw < 0.107 => (fair * 10.0, "01", "N"),
            draw if draw < 0.109 => (fair / 10.0, "01", "N"),
            _ => (fair, random.pick(&QUALIFIED), "N"),
        };

        parcel.id.write_appraisers(record);
        record.day(working_day(self.day(-days_ago)));
        record.whole(((price / 100.0) as i64).max(1) * 100);
        record.text(code);
        record.text(multi_parcel);
    }
}
