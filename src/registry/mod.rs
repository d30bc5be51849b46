//! Models as files: an ensemble with all that is needed to use it and to trust it.
//!
//! In: an [`Ensemble`](crate::tree::Ensemble) with what is known [`About`] it, or the bytes of a `.lsm` file. Out: an
//! [`Artifact`], or an [`ArtifactProblem`] that says why the bytes are none. A file proves itself: its checksum covers
//! every byte, every length is held against what is there before anything is read or set aside for it, every tree goes
//! through the same checks as one grown here, and golden rows must predict again what they predicted when the file was
//! made.
//!
//! Versions of a model are told apart and kept by an [`Index`]; what they answered and when to train again stand beside
//! it ([`PredictionLog`], [`retrain_advice`]). No file is touched here; bytes and values come in and go out.

mod about;
mod advice;
mod artifact;
mod bytes;
mod container;
mod golden;
mod house_model;
mod index;
mod plan;
mod prediction_log;
mod problem;
mod training_run;
mod trees;
mod version;

pub use about::{About, AboutColumn, Training};
pub use advice::{Advice, retrain_advice};
pub use artifact::Artifact;
pub use container::{Digest, Section};
pub use golden::GoldenRows;
pub use house_model::{HouseModel, arv_artifact, data_digest, lead_artifact};
pub use index::{Aliases, Change, Index, IndexProblem, KEPT_VERSIONS, Placement};
pub use prediction_log::{Method, Prediction, PredictionLog};
pub use problem::ArtifactProblem;
pub use training_run::{TrainingOutcome, TrainingRun, TrainingStatus};
pub use version::{ModelName, State, Version, VersionName};

#[cfg(test)]
mod tests;
