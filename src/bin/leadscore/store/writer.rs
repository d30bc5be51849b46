//! Changes of the folder of models: one writer at a time, each change whole or not at all.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use leadscore::registry::{
    Artifact, Change, Digest, Index, ModelName, Placement, State, TrainingRun, Version, VersionName,
};
use serde_json::Value;

use super::{Disk, Files, INDEX, PENDING, Store, wish_failed};
use crate::failure::Failure;

const LOCK: &str = ".lock";
/// Of files that are not whole yet.
const PART: &str = ".part";

/// A folder of models that nobody else changes for as long as this lives.
pub struct Writer<F = Disk> {
    store: Store<F>,
    index: Index,
    /// Held until the end of the process at the latest, however that ends.
    _lock: Option<File>,
}

/// A model that was trained and is to be kept.
pub struct Trained {
    pub model: ModelName,
    pub artifact: Artifact,
    pub data_digest: Option<Digest>,
    /// In the learner's own words.
    pub parameters: Value,
    pub placement: Placement,
}

impl Writer {
    /// Opens a folder for changes, makes it where it is missing, and clears up what a stopped run left.
    ///
    /// # Errors
    /// Another run is at work in it, or it holds what cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let attempt = || {
            fs::create_dir_all(folder)?;
            let lock = File::create(folder.join(LOCK))?;
            match lock.try_lock() {
                Ok(()) => Ok(lock),
                Err(TryLockError::WouldBlock) => Err(io::Error::other(BUSY)),
                Err(TryLockError::Error(error)) => Err(error),
            }
        };
        let lock = attempt().map_err(|source| Failure::Write { path: folder.to_owned(), source })?;
        Self::begin(Disk::at(folder), Some(lock))
    }

    /// The same for a folder that must be there.
    pub fn open_existing(folder: &Path) -> Result<Self, Failure> {
        match folder.is_dir() {
            true => Self::open(folder),
            false => Err(Failure::BadFile { file: folder.display().to_string(), message: NO_FOLDER.to_owned() }),
        }
    }
}

const BUSY: &str = "another leadscore is training or changing models here; try again when it is done";
const NAME_IS_TAKEN: &str = "the champion goes by this name, and another model has it; give that another name";
const NO_FOLDER: &str = "there is no such folder; name one with --models, or train a model first";

impl<F: Files> Writer<F> {
    /// Clears up, and lets the links follow the index.
    pub(super) fn begin(files: F, lock: Option<File>) -> Result<Self, Failure> {
        let store = Store { files };
        let index = store.index()?;
        let writer = Self { store, index, _lock: lock };
        writer.take_back_pending()?;
        let index = &writer.index;
        writer.refuse_to_lose_a_model(index)?;
        if writer.store.read(INDEX)?.is_none() {
            writer.replace(INDEX, index.to_json().as_bytes())?;
        }
        writer.link_champions(index)?;
        writer.step("", |files| files.sync())?;
        Ok(writer)
    }

    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What a training of this moment is to be called: as nothing in the folder is.
    pub fn next_name(&self, now_seconds: i64) -> Result<VersionName, Failure> {
        let names = self.store.names()?;
        let is_taken = |name| {
            let models = ModelName::ALL.map(|model| model.file(name));
            names.iter().any(|file| models.contains(file) || *file == TrainingRun::file_of(name))
        };
        Ok(self.index.next_name(now_seconds, is_taken))
    }

    /// Keeps what a run of `train` made, and what it says of it; then the newest `keep` of each model and those with an
    /// alias. Gives the versions that are new.
    ///
    /// # Errors
    /// A model that does not prove itself, or a disk that does not take it: the registry stays as it was.
    pub fn record(&mut self, run: &TrainingRun, trained: &[Trained], keep: usize) -> Result<Vec<Version>, Failure> {
        let mut index = self.index.clone();
        let mut files = vec![(run.file(), run.to_json().into_bytes())];
        let mut added = Vec::new();
        for Trained { model, artifact, data_digest, parameters, placement } in trained {
            let version = Version {
                model: *model,
                version: run.timestamp,
                file: model.file(run.timestamp),
                digest: artifact.digest(),
                metrics: run.models.get(model).map_or(Value::Null, |outcome| outcome.metrics.clone()),
                data_digest: *data_digest,
                parameters: parameters.clone(),
                state: State::Registered,
                further: serde_json::Map::new(),
            };
            let bytes = artifact.to_bytes();
            // Before it takes over, not when it is first needed.
            Artifact::from_bytes(&bytes).map_err(|problem| self.store.refuse(&version.file, &problem))?;
            files.push((version.file.clone(), bytes));
            added.push((*model, version.version));
            index = index.add(version, *placement).map_err(|problem| wish_failed(&problem))?;
        }
        self.commit(index.prune(keep), &files)?;
        Ok(added.into_iter().filter_map(|(model, name)| self.index.version(model, name).ok().cloned()).collect())
    }

    /// Lets another version take over, once it has proved itself. A file of its name that the index does not name, such
    /// as one of another machine, is taken into it. Gives the champion.
    pub fn promote(&mut self, model: ModelName, name: &str) -> Result<Version, Failure> {
        let mut index = self.index.clone();
        if let Some(copied) = self.unnamed_file(model, name)? {
            let version = self.store.version_of_file(model, copied, model.file(copied))?;
            index = index.add(version, Placement::Challenger).map_err(|problem| wish_failed(&problem))?;
        }
        let version = index.named(model, name).map_err(|problem| wish_failed(&problem))?.version;
        self.install(model, index.promote(model, version).map_err(|problem| wish_failed(&problem))?)
    }

