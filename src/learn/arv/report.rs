//! How good a model is on houses that it has not seen, and against what.

use serde::Serialize;

use super::{
    recipe::{ArvRecipe, ArvTarget},
    rows::{ArvRows, Diagnostics},
};
use crate::{
    feature::market::Market,
    learn::{
        Density, FeatureWeight, Histogram, LearnProblem, PartialDependence, RatioStudy, RegressionMetrics, Resampling,
        Task, baseline::ridge, coverage::Coverage, distribution::Interval, median, ratio_study::Finding,
        uncertainty::Estimate,
    },
    table::Day,
    tree::{Matrix, Values},
};

/// Everything that is to be told of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArvReport {
    pub target: &'static str,
    pub learner: &'static str,
    pub as_of: String,
    pub diagnostics: Diagnostics,
    pub excluded: Vec<(String, usize)>,
    pub refused: Vec<(String, String)>,
    pub allowed_leaky: Vec<String>,
    pub train_rows: usize,
    pub test_rows: usize,
    /// On the test rows, with 95 % intervals.
    pub metrics: Vec<Estimate>,
    /// Of the training rows, each by a model that has not seen it: more rows, slightly smaller models.
    pub cross_validated: RegressionMetrics,
    pub ratio_study: Option<RatioStudy>,
    pub findings: Vec<Finding>,
    /// Places with at least 30 rows, in both parts together, each row by a model that has not seen it.
    pub by_place: Vec<(String, RatioStudy)>,
    pub coverage: Coverage,
    /// (high - low) / estimate of the ranges of the test rows: the median.
    pub range_width: Option<f64>,
    /// Ratios estimate / value of the test rows.
    pub ratios: Histogram,
    /// Values across, estimates up, of the test rows.
    pub density: Option<Density>,
    pub baselines: Vec<Baseline>,
    /// Empty where nobody asked what features are worth.
    pub weights: Vec<FeatureWeight>,
    /// How estimates, US dollars, move with the features that are worth most.
    pub partial: Vec<PartialDependence>,
    pub misses: Vec<BigMiss>,
}

/// What a plainer estimate gives on the test rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Baseline {
    pub name: &'static str,
    /// Test rows that it has an answer for.
    pub rows: usize,
    pub metrics: RegressionMetrics,
    /// The model on these same rows.
    pub model: RegressionMetrics,
}

/// A test row whose estimate is far off. No address and no id: what it is like, not whose it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BigMiss {
    /// US dollars.
    pub value: f64,
    pub estimate: f64,
    pub ratio: f64,
    pub place: Option<String>,
    pub living_area_sqft: Option<f64>,
    pub age_years: Option<f64>,
}

/// What a report is made of.
pub(super) struct Evidence<'a> {
    pub rows: &'a ArvRows,
    pub recipe: &'a ArvRecipe,
    pub as_of: Day,
    pub learned: &'a [u32],
    pub tested: &'a [u32],
    /// Answers to the training rows by models that have not seen them, and their values.
    pub out_of_fold: (&'a [f64], &'a [f64]),
    pub estimates: &'a [f64],
    pub truth: &'a [f64],
    pub coverage: Coverage,
    /// Of the test rows.
    pub ranges: &'a [Interval],
    pub weights: Vec<FeatureWeight>,
    pub partial: Vec<PartialDependence>,
}

const MISSES: usize = 10;
/// Ratios are told from here, to here, in bins of 0.05.
const RATIOS: (f64, f64, usize) = (0.5, 1.5, 20);
const DENSITY_STEPS: usize = 24;

impl ArvReport {
    pub(super) fn of(evidence: Evidence<'_>) -> Result<Self, LearnProblem> {
        let Evidence { rows, recipe, learned, tested, estimates, truth, .. } = evidence;
        let resampling = Resampling { seed: recipe.seed, ..Resampling::default() };
        let test = rows.matrix.take(tested);
        let ratio_study = RatioStudy::of(estimates, truth);
        let widths: Vec<f64> =
            evidence.ranges.iter().zip(estimates).map(|(range, estimate)| range.width() / estimate.max(1.0)).collect();
        let ratios = estimates.iter().zip(truth).map(|(estimate, value)| estimate / value);
        Ok(Self {
            target: recipe.target.column(),
            learner: recipe.learner_name(),
            as_of: evidence.as_of.to_string(),
            diagnostics: rows.diagnostics.clone(),
            excluded: rows.excluded.clone(),
            refused: rows.refused.clone(),
            allowed_leaky: rows.allowed_leaky.clone(),
            train_rows: learned.len(),
            test_rows: tested.len(),
            metrics: resampling.estimates(Task::Regression, truth, estimates),
            cross_validated: RegressionMetrics::of(evidence.out_of_fold.1, evidence.out_of_fold.0),
            findings: ratio_study.map(|study| study.findings()).unwrap_or_default(),
            ratio_study,
            by_place: by_place(&evidence),
            baselines: baselines(&evidence, &test),
            range_width: median(&widths),
            ratios: Histogram::of(ratios, RATIOS.0, RATIOS.1, RATIOS.2),
            density: Density::of(truth, estimates, DENSITY_STEPS),
            partial: evidence.partial,
            misses: misses(&test, estimates, truth),
            weights: evidence.weights,
            coverage: evidence.coverage,
        })
    }
}

