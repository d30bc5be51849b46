//! The fields that lists can have: their names, what they hold, their ranges.

use crate::table::{CellKind, NumberRule};

/// A field of some list, under one name whatever the list calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    ParcelId,
    SitusAddress,
    SitusCity,
    SitusState,
    SitusZip,
    SitusCounty,
    Latitude,
    Longitude,
    OwnerName,
    SecondOwnerName,
    LandMarketUsd,
    BuildingMarketUsd,
    ExtraFeaturesMarketUsd,
    TotalMarketUsd,
    TotalAssessedUsd,
    TotalExemptUsd,
    TaxableUsd,
    TaxesUsd,
    ExemptCode,
    PropertyUse,
    YearBuilt,
    LivingAreaSqft,
    LotAcres,
    TaxDeedNumber,
    SaleDate,
    DeedStatus,
    OpeningBidUsd,
    TransferDate,
    RecordingDate,
    EnteredDate,
    AuctionDate,
    TransferAmountUsd,
    DefaultAmountUsd,
    PropertyType,
    RecordType,
    RecordYear,
    BorrowerName,
    TrusteeName,
    LenderName,
    LenderPhone,
    CaseNumber,
    CaseStatus,
    CaseType,
    CaseDate,
    GpsX,
    GpsY,
    DaysToResolve,
    NearbyViolations,
    NearbyOpenViolations,
    NearestViolationMiles,
    AverageViolationMiles,
    NearbyViolationTypes,
    SeedType,
    ViolationCount,
    OpenViolations,
    MostRecentViolation,
    ViolationTypes,
    SalePriceUsd,
    QualifiedCode,
    MultiParcel,
    Outcome,
    OutcomeDate,
    TotalScore,
    Tier,
}

/// How many fields there are; `Field as usize` is below it.
pub const FIELD_COUNT: usize = Field::Tier as usize + 1;

const USD: NumberRule = NumberRule { min: 0.0, ..NumberRule::ANY };
const AMOUNT: NumberRule = NumberRule::ANY;
const WHOLE: NumberRule = NumberRule { whole: true, ..NumberRule::ANY };
const COUNT: NumberRule = NumberRule { min: 0.0, whole: true, ..NumberRule::ANY };

