//! Versions of models: the laws of their index, and the commands that change it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use leadscore::{
    registry::{
        About, Advice, Aliases, Artifact, Digest, GoldenRows, Index, IndexProblem, KEPT_VERSIONS, Method, ModelName,
        Placement, Prediction, PredictionLog, State, Version, VersionName, retrain_advice,
    },
    table::Day,
    tree::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::binary::{folder_with, run, run_well};

fn version(model: ModelName, version: VersionName) -> Version {
    Version {
        model,
        version,
        file: model.file(version),
        digest: Digest::of(version.to_string().as_bytes()),
        metrics: json!({"mae": 0.1 + 0.2}),
        data_digest: Some(Digest::of(b"data")),
        parameters: json!("max_depth=12"),
        state: State::Registered,
        further: Map::new(),
    }
}

/// What may be asked of a registry. Places are taken modulo the number of versions there are.
#[derive(Clone, Debug)]
enum Wish {
    Train { model: ModelName, seconds: i64, placement: Placement },
    Promote { model: ModelName, place: usize },
    PromoteUnknown { model: ModelName },
    RollBack { model: ModelName },
    Prune { keep: usize },
}

fn models() -> impl Strategy<Value = ModelName> {
    prop_oneof![Just(ModelName::Arv), Just(ModelName::Lead)]
}

fn wishes() -> impl Strategy<Value = Wish> {
    let placements = prop_oneof![3 => Just(Placement::Champion), 1 => Just(Placement::Challenger)];
    prop_oneof![
        // A clock that goes back and stands still.
        5 => (models(), 0..50_i64, placements)
            .prop_map(|(model, seconds, placement)| Wish::Train { model, seconds, placement }),
        2 => (models(), 0..9_usize).prop_map(|(model, place)| Wish::Promote { model, place }),
        1 => models().prop_map(|model| Wish::PromoteUnknown { model }),
        2 => models().prop_map(|model| Wish::RollBack { model }),
        1 => (0..7_usize).prop_map(|keep| Wish::Prune { keep }),
    ]
}

/// An index with the files that it is about.
#[derive(Clone, Debug, Default)]
struct Registry {
    index: Index,
    files: BTreeSet<String>,
}

impl Registry {
    fn fulfil(&mut self, wish: &Wish) -> Result<(), IndexProblem> {
        match *wish {
            Wish::Train { model, seconds, placement } => {
                let name = self.index.next_name(1_760_000_000 + seconds, |_| false);
                let added = self.index.add(version(model, name), placement)?;
                self.files.insert(model.file(name));
                self.index = added;
                self.prune(KEPT_VERSIONS);
            }
            Wish::Promote { model, place } => {
                let names: Vec<VersionName> = self.index.of(model).map(|version| version.version).collect();
                if let Some(name) = names.get(place % names.len().max(1)) {
                    self.index = self.index.promote(model, *name)?;
                }
            }
            Wish::PromoteUnknown { model } => self.index = self.index.promote(model, VersionName::at(7))?,
            Wish::RollBack { model } => self.index = self.index.roll_back(model)?,
            Wish::Prune { keep } => self.prune(keep),
        }
        Ok(())
    }

    fn prune(&mut self, keep: usize) {
        let change = self.index.prune(keep);
        for gone in &change.gone {
            assert!(self.files.remove(&gone.file), "{} goes twice", gone.file);
        }
        self.index = change.index;
    }

