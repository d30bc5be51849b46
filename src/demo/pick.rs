//! Who is on a list: a fixed number of rows of the property file, the more likely ones first, without ever holding them.
//!
//! The rows are cut into as many stretches as the list is long, and the row with the highest draw in each is taken.
//! Whether a row is on a list, and at which place, can so be answered by looking at its stretch alone.

use std::ops::Range;

use super::{
    County,
    random::{Random, Stream},
};

/// One row out of each of `count` stretches of `rows` rows; `count` is at most `rows`.
#[derive(Clone, Copy)]
pub(super) struct Pick {
    pub stream: Stream,
    pub count: u32,
    pub rows: u32,
}

impl Pick {
    fn stretch(self, place: u32) -> Range<u32> {
        let start = |place: u32| (u64::from(place) * u64::from(self.rows) / u64::from(self.count)) as u32;
        start(place)..start(place + 1)
    }

    /// The stretch that a row lies in.
    fn place_of(self, row: u32) -> Option<u32> {
        let place = ((u64::from(row) + 1) * u64::from(self.count)).checked_sub(1)? / u64::from(self.rows);
        Some(place as u32)
    }

    /// The row at a place of the list; `appeal` says how much a row belongs there, in units of the draw's spread.
    pub fn row(self, seed: u64, place: u32, appeal: impl Fn(u32) -> f64) -> u32 {
        let stretch = self.stretch(place);
        let (mut best, mut highest) = (stretch.start, f64::NEG_INFINITY);
        for row in stretch {
            let draw = appeal(row) + Random::at(seed, self.stream, row).share();
            if draw > highest {
                (best, highest) = (row, draw);
            }
        }
        best
    }

    /// The place of a row on the list, if it is there.
    pub fn place(self, seed: u64, row: u32, appeal: impl Fn(u32) -> f64) -> Option<u32> {
        let place = self.place_of(row)?;
        (self.row(seed, place, appeal) == row).then_some(place)
    }
}

/// A way to walk over all parcels in an order that mixes neighbourhoods: row r of the property file is about parcel
/// `(r * step + start) mod count`.
pub(super) struct Walk {
    count: u64,
    step: u64,
    start: u64,
}

impl Walk {
    pub fn over(count: u32, seed: u64) -> Self {
        let count = u64::from(count.max(1));
        // Near the golden section, so that rows close in the file are far apart on the map.
        let mut step = (count * 618 / 1000).max(1);
        while greatest_common_divisor(step, count) != 1 {
            step += 1;
        }
        Self { count, step, start: seed % count }
    }

    pub fn parcel(&self, row: u32) -> u32 {
        ((u64::from(row) * self.step + self.start) % self.count) as u32
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl County {
    pub(super) fn sale_price_pick(&self) -> Pick {
        Pick { stream: Stream::SalePick, count: self.sales, rows: self.rows }
    }

    pub(super) fn tax_sale_row(&self, place: u32) -> u32 {
        self.tax_sale_pick().row(self.seed, place, |row| self.appeal(row))
    }

    pub(super) fn foreclosure_row(&self, place: u32) -> u32 {
        self.foreclosure_pick().row(self.seed, place, |row| self.appeal(row))
    }

    /// Callers ring those on the lists first.
    pub(super) fn outcome_row(&self, place: u32) -> u32 {
        let pick = Pick { stream: Stream::OutcomePick, count: self.outcomes, rows: self.rows };
        pick.row(self.seed, place, |row| {
            let listed = self.tax_sale_place(row).is_some() || self.foreclosure_place(row).is_some();
            if listed { 0.75 } else { 0.0 }
        })
    }

    pub(super) fn tax_sale_place(&self, row: u32) -> Option<u32> {
        self.tax_sale_pick().place(self.seed, row, |row| self.appeal(row))
    }

    pub(super) fn foreclosure_place(&self, row: u32) -> Option<u32> {
        self.foreclosure_pick().place(self.seed, row, |row| self.appeal(row))
    }

    fn tax_sale_pick(&self) -> Pick {
        Pick { stream: Stream::TaxSalePick, count: self.tax_sales, rows: self.rows }
    }

    fn foreclosure_pick(&self) -> Pick {
        Pick { stream: Stream::ForeclosurePick, count: self.foreclosures, rows: self.rows }
    }

    /// Of a row for the lists of the distressed.
    fn appeal(&self, row: u32) -> f64 {
        0.6 * self.strain(self.walk.parcel(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walk_visits_every_parcel_once() {
        for count in [1, 2, 7, 64, 200, 6000] {
            let walk = Walk::over(count, 42);
            let mut seen = vec![false; count as usize];
            for row in 0..count {
                let parcel = walk.parcel(row);
                assert!(!std::mem::replace(&mut seen[parcel as usize], true));
            }
        }
    }

    #[test]
    fn picked_rows_know_their_place() {
        for (count, rows) in [(1, 1), (3, 10), (300, 6000), (10, 10)] {
            let pick = Pick { stream: Stream::TaxSalePick, count, rows };
            let picked: Vec<u32> = (0..count).map(|place| pick.row(42, place, |_| 0.0)).collect();
            for row in 0..rows {
                let place = picked.iter().position(|&other| other == row).map(|place| place as u32);
                assert_eq!(pick.place(42, row, |_| 0.0), place, "row {row} of {rows}");
            }
        }
    }

    #[test]
    fn an_empty_list_picks_nobody() {
        let pick = Pick { stream: Stream::TaxSalePick, count: 0, rows: 10 };
        assert_eq!(pick.place(42, 3, |_| 0.0), None);
    }
}
