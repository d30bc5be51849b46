//! Laws of the statistics, and what they must give on real sales.

use std::path::Path;

use leadscore::learn::{
    Calibration, Conformal, Coverage, Intervals, RatioStudy, Resampling, RocAuc, Sample, Task, Unseen, at_capacity,
    gains, median, reliability, roc_auc, wilson,
};
use proptest::{prelude::*, test_runner::RngSeed};

use crate::support::data_dir;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..ProptestConfig::default() }
}

/// (estimate, price) of some sales.
fn sales() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let sale = (10_000.0..1_000_000.0, 0.4..1.8).prop_map(|(price, ratio)| (price * ratio, price));
    prop::collection::vec(sale, 3..80).prop_map(|sales| sales.into_iter().unzip())
}

/// Classes and chances of some rows, with ties, both classes among them.
fn rated() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let row = (prop::bool::ANY, 0..40_u32).prop_map(|(y, p)| (f64::from(u8::from(y)), f64::from(p) / 40.0));
    let both = |rows: &Vec<(f64, f64)>| rows.iter().any(|row| row.0 > 0.5) && rows.iter().any(|row| row.0 < 0.5);
    prop::collection::vec(row, 4..120).prop_filter("both classes", both).prop_map(|rows| rows.into_iter().unzip())
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn a_ratio_study_knows_no_currency_and_its_spread_no_level((estimates, prices) in sales(), by in 0.01..100.0) {
        let times = |values: &[f64]| values.iter().map(|value| value * by).collect::<Vec<f64>>();
        let study = RatioStudy::of(&estimates, &prices).unwrap();
        let other = RatioStudy::of(&times(&estimates), &times(&prices)).unwrap();
        let level = RatioStudy::of(&times(&estimates), &prices).unwrap();
        prop_assert!(near(study.median, other.median, 1e-9) && near(study.median * by, level.median, 1e-9));
        for changed in [other, level] {
            prop_assert!(near(study.cod.unwrap(), changed.cod.unwrap(), 1e-9));
            prop_assert!(near(study.prd.unwrap(), changed.prd.unwrap(), 1e-9));
            prop_assert!(near(study.mki.unwrap(), changed.mki.unwrap(), 1e-9));
            prop_assert!(near(study.prb.unwrap().slope, changed.prb.unwrap().slope, 1e-6));
        }
        let interval = study.prb.unwrap().interval(0.95);
        prop_assert!(interval.contains(study.prb.unwrap().slope));
        prop_assert!(interval.width() <= study.prb.unwrap().interval(0.99).width());
    }

    #[test]
    fn delong_agrees_with_all_pairs((target, chance) in rated()) {
        let (positives, negatives): (Vec<_>, Vec<_>) = target.iter().zip(&chance).partition(|(y, _)| **y > 0.5);
        let wins = |p: f64, n: f64| if p > n { 1.0 } else if p == n { 0.5 } else { 0.0 };
        let spread = |values: &[f64]| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
            if values.len() > 1 { square / (values.len() - 1) as f64 } else { 0.0 }
        };
        let share = |of: &dyn Fn(f64) -> f64, others: &[(&f64, &f64)]| {
            others.iter().map(|(_, other)| of(**other)).sum::<f64>() / others.len() as f64
        };
        let by_positive: Vec<f64> = positives.iter().map(|(_, p)| share(&|n| wins(**p, n), &negatives)).collect();
        let by_negative: Vec<f64> = negatives.iter().map(|(_, n)| share(&|p| wins(p, **n), &positives)).collect();
        let auc = by_positive.iter().sum::<f64>() / by_positive.len() as f64;
        let variance = spread(&by_positive) / positives.len() as f64 + spread(&by_negative) / negatives.len() as f64;
        let found = RocAuc::of(&target, &chance, 0.95).unwrap();
        prop_assert!(near(found.auc, auc, 1e-12) && near(found.standard_error, variance.sqrt(), 1e-9));
        prop_assert!(near(found.auc, roc_auc(&target, &chance).unwrap(), 1e-12));
        prop_assert!(found.interval.contains(found.auc));
        prop_assert!(0.0 <= found.interval.low && found.interval.high <= 1.0 && found.interval.width() > 0.0);
    }

    #[test]
    fn calibration_keeps_the_order_and_is_never_certain((target, chance) in rated()) {
        for fit in [Calibration::fit, Calibration::fit_logistic, Calibration::fit_isotonic] {
            let map = fit(&chance, &target, None);
            prop_assert!(map.is_sound(), "{map:?}");
            let mapped: Vec<f64> = (0..=200).map(|step| map.of(f64::from(step) / 200.0)).collect();
            prop_assert!(mapped.is_sorted() && mapped[0] > 0.0 && mapped[200] < 1.0, "{map:?}");
        }
    }

    #[test]
    fn a_staircase_of_a_staircase_is_itself((target, chance) in rated()) {
        let Calibration::Isotonic { knots } = Calibration::fit_isotonic(&chance, &target, None) else {
            return Err(TestCaseError::fail("both classes are there"));
        };
        // Each step as rows of one chance, as many positives among a thousand as it says.
        let mut again = (Vec::new(), Vec::new(), Vec::new());
        for (place, rate) in &knots {
            for (class, weight) in [(1.0, 1000.0 * rate), (0.0, 1000.0 * (1.0 - rate))] {
                again.0.push(*place);
                again.1.push(class);
                again.2.push(weight);
            }
        }
        let map = Calibration::fit_isotonic(&again.0, &again.1, Some(&again.2));
        for (place, rate) in knots {
            prop_assert!((map.of(place) - rate).abs() < 1e-9);
        }
    }

    #[test]
    fn gains_rise_to_all_and_agree_with_capacity((target, chance) in rated(), k in 1..120_usize) {
        let curve = gains(&target, &chance);
        prop_assert!(curve.is_sorted_by(|a, b| a.called <= b.called && a.found <= b.found + 1e-12));
        let end = curve.last().unwrap();
        prop_assert!(end.called == 1.0 && near(end.found, 1.0, 1e-12));
        let capacity = at_capacity(&target, &chance, k).unwrap();
        let called = capacity.k as f64 / target.len() as f64;
        if let Some(point) = curve.iter().find(|point| (point.called - called).abs() < 1e-12) {
            prop_assert!(near(point.found, capacity.recall, 1e-12));
        }
        prop_assert!(near(capacity.lift.unwrap() * called, capacity.recall, 1e-12));
        let bins = reliability(&target, &chance, 10);
        prop_assert_eq!(bins.iter().map(|bin| bin.n).sum::<usize>(), target.len());
        prop_assert!(bins.iter().all(|bin| bin.interval.contains(bin.rate)));
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn intervals_hold_their_figures_and_differences_turn_around((estimates, prices) in sales()) {
        let plan = Resampling { resamples: 60, ..Resampling::default() };
        for estimate in plan.estimates(Task::Regression, &prices, &estimates) {
            prop_assert!(estimate.interval.contains(estimate.value), "{estimate:?}");
        }
        let other: Vec<f64> = estimates.iter().map(|estimate| estimate * 1.05).collect();
        let forth = plan.differences(Task::Regression, &prices, &estimates, &other);
        let back = plan.differences(Task::Regression, &prices, &other, &estimates);
        prop_assert_eq!(forth.len(), back.len());
        for (forth, back) in forth.iter().zip(&back) {
            prop_assert!(near(forth.difference, -back.difference, 1e-9));
            let scale = forth.values[0].abs().max(forth.values[1].abs());
            let apart = forth.interval.low + back.interval.high;
            prop_assert!(apart.abs() <= 1e-9 * scale.max(1.0), "{forth:?} {back:?}");
        }
    }
}

