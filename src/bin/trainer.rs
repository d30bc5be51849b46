//! The trainer's worker: receives, calls the library, answers. It learns models from rows and asks models questions; of
//! the leads on the screen it knows nothing. To stop a training, the page ends this worker and starts another.

use leadscore::{
    lanes::Inline,
    learn::{
        LearnProblem, Resampling, TrainProgress, TrainStage,
        arv::{self, ArvModel, ArvRows},
        lead::{self, LeadModel, LeadRows},
    },
    registry::{Artifact, HouseModel, Index, Version, arv_artifact, data_digest, lead_artifact},
    score::Profile,
    session::{
        CompareCases, Heard, InUse, ModelSummary, Outline, Questions, TrainedTold, judge, read_outline, xlsx_of_rows,
    },
    table::Day,
    tree::interchange::{self, ModelFormat, export_onnx, export_xgboost_json},
    web::{Buffer, FileSlices, FileStream, Port, Received},
    wire::{Format, Job, Reply, Task, Trainer},
};

/// Between two messages on the way of a training.
const PAUSE_MILLIS: f64 = 50.0;
/// What the two models of a comparison are called.
const SIDES: [&str; 2] = ["Champion", "Challenger"];

fn main() {
    console_error_panic_hook::set_once();
    let mut asked = None;
    Port::<Trainer>::open().listen(move |port, received| {
        let job = received.job;
        if let Err(message) = serve(port, received, &mut asked) {
            port.answer(job, &Reply::Failed { message });
        }
    });
}

/// Who was asked last, and about what: kept, so that one lead can be explained without bringing everything again.
struct Asked {
    questions: Questions,
    arv: Option<(String, ArvModel)>,
    lead: Option<(String, LeadModel)>,
}

fn serve(port: &Port<Trainer>, received: Received<Trainer>, asked: &mut Option<Asked>) -> Result<(), String> {
    let Received { job, request, mut buffers, files } = received;
    match request {
        Task::TrainArv { recipe, as_of, made_seconds } => {
            let rows: ArvRows = first(&buffers)?.data()?;
            let trained =
                arv::train_in_full(&rows, &recipe, day(&as_of)?, &Inline, &mut told(port, job)).map_err(words)?;
            let trained = trained.ok_or_else(|| words(LearnProblem::Stopped))?;
            let artifact = arv_artifact(&trained, Some(made_seconds as i64)).map_err(|problem| problem.to_string())?;
            let told = TrainedTold::of_arv(&trained, &artifact, data_digest(&rows.matrix, &rows.value_usd));
            answer_trained(port, job, told, &artifact);
        }
        Task::TrainLead { recipe, as_of, made_seconds } => {
            let rows: LeadRows = first(&buffers)?.data()?;
            let trained =
                lead::train_in_full(&rows, &recipe, day(&as_of)?, &Inline, &mut told(port, job)).map_err(words)?;
            let trained = trained.ok_or_else(|| words(LearnProblem::Stopped))?;
            let artifact = lead_artifact(&trained, Some(made_seconds as i64)).map_err(|problem| problem.to_string())?;
            let told = TrainedTold::of_lead(&trained, &artifact, data_digest(&rows.matrix, &rows.label));
            answer_trained(port, job, told, &artifact);
        }
        Task::Open => {
            let bytes = first(&buffers)?.bytes();
            if Artifact::is_artifact(&bytes) {
                let artifact = Artifact::from_bytes(&bytes).map_err(|problem| problem.to_string())?;
                let summary = ModelSummary::of_file(&artifact).map_err(|problem| problem.to_string())?;
                port.answer(job, &Reply::Opened { summary: Box::new(summary) });
            } else {
                interchange::import(&bytes).map_err(|problem| problem.to_string())?;
                port.answer(job, &Reply::Foreign);
            }
        }
        Task::Outline => {
            let file = files.into_iter().next().ok_or("no file came along")?;
            let slices = FileSlices::new(file).map_err(|_| "this browser cannot read files here")?;
            let mut last_millis = js_sys::Date::now();
            let told = |share| {
                let now_millis = js_sys::Date::now();
                if now_millis - last_millis >= PAUSE_MILLIS {
                    last_millis = now_millis;
                    let stage = "Reading".to_owned();
                    port.answer(job, &Reply::Progress { share, trees_done: 0, trees: 0, stage, error: None });
                }
            };
            let Outline { shapes, empty } =
                read_outline(FileStream::new(slices, told)).map_err(|problem| problem.to_string())?;
            let bytes = shapes.to_bytes();
            port.answer_with(job, &Reply::Outline { head: Box::new(shapes.head), empty }, &bytes);
        }
        Task::Spreadsheet => {
            let bytes = xlsx_of_rows(&first(&buffers)?.bytes())?;
            port.answer_with(job, &Reply::Spreadsheet, &bytes);
        }
        Task::ReadProfile { text } => {
            let profile = Profile::parse(&text).map_err(|problem| problem.to_string())?;
            port.answer(job, &Reply::ReadProfile { profile: Box::new(profile) });
        }
        Task::Judge { arv, lead } => {
            let questions: Questions = first(&buffers)?.data()?;
            let mut models = buffers.drain(1..);
            let arv = opened(arv, &mut models, arv_of)?;
            let lead = opened(lead, &mut models, lead_of)?;
            let judgements = judge(&questions, in_use(&arv), in_use(&lead), &Inline).map_err(words)?;
            *asked = Some(Asked { questions, arv, lead });
            port.answer_with_data(job, &Reply::Judged, &judgements)?;
        }
        Task::Explain { lead } => {
            let Asked { questions, arv, lead: of_lead } = asked.as_ref().ok_or("no models have been asked yet")?;
            let heard = Heard::of(questions, lead, in_use(arv), in_use(of_lead), &Inline).map_err(words)?;
            port.answer_with_data(job, &Reply::Explained, &heard.ok_or("there is no such lead")?)?;
        }
        Task::Shipped => {
            let index = Index::from_json(&first(&buffers)?.bytes()).map_err(|problem| problem.to_string())?;
            let of_version = |(version, file): (&Version, &Buffer)| {
                let artifact = Artifact::from_bytes(&file.bytes()).map_err(|problem| problem.to_string())?;
                let summary = ModelSummary::of_file(&artifact).map_err(|problem| problem.to_string())?;
                Ok((version.version, summary.with_version(version)))
            };
            let models: Result<Vec<_>, String> = index.versions().iter().zip(&buffers[1..]).map(of_version).collect();
            port.answer(job, &Reply::Shipped { models: models? });
        }
        Task::Adopt { recipe, as_of, made_seconds } => {
            let [file, rows] = buffers.as_slice() else { return Err("nothing came along to measure it on".to_owned()) };
            let foreign = interchange::import(&file.bytes()).map_err(|problem| problem.to_string())?;
            let rows: ArvRows = rows.data()?;
            let from = library(foreign.format);
            let adopted = arv::adopt(foreign.ensemble, from, &rows, &recipe, day(&as_of)?, &Inline).map_err(words)?;
            let (trained, matched) = adopted;
            let artifact = arv_artifact(&trained, Some(made_seconds as i64));
            let artifact = artifact.map_err(|problem| problem.to_string())?;
            answer_trained(port, job, TrainedTold::of_adopted(&trained, &artifact, &matched), &artifact);
        }
        Task::Compare => {
            let [cases, files @ ..] = buffers.as_slice() else {
                return Err("nothing came along to compare".to_owned());
            };
            let cases: CompareCases = cases.data()?;
            let resampling = Resampling::default();
            match files.iter().map(model_in).collect::<Result<Vec<_>, String>>()?.as_slice() {
                [HouseModel::Arv(a), HouseModel::Arv(b)] => {
                    let found = cases.compare_arv(a, b, &resampling, &Inline).map_err(words)?;
                    port.answer(job, &Reply::Compared { sheet: found.sheet(SIDES) });
                }
                [HouseModel::Lead(a), HouseModel::Lead(b)] => {
                    let (found, voices) = cases.compare_lead(a, b, &resampling, &Inline).map_err(words)?;
                    port.answer_with_data(job, &Reply::Compared { sheet: found.sheet(SIDES) }, &voices)?;
                }
                _ => return Err("two models of one kind can be compared, and these are not".to_owned()),
            }
        }
        Task::Convert { format } => {
            let artifact = Artifact::from_bytes(&first(&buffers)?.bytes()).map_err(|problem| problem.to_string())?;
            let bytes = match format {
                Format::XgboostJson => export_xgboost_json(artifact.ensemble()),
                Format::Onnx => export_onnx(artifact.ensemble()),
            };
            port.answer_with(job, &Reply::Converted, &bytes.map_err(|problem| problem.to_string())?);
        }
    }
    Ok(())
}

