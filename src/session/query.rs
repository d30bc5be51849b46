//! What a person asks of the list: which leads, in which order.
//!
//! Plain data, the same on the screen, in a saved view and in a message. `view.rs` answers it.

use std::{fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{SeqAccess, Visitor},
};

use super::Status;
use crate::{layout::Source, score::Tier};

/// Which leads, in which order. An empty list and a `None` ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    pub tiers: Vec<Tier>,
    /// A lead must be named by one of these.
    pub sources: Vec<Source>,
    /// A lead must stand on as many lists of houses in distress; see [`SortColumn::Lists`].
    pub lists_at_least: u32,
    pub cities: Vec<String>,
    /// Of five digits; a lead's own may be longer.
    pub zips: Vec<String>,
    /// All of them must hold; at most one per column.
    pub ranges: Vec<Range>,
    /// Whether a model says the ARV, or a rule of thumb.
    pub arv_by_model: Option<bool>,
    pub statuses: Vec<Status>,
    /// Whether the lead has left for another tool.
    pub exported: Option<bool>,
    /// Whether the lead is not to be contacted.
    pub do_not_contact: Option<bool>,
    /// Leads of this set alone, such as those that were drawn around on the map.
    pub within: Option<LeadSet>,
    /// Part of the address, city, ZIP or parcel id; any case.
    pub text: String,
    /// The first decides, the next decides among equals. What is equal in all stands by rank.
    pub sorts: Vec<Sort>,
}

/// Values of a column, both ends included. A lead without a value is in no range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    pub column: SortColumn,
    pub from: Option<f64>,
    pub to: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub column: SortColumn,
    pub descending: bool,
}

/// What leads can be sorted by; the numbers among them can be asked for by range too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortColumn {
    Rank,
    Tier,
    /// By street, then by house number.
    Address,
    City,
    Zip,
    Score,
    /// A lead model's chance that the lead is a good one, 0 to 1.
    Chance,
    Arv,
    MaxOffer,
    Profit,
    Roi,
    MarketValue,
    /// Market value less what the lists say is owed, US dollars: the judgment of a foreclosure, or else its opening
    /// bid, and the opening bid of a tax sale. Unknown where no list says what is owed.
    Equity,
    /// The same in percent of the market value.
    EquityPercent,
    /// Days until the next sale or auction, negative when past; sorted, past ones stand after all future ones.
    DaysToSale,
    /// Lists of houses in distress that name the lead: tax sales, foreclosures, code violations.
    Lists,
    /// From new to dead.
    Status,
}

impl SortColumn {
    /// Whether it holds texts, which have no ranges.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Address | Self::City | Self::Zip)
    }

    /// Whether a reader wants its high end first.
    pub fn is_best_high(self) -> bool {
        let is_best_low = matches!(self, Self::Rank | Self::Tier | Self::DaysToSale | Self::Status);
        !self.is_text() && !is_best_low
    }
}

impl Range {
    pub fn holds(&self, value: Option<f64>) -> bool {
        value.is_some_and(|value| self.from.is_none_or(|from| value >= from) && self.to.is_none_or(|to| value <= to))
    }

    /// Whether nothing can lie in it.
    pub fn is_reversed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from > to)
    }
}

impl Query {
    pub fn range(&self, column: SortColumn) -> Option<Range> {
        self.ranges.iter().copied().find(|range| range.column == column)
    }

    /// Asks for another range of a column; for all of it when both ends are open.
    pub fn set_range(&mut self, column: SortColumn, from: Option<f64>, to: Option<f64>) {
        self.ranges.retain(|range| range.column != column);
        if from.is_some() || to.is_some() {
            self.ranges.push(Range { column, from, to });
        }
    }

    /// Whether it leaves leads out.
    pub fn is_filtered(&self) -> bool {
        *self != Self { sorts: self.sorts.clone(), ..Self::default() }
    }

    /// Sorts by one column: another one from its better end, the same one the other way round.
    pub fn sort_by(&mut self, column: SortColumn) {
        let descending = match self.sorts.as_slice() {
            [only] if only.column == column => !only.descending,
            [] if column == SortColumn::Rank => true,
            _ => column.is_best_high(),
        };
        self.sorts = vec![Sort { column, descending }];
        self.drop_needless_rank();
    }

    /// Sorts equals by one more column; one that is there already turns the other way round.
    pub fn also_sort_by(&mut self, column: SortColumn) {
        match self.sorts.iter_mut().find(|sort| sort.column == column) {
            Some(sort) => sort.descending = !sort.descending,
            None => self.sorts.push(Sort { column, descending: column.is_best_high() }),
        }
        self.drop_needless_rank();
    }

    /// Equals stand by rank anyway.
    fn drop_needless_rank(&mut self) {
        if self.sorts.last() == Some(&Sort { column: SortColumn::Rank, descending: false }) {
            self.sorts.pop();
        }
    }
}

/// Leads by number, ascending, each once. Cheap to copy; a message carries it as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeadSet(Arc<[u32]>);

impl LeadSet {
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
    }
}

impl From<Vec<u32>> for LeadSet {
    fn from(mut leads: Vec<u32>) -> Self {
        leads.sort_unstable();
        leads.dedup();
        Self(leads.into())
    }
}

impl FromIterator<u32> for LeadSet {
    fn from_iter<I: IntoIterator<Item = u32>>(leads: I) -> Self {
        Self::from(leads.into_iter().collect::<Vec<u32>>())
    }
}

impl Serialize for LeadSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|lead| lead.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for LeadSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(LeadBytes)
    }
}

struct LeadBytes;

impl<'de> Visitor<'de> for LeadBytes {
    type Value = LeadSet;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the numbers of leads, four bytes each")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<LeadSet, E> {
        Ok(LeadSet::of_bytes(bytes))
    }

    /// JSON writes bytes as a list.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<LeadSet, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Ok(LeadSet::of_bytes(&bytes))
    }
}
