//! What cells and cards share: names of leads, and a row that has not come yet.

use leadscore::session::LeadRow;
use leptos::prelude::*;

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
