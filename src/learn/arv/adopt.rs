//! Another library's trees as an ARV model: held against the known values of these lists, so that it speaks with a range
//! that was measured, and only of houses like theirs.
//!
//! Which houses it has learned from is not known here. If these are among them, the figures flatter it; whoever shows
//! them says so.

use super::{
    domain::Domain,
    fit::with_market,
    model::{ArvModel, ArvPlan, range},
    recipe::ArvRecipe,
    report::{ArvReport, Evidence},
    rows::ArvRows,
    train::TrainedArv,
};
use crate::{
    feature::market::Market,
    lanes::Lanes,
    learn::{
        LearnProblem,
        coverage::{Coverage, Intervals, Unseen},
        distribution::Interval,
        median,
    },
    table::Day,
    tree::{Ensemble, Link},
};

/// Answers are taken for dollars when half of them are at least this share of the value, and at most its inverse.
const LEAST_RATIO: f64 = 0.2;
const EXAMPLES: usize = 64;

/// Which of its features a model finds here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    pub found: Vec<String>,
    pub missing: Vec<String>,
}

/// Takes foreign trees for a model of these rows: what neighbourhoods fetch, ranges and limits are learned from one part
/// of the rows, figures are told of the other.
///
/// # Errors
/// A feature that is not among ours or that would give the answer away, answers that are no values, too few rows.
pub fn adopt(
    ensemble: Ensemble,
    library: &str,
    rows: &ArvRows,
    recipe: &ArvRecipe,
    as_of: Day,
    lanes: &dyn Lanes,
) -> Result<(TrainedArv, Matched), LearnProblem> {
    let (learned, tested) = recipe.parts(rows.len());
    let taken = |of: &[u32]| of.iter().map(|row| rows.value_usd[*row as usize]).collect::<Vec<f64>>();
    let (matrix, value, test, truth) =
        (rows.matrix.take(&learned), taken(&learned), rows.matrix.take(&tested), taken(&tested));
    let market = Market::fit(&matrix, &value, recipe.seed);
    let full = with_market(&matrix, &market)?;
    let matched = matched(&ensemble, full.columns().iter().map(|column| column.name.as_str()));
    if ensemble.outputs() != 1 {
        return Err(LearnProblem::Foreign { what: "it has several answers, and a value is one".to_owned() });
    }
    if !matched.missing.is_empty() {
        let what = format!(
            "it needs {} that these lists do not have or that would give the answer away: {}; {} of {} matched",
            if matched.missing.len() == 1 { "a feature" } else { "features" },
            matched.missing.join(", "),
            matched.found.len(),
            ensemble.features().len()
        );
        return Err(LearnProblem::Foreign { what });
    }
    let ensemble = in_dollars(ensemble, &full, &value, lanes)?;
    let answers = ensemble.predict(&full, lanes)?;
    let log = |values: &[f64]| values.iter().map(|value| libm::log(value.max(1.0))).collect::<Vec<f64>>();
    let (log_answers, log_value, bands) = (log(&answers), log(&value), vec![0; answers.len()]);
    let unseen = Unseen { predictions: &log_answers, truths: &log_value, signals: &[], bands: &bands };
    let intervals = Intervals::learn(&unseen, recipe.coverage)?;
    let estimates = ensemble.predict(&with_market(&test, &market)?, lanes)?;
    let ranges: Vec<Interval> = estimates.iter().map(|estimate| range(&intervals, *estimate)).collect();
    let report = ArvReport::of(Evidence {
        rows,
        recipe,
        as_of,
        learned: &learned,
        tested: &tested,
        out_of_fold: (&answers, &value),
        estimates: &estimates,
        truth: &truth,
        coverage: Coverage::of(&ranges, &truth, recipe.coverage),
        ranges: &ranges,
        weights: Vec::new(),
        partial: Vec::new(),
    })?;
    let few: Vec<u32> = (0..learned.len().min(EXAMPLES) as u32).collect();
    let plan = ArvPlan {
        recipe: recipe.clone(),
        as_of: as_of.to_string(),
        rows: learned.len(),
        domain: Domain::of(&matrix),
        market,
        intervals,
        coverage: report.coverage.all.share,
        library: Some(library.to_owned()),
    };
    Ok((TrainedArv { model: ArvModel { ensemble, plan }, report, examples: full.take(&few) }, matched))
}

