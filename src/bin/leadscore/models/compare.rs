//! `leadscore models compare`: two versions of one model on the same rows.

use std::path::Path;

use leadscore::{
    learn::{ComparedFigure, Resampling, Side, arv::ArvModel, lead::LeadModel},
    plot,
    registry::{Digest, HouseModel, ModelName, Version},
    session::{Contender, ModelComparison, TierChurn},
};
use serde::Serialize;

use super::version_of;
use crate::{
    args::{Common, ModelsCompare, TableFormat},
    failure::Failure,
    input::{self, Listed},
    log::Log,
    model::{self, Model},
    output,
    store::Store,
    terminal,
    threads::Threads,
};

/// One of the two.
struct Candidate {
    told: Told,
    model: HouseModel,
    data_digest: Option<Digest>,
}

/// What is told of it.
#[derive(Serialize)]
struct Told {
    /// As it was asked for.
    name: String,
    file: String,
    version: Option<String>,
    digest: String,
    learner: String,
    target: Option<String>,
    as_of: String,
    trained_rows: usize,
}

#[derive(Serialize)]
struct Comparison {
    model: ModelName,
    a: Told,
    b: Told,
    #[serde(flatten)]
    found: ModelComparison,
}

pub fn run(command: &ModelsCompare, folder: &Path, common: &Common, log: &Log) -> Result<(), Failure> {
    let (a, b) = (candidate(&command.a, folder)?, candidate(&command.b, folder)?);
    if a.model.name() != b.model.name() {
        return Err(Failure::Usage(format!(
            "{} is a version of {}, {} one of {}; compare two versions of one model",
            a.told.name,
            a.model.name(),
            b.told.name,
            b.model.name()
        )));
    }
    let threads = Threads::new(common.threads)?;
    let Listed { session, sales, outcomes } = input::by_rule(&command.input, &command.profile, common, &threads, log)?;
    let resampling = Resampling { seed: common.seed, ..Resampling::default() };
    let found = match (&a.model, &b.model) {
        (HouseModel::Arv(of_a), HouseModel::Arv(of_b)) => {
            let contender =
                |model, candidate: &Candidate| Contender::<ArvModel> { model, data_digest: candidate.data_digest };
            session.compare_arv(&sales, &contender(of_a, &a), &contender(of_b, &b), &resampling, &threads)
        }
        (HouseModel::Lead(of_a), HouseModel::Lead(of_b)) => {
            let contender =
                |model, candidate: &Candidate| Contender::<LeadModel> { model, data_digest: candidate.data_digest };
            session.compare_lead(&outcomes, &contender(of_a, &a), &contender(of_b, &b), &resampling, &threads)
        }
        // Both are of one name.
        _ => return Err(Failure::Usage("compare two versions of one model".to_owned())),
    };
    let found = found.map_err(|problem| Failure::Usage(format!("the models cannot be compared: {problem}")))?;
    for warning in &found.warnings {
        log.warn(warning);
    }
    let comparison = Comparison { model: a.model.name(), a: a.told, b: b.told, found };
    let text = match command.format {
        TableFormat::Json => serde_json::to_string_pretty(&comparison)?,
        TableFormat::Table => in_words(&comparison),
    };
    output::write_to(None, |out| writeln!(out, "{}", text.trim_end()))
}

