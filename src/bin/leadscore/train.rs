//! `leadscore train`: models from lists, measured, versioned.

mod report;
mod search;
mod told;

use std::path::PathBuf;

use leadscore::{
    learn::{
        LearnProblem, TrainProgress,
        arv::{self, ArvLearner, ArvRecipe, ArvTarget, TrainedArv},
        lead::{self, LeadLabel, LeadRecipe, TrainedLead},
    },
    registry::{
        Artifact, Digest, ModelName, Placement, TrainingRun, TrainingStatus, arv_artifact, data_digest, lead_artifact,
    },
    session::{Imported, Session},
};
use serde_json::Value;

use crate::{
    args::{Common, Train, TrainFormat, TrainLearner},
    failure::Failure,
    input,
    log::Log,
    store::{Trained, Writer},
    terminal,
    threads::Threads,
};
use search::Search;
use told::{Figures, Told};

/// What lists and options say, for every model alike.
struct Lessons<'a> {
    session: Session,
    sales: leadscore::lead::Sales,
    outcomes: leadscore::lead::Outcomes,
    common: &'a Common,
    threads: &'a Threads,
    log: &'a Log,
    made_seconds: i64,
    search: Search,
    /// Somebody will read what the features are worth.
    in_full: bool,
}

/// A model that came out, or why none did.
enum Outcome {
    Trained { artifact: Box<Artifact>, data: Digest, parameters: Value, told: Box<Told> },
    Not { status: TrainingStatus, reason: &'static str, words: String },
}

pub fn run(command: &Train, common: &Common, log: &Log) -> Result<(), Failure> {
    let (arv_recipe, lead_recipe) = recipes(command, common)?;
    command.report.as_deref().map_or(Ok(()), told::check_report)?;
    let search = Search::new(command)?;
    let profile = input::profile(&command.profile)?;
    let threads = Threads::new(common.threads)?;
    let Imported { leads, sales, outcomes, .. } = input::read(&command.input, &threads, log)?;
    let session = Session::new(leads, profile, common.as_of(), &threads);
    let mut writer = Writer::open(&command.out)?;
    let now = now_seconds()?;
    let in_full = command.report.is_some() || command.format == TrainFormat::Json;
    let lessons =
        Lessons { session, sales, outcomes, common, threads: &threads, log, made_seconds: now, search, in_full };

    let mut run = TrainingRun::new(writer.next_name(now)?);
    let (mut trained, mut told) = (Vec::new(), Vec::new());
    for &model in command.what.models() {
        let outcome = match model {
            ModelName::Arv => train_arv(&lessons, &arv_recipe)?,
            ModelName::Lead => train_lead(&lessons, &lead_recipe)?,
        };
        match outcome {
            Outcome::Trained { artifact, data, parameters, told: of_model } => {
                run.trained(model, of_model.metrics(), of_model.diagnostics());
                if let Some(tuning) = &of_model.tuning {
                    run.tuned(model, serde_json::to_value(tuning)?);
                }
                let data_digest = Some(data);
                let placement = Placement::Champion;
                trained.push(Trained { model, artifact: *artifact, data_digest, parameters, placement });
                told.push(*of_model);
            }
            Outcome::Not { status, reason, words } => {
                log.warn(&format!("{}: {words}", model.word()));
                run.not_trained(model, status, reason, Value::String(words));
            }
        }
    }
    let versions = writer.record(&run, &trained, command.keep)?;
    drop(writer);
    if let Some(path) = &command.report {
        let made = report::Made {
            run: &run,
            told: &told,
            versions: &versions,
            folder: &command.out,
            arguments: std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect(),
            as_of: common.as_of(),
            seed: common.seed,
        };
        told::write_report(path, &made)?;
    }
    told::print(command.format, &run, &told, &versions)?;
    if trained.is_empty() { Err(Failure::NothingTrained) } else { Ok(()) }
}

/// The time, or the one that `SOURCE_DATE_EPOCH` states so that files come out the same again
/// (reproducible-builds.org).
fn now_seconds() -> Result<i64, Failure> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => Ok(jiff::Timestamp::now().as_second()),
        Ok(text) => text
            .parse()
            .map_err(|_| Failure::Usage(format!("SOURCE_DATE_EPOCH: `{text}` is no number of seconds since 1970"))),
    }
}

fn recipes(command: &Train, common: &Common) -> Result<(ArvRecipe, LeadRecipe), Failure> {
    let mut arv = ArvRecipe {
        learner: match command.learner {
            TrainLearner::Forest => ArvLearner::Forest,
            TrainLearner::Boost => ArvLearner::Boost,
        },
        least_usd: command.min_market_value,
        most_usd: command.max_market_value,
        test_share: command.test_size,
        seed: common.seed,
        allow_leaky: command.allow_leaky.clone(),
        is_made_up: command.made_up,
        ..ArvRecipe::default()
    };
    let mut lead = LeadRecipe {
        recent_days: command.recent_days,
        test_share: command.test_size,
        capacity: command.capacity,
        seed: common.seed,
        allow_leaky: command.allow_leaky.clone(),
        is_made_up: command.made_up,
        ..LeadRecipe::default()
    };
    for target in &command.target {
        let is_arv = ArvTarget::ALL.into_iter().find(|known| known.column().eq_ignore_ascii_case(target));
        match (is_arv, LeadLabel::named(target)) {
            (Some(target), _) => arv.target = target,
            (None, Some(label)) => lead.label = label,
            (None, None) => {
                return Err(Failure::Usage(format!(
                    "--target: `{target}` is no target; for ARV name total_mkt or sale_price, for leads tier, synthetic, \
                     contacted, appointment, contract or closed"
                )));
            }
        }
    }
    Ok((arv, lead))
}

