//! What came of a cross-validation, as JSON and as a table.

use leadscore::{
    learn::{Coverage, Metrics, Tested, Tried},
    plot,
    tree::Values,
};
use serde::Serialize;

use super::{data::Data, task_name};
use crate::{
    args::{Cv, CvLearner, TableFormat},
    failure::Failure,
    output, terminal,
};

#[derive(Serialize)]
pub struct Report {
    task: &'static str,
    learner: &'static str,
    rows: usize,
    features: usize,
    folds: Vec<FoldReport>,
    mean: Option<Metrics>,
    /// All rows judged together, each by the model that has not seen it.
    pooled: Metrics,
    /// Of ranges made to hold 90 % of the values, on rows that they were not learned from; numbers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
    /// Names of the features that are categories.
    categorical: Vec<String>,
    /// Names of the features that are how often a text of too many values stands there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_frequency: Vec<String>,
    dropped: Vec<DroppedColumn>,
    /// Columns that the user allowed whatever they give away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_leaky: Vec<String>,
    left_out: usize,
}

#[derive(Serialize)]
pub struct FoldReport {
    fold: FoldName,
    rows: usize,
    fit_seconds: f64,
    predict_seconds: f64,
    #[serde(flatten)]
    metrics: Metrics,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<String>,
    /// What was tried within the rows that were learned from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<Tried>,
}

/// As the column has it: a number where it is one.
#[derive(Serialize)]
#[serde(untagged)]
enum FoldName {
    Number(i64),
    Text(String),
}

#[derive(Serialize)]
struct DroppedColumn {
    column: String,
    reason: String,
}

impl FoldReport {
    pub fn new(
        name: &str,
        tested: &Tested,
        fit_seconds: f64,
        predict_seconds: f64,
        choice: Option<String>,
        tried: Vec<Tried>,
    ) -> Self {
        let fold = name.parse().map_or_else(|_| FoldName::Text(name.to_owned()), FoldName::Number);
        Self { fold, rows: tested.rows.len(), fit_seconds, predict_seconds, metrics: tested.metrics, choice, tried }
    }
}

impl Report {
    pub fn new(command: &Cv, data: &Data, folds: Vec<FoldReport>, pooled: Metrics, coverage: Option<Coverage>) -> Self {
        let metrics: Vec<Metrics> = folds.iter().map(|fold| fold.metrics).collect();
        let columns = data.matrix.columns();
        let categorical = columns.iter().filter(|column| matches!(column.values, Values::Categories { .. }));
        Self {
            task: task_name(data.target.task),
            learner: match command.learner {
                CvLearner::Boost => "boost",
                CvLearner::Forest => "forest",
                CvLearner::Auto => "auto",
            },
            rows: data.matrix.rows(),
            features: columns.len(),
            folds,
            mean: Metrics::mean(&metrics),
            pooled,
            coverage,
            categorical: categorical.map(|column| column.name.clone()).collect(),
            by_frequency: data
                .by_frequency
                .iter()
                .filter(|name| columns.iter().any(|column| column.name == **name))
                .cloned()
                .collect(),
            dropped: data
                .dropped
                .iter()
                .map(|dropped| DroppedColumn { column: dropped.name.clone(), reason: dropped.reason.to_string() })
                .collect(),
            allowed_leaky: command.allow_leaky.clone(),
            left_out: data.left_out,
        }
    }

    pub fn write(&self, format: TableFormat) -> Result<(), Failure> {
        let text = match format {
            TableFormat::Json => serde_json::to_string_pretty(self)?,
            TableFormat::Table => self.in_words(),
        };
        output::write_to(None, |out| writeln!(out, "{}", text.trim_end()))
    }

    fn in_words(&self) -> String {
        let names: Vec<&str> = self.pooled.named().into_iter().map(|(name, _)| name).collect();
        let headers: Vec<&str> = ["fold", "rows", "fit s", "predict s"].into_iter().chain(names).collect();
        let mut table = terminal::table(&headers, &(1..headers.len()).collect::<Vec<_>>());
        let figures =
            |metrics: &Metrics| metrics.named().into_iter().map(|(_, value)| figure(value)).collect::<Vec<_>>();
        for fold in &self.folds {
            let name = match &fold.fold {
                FoldName::Number(number) => number.to_string(),
                FoldName::Text(text) => text.clone(),
            };
            let times = [format!("{:.2}", fold.fit_seconds), format!("{:.2}", fold.predict_seconds)];
            let rows = plot::thousands(fold.rows as u64);
            table.add_row([name, rows].into_iter().chain(times).chain(figures(&fold.metrics)));
        }
        let blanks = || [String::new(), String::new()];
        if let Some(mean) = &self.mean {
            table.add_row(["mean".to_owned(), String::new()].into_iter().chain(blanks()).chain(figures(mean)));
        }
        let all = ["all rows".to_owned(), plot::thousands(self.rows as u64)];
        table.add_row(all.into_iter().chain(blanks()).chain(figures(&self.pooled)));
        let mut text = format!(
            "{} by {}, {} rows, {} columns ({} of them categories)\n{table}\n",
            self.task,
            self.learner,
            plot::thousands(self.rows as u64),
            self.features,
            self.categorical.len()
        );
        if let Some(Coverage { level, all, quintiles, .. }) = &self.coverage {
            let percent = |share: f64| format!("{:.1} %", share * 100.0);
            let fifths: Vec<String> = quintiles.iter().map(|fifth| percent(fifth.share)).collect();
            text.push_str(&format!(
                "ranges made to hold {} held {}; by fifths of the target {}\n",
                percent(*level),
                percent(all.share),
                fifths.join(", ")
            ));
            if all.is_thin() {
                text.push_str(&format!("mind: that rests on only {} rows\n", all.rows));
            }
        }
        let choices = self.folds.iter().filter_map(|fold| fold.choice.as_ref());
        for (fold, choice) in choices.enumerate() {
            text.push_str(&format!("chosen in fold {}: {choice}\n", fold + 1));
        }
        text
    }
}

/// As many digits as say something.
fn figure(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value.abs() >= 1000.0 => {
            let sign = if value < 0.0 { "-" } else { "" };
            format!("{sign}{}", plot::thousands(value.abs().round() as u64))
        }
        Some(value) if value.abs() >= 2.0 => format!("{value:.2}"),
        Some(value) => format!("{value:.4}"),
    }
}
