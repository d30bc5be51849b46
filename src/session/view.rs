//! Which leads are shown, and in which order.
//!
//! In: a session and a [`Query`]. Out: leads by number. What is cheap to know is asked first, the deal last and once.
//! `view/order.rs` sorts.

mod order;

use memchr::memmem::Finder;

use super::{
    Entry, Session,
    display::{days_to_sale, equity, lists_in_distress, title_case, zip_of},
    query::{LeadSet, Query, Range, SortColumn},
};
use crate::{
    deal::{ArvBasis, Deal},
    layout::Source,
    lead::{Lead, parcel_id::swap_order},
};

/// The leads that a query asks for, in its order.
pub fn leads_of(session: &Session, query: &Query) -> Vec<u32> {
    let mut leads = if query.is_filtered() {
        let wanted = Wanted::new(session, query);
        ranked(session, |lead| wanted.has(lead)).collect()
    } else {
        session.scores().ranking().to_vec()
    };
    order::sort(session, &query.sorts, &mut leads);
    leads
}

/// The first leads by rank that a text finds.
pub fn leads_with_text(session: &Session, text: &str, most: usize) -> Vec<u32> {
    /// What many leads share is found among so many of them.
    const FIRST: usize = 20_000;
    let Some(text) = TextSearch::new(text) else { return Vec::new() };
    let finds = |lead: u32| text.finds(session.leads().get(lead as usize));
    let first: Vec<u32> =
        session.scores().ranking().iter().copied().take(FIRST).filter(|&lead| finds(lead)).take(most).collect();
    if first.len() == most { first } else { ranked(session, finds).take(most).collect() }
}

/// The leads that fit, by rank. They are asked in the order in which they lie in memory: in the order of their rank,
/// most of the time would go into waiting for it.
fn ranked(session: &Session, fits: impl Fn(u32) -> bool) -> impl Iterator<Item = u32> {
    let marks: Vec<bool> = (0..session.leads().len() as u32).map(fits).collect();
    session.scores().ranking().iter().copied().filter(move |&lead| marks[lead as usize])
}

/// A query, ready to be asked of many leads.
struct Wanted<'q> {
    session: &'q Session,
    query: &'q Query,
    /// By lead.
    within: Option<Vec<bool>>,
    text: Option<TextSearch>,
    of_lead: Vec<Range>,
    of_deal: Vec<Range>,
}

impl<'q> Wanted<'q> {
    fn new(session: &'q Session, query: &'q Query) -> Self {
        let (of_deal, of_lead) = query.ranges.iter().partition(|range| is_of_deal(range.column));
        Self {
            session,
            query,
            within: query.within.as_ref().map(|set| marked(set, session.leads().len())),
            text: TextSearch::new(&query.text),
            of_lead,
            of_deal,
        }
    }

    fn has(&self, index: u32) -> bool {
        let (session, query) = (self.session, self.query);
        if self.within.as_ref().is_some_and(|within| !within[index as usize]) {
            return false;
        }
        if !query.tiers.is_empty() && !query.tiers.contains(&session.tier(index)) {
            return false;
        }
        let lead = session.leads().get(index as usize);
        self.has_entry(index)
            && self.has_lead(lead)
            && self.of_lead.iter().all(|range| range.holds(number_of_lead(session, range.column, lead)))
            && self.text.as_ref().is_none_or(|text| text.finds(lead))
            && self.has_deal(index)
    }

    fn has_lead(&self, lead: Lead<'_>) -> bool {
        let query = self.query;
        if !query.sources.is_empty() && !query.sources.iter().any(|&source| lead.has(source)) {
            return false;
        }
        if query.lists_at_least > 0 && lists_in_distress(lead) < query.lists_at_least {
            return false;
        }
        let is_one_of = |wanted: &[String], value: Option<&str>| {
            value.is_some_and(|value| wanted.iter().any(|one| one.eq_ignore_ascii_case(value)))
        };
        (query.cities.is_empty() || is_one_of(&query.cities, lead.city()))
            && (query.zips.is_empty() || is_one_of(&query.zips, zip_of(lead)))
    }

    /// Whether what the person did about the lead is what is asked for.
    fn has_entry(&self, index: u32) -> bool {
        let query = self.query;
        if query.statuses.is_empty() && query.exported.is_none() && query.do_not_contact.is_none() {
            return true;
        }
        let entry = self.session.entry(index);
        let status = entry.map(Entry::status).unwrap_or_default();
        (query.statuses.is_empty() || query.statuses.contains(&status))
            && query.exported.is_none_or(|is| entry.is_some_and(|entry| entry.exported().is_some()) == is)
            && query.do_not_contact.is_none_or(|is| entry.is_some_and(Entry::do_not_contact) == is)
    }

    fn has_deal(&self, index: u32) -> bool {
        if self.of_deal.is_empty() && self.query.arv_by_model.is_none() {
            return true;
        }
        let deal = self.session.deal(index);
        self.query.arv_by_model.is_none_or(|wanted| wanted == (deal.arv.basis == ArvBasis::Model))
            && self.of_deal.iter().all(|range| range.holds(number_of_deal(range.column, &deal)))
    }
}

