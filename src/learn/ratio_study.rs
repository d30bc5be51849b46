//! The ratio study of assessors: estimates and sale prices of the same houses in; level, spread and evenness of the
//! ratio estimate / price out, each with the range that the standard accepts.
//!
//! International Association of Assessing Officers, Standard on Ratio Studies (2013), sections 5 and 9, table 1-3 for
//! residential property, and appendix B to D. The range of the MKI is the one that the Cook County Assessor's Office
//! publishes. Nothing is trimmed: who wants outliers out, takes them out before, and says so.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    average::{mean, median},
    distribution::{Interval, student_t_quantile},
};

/// Fewer sales than this in a group say little of the group.
pub const FEWEST_OF_GROUP: usize = 30;

/// Median, mean and weighted mean ratio.
pub const LEVEL_RANGE: Interval = Interval { low: 0.90, high: 1.10 };
/// Percent; below 5 the sales were probably seen when the estimates were made.
pub const COD_RANGE: Interval = Interval { low: 5.0, high: 15.0 };
pub const PRD_RANGE: Interval = Interval { low: 0.98, high: 1.03 };
pub const PRB_RANGE: Interval = Interval { low: -0.05, high: 0.05 };
/// Beyond this a PRB is unacceptable when its whole interval lies there.
pub const PRB_LIMIT: Interval = Interval { low: -0.10, high: 0.10 };
pub const MKI_RANGE: Interval = Interval { low: 0.95, high: 1.05 };

/// Figures of the ratios estimate / price. Absent where they have no meaning, as spread around a median of 0 has not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RatioStudy {
    /// Sales.
    pub n: usize,
    pub median: f64,
    pub mean: f64,
    /// Σ estimate / Σ price.
    pub weighted_mean: f64,
    /// Coefficient of dispersion: mean of |ratio - median| / median, in percent.
    pub cod: Option<f64>,
    /// Price-related differential: mean / weighted mean.
    pub prd: Option<f64>,
    pub prb: Option<PriceRelatedBias>,
    /// Modified Kakwani index; see [`modified_kakwani_index`].
    pub mki: Option<f64>,
}

/// One figure of a study, beside what the standard accepts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Finding {
    pub name: &'static str,
    pub value: f64,
    /// At 95 %, where the figure has one.
    pub interval: Option<Interval>,
    pub accepted: Interval,
    /// Whether the value lies within what is accepted.
    pub holds: bool,
}

impl RatioStudy {
    /// Of estimates and sale prices of the same houses. None without sales, or where a price is not above 0.
    pub fn of(estimates: &[f64], prices: &[f64]) -> Option<Self> {
        let ratios = Ratios::of(estimates, prices)?;
        Some(Self {
            n: ratios.values.len(),
            median: ratios.median,
            mean: ratios.mean,
            weighted_mean: ratios.weighted_mean(),
            cod: ratios.dispersion(),
            prd: ratios.price_related_differential(),
            prb: ratios.price_related_bias(),
            mki: modified_kakwani_index(estimates, prices),
        })
    }

    /// A study of each group of at least [`FEWEST_OF_GROUP`] sales, in the order of the groups.
    pub fn by_group<G: Ord + Clone>(estimates: &[f64], prices: &[f64], groups: &[G]) -> BTreeMap<G, Self> {
        let mut sales: BTreeMap<G, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for ((estimate, price), group) in estimates.iter().zip(prices).zip(groups) {
            let (estimates, prices) = sales.entry(group.clone()).or_default();
            estimates.push(*estimate);
            prices.push(*price);
        }
        let large = sales.into_iter().filter(|(_, (estimates, _))| estimates.len() >= FEWEST_OF_GROUP);
        large.filter_map(|(group, (estimates, prices))| Some((group, Self::of(&estimates, &prices)?))).collect()
    }

    /// The figures that the standard has a range for, in the order in which they are shown.
    pub fn findings(&self) -> Vec<Finding> {
        let finding = |name, value: Option<f64>, accepted: Interval| {
            value.map(|value| Finding { name, value, interval: None, accepted, holds: accepted.contains(value) })
        };
        let bias = finding("PRB", self.prb.map(|prb| prb.slope), PRB_RANGE);
        let with_interval = |bias: Finding| Finding { interval: self.prb.map(|prb| prb.interval(0.95)), ..bias };
        let figures = [
            finding("median ratio", Some(self.median), LEVEL_RANGE),
            finding("mean ratio", Some(self.mean), LEVEL_RANGE),
            finding("weighted mean ratio", Some(self.weighted_mean), LEVEL_RANGE),
            finding("COD", self.cod, COD_RANGE),
            finding("PRD", self.prd, PRD_RANGE),
            bias.map(with_interval),
            finding("MKI", self.mki, MKI_RANGE),
        ];
        figures.into_iter().flatten().collect()
    }
}

/// Estimate / price of each sale, and their middles.
pub(super) struct Ratios<'a> {
    estimates: &'a [f64],
    prices: &'a [f64],
    pub values: Vec<f64>,
    pub median: f64,
    pub mean: f64,
}

