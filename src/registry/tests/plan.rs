//! What a model's plan promises.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Plan {
    purpose: String,
    encoders: BTreeMap<String, Vec<(String, f64)>>,
    calibration: Option<Calibration>,
    scores: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Calibration {
    Logistic { slope: f64, intercept: f64 },
}

fn plan() -> Plan {
    Plan {
        purpose: "ARV, US dollars".to_owned(),
        encoders: [("zip".to_owned(), vec![("32801".to_owned(), 0.1 + 0.2)]), ("use".to_owned(), vec![])].into(),
        calibration: Some(Calibration::Logistic { slope: 5e-324, intercept: -0.0 }),
        scores: vec![1.0 / 3.0, f64::MAX, 1e300, 1e-7],
    }
}

#[test]
fn a_plan_comes_back_to_the_last_bit_and_counts() {
    let planned = sample().with_plan(&plan()).expect("a plan");
    let back = Artifact::from_bytes(&planned.to_bytes()).expect("a sound file");
    let found: Plan = back.plan().expect("the plan").expect("a plan");
    assert_eq!(found, plan());
    assert!(matches!(found.calibration, Some(Calibration::Logistic { intercept, .. }) if intercept.is_sign_negative()));
    assert_eq!(back.to_bytes(), planned.to_bytes());
    assert_eq!(back.digest(), planned.digest());
    assert_ne!(planned.digest(), sample().digest());
    let other = sample().with_plan(&Plan { purpose: "lead".to_owned(), ..plan() }).expect("a plan");
    assert_ne!(other.digest(), planned.digest());
    assert_eq!(other.with_plan(&plan()).expect("another plan").to_bytes(), planned.to_bytes());
}

#[test]
fn a_model_without_a_plan_is_the_bytes_it_was() {
    assert!(!sample().to_bytes().windows(4).any(|tag| tag == b"PLAN"));
    assert_eq!(sample().plan::<Plan>().expect("none asked for"), None);
    assert!(!sample().has_plan());
}

#[test]
fn a_plan_that_json_cannot_say_is_refused_with_its_place() {
    let refused = |plan: Plan| sample().with_plan(&plan).expect_err("no number").to_string();
    let slope =
        refused(Plan { calibration: Some(Calibration::Logistic { slope: f64::NAN, intercept: 0.0 }), ..plan() });
    assert!(slope.contains("`calibration.slope` is NaN"), "{slope}");
    let scores = refused(Plan { scores: vec![1.0, f64::INFINITY], ..plan() });
    assert!(scores.contains("`scores` is inf"), "{scores}");
    assert!(sample().with_plan(&[1.0_f32, f32::NAN]).is_err());
}

#[test]
fn a_plan_of_another_shape_is_refused_when_it_is_asked_for() {
    let planned = sample().with_plan(&["no", "plan"]).expect("JSON");
    let found = planned.plan::<Plan>().expect_err("another shape").to_string();
    assert!(found.contains("plan") && found.contains("line 1"), "{found}");
    for (content, said) in [(&b"{\"a\":"[..], "EOF"), (b"\"\xff\"", "UTF-8"), (b"{} {}", "trailing"), (b"", "EOF")] {
        let bytes = with_content(&planned.to_bytes(), b"PLAN", |old| *old = content.to_vec());
        assert!(complaint(&bytes).contains(said), "{}", complaint(&bytes));
    }
    // However deep: what is not asked for is passed over, and what is asked for is refused.
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    let bytes = with_content(&planned.to_bytes(), b"PLAN", |old| *old = deep.into_bytes());
    let back = Artifact::from_bytes(&bytes).expect("JSON");
    let found = back.plan::<serde_json::Value>().expect_err("too deep").to_string();
    assert!(found.contains("recursion"), "{found}");
}
