//! What boosting minimises: gradients, start, the losses themselves.
//!
//! With f the margin and y the target (see [`Loss`] for the losses):
//!
//! | loss | gradient | hessian | start | link |
//! |---|---|---|---|---|
//! | squared | f - y | 1 | mean | identity |
//! | absolute | sign(f - y) | 1 | median | identity |
//! | Huber | f - y, at most ± slope | 1 | median | identity |
//! | quantile | 1 - α above y, -α below | 1 | quantile α | identity |
//! | logistic | p - y, p = 1 / (1 + e^-f) | p (1 - p) | ln(mean / (1 - mean)) | logistic |
//! | Poisson | e^f - y | e^(f + 0.7) | ln(mean) | exp |
//!
//! The 0.7 is XGBoost's `max_delta_step` for counts: it keeps the first steps from running away. For the absolute and
//! the quantile loss a leaf's value is not the Newton step but the quantile of the residuals in it (Friedman 2001).

use super::{ensemble::Link, fixed::exact_sum, order, params::Loss, problem::TreeProblem};

/// A start this close to 0 or 1 is one class only.
const LEAST_CHANCE: f64 = 1e-6;

impl Loss {
    pub(super) fn link(self) -> Link {
        match self {
            Self::Logistic => Link::Logistic { slope: 1.0 },
            Self::Poisson => Link::Exp,
            _ => Link::Identity,
        }
    }

    /// Whether the margin is on the target's own scale, so that both can be shifted alike.
    pub(super) fn is_of_location(self) -> bool {
        !matches!(self, Self::Logistic | Self::Poisson)
    }

    pub(super) fn has_unit_hessian(self) -> bool {
        self.is_of_location()
    }

    /// The quantile of its residuals that a leaf takes for its value.
    pub(super) fn leaf_quantile(self) -> Option<f64> {
        match self {
            Self::Absolute => Some(0.5),
            Self::Quantile { alpha } => Some(alpha),
            _ => None,
        }
    }

    pub(super) fn check_target(self, target: &[f64]) -> Result<(), TreeProblem> {
        let (is_fit, expected): (fn(f64) -> bool, _) = match self {
            Self::Logistic => (|y| (0.0..=1.0).contains(&y), "the logistic loss needs targets from 0 to 1"),
            Self::Poisson => (|y| y >= 0.0 && y.is_finite(), "the Poisson loss needs counts of 0 and more"),
            _ => (f64::is_finite, "targets must be finite"),
        };
        match target.iter().position(|y| !is_fit(*y)) {
            Some(row) => Err(TreeProblem::Target { row, found: target[row], expected }),
            None => Ok(()),
        }
    }

