//! What is said of a model: in a row of the list, and in full.

use std::{fmt::Write as _, path::Path};

use leadscore::{
    plot,
    registry::{About, Aliases, ModelName, State, Version, VersionName},
    tree::{Combine, Ensemble, FeatureKind, Link},
};
use serde::Serialize;
use serde_json::Value;

use crate::{failure::Failure, model::Model, terminal};

/// A model in one row. What is not known is null.
#[derive(Serialize)]
pub struct Summary {
    name: String,
    file: String,
    problem: Option<String>,
    /// Of the model without the time of its making; other libraries' files have none.
    digest: Option<String>,
    learner: Option<String>,
    target: Option<String>,
    answers: Option<&'static str>,
    outputs: Option<usize>,
    trees: Option<usize>,
    features: Option<usize>,
    rows: Option<u64>,
    seed: Option<u64>,
    parameters: Option<String>,
    made: Option<String>,
    golden_rows: Option<usize>,
    /// What the index says; null and empty where it names no such file.
    model: Option<ModelName>,
    version: Option<VersionName>,
    state: Option<State>,
    aliases: Vec<String>,
    metrics: Value,
    data_digest: Option<String>,
}

impl Summary {
    pub fn of(file: &Path, model: &Model) -> Self {
        let ensemble = model.ensemble();
        let untold = About::default();
        let (about, artifact) = match model {
            Model::Own(artifact) => (artifact.about(), Some(artifact)),
            Model::Foreign(_) => (&untold, None),
        };
        Self {
            digest: artifact.map(|artifact| artifact.digest().to_string()),
            learner: Some(model.learner()),
            target: about.target.clone(),
            answers: Some(answers(ensemble)),
            outputs: Some(ensemble.outputs()),
            trees: Some(ensemble.trees().len()),
            features: Some(ensemble.features().len()),
            rows: about.training.rows,
            seed: about.training.seed,
            parameters: Some(about.training.parameters.clone()).filter(|parameters| !parameters.is_empty()),
            made: about
                .made_seconds
                .and_then(|made| jiff::Timestamp::from_second(made).ok())
                .map(|made| made.to_string()),
            golden_rows: artifact.map(|artifact| artifact.golden().rows()),
            ..Self::nameless(file)
        }
    }

    /// A file that is no sound model.
    pub fn unusable(file: &Path, failure: &Failure) -> Self {
        Self { problem: Some(failure.to_string()), ..Self::nameless(file) }
    }

    fn nameless(file: &Path) -> Self {
        Self {
            name: file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
            file: file.display().to_string(),
            problem: None,
            digest: None,
            learner: None,
            target: None,
            answers: None,
            outputs: None,
            trees: None,
            features: None,
            rows: None,
            seed: None,
            parameters: None,
            made: None,
            golden_rows: None,
            model: None,
            version: None,
            state: None,
            aliases: Vec::new(),
            metrics: Value::Null,
            data_digest: None,
        }
    }

    /// The same with what the index says.
    pub fn with_version(self, version: &Version, aliases: &Aliases) -> Self {
        Self {
            model: Some(version.model),
            version: Some(version.version),
            state: Some(version.state),
            aliases: aliases.names_of(version.version).into_iter().map(str::to_owned).collect(),
            metrics: version.metrics.clone(),
            data_digest: version.data_digest.map(|digest| digest.to_string()),
            ..self
        }
    }

    /// What it is to the registry: its aliases, else its state.
    fn standing(&self) -> String {
        match (self.aliases.as_slice(), self.state) {
            ([], state) => state.map_or_else(String::new, |state| state.word().to_owned()),
            (aliases, _) => aliases.join(", "),
        }
    }

    /// The row of the list.
    pub fn cells(&self) -> [String; 9] {
        let count = |count: Option<u64>| count.map(plot::thousands).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let learner = if self.problem.is_some() { "NOT USABLE".to_owned() } else { text(&self.learner) };
        [
            self.name.clone(),
            self.standing(),
            learner,
            self.target.clone().unwrap_or_else(|| self.answers.unwrap_or_default().to_owned()),
            count(self.trees.map(|trees| trees as u64)),
            count(self.features.map(|features| features as u64)),
            count(self.rows),
            text(&self.made),
            self.digest.as_deref().map(|digest| digest[..12].to_owned()).unwrap_or_default(),
        ]
    }
}

