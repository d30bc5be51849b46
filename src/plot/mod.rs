//! Pure geometry for charts and tables.
//!
//! In: counts, values and pixel sizes. Out: positions, ticks, visible rows and the words that stand beside numbers.
//! Knows neither a browser nor a lead; draws nothing.

mod histogram;
mod label;
mod rail;
mod scale;

pub use histogram::{Bar, bars};
pub use label::{
    bytes, capitalized, date_words, days, duration, money, money_short, percent, score, signed, signed_count, thousands,
};
pub use rail::{Position, Rail};
pub use scale::{Scale, ticks};
