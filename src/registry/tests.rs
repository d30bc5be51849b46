//! What a model file promises: it comes back as it went, and nothing else gets in.

mod plan;

use proptest::prelude::*;

use super::*;
use crate::tree::{
    Combine, Draft, Ensemble, Feature, FeatureKind, Link, Matrix, MatrixColumn, Precision, Rule, Values,
};

fn features() -> Vec<Feature> {
    let feature = |name: &str, kind| Feature { name: name.to_owned(), kind };
    vec![
        feature("sqft", FeatureKind::Number { zero_is_missing: false }),
        feature("price", FeatureKind::Number { zero_is_missing: true }),
        feature("city", FeatureKind::Categories { levels: vec!["Orlando".to_owned(), "Apopka".to_owned()] }),
        feature("code", FeatureKind::Categories { levels: Vec::new() }),
    ]
}

/// One tree a draw: the feature of the root, its threshold, the leaves.
fn ensemble(draws: &[(u32, f64, f64, f64)], link: Link, precision: Precision) -> Ensemble {
    let mut ensemble = Ensemble::new(features(), vec![0.25, -1.0], Combine::Sum, link, precision);
    let set = ensemble.push_set([1, 70]);
    for &(feature, threshold, left, right) in draws {
        let rule = match feature {
            0 | 1 => Rule::AtMost(threshold),
            2 => Rule::In(set),
            _ => Rule::NotIn(set),
        };
        let leaf = |value| Draft::Leaf { value, cover: f64::NAN };
        let split = |feature, rule, missing_left, left, right| Draft::Split {
            feature,
            rule,
            missing_left,
            left,
            right,
            gain: threshold * 2.0,
            cover: 3.0,
        };
        let inner = Rule::AtMost(threshold / 2.0);
        let drafts =
            [split(feature, rule, true, 1, 2), split(0, inner, false, 3, 4), leaf(left), leaf(right), leaf(left / 3.0)];
        ensemble.push_tree(feature % 2, &drafts).expect("a sound tree");
    }
    ensemble
}

fn about() -> About {
    About {
        learner: "boosting".to_owned(),
        target: Some("sale_price".to_owned()),
        columns: [(Some("sqft"), false), (None, true), (None, false), (None, false)]
            .map(|(unit, is_day)| AboutColumn { unit: unit.map(str::to_owned), is_day })
            .into(),
        classes: vec!["no".to_owned(), "yes".to_owned()],
        training: Training { rows: Some(12), seed: Some(42), parameters: "max_depth=2".to_owned() },
        made_seconds: Some(1_790_000_000),
    }
}

fn sample() -> Artifact {
    let ensemble =
        ensemble(&[(0, 1500.0, 1.0, 2.0), (2, 8.0, -0.5, 0.1), (3, 3.0, 7.0, 9.0)], Link::Softmax, Precision::Single);
    let golden = GoldenRows::synthetic(&ensemble).expect("golden rows");
    Artifact::new(ensemble, about(), golden).expect("a sound model")
}

/// The same sections with other contents, sealed as a file.
fn with_content(bytes: &[u8], tag: &[u8; 4], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let opened = container::open(bytes).expect("a sound file");
    let section = |(tag, content): &([u8; 4], &[u8])| Section { tag: *tag, content: content.to_vec() };
    let mut sections: Vec<Section> = opened.iter().map(section).collect();
    change(&mut sections.iter_mut().find(|section| section.tag == *tag).expect("the section").content);
    container::seal(&sections)
}

/// Why bytes are no model, in words.
fn complaint(bytes: &[u8]) -> String {
    Artifact::from_bytes(bytes).expect_err("a false file").to_string()
}

#[test]
fn a_model_comes_back_as_it_went() {
    let artifact = sample();
    let back = Artifact::from_bytes(&artifact.to_bytes()).expect("a sound file");
    assert_eq!(back.about(), artifact.about());
    assert_eq!(back.ensemble().features(), artifact.ensemble().features());
    // Covers of NaN are not equal to themselves; the digest tells them equal.
    assert_eq!(back.ensemble().digest(), artifact.ensemble().digest());
    assert_eq!(back.to_bytes(), artifact.to_bytes());
}

