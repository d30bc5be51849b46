use super::*;

/// (estimate, sale price) of 17 sales: the example of a ratio study that assessors' handbooks share.
pub(crate) const SALES: [(f64, f64); 17] = [
    (87200.0, 138720.0),
    (38240.0, 59700.0),
    (96320.0, 146400.0),
    (68610.0, 99000.0),
    (32960.0, 47400.0),
    (50560.0, 70500.0),
    (61360.0, 78000.0),
    (47360.0, 60000.0),
    (56580.0, 69000.0),
    (47040.0, 55500.0),
    (136000.0, 154500.0),
    (98000.0, 109500.0),
    (56000.0, 60000.0),
    (159100.0, 168000.0),
    (128000.0, 124500.0),
    (132000.0, 127500.0),
    (160000.0, 150000.0),
];

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

/// COD, PRD and MKI as published; the rest by numpy 2.4.6, the PRB's interval by scipy 1.17.1 (linregress, t.ppf).
#[test]
fn the_handbook_example() {
    let (estimates, prices): (Vec<f64>, Vec<f64>) = SALES.into_iter().unzip();
    let study = RatioStudy::of(&estimates, &prices).unwrap();
    close(study.cod.unwrap(), 14.52, 0.005);
    close(study.cod.unwrap(), 14.523802339880449, 1e-12);
    close(study.prd.unwrap(), 0.9766, 0.00005);
    close(study.prd.unwrap(), 0.9765867483821249, 1e-12);
    close(study.mki.unwrap(), 1.1402, 0.00005);
    close(study.mki.unwrap(), 1.1402046014431084, 1e-12);
    close(study.median, 0.82, 1e-15);
    close(study.mean, 0.8271676458910721, 1e-15);
    close(study.weighted_mean, 0.846998638125502, 1e-15);
    let prb = study.prb.unwrap();
    close(prb.slope, 0.13549027502955294, 1e-12);
    close(prb.standard_error.unwrap(), 0.05754340972630749, 1e-12);
    close(prb.interval(0.95).low, 0.01283940051845485, 1e-11);
    close(prb.interval(0.95).high, 0.25814114954065104, 1e-11);
    assert!(!prb.is_unacceptable());
    let holding: Vec<(&str, bool)> = study.findings().iter().map(|finding| (finding.name, finding.holds)).collect();
    let expected = [
        ("median ratio", false),
        ("mean ratio", false),
        ("weighted mean ratio", false),
        ("COD", true),
        ("PRD", false),
        ("PRB", false),
        ("MKI", false),
    ];
    assert_eq!(holding, expected);
    assert!(study.findings()[5].interval.is_some() && study.findings()[3].interval.is_none());
}

#[test]
fn what_has_no_meaning_is_absent() {
    assert_eq!(RatioStudy::of(&[], &[]), None);
    assert_eq!(RatioStudy::of(&[1.0, 2.0], &[0.0, 2.0]), None);
    let one = RatioStudy::of(&[90.0], &[100.0]).unwrap();
    assert_eq!((one.n, one.median, one.cod, one.prb, one.mki), (1, 0.9, Some(0.0), None, None));
    let two = RatioStudy::of(&[90.0, 210.0], &[100.0, 200.0]).unwrap().prb.unwrap();
    assert_eq!((two.standard_error, two.interval(0.95).low), (None, f64::NEG_INFINITY));
    let below = RatioStudy::of(&[-1.0, -2.0], &[1.0, 2.0]).unwrap();
    assert_eq!((below.median, below.cod, below.prb), (-1.0, None, None));
}

#[test]
fn small_groups_are_left_out() {
    let prices: Vec<f64> = (0..59).map(|row| 100.0 + f64::from(row)).collect();
    let estimates: Vec<f64> = prices.iter().map(|price| price * 0.95).collect();
    let groups: Vec<&str> = (0..59).map(|row| if row % 2 == 0 { "East" } else { "West" }).collect();
    let studies = RatioStudy::by_group(&estimates, &prices, &groups);
    assert_eq!(studies.keys().collect::<Vec<_>>(), [&"East"]);
    assert_eq!(studies["East"].n, 30);
}
