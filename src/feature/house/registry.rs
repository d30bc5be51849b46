//! The table of features.

use std::borrow::Cow;

use super::{Leak, distress, owner, property, reading::Reading};
use crate::tree::Matrix;

/// What a model is to learn; it decides what the model may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The value after repair, learned from the appraiser's market value.
    ArvOfMarketValue,
    /// The same, learned from sale prices.
    ArvOfSale,
    /// Which leads are worth a call.
    Lead,
}

/// The list that a feature is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    PropertyRecord,
    TaxSale,
    Foreclosure,
    CodeViolation,
    /// The first list that has it.
    AnyList,
    /// The day for which the features are made.
    AsOf,
}

/// What a number of a feature counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    None,
    /// 1 is yes, 0 is no.
    YesNo,
    Count,
    Usd,
    UsdPerSqft,
    Sqft,
    Percent,
    Years,
    Days,
    Months,
    Miles,
    Degrees,
}

impl Unit {
    /// As it stands behind a number; empty where nothing does.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::None | Self::YesNo | Self::Count => "",
            Self::Usd => "USD",
            Self::UsdPerSqft => "USD/sq ft",
            Self::Sqft => "sq ft",
            Self::Percent => "%",
            Self::Years => "years",
            Self::Days => "days",
            Self::Months => "months",
            Self::Miles => "mi",
            Self::Degrees => "°",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Category,
}

