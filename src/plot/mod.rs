//! Pure geometry for charts and tables.
//!
//! In: counts, values and pixel sizes. Out: positions, ticks, visible rows and the words that stand beside numbers.
//! Knows neither a browser nor a lead; draws nothing.

mod columns;
mod histogram;
mod label;
pub mod map;
mod rail;
mod range;
mod scale;

pub use columns::{Track, fitting, grid_tracks};
pub use histogram::{Bar, bars};
pub use label::{
    bytes, capitalized, date_words, days, duration, money, money_short, percent, percent_brief, score, signed,
    signed_count, thousands,
};
pub use rail::{Position, Rail};
pub use range::range_words;
pub use scale::{Scale, ticks};