fn candidate(name: &Path, folder: &Path) -> Result<Candidate, Failure> {
    let file = model::file_of(name, folder)?;
    let store = Store::at(folder);
    let index = store.index()?;
    let version: Option<&Version> = version_of(&file, folder, &index);
    let artifact = match version {
        Some(version) => store.artifact(version)?,
        None => match Model::read(&file)? {
            Model::Own(artifact) => *artifact,
            Model::Foreign(_) => return Err(no_house_model(&file)),
        },
    };
    let bad = |message: String| Failure::BadFile { file: file.display().to_string(), message };
    let model = HouseModel::of(&artifact).map_err(|problem| bad(problem.to_string()))?;
    let model = model.ok_or_else(|| no_house_model(&file))?;
    let (as_of, trained_rows) = match &model {
        HouseModel::Arv(model) => (model.plan.as_of.clone(), model.plan.rows),
        HouseModel::Lead(model) => (model.plan.as_of.clone(), model.plan.rows),
    };
    let told = Told {
        name: name.display().to_string(),
        file: file.display().to_string(),
        version: version.map(|version| version.version.to_string()),
        digest: artifact.digest().to_string(),
        learner: artifact.about().learner.clone(),
        target: artifact.about().target.clone(),
        as_of,
        trained_rows,
    };
    Ok(Candidate { told, model, data_digest: version.and_then(|version| version.data_digest) })
}

fn no_house_model(file: &Path) -> Failure {
    let message = "it is no ARV or lead model; compare versions that `leadscore train` made".to_owned();
    Failure::BadFile { file: file.display().to_string(), message }
}

fn in_words(comparison: &Comparison) -> String {
    let Comparison { model, a, b, found } = comparison;
    let told = |side: &str, told: &Told| {
        let name = told.version.as_ref().unwrap_or(&told.file);
        let rows = plot::thousands(told.trained_rows as u64);
        format!(
            "{side}: {model} {name}, {} from {rows} rows as of {}, {}",
            told.learner,
            told.as_of,
            &told.digest[..12]
        )
    };
    let mut parts = vec![format!("{}\n{}", told("A", a), told("B", b))];
    let rows = plot::thousands(found.rows as u64);
    let unanswered = match found.unanswered {
        [0, 0] => String::new(),
        [of_a, of_b] => format!(" (A has no answer for {of_a} more, B for {of_b})"),
    };
    parts.push(format!("On {rows} rows{unanswered}, judged by {}\n{}", found.truth, figures(&found.figures)));
    if let Some(unseen) = &found.unseen {
        let rows = plot::thousands(unseen.rows as u64);
        parts.push(format!("On the {rows} of them that neither has learned from\n{}", figures(&unseen.figures)));
    }
    parts.extend(found.churn.as_ref().map(churn));
    parts.join("\n\n")
}

fn figures(figures: &[ComparedFigure]) -> String {
    let mut table = terminal::table(&["Figure", "A", "B", "B less A", "95 % interval", "Better"], &[1, 2, 3, 4]);
    for figure in figures {
        let digits = if figure.a.abs().max(figure.b.abs()) >= 100.0 { 0 } else { 4 };
        table.add_row([
            figure.name.to_owned(),
            format!("{:.digits$}", figure.a),
            format!("{:.digits$}", figure.b),
            format!("{:+.digits$}", figure.difference),
            format!("{:+.digits$} to {:+.digits$}", figure.low, figure.high),
            match (figure.better, figure.is_clear) {
                (Some(Side::A), _) => "A".to_owned(),
                (Some(Side::B), _) => "B".to_owned(),
                (None, true) => "they differ".to_owned(),
                (None, false) => "not clear".to_owned(),
            },
        ]);
    }
    table.to_string()
}

fn churn(churn: &TierChurn) -> String {
    let mut table = terminal::table(&["Under A \\ B", "A", "B", "C", "D"], &[1, 2, 3, 4]);
    for (tier, counts) in churn.tiers.iter().zip(&churn.counts) {
        let cells = counts.iter().map(|count| plot::thousands(u64::from(*count)));
        table.add_row(std::iter::once(tier.letter().to_owned()).chain(cells));
    }
    let share = f64::from(churn.moved) / f64::from(churn.leads.max(1));
    format!(
        "Tiers by the adjusted score: {} of {} leads change theirs ({})\n{table}",
        plot::thousands(u64::from(churn.moved)),
        plot::thousands(u64::from(churn.leads)),
        plot::percent(share * 100.0, 1)
    )
}
