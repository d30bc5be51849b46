//! Leads -> a matrix of named features: one table says what each is, for training and for scoring alike.
//!
//! In: [`Leads`](crate::lead::Leads) and a day. Out: a [`Matrix`](crate::tree::Matrix) with every feature of
//! [`FEATURES`], in the table's order; what is not known is missing and never 0. Which of them a model may see depends on
//! what it learns ([`Purpose`]): a part of the answer is no evidence for it ([`Leak`]).
//!
//! Owners enter by their kind alone: no name, age or heir. Row ids, parcel ids and phones are not here. Nothing is
//! learned here either: what depends on other rows, such as the median price of a ZIP code, is
//! [`market`](super::market)'s.

mod columns;
mod distress;
mod leak;
mod owner;
mod property;
mod reading;
mod registry;

pub use columns::{Row, columns, columns_of};
pub use leak::Leak;
pub use owner::kind_of as owner_kind;
pub use registry::{FEATURES, Feature, Kind, Origin, Purpose, Unit, feature, names, select, unit};

#[cfg(test)]
mod tests;
