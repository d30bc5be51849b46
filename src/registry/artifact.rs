//! The artifact: a model, whole, as a value and as the bytes of a `.lsm` file.

use super::{
    about::{About, Training},
    bytes::{Reader, Writer},
    container::{self, Digest, OpenSection, Section},
    golden::GoldenRows,
    plan::Plan,
    problem::ArtifactProblem,
    trees,
};
use crate::tree::Ensemble;
use serde::{Serialize, de::DeserializeOwned};

const MODEL: [u8; 4] = *b"MODL";
const FEATURES: [u8; 4] = *b"FEAT";
const TREES: [u8; 4] = *b"TREE";
const TRAINING: [u8; 4] = *b"TRAN";
const GOLDEN: [u8; 4] = *b"GOLD";
/// Needed: without its plan a model's trees answer something else than the model does.
const PLAN: [u8; 4] = *b"PLAN";
const MADE: [u8; 4] = *b"made";
const KNOWN: [[u8; 4]; 7] = [MODEL, FEATURES, TREES, TRAINING, GOLDEN, PLAN, MADE];

/// A model that has proved itself.
#[derive(Clone, Debug)]
pub struct Artifact {
    ensemble: Ensemble,
    about: About,
    golden: GoldenRows,
    /// How the trees are to be used; none: as they are.
    plan: Option<Plan>,
    /// Optional sections that this version does not know; they are kept.
    further: Vec<Section>,
}

