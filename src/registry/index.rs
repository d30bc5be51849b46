//! The index of model versions, as a value: which there are, and which of them is in use.
//!
//! In: the text of an `index.json`, versions, wishes. Out: a new index and the versions that are gone, or an
//! [`IndexProblem`] and nothing changed. No file is touched here: the native store and the app's store both do what a
//! [`Change`] says.
//!
//! # Who is in use
//!
//! Whoever trains expects that the next score uses what was trained. So a new version that passed its own checks takes
//! over as champion, and the champion before it becomes `previous`. One that failed them, such as a lead model that
//! does no better than the rule, waits as challenger until somebody promotes it. Nothing but a version that takes over
//! ends the time of a champion.

mod problem;
mod text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::version::{ModelName, State, Version, VersionName};
pub use problem::IndexProblem;

/// How many versions of a model are kept unless more is asked for.
pub const KEPT_VERSIONS: usize = 5;

/// All versions, the oldest first, and the names that some of them go by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    versions: Vec<Version>,
    #[serde(default)]
    aliases: BTreeMap<ModelName, Aliases>,
    /// What other versions of this program wrote beside it: kept.
    #[serde(flatten)]
    further: Map<String, Value>,
}

/// The names that some versions of a model go by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Aliases {
    /// In use.
    #[serde(default)]
    pub champion: Option<VersionName>,
    /// Waits to be promoted.
    #[serde(default)]
    pub challenger: Option<VersionName>,
    /// In use before the champion, and after the next rollback.
    #[serde(default)]
    pub previous: Option<VersionName>,
    /// Aliases of other versions of this program: kept, and so are the versions that they name.
    #[serde(flatten)]
    pub further: Map<String, Value>,
}

impl Aliases {
    /// The names of a version.
    pub fn names_of(&self, version: VersionName) -> Vec<&str> {
        let known = [("champion", self.champion), ("challenger", self.challenger), ("previous", self.previous)];
        let known = known.into_iter().filter(|(_, named)| *named == Some(version)).map(|(name, _)| name);
        let is_named = |named: &Value| named.as_str().is_some_and(|named| named.parse() == Ok(version));
        let further = self.further.iter().filter(|(_, named)| is_named(named)).map(|(name, _)| name.as_str());
        known.chain(further).collect()
    }

    /// The version that a name leads to.
    pub fn named(&self, name: &str) -> Option<VersionName> {
        match name {
            "champion" => self.champion,
            "challenger" => self.challenger,
            "previous" => self.previous,
            _ => self.further.get(name)?.as_str()?.parse().ok(),
        }
    }
}

/// What a new version is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// It passed its own checks and takes over.
    Champion,
    /// It did not, or is to be compared first: it waits.
    Challenger,
}

/// An index, and what became of the files by the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub index: Index,
    /// Versions that the index does not name any more: their files may go, once the index is written.
    pub gone: Vec<Version>,
}

impl Index {
    /// All versions, the oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The versions of a model, the oldest first.
    pub fn of(&self, model: ModelName) -> impl DoubleEndedIterator<Item = &Version> {
        self.versions.iter().filter(move |version| version.model == model)
    }

    /// The version of that name.
    ///
    /// # Errors
    /// There is none; the problem names those that there are.
    pub fn version(&self, model: ModelName, name: VersionName) -> Result<&Version, IndexProblem> {
        let found = self.of(model).find(|version| version.version == name);
        found.ok_or_else(|| self.unknown(model, &name.to_string()))
    }

    /// The version that goes by an alias, or by its own name.
    ///
    /// # Errors
    /// There is none; the problem names those that there are.
    pub fn named(&self, model: ModelName, name: &str) -> Result<&Version, IndexProblem> {
        let version = self.aliases(model).named(name).or_else(|| name.parse().ok());
        self.version(model, version.ok_or_else(|| self.unknown(model, name))?)
    }

    /// The version in use; none before the first one that passed its checks or was promoted.
    pub fn champion(&self, model: ModelName) -> Option<&Version> {
        let champion = self.aliases.get(&model)?.champion?;
        self.version(model, champion).ok()
    }

    pub fn aliases(&self, model: ModelName) -> Aliases {
        self.aliases.get(&model).cloned().unwrap_or_default()
    }

