//! The columns of the table, and a row that has not come yet.

use leadscore::session::{LeadRow, SortColumn};
use leptos::prelude::*;

/// A column of the table.
pub struct Column {
    /// Its class in the style sheet, which hides it where the window is too narrow.
    pub class: &'static str,
    pub head: &'static str,
    /// Its name where there is room.
    pub words: &'static str,
    pub sort: Option<SortColumn>,
}

const fn column(class: &'static str, head: &'static str, words: &'static str, sort: SortColumn) -> Column {
    Column { class, head, words, sort: Some(sort) }
}

pub const COLUMNS: [Column; 12] = [
    column("cell--rank", "#", "Rank", SortColumn::Rank),
    column("cell--tier", "Tier", "Tier", SortColumn::Tier),
    column("cell--place", "Property", "Address", SortColumn::Address),
    column("cell--city", "City", "City", SortColumn::City),
    column("cell--score", "Score", "Score", SortColumn::Score),
    column("cell--arv", "ARV", "ARV", SortColumn::Arv),
    column("cell--offer", "Max offer", "Max offer", SortColumn::MaxOffer),
    column("cell--profit", "Profit", "Profit", SortColumn::Profit),
    column("cell--roi", "ROI", "Return on investment", SortColumn::Roi),
    column("cell--market", "Market", "Market value", SortColumn::MarketValue),
    column("cell--sale", "Sale", "Days to sale", SortColumn::DaysToSale),
    Column { class: "cell--why", head: "Why", words: "Why", sort: None },
];

/// The address, or in its place the parcel.
pub fn address(row: &LeadRow) -> String {
    row.address.clone().unwrap_or_else(|| format!("Parcel {}", row.parcel_id))
}

/// Whether a lead model has moved the score from where the rules put it.
pub fn is_moved(row: &LeadRow) -> bool {
    row.score != row.rule_score
}

/// A row whose lead is still on its way.
pub fn skeleton_cells() -> impl IntoView {
    view! {
        <span class="cell cell--whole" role="gridcell" aria-colindex="1">
            <i class="bone"></i>
            <i class="bone"></i>
            <i class="bone"></i>
        </span>
    }
}
