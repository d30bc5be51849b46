//! Leads or any table -> matrix: which columns can teach, what each holds, and the same again for the next table.
//!
//! Of houses ([`house`]) every feature is known beforehand, with its unit, its day and what it gives away; what their
//! neighbourhood fetches ([`market`]) is learned and becomes part of the model. Of any other table: a CSV file of unknown
//! columns ([`AnyHeader`]) and what the user says of them go in, a [`Schema`] comes out, the one definition by which this
//! table and every later one becomes a [`Matrix`](crate::tree::Matrix), and the columns left out, each with its reason.
//! Nothing here but [`market`] looks at a target, and that shows no row its own. A later table that lacks a column or has
//! it as something else is refused by name; no column is ever filled with zeros.

mod header;
pub mod house;
mod label;
pub mod market;
mod nearest;
mod schema;
mod survey;

pub use header::{AnyHeader, SchemaHeader};
pub use label::{label, unit};
pub use nearest::nearest;
pub use schema::{Kind, Schema, SchemaColumn, SchemaProblem};
pub use survey::{DropReason, Dropped, Survey, is_name_of_id, survey};

#[cfg(test)]
mod tests;
