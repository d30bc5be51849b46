//! What is told of a training: on the terminal, as JSON, as a report.

use std::path::Path;

use leadscore::{
    learn::{Estimate, TuningReport, arv::ArvReport, lead::LeadReport},
    plot,
    registry::{ModelName, TrainingRun, Version},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{args::TrainFormat, failure::Failure, output};

/// The report of a model, and of the search for its parameters where there was one.
#[derive(Serialize)]
pub struct Told {
    #[serde(flatten)]
    pub of: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tuning: Option<Box<TuningReport>>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum Figures {
    Arv(Box<ArvReport>),
    Lead(Box<LeadReport>),
}

impl Told {
    /// The figures on unseen rows, by name.
    pub fn metrics(&self) -> Value {
        let mut named = Map::new();
        for Estimate { name, value, interval } in self.estimates() {
            named.insert((*name).to_owned(), json!(value));
            named.insert(format!("{name}_interval"), json!([interval.low, interval.high]));
        }
        match &self.of {
            Figures::Arv(report) => {
                named.insert("coverage".to_owned(), json!(report.coverage.all.share));
                named.insert("coverage_rows".to_owned(), json!(report.coverage.all.rows));
                named.insert("test_rows".to_owned(), json!(report.test_rows));
            }
            Figures::Lead(report) => {
                named.insert("ece".to_owned(), json!(report.ece));
                named.insert("test_rows".to_owned(), json!(report.test_rows));
                named.insert("test_positives".to_owned(), json!(report.test_positives));
            }
        }
        Value::Object(named)
    }

    pub fn diagnostics(&self) -> Value {
        match &self.of {
            Figures::Arv(report) => json!(report.diagnostics),
            Figures::Lead(report) => json!(report.diagnostics),
        }
    }

    fn estimates(&self) -> &[Estimate] {
        match &self.of {
            Figures::Arv(report) => &report.metrics,
            Figures::Lead(report) => &report.metrics,
        }
    }

    /// What must stand beside every figure.
    pub fn badges(&self) -> &[String] {
        match &self.of {
            Figures::Arv(_) => &[],
            Figures::Lead(report) => &report.badges,
        }
    }

    pub fn name(&self) -> ModelName {
        match &self.of {
            Figures::Arv(_) => ModelName::Arv,
            Figures::Lead(_) => ModelName::Lead,
        }
    }

    /// A few lines for the terminal.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.of {
            Figures::Arv(report) => {
                let found = &report.diagnostics;
                lines.push(format!(
                    "ARV from {} by {}: {} rows, {} to {}, median {}; {} features, {} cells missing",
                    report.target,
                    report.learner,
                    plot::thousands(found.total_rows as u64),
                    plot::money(found.min_value),
                    plot::money(found.max_value),
                    plot::money(found.median_value),
                    found.total_features,
                    plot::thousands(found.null_count as u64),
                ));
                lines.extend(left_out(&report.excluded));
                lines.push(format!("  on {} houses it has not seen:", report.test_rows));
                lines.extend(report.metrics.iter().map(estimate));
                let held = &report.coverage.all;
                lines.push(format!(
                    "  ranges made to hold {:.0} % held {:.1} % ({:.1} to {:.1})",
                    report.coverage.level * 100.0,
                    held.share * 100.0,
                    held.interval.low * 100.0,
                    held.interval.high * 100.0,
                ));
                if held.is_thin() {
                    lines.push(format!("  mind: that rests on only {} houses and may be far off", held.rows));
                }
                for baseline in &report.baselines {
                    let mdape = |value: Option<f64>| value.map_or("?".to_owned(), |value| format!("{value:.1} %"));
                    lines.push(format!(
                        "  {}: MdAPE {}, the model {}",
                        baseline.name,
                        mdape(baseline.metrics.mdape),
                        mdape(baseline.model.mdape)
                    ));
                }
            }
            Figures::Lead(report) => {
                let found = &report.diagnostics;
                let badges: String = report.badges.iter().map(|badge| format!(" [{badge}]")).collect();
                lines.push(format!(
                    "Leads, {}{badges}: {} rows, {} of them good ({}); {} features, {} cells missing",
                    report.label_words,
                    plot::thousands(found.total_rows as u64),
                    plot::thousands(found.tier_a_count as u64),
                    found.class_balance,
                    found.total_features,
                    plot::thousands(found.null_count as u64),
                ));
                lines.extend(left_out(&report.excluded));
                lines.push(format!(
                    "  on {} leads it has not seen, {} of them good:",
                    report.test_rows, report.test_positives
                ));
                lines.extend(report.metrics.iter().map(estimate));
                if let Some(called) = &report.capacity {
                    lines.push(format!(
                        "  calling the best {}: {:.0} good ones, {:.1} % instead of {:.1} %",
                        called.k,
                        called.positives,
                        called.precision * 100.0,
                        found.positive_rate * 100.0
                    ));
                }
            }
        }
        let searched = self.tuning.iter().flat_map(|tuning| &tuning.verdict);
        lines.extend(searched.map(|sentence| format!("  {sentence}")));
        let refused = match &self.of {
            Figures::Arv(report) => &report.refused,
            Figures::Lead(report) => &report.refused,
        };
        lines.extend(refused.iter().map(|(column, why)| format!("  not learned from {column}: {why}")));
        lines
    }
}

fn left_out(excluded: &[(String, usize)]) -> Option<String> {
    let named: Vec<String> =
        excluded.iter().map(|(reason, rows)| format!("{} {reason}", plot::thousands(*rows as u64))).collect();
    (!named.is_empty()).then(|| format!("  left out: {}", named.join(", ")))
}

fn estimate(Estimate { name, value, interval }: &Estimate) -> String {
    let digits = if value.abs() >= 100.0 { 0 } else { 3 };
    format!("    {name:13} {value:>12.digits$}  ({:.digits$} to {:.digits$})", interval.low, interval.high)
}

/// Prints what came of a run.
pub fn print(format: TrainFormat, run: &TrainingRun, told: &[Told], versions: &[Version]) -> Result<(), Failure> {
    match format {
        TrainFormat::Json => {
            let reports: Map<String, Value> = told
                .iter()
                .map(|told| Ok((told.name().word().to_owned(), serde_json::to_value(told)?)))
                .collect::<Result<_, Failure>>()?;
            let text = serde_json::to_string_pretty(&json!({
                "timestamp": run.timestamp,
                "models": run.models,
                "versions": versions,
                "reports": reports,
            }))?;
            output::write_to(None, |out| writeln!(out, "{text}"))
        }
        TrainFormat::Text => output::write_to(None, |out| {
            for told in told {
                for line in told.lines() {
                    writeln!(out, "{line}")?;
                }
            }
            for version in versions {
                writeln!(out, "{} is the {} now: digest {}", version.file, version.state.word(), version.digest)?;
            }
            Ok(())
        }),
    }
}

/// Whether a report can be written there: better known before a training than after it.
pub fn check_report(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => {
            Err(Failure::Usage(format!("--report: there is no folder `{}`; make it first", folder.display())))
        }
        _ if path.is_dir() => {
            Err(Failure::Usage(format!("--report: `{}` is a folder; name a file in it", path.display())))
        }
        _ => Ok(()),
    }
}

/// Writes the report as one HTML file.
pub fn write_report(path: &Path, made: &super::report::Made<'_>) -> Result<(), Failure> {
    let html = super::report::html(made);
    output::write_file(path, |out| out.write_all(html.as_bytes()))
}
