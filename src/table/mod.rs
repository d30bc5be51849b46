//! Bytes -> [`Table`]: typed columns, filled in one pass over chunks of a file.
//!
//! In: the bytes of a CSV-like file as they arrive, and a function that says, on seeing the header, which columns are
//! wanted and of what kind. Out: a [`Table`] of the wanted columns, or a
//! [`FileFault`](crate::problem::FileFault). A cell that cannot be read becomes a
//! [`Problem`](crate::problem::Problem). This module finds out encoding, delimiter and line ends by itself
//! ([`Dialect`]). It knows nothing of parcels or prices, and it never holds the file.

mod cell;
mod column;
mod day;
mod decode;
mod dialect;
mod reader;
mod record_writer;
mod records;
mod rows;
mod undecided;

pub use cell::{NumberRule, parse_number};
pub(crate) use column::hash_bytes;
pub use column::{Categories, Column, Numbers, Texts};
pub use day::{Day, DayCell, Days};
pub use dialect::{Delimiter, Dialect, Encoding};
pub use reader::{CellKind, ColumnPlan, HeaderJudge, OnBadCell, Reader, Strictness, Table, TablePlan};
pub use record_writer::RecordWriter;

#[cfg(test)]
mod tests;
