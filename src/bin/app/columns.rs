//! The columns of the lead table: their names and widths, and which of them the person wants, in which order.
//!
//! In: what the person chose, and the room there is. Out: the [`Shape`] of the table. It draws nothing.

use leadscore::{
    plot::{Track, fitting, grid_tracks},
    session::SortColumn,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnId {
    Rank,
    Tier,
    Place,
    City,
    Zip,
    Score,
    Chance,
    Arv,
    Offer,
    Profit,
    Roi,
    Market,
    Equity,
    Sale,
    Lists,
    Status,
    Why,
}

pub struct Column {
    pub id: ColumnId,
    /// Its name in what is kept, and in the style sheet behind `cell--`.
    pub code: &'static str,
    pub head: &'static str,
    /// Its name where there is room.
    pub words: &'static str,
    pub sort: Option<SortColumn>,
    px: f64,
    grows: f64,
    importance: u8,
    /// Shown until the person says otherwise.
    is_usual: bool,
}

use ColumnId as Id;
use SortColumn as By;

#[rustfmt::skip]
pub const COLUMNS: [Column; 17] = [
    column(Id::Rank, "rank", "#", "Rank", Some(By::Rank), (40.0, 0.0), 90, true),
    column(Id::Tier, "tier", "Tier", "Tier", Some(By::Tier), (28.0, 0.0), 98, true),
    column(Id::Place, "place", "Property", "Address", Some(By::Address), (172.0, 1.3), 99, true),
    column(Id::City, "city", "City", "City", Some(By::City), (108.0, 0.5), 58, true),
    column(Id::Zip, "zip", "ZIP", "ZIP code", Some(By::Zip), (48.0, 0.0), 20, false),
    column(Id::Score, "score", "Score", "Score", Some(By::Score), (84.0, 0.0), 95, true),
    column(Id::Chance, "chance", "Chance", "Chance by the lead model", Some(By::Chance), (58.0, 0.0), 40, false),
    column(Id::Arv, "arv", "ARV", "ARV", Some(By::Arv), (86.0, 0.0), 86, true),
    column(Id::Offer, "offer", "Max offer", "Max offer", Some(By::MaxOffer), (82.0, 0.0), 88, true),
    column(Id::Profit, "profit", "Profit", "Profit", Some(By::Profit), (82.0, 0.0), 70, true),
    column(Id::Roi, "roi", "ROI", "Return on investment", Some(By::Roi), (52.0, 0.0), 60, true),
    column(Id::Market, "market", "Market", "Market value", Some(By::MarketValue), (88.0, 0.0), 56, true),
    column(Id::Equity, "equity", "Equity", "Equity", Some(By::Equity), (92.0, 0.0), 50, true),
    column(Id::Sale, "sale", "Sale", "Days to sale", Some(By::DaysToSale), (92.0, 0.0), 75, true),
    column(Id::Lists, "lists", "Lists", "Lists of distress", Some(By::Lists), (42.0, 0.0), 30, true),
    column(Id::Status, "status", "Status", "Status", Some(By::Status), (90.0, 0.0), 65, true),
    column(Id::Why, "why", "Why", "Why", None, (110.0, 1.6), 80, true),
];

#[expect(clippy::too_many_arguments, reason = "a table with as many columns")]
const fn column(
    id: ColumnId,
    code: &'static str,
    head: &'static str,
    words: &'static str,
    sort: Option<SortColumn>,
    (px, grows): (f64, f64),
    importance: u8,
    is_usual: bool,
) -> Column {
    Column { id, code, head, words, sort, px, grows, importance, is_usual }
}

/// Measures of the style sheet: between columns, beside a row, and the box to select it.
const GAP_PX: f64 = 12.0;
const SIDES_PX: f64 = 22.0;
const PICK: Track = Track { px: 24.0, grows: 0.0, importance: u8::MAX };
/// Below it the score has no bar.
const TIGHT_PX: f64 = 880.0;
const TIGHT_SCORE_PX: f64 = 46.0;
/// Ranks of six digits and more.
const LONG_RANK_PX: f64 = 58.0;

/// Every column in the person's order, and whether it is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice(pub Vec<(ColumnId, bool)>);

impl Default for Choice {
    fn default() -> Self {
        Self(COLUMNS.iter().map(|column| (column.id, column.is_usual)).collect())
    }
}

impl ColumnId {
    pub fn column(self) -> &'static Column {
        &COLUMNS[self as usize]
    }
}

