//! When to train again.
//!
//! In: the day and the rows of a training, and those of today. Out: reasons, in words with their numbers. The limits are
//! those of the reference system's guide: once a month, or when the rows have grown by a fifth.

use std::fmt;

use crate::{plot::thousands, table::Day};

/// The longest month.
const MOST_DAYS: i32 = 31;
/// Of the rows at the time of the training.
const MOST_GROWTH_PERCENT: u64 = 20;

/// A reason to train again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    Old { trained: Day, days: i32 },
    Grown { rows_then: u64, rows_now: u64 },
}

/// Every reason to train a model again; none: it may stay. Rows that are not known are no reason.
pub fn retrain_advice(trained: Day, as_of: Day, rows_then: Option<u64>, rows_now: Option<u64>) -> Vec<Advice> {
    let days = as_of.0.saturating_sub(trained.0);
    let old = (days > MOST_DAYS).then_some(Advice::Old { trained, days });
    let grown = rows_then.zip(rows_now).filter(|(rows_then, rows_now)| {
        let [rows_then, rows_now] = [rows_then, rows_now].map(|rows| u128::from(*rows));
        rows_then > 0 && rows_now * 100 >= rows_then * u128::from(100 + MOST_GROWTH_PERCENT)
    });
    old.into_iter().chain(grown.map(|(rows_then, rows_now)| Advice::Grown { rows_then, rows_now })).collect()
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Old { trained, days } => write!(
                f,
                "it was trained on {trained}, {} days ago; train again after {MOST_DAYS} days",
                thousands(days.unsigned_abs().into())
            ),
            Self::Grown { rows_then, rows_now } => {
                let percent = (u128::from(rows_now) * 100 / u128::from(rows_then.max(1))).saturating_sub(100);
                write!(
                    f,
                    "there are {} rows and it learned from {}, {percent} % more; train again from {MOST_GROWTH_PERCENT} % on",
                    thousands(rows_now),
                    thousands(rows_then)
                )
            }
        }
    }
}
