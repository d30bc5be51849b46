//! Features of an owner's trouble: tax sale, foreclosure, code violations on the parcel and around it.

use std::{borrow::Cow, collections::BTreeMap};

use super::{property, reading::Reading};
use crate::layout::{Field, Source};

/// Within how many days a violation is recent.
const RECENT_DAYS: i32 = 365;

type Number = Option<f64>;

pub(super) fn has_tax_sale(reading: &Reading<'_>) -> Number {
    reading.is_on(Source::TaxSale)
}

pub(super) fn days_to_tax_sale(reading: &Reading<'_>) -> Number {
    reading.days_to(Source::TaxSale, Field::SaleDate)
}

pub(super) fn tax_sale_bid_usd(reading: &Reading<'_>) -> Number {
    reading.amount(Source::TaxSale, Field::OpeningBidUsd)
}

pub(super) fn deed_status<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    property::upper(reading.text(Source::TaxSale, Field::DeedStatus))
}

pub(super) fn has_foreclosure(reading: &Reading<'_>) -> Number {
    reading.is_on(Source::Foreclosure)
}

pub(super) fn days_to_auction(reading: &Reading<'_>) -> Number {
    reading.days_to(Source::Foreclosure, Field::AuctionDate)
}

pub(super) fn days_since_recording(reading: &Reading<'_>) -> Number {
    let recorded = reading.days_to(Source::Foreclosure, Field::RecordingDate);
    recorded.or_else(|| reading.days_to(Source::Foreclosure, Field::EnteredDate)).map(|days| -days)
}

pub(super) fn default_usd(reading: &Reading<'_>) -> Number {
    reading.amount(Source::Foreclosure, Field::DefaultAmountUsd)
}

pub(super) fn foreclosure_bid_usd(reading: &Reading<'_>) -> Number {
    reading.amount(Source::Foreclosure, Field::OpeningBidUsd)
}

pub(super) fn record_type<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    property::upper(reading.text(Source::Foreclosure, Field::RecordType))
}

/// What is known to be owed, per market value: the judgment, else an opening bid.
pub(super) fn owed_of_market(reading: &Reading<'_>) -> Number {
    let owed = default_usd(reading).or_else(|| foreclosure_bid_usd(reading)).or_else(|| tax_sale_bid_usd(reading))?;
    Some(owed / property::market_usd(reading)? * 100.0)
}

/// Violations on the parcel by the day. A parcel that a violation list does not name has none; without such a list
/// nothing is known, unless the neighbourhood data say it.
pub(super) fn violations(reading: &Reading<'_>) -> Number {
    counted(reading, |reading| reading.cases().count(), Field::ViolationCount)
}

pub(super) fn open_violations(reading: &Reading<'_>) -> Number {
    counted(reading, |reading| reading.cases().filter(|case| case.is_open).count(), Field::OpenViolations)
}

fn counted(reading: &Reading<'_>, count: impl Fn(&Reading<'_>) -> usize, enriched: Field) -> Number {
    if !reading.lead.violation_rows().is_empty() {
        return Some(count(reading) as f64);
    }
    reading.lead.number(Source::Enrichment, enriched).or_else(|| reading.is_on(Source::CodeViolation))
}

pub(super) fn recent_violations(reading: &Reading<'_>) -> Number {
    let first = reading.as_of.0.saturating_sub(RECENT_DAYS);
    let recent = reading.cases().filter(|case| case.day.is_some_and(|day| day.0 >= first)).count();
    reading.is_on(Source::CodeViolation).map(|_| recent as f64)
}

pub(super) fn days_since_violation(reading: &Reading<'_>) -> Number {
    let of_enrichment = || reading.lead.day(Source::Enrichment, Field::MostRecentViolation).day();
    let latest = reading.cases().filter_map(|case| case.day).max().or_else(of_enrichment)?;
    Some(f64::from(reading.as_of.0) - f64::from(latest.0)).filter(|days| *days >= 0.0)
}

/// The kind of violation that occurs most on the parcel; of equals the first by its letters.
pub(super) fn violation_type<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    let mut counts: BTreeMap<Cow<'a, str>, usize> = BTreeMap::new();
    for case_type in reading.cases().filter_map(|case| property::upper(case.case_type.map(str::trim))) {
        *counts.entry(case_type).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(case_type, _)| case_type)
}

pub(super) fn violations_nearby(reading: &Reading<'_>) -> Number {
    Some(f64::from(reading.lead.proximity()?.violations))
}

pub(super) fn open_violations_nearby(reading: &Reading<'_>) -> Number {
    Some(f64::from(reading.lead.proximity()?.open))
}

/// Within the radius that counts as nearby; missing where there is none.
pub(super) fn nearest_violation_miles(reading: &Reading<'_>) -> Number {
    reading.lead.proximity()?.nearest_miles
}

/// How many of tax sales, foreclosures and code violations name the parcel.
pub(super) fn lists(reading: &Reading<'_>) -> Number {
    let lists = [Source::TaxSale, Source::Foreclosure, Source::CodeViolation];
    lists.into_iter().filter_map(|list| reading.is_on(list)).reduce(|sum, is_on| sum + is_on)
}
