//! Which leads are shown, and in which order.

use memchr::memmem::Finder;

use super::{
    Session,
    display::{days_to_sale, sale_order, title_case},
    report::{Query, SortColumn},
};
use crate::{
    layout::Source,
    lead::Lead,
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
    /// The query reduced to letters and digits, when it could be a parcel id.
    parcel: Option<Finder<'static>>,
}

impl<'q> Wanted<'q> {
    fn new(query: &'q Query) -> Self {
        let text = query.text.trim().to_uppercase();
        let parcel: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let is_parcel = text.bytes().filter(u8::is_ascii_digit).count() >= 3 && !text.contains(' ');
        let finder = |needle: &str| Finder::new(needle.as_bytes()).into_owned();
        Self {
            query,
            cities: query.cities.iter().map(|city| city.to_uppercase()).collect(),
            text: (!text.is_empty()).then(|| finder(&text)),
            parcel: is_parcel.then(|| finder(&parcel)),
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
            || self.parcel.as_ref().is_some_and(|id| id.find(lead.parcel_id_normalized().as_bytes()).is_some())
    }
}

/// Sorts by the query's column; equal leads stay in the order of their rank, unknown values come last either way.
fn sort(session: &Session, query: &Query, leads: &mut [u32]) {
    let number = |value: Option<f64>| value.map(sortable);
    let descending = query.sort.descending;
    match query.sort.column {
        SortColumn::Rank if descending => leads.reverse(),
        SortColumn::Rank => {}
        SortColumn::Tier => by(leads, descending, |lead| Some(session.tier(lead))),
        SortColumn::Score => by(leads, descending, |lead| number(Some(session.scores().get(lead as usize).total))),
        SortColumn::Address => by(leads, descending, |lead| {
            session.leads().get(lead as usize).situs_address().map(address_order)
        }),
        SortColumn::City => by(leads, descending, |lead| session.leads().get(lead as usize).city().map(title_case)),
        SortColumn::MarketValue => {
            by(leads, descending, |lead| number(session.leads().get(lead as usize).market_value()));
        }
        SortColumn::DaysToSale => by(leads, descending, |lead| {
            days_to_sale(session.leads().get(lead as usize), session.as_of()).map(sale_order)
        }),
        SortColumn::Arv => by(leads, descending, |lead| number(Some(session.deal(lead).arv.estimate_usd))),
        SortColumn::MaxOffer => by(leads, descending, |lead| number(Some(session.deal(lead).max_offer_usd))),
        SortColumn::Profit => by(leads, descending, |lead| number(Some(session.deal(lead).potential_profit_usd))),
        SortColumn::Roi => by(leads, descending, |lead| number(Some(session.deal(lead).roi_percent))),
    }
}

fn by<K: Ord>(leads: &mut [u32], descending: bool, key: impl Fn(u32) -> Option<K>) {
    let mut keyed: Vec<(Option<K>, u32)> = leads.iter().map(|&lead| (key(lead), lead)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    for (slot, (_, lead)) in leads.iter_mut().zip(keyed) {
        *slot = lead;
    }
}

/// By street, then by house number.
fn address_order(address: &str) -> (String, u64) {
    match address.split_once(' ') {
        Some((number, street)) if number.bytes().all(|b| b.is_ascii_digit()) => {
            (street.to_owned(), number.parse().unwrap_or(0))
        }
        _ => (address.to_owned(), 0),
    }
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