fn matched<'a>(ensemble: &Ensemble, ours: impl Iterator<Item = &'a str>) -> Matched {
    let ours: Vec<&str> = ours.collect();
    let names = ensemble.features().iter().map(|feature| feature.name.clone());
    let (found, missing) = names.partition(|name| ours.contains(&name.as_str()));
    Matched { found, missing }
}

/// The trees with answers in dollars: as they are, or e^ of them where they learned the logarithm.
fn in_dollars(
    ensemble: Ensemble,
    houses: &crate::tree::Matrix,
    value: &[f64],
    lanes: &dyn Lanes,
) -> Result<Ensemble, LearnProblem> {
    let answers = ensemble.predict(houses, lanes)?;
    let middle = |of: &dyn Fn(f64) -> f64| {
        let ratios: Vec<f64> = answers.iter().zip(value).map(|(answer, value)| of(*answer) / value).collect();
        median(&ratios).is_some_and(|ratio| (LEAST_RATIO..=1.0 / LEAST_RATIO).contains(&ratio))
    };
    match (middle(&|answer| answer), ensemble.link()) {
        (true, _) => Ok(ensemble),
        (false, Link::Identity) if middle(&libm::exp) => Ok(ensemble.with_link(Link::Exp)),
        _ => {
            let seen = median(&answers).unwrap_or(f64::NAN);
            let what = format!("half of its answers are below {seen:.3}: neither dollars nor their logarithm");
            Err(LearnProblem::Foreign { what })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lanes::Inline,
        learn::arv::{ArvLearner, Diagnostics},
        learn::{Learner, Task},
        tree::{Matrix, MatrixColumn, Values},
    };

    fn rows() -> ArvRows {
        let count = 400;
        let area: Vec<f64> = (0..count).map(|row| 900.0 + f64::from(row % 40) * 50.0).collect();
        let age: Vec<f64> = (0..count).map(|row| f64::from(row % 7) * 9.0).collect();
        let value_usd = area.iter().zip(&age).map(|(area, age)| 120.0 * area - 300.0 * age + 20_000.0).collect();
        let column = |name: &str, values| MatrixColumn { name: name.to_owned(), values: Values::Double(values) };
        ArvRows {
            matrix: Matrix::new(vec![column("living_area_sqft", area), column("age_years", age)]).unwrap(),
            value_usd,
            appraised_usd: vec![f64::NAN; count as usize],
            excluded: Vec::new(),
            refused: Vec::new(),
            allowed_leaky: Vec::new(),
            diagnostics: Diagnostics::default(),
        }
    }

    fn trees(rows: &ArvRows, target: &[f64]) -> Ensemble {
        let learner = Learner::Boost(Learner::boost(Task::Regression, 1));
        learner.fit(&rows.matrix, target, &Inline, &mut crate::tree::unwatched).unwrap().unwrap().ensemble
    }

    fn adopted(ensemble: Ensemble, rows: &ArvRows) -> Result<(TrainedArv, Matched), LearnProblem> {
        let recipe = ArvRecipe { learner: ArvLearner::Boost, ..ArvRecipe::default() };
        adopt(ensemble, "XGBoost", rows, &recipe, Day(20_000), &Inline)
    }

    #[test]
    fn trees_of_dollars_and_of_logarithms_are_both_taken() {
        let rows = rows();
        let logs: Vec<f64> = rows.value_usd.iter().map(|value| libm::log(*value)).collect();
        for target in [&rows.value_usd, &logs] {
            let (found, matched) = adopted(trees(&rows, target), &rows).unwrap();
            assert_eq!((matched.found.len(), matched.missing.len()), (2, 0));
            let error = found.report.metrics.iter().find(|figure| figure.name == "mdape").unwrap();
            assert!(error.value < 3.0, "{error:?}");
            assert!(found.model.plan.is_sound());
        }
    }

    #[test]
    fn what_is_no_value_or_needs_what_is_not_there_is_refused() {
        let rows = rows();
        let chances: Vec<f64> = rows.value_usd.iter().map(|value| f64::from(u8::from(*value > 150_000.0))).collect();
        let problem = adopted(trees(&rows, &chances), &rows).unwrap_err();
        assert!(problem.to_string().contains("neither dollars"), "{problem}");
        let mut other = rows.clone();
        let columns = vec![MatrixColumn { name: "pool".to_owned(), values: Values::Double(rows.value_usd.clone()) }];
        other.matrix = Matrix::new(columns).unwrap();
        let problem = adopted(trees(&other, &rows.value_usd), &rows).unwrap_err();
        assert!(problem.to_string().contains("pool"), "{problem}");
    }
}
