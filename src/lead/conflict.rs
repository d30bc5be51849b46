//! Where two rows about one parcel disagree.

use crate::layout::{Field, Source};

/// Two rows of one source gave a field of a parcel different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub lead: u32,
    pub source: Source,
    pub field: Field,
    pub used: String,
    pub other: String,
}

impl Conflict {
    /// How many conflicts are kept word by word; duplicates beyond are merged all the same.
    pub const KEPT: usize = 100_000;
}