    /// What must hold whatever was asked for.
    fn check(&self, before: &Self) {
        let named: BTreeSet<String> = self.index.versions().iter().map(|version| version.file.clone()).collect();
        assert_eq!(named, self.files, "the index names the files that are there");
        for model in ModelName::ALL {
            let aliases = self.index.aliases(model);
            for version in [aliases.champion, aliases.challenger, aliases.previous].into_iter().flatten() {
                assert!(self.files.contains(&model.file(version)), "an alias leads to a file");
            }
            let champions = self.index.of(model).filter(|version| version.state == State::Champion);
            let champions: Vec<VersionName> = champions.map(|version| version.version).collect();
            assert_eq!(champions, Vec::from_iter(aliases.champion), "one champion, and the alias says who");
            assert_eq!(self.index.champion(model).map(|version| version.version), aliases.champion);
            if before.index.champion(model).is_some() {
                assert!(aliases.champion.is_some(), "a champion goes only for another");
            }
            let named = self.index.of(model).filter(|version| !aliases.names_of(version.version).is_empty()).count();
            assert!(self.index.of(model).count() <= KEPT_VERSIONS + named);
        }
        let names: Vec<VersionName> = self.index.versions().iter().map(|version| version.version).collect();
        assert!(names.is_sorted() && names.windows(2).all(|pair| pair[0] != pair[1]), "names tell trainings apart");
        assert_eq!(Index::from_json(self.index.to_json().as_bytes()).as_ref(), Ok(&normal(&self.index)));
    }
}

/// As it comes back from its text, where both models have a place for aliases.
fn normal(index: &Index) -> Index {
    let text: Value = serde_json::from_str(&index.to_json()).unwrap();
    serde_json::from_value(text).unwrap()
}

proptest! {
    #[test]
    fn whatever_is_asked_for_the_registry_holds(wishes in prop::collection::vec(wishes(), 1..40)) {
        let mut registry = Registry::default();
        for wish in wishes {
            let before = registry.clone();
            if registry.fulfil(&wish).is_err() {
                prop_assert_eq!(&registry.index, &before.index, "a wish that fails changes nothing");
            }
            registry.check(&before);
        }
    }

    #[test]
    fn a_training_takes_over_and_a_rollback_takes_it_back(
        wishes in prop::collection::vec(wishes(), 0..20),
        model in models(),
    ) {
        let mut registry = Registry::default();
        for wish in wishes {
            let _may_fail = registry.fulfil(&wish).is_ok();
        }
        let before = registry.index.aliases(model).champion;
        let name = registry.index.next_name(0, |_| false);
        let trained = registry.index.add(version(model, name), Placement::Champion).unwrap();
        prop_assert_eq!(trained.champion(model).map(|version| version.version), Some(name));
        if let Some(before) = before {
            let back = trained.roll_back(model).unwrap();
            prop_assert_eq!(back.champion(model).map(|version| version.version), Some(before));
            let again = back.roll_back(model).unwrap();
            prop_assert_eq!(again.aliases(model), trained.aliases(model));
        }
        let waits = registry.index.add(version(model, name), Placement::Challenger).unwrap();
        prop_assert_eq!(waits.aliases(model).champion, before);
        prop_assert_eq!(waits.aliases(model).challenger, Some(name));
    }

    #[test]
    fn names_of_versions_sort_as_time_does(one in 0..253_402_000_000_i64, other in 0..253_402_000_000_i64) {
        let names = [one, other].map(VersionName::at);
        prop_assert_eq!(names[0].cmp(&names[1]), names[0].to_string().cmp(&names[1].to_string()));
        prop_assert_eq!(names[0].to_string().parse(), Ok(names[0]));
        prop_assert_eq!(names[0].seconds(), one);
    }

    #[test]
    fn no_text_of_an_index_panics(text in "\\PC{0,80}", place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        prop_assert!(Index::from_json(text.as_bytes()).is_err());
        let mut sound = sample().to_json().into_bytes();
        let place = place.index(sound.len());
        sound[place] = byte;
        if let Ok(index) = Index::from_json(&sound) {
            prop_assert_eq!(Index::from_json(index.to_json().as_bytes()), Ok(index));
        }
    }
}

fn sample() -> Index {
    let mut index = Index::default();
    for (seconds, model) in [(0, ModelName::Arv), (60, ModelName::Lead), (120, ModelName::Arv)] {
        let name = index.next_name(1_763_431_200 + seconds, |_| false);
        index = index.add(version(model, name), Placement::Champion).unwrap();
    }
    index
}