    /// The version of that name, where its file is there and the index does not know it.
    fn unnamed_file(&self, model: ModelName, name: &str) -> Result<Option<VersionName>, Failure> {
        let version: Option<VersionName> = name.parse().ok();
        let Some(version) = version.filter(|version| self.index.version(model, *version).is_err()) else {
            return Ok(None);
        };
        Ok(self.store.names()?.contains(&model.file(version)).then_some(version))
    }

    /// Goes back to the champion before this one. Gives the champion.
    pub fn roll_back(&mut self, model: ModelName) -> Result<Version, Failure> {
        self.install(model, self.index.roll_back(model).map_err(|problem| wish_failed(&problem))?)
    }

    /// Keeps the newest `keep` versions of each model and those with an alias. Gives those that are gone.
    pub fn prune(&mut self, keep: usize) -> Result<Vec<Version>, Failure> {
        let change = self.index.prune(keep);
        let gone = change.gone.clone();
        self.commit(change, &[])?;
        Ok(gone)
    }

    /// An index with another champion.
    fn install(&mut self, model: ModelName, index: Index) -> Result<Version, Failure> {
        // proof: a promotion and a rollback both leave a champion.
        let champion = index.champion(model).expect("a champion").clone();
        self.store.artifact(&champion)?;
        self.commit(Change { index, gone: Vec::new() }, &[])?;
        Ok(champion)
    }

    /// One change, in the order that the head of `store.rs` tells.
    fn commit(&mut self, change: Change, new: &[(String, Vec<u8>)]) -> Result<(), Failure> {
        self.refuse_to_lose_a_model(&change.index)?;
        let mut going: Vec<String> = Vec::new();
        for version in &change.gone {
            going.push(version.file.clone());
            if !change.index.has(version.version) {
                going.push(TrainingRun::file_of(version.version));
            }
        }
        let pending: Vec<&String> = new.iter().map(|(file, _)| file).chain(&going).collect();
        if !pending.is_empty() {
            self.replace(PENDING, serde_json::to_string(&pending)?.as_bytes())?;
        }
        for (file, bytes) in new {
            self.put(file, bytes)?;
        }
        if change.index != self.index {
            // The files that the index names must be on the disk before it.
            self.step("", |files| files.sync())?;
            self.replace(INDEX, change.index.to_json().as_bytes())?;
        }
        self.link_champions(&change.index)?;
        for file in &going {
            self.step(file, |files| files.remove(file))?;
        }
        self.step("", |files| files.sync())?;
        if !pending.is_empty() {
            self.step(PENDING, |files| files.remove(PENDING))?;
            self.step("", |files| files.sync())?;
        }
        self.index = change.index;
        Ok(())
    }

    /// Takes away what a run that was stopped had begun to write, or had not yet taken away.
    fn take_back_pending(&self) -> Result<(), Failure> {
        let is_part = |file: &String| file.starts_with('.') && file.ends_with(PART);
        for file in self.store.names()?.into_iter().filter(is_part) {
            self.step(&file, |files| files.remove(&file))?;
        }
        let is_named = |file: &String| {
            let of_run = TrainingRun::of_file(file).is_some_and(|run| self.index.has(run));
            of_run || self.index.version_of_file(file).is_some()
        };
        for file in self.store.pending()?.into_iter().filter(|file| !is_named(file)) {
            self.step(&file, |files| files.remove(&file))?;
        }
        if self.store.read(PENDING)?.is_some() {
            self.step("", |files| files.sync())?;
            self.step(PENDING, |files| files.remove(PENDING))?;
        }
        Ok(())
    }

    /// Lets `arv_model.lsm` and `lead_model.lsm` lead to the champions.
    fn link_champions(&self, index: &Index) -> Result<(), Failure> {
        for champion in ModelName::ALL.iter().filter_map(|model| index.champion(*model)) {
            if !self.store.is_linked(champion)? {
                let link = champion.model.link();
                let part = part_of(&link);
                self.step(&link, |files| files.link(&part, &champion.file))?;
                self.step(&link, |files| files.rename(&part, &link))?;
            }
        }
        Ok(())
    }

    /// Where a link is to be, somebody's own model may stand. A copy of a version is ours.
    fn refuse_to_lose_a_model(&self, index: &Index) -> Result<(), Failure> {
        for champion in ModelName::ALL.iter().filter_map(|model| index.champion(*model)) {
            let link = champion.model.link();
            if self.store.files.target(&link).is_some() || self.store.read(&link)?.is_none() {
                continue;
            }
            let digest = self.store.digest_of(&link)?;
            if !index.versions().iter().any(|version| Some(version.digest) == digest) {
                return Err(self.store.refuse(&link, &NAME_IS_TAKEN));
            }
        }
        Ok(())
    }

    /// Puts a file where nothing or another one stands, in one step.
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Failure> {
        let part = part_of(file);
        self.step(file, |files| files.write(&part, bytes))?;
        self.step(file, |files| files.rename(&part, file))
    }

    /// The same, and waits until it is on the disk.
    fn replace(&self, file: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.put(file, bytes)?;
        self.step("", |files| files.sync())
    }

    fn step(&self, file: &str, step: impl FnOnce(&F) -> io::Result<()>) -> Result<(), Failure> {
        step(&self.store.files).map_err(|source| Failure::Write { path: self.store.path(file), source })
    }
}

fn part_of(file: &str) -> String {
    format!(".{file}{PART}")
}
