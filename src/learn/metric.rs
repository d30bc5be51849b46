//! How well predictions fit: target and prediction of the same rows in, figures out.
//!
//! Prices are judged as assessors judge them, by the ratio of estimate to price: International Association of Assessing
//! Officers, Standard on Ratio Studies (2013), section 5 and appendix B. Chances are judged as forecasts are. A figure
//! that has no meaning for the data, such as a ratio to a price of 0, is absent.

use serde::Serialize;

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
        let is_price = target.iter().all(|y| *y > 0.0);
        let ratios: Vec<f64> = if is_price { pairs().map(|(y, p)| p / y).collect() } else { Vec::new() };
        let errors: Vec<f64> = ratios.iter().map(|ratio| (ratio - 1.0).abs()).collect();
        let within = errors.iter().filter(|error| **error <= 0.10).count();
        // Dispersion around a median of 0 or below says nothing.
        let median_ratio = median(&ratios);
        let centre = median_ratio.filter(|median| *median > 0.0);
        let cod = centre.and_then(|median| mean(ratios.iter().map(|ratio| (ratio - median).abs())).map(|m| m / median));
        let total = |values: &[f64]| values.iter().sum::<f64>();
        let prd = mean(ratios.iter().copied()).map(|mean| mean / (total(predicted) / total(target)));
        Self {
            r2: r2(target, predicted),
            mae: mean(pairs().map(|(y, p)| (y - p).abs())),
            rmse: mean(pairs().map(|(y, p)| (y - p) * (y - p))).map(f64::sqrt),
            mdape: median(&errors).map(|error| 100.0 * error),
            within_10: (!errors.is_empty()).then(|| 100.0 * within as f64 / errors.len() as f64),
            median_ratio,
            cod: cod.map(|cod| 100.0 * cod),
            prd: prd.filter(|prd| prd.is_finite()),
            prb: centre.and_then(|median| price_related_bias(target, predicted, median)),
        }
    }
}

impl ClassificationMetrics {
    /// Of classes, 0 or 1, and the chances given to 1.
    pub fn of(target: &[f64], chance: &[f64]) -> Self {
        let pairs = || target.iter().copied().zip(chance.iter().copied());
        let loss = |(y, p): (f64, f64)| {
            let p = p.clamp(1e-15, 1.0 - 1e-15);
            -libm::log(if y > 0.5 { p } else { 1.0 - p })
        };
        let (roc_auc, pr_auc) = ranking(target, chance);
        Self {
            roc_auc,
            pr_auc,
            log_loss: mean(pairs().map(loss)),
            brier: mean(pairs().map(|(y, p)| (p - y) * (p - y))),
            ece: calibration_error(target, chance),
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u64);
    for value in values {
        sum += value;
        count += 1;
    }
    (count > 0).then(|| sum / count as f64)
}

/// The middle value, or the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let is_odd = sorted.len() % 2 == 1;
    Some(if is_odd { upper } else { (sorted[sorted.len() / 2 - 1] + upper) / 2.0 })
}

fn r2(target: &[f64], predicted: &[f64]) -> Option<f64> {
    let centre = mean(target.iter().copied())?;
    let around = target.iter().map(|y| (y - centre) * (y - centre)).sum::<f64>();
    let left = target.iter().zip(predicted).map(|(y, p)| (y - p) * (y - p)).sum::<f64>();
    (around > 0.0).then(|| 1.0 - left / around)
}

fn price_related_bias(target: &[f64], predicted: &[f64], median: f64) -> Option<f64> {
    let value = |(y, p): (&f64, &f64)| libm::log2((p / median + y) / 2.0);
    let difference = |(y, p): (&f64, &f64)| (p / y - median) / median;
    let x: Vec<f64> = target.iter().zip(predicted).map(value).collect();
    let d: Vec<f64> = target.iter().zip(predicted).map(difference).collect();
    let (x_mean, d_mean) = (mean(x.iter().copied())?, mean(d.iter().copied())?);
    let covariance = x.iter().zip(&d).map(|(x, d)| (x - x_mean) * (d - d_mean)).sum::<f64>();
    let variance = x.iter().map(|x| (x - x_mean) * (x - x_mean)).sum::<f64>();
    Some(covariance / variance).filter(|slope| slope.is_finite())
}

/// Area under the ROC curve and average precision, in one walk from the highest chance down.
fn ranking(target: &[f64], chance: &[f64]) -> (Option<f64>, Option<f64>) {
    let mut order: Vec<(f64, bool)> = chance.iter().zip(target).map(|(p, y)| (*p, *y > 0.5)).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let positives = order.iter().filter(|(_, positive)| *positive).count() as f64;
    let negatives = order.len() as f64 - positives;
    let (mut above, mut seen, mut area, mut precision) = (0.0, 0.0, 0.0, 0.0);
    for tie in order.chunk_by(|a, b| a.0 == b.0) {
        let tied = tie.len() as f64;
        let tied_positives = tie.iter().filter(|(_, positive)| *positive).count() as f64;
        area += (tied - tied_positives) * (above + tied_positives / 2.0);
        above += tied_positives;
        seen += tied;
        precision += tied_positives * (above / seen);
    }
    let roc_auc = (positives > 0.0 && negatives > 0.0).then(|| area / (positives * negatives));
    (roc_auc, (positives > 0.0).then(|| precision / positives))
}

fn calibration_error(target: &[f64], chance: &[f64]) -> Option<f64> {
    const BINS: usize = 10;
    let (mut given, mut came) = ([0.0; BINS], [0.0; BINS]);
    for (y, p) in target.iter().zip(chance) {
        let bin = ((p * BINS as f64) as usize).min(BINS - 1);
        given[bin] += p;
        came[bin] += y;
    }
    let off = given.iter().zip(&came).map(|(given, came)| (came - given).abs()).sum::<f64>();
    (!target.is_empty()).then(|| off / target.len() as f64)
}

#[cfg(test)]
#[path = "metric/tests.rs"]
mod tests;
