//! The folder of models: model files, the index of their versions, and a lock.
//!
//! In: versions to keep, wishes. Out: models that have proved themselves, and a folder that is whole whenever it is
//! looked at. The index says what holds; everything else follows it:
//!
//! 1. `.pending.json` names the files that are about to come or go.
//! 2. New files are written under temporary names, synced, renamed. Nobody reads them yet.
//! 3. `index.json` is replaced in one step. Before it the old champion is in use, from it on the new one.
//! 4. The links follow, files that the index does not name any more go, and so does `.pending.json`.
//!
//! Whoever is stopped at any point leaves an index and all files that it names. The next writer takes away what was
//! pending and is not named, and lets the links follow. Files that were never pending are somebody's own and stay.

mod files;
mod writer;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use leadscore::registry::{
    Artifact, Index, IndexProblem, ModelName, Placement, State, TrainingRun, Version, VersionName,
};
use serde_json::Value;

use crate::{failure::Failure, input};
pub use files::{Disk, Files};
pub use writer::{Trained, Writer};

const INDEX: &str = "index.json";
const PENDING: &str = ".pending.json";

/// A folder of models, for reading. Needs no lock: what the index names is there.
pub struct Store<F = Disk> {
    files: F,
}

impl Store {
    pub fn at(folder: &Path) -> Self {
        Self { files: Disk::at(folder) }
    }
}

impl<F: Files> Store<F> {
    pub fn path(&self, file: &str) -> PathBuf {
        self.files.folder().join(file)
    }

    /// The versions that there are; none where there is no folder.
    pub fn index(&self) -> Result<Index, Failure> {
        match self.read(INDEX)? {
            Some(text) => Index::from_json(&text).map_err(|problem| self.refuse(INDEX, &problem)),
            None => self.index_of_files(),
        }
    }

    /// The champion of a model with its version; none where there is none.
    pub fn champion(&self, model: ModelName) -> Result<Option<(Version, Artifact)>, Failure> {
        let Some(version) = self.index()?.champion(model).cloned() else { return Ok(None) };
        match self.artifact(&version) {
            Ok(artifact) => Ok(Some((version, artifact))),
            // Somebody may have trained several times between the two looks, and the file went by that.
            Err(failure) => match self.index()?.champion(model) {
                Some(other) if *other != version => Ok(Some((other.clone(), self.artifact(other)?))),
                _ => Err(failure),
            },
        }
    }

    /// The model of a version, once it has proved to be what the index says.
    pub fn artifact(&self, version: &Version) -> Result<Artifact, Failure> {
        let refused = |message: String| self.refuse(&version.file, &message);
        let bytes = self.read(&version.file)?.ok_or_else(|| refused(MISSING.to_owned()))?;
        let artifact = Artifact::from_bytes(&bytes).map_err(|problem| refused(problem.to_string()))?;
        match artifact.digest() == version.digest {
            true => Ok(artifact),
            false => Err(refused(OTHER_MODEL.to_owned())),
        }
    }

    /// The file of `arv`, `lead@previous` or `arv@20251118_020000`; none where a text is of another form.
    pub fn file_named(&self, text: &str) -> Option<Result<PathBuf, Failure>> {
        let (model, version) = text.split_once('@').unwrap_or((text, "champion"));
        let model: ModelName = model.parse().ok()?;
        let found = self.index().and_then(|index| {
            let version = index.named(model, version).map_err(|problem| self.refuse(INDEX, &problem))?;
            Ok(self.path(&version.file))
        });
        Some(found)
    }

    /// Why the link of a model does not lead to its champion; none where it does.
    pub fn link_problem(&self, index: &Index, model: ModelName) -> Result<Option<String>, Failure> {
        let link = model.link();
        let Some(champion) = index.champion(model) else { return Ok(None) };
        if self.is_linked(champion)? {
            return Ok(None);
        }
        Ok(Some(format!(
            "{link} does not lead to the champion {}; `leadscore models promote {model} {}` mends it",
            champion.file, champion.version
        )))
    }

