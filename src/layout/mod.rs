//! Table -> source rows: which list a file is, and which column is what.
//!
//! In: a header, then a [`Table`](crate::table::Table). Out: [`Rows`], the rows of every source by [`Field`]. Layouts
//! are data (`known.rs`), units are fixed here: US dollars, square feet, acres, miles. This module joins nothing and
//! judges no row; it only names columns.

mod field;
mod known;
mod mode;
mod recognise;
mod rows;
mod source;

pub use field::{FIELD_COUNT, Field, Unit};
pub use known::{Lesson, Role};
pub use mode::ImportMode;
pub use recognise::{Recognised, Recogniser};
pub use rows::{Rows, SourceRows};
pub use source::Source;

#[cfg(test)]
mod tests;
