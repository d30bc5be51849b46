//! What is known about a model beside its trees.

use super::{
    bytes::{Reader, Writer},
    problem::ArtifactProblem,
};

/// What a model answers, what from, and how it came about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// Who grew the trees, such as `boosting`, `forest` or `xgboost`.
    pub learner: String,
    /// The column that it learned to predict, where known.
    pub target: Option<String>,
    /// What is known of each feature; empty: nothing of any.
    pub columns: Vec<AboutColumn>,
    /// The name of each output; of one output two, when it is the chance of the second; empty: they have none.
    pub classes: Vec<String>,
    pub training: Training,
    /// When it was made, in seconds since 1970 UTC. Not part of the digest.
    pub made_seconds: Option<i64>,
}

/// What a feature's column is, beside the kind that the trees need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutColumn {
    /// Such as `USD` or `sqft`, where known.
    pub unit: Option<String>,
    /// Its numbers are days since 1970-01-01, written as dates in tables.
    pub is_day: bool,
}

/// How a model was trained.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Training {
    /// Rows learned from, where known.
    pub rows: Option<u64>,
    pub seed: Option<u64>,
    /// In the learner's own words, such as `max_depth=6,learning_rate=0.05`.
    pub parameters: String,
}

impl About {
    /// Everything but the columns, which stand with the features, the training and the time.
    pub(super) fn write(&self, out: &mut Writer) {
        out.text(&self.learner);
        out.optional_text(self.target.as_deref());
        out.texts(self.classes.iter().map(String::as_str));
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, ArtifactProblem> {
        let (learner, target) = (from.text()?, from.optional_text()?);
        Ok(Self { learner, target, classes: from.texts()?, ..Self::default() })
    }
}

impl Training {
    pub(super) fn write(&self, out: &mut Writer) {
        for number in [self.rows, self.seed] {
            out.byte(u8::from(number.is_some()));
            out.whole(number.unwrap_or(0));
        }
        out.text(&self.parameters);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, ArtifactProblem> {
        let mut number = || match (from.flag()?, from.whole()?) {
            (true, number) => Ok(Some(number)),
            (false, 0) => Ok(None),
            (false, _) => Err(from.refuse("has a number where none should be")),
        };
        let (rows, seed) = (number()?, number()?);
        Ok(Self { rows, seed, parameters: from.text()? })
    }
}
