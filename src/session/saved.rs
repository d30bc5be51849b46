//! Views with a name: filters, order and columns that a person comes back to.
//!
//! In: nothing, or what was kept. Out: [`SavedView`]s. The shipped ones ask for nothing that a county may not have: no
//! amount of money, no place.

use serde::{Deserialize, Serialize};

use super::{Query, Sort, SortColumn, Status};
use crate::score::Tier;

/// A view under a name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedView {
    pub name: String,
    pub query: Query,
    /// The columns of the table, in the words of the table; None leaves them as they are.
    pub columns: Option<String>,
}

/// The days ahead that are soon.
const SOON_DAYS: f64 = 14.0;
const MONTH_DAYS: f64 = 30.0;
/// The share of the market value, in percent, from which equity is high.
const HIGH_EQUITY_PERCENT: f64 = 50.0;

/// The views that come with the product.
pub fn shipped_views() -> Vec<SavedView> {
    let to_call = || Query { statuses: vec![Status::New], do_not_contact: Some(false), ..Query::default() };
    let view = |name: &str, query| SavedView { name: name.to_owned(), query, columns: None };
    vec![
        view("Tier A, not contacted", Query { tiers: vec![Tier::A], ..to_call() }),
        view("Auctions in 14 days", by(SortColumn::DaysToSale, Some(0.0), Some(SOON_DAYS), Query::default())),
        view("High equity", by(SortColumn::EquityPercent, Some(HIGH_EQUITY_PERCENT), None, Query::default())),
        view(
            "On two lists or more",
            Query { lists_at_least: 2, sorts: vec![first(SortColumn::Lists)], ..Query::default() },
        ),
        view(
            "Best profit in A and B",
            Query { tiers: vec![Tier::A, Tier::B], sorts: vec![first(SortColumn::Profit)], ..Query::default() },
        ),
        view("Not exported yet", Query { exported: Some(false), ..to_call() }),
        view("Sale passed in 30 days", by(SortColumn::DaysToSale, Some(-MONTH_DAYS), Some(-1.0), Query::default())),
    ]
}

/// Leads within a range of a column, the better end first.
fn by(column: SortColumn, from: Option<f64>, to: Option<f64>, mut query: Query) -> Query {
    query.set_range(column, from, to);
    Query { sorts: vec![first(column)], ..query }
}

fn first(column: SortColumn) -> Sort {
    Sort { column, descending: column.is_best_high() }
}
