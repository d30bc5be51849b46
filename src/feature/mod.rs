//! Any table -> matrix: which columns can teach, what each holds, and the same again for the next table.
//!
//! In: a CSV file of unknown columns ([`AnyHeader`]) and what the user says of them. Out: a [`Schema`], the one
//! definition by which this table and every later one becomes a [`Matrix`](crate::tree::Matrix), and the columns left
//! out, each with its reason. Nothing here looks at a target, so nothing here can leak it. A later table that lacks a
//! column or has it as something else is refused by name; no column is ever filled with zeros.

mod header;
mod nearest;
mod schema;
mod survey;

pub use header::{AnyHeader, SchemaHeader};
pub use nearest::nearest;
pub use schema::{Kind, Schema, SchemaColumn, SchemaProblem};
pub use survey::{DropReason, Dropped, Survey, survey};

#[cfg(test)]
mod tests;
