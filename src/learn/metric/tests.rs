use super::*;
use crate::learn::ratio_study::tests::SALES;

fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.expect("a figure");
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

#[test]
fn a_ratio_study_by_hand() {
    let (estimates, prices): (Vec<f64>, Vec<f64>) = SALES.into_iter().unzip();
    let metrics = RegressionMetrics::of(&prices, &estimates);
    close(metrics.cod, 14.52, 0.005);
    close(metrics.prd, 0.9766, 0.00005);
    close(metrics.median_ratio, 0.82, 1e-12);
}

#[test]
fn figures_of_numbers() {
    let metrics = RegressionMetrics::of(&[100.0, 200.0, 300.0, 400.0], &[110.0, 180.0, 300.0, 500.0]);
    close(metrics.r2, 1.0 - 10500.0 / 50000.0, 1e-15);
    close(metrics.mae, 32.5, 1e-12);
    close(metrics.rmse, 2625f64.sqrt(), 1e-12);
    close(metrics.mdape, 10.0, 1e-12);
    // A tenth off is within a tenth, or nearly so: 110 / 100 is a little more than 1.1 in doubles.
    close(metrics.within_10, 50.0, 25.0);
    close(metrics.median_ratio, 1.05, 1e-12);
}

#[test]
fn what_has_no_meaning_is_absent() {
    let with_zero = RegressionMetrics::of(&[0.0, 1.0, 2.0], &[0.5, 1.0, 2.0]);
    assert!(with_zero.r2.is_some() && with_zero.mae.is_some());
    assert_eq!((with_zero.mdape, with_zero.cod, with_zero.prb), (None, None, None));
    let constant = RegressionMetrics::of(&[5.0, 5.0], &[5.0, 6.0]);
    assert_eq!((constant.r2, constant.mae), (None, Some(0.5)));
    assert_eq!(RegressionMetrics::of(&[], &[]).mae, None);
    let one_class = ClassificationMetrics::of(&[1.0, 1.0], &[0.5, 0.6]);
    assert_eq!((one_class.roc_auc, one_class.pr_auc), (None, Some(1.0)));
    assert_eq!(ClassificationMetrics::of(&[0.0], &[0.5]).pr_auc, None);
    assert_eq!(ClassificationMetrics::of(&[], &[]).ece, None);
    assert_eq!(Metrics::mean(&[]), None);
}

#[test]
fn figures_of_chances() {
    // Of the 6 pairs of a positive and a negative, 4 stand right and 1 ties.
    let metrics = ClassificationMetrics::of(&[0.0, 1.0, 0.0, 1.0, 1.0], &[0.1, 0.4, 0.4, 0.8, 0.3]);
    close(metrics.roc_auc, 4.5 / 6.0, 1e-15);
    // From the highest down: 0.8 (1 of 1), 0.4 (2 of 3), 0.3 (3 of 4).
    close(metrics.pr_auc, (1.0 + 2.0 / 3.0 + 3.0 / 4.0) / 3.0, 1e-15);
    close(metrics.brier, (0.01 + 0.36 + 0.16 + 0.04 + 0.49) / 5.0, 1e-15);
    // Bins: 0.1 alone, 0.3 alone, both 0.4, 0.8 alone.
    close(metrics.ece, (0.1 + 0.7 + 0.2 + 0.2) / 5.0, 1e-15);
    let loss = -(0.9f64 * 0.4 * 0.6 * 0.8 * 0.3);
    close(metrics.log_loss, -libm::log(-loss) / 5.0, 1e-15);
}

#[test]
fn sure_and_wrong_costs_much_but_not_everything() {
    let metrics = ClassificationMetrics::of(&[1.0, 0.0], &[0.0, 1.0]);
    close(metrics.log_loss, 34.539, 1e-3);
    close(metrics.ece, 1.0, 1e-15);
    assert_eq!(metrics.roc_auc, Some(0.0));
}

#[test]
fn means_are_absent_where_one_is() {
    let whole = Metrics::Regression(RegressionMetrics::of(&[1.0, 2.0], &[1.0, 2.5]));
    let part = Metrics::Regression(RegressionMetrics::of(&[0.0, 2.0], &[1.0, 2.0]));
    let mean: Vec<_> = Metrics::mean(&[whole, part]).unwrap().named().into_iter().collect();
    assert_eq!((mean[1], mean[3]), (("mae", Some(0.375)), ("mdape", None)));
}
