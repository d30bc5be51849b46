//! Foreclosures: a lender's suit from its first notice to the auction, before and after the as-of day.

use super::{
    County,
    neighbourhood::Kind,
    random::{Random, Stream},
    working_day,
};
use crate::table::{Day, RecordWriter};

pub(super) const COLUMNS: &[&str] = &[
    "situs_address",
    "situs_city",
    "situs_state",
    "situs_zip",
    "situs_county",
    "transfer_date",
    "transfer_amount",
    "default_amount",
    "opening_bid",
    "recording_date",
    "entered_date",
    "auction_date",
    "property_type",
    "record_type_description",
    "parcel_number",
    "year",
    "latitude",
    "longitude",
];

/// How far a suit has come.
pub(super) struct Suit {
    recorded: Day,
    stage: &'static str,
    pub auction: Option<Day>,
    random: Random,
}

impl County {
    pub(super) fn suit(&self, place: u32) -> Suit {
        let mut random = Random::at(self.seed, Stream::Foreclosure, place);
        let recorded = working_day(self.day(-25 - random.waiting(210.0).min(1400.0) as i32));
        let (stage, auctioned) = match random.share() {
            draw if draw < 0.58 => ("Lis Pendens", 0.06),
            draw if draw < 0.86 => ("Notice of Foreclosure", 0.85),
            _ => ("Final Judgment", 0.92),
        };
        let auction = random.chance(auctioned).then(|| {
            let ahead = 3 + random.below(110) as i32;
            let ago = -5 - random.below(240) as i32;
            let day = self.day(if random.chance(0.7) { ahead } else { ago });
            working_day(day.max(Day(recorded.0 + 20)))
        });
        Suit { recorded, stage, auction, random }
    }

    pub(super) fn push_foreclosure(&self, place: u32, record: &mut RecordWriter) {
        let parcel = self.parcel(self.walk.parcel(self.foreclosure_row(place)));
        let zip = parcel.neighbourhood.zip;
        let Suit { recorded, stage, auction, mut random } = self.suit(place);

        if random.chance(0.01) {
            record.blank();
        } else {
            record.text(&parcel.clerks_address());
        }
        record.text(zip.city.name);
        record.text("FL");
        record.whole(i64::from(zip.code));
        record.text("Orange");
        if random.chance(0.45) {
            let years = random.between(1.5, 16.0);
            record.day(working_day(Day(recorded.0 - (365.0 * years) as i32)));
            record.decimal((parcel.worth * libm::exp(-0.045 * years) / 100.0) as i64 * 1000, 1);
        } else {
            record.blank();
            record.dollars(0);
        }

        // Zero means that the clerk did not say.
        let owed_cents = (parcel.worth * random.between(0.25, 0.95) * 100.0) as i64;
        let is_known = random.chance(0.72);
        if is_known {
            record.cents(owed_cents);
        } else {
            record.dollars(0);
        }
        if auction.is_some() && random.chance(0.5) {
            record.cents((owed_cents as f64 * random.between(0.5, 1.0)) as i64);
        } else {
            record.dollars(0);
        }

        record.day(recorded);
        record.day(Day(recorded.0 + 1 + random.below(18) as i32));
        match auction {
            Some(day) => record.day(day),
            None => record.blank(),
        }
        record.text(match parcel.neighbourhood.kind {
            _ if parcel.is_vacant => "Vacant Land",
            Kind::Condo => "Condominium",
            Kind::Townhouse => "Townhouse",
            Kind::House if random.chance(0.02) => "Duplex (2 units, any combination)",
            Kind::House | Kind::Rural => "Single Family Residence",
        });
        record.text(stage);
        if random.chance(0.015) {
            record.blank();
        } else {
            parcel.id.write_appraisers(record);
        }
        record.whole(i64::from(recorded.to_civil().0));
        record.degrees(parcel.latitude + 2e-5);
        record.degrees(parcel.longitude - 2e-5);
    }
}
