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
        progress::{Account, Steps},
        weighing::{Worth, most_worth, weigh, with_noise},
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
/// Examples that are kept with a model.
const EXAMPLES: usize = 64;
/// Rows on which the features are weighed; more say nothing more.
const WEIGHED_ROWS: usize = 2_000;
/// Test rows from which on they alone say how often ranges hold.
const ENOUGH_TO_COVER: usize = 200;

/// Trains, measures, and sets ranges; features are not weighed. None when the watcher stopped it.
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
    train_for(Account::Figures, rows, recipe, as_of, lanes, watch)
}

/// The same model, and what its features are worth: for a report.
///
/// # Errors
/// Data that cannot be learned from.
pub fn train_in_full(
    rows: &ArvRows,
    recipe: &ArvRecipe,
    as_of: Day,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<TrainedArv>, LearnProblem> {
    train_for(Account::Full, rows, recipe, as_of, lanes, watch)
}

fn train_for(
    account: Account,
    rows: &ArvRows,
    recipe: &ArvRecipe,
    as_of: Day,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<TrainedArv>, LearnProblem> {
    let seed = recipe.seed;
    let (learned, tested) = recipe.parts(rows.len());
    let (matrix, value) = (rows.matrix.take(&learned), taken(&rows.value_usd, &learned));
    let answers_itself = recipe.answers_out_of_bag();
    let folds = if answers_itself { 0 } else { FOLDS as usize };
    // Beside the folds: the members of the model itself, and one with noise to weigh the features.
    let mut steps = Steps::new((folds + 1) * recipe.members() + usize::from(account == Account::Full), watch);

    // Each training row is answered for by trees that have not seen it: a forest has them itself, boosting needs folds.
    let mut answers = Vec::new();
    if !answers_itself {
        match cross_fitted(&matrix, &value, recipe, lanes, &mut steps)? {
            Some(found) => answers = found,
            None => return Ok(None),
        }
    }
    let purpose = FitPurpose::Model;
    let Some(fit) = Fit::of(&matrix, &value, (recipe, purpose), lanes, &mut steps, TrainStage::Fitting)? else {
        return Ok(None);
    };
    if answers_itself {
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

    let Worth { weights, partial } = match account {
        Account::Figures => Worth::default(),
        Account::Full => match weighed(rows, recipe, (&fit, &learned, &tested), lanes, &mut steps)? {
            Some(weighed) => weighed,
            None => return Ok(None),
        },
    };

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
        library: None,
    };
    Ok(Some(TrainedArv { model: ArvModel { ensemble: fit.ensemble, plan }, report, examples }))
}

/// What the features are worth, and how estimates move with those that are worth most. None when the watcher stopped it.
fn weighed(
    rows: &ArvRows,
    recipe: &ArvRecipe,
    (fit, learned, tested): (&Fit, &[u32], &[u32]),
    lanes: &dyn Lanes,
    steps: &mut Steps<'_>,
) -> Result<Option<Worth>, LearnProblem> {
    let (noisy, value) = (with_noise(&rows.matrix, recipe.seed)?, taken(&rows.value_usd, learned));
    let purpose = FitPurpose::Weighing;
    let weighing = Fit::of(&noisy.take(learned), &value, (recipe, purpose), lanes, steps, TrainStage::Weighing)?;
    let Some(weighing) = weighing else { return Ok(None) };
    let few: Vec<u32> = tested.iter().copied().take(WEIGHED_ROWS).collect();
    let truth = taken(&rows.value_usd, &few);
    let closeness = |answers: &[f64]| -mean_absolute_log_error(answers, &truth);
    let asked = weighing.matrix(&noisy.take(&few))?;
    let weights = weigh(&weighing.ensemble, &asked, &closeness, recipe.seed, lanes)?;
    let answer = |houses: &Matrix| Ok(fit.ensemble.predict(houses, lanes)?);
    let partial = partial_dependence(&fit.matrix(&rows.matrix.take(tested))?, &most_worth(&weights), &answer)?;
    Ok(Some(Worth { weights, partial }))
}

/// The answers to each row by a model of the other folds. None when the watcher stopped it.
fn cross_fitted(
    matrix: &Matrix,
    value: &[f64],
    recipe: &ArvRecipe,
    lanes: &dyn Lanes,
    steps: &mut Steps<'_>,
) -> Result<Option<Vec<f64>>, LearnProblem> {
    let mut answers = vec![0.0; value.len()];
    let folds = Folds::shuffled(value.len(), FOLDS, recipe.seed);
    for fold in 0..folds.len() {
        let (others, held) = folds.split(fold);
        let (some, some_value) = (matrix.take(&others), taken(value, &others));
        let purpose = FitPurpose::Model;
        let fit = Fit::of(&some, &some_value, (recipe, purpose), lanes, steps, TrainStage::CrossFitting)?;
        let Some(fit) = fit else { return Ok(None) };
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
