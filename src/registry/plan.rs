//! The plan of a model: how its trees are to be used, in the words of whoever trained it.
//!
//! In: any value that serde can write, such as encoders, calibration and conformal scores. Out: the bytes of one JSON
//! document, the same for equal values, and the value again. What stands in it is not looked at here, but that it is
//! JSON of finite numbers: `serde_json` writes NaN as null, and a calibration that is null where it was NaN would be
//! another one.

mod finite;

use serde::{Serialize, de::DeserializeOwned, de::IgnoredAny};

use super::problem::ArtifactProblem;
use finite::Finite;

/// A JSON document that has been looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan(Vec<u8>);

impl Plan {
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, ArtifactProblem> {
        let refused = |what: String| ArtifactProblem::Plan { what };
        value.serialize(Finite).map_err(|found| refused(found.to_string()))?;
        Ok(Self(serde_json::to_vec(value).map_err(|problem| refused(problem.to_string()))?))
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ArtifactProblem> {
        serde_json::from_slice(&self.0).map_err(|problem| ArtifactProblem::Plan { what: problem.to_string() })
    }

    /// Takes the bytes of a section, as they are.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ArtifactProblem> {
        // UTF-8 first: JSON that is passed over is not looked at so closely.
        let text =
            std::str::from_utf8(bytes).map_err(|_| ArtifactProblem::Plan { what: "it is not UTF-8".to_owned() })?;
        let judged: Result<IgnoredAny, _> = serde_json::from_str(text);
        judged.map_err(|problem| ArtifactProblem::Plan { what: problem.to_string() })?;
        Ok(Self(bytes.to_vec()))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}
