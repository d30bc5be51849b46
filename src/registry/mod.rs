//! Models as files: an ensemble with all that is needed to use it and to trust it.
//!
//! In: an [`Ensemble`](crate::tree::Ensemble) with what is known [`About`] it, or the bytes of a `.lsm` file. Out: an
//! [`Artifact`], or an [`ArtifactProblem`] that says why the bytes are none. A file proves itself: its checksum covers
//! every byte, every length is held against what is there before anything is read or set aside for it, every tree goes
//! through the same checks as one grown here, and golden rows must predict again what they predicted when the file was
//! made. No file is touched here; bytes come in and go out.

mod about;
mod artifact;
mod bytes;
mod container;
mod golden;
mod problem;
mod trees;

pub use about::{About, AboutColumn, Training};
pub use artifact::Artifact;
pub use container::{Digest, Section};
pub use golden::GoldenRows;
pub use problem::ArtifactProblem;

#[cfg(test)]
mod tests;
