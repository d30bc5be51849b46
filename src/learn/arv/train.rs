//! Rows -> a model and its report: test rows set aside, folds, ranges, the final fit.

use super::{
    domain::Domain,
    fit::Fit,
    model::{ArvModel, ArvPlan, range},
    recipe::{ArvRecipe, FitPurpose},
    report::{ArvReport, Evidence},
    rows::ArvRows,
};
use crate::{
    lanes::Lanes,
    learn::{
        Folds, LearnProblem, TrainStage, TrainWatch,
        coverage::{Coverage, Intervals, Unseen},
        distribution::Interval,
        partial::partial_dependence,
        progress::Steps,
        weighing::{most_worth, weigh, with_noise},
    },
    table::Day,
    tree::Matrix,
};

/// A model and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainedArv {
    pub model: ArvModel,
    pub report: ArvReport,
    /// Rows of the training part, as the trees read them: some prove the model file.
    pub examples: Matrix,
}

/// Parts into which the training rows are cut: each is answered for by a model of the others.
const FOLDS: u32 = 5;
/// Beside the folds: the model itself, and one with noise to weigh the features.
const OTHER_FITS: usize = 2;
/// Examples that are kept with a model.
const EXAMPLES: usize = 64;
/// Rows on which the features are weighed; more say nothing more.
const WEIGHED_ROWS: usize = 2_000;
/// Test rows from which on they alone say how often ranges hold.
const ENOUGH_TO_COVER: usize = 200;

/// Trains, measures, and sets ranges. None when the watcher stopped it.
///
/// # Errors
/// Data that cannot be learned from.
pub fn train(
    rows: &ArvRows,
    recipe: &ArvRecipe,
    as_of: Day,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<TrainedArv>, LearnProblem> {
    let ArvRecipe { learner, seed, .. } = *recipe;
    let (learned, tested) = recipe.parts(rows.len());
    let (matrix, value) = (rows.matrix.take(&learned), taken(&rows.value_usd, &learned));
    let folds = if learner.answers_out_of_bag() { 0 } else { FOLDS as usize };
    let mut steps = Steps::new(folds + OTHER_FITS, watch);

    // Each training row is answered for by trees that have not seen it: a forest has them itself, boosting needs folds.
    let mut answers = Vec::new();
    if !learner.answers_out_of_bag() {
        match cross_fitted(&matrix, &value, recipe, lanes, &mut steps)? {
            Some(found) => answers = found,
            None => return Ok(None),
        }
    }
    let Some(fit) =
        Fit::of(&matrix, &value, (learner, FitPurpose::Model), seed, lanes, &mut steps.next(TrainStage::Fitting))?
    else {
        return Ok(None);
    };
    if learner.answers_out_of_bag() {
        answers.clone_from(&fit.out_of_bag);
    }
    let (log_answers, log_value) = (logs(&answers), logs(&value));
    let bands = vec![0; answers.len()];
    let unseen = Unseen { predictions: &log_answers, truths: &log_value, signals: &[], bands: &bands };
    let intervals = Intervals::learn(&unseen, recipe.coverage)?;

    let test = rows.matrix.take(&tested);
    let truth = taken(&rows.value_usd, &tested);
    let estimates = fit.predict(&test, lanes)?;
    let ranges: Vec<Interval> = estimates.iter().map(|estimate| range(&intervals, *estimate)).collect();
    // Few test rows say little of a share; then the training rows say it, half by half.
    let coverage = match tested.len() {
        ENOUGH_TO_COVER.. => Coverage::of(&ranges, &truth, recipe.coverage),
        _ => Intervals::measure(&unseen, recipe.coverage, seed)
            .unwrap_or_else(|_| Coverage::of(&ranges, &truth, recipe.coverage)),
    };

    let noisy = with_noise(&rows.matrix, seed)?;
    let Some(weighing) = Fit::of(
        &noisy.take(&learned),
        &value,
        (learner, FitPurpose::Weighing),
        seed,
        lanes,
        &mut steps.next(TrainStage::Weighing),
    )?
    else {
        return Ok(None);
    };
    let few: Vec<u32> = tested.iter().copied().take(WEIGHED_ROWS).collect();
    let few_truth = taken(&rows.value_usd, &few);
    let closeness = |answers: &[f64]| -mean_absolute_log_error(answers, &few_truth);
    let weights = weigh(&weighing.ensemble, &weighing.matrix(&noisy.take(&few))?, &closeness, seed, lanes)?;

    let answer = |houses: &Matrix| Ok(fit.ensemble.predict(houses, lanes)?);
    let partial = partial_dependence(&fit.matrix(&test)?, &most_worth(&weights), &answer)?;

    let report = ArvReport::of(Evidence {
        rows,
        recipe,
        as_of,
        learned: &learned,
        tested: &tested,
        out_of_fold: (&answers, &value),
        estimates: &estimates,
        truth: &truth,
        coverage,
        ranges: &ranges,
        weights,
        partial,
    })?;
    let examples: Vec<u32> = (0..learned.len().min(EXAMPLES) as u32).collect();
    let examples = fit.matrix(&matrix.take(&examples))?;
    let plan = ArvPlan {
        recipe: recipe.clone(),
        as_of: as_of.to_string(),
        rows: learned.len(),
        market: fit.market,
        domain: Domain::of(&matrix),
        intervals,
        coverage: report.coverage.all.share,
    };
    Ok(Some(TrainedArv { model: ArvModel { ensemble: fit.ensemble, plan }, report, examples }))
}

/// The answers to each row by a model of the other folds. None when the watcher stopped it.
fn cross_fitted(
    matrix: &Matrix,
    value: &[f64],
    recipe: &ArvRecipe,
    lanes: &dyn Lanes,
    steps: &mut Steps<'_>,
) -> Result<Option<Vec<f64>>, LearnProblem> {
    let ArvRecipe { learner, seed, .. } = *recipe;
    let mut answers = vec![0.0; value.len()];
    let folds = Folds::shuffled(value.len(), FOLDS, seed);
    for fold in 0..folds.len() {
        let (others, held) = folds.split(fold);
        let (some, some_value) = (matrix.take(&others), taken(value, &others));
        let watch = &mut steps.next(TrainStage::CrossFitting);
        let Some(fit) = Fit::of(&some, &some_value, (learner, FitPurpose::Model), seed, lanes, watch)? else {
            return Ok(None);
        };
        let of_fold = fit.predict(&matrix.take(&held), lanes)?;
        held.iter().zip(of_fold).for_each(|(row, answer)| answers[*row as usize] = answer);
    }
    Ok(Some(answers))
}

fn logs(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| libm::log(value.max(1.0))).collect()
}

fn taken(values: &[f64], rows: &[u32]) -> Vec<f64> {
    rows.iter().map(|row| values[*row as usize]).collect()
}

fn mean_absolute_log_error(answers: &[f64], truth: &[f64]) -> f64 {
    let error = |(answer, truth): (&f64, &f64)| (libm::log(answer.max(1.0)) - libm::log(truth.max(1.0))).abs();
    answers.iter().zip(truth).map(error).sum::<f64>() / truth.len().max(1) as f64
}
