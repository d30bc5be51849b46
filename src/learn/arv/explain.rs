//! Why the model says what it says of one house, in US dollars, and which houses it takes to be like it.

use serde::{Deserialize, Serialize};

use super::{fit::with_market, model::ArvModel, model::range};
use crate::{
    lanes::Lanes,
    learn::{ArvAnswer, Explanation, LearnProblem, Outside, explanation::likeness},
    tree::Matrix,
};

/// A model's word on a house, taken apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ArvExplanation {
    Model {
        /// Worths in US dollars: with the base they add up to the estimate.
        explanation: Explanation,
        /// US dollars.
        low_usd: f64,
        high_usd: f64,
    },
    /// The house is unlike those that the model learned from.
    Outside(Outside),
}

impl ArvModel {
    /// Takes the answer for one house apart.
    ///
    /// Trees that learned dollars have shares in dollars. Trees that learned the logarithm have shares that multiply: a
    /// house worth 10 % more for its pool and 20 % more for its area is worth 32 % more. How these become dollars that
    /// add up is said in [`Explanation`].
    ///
    /// # Errors
    /// A feature that the model needs and the matrix does not have.
    pub fn explain(&self, houses: &Matrix, row: u32, lanes: &dyn Lanes) -> Result<ArvExplanation, LearnProblem> {
        let one = houses.take(&[row]);
        if let Some(ArvAnswer::Outside(why)) = self.judge(&one, lanes)?.first() {
            return Ok(ArvExplanation::Outside(*why));
        }
        let dollars = |margin: f64| {
            let mut answer = [margin];
            self.ensemble.apply_link(&mut answer);
            answer[0]
        };
        let matrix = with_market(&one, &self.plan.market)?;
        let explanation = Explanation::of(&self.ensemble, &matrix, 0, 0.0, &dollars, lanes)?;
        let range = range(&self.plan.intervals, explanation.answer);
        Ok(ArvExplanation::Model { low_usd: range.low, high_usd: range.high, explanation })
    }

    /// The leaves that a house falls into, for [`likeness`](Self::likeness).
    ///
    /// # Errors
    /// A feature that the model needs and the matrix does not have.
    pub fn leaves(&self, houses: &Matrix, row: u32, lanes: &dyn Lanes) -> Result<Vec<u32>, LearnProblem> {
        let one = with_market(&houses.take(&[row]), &self.plan.market)?;
        Ok(self.ensemble.leaves(&one, lanes)?)
    }

    /// How like a house of these leaves each of these houses is to the model: the share of trees in which both fall into
    /// the same leaf. None for houses that it does not speak for.
    ///
    /// # Errors
    /// A feature that the model needs and the matrix does not have.
    pub fn likeness(
        &self,
        leaves: &[u32],
        houses: &Matrix,
        lanes: &dyn Lanes,
    ) -> Result<Vec<Option<f64>>, LearnProblem> {
        let shares = likeness(&self.ensemble, leaves, &with_market(houses, &self.plan.market)?, lanes)?;
        let outside = self.plan.domain.outside(houses);
        Ok(shares.into_iter().zip(outside).map(|(share, outside)| outside.is_none().then_some(share)).collect())
    }
}
