//! The models of a folder, asked about the leads of a session.

use std::path::{Path, PathBuf};

use leadscore::{
    learn::{
        ArvAnswer, Standing,
        arv::{ArvModel, ArvPlan, ArvRecipe, ArvTarget},
        lead::LeadModel,
    },
    registry::{HouseModel, ModelName, PredictionLog, Version, retrain_advice},
    session::{InUse, Session, judge},
};

use crate::{args::Scoring, failure::Failure, log::Log, output, store::Store, threads::Threads};

/// Where models are when nothing is said.
const DEFAULT_FOLDER: &str = "models";

/// A champion, ready to be asked.
struct Champion<M> {
    version: Version,
    name: String,
    model: M,
}

/// The models in use.
#[derive(Default)]
pub struct Champions {
    arv: Option<Champion<Box<ArvModel>>>,
    lead: Option<Champion<Box<LeadModel>>>,
}

impl Champions {
    pub fn arv(&self) -> Option<InUse<'_, ArvModel>> {
        self.arv.as_ref().map(|champion| InUse { version: &champion.name, model: &*champion.model })
    }

    pub fn lead(&self) -> Option<InUse<'_, LeadModel>> {
        self.lead.as_ref().map(|champion| InUse { version: &champion.name, model: &*champion.model })
    }
}

/// The champions that scoring asks for. A model that cannot be used is told and left out: rule and heuristic stand in.
pub fn champions(scoring: &Scoring, log: &Log) -> Champions {
    let folder = match (&scoring.models, scoring.no_ml) {
        (_, true) => None,
        (Some(folder), false) => Some(folder.clone()),
        (None, false) => Some(PathBuf::from(DEFAULT_FOLDER)).filter(|folder| folder.is_dir()),
    };
    let mut champions = Champions::default();
    if let Some(folder) = &folder {
        for name in ModelName::ALL {
            let found = champion(folder, name, log);
            if scoring.models.is_none() && found.as_ref().is_some_and(|champion| champion.model.is_made_up()) {
                log.info(&format!(
                    "the {} model in {DEFAULT_FOLDER}/ learned from made-up lists, so it is not used; --models \
                     {DEFAULT_FOLDER} uses it all the same",
                    name.word()
                ));
                continue;
            }
            match found {
                Some(Champion { version, name, model: HouseModel::Arv(model) }) => {
                    champions.arv = Some(Champion { version, name, model });
                }
                Some(Champion { version, name, model: HouseModel::Lead(model) }) => {
                    champions.lead = Some(Champion { version, name, model });
                }
                None => {}
            }
        }
    }
    champions
}

/// Asks the champions, says where they fell back, and logs it where asked to.
pub fn judged(
    session: Session,
    champions: &Champions,
    scoring: &Scoring,
    threads: &Threads,
    log: &Log,
) -> Result<Session, Failure> {
    let session = ask(session, champions, threads, log);
    if let Some(champion) = &champions.arv {
        advise(champion, arv_rows(&champion.model.plan, &session), &session, log);
    }
    if let Some(champion) = &champions.lead {
        advise(champion, None, &session, log);
    }
    tell(&session, log);
    if let Some(path) = &scoring.prediction_log {
        write_log(&session, champions, path, log)?;
    }
    Ok(session)
}

/// The champion of a name in a folder; one that is broken is told.
fn champion(folder: &Path, name: ModelName, log: &Log) -> Option<Champion<HouseModel>> {
    let unusable = |why: &dyn std::fmt::Display| {
        log.warn(&format!("the {} model cannot be used, so rules stand in: {why}", name.word()));
    };
    let (version, artifact) = match Store::at(folder).champion(name) {
        Ok(found) => found?,
        Err(failure) => {
            unusable(&failure);
            return None;
        }
    };
    match HouseModel::of(&artifact) {
        Ok(Some(model)) if model.name() == name => Some(Champion { name: version.version.to_string(), version, model }),
        Ok(_) => {
            unusable(&"its file holds no model of this kind; train one with `leadscore train`");
            None
        }
        Err(problem) => {
            unusable(&problem);
            None
        }
    }
}

fn ask(session: Session, champions: &Champions, threads: &Threads, log: &Log) -> Session {
    let (arv, lead) = (champions.arv(), champions.lead());
    if arv.is_none() && lead.is_none() {
        return session;
    }
    match judge(&session.questions(threads), arv, lead, threads) {
        Ok(judgements) => session.judged(judgements),
        Err(problem) => {
            log.warn(&format!("the models cannot be asked about these leads, so rules stand in: {problem}"));
            session
        }
    }
}

/// Rows that an ARV model had, those that tested it among them, and rows that it would have today. Only of a model of
/// market values: sales are not looked at when leads are scored.
fn arv_rows(plan: &ArvPlan, session: &Session) -> Option<(u64, u64)> {
    let ArvRecipe { target, least_usd, most_usd, test_share, .. } = plan.recipe;
    let is_row = |value: f64| (least_usd..=most_usd).contains(&value);
    let today = || session.leads().iter().filter(|lead| lead.market_value().is_some_and(is_row)).count() as u64;
    let then = (plan.rows as f64 / (1.0 - test_share)).round() as u64;
    (target == ArvTarget::MarketValue).then(|| (then, today()))
}

/// Says when a model should be trained again.
fn advise<M>(champion: &Champion<M>, rows: Option<(u64, u64)>, session: &Session, log: &Log) {
    let (rows_then, rows_now) = rows.unzip();
    let trained = champion.version.version.day();
    for advice in retrain_advice(trained, session.as_of(), rows_then, rows_now) {
        log.info(&format!("{} model: {advice}", champion.version.model.word()));
    }
}

/// How many answers are a model's, and why others are not.
fn tell(session: &Session, log: &Log) {
    if let Some(arv) = &session.judgements().arv {
        let all = arv.answers.len();
        let by_model = arv.answers.iter().filter(|answer| matches!(answer, ArvAnswer::Model { .. })).count();
        log.info(&format!("ARV: {by_model} of {all} by model {}, {} by heuristic", arv.version, all - by_model));
    }
    match session.judgements().lead.as_ref().map(|lead| (&lead.version, &lead.standing)) {
        Some((version, Standing::InCharge { badges })) => {
            let badges: String = badges.iter().map(|badge| format!(" [{badge}]")).collect();
            log.info(&format!("Scores are moved by lead model {version}{badges}"));
        }
        Some((version, Standing::RuleStays { why })) => {
            log.warn(&format!("lead model {version} moves no score: {why}"));
        }
        None => {}
    }
}

fn write_log(session: &Session, champions: &Champions, path: &Path, log: &Log) -> Result<(), Failure> {
    let arv = champions.arv.as_ref().map(|champion| champion.version.digest);
    let lead = champions.lead.as_ref().map(|champion| champion.version.digest);
    let mut counts = PredictionLog::default();
    output::write_file(path, |out| {
        let mut lines = Vec::new();
        for &index in session.scores().ranking() {
            for prediction in session.predictions(index, [arv, lead]) {
                counts.record(&prediction, &mut lines);
            }
            out.write_all(&lines)?;
            lines.clear();
        }
        Ok(())
    })?;
    for (method, count) in counts.counts() {
        log.info(&format!("{count} × {}", method.event()));
    }
    Ok(())
}
