//! What goes in: columns of numbers and of categories, side by side, all of one length.

use serde::{Deserialize, Serialize};

use super::problem::TreeProblem;

/// One column of a [`Matrix`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// Numbers as XGBoost keeps them; NaN is missing.
    Single(Vec<f32>),
    /// Numbers in full; NaN is missing.
    Double(Vec<f64>),
    /// Codes into `levels`; [`MISSING_CODE`] is missing.
    Categories { codes: Vec<u32>, levels: Vec<String> },
}

/// The code of a category that is not known.
pub const MISSING_CODE: u32 = u32::MAX;

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Self::Single(values) => values.len(),
            Self::Double(values) => values.len(),
            Self::Categories { codes, .. } => codes.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number, or the code of the category, of a row; NaN when missing.
    pub fn number(&self, row: usize) -> f64 {
        match self {
            Self::Single(values) => f64::from(values[row]),
            Self::Double(values) => values[row],
            Self::Categories { codes, .. } => match codes[row] {
                MISSING_CODE => f64::NAN,
                code => f64::from(code),
            },
        }
    }

    /// The same column with only these rows, in this order.
    pub fn take(&self, rows: &[u32]) -> Self {
        let pick = |row: &u32| *row as usize;
        match self {
            Self::Single(values) => Self::Single(rows.iter().map(|row| values[pick(row)]).collect()),
            Self::Double(values) => Self::Double(rows.iter().map(|row| values[pick(row)]).collect()),
            Self::Categories { codes, levels } => {
                Self::Categories { codes: rows.iter().map(|row| codes[pick(row)]).collect(), levels: levels.clone() }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixColumn {
    pub name: String,
    pub values: Values,
}

/// Rows by columns. Every column has the same number of rows, and every code stands for a level; also of one that was
/// sent from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<MatrixColumn>", into = "Vec<MatrixColumn>")]
pub struct Matrix {
    rows: usize,
    columns: Vec<MatrixColumn>,
}

impl Matrix {
    pub fn new(columns: Vec<MatrixColumn>) -> Result<Self, TreeProblem> {
        let rows = columns.first().map_or(0, |column| column.values.len());
        for column in &columns {
            if column.values.len() != rows {
                let (name, found) = (column.name.clone(), column.values.len());
                return Err(TreeProblem::ColumnLength { name, found, expected: rows });
            }
            if let Values::Categories { codes, levels } = &column.values {
                let stray = codes.iter().find(|code| **code != MISSING_CODE && **code as usize >= levels.len());
                if let Some(code) = stray {
                    let (name, code) = (column.name.clone(), *code);
                    return Err(TreeProblem::StrayCode { name, code, levels: levels.len() });
                }
            }
        }
        Ok(Self { rows, columns })
    }

    /// A matrix of numbers only.
    pub fn from_numbers<N: Into<String>>(
        columns: impl IntoIterator<Item = (N, Vec<f64>)>,
    ) -> Result<Self, TreeProblem> {
        let column = |(name, values): (N, Vec<f64>)| MatrixColumn { name: name.into(), values: Values::Double(values) };
        Self::new(columns.into_iter().map(column).collect())
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> &[MatrixColumn] {
        &self.columns
    }

    pub fn into_columns(self) -> Vec<MatrixColumn> {
        self.columns
    }

    /// The same columns with only these rows, in this order.
    pub fn take(&self, rows: &[u32]) -> Self {
        let take = |column: &MatrixColumn| MatrixColumn { name: column.name.clone(), values: column.values.take(rows) };
        Self { rows: rows.len(), columns: self.columns.iter().map(take).collect() }
    }
}

impl TryFrom<Vec<MatrixColumn>> for Matrix {
    type Error = TreeProblem;

    fn try_from(columns: Vec<MatrixColumn>) -> Result<Self, TreeProblem> {
        Self::new(columns)
    }
}

impl From<Matrix> for Vec<MatrixColumn> {
    fn from(matrix: Matrix) -> Self {
        matrix.columns
    }
}
