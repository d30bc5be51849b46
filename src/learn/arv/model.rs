//! The model in use: features of houses in, a value with its range out, or why there is none.

use serde::{Deserialize, Serialize};

use super::{domain::Domain, fit::with_market, recipe::ArvRecipe};
use crate::{
    feature::market::Market,
    lanes::Lanes,
    learn::{ArvAnswer, LearnProblem, coverage::Intervals, distribution::Interval},
    tree::{Ensemble, Matrix},
};

/// All that a model needs beside its trees. Part of the model file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArvPlan {
    pub recipe: ArvRecipe,
    /// The day as of which it was learned, `YYYY-MM-DD`.
    pub as_of: String,
    pub rows: usize,
    pub(super) market: Market,
    pub(super) domain: Domain,
    /// Ranges, in logarithms: errors are shares of a value.
    pub(super) intervals: Intervals,
    /// The share of values that ranges held on rows that the model has not seen.
    pub coverage: f64,
    /// The library whose trees these are; None: ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
}

/// An ARV model, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ArvModel {
    /// Answers in US dollars.
    pub ensemble: Ensemble,
    pub plan: ArvPlan,
}

impl ArvModel {
    /// What the model says of houses, given all their features ([`house::columns`](crate::feature::house::columns)).
    ///
    /// # Errors
    /// A feature that the model needs and the matrix does not have.
    pub fn judge(&self, houses: &Matrix, lanes: &dyn Lanes) -> Result<Vec<ArvAnswer>, LearnProblem> {
        let outside = self.plan.domain.outside(houses);
        let values = self.ensemble.predict(&with_market(houses, &self.plan.market)?, lanes)?;
        let answer = |(value, outside): (f64, Option<_>)| match outside {
            Some(outside) => ArvAnswer::Outside(outside),
            None => {
                let range = range(&self.plan.intervals, value);
                ArvAnswer::Model { estimate_usd: value, low_usd: range.low, high_usd: range.high }
            }
        };
        Ok(values.into_iter().zip(outside).map(answer).collect())
    }

    /// The features with those of the neighbourhood, as the trees read them.
    pub fn matrix(&self, houses: &Matrix) -> Result<Matrix, LearnProblem> {
        with_market(houses, &self.plan.market)
    }
}

impl ArvPlan {
    /// `forest`, `boost`, `stack`, or the library whose trees these are.
    pub fn learner_name(&self) -> &str {
        self.library.as_deref().unwrap_or(self.recipe.learner_name())
    }

    /// Whether the numbers are such as training makes: for plans that come from a file.
    pub fn is_sound(&self) -> bool {
        self.intervals.conformal.is_sound() && (0.0..=1.0).contains(&self.coverage)
    }
}

/// The range of a value, US dollars.
pub(super) fn range(intervals: &Intervals, value_usd: f64) -> Interval {
    let interval = intervals.of(libm::log(value_usd.max(1.0)), &[], 0);
    // The estimate itself is always possible.
    Interval { low: libm::exp(interval.low).min(value_usd), high: libm::exp(interval.high).max(value_usd) }
}
