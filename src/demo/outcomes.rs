//! What came of calls: the more reasons an owner has to sell, the further a call gets, with luck on top.

use super::{
    County,
    random::{Random, Stream},
    working_day,
};
use crate::table::RecordWriter;

pub(super) const COLUMNS: &[&str] = &["parcel_number", "contacted_date", "outcome"];

impl County {
    pub(super) fn push_outcome(&self, place: u32, record: &mut RecordWriter) {
        let row = self.outcome_row(place);
        let parcel = self.parcel(self.walk.parcel(row));
        let mut random = Random::at(self.seed, Stream::Outcome, place);

        let mut will = -2.1 + 1.6 * (parcel.strain - 0.3) + 0.9 * libm::log(parcel.market_to_assessed());
        if let Some(place) = self.tax_sale_place(row) {
            will += if self.tax_sale(place).is_ahead { 1.7 } else { 0.8 };
        }
        if let Some(place) = self.foreclosure_place(row) {
            let has_auction_ahead = self.suit(place).auction.is_some_and(|day| day > self.as_of);
            will += if has_auction_ahead { 1.6 } else { 0.9 };
        }
        let listens = 1.0 / (1.0 + libm::exp(-(will + 0.5 * random.normal())));

        let outcome = if random.chance(listens) {
            match random.share() + 0.5 * listens {
                depth if depth > 1.25 => "closed",
                depth if depth > 1.1 => "contract",
                depth if depth > 0.8 => "appointment",
                _ => "contacted",
            }
        } else if random.chance(0.65) {
            "no_answer"
        } else {
            "dead"
        };
        parcel.id.write_appraisers(record);
        record.day(working_day(self.day(-2 - random.below(240) as i32)));
        record.text(outcome);
    }
}
