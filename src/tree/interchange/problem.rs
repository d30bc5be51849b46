//! Why a model file cannot be read or written.

use super::ModelFormat;
use crate::tree::TreeProblem;
use thiserror::Error;

#[derive(Clone, Debug, Error, PartialEq)]
pub enum InterchangeProblem {
    #[error("this is no model that can be read: XGBoost JSON or UBJSON, LightGBM text and ONNX are")]
    Unrecognised,
    /// A kind of file or model that is known and deliberately not read.
    #[error("{what} cannot be read: {instead}")]
    Refused { what: String, instead: &'static str },
    #[error("not valid {format} at {place}: {what}")]
    Syntax { format: ModelFormat, place: String, what: String },
    /// The syntax holds, the contents contradict each other.
    #[error("{place}: {what}")]
    Content { place: String, what: String },
    #[error(transparent)]
    Tree(#[from] TreeProblem),
    /// Writing: the format has no way to say this.
    #[error("{format} cannot hold {what}")]
    CannotHold { format: ModelFormat, what: String },
}

impl InterchangeProblem {
    pub(super) fn content(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Content { place: place.into(), what: what.into() }
    }

    pub(super) fn refused(what: impl Into<String>, instead: &'static str) -> Self {
        Self::Refused { what: what.into(), instead }
    }

    pub(super) fn at_byte(format: ModelFormat, byte: usize, what: impl Into<String>) -> Self {
        Self::Syntax { format, place: format!("byte {byte}"), what: what.into() }
    }
}