impl<'a> Ratios<'a> {
    /// None without sales, or where a price is not above 0.
    pub fn of(estimates: &'a [f64], prices: &'a [f64]) -> Option<Self> {
        let is_price = prices.iter().all(|price| *price > 0.0);
        let values: Vec<f64> = estimates.iter().zip(prices).map(|(estimate, price)| estimate / price).collect();
        let (median, mean) = (median(&values)?, mean(values.iter().copied())?);
        is_price.then_some(Self { estimates, prices, values, median, mean })
    }

    /// Σ estimate / Σ price.
    pub fn weighted_mean(&self) -> f64 {
        self.estimates.iter().sum::<f64>() / self.prices.iter().sum::<f64>()
    }

    /// COD, in percent: the mean of |ratio - median| / median. Around a median of 0 or below, spread says nothing.
    pub fn dispersion(&self) -> Option<f64> {
        let spread = mean(self.values.iter().map(|ratio| (ratio - self.median).abs()))?;
        (self.median > 0.0).then(|| 100.0 * (spread / self.median))
    }

    /// PRD: mean ratio / (Σ estimate / Σ price). Above 1: dear houses are valued too low.
    pub fn price_related_differential(&self) -> Option<f64> {
        Some(self.mean / self.weighted_mean()).filter(|prd| prd.is_finite())
    }

    /// PRB; none where all values are alike, or the median ratio is not above 0.
    pub fn price_related_bias(&self) -> Option<PriceRelatedBias> {
        let median = Some(self.median).filter(|median| *median > 0.0)?;
        let value = |(estimate, price): (&f64, &f64)| libm::log2((estimate / median + price) / 2.0);
        let x: Vec<f64> = self.estimates.iter().zip(self.prices).map(value).collect();
        let y: Vec<f64> = self.values.iter().map(|ratio| (ratio - median) / median).collect();
        let (x_mean, y_mean) = (mean(x.iter().copied())?, mean(y.iter().copied())?);
        let covariance = x.iter().zip(&y).map(|(x, y)| (x - x_mean) * (y - y_mean)).sum::<f64>();
        let variance = x.iter().map(|x| (x - x_mean) * (x - x_mean)).sum::<f64>();
        let slope = Some(covariance / variance).filter(|slope| slope.is_finite())?;
        let residual = |(x, y): (&f64, &f64)| y - y_mean - slope * (x - x_mean);
        let left = x.iter().zip(&y).map(residual).map(|residual| residual * residual).sum::<f64>();
        let free = x.len() as f64 - 2.0;
        let standard_error = (free > 0.0).then(|| (left / free / variance).sqrt());
        Some(PriceRelatedBias { slope, standard_error, n: x.len() })
    }
}

/// PRB: the slope of (ratio - median) / median on log₂ of half the sum of estimate / median and price. Below 0: the
/// ratio falls by that share whenever the value doubles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PriceRelatedBias {
    pub slope: f64,
    /// √(Σ residual² / (n - 2) / Σ (x - x̄)²). Absent for two sales: the line meets both.
    pub standard_error: Option<f64>,
    pub n: usize,
}

impl PriceRelatedBias {
    /// slope ± t(n - 2) · standard error: from -∞ to ∞ for two sales.
    pub fn interval(&self, level: f64) -> Interval {
        let t = student_t_quantile(0.5 + level / 2.0, self.n as f64 - 2.0);
        let half = self.standard_error.map_or(f64::INFINITY, |error| if error > 0.0 { t * error } else { 0.0 });
        Interval { low: self.slope - half, high: self.slope + half }
    }

    /// Whether the bias is beyond 10 % a doubling with 95 % confidence.
    pub fn is_unacceptable(&self) -> bool {
        let interval = self.interval(0.95);
        interval.high < PRB_LIMIT.low || interval.low > PRB_LIMIT.high
    }
}

/// MKI: the Gini coefficient of the estimates in the order of the prices / that of the prices (Quintos 2020). Below 1:
/// dear houses are valued too low. Sales of equal price count in the order given. None where all prices are equal.
pub fn modified_kakwani_index(estimates: &[f64], prices: &[f64]) -> Option<f64> {
    let mut sales: Vec<(f64, f64)> = prices.iter().copied().zip(estimates.iter().copied()).collect();
    sales.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = sales.len() as f64;
    // G = 2 Σ rank · value / (n Σ value) - (n + 1) / n.
    let gini = |value: fn(&(f64, f64)) -> f64| {
        let total = sales.iter().map(value).sum::<f64>();
        let ranked = sales.iter().map(value).zip(1..).map(|(value, rank)| value * f64::from(rank)).sum::<f64>();
        2.0 * ranked / (n * total) - (n + 1.0) / n
    };
    let all_alike = sales.first().map(|sale| sale.0) == sales.last().map(|sale| sale.0);
    Some(gini(|sale| sale.1) / gini(|sale| sale.0)).filter(|mki| !all_alike && mki.is_finite())
}

#[cfg(test)]
#[path = "ratio_study/tests.rs"]
pub(crate) mod tests;