    /// Whether the link of a model leads to this version, or is a copy of it where there are no links.
    fn is_linked(&self, version: &Version) -> Result<bool, Failure> {
        let link = version.model.link();
        match self.files.target(&link) {
            Some(target) => Ok(target == version.file),
            None => Ok(self.digest_of(&link)? == Some(version.digest)),
        }
    }

    fn digest_of(&self, file: &str) -> Result<Option<leadscore::registry::Digest>, Failure> {
        let bytes = self.read(file)?;
        Ok(bytes.and_then(|bytes| Artifact::from_bytes(&bytes).ok()).map(|artifact| artifact.digest()))
    }

    /// An index made of the model files themselves, where there is none: the newest is in use, or the one that the link
    /// leads to. Files that are no sound models are not among them, nor are those of a run that was stopped.
    fn index_of_files(&self) -> Result<Index, Failure> {
        let pending = self.pending()?;
        let mut named: Vec<(VersionName, ModelName, String)> = Vec::new();
        for file in self.names()?.into_iter().filter(|file| !pending.contains(file)) {
            named.extend(ModelName::of_file(&file).map(|(model, version)| (version, model, file)));
        }
        named.sort();
        let mut index = Index::default();
        for (name, model, file) in named {
            let Ok(version) = self.version_of_file(model, name, file) else { continue };
            index = index.add(version, Placement::Champion).map_err(|problem| self.refuse(INDEX, &problem))?;
        }
        for model in ModelName::ALL {
            let target = self.files.target(&model.link());
            let linked = target.and_then(|file| index.version_of_file(&file)).filter(|version| version.model == model);
            if let Some(version) = linked.map(|version| version.version) {
                index = index.promote(model, version).map_err(|problem| self.refuse(INDEX, &problem))?;
            }
        }
        Ok(index)
    }

    /// What a sound model file says of itself.
    fn version_of_file(&self, model: ModelName, name: VersionName, file: String) -> Result<Version, Failure> {
        let bytes = self.read(&file)?.ok_or_else(|| self.refuse(&file, &MISSING))?;
        let artifact = Artifact::from_bytes(&bytes).map_err(|problem| self.refuse(&file, &problem))?;
        Ok(Version {
            model,
            version: name,
            file,
            digest: artifact.digest(),
            metrics: self.metrics_of(model, name)?,
            data_digest: None,
            parameters: Value::from(artifact.about().training.parameters.clone()),
            state: State::Registered,
            further: serde_json::Map::new(),
        })
    }

    /// What the run that trained a version said of it.
    fn metrics_of(&self, model: ModelName, version: VersionName) -> Result<Value, Failure> {
        let Some(text) = self.read(&TrainingRun::file_of(version))? else { return Ok(Value::Null) };
        let run: Option<TrainingRun> = serde_json::from_slice(&text).ok();
        Ok(run.and_then(|mut run| run.models.remove(&model)).map_or(Value::Null, |outcome| outcome.metrics))
    }

    /// The files of a run that was stopped, or is at work.
    fn pending(&self) -> Result<Vec<String>, Failure> {
        let text = self.read(PENDING)?.unwrap_or_default();
        let named: Vec<String> = serde_json::from_slice(&text).unwrap_or_default();
        // Whatever stands there, only files of versions and of runs are ever taken away.
        let is_ours = |file: &String| ModelName::of_file(file).is_some() || TrainingRun::of_file(file).is_some();
        Ok(named.into_iter().filter(is_ours).collect())
    }

    fn names(&self) -> Result<Vec<String>, Failure> {
        self.files.names().map_err(|error| self.refuse("", &input::in_words(&error)))
    }

    fn read(&self, file: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.files.read(file).map_err(|error| self.refuse(file, &input::in_words(&error)))
    }

    fn refuse(&self, file: &str, message: &impl ToString) -> Failure {
        Failure::BadFile { file: self.path(file).display().to_string(), message: message.to_string() }
    }
}

pub const MISSING: &str = "the index names it, but it is not there; copy it back, or promote another version";
pub const OTHER_MODEL: &str =
    "it is sound, but not the model that the index names: its digest is another one; copy the right one back";

/// A wish that the index cannot fulfil is bad usage.
pub fn wish_failed(problem: &IndexProblem) -> Failure {
    Failure::Usage(problem.to_string())
}