#[test]
fn an_index_is_written_as_others_read_it() {
    let index: Value = serde_json::from_str(&sample().to_json()).unwrap();
    let digest = |name: &str| Digest::of(name.as_bytes()).to_string();
    let version = |model: &str, name: &str, state: &str| {
        json!({
            "model": model, "version": name, "file": format!("{model}_model_{name}.lsm"), "digest": digest(name),
            "metrics": {"mae": 0.1 + 0.2}, "data_digest": digest("data"), "parameters": "max_depth=12", "state": state,
        })
    };
    let expected = json!({
        "versions": [
            version("arv", "20251118_020000", "deprecated"), version("lead", "20251118_020100", "champion"),
            version("arv", "20251118_020200", "champion"),
        ],
        "aliases": {
            "arv": {"champion": "20251118_020200", "challenger": null, "previous": "20251118_020000"},
            "lead": {"champion": "20251118_020100", "challenger": null, "previous": null},
        },
    });
    assert_eq!(index, expected);
}

#[test]
fn what_other_versions_of_the_program_wrote_is_kept() {
    let mut text: Value = serde_json::from_str(&sample().to_json()).unwrap();
    text["format"] = json!(2);
    text["versions"][0]["notes"] = json!("the boss's");
    text["aliases"]["arv"]["staging"] = json!("20251118_020000");
    text["aliases"]["arv"]["previous"] = Value::Null;
    let index = Index::from_json(text.to_string().as_bytes()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&index.to_json()).unwrap(), text);
    // An alias is an alias.
    assert!(index.prune(0).gone.is_empty());
    assert_eq!(index.named(ModelName::Arv, "staging").unwrap().version.to_string(), "20251118_020000");
}

type Damage<'a> = &'a dyn Fn(&mut Value);

#[test]
fn an_index_that_contradicts_itself_is_refused_with_the_way_out() {
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut text: Value = serde_json::from_str(&sample().to_json()).unwrap();
        change(&mut text);
        let problem = Index::from_json(text.to_string().as_bytes()).unwrap_err().to_string();
        assert!(problem.contains("move it away"), "{problem}");
        problem
    };
    let cases: [(Damage<'_>, &str); 10] = [
        (&|text| text["aliases"]["arv"]["champion"] = json!("20200101_000000"), "not among the versions"),
        (
            &|text| text["aliases"]["arv"]["champion"] = json!("20251118_020000"),
            "20251118_020000 is champion and previous",
        ),
        (&|text| text["aliases"]["arv"]["champion"] = Value::Null, "aliases say otherwise"),
        (&|text| text["versions"][0]["state"] = json!("champion"), "aliases say otherwise"),
        (&|text| text["versions"][0]["file"] = json!("../../etc/passwd.lsm"), "no name of a version's file"),
        (&|text| text["versions"][0]["file"] = json!("lead_model.lsm"), "no name of a version's file"),
        (&|text| text["versions"][0]["file"] = text["versions"][1]["file"].clone(), "the file of two versions"),
        (&|text| text["versions"][0]["version"] = text["versions"][2]["version"].clone(), "stands twice"),
        (&|text| text["versions"][0]["version"] = json!("20251318_020000"), "is no version"),
        (&|text| text["versions"][0]["digest"] = json!("abc"), "no digest"),
    ];
    for (change, said) in cases {
        let problem = refused(change);
        assert!(problem.contains(said), "{problem}");
    }
    assert!(Index::from_json(b"{\"versions\": []}").is_ok());
    assert!(Index::from_json(b"").unwrap_err().to_string().contains("line 1"));
}

#[test]
fn a_removed_version_leaves_no_alias_behind() {
    let names = [10, 20, 30].map(VersionName::at);
    let index = names
        .iter()
        .fold(Index::default(), |index, name| index.add(version(ModelName::Arv, *name), Placement::Champion).unwrap());
    let change = index.remove(ModelName::Arv, names[2]).unwrap();
    assert_eq!(change.gone.len(), 1);
    let aliases = change.index.aliases(ModelName::Arv);
    assert_eq!((aliases.champion, aliases.previous), (None, Some(names[1])));
    // What is left is an index like any other.
    assert!(Index::from_json(change.index.to_json().as_bytes()).is_ok());
    assert!(change.index.remove(ModelName::Arv, names[2]).is_err());
}

