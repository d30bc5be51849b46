//! The tree engine alone, as a page would use it from a worker: numbers in, a model and its predictions out. One thread.

use bench_trees::Task;
#[cfg(not(feature = "bare"))]
use bench_trees::{Kind, Recipe};
use js_sys::Float32Array;
use leadscore::tree::TreeProblem;
#[cfg(not(feature = "bare"))]
use leadscore::{lanes::Inline, tree::Ensemble};
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

/// Rows to learn from or to predict.
#[wasm_bindgen]
pub struct Rows(Task);

#[wasm_bindgen]
impl Rows {
    /// From one column after the other, the target last.
    ///
    /// # Errors
    /// Numbers that do not fill whole columns.
    #[wasm_bindgen(constructor)]
    pub fn new(numbers: &Float32Array, columns: u32) -> Result<Rows, JsError> {
        let rows = numbers.length() / (columns + 1);
        let mut at = 0;
        let task = Task::from_columns(columns as usize, || {
            at += rows;
            Ok::<_, TreeProblem>(numbers.subarray(at - rows, at).to_vec())
        });
        Ok(Rows(task?))
    }

    pub fn len(&self) -> usize {
        self.0.matrix.rows()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(not(feature = "bare"))]
#[wasm_bindgen]
pub struct Model {
    ensemble: Ensemble,
    kind: Kind,
}

#[cfg(not(feature = "bare"))]
#[wasm_bindgen]
impl Model {
    /// Of `boost` or `forest`, for the task `house` or `lead`.
    ///
    /// # Errors
    /// Another name, or rows that cannot be learned from.
    pub fn fit(learner: &str, task: &str, rows: &Rows) -> Result<Model, JsError> {
        let recipe = Recipe::of(learner).ok_or_else(|| JsError::new("there is no such learner"))?;
        let kind = Kind::of(task).ok_or_else(|| JsError::new("there is no such task"))?;
        let bins = recipe.bins(&rows.0, &Inline)?;
        Ok(Model { ensemble: recipe.fit(kind, &bins, &rows.0.target, &Inline)?, kind })
    }

    pub fn digest(&self) -> String {
        self.ensemble.digest()
    }

    /// # Errors
    /// Rows without the model's columns.
    pub fn predict(&self, rows: &Rows) -> Result<Vec<f64>, JsError> {
        Ok(self.ensemble.predict(&rows.0.matrix, &Inline)?)
    }

    /// How good these predictions of the rows are.
    pub fn quality(&self, rows: &Rows, predicted: &[f64]) -> f64 {
        self.kind.quality(&rows.0.target, predicted)
    }
}
