//! Which leads are shown, and in which order.

use memchr::memmem::Finder;

use super::{
    Session,
    display::{days_to_sale, sale_order, title_case},
    report::{Query, SortColumn},
};
use crate::{
    layout::Source,
    lead::{Lead, parcel_id::swap_order},
    score::{Tier, sortable},
};

/// The leads that a query asks for, in its order.
pub fn leads_of(session: &Session, query: &Query) -> Vec<u32> {
    let wanted = Wanted::new(query);
    let mut leads: Vec<u32> = session
        .scores()
        .ranking()
        .iter()
        .copied()
        .filter(|&lead| wanted.tiers(session.tier(lead)) && wanted.lead(session.leads().get(lead as usize)))
        .collect();
    sort(session, query, &mut leads);
    leads
}

/// A query, ready to be asked of many leads.
struct Wanted<'q> {
    query: &'q Query,
    cities: Vec<String>,
    text: Option<Finder<'static>>,
    /// The query reduced to letters and digits, when it could be a parcel id; a whole id in both digit orders.
    parcels: Vec<Finder<'static>>,
}

impl<'q> Wanted<'q> {
    fn new(query: &'q Query) -> Self {
        let text = query.text.trim().to_uppercase();
        let parcel: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let has_word = text.contains(' ') && text.contains(char::is_alphabetic);
        let is_parcel = text.bytes().filter(u8::is_ascii_digit).count() >= 3 && !has_word;
        let mut other_order = parcel.clone();
        let has_other_order = is_parcel && swap_order(&mut other_order);
        let finder = |needle: &str| Finder::new(needle.as_bytes()).into_owned();
        Self {
            query,
            cities: query.cities.iter().map(|city| city.to_uppercase()).collect(),
            text: (!text.is_empty()).then(|| finder(&text)),
            parcels: [is_parcel.then_some(parcel), has_other_order.then_some(other_order)]
                .into_iter()
                .flatten()
                .map(|id| finder(&id))
                .collect(),
        }
    }

    fn tiers(&self, tier: Tier) -> bool {
        self.query.tiers.is_empty() || self.query.tiers.contains(&tier)
    }

    fn lead(&self, lead: Lead<'_>) -> bool {
        let city = || lead.city().unwrap_or_default();
        if !self.query.sources.is_empty() && !self.query.sources.iter().any(|&source| lead.has(source)) {
            return false;
        }
        if !self.cities.is_empty() && !self.cities.iter().any(|wanted| wanted.eq_ignore_ascii_case(city())) {
            return false;
        }
        let Some(text) = &self.text else { return true };
        let found = |part: &str| text.find(part.as_bytes()).is_some();
        lead.situs_address().is_some_and(found)
            || lead.zip().is_some_and(found)
            || found(lead.parcel_id())
            || found(&city().to_uppercase())
            || self.parcels.iter().any(|id| id.find(lead.parcel_id_normalized().as_bytes()).is_some())
    }
}

/// Sorts by the query's column; equal leads stay in the order of their rank, unknown values come last either way.
fn sort(session: &Session, query: &Query, leads: &mut [u32]) {
    match query.sort.column {
        SortColumn::Rank if query.sort.descending => leads.reverse(),
        SortColumn::Rank => {}
        SortColumn::Address | SortColumn::City => {
            by_key(leads, query.sort.descending, |lead| text_key(session, query.sort.column, lead));
        }
        _ => by_key(leads, query.sort.descending, |lead| number_key(session, query.sort.column, lead)),
    }
}

/// Addresses by street, then by house number.
fn text_key(session: &Session, column: SortColumn, lead: u32) -> Option<String> {
    let lead = session.leads().get(lead as usize);
    if column == SortColumn::City {
        return lead.city().map(title_case);
    }
    let address = lead.situs_address()?;
    Some(match address.split_once(' ') {
        Some((number, street)) if number.bytes().all(|b| b.is_ascii_digit()) => format!("{street} {number:0>8}"),
        _ => address.to_owned(),
    })
}

/// Numbers as integers that rise with them.
fn number_key(session: &Session, column: SortColumn, index: u32) -> Option<u64> {
    let lead = session.leads().get(index as usize);
    let number = match column {
        SortColumn::Tier => return Some(session.tier(index) as u64),
        SortColumn::DaysToSale => {
            let (is_past, days) = sale_order(days_to_sale(lead, session.as_of())?);
            return Some(u64::from(is_past) << 32 | u64::from(days));
        }
        SortColumn::MarketValue => lead.market_value()?,
        SortColumn::Arv => session.deal(index).arv.estimate_usd,
        SortColumn::MaxOffer => session.deal(index).max_offer_usd,
        SortColumn::Profit => session.deal(index).potential_profit_usd,
        SortColumn::Roi => session.deal(index).roi_percent,
        SortColumn::Score | SortColumn::Rank | SortColumn::Address | SortColumn::City => {
            session.scores().shown(index as usize)
        }
    };
    Some(sortable(number))
}

fn by_key<K: Ord>(leads: &mut [u32], descending: bool, key: impl Fn(u32) -> Option<K>) {
    let mut keyed: Vec<(Option<K>, u32)> =
        leads.iter().enumerate().map(|(place, &lead)| (key(lead), place as u32)).collect();
    keyed.sort_unstable_by(|(a, a_place), (b, b_place)| {
        let by_value = match (a, b) {
            (Some(a), Some(b)) if descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        by_value.then(a_place.cmp(b_place))
    });
    let sorted: Vec<u32> = keyed.into_iter().map(|(_, place)| leads[place as usize]).collect();
    leads.copy_from_slice(&sorted);
}

/// Cities with how many scored leads they have, the most frequent first.
pub fn city_counts(session: &Session) -> Vec<(String, u32)> {
    let mut spelled: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for &lead in session.scores().ranking() {
        if let Some(city) = session.leads().get(lead as usize).city() {
            *spelled.entry(city).or_default() += 1;
        }
    }
    let mut counts: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    for (city, count) in spelled {
        *counts.entry(title_case(city)).or_default() += count;
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
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
