//! How well predictions fit: target and prediction of the same rows in, figures out.
//!
//! Prices are judged as assessors judge them, by the ratio of estimate to price (see `ratio_study`). Chances are judged
//! as forecasts are. A figure that has no meaning for the data, such as a ratio to a price of 0, is absent.

use serde::Serialize;

use super::{
    average::{mean, median},
    lift::{BINS, reliability},
    ratio_study::Ratios,
    roc::{average_precision, roc_auc},
};

/// Figures of predicted numbers. The ratio is prediction / target; those that rest on it want targets above 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RegressionMetrics {
    /// 1 - Σ (y - p)² / Σ (y - ȳ)².
    pub r2: Option<f64>,
    /// Mean of |y - p|.
    pub mae: Option<f64>,
    /// Root of the mean of (y - p)².
    pub rmse: Option<f64>,
    /// Median of |y - p| / y, in percent.
    pub mdape: Option<f64>,
    /// Share of rows with |y - p| / y of at most 10 %, in percent.
    pub within_10: Option<f64>,
    pub median_ratio: Option<f64>,
    /// Coefficient of dispersion: mean of |ratio - median| / median, in percent.
    pub cod: Option<f64>,
    /// Price-related differential: mean ratio / (Σ p / Σ y). Above 1: dear houses are valued too low.
    pub prd: Option<f64>,
    /// Price-related bias: the slope of (ratio - median) / median on log₂ of half the sum of p / median and y. Below 0:
    /// the ratio falls by that share whenever the value doubles.
    pub prb: Option<f64>,
}

/// Figures of predicted chances.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClassificationMetrics {
    /// The chance that a positive row stands above a negative one; half of it where they tie (Hanley & McNeil 1982).
    pub roc_auc: Option<f64>,
    /// Average precision: Σ (recall - recall before) precision, over the distinct chances from the highest down.
    pub pr_auc: Option<f64>,
    /// Mean of -ln of the chance given to what came true, chances held within 1e-15 of 0 and 1.
    pub log_loss: Option<f64>,
    /// Mean of (p - y)² (Brier 1950).
    pub brier: Option<f64>,
    /// Expected calibration error: |share of positives - mean chance| in ten bins of equal width, weighted by count
    /// (Naeini et al. 2015).
    pub ece: Option<f64>,
}

/// Figures of either task.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Metrics {
    Regression(RegressionMetrics),
    Classification(ClassificationMetrics),
}

impl Metrics {
    /// Names and values, in the order in which they are shown.
    pub fn named(&self) -> Vec<(&'static str, Option<f64>)> {
        match self {
            Self::Regression(m) => vec![
                ("r2", m.r2),
                ("mae", m.mae),
                ("rmse", m.rmse),
                ("mdape", m.mdape),
                ("within_10", m.within_10),
                ("median_ratio", m.median_ratio),
                ("cod", m.cod),
                ("prd", m.prd),
                ("prb", m.prb),
            ],
            Self::Classification(m) => vec![
                ("roc_auc", m.roc_auc),
                ("pr_auc", m.pr_auc),
                ("log_loss", m.log_loss),
                ("brier", m.brier),
                ("ece", m.ece),
            ],
        }
    }

    /// The mean of each figure; absent when it is absent anywhere, or when tasks are mixed.
    pub fn mean(of: &[Self]) -> Option<Self> {
        let named: Vec<Vec<Option<f64>>> =
            of.iter().map(|metrics| metrics.named().into_iter().map(|(_, value)| value).collect()).collect();
        let mean = |place: usize| {
            let sum = named.iter().map(|values| values.get(place).copied().flatten()).sum::<Option<f64>>();
            sum.map(|sum| sum / of.len() as f64)
        };
        Some(match of.first()? {
            Self::Regression(_) => Self::Regression(RegressionMetrics {
                r2: mean(0),
                mae: mean(1),
                rmse: mean(2),
                mdape: mean(3),
                within_10: mean(4),
                median_ratio: mean(5),
                cod: mean(6),
                prd: mean(7),
                prb: mean(8),
            }),
            Self::Classification(_) => Self::Classification(ClassificationMetrics {
                roc_auc: mean(0),
                pr_auc: mean(1),
                log_loss: mean(2),
                brier: mean(3),
                ece: mean(4),
            }),
        })
    }
}

impl RegressionMetrics {
    /// Of targets and predictions of the same rows.
    pub fn of(target: &[f64], predicted: &[f64]) -> Self {
        let pairs = || target.iter().copied().zip(predicted.iter().copied());
        let ratios = Ratios::of(predicted, target);
        let errors = relative_errors(target, predicted);
        Self {
            r2: r2(target, predicted),
            mae: mean(pairs().map(|(y, p)| (y - p).abs())),
            rmse: mean(pairs().map(|(y, p)| (y - p) * (y - p))).map(f64::sqrt),
            mdape: median(&errors).map(|error| 100.0 * error),
            within_10: within(&errors, 0.10),
            median_ratio: ratios.as_ref().map(|ratios| ratios.median),
            cod: ratios.as_ref().and_then(Ratios::dispersion),
            prd: ratios.as_ref().and_then(Ratios::price_related_differential),
            prb: ratios.as_ref().and_then(Ratios::price_related_bias).map(|bias| bias.slope),
        }
    }
}

/// |p / y - 1| of each row; of none where a target is not above 0.
pub fn relative_errors(target: &[f64], predicted: &[f64]) -> Vec<f64> {
    let is_price = target.iter().all(|y| *y > 0.0);
    let errors = target.iter().zip(predicted).map(|(y, p)| (p / y - 1.0).abs());
    if is_price { errors.collect() } else { Vec::new() }
}

/// Percent of the relative errors |y - p| / y that are at most `limit`.
pub fn within(errors: &[f64], limit: f64) -> Option<f64> {
    let close = errors.iter().filter(|error| **error <= limit).count();
    (!errors.is_empty()).then(|| 100.0 * close as f64 / errors.len() as f64)
}

impl ClassificationMetrics {
    /// Of classes, 0 or 1, and the chances given to 1.
    pub fn of(target: &[f64], chance: &[f64]) -> Self {
        let pairs = || target.iter().copied().zip(chance.iter().copied());
        let loss = |(y, p): (f64, f64)| {
            let p = p.clamp(1e-15, 1.0 - 1e-15);
            -libm::log(if y > 0.5 { p } else { 1.0 - p })
        };
        Self {
            roc_auc: roc_auc(target, chance),
            pr_auc: average_precision(target, chance),
            log_loss: mean(pairs().map(loss)),
            brier: mean(pairs().map(|(y, p)| (p - y) * (p - y))),
            ece: calibration_error(target, chance),
        }
    }
}

fn r2(target: &[f64], predicted: &[f64]) -> Option<f64> {
    let centre = mean(target.iter().copied())?;
    let around = target.iter().map(|y| (y - centre) * (y - centre)).sum::<f64>();
    let left = target.iter().zip(predicted).map(|(y, p)| (y - p) * (y - p)).sum::<f64>();
    (around > 0.0).then(|| 1.0 - left / around)
}

/// Σ |positives - Σ chances| / n over the bins.
fn calibration_error(target: &[f64], chance: &[f64]) -> Option<f64> {
    let bins = reliability(target, chance, BINS);
    let off = bins.iter().map(|bin| (bin.rate - bin.mean_chance).abs() * bin.n as f64).sum::<f64>();
    (!target.is_empty()).then(|| off / target.len() as f64)
}

#[cfg(test)]
#[path = "metric/tests.rs"]
mod tests;