/// Ratio studies of all rows by ZIP code, each row by a model that has not seen it.
fn by_place(evidence: &Evidence<'_>) -> Vec<(String, RatioStudy)> {
    let place = text(&evidence.rows.matrix, "zip");
    let rows =
        evidence.learned.iter().zip(evidence.out_of_fold.0).chain(evidence.tested.iter().zip(evidence.estimates));
    let (mut estimates, mut values, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (row, estimate) in rows {
        if let Some(place) = place(*row as usize) {
            estimates.push(*estimate);
            values.push(evidence.rows.value_usd[*row as usize]);
            places.push(place.to_owned());
        }
    }
    RatioStudy::by_group(&estimates, &values, &places).into_iter().collect()
}

fn baselines(evidence: &Evidence<'_>, test: &Matrix) -> Vec<Baseline> {
    let Evidence { rows, recipe, learned, tested, estimates, truth, .. } = *evidence;
    let train = rows.matrix.take(learned);
    let value: Vec<f64> = learned.iter().map(|row| rows.value_usd[*row as usize]).collect();
    let mut baselines = Vec::new();
    let mut add = |name: &'static str, answers: Option<Vec<f64>>| {
        let Some(answers) = answers else { return };
        let known: Vec<usize> = (0..answers.len()).filter(|row| answers[*row] > 0.0).collect();
        let pick = |values: &[f64]| known.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        if !known.is_empty() {
            let truth = pick(truth);
            let metrics = RegressionMetrics::of(&truth, &pick(&answers));
            let model = RegressionMetrics::of(&truth, &pick(estimates));
            baselines.push(Baseline { name, rows: known.len(), metrics, model });
        }
    };
    if recipe.target == ArvTarget::SalePrice {
        let appraised = tested.iter().map(|row| rows.appraised_usd[*row as usize]).collect();
        add("appraiser's market value", Some(appraised));
    }
    let market = Market::fit(&train, &value, recipe.seed).columns(test);
    let comparable = market.into_iter().find(|column| column.name == "market_comparable_usd");
    add(
        "price per square foot of the nearest",
        comparable.map(|column| (0..column.values.len()).map(|row| column.values.number(row)).collect()),
    );
    let log: Vec<f64> = value.iter().map(|value| libm::log(*value)).collect();
    let line = ridge(&train, &log, test);
    add("linear regression", line.map(|line| line.into_iter().map(libm::exp).collect()));
    baselines
}

/// The test rows whose estimates are furthest off, by the logarithm of the ratio.
fn misses(test: &Matrix, estimates: &[f64], truth: &[f64]) -> Vec<BigMiss> {
    let mut order: Vec<usize> = (0..truth.len()).collect();
    let off = |row: usize| libm::log(estimates[row].max(1.0) / truth[row].max(1.0)).abs();
    order.sort_by(|a, b| off(*b).total_cmp(&off(*a)));
    let (place, number) = (text(test, "zip"), |name: &str, row: usize| {
        let column = test.columns().iter().find(|column| column.name == name)?;
        Some(column.values.number(row)).filter(|value| !value.is_nan())
    });
    let miss = |row: usize| BigMiss {
        value: truth[row],
        estimate: estimates[row],
        ratio: estimates[row] / truth[row],
        place: place(row).map(str::to_owned),
        living_area_sqft: number("living_area_sqft", row),
        age_years: number("age_years", row),
    };
    order.into_iter().take(MISSES).map(miss).collect()
}

fn text<'m>(matrix: &'m Matrix, name: &str) -> impl Fn(usize) -> Option<&'m str> {
    let values = matrix.columns().iter().find(|column| column.name == name).map(|column| &column.values);
    move |row| match values? {
        Values::Categories { codes, levels } => levels.get(*codes.get(row)? as usize).map(String::as_str),
        Values::Single(_) | Values::Double(_) => None,
    }
}
