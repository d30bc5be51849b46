use super::*;

/// Prices and estimates that are off by up to a third, in waves.
fn houses(rows: u32) -> (Vec<f64>, Vec<f64>) {
    let price = |row: u32| 100_000.0 + f64::from(row * 7919 % 400) * 1000.0;
    let wave = |row: u32| f64::from(row * 37 % 61) / 90.0 - 1.0 / 3.0;
    let prices: Vec<f64> = (0..rows).map(price).collect();
    let estimates = prices.iter().zip(0..).map(|(price, row)| price * (1.0 + wave(row))).collect();
    (prices, estimates)
}

fn quick() -> Resampling {
    Resampling { resamples: 200, ..Resampling::default() }
}

#[test]
fn every_figure_lies_in_its_interval() {
    let (prices, estimates) = houses(300);
    let found = quick().estimates(Task::Regression, &prices, &estimates);
    assert_eq!(found.len(), 11);
    for estimate in &found {
        assert!(estimate.interval.contains(estimate.value) && estimate.interval.width() > 0.0, "{estimate:?}");
    }
    assert_eq!(found, quick().estimates(Task::Regression, &prices, &estimates));
    let other = Resampling { seed: 7, ..quick() }.estimates(Task::Regression, &prices, &estimates);
    assert_ne!(found, other);
}

/// The mean's interval must be about that of the normal distribution: mean ± 1.96 s / √n.
#[test]
fn the_interval_of_a_mean_is_as_wide_as_theory_says() {
    let (prices, _) = houses(400);
    let mean = |rows: &[u32]| vec![Some(rows.iter().map(|row| prices[*row as usize]).sum::<f64>() / rows.len() as f64)];
    let (value, interval) = Resampling::default().intervals(400, &[], mean)[0].unwrap();
    let variance = prices.iter().map(|price| (price - value) * (price - value)).sum::<f64>() / 400.0;
    let theory = 2.0 * 1.96 * (variance / 400.0).sqrt();
    assert!((interval.width() / theory - 1.0).abs() < 0.08, "{} {theory}", interval.width());
}

#[test]
fn a_better_model_is_clearly_better_and_a_copy_is_not() {
    let (prices, worse) = houses(300);
    let better: Vec<f64> = prices.iter().zip(&worse).map(|(price, worse)| (price + worse) / 2.0).collect();
    let differences = quick().differences(Task::Regression, &prices, &worse, &better);
    let mae = differences.iter().find(|difference| difference.name == "mae").unwrap();
    assert!((mae.difference - (mae.values[1] - mae.values[0])).abs() < 1e-9);
    assert!(mae.difference < 0.0 && mae.is_clear(), "{mae:?}");
    for difference in quick().differences(Task::Regression, &prices, &worse, &worse) {
        assert_eq!((difference.difference, difference.interval.width()), (0.0, 0.0));
        assert!(!difference.is_clear());
    }
}

#[test]
fn classes_are_drawn_each_for_itself() {
    let target: Vec<f64> = (0..200).map(|row| f64::from(row % 50 == 0)).collect();
    let chance: Vec<f64> = (0..200).map(|row| f64::from(row * 29 % 100) / 100.0).collect();
    let counted = |rows: &[u32]| vec![Some(rows.iter().filter(|row| **row % 50 == 0).count() as f64)];
    let strata: Vec<bool> = target.iter().map(|y| *y > 0.5).collect();
    let (_, interval) = quick().intervals(200, &strata, counted)[0].unwrap();
    assert_eq!((interval.low, interval.high), (4.0, 4.0));
    let found = quick().estimates(Task::Classification, &target, &chance);
    assert_eq!(
        found.iter().map(|estimate| estimate.name).collect::<Vec<_>>(),
        ["roc_auc", "pr_auc", "log_loss", "brier"]
    );
    let roc = RocAuc::of(&target, &chance, 0.95).unwrap();
    assert_eq!((found[0].value, found[0].interval), (roc.auc, roc.interval));
}

#[test]
fn what_has_no_meaning_has_no_interval() {
    assert_eq!(quick().estimates(Task::Regression, &[], &[]), []);
    let names = |found: Vec<Estimate>| found.iter().map(|estimate| estimate.name).collect::<Vec<_>>();
    assert_eq!(
        names(quick().estimates(Task::Regression, &[0.0, 1.0, 2.0, 5.0, 6.0], &[1.0; 5])),
        ["r2", "mae", "rmse"]
    );
    assert_eq!(names(quick().estimates(Task::Classification, &[0.0; 3], &[0.1; 3])), ["log_loss", "brier"]);
}

#[test]
fn many_rows_are_drawn_less_often() {
    let plan = Resampling::default();
    assert_eq!((plan.count(1_000), plan.count(20_000), plan.count(1_000_000)), (1000, 250, 200));
    assert_eq!(Resampling { resamples: 50, ..plan }.count(1_000_000), 50);
}
