use super::*;

const CHANCES: [f64; 12] = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const LABELS: [f64; 12] = [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0];
const SLOPE: f64 = 0.5493916803922824;
const INTERCEPT: f64 = 0.0891764192838292;

/// The least of the same loss by scipy 1.17.1 (BFGS), polished by Newton's steps in numpy.
#[test]
fn the_line_is_the_one_of_least_loss() {
    let Calibration::Logistic { slope, intercept } = Calibration::fit(&CHANCES, &LABELS, None) else {
        panic!("few rows get a line");
    };
    assert!((slope - SLOPE).abs() < 1e-7, "{slope}");
    assert!((intercept - INTERCEPT).abs() < 1e-7, "{intercept}");
}

/// Rates of blocks as scikit-learn 1.9.1's IsotonicRegression gives them: 0, 1/3, 1/2, 1; the ends get half a positive
/// in one row more.
#[test]
fn the_staircase_has_the_known_blocks_and_stops_short_of_certainty() {
    let Calibration::Isotonic { knots } = Calibration::fit_isotonic(&CHANCES, &LABELS, None) else {
        panic!("both classes are there");
    };
    let expected = [(0.075, 0.5 / 3.0), (0.65 / 3.0, 1.0 / 3.0), (0.55, 0.5), (2.65 / 3.0, 3.5 / 4.0)];
    assert_eq!(knots.len(), expected.len());
    for (knot, expected) in knots.iter().zip(expected) {
        assert!((knot.0 - expected.0).abs() < 1e-15 && (knot.1 - expected.1).abs() < 1e-15, "{knot:?} {expected:?}");
    }
    let map = Calibration::Isotonic { knots };
    assert!(map.is_sound());
    assert_eq!((map.of(0.0), map.of(1.0)), (0.5 / 3.0, 3.5 / 4.0));
    assert!((map.of((0.075 + 0.65 / 3.0) / 2.0) - 0.25).abs() < 1e-15);
}

#[test]
fn counts_choose_the_kind() {
    let rows = |n: u32, every: u32| {
        let chances: Vec<f64> = (0..n).map(|row| f64::from(row) / f64::from(n)).collect();
        let labels: Vec<f64> = (0..n).map(|row| f64::from(row % every == 0)).collect();
        Calibration::fit(&chances, &labels, None).name()
    };
    assert_eq!((rows(999, 2), rows(1000, 2), rows(1000, 11)), ("logistic", "isotonic", "logistic"));
    assert_eq!(Calibration::fit(&[0.1, 0.2], &[0.0, 0.0], None), Calibration::Identity);
    assert_eq!(Calibration::fit(&[], &[], None), Calibration::Identity);
}

#[test]
fn a_weight_of_two_is_two_rows() {
    let twice: Vec<usize> = (0..12).flat_map(|row| std::iter::repeat_n(row, 1 + row % 2)).collect();
    let chances: Vec<f64> = twice.iter().map(|row| CHANCES[*row]).collect();
    let labels: Vec<f64> = twice.iter().map(|row| LABELS[*row]).collect();
    let weights: Vec<f64> = (0..12).map(|row| f64::from(1 + row % 2)).collect();
    for fit in [Calibration::fit_logistic, Calibration::fit_isotonic] {
        let (weighted, repeated) = (fit(&CHANCES, &LABELS, Some(&weights)), fit(&chances, &labels, None));
        for chance in CHANCES {
            assert!((weighted.of(chance) - repeated.of(chance)).abs() < 1e-7, "{weighted:?} {repeated:?}");
        }
    }
}

#[test]
fn what_is_certain_or_turned_around_stays_finite_and_in_order() {
    let apart = Calibration::fit(&[0.0, 0.0, 1.0, 1.0], &[0.0, 0.0, 1.0, 1.0], None);
    assert!(apart.is_sound() && apart.of(0.0) > 0.0 && apart.of(1.0) < 1.0, "{apart:?}");
    let turned = Calibration::fit(&[0.9, 0.8, 0.2, 0.1], &[0.0, 0.0, 1.0, 1.0], None);
    assert!((turned.of(0.1) - 0.5).abs() < 1e-12 && turned.of(0.1) == turned.of(0.9), "{turned:?}");
    let alike = Calibration::fit(&[0.3; 5], &[0.0, 1.0, 1.0, 1.0, 1.0], None);
    assert!((alike.of(0.3) - 0.7).abs() < 0.1, "{alike:?}");
}

#[test]
fn maps_from_a_file_are_looked_at() {
    let knots = |knots: &[(f64, f64)]| Calibration::Isotonic { knots: knots.to_vec() };
    assert!(knots(&[(0.1, 0.2), (0.3, 0.2)]).is_sound());
    for wrong in [&[][..], &[(0.3, 0.2), (0.1, 0.4)], &[(0.1, 0.4), (0.3, 0.2)], &[(0.1, 0.0)], &[(f64::NAN, 0.5)]] {
        assert!(!knots(wrong).is_sound(), "{wrong:?}");
    }
    assert!(!Calibration::Logistic { slope: -1.0, intercept: 0.0 }.is_sound());
}
