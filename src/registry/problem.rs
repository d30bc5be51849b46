//! Why bytes are not a model.

use thiserror::Error;

use crate::tree::TreeProblem;

#[derive(Clone, Debug, Error, PartialEq)]
pub enum ArtifactProblem {
    #[error("this is not a .lsm model file")]
    NotAnArtifact,
    #[error("the model file has format {found}; this version reads format {known}: use a newer leadscore")]
    Version { found: u32, known: u32 },
    #[error("the model file does not match its checksum: it is cut short or damaged; copy it again")]
    Checksum,
    #[error("the model file's section `{section}` {what}")]
    Section { section: String, what: &'static str },
    #[error(
        "the model file has the section `{section}`, which this version does not know and cannot do without: use a newer \
         leadscore"
    )]
    UnknownSection { section: String },
    #[error("the model has two features called `{name}`")]
    RepeatedFeature { name: String },
    #[error("the model has {expected} {what}, but {found} of them are told of")]
    NameCount { what: &'static str, found: usize, expected: usize },
    #[error(
        "golden row {row} predicts {found} where the file says {expected}: the model does not do here what it did where it \
         was made, so it is not used"
    )]
    GoldenMismatch { row: usize, found: f64, expected: f64 },
    #[error("the model's plan, which says how its trees are used, does not hold: {what}")]
    Plan { what: String },
    #[error(transparent)]
    Tree(#[from] TreeProblem),
}
