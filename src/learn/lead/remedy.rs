//! No good lead at all: the three remedies, with numbers.

use std::fmt;

use crate::learn::lift::{Threshold, threshold_for};

/// What would help where no row is a good lead.
#[derive(Clone, Debug, PartialEq)]
pub struct NoPositives {
    pub label: &'static str,
    pub rows: usize,
    /// For tier A: a threshold that some leads reach, and how many.
    pub lower_threshold: Option<Threshold>,
    /// For tier A: the rule score that the best tenth reaches, and how many that are.
    pub best_tenth: Option<Threshold>,
}

impl fmt::Display for NoPositives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "none of {} leads is {}: there are no examples to learn from. ", self.rows, self.label)?;
        match self.lower_threshold {
            // Told with two decimals, rounded down so that it is reached.
            Some(Threshold { at, rows }) => {
                write!(
                    f,
                    "Lower the threshold of tier A to {:.2}, which gives {rows}; ",
                    (at * 100.0).floor() / 100.0
                )?;
            }
            None => write!(f, "Name an earlier outcome with `--target`; ")?,
        }
        write!(f, "or add more lists")?;
        if let Some(Threshold { at, rows }) = self.best_tenth {
            write!(
                f,
                "; or learn from synthetic labels with `--target synthetic`: the {rows} leads of {at:.2} points and more, \
                 the best tenth"
            )?;
        }
        f.write_str(".")
    }
}

impl NoPositives {
    /// What the scores say would help a label of tier A.
    pub(super) fn of_tier(rows: &[f64]) -> Self {
        /// Enough to learn from at all.
        const WANTED: usize = 20;
        Self {
            label: "tier A",
            rows: rows.len(),
            lower_threshold: threshold_for(rows, WANTED.min(rows.len())),
            best_tenth: threshold_for(rows, rows.len().div_ceil(10)),
        }
    }
}
