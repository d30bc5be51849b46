//! Golden rows: a few rows and what the model made of them, kept with the model so that it can prove itself.
//!
//! The engine answers to the last bit on every machine, so the proof allows no difference.

use crate::random::{GOLDEN, scramble};

use super::{
    bytes::{Reader, Writer},
    problem::ArtifactProblem,
};
use crate::{
    lanes::Inline,
    tree::{Ensemble, Feature, FeatureKind, MISSING_CODE, Matrix, MatrixColumn, Precision, Rule, Values},
};

/// Rows as the model sees them, with their margins and answers.
#[derive(Clone, Debug)]
pub struct GoldenRows {
    rows: usize,
    /// One feature after the other: numbers, or codes of categories; NaN when missing.
    values: Vec<f64>,
    /// Row by row.
    margins: Vec<f64>,
    answers: Vec<f64>,
}

/// Enough to pass through most trees on both sides, few enough to cost nothing.
const SYNTHETIC_ROWS: usize = 16;
/// A file must not keep a machine busy for long by asking for a replay of a million rows.
const MOST_ROWS: usize = 1024;

impl GoldenRows {
    /// Takes some rows (at most 1024) of a matrix that the model can read.
    pub fn taken(ensemble: &Ensemble, matrix: &Matrix, rows: &[u32]) -> Result<Self, ArtifactProblem> {
        let rows = &rows[..rows.len().min(MOST_ROWS)];
        let few = matrix.take(rows);
        let bound = ensemble.bind(&few)?;
        let value = |feature: usize, row: usize| bound.value(row, feature as u32);
        let features = 0..ensemble.features().len();
        let values = features.flat_map(|feature| (0..rows.len()).map(move |row| (feature, row)));
        Self::predicted(ensemble, rows.len(), values.map(|(feature, row)| value(feature, row)).collect())
    }

    /// Rows made of the model's own thresholds and categories, for models that came without data: exactly at a
    /// threshold, just above it, missing.
    pub fn synthetic(ensemble: &Ensemble) -> Result<Self, ArtifactProblem> {
        let mut choices = choices(ensemble);
        let mut values = Vec::with_capacity(choices.len() * SYNTHETIC_ROWS);
        for (feature, choices) in choices.iter_mut().enumerate() {
            choices.sort_by(f64::total_cmp);
            choices.dedup();
            for row in 0..SYNTHETIC_ROWS {
                let drawn = mixed(feature as u64, row as u64) % (choices.len() as u64 + 1);
                values.push(choices.get(drawn as usize).copied().unwrap_or(f64::NAN));
            }
        }
        Self::predicted(ensemble, SYNTHETIC_ROWS, values)
    }

    fn predicted(ensemble: &Ensemble, rows: usize, values: Vec<f64>) -> Result<Self, ArtifactProblem> {
        let mut golden = Self { rows, values, margins: Vec::new(), answers: Vec::new() };
        let matrix = golden.matrix(ensemble.features())?;
        golden.margins = ensemble.margins(&matrix, &Inline)?;
        golden.answers = ensemble.predict(&matrix, &Inline)?;
        Ok(golden)
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Predicts all rows again.
    ///
    /// # Errors
    /// A row that comes out otherwise than it did.
    pub fn replay(&self, ensemble: &Ensemble) -> Result<(), ArtifactProblem> {
        let again = Self::predicted(ensemble, self.rows, self.values.clone())?;
        let margins = (&self.margins, &again.margins, ensemble.outputs());
        let answers = (&self.answers, &again.answers, ensemble.answers());
        for (expected, found, per_row) in [margins, answers] {
            for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
                let (expected, found) = (*expected, *found);
                if expected.to_bits() != found.to_bits() && !(expected.is_nan() && found.is_nan()) {
                    return Err(ArtifactProblem::GoldenMismatch { row: place / per_row.max(1), found, expected });
                }
            }
        }
        Ok(())
    }

    fn matrix(&self, features: &[Feature]) -> Result<Matrix, ArtifactProblem> {
        let columns = features.iter().enumerate().map(|(place, feature)| {
            let numbers = self.values.get(place * self.rows..(place + 1) * self.rows).unwrap_or_default();
            MatrixColumn { name: feature.name.clone(), values: values_of(&feature.kind, numbers) }
        });
        Ok(Matrix::new(columns.collect())?)
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.count(self.rows);
        out.doubles(&self.values);
        out.doubles(&self.margins);
        out.doubles(&self.answers);
    }

    pub(super) fn read(ensemble: &Ensemble, from: &mut Reader<'_>) -> Result<Self, ArtifactProblem> {
        let (features, outputs, answers) = (ensemble.features().len(), ensemble.outputs(), ensemble.answers());
        let rows = from.count((features + outputs + answers) * size_of::<f64>())?;
        if rows > MOST_ROWS {
            return Err(from.refuse("has too many rows"));
        }
        Ok(Self {
            rows,
            values: from.doubles(features * rows)?,
            margins: from.doubles(outputs * rows)?,
            answers: from.doubles(answers * rows)?,
        })
    }
}

fn values_of(kind: &FeatureKind, numbers: &[f64]) -> Values {
    match kind {
        FeatureKind::Categories { levels } if !levels.is_empty() => {
            let code = |number: &f64| match *number {
                number if number >= 0.0 && number < levels.len() as f64 => number as u32,
                _ => MISSING_CODE,
            };
            Values::Categories { codes: numbers.iter().map(code).collect(), levels: levels.clone() }
        }
        _ => Values::Double(numbers.to_vec()),
    }
}

/// For each feature the values at which the model turns.
fn choices(ensemble: &Ensemble) -> Vec<Vec<f64>> {
    let mut choices: Vec<Vec<f64>> = vec![Vec::new(); ensemble.features().len()];
    let nodes = ensemble.nodes();
    for node in (0..nodes.len()).filter(|node| !nodes.is_leaf(*node)) {
        let Some(choices) = choices.get_mut(nodes.feature(node) as usize) else { continue };
        match nodes.rule(node) {
            Rule::AtMost(threshold) => choices.extend(around(threshold, ensemble.precision())),
            Rule::In(set) | Rule::NotIn(set) => {
                // The first category of the set, and the first that is not in it.
                let words = ensemble.set(set);
                let inside =
                    words.iter().position(|word| *word != 0).map(|at| at as u32 * 64 + words[at].trailing_zeros());
                let beyond = words.iter().position(|word| *word != u64::MAX);
                let outside = beyond.map_or(words.len() as u32 * 64, |at| at as u32 * 64 + words[at].trailing_ones());
                choices.extend(inside.into_iter().chain([outside]).map(f64::from));
            }
        }
    }
    choices
}

/// The threshold and the next number above it.
fn around(threshold: f64, precision: Precision) -> [f64; 2] {
    match precision {
        Precision::Double => [threshold, threshold.next_up()],
        Precision::Single => [f64::from(threshold as f32), f64::from((threshold as f32).next_up())],
    }
}

/// A number that looks random.
fn mixed(feature: u64, row: u64) -> u64 {
    scramble((feature << 32 | row).wrapping_mul(GOLDEN).wrapping_add(GOLDEN))
}