impl Field {
    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ParcelId => "Parcel",
            Self::SitusAddress => "Address",
            Self::SitusCity => "City",
            Self::SitusState => "State",
            Self::SitusZip => "ZIP",
            Self::SitusCounty => "County",
            Self::Latitude => "Latitude",
            Self::Longitude => "Longitude",
            Self::OwnerName => "Owner",
            Self::SecondOwnerName => "Second owner",
            Self::LandMarketUsd => "Land, market value",
            Self::BuildingMarketUsd => "Building, market value",
            Self::ExtraFeaturesMarketUsd => "Extra features, market value",
            Self::TotalMarketUsd => "Market value",
            Self::TotalAssessedUsd => "Assessed value",
            Self::TotalExemptUsd => "Exempt value",
            Self::TaxableUsd => "Taxable value",
            Self::TaxesUsd => "Taxes per year",
            Self::ExemptCode => "Exemption code",
            Self::PropertyUse => "Zoning",
            Self::YearBuilt => "Year built",
            Self::LivingAreaSqft => "Living area",
            Self::LotAcres => "Lot",
            Self::TaxDeedNumber => "Tax deed application",
            Self::SaleDate => "Sale date",
            Self::DeedStatus => "Deed status",
            Self::OpeningBidUsd => "Opening bid",
            Self::TransferDate => "Transfer date",
            Self::RecordingDate => "Recording date",
            Self::EnteredDate => "Entered",
            Self::AuctionDate => "Auction date",
            Self::TransferAmountUsd => "Transfer amount",
            Self::DefaultAmountUsd => "Default amount",
            Self::PropertyType => "Property type",
            Self::RecordType => "Record type",
            Self::RecordYear => "Record year",
            Self::BorrowerName => "Borrower",
            Self::TrusteeName => "Trustee",
            Self::LenderName => "Lender",
            Self::LenderPhone => "Lender's phone",
            Self::CaseNumber => "Case number",
            Self::CaseStatus => "Case status",
            Self::CaseType => "Case type",
            Self::CaseDate => "Case date",
            Self::GpsX => "Easting or longitude",
            Self::GpsY => "Northing or latitude",
            Self::DaysToResolve => "Days to resolve",
            Self::NearbyViolations => "Violations nearby",
            Self::NearbyOpenViolations => "Open violations nearby",
            Self::NearestViolationMiles => "Nearest violation",
            Self::AverageViolationMiles => "Average distance of violations",
            Self::NearbyViolationTypes => "Types of violations nearby",
            Self::SeedType => "Seed type",
            Self::ViolationCount => "Violations on the parcel",
            Self::OpenViolations => "Open violations on the parcel",
            Self::MostRecentViolation => "Most recent violation",
            Self::ViolationTypes => "Types of violations on the parcel",
            Self::SalePriceUsd => "Sale price",
            Self::QualifiedCode => "Qualified code",
            Self::MultiParcel => "Several parcels in one sale",
            Self::Outcome => "Outcome",
            Self::OutcomeDate => "Outcome date",
            Self::TotalScore => "Score",
            Self::Tier => "Tier",
        }
    }

    /// The unit behind a number of this field.
    pub fn unit(self) -> Unit {
        match self {
            Self::LandMarketUsd
            | Self::BuildingMarketUsd
            | Self::ExtraFeaturesMarketUsd
            | Self::TotalMarketUsd
            | Self::TotalAssessedUsd
            | Self::TotalExemptUsd
            | Self::TaxableUsd
            | Self::TaxesUsd
            | Self::OpeningBidUsd
            | Self::TransferAmountUsd
            | Self::DefaultAmountUsd
            | Self::SalePriceUsd => Unit::Usd,
            Self::LivingAreaSqft => Unit::Sqft,
            Self::LotAcres => Unit::Acres,
            Self::NearestViolationMiles | Self::AverageViolationMiles => Unit::Miles,
            _ => Unit::None,
        }
    }

    /// What a column of this field holds, as the reference system checks it (FACTS 2).
    pub fn kind(self) -> CellKind {
        match self {
            Self::ParcelId
            | Self::SitusZip
            | Self::OwnerName
            | Self::SecondOwnerName
            | Self::TaxDeedNumber
            | Self::BorrowerName
            | Self::TrusteeName
            | Self::LenderPhone
            | Self::CaseNumber
            | Self::DaysToResolve
            | Self::NearbyViolationTypes
            | Self::ViolationTypes => CellKind::Text,
            Self::SitusAddress => CellKind::UpperText,
            Self::SitusCity
            | Self::SitusState
            | Self::SitusCounty
            | Self::ExemptCode
            | Self::PropertyUse
            | Self::DeedStatus
            | Self::PropertyType
            | Self::RecordType
            | Self::LenderName
            | Self::CaseStatus
            | Self::CaseType
            | Self::SeedType
            | Self::QualifiedCode
            | Self::MultiParcel
            | Self::Outcome
            | Self::Tier => CellKind::Category,
            Self::Latitude => CellKind::Number(NumberRule { min: -90.0, max: 90.0, ..NumberRule::ANY }),
            Self::Longitude => CellKind::Number(NumberRule { min: -180.0, max: 180.0, ..NumberRule::ANY }),
            Self::YearBuilt => {
                CellKind::Number(NumberRule { min: 1800.0, max: 2100.0, whole: true, unknown: Some(0.0) })
            }
            Self::RecordYear | Self::NearbyViolations | Self::NearbyOpenViolations => CellKind::Number(WHOLE),
            Self::ViolationCount | Self::OpenViolations => CellKind::Number(COUNT),
            Self::LandMarketUsd
            | Self::BuildingMarketUsd
            | Self::ExtraFeaturesMarketUsd
            | Self::TotalMarketUsd
            | Self::TotalAssessedUsd
            | Self::TotalExemptUsd
            | Self::TaxableUsd
            | Self::TaxesUsd
            | Self::LivingAreaSqft
            | Self::LotAcres => CellKind::Number(USD),
            Self::OpeningBidUsd
            | Self::TransferAmountUsd
            | Self::DefaultAmountUsd
            | Self::GpsX
            | Self::GpsY
            | Self::NearestViolationMiles
            | Self::AverageViolationMiles
            | Self::SalePriceUsd
            | Self::TotalScore => CellKind::Number(AMOUNT),
            Self::SaleDate
            | Self::TransferDate
            | Self::RecordingDate
            | Self::EnteredDate
            | Self::AuctionDate
            | Self::CaseDate
            | Self::MostRecentViolation
            | Self::OutcomeDate => CellKind::Day,
        }
    }

    /// The same for the product: amounts of 0 mean unknown where counties write them so.
    pub fn smart_kind(self) -> CellKind {
        match (self, self.kind()) {
            (
                Self::OpeningBidUsd
                | Self::TransferAmountUsd
                | Self::DefaultAmountUsd
                | Self::TotalMarketUsd
                | Self::LivingAreaSqft
                | Self::LotAcres
                | Self::Latitude
                | Self::Longitude
                | Self::GpsX
                | Self::GpsY,
                CellKind::Number(rule),
            ) => CellKind::Number(NumberRule { unknown: Some(0.0), ..rule }),
            (_, kind) => kind,
        }
    }
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    None,
    Usd,
    Sqft,
    Acres,
    Miles,
}
