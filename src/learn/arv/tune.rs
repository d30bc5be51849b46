//! Which parameters suit the houses to learn from: folds of the training part, each with what its neighbourhoods fetch.

use super::{
    fit::{learned as learned_with_market, with_market},
    recipe::{ArvLearner, ArvRecipe},
    rows::ArvRows,
};
use crate::{
    lanes::Lanes,
    learn::{
        Allowance, Folds, LearnProblem, Task, TrainWatch, Tuning,
        tuning::{FOLDS, Fold, Ground},
    },
};

/// Fewer rows do not tell parameters apart.
const LEAST_ROWS: usize = 200;

/// Searches for parameters on the training part alone. Hand what it keeps to the recipe
/// ([`with_tuned`](ArvRecipe::with_tuned)) and train. None when the watcher stopped it.
///
/// # Errors
/// Data that cannot be learned from.
pub fn tune(
    rows: &ArvRows,
    recipe: &ArvRecipe,
    allowance: Allowance<'_>,
    lanes: &dyn Lanes,
    watch: TrainWatch<'_>,
) -> Result<Option<Tuning>, LearnProblem> {
    let (learned, _) = recipe.parts(rows.len());
    if learned.len() < LEAST_ROWS {
        let why = format!(
            "{} houses to learn from are too few to tell parameters apart; from {LEAST_ROWS} on they are searched for.",
            learned.len()
        );
        return Ok(Some(Tuning::skipped(Task::Regression, allowance.words(), why)));
    }
    let matrix = rows.matrix.take(&learned);
    let value: Vec<f64> = learned.iter().map(|row| rows.value_usd[*row as usize]).collect();
    let parts = Folds::shuffled(value.len(), FOLDS, recipe.seed);
    let mut folds = Vec::new();
    for part in 0..parts.len() {
        let (others, held) = parts.split(part);
        let of_others: Vec<f64> = others.iter().map(|row| value[*row as usize]).collect();
        let (market, some) = learned_with_market(&matrix.take(&others), &of_others, recipe.seed)?;
        let tried = with_market(&matrix.take(&held), &market)?;
        folds.push(Fold::new(Task::Regression, (&some, of_others), (tried, held), lanes)?);
    }
    let ground = Ground { task: Task::Regression, target: &value, folds, seed: recipe.seed, lanes };
    let usual = |learner| ArvRecipe::usual(learner, ground.features());
    let other = match recipe.learner {
        ArvLearner::Forest => usual(ArvLearner::Boost),
        ArvLearner::Boost => usual(ArvLearner::Forest),
    };
    let (forest, _) = usual(ArvLearner::Forest);
    // A forest of logarithms can stand in a stack with boosting.
    let usual = vec![usual(recipe.learner), other, (forest, true)];
    Tuning::search(&ground, usual, allowance, watch)
}
