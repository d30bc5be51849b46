//! A model from a file, ours or another library's.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use leadscore::{
    registry::{About, AboutColumn, Artifact, ArtifactProblem, GoldenRows},
    tree::{
        Ensemble,
        interchange::{self, Imported, ModelFormat},
    },
};

use crate::{failure::Failure, input, store::Store};

/// A model and what it comes from.
pub enum Model {
    Own(Box<Artifact>),
    Foreign(Box<Imported>),
}

/// The ending of our own model files.
pub const ENDING: &str = "lsm";

impl Model {
    /// Reads a file of any kind that we know.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = bytes(path)?;
        let bad = |message| Failure::BadFile { file: path.display().to_string(), message };
        if Artifact::is_artifact(&bytes) {
            return Artifact::from_bytes(&bytes)
                .map(|artifact| Self::Own(Box::new(artifact)))
                .map_err(|problem| bad(problem.to_string()));
        }
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING)) {
            return Err(bad(ArtifactProblem::NotAnArtifact.to_string()));
        }
        interchange::import(&bytes)
            .map(|imported| Self::Foreign(Box::new(imported)))
            .map_err(|problem| bad(problem.to_string()))
    }

    pub fn ensemble(&self) -> &Ensemble {
        match self {
            Self::Own(artifact) => artifact.ensemble(),
            Self::Foreign(imported) => &imported.ensemble,
        }
    }

    /// Who grew the trees.
    pub fn learner(&self) -> String {
        match self {
            Self::Own(artifact) => artifact.about().learner.clone(),
            Self::Foreign(imported) => library(imported.format).to_owned(),
        }
    }

    /// The names of the classes, where known.
    pub fn classes(&self) -> &[String] {
        match self {
            Self::Own(artifact) => &artifact.about().classes,
            Self::Foreign(imported) => &imported.classes,
        }
    }

    /// Whether a feature is a day, written as a date.
    pub fn is_day(&self, feature: usize) -> bool {
        self.column(feature).is_some_and(|column| column.is_day)
    }

    /// The unit of a feature, where known.
    pub fn unit(&self, feature: usize) -> Option<String> {
        self.column(feature)?.unit.clone()
    }

    fn column(&self, feature: usize) -> Option<&AboutColumn> {
        match self {
            Self::Own(artifact) => artifact.about().columns.get(feature),
            Self::Foreign(_) => None,
        }
    }

    /// As one of ours: another library's model is given golden rows made of its own thresholds.
    pub fn into_artifact(self, made_seconds: i64) -> Result<Artifact, ArtifactProblem> {
        let imported = match self {
            Self::Own(artifact) => return Ok(*artifact),
            Self::Foreign(imported) => *imported,
        };
        let about = About {
            learner: library(imported.format).to_owned(),
            classes: imported.classes,
            made_seconds: Some(made_seconds),
            ..About::default()
        };
        let golden = GoldenRows::synthetic(&imported.ensemble)?;
        Artifact::new(imported.ensemble, about, golden)
    }
}

/// Whose format it is: one model in two of its formats is one model.
fn library(format: ModelFormat) -> &'static str {
    match format {
        ModelFormat::XgboostJson | ModelFormat::XgboostUbj => "XGBoost",
        ModelFormat::LightgbmText => "LightGBM",
        ModelFormat::Onnx => "ONNX",
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = || -> io::Result<Vec<u8>> {
        if path != Path::new("-") {
            return std::fs::read(path);
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| Failure::BadFile { file: path.display().to_string(), message: input::in_words(&error) })
}

/// The file that a model is meant by: a path, the name of a model in the folder of models, or a version of the registry,
/// such as `arv` (its champion), `lead@previous` or `arv@20251118_020000`.
pub fn file_of(model: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let is_bare = model.components().count() == 1 && model.extension().is_none() && model != Path::new("-");
    if !is_bare || model.exists() {
        return Ok(model.to_owned());
    }
    let named = folder.join(model).with_extension(ENDING);
    if named.exists() {
        return Ok(named);
    }
    let version = model.to_str().and_then(|text| Store::at(folder).file_named(text));
    version.unwrap_or_else(|| Ok(model.to_owned()))
}