    /// The constant margin that fits best, of targets with their weights.
    pub(super) fn start(self, rows: &[(f64, f64)]) -> f64 {
        let mean = || {
            let weight = exact_sum(rows.iter().map(|(_, weight)| *weight));
            exact_sum(rows.iter().map(|(y, weight)| y * weight)) / weight
        };
        match self {
            Self::Squared => mean(),
            Self::Absolute | Self::Huber { .. } => quantile(rows.to_vec(), 0.5),
            Self::Quantile { alpha } => quantile(rows.to_vec(), alpha),
            Self::Logistic => {
                let chance = mean().clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE);
                libm::log(chance / (1.0 - chance))
            }
            Self::Poisson => libm::log(mean().max(LEAST_CHANCE)),
        }
    }

    /// Gradients and, unless they are 1 for all rows, hessians. The slices are of one length, but for `hessians`, which
    /// may be empty for losses of unit hessian.
    pub(super) fn derive(self, scores: &[f32], target: &[f32], gradients: &mut [f32], hessians: &mut [f32]) {
        let rows = scores.iter().zip(target).zip(gradients.iter_mut());
        match self {
            Self::Squared => rows.for_each(|((f, y), g)| *g = f - y),
            Self::Absolute => rows.for_each(|((f, y), g)| *g = sign(f - y)),
            Self::Huber { slope } => rows.for_each(|((f, y), g)| *g = (f - y).clamp(-slope as f32, slope as f32)),
            Self::Quantile { alpha } => {
                rows.for_each(|((f, y), g)| *g = if f >= y { 1.0 - alpha as f32 } else { -alpha as f32 });
            }
            Self::Logistic => derive_logistic(scores, target, gradients, hessians),
            Self::Poisson => {
                let hessians = &mut hessians[..scores.len()];
                for (((f, y), g), h) in rows.zip(hessians) {
                    let mean = exp(*f);
                    *g = mean - y;
                    *h = mean * 2.013_752_7;
                }
                return;
            }
        }
        if self.has_unit_hessian() {
            hessians.fill(1.0);
        }
    }

    /// The loss of one row.
    pub(super) fn value(self, score: f64, y: f64) -> f64 {
        let residual = y - score;
        match self {
            Self::Squared => residual * residual * 0.5,
            Self::Absolute => residual.abs(),
            Self::Huber { slope } if residual.abs() > slope => slope * (residual.abs() - slope * 0.5),
            Self::Huber { .. } => residual * residual * 0.5,
            Self::Quantile { alpha } => residual * if residual >= 0.0 { alpha } else { alpha - 1.0 },
            // ln(1 + e^f) - y f, without overflow.
            Self::Logistic => score.max(0.0) - y * score + libm::log1p(libm::exp(-score.abs())),
            Self::Poisson => libm::exp(score) - y * score,
        }
    }
}

fn sign(value: f32) -> f32 {
    if value > 0.0 {
        1.0
    } else if value < 0.0 {
        -1.0
    } else {
        0.0
    }
}

#[inline(never)]
fn derive_logistic(scores: &[f32], target: &[f32], gradients: &mut [f32], hessians: &mut [f32]) {
    let rows = scores.len();
    let (target, gradients, hessians) = (&target[..rows], &mut gradients[..rows], &mut hessians[..rows]);
    for row in 0..rows {
        let chance = 1.0 / (1.0 + exp(-scores[row]));
        gradients[row] = chance - target[row];
        hessians[row] = chance * (1.0 - chance);
    }
}

/// e^x to a few parts in ten million, for any number of rows at once: 2^k of the nearest whole k, times the series of
/// 2^f for the rest. Only additions and multiplications, so the same on every machine.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const ROUNDER: f32 = 12_582_912.0; // 1.5 x 2^23: adding it leaves no room for a fraction.
    let power = x.clamp(-87.0, 87.0) * std::f32::consts::LOG2_E;
    let whole = (power + ROUNDER) - ROUNDER;
    let f = power - whole;
    // ln(2)^n / n!
    let series = 1.540_353e-4;
    let series = 1.333_355_8e-3 + f * series;
    let series = 9.618_129e-3 + f * series;
    let series = 5.550_411e-2 + f * series;
    let series = 2.402_265e-1 + f * series;
    let series = 6.931_472e-1 + f * series;
    f32::from_bits(((whole as i32 + 127) << 23) as u32) * (1.0 + f * series)
}

/// The value that a share `alpha` of the weight lies at or below.
pub(super) fn quantile(mut rows: Vec<(f64, f64)>, alpha: f64) -> f64 {
    rows.retain(|(_, weight)| *weight > 0.0);
    let in_order = order::order(rows.iter().map(|(value, _)| order::key(*value)));
    let rows: Vec<(f64, f64)> = in_order.into_iter().map(|row| rows[row as usize]).collect();
    let total: f64 = rows.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    for (at, (value, weight)) in rows.iter().enumerate() {
        below += weight;
        if below == alpha * total {
            // Exactly between two rows: halfway, as the median of an even number.
            return rows.get(at + 1).map_or(*value, |next| (value + next.0) * 0.5);
        }
        if below > alpha * total {
            return *value;
        }
    }
    rows.last().map_or(0.0, |(value, _)| *value)
}