    /// The version that a file belongs to.
    pub fn version_of_file(&self, file: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.file == file)
    }

    /// What a training of this moment is called: later than all before it, whatever the clock says, and not as a file
    /// that `is_taken` knows of.
    pub fn next_name(&self, now_seconds: i64, is_taken: impl Fn(VersionName) -> bool) -> VersionName {
        let now = VersionName::at(now_seconds);
        let mut name = self.versions.last().map_or(now, |newest| now.max(newest.version.next()));
        while is_taken(name) {
            name = name.next();
        }
        name
    }

    /// Whether a version of any model has this name.
    pub fn has(&self, name: VersionName) -> bool {
        self.versions.iter().any(|version| version.version == name)
    }

    /// With a new version. Its state is what its placement makes of it.
    ///
    /// # Errors
    /// A version or file of this name is there.
    pub fn add(&self, version: Version, placement: Placement) -> Result<Self, IndexProblem> {
        let (model, name) = (version.model, version.version);
        let mut next = self.clone();
        next.versions.push(Version { state: State::Registered, ..version });
        next.versions.sort_by_key(|version| version.version);
        next.check()?;
        let aliases = next.aliases.entry(model).or_default();
        match placement {
            Placement::Champion => {
                aliases.previous = aliases.champion.replace(name).or(aliases.previous);
                // Whoever waited is older than the champion now and has nothing left to wait for.
                aliases.challenger = None;
            }
            Placement::Challenger => aliases.challenger = Some(name),
        }
        next.settle(model);
        Ok(next)
    }

    /// With another champion; the one before it becomes `previous`. Promoting the champion changes nothing.
    ///
    /// # Errors
    /// There is no such version.
    pub fn promote(&self, model: ModelName, name: VersionName) -> Result<Self, IndexProblem> {
        self.version(model, name)?;
        let mut next = self.clone();
        let aliases = next.aliases.entry(model).or_default();
        if aliases.champion == Some(name) {
            return Ok(next);
        }
        let before = aliases.champion.replace(name);
        // A promotion of `previous` without a champion before it leaves nothing to go back to.
        aliases.previous = before.or(aliases.previous).filter(|previous| *previous != name);
        aliases.challenger = aliases.challenger.filter(|challenger| *challenger != name);
        next.settle(model);
        Ok(next)
    }

    /// With champion and `previous` in each other's place: a second rollback takes back the first.
    ///
    /// # Errors
    /// There is no version to go back to.
    pub fn roll_back(&self, model: ModelName) -> Result<Self, IndexProblem> {
        let previous = self.aliases(model).previous.ok_or(IndexProblem::NoPrevious { model })?;
        self.promote(model, previous)
    }

    /// With the newest versions of each model, and those that have an alias.
    pub fn prune(&self, keep: usize) -> Change {
        let mut kept = Vec::with_capacity(self.versions.len());
        let mut gone = Vec::new();
        for version in &self.versions {
            let newer = self.of(version.model).filter(|other| other.version > version.version).count();
            let is_named = !self.aliases(version.model).names_of(version.version).is_empty();
            if newer < keep || is_named { &mut kept } else { &mut gone }.push(version.clone());
        }
        Change { index: Self { versions: kept, ..self.clone() }, gone }
    }

    /// With these aliases in place of those of a model; names of versions that are not there lead nowhere.
    #[must_use]
    pub fn with_aliases(&self, model: ModelName, aliases: Aliases) -> Self {
        let mut next = self.clone();
        let known = |named: Option<VersionName>| named.filter(|named| self.version(model, *named).is_ok());
        let champion = known(aliases.champion);
        let challenger = known(aliases.challenger).filter(|named| Some(*named) != champion);
        let previous = known(aliases.previous).filter(|named| ![champion, challenger].contains(&Some(*named)));
        next.aliases.insert(model, Aliases { champion, challenger, previous, ..aliases });
        next.settle(model);
        next
    }

    /// Without a version, and without the aliases that named it: who is in use is not in use any more.
    ///
    /// # Errors
    /// There is no such version.
    pub fn remove(&self, model: ModelName, name: VersionName) -> Result<Change, IndexProblem> {
        let gone = self.version(model, name)?.clone();
        let mut next = self.clone();
        next.versions.retain(|version| (version.model, version.version) != (model, name));
        let aliases = next.aliases.entry(model).or_default();
        for alias in [&mut aliases.champion, &mut aliases.challenger, &mut aliases.previous] {
            *alias = alias.filter(|named| *named != name);
        }
        next.settle(model);
        Ok(Change { index: next, gone: vec![gone] })
    }

    fn unknown(&self, model: ModelName, name: &str) -> IndexProblem {
        let known = self.of(model).map(|version| version.version.to_string()).collect();
        IndexProblem::Unknown { model, name: name.to_owned(), known }
    }

    /// Lets the states say what the aliases say.
    fn settle(&mut self, model: ModelName) {
        let aliases = self.aliases(model);
        for version in self.versions.iter_mut().filter(|version| version.model == model) {
            let name = Some(version.version);
            version.state = match version.state {
                _ if aliases.champion == name => State::Champion,
                _ if aliases.challenger == name => State::Challenger,
                State::Champion => State::Deprecated,
                State::Challenger => State::Registered,
                state => state,
            };
        }
    }
}
