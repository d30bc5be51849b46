//! Source rows -> [`Leads`], one per parcel.
//!
//! In: the rows of all lists. Out: leads with their coordinates, their surroundings and what each list says of them.
//! Parcel ids are made comparable, rows of one parcel are joined across lists and merged within one (`merge.rs`), code
//! violations are counted on the parcel and around it. Nothing is scored here, and nothing is thrown away without a
//! [`Problem`](crate::problem::Problem).

pub mod address;
mod conflict;
pub mod geography;
mod leads;
mod lessons;
mod merge;
pub mod parcel_id;
mod proximity;
mod rounding;
pub mod violations;

pub use conflict::Conflict;
pub use leads::{Lead, Leads};
pub use lessons::{Outcome, OutcomeKind, Outcomes, Sale, Sales};
pub use proximity::{NEARBY_MILES, Proximity, ViolationMap};
pub use rounding::round_decimal;
pub use violations::ParcelViolations;

use crate::{
    lanes::Lanes,
    layout::{ImportMode, Rows},
    problem::Problems,
};

impl Leads {
    /// Makes leads of all rows. `problems` has one entry per file of the import.
    pub fn build(rows: Rows, mode: ImportMode, lanes: &dyn Lanes, problems: &mut [Problems]) -> Self {
        let mut leads = merge::merge(rows, mode, problems);
        proximity::locate(&mut leads, lanes, NEARBY_MILES, problems);
        leads
    }
}

#[cfg(test)]
pub(crate) mod tests;
