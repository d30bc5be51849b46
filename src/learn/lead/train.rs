//! Rows -> a model and its report: test rows set aside, calibration, the final fit.

use super::{
    contest::{Contest, FOLDS as CONTEST_FOLDS, REPEATS},
    fit::{FEW_POSITIVES, Folded, Growth, Start, chances, fit, taken},
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
        progress::{Account, Steps},
        roc::roc_auc,
        weighing::{Worth, most_worth, weigh, with_noise},
    },
    table::Day,
    tree::{Ensemble, Matrix},
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

/// Trains, calibrates and measures; with few good leads of calls, lets the model compete with the rule. Features are not
/// weighed. None when the watcher stopped it.
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
    train_for(Account::Figures, rows, recipe, as_of, lanes, watch)
}

/// The same model, and what its features are worth: for a report.
///
/// # Errors
/// Data that cannot be learned from.
pub fn train_in_full(
    rows: &LeadRows,
    recipe: &LeadRecipe,
    as_of: Day,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<TrainedLead>, LearnProblem> {
    train_for(Account::Full, rows, recipe, as_of, lanes, watch)
}

fn train_for(
    account: Account,
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
    let tuned = recipe.tuned.as_ref().filter(|_| !leans_on_rule);
    let members = tuned.map_or(1, |tuned| tuned.members.len());
    let weighings = if account == Account::Full { members } else { 0 };
    let mut steps = Steps::new((FOLDS as usize + 1) * members + weighings + contests, watch);

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
    let folded = Folded { matrix: &matrix, label: &label, rule: &rule, folds: &folds, tuned, seed };
    let Some(found) = folded.chances(start_of, lanes, &mut steps)? else { return Ok(None) };
    let calibration = Calibration::fit(&found, &label, None);

    let start = start_of(&rule, &label);
    let growth = Growth { start: &start, tuned, seed };
    let fitted = fit(&matrix, &label, &rule, growth, lanes, (&mut steps, TrainStage::Fitting))?;
    let Some(ensemble) = fitted else { return Ok(None) };
    let (truth, test_rule) = (taken(&rows.label, &tested), taken(&rows.rule, &tested));
    let raw = chances(&ensemble, &start, &rows.matrix.take(&tested), &test_rule, lanes)?;
    let calibrated: Vec<f64> = raw.iter().map(|chance| calibration.of(*chance)).collect();

    let model = Model { ensemble: &ensemble, growth, calibration: &calibration };
    let Worth { weights, partial } = match account {
        Account::Figures => Worth::default(),
        Account::Full => match weighed(rows, &model, (&learned, &tested), lanes, &mut steps)? {
            Some(weighed) => weighed,
            None => return Ok(None),
        },
    };

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

/// A model that has just been learned.
struct Model<'a> {
    ensemble: &'a Ensemble,
    growth: Growth<'a>,
    calibration: &'a Calibration,
}

/// What the features are worth, and how chances move with those that are worth most. None when the watcher stopped it.
fn weighed(
    rows: &LeadRows,
    model: &Model<'_>,
    (learned, tested): (&[u32], &[u32]),
    lanes: &dyn Lanes,
    steps: &mut Steps<'_>,
) -> Result<Option<Worth>, LearnProblem> {
    let Model { ensemble, growth, calibration } = *model;
    let (label, rule) = (taken(&rows.label, learned), taken(&rows.rule, learned));
    let noisy = with_noise(&rows.matrix, growth.seed)?;
    let weighing = fit(&noisy.take(learned), &label, &rule, growth, lanes, (steps, TrainStage::Weighing))?;
    let Some(weighing) = weighing else { return Ok(None) };
    let few: Vec<u32> = tested.iter().copied().take(WEIGHED_ROWS).collect();
    let truth = taken(&rows.label, &few);
    let ranking = |answers: &[f64]| roc_auc(&truth, answers).unwrap_or(0.5);
    let weights = weigh(&weighing, &noisy.take(&few), &ranking, growth.seed, lanes)?;

    // Where trees start from the rule score, that is a column, and what is asked of the column is asked of the start.
    let answer = |leads: &Matrix| {
        let rule = leads.columns().iter().find(|column| column.name == RULE_SCORE);
        let rule: Vec<f64> =
            (0..leads.rows()).map(|row| rule.map_or(0.0, |column| column.values.number(row))).collect();
        let found = chances(ensemble, growth.start, leads, &rule, lanes)?;
        Ok(found.into_iter().map(|chance| calibration.of(chance)).collect())
    };
    let partial = partial_dependence(&rows.matrix.take(tested), &most_worth(&weights), &answer)?;
    Ok(Some(Worth { weights, partial }))
}
