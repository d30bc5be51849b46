//! Rows -> trees: what the neighbourhood fetches, learned out of fold, beside the features of the house.

use crate::{
    feature::market::Market,
    lanes::Lanes,
    learn::{LearnProblem, TrainStage, merge, progress::Steps},
    tree::{Ensemble, Link, Matrix, MatrixColumn},
};

use super::recipe::{ArvRecipe, FitPurpose};

/// What was learned from some rows.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub market: Market,
    /// Answers in US dollars.
    pub ensemble: Ensemble,
    /// Of a forest by itself: what the trees that did not draw a row say of it, US dollars; else empty.
    pub out_of_bag: Vec<f64>,
}

/// How many parts the rows are cut into, so that no row's neighbourhood contains its own price.
const MARKET_FOLDS: u32 = 5;

impl Fit {
    /// Learns from all rows; None when the watcher stopped it.
    pub fn of(
        matrix: &Matrix,
        value_usd: &[f64],
        (recipe, purpose): (&ArvRecipe, FitPurpose),
        lanes: &dyn Lanes,
        steps: &mut Steps<'_>,
        stage: TrainStage,
    ) -> Result<Option<Self>, LearnProblem> {
        let (market, matrix) = learned(matrix, value_usd, recipe.seed)?;
        let (target, link): (Vec<f64>, Link) = match recipe.is_log() {
            true => (value_usd.iter().map(|value| libm::log(*value)).collect(), Link::Exp),
            false => (value_usd.to_vec(), Link::Identity),
        };
        let (mut members, mut out_of_bag) = (Vec::new(), Vec::new());
        for (weight, learner) in recipe.learners(purpose, matrix.columns().len()) {
            let fitted = learner.fit(&matrix, &target, lanes, &mut steps.next(stage))?;
            let Some(fitted) = fitted else { return Ok(None) };
            members.push((weight, fitted.ensemble));
            out_of_bag = fitted.out_of_bag;
        }
        if link == Link::Exp {
            out_of_bag.iter_mut().for_each(|answer| *answer = libm::exp(*answer));
        }
        Ok(Some(Self { market, ensemble: merge::weighted(members)?.with_link(link), out_of_bag }))
    }

    /// The value of each house, US dollars.
    pub fn predict(&self, matrix: &Matrix, lanes: &dyn Lanes) -> Result<Vec<f64>, LearnProblem> {
        Ok(self.ensemble.predict(&self.matrix(matrix)?, lanes)?)
    }

    /// The features of the houses and of their neighbourhoods.
    pub fn matrix(&self, matrix: &Matrix) -> Result<Matrix, LearnProblem> {
        with_market(matrix, &self.market)
    }
}

/// What a neighbourhood fetches, and the features of the rows it was learned from: there out of fold.
pub(super) fn learned(matrix: &Matrix, value_usd: &[f64], seed: u64) -> Result<(Market, Matrix), LearnProblem> {
    let market = Market::fit(matrix, value_usd, seed);
    let matrix = joined(matrix, Market::out_of_fold(matrix, value_usd, MARKET_FOLDS, seed))?;
    Ok((market, matrix))
}

/// A matrix with what the market makes of its rows.
pub(super) fn with_market(matrix: &Matrix, market: &Market) -> Result<Matrix, LearnProblem> {
    joined(matrix, market.columns(matrix))
}

/// Places by name: trees are told what these fetch instead, which says more of a place with few sales.
const NAMES_OF_PLACES: [&str; 3] = ["zip", "city", "market_area"];

fn joined(matrix: &Matrix, market: Vec<MatrixColumn>) -> Result<Matrix, LearnProblem> {
    let is_feature = |column: &MatrixColumn| !NAMES_OF_PLACES.contains(&column.name.as_str());
    let columns = matrix.columns().iter().cloned().chain(market).filter(is_feature);
    Ok(Matrix::new(columns.collect())?)
}
