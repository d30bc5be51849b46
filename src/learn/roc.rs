//! How well chances put positives above negatives: classes and chances in; the areas under the ROC and the
//! precision-recall curve out, the first with its interval.

use super::distribution::{Interval, normal_quantile, wilson};

/// An area under the ROC curve with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct RocAuc {
    pub auc: f64,
    /// Of the area, by DeLong, DeLong & Clarke-Pearson (1988).
    pub standard_error: f64,
    pub positives: usize,
    pub negatives: usize,
    pub interval: Interval,
}

impl RocAuc {
    /// The area by midranks, its standard error by DeLong's placements (Sun & Xu 2014), and the interval at the given
    /// level on the log-odds scale, where it cannot leave 0 to 1: logit AUC ± z · se / (AUC (1 - AUC)).
    ///
    /// Where all pairs stand right, or all wrong, or only one row of a class is there, placements do not vary enough to
    /// tell; the interval is then Wilson's of a share seen in as many draws as the smaller class has rows. None unless
    /// both classes are there.
    pub fn of(target: &[f64], chance: &[f64], level: f64) -> Option<Self> {
        let (above, below) = placements(target, chance)?;
        let (positives, negatives) = (above.len(), below.len());
        let auc = above.iter().sum::<f64>() / positives as f64;
        let variance = spread(&above, auc) / positives as f64 + spread(&below, auc) / negatives as f64;
        let standard_error = variance.sqrt();
        let fewer = positives.min(negatives);
        let half = normal_quantile(0.5 + level / 2.0) * standard_error / (auc * (1.0 - auc));
        let interval = if fewer > 1 && standard_error > 0.0 && half.is_finite() {
            let middle = libm::log(auc / (1.0 - auc));
            let chance = |odds: f64| 1.0 / (1.0 + libm::exp(-odds));
            Interval { low: chance(middle - half).min(auc), high: chance(middle + half).max(auc) }
        } else {
            wilson(auc * fewer as f64, fewer as f64, level)
        };
        Some(Self { auc, standard_error, positives, negatives, interval })
    }
}

/// The chance that a positive row stands above a negative one; half of it where they tie (Hanley & McNeil 1982).
pub fn roc_auc(target: &[f64], chance: &[f64]) -> Option<f64> {
    let (mut area, mut above) = (0.0, 0.0);
    let (mut positives, mut negatives) = (0.0, 0.0);
    for (tied_positives, tied_negatives) in ties(target, chance) {
        area += tied_negatives * (above + tied_positives / 2.0);
        above += tied_positives;
        positives += tied_positives;
        negatives += tied_negatives;
    }
    (positives > 0.0 && negatives > 0.0).then(|| area / (positives * negatives))
}

/// Average precision: Σ (recall - recall before) precision, over the distinct chances from the highest down.
pub fn average_precision(target: &[f64], chance: &[f64]) -> Option<f64> {
    let (mut positives, mut seen, mut precision) = (0.0, 0.0, 0.0);
    for (tied_positives, tied_negatives) in ties(target, chance) {
        positives += tied_positives;
        seen += tied_positives + tied_negatives;
        precision += tied_positives * (positives / seen);
    }
    (positives > 0.0).then(|| precision / positives)
}

/// Positives and negatives of each distinct chance, from the highest down.
fn ties(target: &[f64], chance: &[f64]) -> Vec<(f64, f64)> {
    let mut order: Vec<(f64, bool)> = chance.iter().zip(target).map(|(p, y)| (*p, *y > 0.5)).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let count = |tie: &[(f64, bool)]| {
        let positives = tie.iter().filter(|(_, positive)| *positive).count();
        (positives as f64, (tie.len() - positives) as f64)
    };
    order.chunk_by(|a, b| a.0 == b.0).map(count).collect()
}

/// For each positive the share of negatives below it, for each negative the share of positives above it; ties count
/// half. In order of chance.
fn placements(target: &[f64], chance: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let ties = ties(target, chance);
    let sum = |of: fn(&(f64, f64)) -> f64| ties.iter().map(of).sum::<f64>();
    let (positives, negatives) = (sum(|tie| tie.0), sum(|tie| tie.1));
    if positives < 1.0 || negatives < 1.0 {
        return None;
    }
    let (mut above, mut below) = (Vec::with_capacity(positives as usize), Vec::with_capacity(negatives as usize));
    let (mut seen_positives, mut seen_negatives) = (0.0, 0.0);
    for (tied_positives, tied_negatives) in ties {
        let negatives_below = negatives - seen_negatives - tied_negatives / 2.0;
        let positives_above = seen_positives + tied_positives / 2.0;
        above.extend(std::iter::repeat_n(negatives_below / negatives, tied_positives as usize));
        below.extend(std::iter::repeat_n(positives_above / positives, tied_negatives as usize));
        seen_positives += tied_positives;
        seen_negatives += tied_negatives;
    }
    Some((above, below))
}

/// Σ (v - centre)² / (n - 1); 0 for one value.
fn spread(values: &[f64], centre: f64) -> f64 {
    values.iter().map(|value| (value - centre) * (value - centre)).sum::<f64>() / (values.len() as f64 - 1.0).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: [f64; 10] = [0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0];
    const CHANCE: [f64; 10] = [0.1, 0.4, 0.4, 0.8, 0.3, 0.2, 0.35, 0.9, 0.6, 0.6];

    /// Placements over all pairs and their sample variances by numpy 2.4.6; the areas by scikit-learn 1.9.1.
    #[test]
    fn agrees_with_all_pairs() {
        let found = RocAuc::of(&TARGET, &CHANCE, 0.95).unwrap();
        assert!((found.auc - GOLDEN_AUC).abs() < 1e-15);
        assert!((found.standard_error - GOLDEN_ERROR).abs() < 1e-15);
        assert!((found.interval.low - GOLDEN_LOW).abs() < 1e-12, "{:?}", found.interval);
        assert!((found.interval.high - GOLDEN_HIGH).abs() < 1e-12, "{:?}", found.interval);
        assert!((average_precision(&TARGET, &CHANCE).unwrap() - GOLDEN_PRECISION).abs() < 1e-15);
    }

    #[test]
    fn perfect_order_is_not_taken_for_certainty() {
        let target = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        let found = RocAuc::of(&target, &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], 0.95).unwrap();
        assert_eq!((found.auc, found.interval.high), (1.0, 1.0));
        assert!((0.4..0.5).contains(&found.interval.low), "{:?}", found.interval);
        let single = RocAuc::of(&[1.0, 0.0, 0.0, 0.0], &[0.6, 0.2, 0.7, 0.1], 0.95).unwrap();
        assert!(single.interval.low < 0.15 && single.interval.high > 0.95, "{:?}", single.interval);
        assert_eq!(RocAuc::of(&[1.0, 1.0], &[0.1, 0.2], 0.95), None);
    }

    const GOLDEN_AUC: f64 = 0.8;
    const GOLDEN_ERROR: f64 = 0.14832396974191325;
    const GOLDEN_LOW: f64 = 0.3939733054930767;
    const GOLDEN_HIGH: f64 = 0.9609556321664158;
    const GOLDEN_PRECISION: f64 = 0.8083333333333333;
}