#[test]
fn the_digest_leaves_out_the_time_and_nothing_else() {
    let made = |change: &dyn Fn(&mut About)| {
        let mut about = about();
        change(&mut about);
        Artifact::new(sample().ensemble().clone(), about, sample().golden().clone()).expect("a sound model")
    };
    let digest = sample().digest();
    assert_eq!(made(&|about| about.made_seconds = Some(3)).digest(), digest);
    assert_eq!(made(&|about| about.made_seconds = None).digest(), digest);
    assert_ne!(made(&|about| about.made_seconds = Some(3)).to_bytes(), sample().to_bytes());
    for other in [
        made(&|about| about.target = None),
        made(&|about| about.training.seed = Some(43)),
        made(&|about| about.columns.clear()),
        made(&|about| about.learner.push('!')),
    ] {
        assert_ne!(other.digest(), digest);
    }
}

#[test]
fn golden_rows_of_data_are_what_the_model_sees() {
    let ensemble = ensemble(&[(0, 1500.0, 1.0, 2.0), (2, 8.0, -0.5, 0.1)], Link::Identity, Precision::Double);
    let column = |name: &str, values| MatrixColumn { name: name.to_owned(), values };
    let cities = Values::Categories { codes: vec![0, 1], levels: vec!["Apopka".to_owned(), "elsewhere".to_owned()] };
    let matrix = Matrix::new(vec![
        column("city", cities),
        column("code", Values::Double(vec![70.0, f64::NAN])),
        column("sqft", Values::Double(vec![900.0, 2000.0])),
        column("price", Values::Single(vec![0.0, 1.0])),
    ]);
    let golden = GoldenRows::taken(&ensemble, &matrix.expect("a matrix"), &[1, 0]).expect("golden rows");
    assert_eq!(golden.rows(), 2);
    golden.replay(&ensemble).expect("the same again");
}

#[test]
fn a_model_that_predicts_otherwise_is_refused() {
    let bytes = sample().to_bytes();
    // The last number of the section is an expected answer.
    let lowest_bit = |content: &mut Vec<u8>| {
        let place = content.len() - 8;
        content[place] ^= 1;
    };
    let found = complaint(&with_content(&bytes, b"GOLD", lowest_bit));
    assert!(found.starts_with("golden row 15 predicts"), "{found}");
}

#[test]
fn sections_of_other_versions_are_kept_or_refused() {
    let section = |tag: &[u8; 4]| Section { tag: *tag, content: vec![1, 2, 3] };
    let artifact = sample().with_section(section(b"conf")).expect("an optional section");
    let back = Artifact::from_bytes(&artifact.to_bytes()).expect("an unknown section is passed over");
    assert_eq!(back.further(), [section(b"conf")]);
    assert_ne!(artifact.digest(), sample().digest());
    for taken in [b"made", b"CALB", b"TREE"] {
        assert!(sample().with_section(section(taken)).is_err());
    }
    let opened = sample().to_bytes();
    let mut sections: Vec<Section> = container::open(&opened)
        .expect("a sound file")
        .into_iter()
        .map(|(tag, content)| Section { tag, content: content.to_vec() })
        .collect();
    sections.push(section(b"CALB"));
    assert!(complaint(&container::seal(&sections)).contains("`CALB`, which this version does not know"));
    sections.pop();
    sections.push(sections[0].clone());
    assert_eq!(complaint(&container::seal(&sections)), "the model file's section `MODL` stands twice");
    sections.truncate(3);
    assert_eq!(complaint(&container::seal(&sections)), "the model file's section `TRAN` is missing");
}

#[test]
fn counts_beyond_the_file_are_refused_before_anything_is_set_aside() {
    let bytes = sample().to_bytes();
    for tag in [b"FEAT", b"GOLD"] {
        let huge = with_content(&bytes, tag, |content| content[..8].copy_from_slice(&(u64::MAX / 16).to_le_bytes()));
        assert!(complaint(&huge).ends_with("counts more than it holds"), "{}", complaint(&huge));
    }
    let longer = with_content(&bytes, b"TREE", |content| content.push(0));
    assert!(complaint(&longer).ends_with("`TREE` goes on behind its end"));
    assert!(complaint(b"PK\x03\x04").contains("not a .lsm model file"));
    let newer = [&bytes[..8], &2_u32.to_le_bytes(), &bytes[12..]].concat();
    assert!(complaint(&newer).contains("format 2"));
}

