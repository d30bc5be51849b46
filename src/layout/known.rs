//! The layouts we know, as data.
//!
//! A header cell matches an alias when both are equal after dropping case and everything but letters and digits, so
//! `TOTAL_MKT`, `total_mkt` and `Total Mkt` are one. Names upstream and normalised ones stand side by side. Sources:
//! the county's ArcGIS layers, the city's Socrata set, the county's case list and the auction calendars.

use super::{Field, Field as F, Source};

/// What a kind of list is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its rows name or describe leads.
    Leads(Source),
    /// Known, counted, and left aside when leads are scored.
    Aside(&'static str),
    /// The same, but kept to learn from.
    Lessons(Lesson, &'static str),
}

/// What a list teaches that names no leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// What houses went for.
    Sales,
    /// What came of calls.
    Outcomes,
}

/// One kind of list.
pub struct Layout {
    pub name: &'static str,
    pub role: Role,
    /// All of these must be there for the list to be recognised.
    pub fingerprint: &'static [Field],
    pub columns: &'static [(Field, &'static [&'static str])],
}

pub const LAYOUTS: &[Layout] = &[
    PROPERTY_RECORDS,
    TAX_SALES,
    FORECLOSURES,
    AUCTIONS,
    VIOLATIONS,
    CASES,
    ENRICHMENT,
    SALES,
    OUTCOMES,
    SCORES,
    LEADS,
];

const PROPERTY_RECORDS: Layout = Layout {
    name: "property records",
    role: Role::Leads(Source::PropertyRecord),
    fingerprint: &[F::ParcelId, F::TotalMarketUsd],
    columns: &[
        (F::ParcelId, &["parcel_number", "parcel", "parcel_id"]),
        (F::SitusAddress, &["situs_address", "situs"]),
        (F::SitusCity, &["situs_city"]),
        (F::SitusZip, &["situs_zip"]),
        (F::OwnerName, &["owner_name", "name1"]),
        (F::SecondOwnerName, &["name2"]),
        (F::LandMarketUsd, &["land_mkt"]),
        (F::BuildingMarketUsd, &["bldg_mkt"]),
        (F::ExtraFeaturesMarketUsd, &["xfob_mkt"]),
        (F::TotalMarketUsd, &["total_mkt"]),
        (F::TotalAssessedUsd, &["total_assd"]),
        (F::TotalExemptUsd, &["total_xmpt"]),
        (F::TaxableUsd, &["taxable"]),
        (F::TaxesUsd, &["taxes"]),
        (F::ExemptCode, &["exempt_code"]),
        (F::PropertyUse, &["property_use", "zoning_code"]),
        (F::YearBuilt, &["year_built", "ayb"]),
        (F::LivingAreaSqft, &["living_area"]),
        (F::LotAcres, &["lot_size", "acreage"]),
        (F::Latitude, &["latitude", "y"]),
        (F::Longitude, &["longitude", "x"]),
    ],
};

const TAX_SALES: Layout = Layout {
    name: "tax deed sales",
    role: Role::Leads(Source::TaxSale),
    fingerprint: &[F::ParcelId, F::SaleDate, F::TaxDeedNumber],
    columns: &[
        (F::TaxDeedNumber, &["tda_number", "user_tda_num"]),
        (F::SaleDate, &["sale_date", "user_sale_date"]),
        (F::DeedStatus, &["deed_status", "user_deed_status"]),
        (F::ParcelId, &["parcel_id", "user_parcel", "parcel", "parcel_number"]),
        (F::OpeningBidUsd, &["opening_bid"]),
        (F::Longitude, &["longitude", "x"]),
        (F::Latitude, &["latitude", "y"]),
    ],
};

const FORECLOSURES: Layout = Layout {
    name: "foreclosures",
    role: Role::Leads(Source::Foreclosure),
    fingerprint: &[F::ParcelId, F::DefaultAmountUsd],
    columns: &[
        (F::SitusAddress, &["situs_address"]),
        (F::SitusCity, &["situs_city"]),
        (F::SitusState, &["situs_state"]),
        (F::SitusZip, &["situs_zip"]),
        (F::SitusCounty, &["situs_county"]),
        (F::TransferDate, &["transfer_date"]),
        (F::TransferAmountUsd, &["transfer_amount"]),
        (F::DefaultAmountUsd, &["default_amount"]),
        (F::OpeningBidUsd, &["opening_bid"]),
        (F::RecordingDate, &["recording_date"]),
        (F::EnteredDate, &["entered_date"]),
        (F::AuctionDate, &["auction_date"]),
        (F::PropertyType, &["property_type"]),
        (F::RecordType, &["record_type_description"]),
        (F::ParcelId, &["parcel_number", "parcel_id", "parcel"]),
        (F::RecordYear, &["year"]),
        (F::BorrowerName, &["borrowers_name"]),
        (F::TrusteeName, &["trustee_name"]),
        (F::LenderName, &["lender_name"]),
        (F::LenderPhone, &["lender_phone"]),
        (F::Latitude, &["latitude", "y"]),
        (F::Longitude, &["longitude", "x"]),
    ],
};

const AUCTIONS: Layout = Layout {
    name: "foreclosure auction list",
    role: Role::Leads(Source::Foreclosure),
    fingerprint: &[F::ParcelId, F::AuctionDate, F::DefaultAmountUsd],
    columns: &[
        (F::AuctionDate, &["auction_date"]),
        (F::SitusAddress, &["address", "property_address"]),
        (F::SitusCity, &["city"]),
        (F::SitusState, &["state"]),
        (F::SitusZip, &["zip"]),
        (F::OwnerName, &["owner_name"]),
        (F::PropertyType, &["property_type"]),
        (F::DefaultAmountUsd, &["final_judgment", "final_judgment_amount", "judgment_amount"]),
        (F::OpeningBidUsd, &["opening_bid"]),
        (F::CaseNumber, &["case_number", "case_no", "case #"]),
        (F::ParcelId, &["parcel_id"]),
    ],
};

const VIOLATIONS: Layout = Layout {
    name: "code violations",
    role: Role::Leads(Source::CodeViolation),
    fingerprint: &[F::CaseStatus, F::CaseType],
    columns: &[
        (F::CaseNumber, &["apno"]),
        (F::CaseStatus, &["caseinfostatus"]),
        (F::GpsX, &["gpsx"]),
        (F::GpsY, &["gpsy"]),
        (F::CaseType, &["case_type", "casetype"]),
        (F::CaseDate, &["casedt"]),
        (F::ParcelId, &["parcel_id"]),
        (F::DaysToResolve, &["days_to_resolve"]),
        (F::SitusAddress, &["derived_address"]),
        (F::TotalAssessedUsd, &["parassdvalue"]),
    ],
};

const CASES: Layout = Layout {
    name: "code enforcement cases",
    role: Role::Leads(Source::CodeViolation),
    fingerprint: &[F::CaseStatus, F::CaseNumber, F::CaseType],
    columns: &[
        (F::CaseNumber, &["incident_id"]),
        (F::ParcelId, &["parcel_id"]),
        (F::SitusAddress, &["incident_address"]),
        (F::CaseType, &["incident_type"]),
        (F::CaseStatus, &["incident_status"]),
        (F::CaseDate, &["violation_recorded_date"]),
        (F::OwnerName, &["owner_name"]),
    ],
};

const ENRICHMENT: Layout = Layout {
    name: "neighbourhood enrichment",
    role: Role::Leads(Source::Enrichment),
    fingerprint: &[F::ParcelId, F::NearbyViolations],
    columns: &[
        (F::ParcelId, &["parcel_id", "parcel_number"]),
        (F::NearbyViolations, &["nearby_violations"]),
        (F::NearbyOpenViolations, &["nearby_open_violations"]),
        (F::NearestViolationMiles, &["nearest_violation_distance"]),
        (F::AverageViolationMiles, &["avg_violation_distance"]),
        (F::NearbyViolationTypes, &["violation_types_nearby"]),
        (F::SeedType, &["seed_type"]),
        (F::ViolationCount, &["violation_count"]),
        (F::OpenViolations, &["open_violations"]),
        (F::MostRecentViolation, &["most_recent_violation"]),
        (F::ViolationTypes, &["violation_types"]),
    ],
};

const SALES: Layout = Layout {
    name: "sales",
    role: Role::Lessons(
        Lesson::Sales,
        "kept for training: past sales say what houses went for; they do not name leads",
    ),
    fingerprint: &[F::ParcelId, F::SaleDate, F::SalePriceUsd],
    columns: &[
        (F::ParcelId, &["parcel_number", "parcel_id"]),
        (F::SaleDate, &["sale_date"]),
        (F::SalePriceUsd, &["sale_price"]),
        (F::QualifiedCode, &["qualified_code", "qual_cd", "qualification"]),
        (F::MultiParcel, &["multi_parcel", "multi_par_sal"]),
    ],
};

const OUTCOMES: Layout = Layout {
    name: "call outcomes",
    role: Role::Lessons(Lesson::Outcomes, "kept for training: outcomes of past calls; they do not name leads"),
    fingerprint: &[F::ParcelId, F::Outcome],
    columns: &[
        (F::ParcelId, &["parcel_number", "parcel_id"]),
        (F::Outcome, &["outcome"]),
        (F::OutcomeDate, &["contacted_date", "outcome_date"]),
    ],
};

const SCORES: Layout = Layout {
    name: "scores",
    role: Role::Aside("a result of scoring, not a source of leads"),
    fingerprint: &[F::ParcelId, F::TotalScore, F::Tier],
    columns: &[(F::ParcelId, &["parcel_id_normalized"]), (F::TotalScore, &["total_score"]), (F::Tier, &["tier"])],
};

const LEADS: Layout = Layout {
    name: "exported leads",
    role: Role::Aside("an export of this program, not a source of leads"),
    fingerprint: &[F::ParcelId, F::TotalScore, F::Tier],
    columns: &[(F::ParcelId, &["parcel_id_normalized"]), (F::TotalScore, &["heuristic_score"]), (F::Tier, &["tier"])],
};