fn train_arv(lessons: &Lessons<'_>, recipe: &ArvRecipe) -> Result<Outcome, Failure> {
    let rows = match lessons.session.arv_rows(&lessons.sales, recipe, lessons.threads) {
        Ok(rows) => rows,
        Err(problem) => return Ok(not_trained(&problem)),
    };
    let data = data_digest(&rows.matrix, &rows.value_usd);
    let as_of = lessons.common.as_of();
    let found = watched(lessons, "ARV", |watch| lessons.search.of_arv(&rows, recipe, lessons.threads, watch));
    let (recipe, tuning) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(not_trained(&LearnProblem::Stopped)),
        Err(problem) => return Ok(not_trained(&problem)),
    };
    let train = if lessons.in_full { arv::train_in_full } else { arv::train };
    let trained = watched(lessons, "ARV", |watch| train(&rows, &recipe, as_of, lessons.threads, watch));
    Ok(match trained {
        Ok(Some(TrainedArv { model, report, examples })) => {
            let trained = TrainedArv { model, report, examples };
            let artifact = arv_artifact(&trained, Some(lessons.made_seconds)).map_err(unproved)?;
            let told = Told { of: Figures::Arv(Box::new(trained.report)), tuning };
            let parameters = serde_json::to_value(&recipe)?;
            Outcome::Trained { artifact: Box::new(artifact), data, parameters, told: Box::new(told) }
        }
        Ok(None) => not_trained(&LearnProblem::Stopped),
        Err(problem) => not_trained(&problem),
    })
}

fn train_lead(lessons: &Lessons<'_>, recipe: &LeadRecipe) -> Result<Outcome, Failure> {
    let rows = match lessons.session.lead_rows(&lessons.outcomes, recipe, lessons.threads) {
        Ok(rows) => rows,
        Err(problem) => return Ok(not_trained(&problem)),
    };
    let data = data_digest(&rows.matrix, &rows.label);
    let as_of = lessons.common.as_of();
    let found = watched(lessons, "Leads", |watch| lessons.search.of_lead(&rows, recipe, lessons.threads, watch));
    let (recipe, tuning) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(not_trained(&LearnProblem::Stopped)),
        Err(problem) => return Ok(not_trained(&problem)),
    };
    let train = if lessons.in_full { lead::train_in_full } else { lead::train };
    let trained = watched(lessons, "Leads", |watch| train(&rows, &recipe, as_of, lessons.threads, watch));
    Ok(match trained {
        Ok(Some(TrainedLead { model, report, examples })) => {
            let trained = TrainedLead { model, report, examples };
            let artifact = lead_artifact(&trained, Some(lessons.made_seconds)).map_err(unproved)?;
            for warning in &trained.report.warnings {
                lessons.log.warn(&format!("lead: {warning}"));
            }
            let told = Told { of: Figures::Lead(Box::new(trained.report)), tuning };
            let parameters = serde_json::to_value(&recipe)?;
            Outcome::Trained { artifact: Box::new(artifact), data, parameters, told: Box::new(told) }
        }
        Ok(None) => not_trained(&LearnProblem::Stopped),
        Err(problem) => not_trained(&problem),
    })
}

/// Trains with a bar on the terminal.
fn watched<T>(
    lessons: &Lessons<'_>,
    name: &str,
    train: impl FnOnce(leadscore::learn::TrainWatch<'_>) -> Result<T, LearnProblem>,
) -> Result<T, LearnProblem> {
    const STEPS: u64 = 1000;
    let bar = terminal::step_progress(lessons.log, STEPS);
    let trained = train(&mut |progress: TrainProgress| {
        bar.set_message(format!("{name}: {}", progress.stage.words()));
        bar.set_position((progress.share * STEPS as f64) as u64);
        true
    });
    bar.finish_and_clear();
    trained
}

fn not_trained(problem: &LearnProblem) -> Outcome {
    let (status, reason) = match problem {
        // The guide's script looks for this one.
        LearnProblem::NoPositives(_) => (TrainingStatus::Skipped, "insufficient_tier_a_examples"),
        LearnProblem::FewRows { .. } => (TrainingStatus::Skipped, "too_few_rows"),
        LearnProblem::NoNegatives { .. } => (TrainingStatus::Skipped, "nothing_to_tell_apart"),
        LearnProblem::NoLessons { .. } => (TrainingStatus::Skipped, "no_lessons"),
        LearnProblem::Ranges(_) | LearnProblem::Tree(_) | LearnProblem::Foreign { .. } | LearnProblem::Stopped => {
            (TrainingStatus::Failed, "could_not_be_learned")
        }
    };
    Outcome::Not { status, reason, words: problem.to_string() }
}

fn unproved(problem: leadscore::registry::ArtifactProblem) -> Failure {
    Failure::BadFile { file: PathBuf::from("the trained model").display().to_string(), message: problem.to_string() }
}
