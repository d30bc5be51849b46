//! Which parameters suit the leads to learn from, with as many good ones in each part.

use super::{
    fit::{FEW_POSITIVES, taken},
    recipe::LeadRecipe,
    rows::LeadRows,
};
use crate::{
    lanes::Lanes,
    learn::{
        Allowance, Choice, Folds, LearnProblem, Task, TrainWatch, Tuning,
        tuning::{FOLDS, Fold, Ground},
    },
};

/// Searches for parameters on the training part alone. Hand what it keeps to the recipe
/// ([`tuned`](LeadRecipe::tuned)) and train. None when the watcher stopped it.
///
/// # Errors
/// Data that cannot be learned from.
pub fn tune(
    rows: &LeadRows,
    recipe: &LeadRecipe,
    allowance: Allowance<'_>,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<Tuning>, LearnProblem> {
    let (learned, _) = recipe.parts(&rows.label);
    let label = taken(&rows.label, &learned);
    let positives = label.iter().filter(|label| **label > 0.5).count();
    if rows.positives() < FEW_POSITIVES || positives < FOLDS as usize {
        let why = format!(
            "{} good leads are too few to tell parameters apart; from {FEW_POSITIVES} on they are searched for.",
            rows.positives()
        );
        return Ok(Some(Tuning::skipped(Task::Classification, allowance.words(), why)));
    }
    let matrix = rows.matrix.take(&learned);
    let parts = Folds::stratified(&label, FOLDS, recipe.seed);
    let mut folds = Vec::new();
    for part in 0..parts.len() {
        let (others, held) = parts.split(part);
        let some = matrix.take(&others);
        let tried = matrix.take(&held);
        folds.push(Fold::new(Task::Classification, (&some, taken(&label, &others)), (tried, held), lanes)?);
    }
    let ground = Ground { task: Task::Classification, target: &label, folds, seed: recipe.seed, lanes };
    let forest = Choice::usual_forest(Task::Classification, ground.features());
    let usual = vec![(Choice::usual_boosting(), false), (forest, false)];
    Tuning::search(&ground, usual, allowance, watch)
}
