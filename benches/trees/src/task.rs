//! The rows to learn from or to judge by.

use crate::quality::{area_under_curve, r_squared};
use leadscore::tree::{Matrix, MatrixColumn, TreeProblem, Values};

/// What is asked of a task's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `house`: a price.
    Regression,
    /// `lead`: yes or no.
    Classification,
}

impl Kind {
    pub fn of(task: &str) -> Option<Self> {
        match task {
            "house" => Some(Self::Regression),
            "lead" => Some(Self::Classification),
            _ => None,
        }
    }

    /// The area under the ROC curve, or R².
    pub fn quality(self, target: &[f64], predicted: &[f64]) -> f64 {
        match self {
            Self::Regression => r_squared(target, predicted),
            Self::Classification => area_under_curve(target, predicted),
        }
    }
}

pub struct Task {
    pub matrix: Matrix,
    pub target: Vec<f64>,
}

impl Task {
    /// From its columns, one after the other, the target last. Each is asked for when it is needed, so that nothing is
    /// in memory twice.
    ///
    /// # Errors
    /// Columns of different lengths, or what reading one said.
    pub fn from_columns<E: From<TreeProblem>>(
        columns: usize,
        mut next: impl FnMut() -> Result<Vec<f32>, E>,
    ) -> Result<Self, E> {
        let column = |number: usize| {
            let values = next()?;
            Ok(MatrixColumn { name: format!("c{number}"), values: Values::Single(values) })
        };
        let columns: Result<Vec<_>, E> = (0..columns).map(column).collect();
        let matrix = Matrix::new(columns?)?;
        let target = next()?.into_iter().map(f64::from).collect();
        Ok(Self { matrix, target })
    }
}