/// Numbers that look as if drawn evenly from 0 to 1 (Marsaglia 2003).
fn noise(seed: u64) -> impl Iterator<Item = f64> {
    let mut state = seed.wrapping_add(1).wrapping_mul(0xD129_42F2_97CA_4B35);
    let step = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        Some((state >> 11) as f64 / (1_u64 << 53) as f64)
    };
    // The first few still show the seed.
    std::iter::from_fn(step).skip(20)
}

/// Intervals learned from 600 rows and tried on 400 others, many times: the mean of what they hold must be 90 % within
/// what chance explains, though errors grow with the prediction and are skewed.
#[test]
fn exchangeable_rows_are_covered_as_promised() {
    const ROUNDS: u64 = 60;
    let (mut held, mut tried) = (0.0, 0.0);
    for round in 0..ROUNDS {
        let mut noise = noise(round * 7919 + 3);
        let mut draw = || noise.next().unwrap();
        let rows: Vec<(f64, f64)> = (0..1000)
            .map(|_| {
                let prediction = draw() * 4.0;
                let skewed = draw() * draw() - 0.2;
                (prediction, prediction + (0.2 + 0.3 * prediction) * skewed)
            })
            .collect();
        let (predictions, truths): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
        let bands = vec![0; 600];
        let learned = Unseen { predictions: &predictions[..600], truths: &truths[..600], signals: &[], bands: &bands };
        let intervals = Intervals::learn(&learned, 0.9).unwrap();
        let of = |row: usize| intervals.of(predictions[row], &[], 0);
        held += (600..1000).filter(|row| of(*row).contains(truths[*row])).count() as f64;
        tried += 400.0;
    }
    // Rounds differ by their intervals, too: one round's share has a deviation of about √(0.09 (1/400 + 1/600)) = 1.9
    // %.
    let deviation = 0.0194 / (ROUNDS as f64).sqrt();
    let share = held / tried;
    // Bands may be joined to one interval, which can only add: up to a percent here.
    assert!((0.9 - 3.0 * deviation..=0.91 + 3.0 * deviation).contains(&share), "{share} of {tried}");
}

