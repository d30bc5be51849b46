//! The trainer's worker: receives, calls the library, answers. It learns models from rows and asks models questions; of
//! the leads on the screen it knows nothing. To stop a training, the page ends this worker and starts another.

use leadscore::{
    lanes::Inline,
    learn::{
        LearnProblem, TrainProgress,
        arv::{self, ArvModel, ArvRows},
        lead::{self, LeadModel, LeadRows},
    },
    registry::{Artifact, HouseModel, arv_artifact, lead_artifact},
    session::{InUse, ModelSummary, Questions, judge},
    table::Day,
    web::{Buffer, Port, Received},
    wire::{Job, Reply, Task, Trainer},
};

/// Between two messages on the way of a training.
const PAUSE_MILLIS: f64 = 50.0;

fn main() {
    console_error_panic_hook::set_once();
    Port::<Trainer>::open().listen(|port, received| {
        let job = received.job;
        if let Err(message) = serve(port, received) {
            port.answer(job, &Reply::Failed { message });
        }
    });
}

fn serve(port: &Port<Trainer>, received: Received<Trainer>) -> Result<(), String> {
    let Received { job, request, mut buffers, .. } = received;
    match request {
        Task::TrainArv { recipe, as_of, made_seconds } => {
            let rows: ArvRows = first(&buffers)?.data()?;
            let trained = arv::train(&rows, &recipe, day(&as_of)?, &Inline, &mut told(port, job)).map_err(words)?;
            let trained = trained.ok_or_else(|| words(LearnProblem::Stopped))?;
            let artifact = arv_artifact(&trained, Some(made_seconds as i64)).map_err(|problem| problem.to_string())?;
            let summary = Box::new(ModelSummary::of_arv(&trained, &artifact));
            port.answer_with(job, &Reply::Trained { summary }, &artifact.to_bytes());
        }
        Task::TrainLead { recipe, as_of, made_seconds } => {
            let rows: LeadRows = first(&buffers)?.data()?;
            let trained = lead::train(&rows, &recipe, day(&as_of)?, &Inline, &mut told(port, job)).map_err(words)?;
            let trained = trained.ok_or_else(|| words(LearnProblem::Stopped))?;
            let artifact = lead_artifact(&trained, Some(made_seconds as i64)).map_err(|problem| problem.to_string())?;
            let summary = Box::new(ModelSummary::of_lead(&trained, &artifact));
            port.answer_with(job, &Reply::Trained { summary }, &artifact.to_bytes());
        }
        Task::Open => {
            let artifact = Artifact::from_bytes(&first(&buffers)?.bytes()).map_err(|problem| problem.to_string())?;
            let summary = ModelSummary::of_file(&artifact).map_err(|problem| problem.to_string())?;
            port.answer(job, &Reply::Opened { summary: Box::new(summary) });
        }
        Task::Judge { arv, lead } => {
            let questions: Questions = first(&buffers)?.data()?;
            let mut models = buffers.drain(1..);
            let arv = opened(arv, &mut models, arv_of)?;
            let lead = opened(lead, &mut models, lead_of)?;
            let judgements = judge(&questions, in_use(&arv), in_use(&lead), &Inline).map_err(words)?;
            port.answer_with_data(job, &Reply::Judged, &judgements)?;
        }
    }
    Ok(())
}

/// A watcher that tells the page, not more often than it can show.
fn told(port: &Port<Trainer>, job: Job) -> impl FnMut(TrainProgress) -> bool + use<'_> {
    let mut last_millis = f64::NEG_INFINITY;
    move |progress: TrainProgress| {
        let now_millis = js_sys::Date::now();
        if now_millis - last_millis >= PAUSE_MILLIS || progress.trees_done == progress.trees {
            last_millis = now_millis;
            let TrainProgress { share, trees_done, trees, stage } = progress;
            port.answer(job, &Reply::Progress { share, trees_done, trees, stage: stage.words().to_owned() });
        }
        true
    }
}

/// The model of a version, from the next file; None where no version is named.
fn opened<M>(
    version: Option<String>,
    files: &mut impl Iterator<Item = Buffer>,
    of_kind: impl Fn(HouseModel) -> Option<M>,
) -> Result<Option<(String, M)>, String> {
    let Some(version) = version else { return Ok(None) };
    let file = files.next().ok_or("a model did not come along")?;
    let artifact = Artifact::from_bytes(&file.bytes()).map_err(|problem| problem.to_string())?;
    let model = HouseModel::of(&artifact).map_err(|problem| problem.to_string())?;
    let model = model.and_then(of_kind).ok_or_else(|| format!("version {version} is a model of another kind"))?;
    Ok(Some((version, model)))
}

fn arv_of(model: HouseModel) -> Option<ArvModel> {
    if let HouseModel::Arv(model) = model { Some(*model) } else { None }
}

fn lead_of(model: HouseModel) -> Option<LeadModel> {
    if let HouseModel::Lead(model) = model { Some(*model) } else { None }
}

fn in_use<M>(opened: &Option<(String, M)>) -> Option<InUse<'_, M>> {
    opened.as_ref().map(|(version, model)| InUse { version, model })
}

fn first(buffers: &[Buffer]) -> Result<&Buffer, String> {
    buffers.first().ok_or_else(|| "nothing came along to work with".to_owned())
}

fn words(problem: LearnProblem) -> String {
    problem.to_string()
}

fn day(as_of: &str) -> Result<Day, String> {
    Day::parse(as_of).ok_or_else(|| format!("`{as_of}` is not a date; write it as YYYY-MM-DD"))
}