/// How a feature is read of a lead. None is missing.
#[derive(Clone, Copy)]
pub(super) enum Read {
    Number(fn(&Reading<'_>) -> Option<f64>),
    Category(for<'a> fn(&Reading<'a>) -> Option<Cow<'a, str>>),
}

/// One feature.
pub struct Feature {
    /// Of the column.
    pub name: &'static str,
    /// For people.
    pub label: &'static str,
    pub unit: Unit,
    pub origin: Origin,
    /// Whether it depends on the day for which it is made.
    pub as_of: bool,
    pub leak: Leak,
    pub used_by: &'static [Purpose],
    pub(super) read: Read,
}

impl Feature {
    pub fn kind(&self) -> Kind {
        match self.read {
            Read::Number(_) => Kind::Number,
            Read::Category(_) => Kind::Category,
        }
    }

    pub fn serves(&self, purpose: Purpose) -> bool {
        self.used_by.contains(&purpose)
    }
}

use Purpose::{ArvOfMarketValue, ArvOfSale, Lead};

const ALL: &[Purpose] = &[ArvOfMarketValue, ArvOfSale, Lead];
/// What the appraiser made of the property: evidence for a price and for a call, but the answer itself where his value is
/// learned.
const NOT_MARKET_VALUE: &[Purpose] = &[ArvOfSale, Lead];
/// An owner's trouble does not change what the repaired house is worth.
const LEADS: &[Purpose] = &[Lead];
const SALES: &[Purpose] = &[ArvOfSale];

const fn number(
    name: &'static str,
    label: &'static str,
    unit: Unit,
    origin: Origin,
    used_by: &'static [Purpose],
    read: fn(&Reading<'_>) -> Option<f64>,
) -> Feature {
    Feature { name, label, unit, origin, as_of: false, leak: Leak::None, used_by, read: Read::Number(read) }
}

const fn category(
    name: &'static str,
    label: &'static str,
    origin: Origin,
    used_by: &'static [Purpose],
    read: for<'a> fn(&Reading<'a>) -> Option<Cow<'a, str>>,
) -> Feature {
    let (unit, read) = (Unit::None, Read::Category(read));
    Feature { name, label, unit, origin, as_of: false, leak: Leak::None, used_by, read }
}

/// The same feature, made anew for each day.
const fn dated(feature: Feature) -> Feature {
    Feature { as_of: true, ..feature }
}

/// A part or function of the appraiser's market value.
const fn valued(feature: Feature) -> Feature {
    Feature { leak: Leak::MarketValue, used_by: NOT_MARKET_VALUE, ..feature }
}

use Origin::{AnyList, AsOf, CodeViolation, Foreclosure, PropertyRecord, TaxSale};

/// Every feature, in the order of the columns.
pub static FEATURES: &[Feature] = &[
    // The property.
    dated(number("age_years", "Age", Unit::Years, PropertyRecord, ALL, property::age_years)),
    number("living_area_sqft", "Living area", Unit::Sqft, PropertyRecord, ALL, property::living_area_sqft),
    number("lot_sqft", "Lot", Unit::Sqft, PropertyRecord, ALL, property::lot_sqft),
    number(
        "living_area_of_lot",
        "Living area of lot",
        Unit::Percent,
        PropertyRecord,
        ALL,
        property::living_area_of_lot,
    ),
    number("has_exemption", "Has a tax exemption", Unit::YesNo, PropertyRecord, ALL, property::has_exemption),
    category("property_use", "Zoning", PropertyRecord, ALL, property::property_use),
    category("property_type", "Property type", Foreclosure, LEADS, property::property_type),
    // Where it lies.
    category("city", "City", AnyList, ALL, property::city),
    category("zip", "ZIP", AnyList, ALL, property::zip),
    number("latitude", "Latitude", Unit::Degrees, AnyList, ALL, property::latitude),
    number("longitude", "Longitude", Unit::Degrees, AnyList, ALL, property::longitude),
    // What the appraiser makes of it.
    valued(number("market_usd", "Market value", Unit::Usd, PropertyRecord, ALL, property::market_usd)),
    valued(number("land_usd", "Land, market value", Unit::Usd, PropertyRecord, ALL, property::land_usd)),
    valued(number("building_usd", "Building, market value", Unit::Usd, PropertyRecord, ALL, property::building_usd)),
    valued(number("extras_usd", "Extra features, market value", Unit::Usd, PropertyRecord, ALL, property::extras_usd)),
    valued(number("assessed_usd", "Assessed value", Unit::Usd, PropertyRecord, ALL, property::assessed_usd)),
    valued(number("exempt_usd", "Exempt value", Unit::Usd, PropertyRecord, ALL, property::exempt_usd)),
    valued(number("taxable_usd", "Taxable value", Unit::Usd, PropertyRecord, ALL, property::taxable_usd)),
    valued(number("taxes_usd", "Taxes per year", Unit::Usd, PropertyRecord, ALL, property::taxes_usd)),
    valued(number("land_share", "Land of market value", Unit::Percent, PropertyRecord, ALL, property::land_share)),
    valued(number(
        "building_share",
        "Building of market value",
        Unit::Percent,
        PropertyRecord,
        ALL,
        property::building_share,
    )),
    valued(number(
        "market_to_assessed",
        "Market to assessed value",
        Unit::Percent,
        PropertyRecord,
        ALL,
        property::market_to_assessed,
    )),
    valued(number(
        "market_per_sqft",
        "Market value per living area",
        Unit::UsdPerSqft,
        PropertyRecord,
        ALL,
        property::market_per_sqft,
    )),
    valued(number(
        "land_per_sqft",
        "Land value per lot area",
        Unit::UsdPerSqft,
        PropertyRecord,
        ALL,
        property::land_per_sqft,
    )),
    valued(number(
        "taxes_of_market",
        "Taxes of market value",
        Unit::Percent,
        PropertyRecord,
        ALL,
        property::taxes_of_market,
    )),
    // The owner.
    category("owner_kind", "Kind of owner", AnyList, LEADS, owner::kind),
    // Tax sale and foreclosure.
    number("has_tax_sale", "Tax sale", Unit::YesNo, TaxSale, LEADS, distress::has_tax_sale),
    dated(number("days_to_tax_sale", "Days to the tax sale", Unit::Days, TaxSale, LEADS, distress::days_to_tax_sale)),
    number("tax_sale_bid_usd", "Opening bid, tax sale", Unit::Usd, TaxSale, LEADS, distress::tax_sale_bid_usd),
    category("deed_status", "Deed status", TaxSale, LEADS, distress::deed_status),
    number("has_foreclosure", "Foreclosure", Unit::YesNo, Foreclosure, LEADS, distress::has_foreclosure),
    dated(number("days_to_auction", "Days to the auction", Unit::Days, Foreclosure, LEADS, distress::days_to_auction)),
    dated(number(
        "days_since_recording",
        "Days since the foreclosure was recorded",
        Unit::Days,
        Foreclosure,
        LEADS,
        distress::days_since_recording,
    )),
    number("default_usd", "Default amount", Unit::Usd, Foreclosure, LEADS, distress::default_usd),
    number(
        "foreclosure_bid_usd",
        "Opening bid, foreclosure",
        Unit::Usd,
        Foreclosure,
        LEADS,
        distress::foreclosure_bid_usd,
    ),
    category("record_type", "Record type", Foreclosure, LEADS, distress::record_type),
    number("owed_of_market", "Owed of market value", Unit::Percent, AnyList, LEADS, distress::owed_of_market),
    // Code violations, on the parcel and around it.
    dated(number("violations", "Violations on the parcel", Unit::Count, CodeViolation, LEADS, distress::violations)),
    dated(number(
        "open_violations",
        "Open violations on the parcel",
        Unit::Count,
        CodeViolation,
        LEADS,
        distress::open_violations,
    )),
    dated(number(
        "recent_violations",
        "Violations on the parcel within a year",
        Unit::Count,
        CodeViolation,
        LEADS,
        distress::recent_violations,
    )),
    dated(number(
        "days_since_violation",
        "Days since the latest violation",
        Unit::Days,
        CodeViolation,
        LEADS,
        distress::days_since_violation,
    )),
    dated(category("violation_type", "Most frequent violation", CodeViolation, LEADS, distress::violation_type)),
    number("violations_nearby", "Violations nearby", Unit::Count, CodeViolation, ALL, distress::violations_nearby),
    number(
        "open_violations_nearby",
        "Open violations nearby",
        Unit::Count,
        CodeViolation,
        ALL,
        distress::open_violations_nearby,
    ),
    number(
        "nearest_violation_miles",
        "Nearest violation",
        Unit::Miles,
        CodeViolation,
        ALL,
        distress::nearest_violation_miles,
    ),
    number("lists", "Lists of distress that name it", Unit::Count, AnyList, LEADS, distress::lists),
    // The day: that of the sale where one is learned from, today where a price is asked for.
    dated(number("as_of_days", "Day, since 1970-01-01", Unit::Days, AsOf, SALES, |reading| {
        Some(f64::from(reading.as_of.0))
    })),
    dated(number("as_of_month", "Month of the year", Unit::Months, AsOf, SALES, |reading| {
        Some(f64::from(reading.as_of.to_civil().1))
    })),
];

/// The feature of a column.
pub fn feature(name: &str) -> Option<&'static Feature> {
    FEATURES.iter().find(|feature| feature.name == name)
}

/// The unit of a column; none for a column that is no feature of the table.
pub fn unit(name: &str) -> Unit {
    feature(name).map_or(Unit::None, |feature| feature.unit)
}

/// The features that a purpose may use, in the order of the columns.
pub fn names(purpose: Purpose) -> Vec<&'static str> {
    FEATURES.iter().filter(|feature| feature.serves(purpose)).map(|feature| feature.name).collect()
}

/// Of a matrix's columns those that the purpose may use, and those allowed all the same; columns that are no features of
/// the table stay.
pub fn select(matrix: Matrix, purpose: Purpose, allowed: &[String]) -> Matrix {
    let mut columns = matrix.into_columns();
    columns.retain(|column| {
        feature(&column.name).is_none_or(|feature| feature.serves(purpose)) || allowed.contains(&column.name)
    });
    // proof: the columns were a matrix before.
    Matrix::new(columns).expect("columns of one length")
}