fn marked(set: &LeadSet, leads: usize) -> Vec<bool> {
    let mut marks = vec![false; leads];
    for &lead in set.as_slice() {
        if let Some(mark) = marks.get_mut(lead as usize) {
            *mark = true;
        }
    }
    marks
}

/// A text to be found in addresses, cities, ZIP codes and parcel ids.
struct TextSearch {
    text: Finder<'static>,
    /// The text reduced to letters and digits, when it could be a parcel id; a whole id in both digit orders.
    parcels: Vec<Finder<'static>>,
}

impl TextSearch {
    /// None for a text that asks for nothing.
    fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_uppercase();
        if text.is_empty() {
            return None;
        }
        let parcel: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let has_word = text.contains(' ') && text.contains(char::is_alphabetic);
        let is_parcel = text.bytes().filter(u8::is_ascii_digit).count() >= 3 && !has_word;
        let mut other_order = parcel.clone();
        let has_other_order = is_parcel && swap_order(&mut other_order);
        let finder = |needle: &str| Finder::new(needle.as_bytes()).into_owned();
        let parcels = [is_parcel.then_some(parcel), has_other_order.then_some(other_order)];
        Some(Self { text: finder(&text), parcels: parcels.into_iter().flatten().map(|id| finder(&id)).collect() })
    }

    fn finds(&self, lead: Lead<'_>) -> bool {
        let found = |part: &str| self.text.find(part.as_bytes()).is_some();
        lead.situs_address().is_some_and(found)
            || lead.zip().is_some_and(found)
            || found(lead.parcel_id())
            // Most lists write cities in capitals.
            || lead.city().is_some_and(|city| found(city) || has_small(city) && found(&city.to_uppercase()))
            || self.parcels.iter().any(|id| id.find(lead.parcel_id_normalized().as_bytes()).is_some())
    }
}

fn has_small(text: &str) -> bool {
    text.chars().any(char::is_lowercase)
}

/// Whether a number of a lead comes from its deal, which has to be reckoned.
fn is_of_deal(column: SortColumn) -> bool {
    matches!(column, SortColumn::Arv | SortColumn::MaxOffer | SortColumn::Profit | SortColumn::Roi)
}

fn number_of_deal(column: SortColumn, deal: &Deal<'_>) -> Option<f64> {
    match column {
        SortColumn::Arv => Some(deal.arv.estimate_usd),
        SortColumn::MaxOffer => Some(deal.max_offer_usd),
        SortColumn::Profit => Some(deal.potential_profit_usd),
        SortColumn::Roi => Some(deal.roi_percent),
        _ => None,
    }
}

fn number_of_lead(session: &Session, column: SortColumn, lead: Lead<'_>) -> Option<f64> {
    let index = lead.index() as u32;
    match column {
        SortColumn::Rank => Some(f64::from(session.rank_of(index))),
        SortColumn::Tier => Some(f64::from(session.tier(index) as u8)),
        SortColumn::Score => Some(session.scores().shown(lead.index())),
        SortColumn::Chance => session.chance(index),
        SortColumn::MarketValue => lead.market_value(),
        SortColumn::Equity => equity(lead),
        SortColumn::EquityPercent => Some(equity(lead)? / lead.market_value()? * 100.0),
        SortColumn::DaysToSale => days_to_sale(lead, session.as_of()).map(f64::from),
        SortColumn::Lists => Some(f64::from(lists_in_distress(lead))),
        SortColumn::Status => Some(f64::from(session.entry(index).map(Entry::status).unwrap_or_default() as u8)),
        SortColumn::Arv
        | SortColumn::MaxOffer
        | SortColumn::Profit
        | SortColumn::Roi
        | SortColumn::Address
        | SortColumn::City
        | SortColumn::Zip => None,
    }
}

/// The scored leads counted by a text of theirs, the most frequent first. Spellings that `shown` makes equal are one.
fn counts<'s>(
    session: &'s Session,
    text: impl Fn(Lead<'s>) -> Option<&'s str>,
    shown: impl Fn(&str) -> String,
) -> Vec<(String, u32)> {
    let mut spelled: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for &lead in session.scores().ranking() {
        if let Some(text) = text(session.leads().get(lead as usize)) {
            *spelled.entry(text).or_default() += 1;
        }
    }
    let mut counts: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    for (text, count) in spelled {
        *counts.entry(shown(text)).or_default() += count;
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

pub fn city_counts(session: &Session) -> Vec<(String, u32)> {
    counts(session, |lead| lead.city(), title_case)
}

pub fn zip_counts(session: &Session) -> Vec<(String, u32)> {
    counts(session, zip_of, str::to_owned)
}

/// How many scored leads each source names.
pub fn source_counts(session: &Session) -> Vec<(Source, u32)> {
    let mut counts = Source::ALL.map(|source| (source, 0));
    for &lead in session.scores().ranking() {
        let lead = session.leads().get(lead as usize);
        counts.iter_mut().for_each(|(source, count)| *count += u32::from(lead.has(*source)));
    }
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests;