#[test]
fn aliases_lead_to_versions_that_are_there() {
    let [one, two] = [10, 20].map(VersionName::at);
    let add = |index: Index, name| index.add(version(ModelName::Lead, name), Placement::Challenger).unwrap();
    let index = add(add(Index::default(), one), two);
    let wanted = Aliases { champion: Some(two), challenger: Some(two), previous: Some(one), ..Aliases::default() };
    let named = index.with_aliases(ModelName::Lead, wanted).aliases(ModelName::Lead);
    assert_eq!((named.champion, named.challenger, named.previous), (Some(two), None, Some(one)));
    let gone = Aliases { champion: Some(VersionName::at(99)), ..Aliases::default() };
    let index = index.with_aliases(ModelName::Lead, gone);
    assert_eq!(index.aliases(ModelName::Lead).champion, None);
    assert!(Index::from_json(index.to_json().as_bytes()).is_ok());
}

#[test]
fn an_unknown_version_is_refused_with_those_that_there_are() {
    let index = sample();
    let unknown = index.promote(ModelName::Arv, VersionName::at(0)).unwrap_err().to_string();
    assert_eq!(unknown, "there is no arv version `19700101_000000`; there are 20251118_020000, 20251118_020200");
    assert!(matches!(index.roll_back(ModelName::Lead), Err(IndexProblem::NoPrevious { model: ModelName::Lead })));
    let taken = index.versions()[0].clone();
    assert!(matches!(index.add(taken, Placement::Champion), Err(IndexProblem::Taken { .. })));
}

#[test]
fn every_answer_leaves_a_line() {
    let (mut log, mut out) = (PredictionLog::default(), Vec::new());
    let as_of = Day::parse("2026-11-22").unwrap();
    let arv = version(ModelName::Arv, VersionName::at(1_763_431_200));
    let answers = [
        Prediction {
            estimate_usd: Some(331_710.5),
            low: Some(300_000.0),
            high: Some(f64::NAN),
            confidence: Some(0.9),
            ..Prediction::new("29-22-28-8850-02-050", Method::ArvModel, Some(&arv), as_of)
        },
        Prediction {
            fallback_reason: Some("no \"lead\" model"),
            ..Prediction::new("1", Method::LeadRule, None, as_of)
        },
        Prediction::new("1", Method::LeadRule, None, as_of),
    ];
    answers.iter().for_each(|answer| log.record(answer, &mut out));
    let text = String::from_utf8(out).unwrap();
    let digest = arv.digest;
    assert_eq!(
        text.lines().next().unwrap(),
        format!(
            "{{\"event\":\"arv_prediction_using_ml_model\",\"parcel_id\":\"29-22-28-8850-02-050\",\"method\":\"ml_model\",\
             \"model\":\"arv\",\"version\":\"20251118_020000\",\"digest\":\"{digest}\",\"estimate\":331710.5,\
             \"probability\":null,\"low\":300000.0,\"high\":null,\"confidence\":0.9,\"fallback_reason\":null,\
             \"as_of\":\"2026-11-22\"}}"
        )
    );
    let rule: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    assert_eq!(rule["event"], "lead_prediction_fallback_to_rule");
    assert_eq!((&rule["version"], &rule["fallback_reason"]), (&Value::Null, &json!("no \"lead\" model")));
    assert_eq!(text.lines().count(), 3);
    let mut both = log.clone();
    both.absorb(&log);
    assert_eq!(both.counts().collect::<Vec<_>>(), [(Method::ArvModel, 2), (Method::LeadRule, 4)]);
}

#[test]
fn old_models_and_grown_data_ask_for_a_training() {
    let advice = |as_of: &str, then: Option<u64>, now: Option<u64>| {
        retrain_advice(Day::parse("2025-11-18").unwrap(), Day::parse(as_of).unwrap(), then, now)
    };
    assert_eq!(advice("2025-12-19", Some(1000), Some(1199)), []);
    assert_eq!(advice("2024-01-01", Some(0), None), []);
    let trained = Day::parse("2025-11-18").unwrap();
    assert_eq!(advice("2025-12-20", None, Some(9)), [Advice::Old { trained, days: 32 }]);
    let both = advice("2026-11-18", Some(1000), Some(1200));
    let words: Vec<String> = both.iter().map(Advice::to_string).collect();
    assert_eq!(
        words,
        [
            "it was trained on 2025-11-18, 365 days ago; train again after 31 days",
            "there are 1,200 rows and it learned from 1,000, 20 % more; train again from 20 % on",
        ]
    );
}