#[test]
fn names_must_tell_features_apart() {
    let mut features = features();
    features[1].name = "sqft".to_owned();
    let ensemble = Ensemble::new(features, vec![0.0], Combine::Sum, Link::Identity, Precision::Double);
    let golden = GoldenRows::synthetic(&ensemble).expect("golden rows");
    let outcome = Artifact::new(ensemble, About::default(), golden);
    assert!(matches!(outcome, Err(ArtifactProblem::RepeatedFeature { name }) if name == "sqft"));
}

const TAGS: [[u8; 4]; 7] = [*b"MODL", *b"FEAT", *b"TREE", *b"TRAN", *b"GOLD", *b"PLAN", *b"made"];

fn links() -> impl Strategy<Value = Link> {
    prop_oneof![
        Just(Link::Identity),
        Just(Link::Exp),
        Just(Link::Softmax),
        Just(Link::ArgMax),
        Just(Link::SignedSquare),
        Just(Link::LogOnePlusExp),
        Just(Link::Step),
        Just(Link::Probit),
        Just(Link::Ascending),
        Just(Link::Increments),
        (0.1..9.0).prop_map(|slope| Link::Logistic { slope }),
    ]
}

proptest! {
    #[test]
    fn any_flipped_bit_is_refused(place in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let mut bytes = sample().to_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(Artifact::from_bytes(&bytes).is_err());
    }

    #[test]
    fn any_shortened_file_is_refused(end in any::<prop::sample::Index>()) {
        let bytes = sample().to_bytes();
        prop_assert!(Artifact::from_bytes(&bytes[..end.index(bytes.len())]).is_err());
    }

    /// Behind a checksum that holds, anything may stand: it is refused, or it is a model that can be written and read.
    #[test]
    fn false_contents_never_panic(
        tag in prop::sample::select(TAGS.as_slice()),
        place in any::<prop::sample::Index>(),
        found in any::<[u8; 8]>(),
        length in 1..9_usize,
    ) {
        let planned = sample().with_plan(&["a plan"]).unwrap();
        let bytes = with_content(&planned.to_bytes(), &tag, |content| {
            let place = place.index(content.len());
            let end = (place + length).min(content.len());
            content[place..end].copy_from_slice(&found[..end - place]);
        });
        if let Ok(artifact) = Artifact::from_bytes(&bytes) {
            prop_assert_eq!(Artifact::from_bytes(&artifact.to_bytes()).unwrap().digest(), artifact.digest());
        }
    }

    #[test]
    fn random_sections_never_panic(
        content in prop::collection::vec(any::<u8>(), 0..200),
        tag in prop::sample::select(TAGS.as_slice()),
    ) {
        let planned = sample().with_plan(&["a plan"]).unwrap();
        let bytes = with_content(&planned.to_bytes(), &tag, |old| *old = content);
        if let Ok(artifact) = Artifact::from_bytes(&bytes) {
            prop_assert!(Artifact::from_bytes(&artifact.to_bytes()).is_ok());
        }
    }

    #[test]
    fn equal_models_are_equal_bytes(
        draws in prop::collection::vec((0..4_u32, -1e6..1e6, -9.0..9.0, -9.0..9.0), 0..20),
        link in links(),
        single in any::<bool>(),
    ) {
        let precision = if single { Precision::Single } else { Precision::Double };
        let made = || {
            let ensemble = ensemble(&draws, link, precision);
            let golden = GoldenRows::synthetic(&ensemble).unwrap();
            Artifact::new(ensemble, about(), golden).unwrap()
        };
        let bytes = made().to_bytes();
        prop_assert_eq!(&bytes, &made().to_bytes());
        let back = Artifact::from_bytes(&bytes).unwrap();
        prop_assert_eq!(back.ensemble().digest(), made().ensemble().digest());
        prop_assert_eq!(back.digest(), made().digest());
        prop_assert_eq!(back.to_bytes(), bytes);
    }
}
