//! Every row is tested once, by a model that has not seen it.
//!
//! Whoever runs it goes through the folds: [`learn`](CrossValidation::learn), then [`test`](CrossValidation::test); so
//! both can be timed, and stopped between. [`pooled`](CrossValidation::pooled) judges all tested rows together.

use super::{
    auto::{Auto, Tried},
    folds::Folds,
    metric::{ClassificationMetrics, Metrics, RegressionMetrics},
    model::{Model, Recipe, Task},
};
use crate::{
    lanes::Lanes,
    tree::{Matrix, TreeProblem, Watch},
};

/// What learns in each fold.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    Recipe(Box<Recipe>),
    /// What suits the rows of the fold.
    Auto(Auto),
}

pub struct CrossValidation<'a> {
    pub matrix: &'a Matrix,
    pub target: &'a [f64],
    pub task: Task,
    pub folds: &'a Folds,
    pub plan: &'a Plan,
}

/// A model learned without one fold.
pub struct Learned {
    pub model: Model,
    /// What was chosen, when the plan left it open.
    pub choice: Option<String>,
    /// All that was tried to find it.
    pub tried: Vec<Tried>,
}

/// What the model of a fold said of its rows.
pub struct Tested {
    pub rows: Vec<u32>,
    pub predictions: Vec<f64>,
    pub metrics: Metrics,
}

impl CrossValidation<'_> {
    /// Learns from all rows outside the fold. None when the watcher discarded it.
    ///
    /// # Errors
    /// Data or parameters that nothing can be learned with.
    pub fn learn(&self, fold: usize, lanes: &dyn Lanes, watch: Watch<'_>) -> Result<Option<Learned>, TreeProblem> {
        let (rows, _) = self.folds.split(fold);
        let (matrix, target) = (self.matrix.take(&rows), self.targets(&rows));
        Ok(match self.plan {
            Plan::Recipe(recipe) => recipe.fit(&matrix, &target, lanes, watch)?.map(|model| Learned {
                model,
                choice: None,
                tried: Vec::new(),
            }),
            Plan::Auto(auto) => {
                let fitted = auto.fit(&matrix, &target, lanes, watch)?;
                fitted.map(|chosen| Learned { model: chosen.model, choice: Some(chosen.words), tried: chosen.tried })
            }
        })
    }

    /// Answers for the rows of the fold.
    ///
    /// # Errors
    /// A model of other columns.
    pub fn test(&self, fold: usize, model: &Model, lanes: &dyn Lanes) -> Result<Tested, TreeProblem> {
        let (_, rows) = self.folds.split(fold);
        let predictions = model.predict(&self.matrix.take(&rows), lanes)?;
        let metrics = self.metrics(&self.targets(&rows), &predictions);
        Ok(Tested { rows, predictions, metrics })
    }

    /// The prediction of every row by the model that has not seen it, in the order of rows.
    pub fn out_of_fold(&self, tested: &[Tested]) -> Vec<f64> {
        let mut predictions = vec![f64::NAN; self.target.len()];
        for fold in tested {
            for (row, prediction) in fold.rows.iter().zip(&fold.predictions) {
                predictions[*row as usize] = *prediction;
            }
        }
        predictions
    }

    /// All rows judged together.
    pub fn pooled(&self, tested: &[Tested]) -> Metrics {
        self.metrics(self.target, &self.out_of_fold(tested))
    }

    fn metrics(&self, target: &[f64], predictions: &[f64]) -> Metrics {
        match self.task {
            Task::Regression => Metrics::Regression(RegressionMetrics::of(target, predictions)),
            Task::Classification => Metrics::Classification(ClassificationMetrics::of(target, predictions)),
        }
    }

    fn targets(&self, rows: &[u32]) -> Vec<f64> {
        rows.iter().map(|row| self.target[*row as usize]).collect()
    }
}