/// A model that always answers the same, as a file.
fn model(answer: f64) -> Vec<u8> {
    let features = vec![Feature { name: "sqft".to_owned(), kind: FeatureKind::Number { zero_is_missing: false } }];
    let mut ensemble = Ensemble::new(features, vec![0.0], Combine::Sum, Link::Identity, Precision::Double);
    ensemble.push_tree(0, &[Draft::Leaf { value: answer, cover: 1.0 }]).unwrap();
    let golden = GoldenRows::synthetic(&ensemble).unwrap();
    Artifact::new(ensemble, About::default(), golden).unwrap().to_bytes()
}

const FIRST: &str = "20251118_020000";
const SECOND: &str = "20251119_020000";
const THIRD: &str = "20251120_020000";

/// A project with three versions in `models` and one model that is none.
fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = folder_with(&[("houses.csv", b"sqft\n1\n")]);
    let models = folder.path().join("models");
    fs::create_dir(&models).unwrap();
    for (version, answer) in [(FIRST, 1.0), (SECOND, 2.0), (THIRD, 3.0)] {
        fs::write(models.join(format!("arv_model_{version}.lsm")), model(answer)).unwrap();
    }
    fs::write(models.join("prices.lsm"), model(7.0)).unwrap();
    (folder, models)
}

fn answer(folder: &Path, model: &str) -> String {
    run_well(folder, &["predict", model, "houses.csv"]).stdout.lines().nth(1).unwrap().to_owned()
}

fn listed(folder: &Path) -> Value {
    serde_json::from_str(&run_well(folder, &["models", "list", "--format", "json"]).stdout).unwrap()
}

#[test]
fn promote_and_rollback_change_what_answers() {
    let (project, models) = project();
    let folder = project.path();
    assert_eq!(answer(folder, "arv"), "3", "the newest is in use where no index says otherwise");
    let promoted = run_well(folder, &["models", "promote", "arv", FIRST]);
    assert!(promoted.stdout.starts_with(&format!("arv {FIRST} champion ")), "{}", promoted.stdout);
    assert!(promoted.stderr.contains(&format!("takes over from {THIRD}")), "{}", promoted.stderr);
    for name in ["arv", "arv@champion", "arv_model", "models/arv_model.lsm"] {
        assert_eq!(answer(folder, name), "1", "{name}");
    }
    assert_eq!((answer(folder, "arv@previous"), answer(folder, &format!("arv@{SECOND}"))), ("3".into(), "2".into()));
    let rolled = run_well(folder, &["models", "rollback", "arv"]);
    assert!(rolled.stdout.starts_with(&format!("arv {THIRD} champion ")), "{}", rolled.stdout);
    assert_eq!((answer(folder, "arv"), answer(folder, "arv_model")), ("3".into(), "3".into()));

    // A version of elsewhere that was copied into the folder.
    let copied = "20251001_020000";
    fs::write(models.join(format!("arv_model_{copied}.lsm")), model(5.0)).unwrap();
    assert_eq!(listed(folder)[0]["state"], Value::Null);
    run_well(folder, &["models", "promote", "arv", copied]);
    assert_eq!((answer(folder, "arv"), answer(folder, "arv@previous")), ("5".into(), "3".into()));

    let before = fs::read(models.join("index.json")).unwrap();
    for (arguments, said) in [
        (&["models", "promote", "arv", "20200101_000000"][..], FIRST),
        (&["models", "promote", "arv", "challenger"], "there is no arv version `challenger`"),
        (&["models", "rollback", "lead"], "no lead version to go back to"),
        (&["models", "promote", "lead", FIRST], "train one first"),
    ] {
        let refused = run(folder, arguments);
        assert_eq!(refused.code, 2);
        assert!(refused.complaint().contains(said), "{}", refused.stderr);
    }
    assert!(run(folder, &["models", "promote", "house", FIRST]).stderr.contains("choose arv or lead"));
    assert_eq!(fs::read(models.join("index.json")).unwrap(), before);
}

