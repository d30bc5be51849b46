//! One line of the table, and the columns it has.

use leadscore::{
    plot::{days, money, money_short, percent, score, thousands},
    session::{LeadRow, SortColumn},
};
use leptos::prelude::*;

use crate::kit::{Tags, TierBadge};

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

/// The cells of a lead, in the order of [`COLUMNS`].
pub fn cells(row: &LeadRow) -> impl IntoView + use<> {
    let city = row.city.clone().unwrap_or_default();
    let zip = row.zip.clone().unwrap_or_default();
    let bar = format!("{:.1}%", row.score.clamp(0.0, 100.0));
    let range = format!("{} – {}", money_short(row.arv_low), money_short(row.arv_high));
    let market = row.market_value.map_or_else(|| "–".to_owned(), money);
    let sale = row.days_to_sale.map_or_else(|| "–".to_owned(), days);
    let is_past = row.days_to_sale.is_some_and(|days| days < 0);
    let is_no_offer = row.max_offer < 0.0;
    let is_loss = row.profit < 0.0;
    view! {
        <span class="cell cell--rank" role="gridcell" aria-colindex="1">{thousands(u64::from(row.rank))}</span>
        <span class="cell cell--tier" role="gridcell" aria-colindex="2">
            <TierBadge tier=row.tier />
        </span>
        <span class="cell cell--place" role="gridcell" aria-colindex="3">
            <span class="cell__main">{address(row)}</span>
            <small class="cell__sub cell__sub--city">{format!("{city} {zip}")}</small>
            <small class="cell__sub cell__sub--parcel">{row.parcel_id.clone()}</small>
        </span>
        <span class="cell cell--city" role="gridcell" aria-colindex="4">
            <span class="cell__main">{city.clone()}</span>
            <small class="cell__sub">{zip.clone()}</small>
        </span>
        <span class="cell cell--score" role="gridcell" aria-colindex="5">
            <span>{score(row.score)}</span>
            <span class="score-bar" aria-hidden="true">
                <span class="score-bar__fill" style:width=bar></span>
            </span>
        </span>
        <span class="cell cell--arv" role="gridcell" aria-colindex="6">
            <span class="cell__main">{money(row.arv)}</span>
            <small class="cell__sub">{range}</small>
        </span>
        <span class="cell cell--offer" role="gridcell" aria-colindex="7" class:is-loss=is_no_offer>
            {money(row.max_offer)}
        </span>
        <span class="cell cell--profit" role="gridcell" aria-colindex="8" class:is-loss=is_loss>
            {money(row.profit)}
        </span>
        <span class="cell cell--roi" role="gridcell" aria-colindex="9" class:is-loss=is_loss>
            {percent(row.roi_percent, 0)}
        </span>
        <span class="cell cell--market" role="gridcell" aria-colindex="10">{market}</span>
        <span class="cell cell--sale" role="gridcell" aria-colindex="11" class:is-past=is_past>{sale}</span>
        <span class="cell cell--why" role="gridcell" aria-colindex="12">
            <Tags reasons=row.reasons.clone() most=4 />
        </span>
    }
}

/// The address, or in its place the parcel.
pub fn address(row: &LeadRow) -> String {
    row.address.clone().unwrap_or_else(|| format!("Parcel {}", row.parcel_id))
}

/// A row whose lead is still on its way.
pub fn skeleton_cells() -> impl IntoView {
    COLUMNS
        .iter()
        .zip(1..)
        .map(|(column, number): (_, usize)| {
            view! {
                <span class=format!("cell {}", column.class) role="gridcell" aria-colindex=number.to_string()>
                    <i class="bone"></i>
                </span>
            }
        })
        .collect_view()
}
