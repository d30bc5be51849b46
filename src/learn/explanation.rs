//! Why a model answers what it answers: an ensemble and one row in, a share for each feature out.
//!
//! Shares are exact tree contributions (see [`tree`](crate::tree)): on the scale on which leaves add up they add up, with
//! the base, to the row's margin. People think in dollars and chances, and there contributions do not add up by
//! themselves: e^(a + b) is not e^a + e^b. So each share is worth its part of the way that the answer takes. With the
//! base b, shares φ, the margin m = b + Σ φ and the answer g,
//!
//! ```text
//! worth of φ = ∫₀¹ g'(b + t Σ φ) φ dt = φ (g(m) - g(b)) / (m - b)
//! ```
//!
//! which is the Aumann-Shapley value of g (Aumann & Shapley 1974): no feature comes first, equal shares are worth the same,
//! none changes its sign where g rises, and with g(b) they add up to g(m). Where the margin is a logarithm of dollars, this
//! is the share times the logarithmic mean of g(b) and g(m), as in index decomposition (Ang 2004). Where the margin is in
//! dollars already, the worth is the share.

use serde::{Deserialize, Serialize};

use crate::{
    feature::{label, unit},
    lanes::Lanes,
    tree::{ContributionMethod, Ensemble, MISSING_CODE, Matrix, TreeProblem, Values},
};

/// An answer, taken apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What the model expects of a row it knows nothing of: on the scale of the leaves, and as an answer.
    pub base_margin: f64,
    pub base: f64,
    /// The sum of the leaves, and the answer that becomes of it.
    pub margin: f64,
    pub answer: f64,
    /// What moves the answer most comes first.
    pub contributions: Vec<Contribution>,
}

/// What one feature adds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    pub feature: String,
    /// What it is called.
    pub label: String,
    /// As it stands behind the value; empty where nothing does.
    pub unit: String,
    /// None where it is missing.
    pub value: Option<Cell>,
    /// On the scale of the leaves.
    pub margin: f64,
    /// In the units of the answer.
    pub worth: f64,
}

/// The value of a feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    Number(f64),
    Text(String),
}

/// Ways on the margin shorter than this are taken for the slope of the answer.
const NO_WAY: f64 = 1e-9;
const STEP: f64 = 1e-4;

impl Explanation {
    /// Of one row. `start` is the margin that the row starts from before any tree, `answer` what becomes of a margin; it
    /// must not fall.
    ///
    /// # Errors
    /// A column that the ensemble needs and the matrix does not have.
    pub fn of(
        ensemble: &Ensemble,
        matrix: &Matrix,
        row: u32,
        start: f64,
        answer: &dyn Fn(f64) -> f64,
        lanes: &dyn Lanes,
    ) -> Result<Self, TreeProblem> {
        let one = matrix.take(&[row]);
        let margin = start + ensemble.margins(&one, lanes)?.first().copied().unwrap_or_default();
        let shares = ensemble.contributions(&one, lanes, ContributionMethod::Exact)?;
        let base_margin = start + shares.base.first().copied().unwrap_or_default();
        let (base, full) = (answer(base_margin), answer(margin));
        let per_margin = match margin - base_margin {
            way if way.abs() < NO_WAY => (answer(margin + STEP) - answer(margin - STEP)) / (2.0 * STEP),
            way => (full - base) / way,
        };
        let contribution = |(feature, margin): (&crate::tree::Feature, &f64)| Contribution {
            feature: feature.name.clone(),
            label: label(&feature.name).to_owned(),
            unit: unit(&feature.name).symbol().to_owned(),
            value: cell(&one, &feature.name),
            margin: *margin,
            worth: margin * per_margin,
        };
        let mut contributions: Vec<Contribution> =
            ensemble.features().iter().zip(shares.of(0, 0)).map(contribution).collect();
        contributions.sort_by(|a, b| b.margin.abs().total_cmp(&a.margin.abs()));
        Ok(Self { base_margin, base, margin, answer: full, contributions })
    }
}

fn cell(one: &Matrix, name: &str) -> Option<Cell> {
    let values = &one.columns().iter().find(|column| column.name == name)?.values;
    match values {
        Values::Categories { codes, levels } => match codes.first() {
            Some(&code) if code != MISSING_CODE => levels.get(code as usize).cloned().map(Cell::Text),
            _ => None,
        },
        Values::Single(_) | Values::Double(_) => {
            Some(values.number(0)).filter(|number| !number.is_nan()).map(Cell::Number)
        }
    }
}

/// How alike the model takes rows to be: for each row the share of trees in which it falls into the same leaf as `one`
/// does, from 0 to 1. That is the kernel of a forest (Scornet 2016): the weight with which a forest of one row a leaf
/// would let that row speak. The leaves of `one` are those of [`Ensemble::leaves`].
///
/// # Errors
/// A column that the ensemble needs and the matrix does not have.
pub fn likeness(ensemble: &Ensemble, one: &[u32], matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, TreeProblem> {
    if one.is_empty() {
        return Ok(vec![0.0; matrix.rows()]);
    }
    let leaves = ensemble.leaves(matrix, lanes)?;
    let shared = |leaves: &[u32]| leaves.iter().zip(one).filter(|(leaf, own)| leaf == own).count();
    Ok(leaves.chunks_exact(one.len()).map(|leaves| shared(leaves) as f64 / one.len() as f64).collect())
}

#[cfg(test)]
#[path = "explanation/tests.rs"]
mod tests;
