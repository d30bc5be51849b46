//! How good predictions are, by the same definitions as `peer.py`.

/// The chance that a row of target 1 has a higher score than one of target 0, ties counting half: the Mann-Whitney
/// statistic (Hanley and McNeil 1982, "The meaning and use of the area under a ROC curve").
pub fn area_under_curve(target: &[f64], score: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..score.len()).collect();
    order.sort_unstable_by(|a, b| score[*a].total_cmp(&score[*b]));
    let (mut positives, mut rank_sum, mut ranked) = (0.0, 0.0, 0.0);
    for ties in order.chunk_by(|a, b| score[*a] == score[*b]) {
        let hits = ties.iter().filter(|row| target[**row] > 0.5).count() as f64;
        let rank = ranked + (ties.len() as f64 + 1.0) / 2.0;
        positives += hits;
        rank_sum += hits * rank;
        ranked += ties.len() as f64;
    }
    (rank_sum - positives * (positives + 1.0) / 2.0) / (positives * (ranked - positives))
}

/// 1 - Σ(y - ŷ)² / Σ(y - ȳ)².
pub fn r_squared(target: &[f64], predicted: &[f64]) -> f64 {
    let mean = target.iter().sum::<f64>() / target.len() as f64;
    let square = |value: f64| value * value;
    let residual: f64 = target.iter().zip(predicted).map(|(y, estimate)| square(y - estimate)).sum();
    1.0 - residual / target.iter().map(|y| square(y - mean)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_count_half() {
        assert_eq!(area_under_curve(&[0.0, 1.0, 0.0, 1.0], &[0.1, 0.9, 0.5, 0.5]), 0.875);
        assert_eq!(area_under_curve(&[1.0, 0.0], &[0.1, 0.9]), 0.0);
    }

    #[test]
    fn the_mean_explains_nothing() {
        assert_eq!(r_squared(&[1.0, 3.0], &[2.0, 2.0]), 0.0);
        assert_eq!(r_squared(&[1.0, 3.0], &[1.0, 3.0]), 1.0);
    }
}
