//! The two ways of reading lists.

use serde::{Deserialize, Serialize};

use crate::table::{OnBadCell, Strictness};

/// How files become leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportMode {
    /// The product: a bad field is blanked and reported, duplicates merge field by field, both parcel orders join.
    #[default]
    Smart,
    /// As the reference system read them, its defects included: for comparing numbers.
    Reference,
}

impl ImportMode {
    pub fn strictness(self) -> Strictness {
        match self {
            Self::Smart => Strictness::Lenient,
            Self::Reference => Strictness::Strict,
        }
    }

    pub fn on_bad_cell(self) -> OnBadCell {
        match self {
            Self::Smart => OnBadCell::Blank,
            Self::Reference => OnBadCell::RejectRow,
        }
    }
}
