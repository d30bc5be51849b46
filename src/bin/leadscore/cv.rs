//! `leadscore cv`: how well a column can be predicted from the others.

mod data;
mod report;

use std::time::Instant;

use leadscore::{
    learn::{
        Auto, Coverage, CrossValidation, Folds, Intervals, Learned, Learner, Plan, Recipe, Task, Tested, Unseen, params,
    },
    table::RecordWriter,
    tree::{Progress, Verdict},
};

use crate::{
    args::{Common, Cv, CvLearner},
    failure::Failure,
    log::Log,
    output, terminal,
    threads::Threads,
};
use data::Data;
use report::{FoldReport, Report};

pub fn run(command: &Cv, common: &Common, log: &Log) -> Result<(), Failure> {
    let threads = Threads::new(common.threads)?;
    let data = data::read(command, common.seed, log)?;
    let plan = plan(command, common.seed, &data)?;
    let (tested, folds) = go_through_folds(&data, &plan, &threads, log)?;
    let cross_validation = cross_validation(&data, &plan);
    let predictions = cross_validation.out_of_fold(&tested);
    if let Some(path) = &command.oof {
        write_out_of_fold(&data, &predictions, path)?;
    }
    let coverage = coverage(&data, &predictions, common.seed);
    let report = Report::new(command, &data, folds, cross_validation.pooled(&tested), coverage);
    report.write(command.format)
}

/// How often ranges made to hold 90 % of the values would hold them: learned from half of the predictions, tried on the
/// others, both ways. None for chances, and where rows are too few.
fn coverage(data: &Data, predictions: &[f64], seed: u64) -> Option<Coverage> {
    let target = &data.target.values;
    let known: Vec<usize> = (0..target.len()).filter(|row| predictions[*row].is_finite()).collect();
    // Prices miss by shares of themselves; what can be 0 or less misses by amounts.
    let is_price = known.iter().all(|row| target[*row] > 0.0);
    let scaled = |value: f64| if is_price { libm::log(value.max(f64::MIN_POSITIVE)) } else { value };
    let taken = |values: &[f64]| known.iter().map(|row| scaled(values[*row])).collect::<Vec<f64>>();
    let (predictions, truths, bands) = (taken(predictions), taken(target), vec![0; known.len()]);
    let unseen = Unseen { predictions: &predictions, truths: &truths, signals: &[], bands: &bands };
    let is_number = data.target.task == Task::Regression;
    is_number.then(|| Intervals::measure(&unseen, 0.9, seed).ok()).flatten()
}

fn plan(command: &Cv, seed: u64, data: &Data) -> Result<Plan, Failure> {
    let (task, log_target) = (data.target.task, command.log_target);
    let features: Vec<&str> = data.matrix.columns().iter().map(|column| column.name.as_str()).collect();
    let wrong = |problem: params::ParamProblem| Failure::Usage(format!("--params: {problem}"));
    let learner = match command.learner {
        CvLearner::Auto if !command.params.is_empty() => {
            return Err(Failure::Usage(
                "--learner auto chooses its parameters itself; leave --params away, or name a learner".to_owned(),
            ));
        }
        CvLearner::Auto => return Ok(Plan::Auto(Auto { task, log_target, seed })),
        CvLearner::Boost => {
            let params = params::boosting(&command.params, Learner::boost(task, seed), &features).map_err(wrong)?;
            data::refuse_wrong_objective(&params, task)?;
            Learner::Boost(params)
        }
        CvLearner::Forest => {
            let base = Learner::forest(task, features.len(), seed);
            Learner::Forest(params::forest(&command.params, base, features.len()).map_err(wrong)?)
        }
    };
    learner.check().map_err(|problem| Failure::Usage(format!("--params: {problem}")))?;
    Ok(Plan::Recipe(Box::new(Recipe { learner, log_target })))
}

fn cross_validation<'a>(data: &'a Data, plan: &'a Plan) -> CrossValidation<'a> {
    CrossValidation {
        matrix: &data.matrix,
        target: &data.target.values,
        task: data.target.task,
        folds: &data.folds,
        plan,
    }
}

/// Learns and tests, fold by fold, and takes the time of both.
fn go_through_folds(
    data: &Data,
    plan: &Plan,
    threads: &Threads,
    log: &Log,
) -> Result<(Vec<Tested>, Vec<FoldReport>), Failure> {
    const STEPS_PER_FOLD: u64 = 1000;
    let cross_validation = cross_validation(data, plan);
    let folds = data.folds.len();
    let bar = terminal::step_progress(log, folds as u64 * STEPS_PER_FOLD);
    let (mut all_tested, mut reports) = (Vec::new(), Vec::new());
    for fold in 0..folds {
        let failed = |problem| Failure::BadFile {
            file: data.file.clone(),
            message: format!("fold {} cannot be learned: {problem}", data.folds.name(fold)),
        };
        bar.set_message(format!("Fold {} of {folds}", fold + 1));
        let mut watch = |progress: Progress| {
            bar.set_position(((fold as f64 + progress.share()) * STEPS_PER_FOLD as f64) as u64);
            Verdict::Continue
        };
        let start = Instant::now();
        let learned = cross_validation.learn(fold, threads, &mut watch).map_err(failed)?;
        let fit_seconds = start.elapsed().as_secs_f64();
        // Only a watcher that says so discards a model, and this one never does.
        let Some(Learned { model, choice, tried }) = learned else { continue };
        let start = Instant::now();
        let tested = cross_validation.test(fold, &model, threads).map_err(failed)?;
        let predict_seconds = start.elapsed().as_secs_f64();
        if let Some(choice) = &choice {
            log.detail(&format!("fold {}: {choice}", data.folds.name(fold)));
        }
        reports.push(FoldReport::new(data.folds.name(fold), &tested, fit_seconds, predict_seconds, choice, tried));
        all_tested.push(tested);
    }
    bar.finish_and_clear();
    Ok((all_tested, reports))
}

fn write_out_of_fold(data: &Data, predictions: &[f64], path: &std::path::Path) -> Result<(), Failure> {
    let fold_of = fold_by_row(&data.folds, predictions.len());
    output::write_to(Some(path), |out| {
        let mut record = RecordWriter::default();
        for header in ["line", "fold", "target", "prediction"] {
            record.text(header);
        }
        record.end();
        for (row, prediction) in predictions.iter().enumerate() {
            record.whole(i64::from(data.lines[row]));
            record.guarded_text(Some(data.folds.name(fold_of[row])));
            record.number(Some(data.target.values[row]));
            record.number(Some(*prediction).filter(|prediction| prediction.is_finite()));
            record.end();
            out.write_all(record.bytes())?;
            record.clear();
        }
        Ok(())
    })
}

fn fold_by_row(folds: &Folds, rows: usize) -> Vec<usize> {
    let mut fold_of = vec![0; rows];
    for fold in 0..folds.len() {
        folds.split(fold).1.iter().for_each(|row| fold_of[*row as usize] = fold);
    }
    fold_of
}

/// The word of the contract.
fn task_name(task: Task) -> &'static str {
    match task {
        Task::Regression => "regression",
        Task::Classification => "classification",
    }
}
