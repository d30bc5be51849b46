//! A matrix as an ensemble reads it: its features found by name, its categories in the ensemble's own codes.

use super::{
    ensemble::{Ensemble, Feature, FeatureKind, Precision},
    matrix::{MISSING_CODE, Matrix, Values},
    problem::TreeProblem,
};

/// The columns of a matrix in the order of an ensemble's features.
pub struct Bound<'m> {
    rows: usize,
    precision: Precision,
    columns: Vec<BoundColumn<'m>>,
}

pub(super) enum BoundColumn<'m> {
    Singles(&'m [f32]),
    Doubles(&'m [f64]),
    /// The matrix's codes, and the ensemble's code for each of them. A level that the ensemble never met is missing.
    Codes {
        codes: &'m [u32],
        translation: Vec<u32>,
    },
}

impl BoundColumn<'_> {
    fn number(&self, row: usize) -> f64 {
        match self {
            Self::Singles(values) => f64::from(values[row]),
            Self::Doubles(values) => values[row],
            Self::Codes { codes, translation } => match translation.get(codes[row] as usize) {
                None | Some(&MISSING_CODE) => f64::NAN,
                Some(code) => f64::from(*code),
            },
        }
    }
}

impl<'m> Bound<'m> {
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// What the ensemble sees in a row: the number at its precision, or the category's code; NaN when missing.
    pub fn value(&self, row: usize, feature: u32) -> f64 {
        let number = self.columns[feature as usize].number(row);
        match self.precision {
            Precision::Single => f64::from(number as f32),
            Precision::Double => number,
        }
    }

    pub(super) fn precision(&self) -> Precision {
        self.precision
    }

    pub(super) fn column(&self, feature: usize) -> &BoundColumn<'m> {
        &self.columns[feature]
    }
}

impl Ensemble {
    /// Finds the ensemble's features among the matrix's columns, by name.
    ///
    /// # Errors
    /// A feature that the matrix does not have or has as another kind.
    pub fn bind<'m>(&self, matrix: &'m Matrix) -> Result<Bound<'m>, TreeProblem> {
        let columns: Result<Vec<_>, _> = self.features.iter().map(|feature| bind_column(feature, matrix)).collect();
        Ok(Bound { rows: matrix.rows(), precision: self.precision, columns: columns? })
    }
}

fn bind_column<'m>(feature: &Feature, matrix: &'m Matrix) -> Result<BoundColumn<'m>, TreeProblem> {
    let name = || feature.name.clone();
    let column = matrix.columns().iter().find(|column| column.name == feature.name);
    let Some(column) = column else { return Err(TreeProblem::MissingColumn { name: name() }) };
    match (&feature.kind, &column.values) {
        (FeatureKind::Categories { levels }, Values::Categories { codes, levels: theirs }) => {
            let ours: std::collections::BTreeMap<&str, u32> =
                levels.iter().enumerate().map(|(code, level)| (level.as_str(), code as u32)).collect();
            let translation = theirs.iter().map(|level| ours.get(level.as_str()).copied().unwrap_or(MISSING_CODE));
            Ok(BoundColumn::Codes { codes, translation: translation.collect() })
        }
        (FeatureKind::Number { .. }, Values::Categories { .. }) => {
            Err(TreeProblem::ColumnKind { name: name(), found: "categories", expected: "numbers" })
        }
        (FeatureKind::Categories { levels }, Values::Single(_) | Values::Double(_)) if !levels.is_empty() => {
            Err(TreeProblem::ColumnKind { name: name(), found: "numbers", expected: "categories" })
        }
        (_, Values::Single(values)) => Ok(BoundColumn::Singles(values)),
        (_, Values::Double(values)) => Ok(BoundColumn::Doubles(values)),
    }
}