impl Choice {
    /// Reads `rank,tier,-zip`: a minus sign hides. Unknown words are passed over, what is missing stands at the end.
    pub fn parse(text: &str) -> Self {
        let mut columns: Vec<(ColumnId, bool)> = Vec::new();
        for word in text.split(',') {
            let code = word.trim_start_matches('-');
            if let Some(column) = COLUMNS.iter().find(|column| column.code == code)
                && !columns.iter().any(|(id, _)| *id == column.id)
            {
                columns.push((column.id, !word.starts_with('-')));
            }
        }
        for column in &COLUMNS {
            if !columns.iter().any(|(id, _)| *id == column.id) {
                columns.push((column.id, column.is_usual && text.is_empty()));
            }
        }
        Self(columns)
    }

    pub fn words(&self) -> String {
        let words = self.0.iter().map(|(id, is_on)| format!("{}{}", if *is_on { "" } else { "-" }, id.column().code));
        words.collect::<Vec<_>>().join(",")
    }

    pub fn set(&mut self, id: ColumnId, is_on: bool) {
        self.0.iter_mut().filter(|(known, _)| *known == id).for_each(|(_, on)| *on = is_on);
    }

    /// Moves a column to a place of the order.
    pub fn put(&mut self, id: ColumnId, place: usize) {
        if let Some(at) = self.0.iter().position(|(known, _)| *known == id) {
            let moved = self.0.remove(at);
            self.0.insert(place.min(self.0.len()), moved);
        }
    }
}

/// The columns that are drawn, and their widths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    pub columns: Vec<ColumnId>,
    pub tracks: String,
    pub is_tight: bool,
    /// Differs between tables of other columns.
    pub key: u64,
}

impl Shape {
    /// The columns of `choice` that fit into a table of this width. `is_long`: there are ranks of six digits.
    pub fn of(choice: &Choice, width_px: f64, is_long: bool) -> Self {
        let is_tight = width_px < TIGHT_PX;
        let wanted: Vec<ColumnId> = choice.0.iter().filter(|(_, is_on)| *is_on).map(|(id, _)| *id).collect();
        let track = |id: ColumnId| {
            let Column { px, grows, importance, .. } = *id.column();
            let px = match id {
                Id::Score if is_tight => TIGHT_SCORE_PX,
                Id::Rank if is_long => LONG_RANK_PX,
                _ => px,
            };
            Track { px, grows, importance }
        };
        let tracks: Vec<Track> = std::iter::once(PICK).chain(wanted.iter().map(|id| track(*id))).collect();
        let shown = fitting(&tracks, GAP_PX, width_px - SIDES_PX);
        let columns: Vec<ColumnId> = shown.iter().filter_map(|at| wanted.get(at.checked_sub(1)?)).copied().collect();
        let mut shown: Vec<Track> = shown.into_iter().map(|at| tracks[at]).collect();
        // Something takes the room that is left, or the row ends in the middle of the table.
        if !shown.iter().any(|track| track.grows > 0.0)
            && let Some(last) = shown.last_mut()
        {
            last.grows = 1.0;
        }
        let key = columns.iter().fold(1, |key: u64, id| key.wrapping_mul(31).wrapping_add(*id as u64 + 1));
        Self { tracks: grid_tracks(&shown), columns, is_tight, key }
    }

    pub fn has(&self, id: ColumnId) -> bool {
        self.columns.contains(&id)
    }
}