#[test]
fn list_show_and_verify_say_what_the_index_says() {
    let (project, models) = project();
    let folder = project.path();
    run_well(folder, &["models", "promote", "arv", SECOND]);
    let list = listed(folder);
    let rows: Vec<(&str, &Value)> =
        list.as_array().unwrap().iter().map(|row| (row["name"].as_str().unwrap(), &row["aliases"])).collect();
    let file = |version: &str| format!("arv_model_{version}");
    let expected = [
        (&*file(FIRST), &json!([])),
        (&*file(SECOND), &json!(["champion"])),
        (&*file(THIRD), &json!(["previous"])),
        ("prices", &json!([])),
    ];
    assert_eq!(rows, expected, "the link is not a model of its own");
    assert_eq!(
        (&list[1]["state"], &list[1]["model"], &list[1]["version"]),
        (&json!("champion"), &json!("arv"), &json!(SECOND))
    );
    assert_eq!((&list[0]["state"], &list[3]["state"]), (&json!("deprecated"), &Value::Null));
    assert!(run_well(folder, &["models", "list"]).stdout.contains("champion"));
    let shown = run_well(folder, &["models", "show", "arv"]).stdout;
    assert!(shown.contains(&file(SECOND)) && shown.contains("champion"), "{shown}");

    let verdicts = run_well(folder, &["models", "verify"]).stdout;
    assert_eq!(verdicts.lines().filter(|line| line.contains(": sound")).count(), 4, "{verdicts}");
    // A sound model that is another one, a file that is missing, a link that leads astray.
    let third = models.join(format!("arv_model_{THIRD}.lsm"));
    fs::write(&third, model(9.0)).unwrap();
    let verify = || run(folder, &["models", "verify"]);
    assert!(verify().complaint().contains("1 of 4 files cannot be used") && verify().stderr.contains("digest"));
    fs::remove_file(&third).unwrap();
    assert!(verify().complaint().contains("it is not there"), "{}", verify().stderr);
    assert!(listed(folder)[2]["problem"].as_str().unwrap().contains("it is not there"));
    fs::write(&third, model(3.0)).unwrap();
    fs::remove_file(models.join("arv_model.lsm")).unwrap();
    fs::copy(&third, models.join("arv_model.lsm")).unwrap();
    assert!(verify().complaint().contains("does not lead to the champion"), "{}", verify().stderr);
    run_well(folder, &["models", "promote", "arv", SECOND]);
    assert_eq!(verify().code, 0);

    fs::write(models.join("index.json"), "{").unwrap();
    for arguments in
        [&["models", "list"][..], &["models", "verify"], &["models", "rollback", "arv"], &["models", "show", "arv"]]
    {
        let refused = run(folder, arguments);
        assert_eq!(refused.code, 2);
        assert!(refused.complaint().contains("index.json: ") && refused.stderr.contains("move it away"));
    }
    assert_eq!(answer(folder, "prices"), "7", "other models are not in need of the index");
}

#[test]
fn prune_keeps_the_newest_and_those_with_an_alias() {
    let (project, models) = project();
    let folder = project.path();
    run_well(folder, &["models", "promote", "arv", FIRST]);
    assert_eq!(run_well(folder, &["models", "prune"]).stdout, "", "five may stay");
    let pruned = run_well(folder, &["models", "prune", "--keep", "1"]);
    assert_eq!(pruned.stdout, format!("arv_model_{SECOND}.lsm\n"));
    assert!(!models.join(format!("arv_model_{SECOND}.lsm")).exists());
    assert!(models.join("prices.lsm").exists());
    assert_eq!(run(folder, &["models", "prune", "--models", "none"]).code, 2);
    assert!(!folder.join("none").exists());
}

#[test]
fn names_of_versions_are_not_for_models_taken_in() {
    let (project, _) = project();
    for name in ["arv", "lead", "arv_model", &format!("lead_model_{FIRST}")] {
        let refused = run(project.path(), &["models", "import", "models/prices.lsm", "--name", name]);
        assert_eq!(refused.code, 2);
        assert!(refused.complaint().contains("versions of trained models"), "{}", refused.stderr);
    }
}
