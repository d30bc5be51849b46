//! Medians of groups, drawn towards the median of all where a group is small.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// So many rows of the whole stand beside those of a group: a group of as many counts for half.
const PRIOR_ROWS: f64 = 10.0;

/// Groups by name. A group that was never met is answered by the whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Groups {
    /// None without any row.
    whole_usd: Option<f64>,
    groups: BTreeMap<String, Group>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Group {
    usd: f64,
    rows: u32,
}

/// What is known of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    pub usd: Option<f64>,
    pub rows: u32,
}

impl Groups {
    /// Of named prices, and of all prices.
    pub fn learn(named: impl Iterator<Item = (String, f64)>, all: impl Iterator<Item = f64>) -> Self {
        let Some(whole_usd) = median(all.collect()) else { return Self::default() };
        let mut prices: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (name, price) in named {
            prices.entry(name).or_default().push(price);
        }
        let group = |prices: Vec<f64>| {
            let rows = prices.len() as u32;
            let own = median(prices).unwrap_or(whole_usd);
            let usd = (f64::from(rows) * own + PRIOR_ROWS * whole_usd) / (f64::from(rows) + PRIOR_ROWS);
            Group { usd, rows }
        };
        let groups = prices.into_iter().map(|(name, prices)| (name, group(prices))).collect();
        Self { whole_usd: Some(whole_usd), groups }
    }

    pub fn of(&self, name: &str) -> Answer {
        match self.groups.get(name) {
            Some(group) => Answer { usd: Some(group.usd), rows: group.rows },
            None => Answer { usd: self.whole_usd, rows: 0 },
        }
    }
}

/// The mean of the two in the middle; None of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 { Some(upper) } else { Some((values[middle - 1] + upper) / 2.0) }
}