/// One price band, no difficulty: the plain theorem, 90 % at least and less than one in n + 1 more for each tail.
#[test]
fn the_plain_theorem_holds() {
    let (mut held, mut tried) = (0.0, 0.0);
    for round in 0..400_u64 {
        let truths: Vec<f64> = noise(round + 1000).take(139).map(|u| u * u).collect();
        let (zeros, ones) = ([0.0; 99], [1.0; 99]);
        let sample = Sample { predictions: &zeros, truths: &truths[..99], difficulties: &ones, bands: &[0; 99] };
        let learned = Conformal::learn(&sample, 0.9).unwrap();
        held += truths[99..].iter().filter(|truth| learned.interval(0.0, 1.0, 0).contains(**truth)).count() as f64;
        tried += 40.0;
    }
    let bounds = wilson(0.9 * tried, tried, 0.999);
    // The interval's own luck makes the share vary more than single rows do: (1/40 + 1/100) / (1/40) = 1.4 times as
    // much.
    let slack = 0.2 * bounds.width();
    assert!((bounds.low - slack..=bounds.high + slack).contains(&(held / tried)), "{}", held / tried);
}

/// Truths and each model's out-of-fold predictions of a real data set.
fn out_of_fold(folder: &Path, file: &str) -> (Vec<f64>, Vec<(String, Vec<f64>)>) {
    let mut reader = csv::Reader::from_path(folder.join(file)).expect(file);
    let names: Vec<String> = reader.headers().unwrap().iter().skip(3).map(str::to_owned).collect();
    let mut truths = Vec::new();
    let mut models: Vec<(String, Vec<f64>)> = names.into_iter().map(|name| (name, Vec::new())).collect();
    for row in reader.records() {
        let row = row.unwrap();
        // Where the data set is split by time, the earlier rows have no prediction.
        if row[3].is_empty() {
            continue;
        }
        truths.push(row[2].parse().unwrap());
        for (place, (_, predictions)) in models.iter_mut().enumerate() {
            predictions.push(row[3 + place].parse().unwrap());
        }
    }
    (truths, models)
}

fn logarithms(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| libm::log(*value)).collect()
}

#[test]
fn ninety_percent_of_real_prices_are_covered_and_of_each_fifth() {
    let Some(data) = data_dir() else { return };
    for file in [
        "ames.main.log.fold.oof.csv",
        "ames.main.raw.fold.oof.csv",
        "kc_house.main.log.fold.oof.csv",
        "kc_house.main.raw.fold.oof.csv",
        "kc_house.main.log.time.oof.csv",
    ] {
        let (truths, models) = out_of_fold(&data.join("baselines"), file);
        assert!(models.len() >= 4 && truths.len() > 2000, "{file}");
        let truths = logarithms(&truths);
        for (model, predictions) in models {
            let predictions = logarithms(&predictions);
            let bands = vec![0; truths.len()];
            let rows = Unseen { predictions: &predictions, truths: &truths, signals: &[], bands: &bands };
            let Coverage { all, quintiles, .. } = Intervals::measure(&rows, 0.9, 42).unwrap();
            let shares: Vec<f64> = quintiles.iter().map(|quintile| quintile.share).collect();
            assert!((0.88..=0.92).contains(&all.share), "{file} {model}: {} {shares:.3?}", all.share);
            assert!(shares.iter().all(|share| (0.85..=0.95).contains(share)), "{file} {model}: {shares:.3?}");
        }
    }
}

#[test]
fn a_ratio_study_agrees_with_the_assessors() {
    let Some(data) = data_dir() else { return };
    let mut reader = csv::Reader::from_path(data.join("prices/ccao_ratio_sample.csv")).unwrap();
    let sales: Vec<(f64, f64, String)> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    let estimates: Vec<f64> = sales.iter().map(|sale| sale.0).collect();
    let prices: Vec<f64> = sales.iter().map(|sale| sale.1).collect();
    let towns: Vec<&str> = sales.iter().map(|sale| sale.2.as_str()).collect();
    let expected = std::fs::read_to_string(data.join("prices/ccao_ratio_sample.expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let check = |study: &RatioStudy, expected: &serde_json::Value| {
        let prb = study.prb.map(|prb| prb.slope);
        let mut checked = 0;
        for (name, found) in [
            ("cod", study.cod),
            ("prd", study.prd),
            ("prb", prb),
            ("mki", study.mki),
            ("median_ratio", Some(study.median)),
        ] {
            let Some(expected) = expected[name].as_f64() else { continue };
            assert!((found.unwrap() - expected).abs() < 1e-6, "{name}: {found:?} is not {expected}");
            checked += 1;
        }
        checked
    };
    let study = RatioStudy::of(&estimates, &prices).unwrap();
    assert_eq!(check(&study, &expected["expected"]), 5);
    let by_town = RatioStudy::by_group(&estimates, &prices, &towns);
    assert_eq!(by_town.len(), 2);
    for (town, study) in &by_town {
        assert_eq!(expected["by_township"][town]["n"].as_u64(), Some(study.n as u64));
        assert_eq!(check(study, &expected["by_township"][town]), 3);
    }
    assert_eq!(median(&[study.median]), Some(study.median));
}
