//! `index.json`: the index as text. Nothing in it is trusted: what contradicts itself is refused and left as it is.

use super::{Aliases, Index, IndexProblem};
use crate::registry::version::{ModelName, State, Version};

impl Index {
    /// Reads the text of an `index.json`.
    ///
    /// # Errors
    /// A text that is no index, or one that contradicts itself.
    pub fn from_json(text: &[u8]) -> Result<Self, IndexProblem> {
        let mut index: Self =
            serde_json::from_slice(text).map_err(|problem| IndexProblem::Text { what: problem.to_string() })?;
        index.versions.sort_by_key(|version| version.version);
        index.check().map_err(|problem| match problem {
            IndexProblem::Taken { model, version } => {
                IndexProblem::Contradiction { what: format!("{model} {version} stands twice") }
            }
            other => other,
        })?;
        for model in ModelName::ALL {
            index.check_aliases(model)?;
        }
        Ok(index)
    }

    /// The text of an `index.json`, the same for equal indices.
    pub fn to_json(&self) -> String {
        let mut whole = self.clone();
        for model in ModelName::ALL {
            whole.aliases.entry(model).or_default();
        }
        // proof: names are texts and numbers of JSON are finite, so there is nothing that JSON cannot say.
        let mut text = serde_json::to_string_pretty(&whole).expect("JSON of an index");
        text.push('\n');
        text
    }

    /// No version and no file stands twice, and every file is a file beside the index.
    pub(super) fn check(&self) -> Result<(), IndexProblem> {
        for (place, version) in self.versions.iter().enumerate() {
            let Version { model, version: name, file, .. } = version;
            let earlier = || self.versions[..place].iter();
            if earlier().any(|other| other.model == *model && other.version == *name) {
                return Err(IndexProblem::Taken { model: *model, version: *name });
            }
            let contradiction = |what: &str| Err(IndexProblem::Contradiction { what: format!("`{file}` {what}") });
            if earlier().any(|other| other.file == *file) {
                return contradiction("is the file of two versions");
            }
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            let is_link = ModelName::ALL.iter().any(|model| *file == model.link());
            if !file.chars().all(is_plain) || file.starts_with('.') || !file.ends_with(".lsm") || is_link {
                return contradiction("is no name of a version's file");
            }
        }
        Ok(())
    }

    /// Aliases lead to versions, no two of ours to the same, and states say the same.
    fn check_aliases(&self, model: ModelName) -> Result<(), IndexProblem> {
        let Aliases { champion, challenger, previous, .. } = self.aliases(model);
        let contradiction = |what: String| Err(IndexProblem::Contradiction { what });
        let named = [("champion", champion), ("challenger", challenger), ("previous", previous)];
        for (place, (alias, version)) in named.into_iter().enumerate() {
            let Some(version) = version else { continue };
            if self.version(model, version).is_err() {
                return contradiction(format!("the {alias} of {model} is {version}, which is not among the versions"));
            }
            if let Some((other, _)) = named[..place].iter().find(|(_, other)| *other == Some(version)) {
                return contradiction(format!("{model} {version} is {other} and {alias}"));
            }
        }
        for version in self.of(model) {
            let name = Some(version.version);
            let said = match version.state {
                State::Champion => champion == name,
                State::Challenger => challenger == name,
                State::Registered | State::Deprecated => champion != name && challenger != name,
            };
            if !said {
                let state = version.state.word();
                return contradiction(format!(
                    "the state of {model} {} is {state}, aliases say otherwise",
                    version.version
                ));
            }
        }
        Ok(())
    }
}