/// `mae 76188.2, r2 0.073`: names and numbers in one line, what stands deeper as JSON.
fn in_pairs(metrics: &Value) -> String {
    match metrics {
        Value::Null => String::new(),
        Value::Object(named) => {
            named.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// What kind of number comes out.
fn answers(ensemble: &Ensemble) -> &'static str {
    match ensemble.link() {
        Link::Logistic { .. } | Link::Probit => "a probability",
        Link::Softmax => "a probability for each class",
        Link::ArgMax => "the likeliest class",
        Link::Step => "yes or no",
        Link::Exp | Link::LogOnePlusExp => "a positive number",
        Link::Ascending => "quantiles",
        Link::Increments => "expectiles",
        Link::Identity | Link::SignedSquare => "a number",
    }
}

/// A summary and the features.
#[derive(Serialize)]
pub struct Details {
    #[serde(flatten)]
    summary: Summary,
    combine: &'static str,
    classes: Vec<String>,
    schema: Vec<Column>,
}

#[derive(Serialize)]
struct Column {
    name: String,
    kind: &'static str,
    unit: Option<String>,
    levels: Option<usize>,
    /// How many splits use it.
    splits: usize,
}

impl Details {
    pub fn of(summary: Summary, model: &Model) -> Self {
        let ensemble = model.ensemble();
        let nodes = ensemble.nodes();
        let mut splits = vec![0; ensemble.features().len()];
        for node in (0..nodes.len()).filter(|node| !nodes.is_leaf(*node)) {
            splits[nodes.feature(node) as usize] += 1;
        }
        let column = |(place, splits): (usize, usize)| {
            let feature = &ensemble.features()[place];
            let (kind, levels) = match &feature.kind {
                FeatureKind::Number { .. } if model.is_day(place) => ("date", None),
                FeatureKind::Number { .. } => ("number", None),
                FeatureKind::Categories { levels } if levels.is_empty() => ("category code", None),
                FeatureKind::Categories { levels } => ("category", Some(levels.len())),
            };
            Column { name: feature.name.clone(), kind, unit: model.unit(place), levels, splits }
        };
        Self {
            summary,
            combine: match ensemble.combine() {
                Combine::Sum => "sum of trees",
                Combine::Mean => "mean of trees",
            },
            classes: model.classes().to_vec(),
            schema: splits.into_iter().enumerate().map(column).collect(),
        }
    }

    pub fn in_words(&self) -> String {
        let summary = &self.summary;
        let number = |number: Option<u64>| number.map(plot::thousands);
        let pairs = [
            ("file", Some(summary.file.clone())),
            ("digest", summary.digest.clone()),
            ("state", Some(summary.standing()).filter(|standing| !standing.is_empty())),
            ("learner", summary.learner.clone()),
            ("target", summary.target.clone()),
            ("answers", summary.answers.map(str::to_owned)),
            ("classes", Some(self.classes.join(", ")).filter(|classes| !classes.is_empty())),
            (
                "trees",
                number(summary.trees.map(|trees| trees as u64)).map(|trees| format!("{trees}, {}", self.combine)),
            ),
            ("trained on", number(summary.rows).map(|rows| format!("{rows} rows"))),
            ("data digest", summary.data_digest.clone()),
            ("metrics", Some(in_pairs(&summary.metrics)).filter(|metrics| !metrics.is_empty())),
            ("seed", summary.seed.map(|seed| seed.to_string())),
            ("parameters", summary.parameters.clone()),
            ("made", summary.made.clone()),
            ("golden rows", summary.golden_rows.map(|rows| rows.to_string())),
        ];
        let mut text = String::new();
        for (key, value) in pairs.iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            // Writing to a String cannot fail.
            let _written = writeln!(text, "{key:<12} {value}");
        }
        let mut table = terminal::table(&["Feature", "Kind", "Unit", "Levels", "Splits"], &[3, 4]);
        for column in &self.schema {
            table.add_row([
                column.name.clone(),
                column.kind.to_owned(),
                column.unit.clone().unwrap_or_default(),
                column.levels.map(|levels| levels.to_string()).unwrap_or_default(),
                plot::thousands(column.splits as u64),
            ]);
        }
        format!("{text}\n{table}\n")
    }
}
