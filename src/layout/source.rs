//! The kinds of list a lead can stand on.

use serde::{Deserialize, Serialize};

/// A kind of list, in the order in which the lists are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    TaxSale,
    Foreclosure,
    PropertyRecord,
    Enrichment,
    CodeViolation,
}

impl Source {
    pub const ALL: [Self; 5] =
        [Self::TaxSale, Self::Foreclosure, Self::PropertyRecord, Self::Enrichment, Self::CodeViolation];

    /// The name in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::TaxSale => "tax_sale",
            Self::Foreclosure => "foreclosure",
            Self::PropertyRecord => "property_record",
            Self::Enrichment => "enrichment",
            Self::CodeViolation => "code_violation",
        }
    }

    /// The name for people, plural.
    pub fn plural(self) -> &'static str {
        match self {
            Self::TaxSale => "Tax sales",
            Self::Foreclosure => "Foreclosures",
            Self::PropertyRecord => "Property records",
            Self::Enrichment => "Neighbourhood data",
            Self::CodeViolation => "Code violations",
        }
    }

    /// The name for people, singular.
    pub fn label(self) -> &'static str {
        match self {
            Self::TaxSale => "Tax sale",
            Self::Foreclosure => "Foreclosure",
            Self::PropertyRecord => "Property record",
            Self::Enrichment => "Neighbourhood data",
            Self::CodeViolation => "Code violation",
        }
    }
}
