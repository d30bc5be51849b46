//! Features of the property itself: size, age, place, and what the appraiser makes of it.

use std::borrow::Cow;

use super::reading::Reading;
use crate::layout::{Field, Source};

/// International acre to square feet.
pub(super) const SQFT_PER_ACRE: f64 = 43_560.0;

type Number = Option<f64>;

fn percent(part: Number, whole: Number) -> Number {
    let whole = whole.filter(|whole| *whole > 0.0)?;
    Some(part? / whole * 100.0)
}

/// Years from the year of construction to the year of the day; below 0 before the house was built.
pub(super) fn age_years(reading: &Reading<'_>) -> Number {
    let (year, _, _) = reading.as_of.to_civil();
    Some(f64::from(year) - reading.record(Field::YearBuilt)?)
}

pub(super) fn living_area_sqft(reading: &Reading<'_>) -> Number {
    reading.amount(Source::PropertyRecord, Field::LivingAreaSqft)
}

/// The list has acres.
pub(super) fn lot_sqft(reading: &Reading<'_>) -> Number {
    Some(reading.amount(Source::PropertyRecord, Field::LotAcres)? * SQFT_PER_ACRE)
}

pub(super) fn living_area_of_lot(reading: &Reading<'_>) -> Number {
    percent(living_area_sqft(reading), lot_sqft(reading))
}

/// Whether any of the value is exempt from tax. In Florida that is nearly always the homestead exemption, so the owner
/// lives there (Florida Statutes 196.031); the lists have no mailing address that would say so better.
pub(super) fn has_exemption(reading: &Reading<'_>) -> Number {
    Some(f64::from(u8::from(reading.record(Field::TotalExemptUsd)? > 0.0)))
}

pub(super) fn property_use<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    upper(reading.text(Source::PropertyRecord, Field::PropertyUse))
}

pub(super) fn property_type<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    upper(reading.text(Source::Foreclosure, Field::PropertyType))
}

/// `Orlando` in one list is `ORLANDO` in another.
pub(super) fn city<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    upper(reading.lead.city().map(str::trim).filter(|city| !city.is_empty()))
}

/// The five digits; `32801-1234` and `32801` are one.
pub(super) fn zip<'a>(reading: &Reading<'a>) -> Option<Cow<'a, str>> {
    let zip = reading.lead.zip()?.trim();
    let digits = zip.get(..5).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits.or(Some(zip)).filter(|zip| !zip.is_empty()).map(Cow::Borrowed)
}

pub(super) fn upper(text: Option<&str>) -> Option<Cow<'_, str>> {
    let is_upper = |text: &str| !text.chars().any(char::is_lowercase);
    text.map(|text| if is_upper(text) { Cow::Borrowed(text) } else { Cow::Owned(text.to_uppercase()) })
}

pub(super) fn latitude(reading: &Reading<'_>) -> Number {
    reading.lead.latitude()
}

pub(super) fn longitude(reading: &Reading<'_>) -> Number {
    reading.lead.longitude()
}

pub(super) fn market_usd(reading: &Reading<'_>) -> Number {
    reading.lead.market_value()
}

pub(super) fn land_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::LandMarketUsd)
}

pub(super) fn building_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::BuildingMarketUsd)
}

pub(super) fn extras_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::ExtraFeaturesMarketUsd)
}

pub(super) fn assessed_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::TotalAssessedUsd)
}

pub(super) fn exempt_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::TotalExemptUsd)
}

pub(super) fn taxable_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::TaxableUsd)
}

pub(super) fn taxes_usd(reading: &Reading<'_>) -> Number {
    reading.record(Field::TaxesUsd)
}

pub(super) fn land_share(reading: &Reading<'_>) -> Number {
    percent(land_usd(reading), market_usd(reading))
}

pub(super) fn building_share(reading: &Reading<'_>) -> Number {
    percent(building_usd(reading), market_usd(reading))
}

/// 100 means equal. In Florida it grows for as long as a homestead's assessment is capped.
pub(super) fn market_to_assessed(reading: &Reading<'_>) -> Number {
    percent(market_usd(reading), assessed_usd(reading))
}

pub(super) fn market_per_sqft(reading: &Reading<'_>) -> Number {
    Some(market_usd(reading)? / living_area_sqft(reading)?)
}

pub(super) fn land_per_sqft(reading: &Reading<'_>) -> Number {
    Some(land_usd(reading)? / lot_sqft(reading)?)
}

pub(super) fn taxes_of_market(reading: &Reading<'_>) -> Number {
    percent(taxes_usd(reading), market_usd(reading))
}
