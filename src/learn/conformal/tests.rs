use super::*;

fn sample<'a>(predictions: &'a [f64], truths: &'a [f64], difficulties: &'a [f64], bands: &'a [u32]) -> Sample<'a> {
    Sample { predictions, truths, difficulties, bands }
}

/// 99 rows predicted as 0, whose truths are -49 to 49: one band.
#[test]
fn quantiles_are_those_of_a_finite_sample() {
    let (zeros, ones) = ([0.0; 99], [1.0; 99]);
    let truths: Vec<f64> = (-49..50).map(f64::from).collect();
    let learned = Conformal::learn(&sample(&zeros, &truths, &ones, &[0; 99]), 0.9).unwrap();
    // ⌈100 · 0.95⌉ = the 95th of 99 from below, and from above.
    assert_eq!(learned.pooled, [Tails { below: -45.0, above: 45.0 }]);
    assert_eq!(learned.interval(10.0, 0.5, 0), Interval { low: -12.5, high: 32.5 });
    assert!(learned.is_sound() && learned.partly_pooled().is_empty());
}

#[test]
fn too_few_rows_are_refused_with_the_number_needed() {
    assert_eq!((fewest_rows(0.9), fewest_rows(0.8), fewest_rows(0.95)), (19, 9, 39));
    let ones = [1.0; 19];
    let learn = |n: usize| Conformal::learn(&sample(&ones[..n], &ones[..n], &ones[..n], &[0; 19][..n]), 0.9);
    assert!(learn(19).is_ok());
    let problem = learn(18).unwrap_err();
    assert_eq!(problem, ConformalProblem::TooFew { found: 18, needed: 19, percent: 90.0 });
    assert_eq!(
        problem.to_string(),
        "intervals at 90 % need at least 19 rows that the model has not seen, and there are 18"
    );
}

#[test]
fn what_is_no_sample_is_refused() {
    let ones = [1.0; 20];
    let refused = |sample: Sample<'_>, level| Conformal::learn(&sample, level).unwrap_err();
    assert_eq!(refused(sample(&ones, &ones[1..], &ones, &[0; 20]), 0.9), ConformalProblem::Uneven(20, 19, 20, 20));
    let mut zero = ones;
    zero[3] = 0.0;
    assert_eq!(refused(sample(&ones, &ones, &zero, &[0; 20]), 0.9), ConformalProblem::NotFinite { row: 3 });
    assert_eq!(refused(sample(&ones, &ones, &ones, &[0; 20]), 1.0), ConformalProblem::Level(1.0));
}

#[test]
fn a_band_has_its_own_tails_when_it_has_the_rows() {
    // Band 7 is off by ten times as much as band 3; band 5 has too few rows to have tails of its own.
    let bands: Vec<u32> = (0..150)
        .map(|row| {
            if row < 70 {
                3
            } else if row < 140 {
                7
            } else {
                5
            }
        })
        .collect();
    let truths: Vec<f64> = bands
        .iter()
        .zip(0..)
        .map(|(band, row)| (f64::from(row * 7 % 20) / 20.0 - 0.475) * if *band == 7 { 10.0 } else { 1.0 })
        .collect();
    let (zeros, ones) = (vec![0.0; 150], vec![1.0; 150]);
    let learned = Conformal::learn(&sample(&zeros, &truths, &ones, &bands), 0.9).unwrap();
    assert_eq!(learned.partly_pooled(), [5]);
    let width = |band| learned.interval(0.0, 1.0, band).width();
    assert!(width(3) < 1.0 && width(7) > 8.0 && width(3) < width(5) && width(5) < width(7));
    assert_eq!(width(5), width(99));
}

#[test]
fn contradicting_bands_still_give_an_interval() {
    let tails = |below, above| Tails { below, above };
    // Whatever lies below 0 should lie above, and the other way round.
    let odd = Conformal {
        level: 0.9,
        rows: 100,
        edges: vec![0.0],
        pooled: vec![tails(5.0, 6.0), tails(-6.0, -5.0)],
        bands: Vec::new(),
    };
    assert_eq!(odd.interval(0.0, 1.0, 0), Interval { low: -6.0, high: -5.0 });
    let wrong = Conformal { edges: Vec::new(), ..odd };
    assert!(!wrong.is_sound());
}
