//! Rows -> a model and its report: test rows set aside, calibration, the final fit.

use super::{
    contest::{Contest, FOLDS as CONTEST_FOLDS, REPEATS},
    fit::{FEW_POSITIVES, Folded, Start, chances, fit, taken},
    model::{LeadModel, LeadPlan},
    recipe::LeadRecipe,
    report::{Evidence, LeadReport},
    rows::{LeadRows, RULE_SCORE},
};
use crate::{
    lanes::Lanes,
    learn::{
        Calibration, Folds, LearnProblem, TrainStage, TrainWatch,
        partial::partial_dependence,
        progress::Steps,
        roc::roc_auc,
        weighing::{most_worth, weigh, with_noise},
    },
    table::Day,
    tree::Matrix,
};

/// A model and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainedLead {
    pub model: LeadModel,
    pub report: LeadReport,
    /// Rows of the training part, as the trees read them: some prove the model file.
    pub examples: Matrix,
}

/// Parts into which the training rows are cut: each is answered for by a model of the others.
const FOLDS: u32 = 5;
const EXAMPLES: usize = 64;
/// Rows on which the features are weighed; more say nothing more.
const WEIGHED_ROWS: usize = 2_000;

/// Trains, calibrates and measures; with few good leads of calls, lets the model compete with the rule. None when the
/// watcher stopped it.
///
/// # Errors
/// Data that cannot be learned from.
pub fn train(
    rows: &LeadRows,
    recipe: &LeadRecipe,
    as_of: Day,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<TrainedLead>, LearnProblem> {
    let seed = recipe.seed;
    let (learned, tested) = recipe.parts(&rows.label);
    let (label, rule) = (taken(&rows.label, &learned), taken(&rows.rule, &learned));
    let matrix = rows.matrix.take(&learned);
    let leans_on_rule = !recipe.label.imitates_rule() && rows.positives() < FEW_POSITIVES;
    let contests = if leans_on_rule { REPEATS * CONTEST_FOLDS as usize } else { 0 };
    let mut steps = Steps::new(FOLDS as usize + 2 + contests, watch);

    let contest = match leans_on_rule {
        false => None,
        true => match Contest::hold(&rows.matrix, &rows.label, &rows.rule, seed, lanes, &mut steps)? {
            None => return Ok(None),
            contest => contest,
        },
    };
    let start_of = |rule: &[f64], label: &[f64]| match leans_on_rule {
        true => Start::of_rule(rule, label),
        false => Start::Prior,
    };

    // Each training row gets its chance from a model that has not seen it: only such chances can be calibrated.
    let folds = Folds::stratified(&label, FOLDS, seed);
    let folded = Folded { matrix: &matrix, label: &label, rule: &rule, folds: &folds, seed };
    let Some(found) = folded.chances(start_of, lanes, &mut steps)? else { return Ok(None) };
    let calibration = Calibration::fit(&found, &label, None);

    let start = start_of(&rule, &label);
    let Some(ensemble) = fit(&matrix, &label, &rule, &start, seed, lanes, &mut steps.next(TrainStage::Fitting))? else {
        return Ok(None);
    };
    let (truth, test_rule) = (taken(&rows.label, &tested), taken(&rows.rule, &tested));
    let raw = chances(&ensemble, &start, &rows.matrix.take(&tested), &test_rule, lanes)?;
    let calibrated: Vec<f64> = raw.iter().map(|chance| calibration.of(*chance)).collect();

    let noisy = with_noise(&rows.matrix, seed)?;
    let weighing =
        fit(&noisy.take(&learned), &label, &rule, &start, seed, lanes, &mut steps.next(TrainStage::Weighing))?;
    let Some(weighing) = weighing else { return Ok(None) };
    let few: Vec<u32> = tested.iter().copied().take(WEIGHED_ROWS).collect();
    let few_truth = taken(&rows.label, &few);
    let ranking = |answers: &[f64]| roc_auc(&few_truth, answers).unwrap_or(0.5);
    let weights = weigh(&weighing, &noisy.take(&few), &ranking, seed, lanes)?;

    // Where trees start from the rule score, that is a column, and what is asked of the column is asked of the start.
    let answer = |leads: &Matrix| {
        let rule = leads.columns().iter().find(|column| column.name == RULE_SCORE);
        let rule: Vec<f64> =
            (0..leads.rows()).map(|row| rule.map_or(0.0, |column| column.values.number(row))).collect();
        let found = chances(&ensemble, &start, leads, &rule, lanes)?;
        Ok(found.into_iter().map(|chance| calibration.of(chance)).collect())
    };
    let partial = partial_dependence(&rows.matrix.take(&tested), &most_worth(&weights), &answer)?;

    let report = LeadReport::of(Evidence {
        rows,
        recipe,
        as_of,
        train_rows: learned.len(),
        truth: &truth,
        raw: &raw,
        calibrated: &calibrated,
        rule: &test_rule,
        out_of_fold: (&found, &label, &rule),
        calibration: &calibration,
        contest: contest.clone(),
        weights,
        partial,
    });
    let few: Vec<u32> = (0..learned.len().min(EXAMPLES) as u32).collect();
    let examples = matrix.take(&few);
    let plan = LeadPlan {
        recipe: recipe.clone(),
        as_of: as_of.to_string(),
        rows: learned.len(),
        positives: label.iter().filter(|label| **label > 0.5).count(),
        base_rate: label.iter().sum::<f64>() / label.len().max(1) as f64,
        start,
        calibration,
        contest,
    };
    Ok(Some(TrainedLead { model: LeadModel { ensemble, plan }, report, examples }))
}