fn answer_trained(port: &Port<Trainer>, job: Job, told: TrainedTold, artifact: &Artifact) {
    let TrainedTold { summary, sheets, json } = told;
    port.answer_with(job, &Reply::Trained { summary: Box::new(summary), sheets, json }, &artifact.to_bytes());
}

/// Whose format it is: one model in two of its formats is one model.
fn library(format: ModelFormat) -> &'static str {
    match format {
        ModelFormat::XgboostJson | ModelFormat::XgboostUbj => "XGBoost",
        ModelFormat::LightgbmText => "LightGBM",
        ModelFormat::Onnx => "ONNX",
    }
}

/// The model of houses or leads that a file holds.
fn model_in(file: &Buffer) -> Result<HouseModel, String> {
    let artifact = Artifact::from_bytes(&file.bytes()).map_err(|problem| problem.to_string())?;
    let model = HouseModel::of(&artifact).map_err(|problem| problem.to_string())?;
    model.ok_or_else(|| "its file holds no model of houses or leads".to_owned())
}

/// A watcher that tells the page, not more often than it can show.
fn told(port: &Port<Trainer>, job: Job) -> impl FnMut(TrainProgress) -> bool + use<'_> {
    let mut last_millis = f64::NEG_INFINITY;
    move |progress: TrainProgress| {
        let now_millis = js_sys::Date::now();
        if now_millis - last_millis >= PAUSE_MILLIS || progress.trees_done == progress.trees {
            last_millis = now_millis;
            let TrainProgress { share, trees_done, trees, stage, error } = progress;
            let error = error.filter(|_| stage == TrainStage::Fitting);
            port.answer(job, &Reply::Progress { share, trees_done, trees, stage: stage.words().to_owned(), error });
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
    let model = of_kind(model_in(&files.next().ok_or("a model did not come along")?)?);
    let model = model.ok_or_else(|| format!("version {version} is a model of another kind"))?;
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
