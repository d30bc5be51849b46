//! Models of other libraries: bytes of a file in, an [`Ensemble`] out, and back.
//!
//! | format | read | written |
//! |---|---|---|
//! | XGBoost JSON | [`import`] | [`export_xgboost_json`] |
//! | XGBoost UBJSON | [`import`] | |
//! | LightGBM text | [`import`] | |
//! | ONNX (`ai.onnx.ml`) | [`import`] | [`export_onnx`] |
//!
//! The format is recognised by what the file holds, never by its name. What is known and not read (pickles, binary
//! XGBoost, CatBoost) is refused with the way out. Nothing in a file is trusted: lengths are checked before memory is
//! set aside, trees by [`Ensemble::push_tree`]. A file is read whole or not at all.
//!
//! # How close the answers are
//!
//! The same row ends in the same leaves as in the origin: values are read at the origin's precision, and a threshold
//! `x < t` becomes `x <= the next number below t` at that precision. Then
//!
//! - LightGBM sums in f64 and so do we: answers are equal but for the last digits of `exp`.
//! - XGBoost sums in f32, tree after tree from the base on; so does an ensemble of [`Precision::Single`](super::Precision). Margins are equal to the last bit. Links are f64 here and f32 there: 1e-7 relative.
//! - ONNX Runtime sums in f32 in an order that depends on its threads and on how many rows it is given, and its own
//!   answers differ by 5e-6 relative in that; ours lie among them.

mod document;
mod lightgbm;
mod onnx;
mod onnx_export;
mod onnx_plant;
mod onnx_tail;
mod onnx_trees;
mod problem;
mod protobuf;
mod ubj;
mod xgboost;
mod xgboost_export;
mod xgboost_tree;

pub use onnx_export::export_onnx;
pub use problem::InterchangeProblem;
pub use xgboost_export::export_xgboost_json;

use super::ensemble::Ensemble;
use document::Document;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelFormat {
    XgboostJson,
    XgboostUbj,
    LightgbmText,
    Onnx,
}

impl fmt::Display for ModelFormat {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::XgboostJson => "XGBoost JSON",
            Self::XgboostUbj => "XGBoost UBJSON",
            Self::LightgbmText => "LightGBM text",
            Self::Onnx => "ONNX",
        })
    }
}

/// A model as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub ensemble: Ensemble,
    pub format: ModelFormat,
    /// The names of the classes where the file tells them, one for each class: a model of two classes answers with the
    /// probability of the second. XGBoost and LightGBM tell none.
    pub classes: Vec<String>,
    /// How many of the ensemble's trees there are after each round of boosting.
    round_ends: Vec<u32>,
}

impl Imported {
    /// How many rounds of boosting the model has.
    pub fn rounds(&self) -> usize {
        self.round_ends.len()
    }

    /// Forgets all rounds after the first `rounds`.
    pub fn keep_rounds(&mut self, rounds: usize) {
        self.round_ends.truncate(rounds);
        self.ensemble.keep_trees(self.round_ends.last().map_or(0, |trees| *trees as usize));
    }
}

/// Reads a model of any of the formats.
///
/// A model of XGBoost that stopped early (attribute `best_iteration`) keeps the rounds up to its best one, as the
/// predictions of XGBoost's scikit-learn and R interfaces do.
///
/// # Errors
/// Says what the file is and why it is not read, or where its contents go wrong.
pub fn import(bytes: &[u8]) -> Result<Imported, InterchangeProblem> {
    match recognise(bytes)? {
        ModelFormat::XgboostJson => xgboost_from_json(bytes),
        ModelFormat::XgboostUbj => {
            xgboost::import(&ubj::document_from_ubj(bytes)?, bytes.len(), ModelFormat::XgboostUbj)
        }
        ModelFormat::LightgbmText => lightgbm::import(bytes),
        ModelFormat::Onnx => onnx::import(bytes),
    }
}

fn recognise(bytes: &[u8]) -> Result<ModelFormat, InterchangeProblem> {
    const SAVE_AGAIN: &str = "save the model from its library as JSON, UBJSON, text or ONNX";
    let refused = |what: &str, instead| Err(InterchangeProblem::refused(what, instead));
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match text {
        [b'{', b'L' | b'l' | b'I' | b'i' | b'U' | b'$' | b'#', ..] => return Ok(ModelFormat::XgboostUbj),
        [b'{', ..] => return Ok(ModelFormat::XgboostJson),
        [b'[', ..] => return refused("a list of trees (XGBoost's dump)", "it lacks the objective; use `save_model`"),
        _ => {}
    }
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if text.starts_with(b"tree\n") || text.starts_with(b"tree\r\n") {
        return Ok(ModelFormat::LightgbmText);
    }
    if text.starts_with(b"booster[") {
        return refused("XGBoost's text dump", "it lacks the objective; use `save_model` with a name ending in .json");
    }
    if text.starts_with(b"Tree=") {
        return refused("a single LightGBM tree", "it lacks the model's header; use `save_model`");
    }
    if text.starts_with(b"<") {
        return refused("XML (PMML?)", SAVE_AGAIN);
    }
    if starts(b"CBM1") {
        return refused("a CatBoost model", "save it with `save_model(path, format=\"onnx\")`, numeric features only");
    }
    if matches!(bytes, [0x80, 2..=5, ..]) || starts(b"ccopy_reg") {
        return refused(
            "a Python pickle",
            "loading one runs its code; save the model with its library's `save_model`, or as ONNX",
        );
    }
    if starts(b"\x1f\x8b")
        || starts(b"PK\x03\x04")
        || starts(b"\x28\xb5\x2f\xfd")
        || starts(b"BZh")
        || starts(b"\xfd7zXZ")
    {
        return refused("a compressed file", "unpack it first");
    }
    if starts(b"binf") || is_binary_xgboost(bytes) {
        return refused(
            "XGBoost's old binary format",
            "load it with XGBoost before 3.1 and save it with a name ending in .json",
        );
    }
    // An ONNX model begins with the version of its representation, field 1 of a varint; where it does not, with a field
    // of bytes.
    if onnx::looks_like_onnx(bytes) { Ok(ModelFormat::Onnx) } else { Err(InterchangeProblem::Unrecognised) }
}

/// The old format is a struct of 136 bytes, then the length and name of the objective.
fn is_binary_xgboost(bytes: &[u8]) -> bool {
    let Some((len, rest)) = bytes.get(136..).and_then(|rest| rest.split_first_chunk::<8>()) else { return false };
    let len = u64::from_le_bytes(*len) as usize;
    (3..64).contains(&len) && rest.get(..len).is_some_and(|name| name.contains(&b':') && name.is_ascii())
}

fn xgboost_from_json(bytes: &[u8]) -> Result<Imported, InterchangeProblem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let document = Document::from_json(bytes, ModelFormat::XgboostJson)?;
    let has = |name| document.field(name).is_some();
    if has("learner") {
        return xgboost::import(&document, bytes.len(), ModelFormat::XgboostJson);
    }
    Err(if has("tree_info") {
        InterchangeProblem::refused("LightGBM's JSON dump", "save the model as text with `save_model`")
    } else if has("oblivious_trees") || has("features_info") || has("model_info") {
        InterchangeProblem::refused(
            "CatBoost's JSON",
            "save it with `save_model(path, format=\"onnx\")`, numeric features only",
        )
    } else if has("nodeid") {
        InterchangeProblem::refused("XGBoost's dump of a tree", "it lacks the objective; use `save_model`")
    } else {
        InterchangeProblem::Unrecognised
    })
}