impl Artifact {
    /// Puts a model together.
    ///
    /// # Errors
    /// Two features of one name, or names or columns that are not as many as what they tell of.
    pub fn new(ensemble: Ensemble, about: About, golden: GoldenRows) -> Result<Self, ArtifactProblem> {
        let (features, outputs) = (ensemble.features().len(), ensemble.outputs());
        if !about.columns.is_empty() && about.columns.len() != features {
            let found = about.columns.len();
            return Err(ArtifactProblem::NameCount { what: "features", found, expected: features });
        }
        // One output can tell two classes apart: it is the chance of the second.
        let names_of_one = if outputs == 1 { 2 } else { outputs };
        if !about.classes.is_empty() && ![outputs, names_of_one].contains(&about.classes.len()) {
            let found = about.classes.len();
            return Err(ArtifactProblem::NameCount { what: "outputs", found, expected: outputs });
        }
        let mut names: Vec<&str> = ensemble.features().iter().map(|feature| feature.name.as_str()).collect();
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(ArtifactProblem::RepeatedFeature { name: pair[0].to_owned() });
        }
        golden.replay(&ensemble)?;
        Ok(Self { ensemble, about, golden, plan: None, further: Vec::new() })
    }

    pub fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }

    pub fn about(&self) -> &About {
        &self.about
    }

    pub fn golden(&self) -> &GoldenRows {
        &self.golden
    }

    /// How the trees are to be used, as [`with_plan`](Self::with_plan) was told; none: as they are.
    ///
    /// # Errors
    /// A plan that is not what is asked for.
    pub fn plan<T: DeserializeOwned>(&self) -> Result<Option<T>, ArtifactProblem> {
        self.plan.as_ref().map(Plan::read).transpose()
    }

    /// Whether the trees are part of a plan and are not to be asked by themselves.
    pub fn has_plan(&self) -> bool {
        self.plan.is_some()
    }

    /// The same with a plan of how the trees are to be used: one JSON document, the same bytes for equal plans, part of
    /// the digest. A plan that stands already is replaced.
    ///
    /// # Errors
    /// A plan that JSON cannot say, such as one with a number that is NaN.
    pub fn with_plan<T: Serialize + ?Sized>(mut self, plan: &T) -> Result<Self, ArtifactProblem> {
        self.plan = Some(Plan::of(plan)?);
        Ok(self)
    }

    /// Optional sections of other versions.
    pub fn further(&self) -> &[Section] {
        &self.further
    }

    /// The same with a section that this version carries and does not read.
    ///
    /// # Errors
    /// A tag that this version reads itself, that stands already, or that says readers need it.
    pub fn with_section(mut self, section: Section) -> Result<Self, ArtifactProblem> {
        let stands = |other: &Section| other.tag == section.tag;
        if KNOWN.contains(&section.tag) || Section::is_needed(section.tag) || self.further.iter().any(stands) {
            let what = "cannot be added: its tag is taken, or does not begin with a small letter";
            return Err(ArtifactProblem::Section { section: Section::name(section.tag), what });
        }
        self.further.push(section);
        self.further.sort_by_key(|section| section.tag);
        Ok(self)
    }

    /// What is the same for equal models, wherever and whenever they were made: the SHA-256 of all but the time.
    pub fn digest(&self) -> Digest {
        container::digest(self.sections().iter().map(|section| (section.tag, section.content.as_slice())), MADE)
    }

    /// Whether the bytes say that they are a `.lsm` file.
    pub fn is_artifact(bytes: &[u8]) -> bool {
        container::is_artifact(bytes)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        container::seal(&self.sections())
    }

    fn sections(&self) -> Vec<Section> {
        let section = |tag: [u8; 4], write: &dyn Fn(&mut Writer)| {
            let mut out = Writer::default();
            write(&mut out);
            Section { tag, content: out.into_bytes() }
        };
        let mut sections = vec![
            section(MODEL, &|out| self.about.write(out)),
            section(FEATURES, &|out| trees::write_features(self.ensemble.features(), &self.about.columns, out)),
            section(TREES, &|out| trees::write_ensemble(&self.ensemble, out)),
            section(TRAINING, &|out| self.about.training.write(out)),
            section(GOLDEN, &|out| self.golden.write(out)),
        ];
        sections.extend(self.plan.as_ref().map(|plan| section(PLAN, &|out| out.bytes(plan.bytes()))));
        sections.extend(self.about.made_seconds.map(|made| section(MADE, &|out| out.whole(made as u64))));
        sections.extend(self.further.iter().cloned());
        sections
    }

    /// Reads the bytes of a `.lsm` file and lets the model prove itself.
    ///
    /// # Errors
    /// Bytes that are no such file, are damaged, contradict themselves or need a newer version, and a model that does not
    /// predict its golden rows as it did.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ArtifactProblem> {
        let sections = container::open(bytes)?;
        let mut artifact = Self::read(&sections)?;
        for (tag, content) in sections.into_iter().filter(|(tag, _)| !KNOWN.contains(tag)) {
            artifact = match Section::is_needed(tag) {
                true => return Err(ArtifactProblem::UnknownSection { section: Section::name(tag) }),
                false => artifact.with_section(Section { tag, content: content.to_vec() })?,
            };
        }
        Ok(artifact)
    }

    fn read(sections: &[OpenSection<'_>]) -> Result<Self, ArtifactProblem> {
        let about = read_section(sections, MODEL, About::read)?;
        let (features, columns) = read_section(sections, FEATURES, trees::read_features)?;
        let ensemble = read_section(sections, TREES, |from| trees::read_ensemble(features, from))?;
        let training = read_section(sections, TRAINING, Training::read)?;
        let golden = read_section(sections, GOLDEN, |from| GoldenRows::read(&ensemble, from))?;
        let is_dated = sections.iter().any(|(tag, _)| *tag == MADE);
        let made_seconds =
            is_dated.then(|| read_section(sections, MADE, |from| Ok(from.whole()? as i64))).transpose()?;
        let plan = sections.iter().find(|(tag, _)| *tag == PLAN).map(|(_, content)| Plan::from_bytes(content));
        let artifact = Self::new(ensemble, About { columns, training, made_seconds, ..about }, golden)?;
        Ok(Self { plan: plan.transpose()?, ..artifact })
    }
}

/// Reads one section to its end.
fn read_section<T>(
    sections: &[OpenSection<'_>],
    tag: [u8; 4],
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, ArtifactProblem>,
) -> Result<T, ArtifactProblem> {
    let name = Section::name(tag);
    let content = sections.iter().find(|(found, _)| *found == tag).map(|(_, content)| *content);
    let mut from = Reader::new(&name, content.unwrap_or_default());
    let value = match content {
        Some(_) => read(&mut from)?,
        None => return Err(from.refuse("is missing")),
    };
    from.end()?;
    Ok(value)
}
