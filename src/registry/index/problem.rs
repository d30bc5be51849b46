//! Why an index is none, or why a wish cannot be fulfilled.

use thiserror::Error;

use crate::registry::version::{ModelName, VersionName};

#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum IndexProblem {
    #[error("the index of models cannot be read: {what}{WAY_OUT}")]
    Text { what: String },
    #[error("the index of models contradicts itself: {what}{WAY_OUT}")]
    Contradiction { what: String },
    #[error(
        "there is no {model} version `{name}`; {}",
        if known.is_empty() { "there is none at all: train one first".to_owned() }
        else { format!("there are {}", known.join(", ")) }
    )]
    Unknown { model: ModelName, name: String, known: Vec<String> },
    #[error("there is a {model} version {version} already; give the new one another name")]
    Taken { model: ModelName, version: VersionName },
    #[error("there is no {model} version to go back to; `models list` shows what there is to promote")]
    NoPrevious { model: ModelName },
}

const WAY_OUT: &str = "; put back a copy of index.json, or move it away, and it is made anew from the model files";
