//! The tree engine alone, as a page would use it from a worker: numbers in, a model and its predictions out. One thread.

#[cfg(not(feature = "bare"))]
use bench_trees::Recipe;
use bench_trees::{Kind, Task};
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

    /// How good these predictions of the rows are for the task `house` or `lead`. The engine has no part in it.
    ///
    /// # Errors
    /// Another name.
    pub fn quality(&self, task: &str, predicted: &[f64]) -> Result<f64, JsError> {
        Ok(kind(task)?.quality(&self.0.target, predicted))
    }
}

fn kind(task: &str) -> Result<Kind, JsError> {
    Kind::of(task).ok_or_else(|| JsError::new("there is no such task"))
}

#[cfg(not(feature = "bare"))]
#[wasm_bindgen]
pub struct Model(Ensemble);

#[cfg(not(feature = "bare"))]
#[wasm_bindgen]
impl Model {
    /// Of `boost` or `forest`, for the task `house` or `lead`.
    ///
    /// # Errors
    /// Another name, or rows that cannot be learned from.
    pub fn fit(learner: &str, task: &str, rows: &Rows) -> Result<Model, JsError> {
        let recipe = Recipe::of(learner).ok_or_else(|| JsError::new("there is no such learner"))?;
        let bins = recipe.bins(&rows.0, &Inline)?;
        Ok(Model(recipe.fit(kind(task)?, &bins, &rows.0.target, &Inline)?))
    }

    pub fn digest(&self) -> String {
        self.0.digest()
    }

    /// # Errors
    /// Rows without the model's columns.
    pub fn predict(&self, rows: &Rows) -> Result<Vec<f64>, JsError> {
        Ok(self.0.predict(&rows.0.matrix, &Inline)?)
    }
}
