//! What the folder of models promises: whoever is stopped at any step leaves it whole.

use std::{
    cell::Cell,
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    rc::Rc,
};

use leadscore::{
    registry::{About, Artifact, GoldenRows, Index, ModelName, Placement, TrainingRun, TrainingStatus, Version},
    tree::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A disk of a process that is killed at a step: that one is half done, and nothing comes after it.
struct Mortal {
    disk: Disk,
    steps_left: Rc<Cell<u32>>,
}

impl Mortal {
    fn step(&self) -> io::Result<()> {
        let left = self.steps_left.get();
        self.steps_left.set(left.saturating_sub(1));
        if left > 1 { Ok(()) } else { Err(io::Error::other("killed")) }
    }
}

impl Files for Mortal {
    fn folder(&self) -> &Path {
        self.disk.folder()
    }

    fn names(&self) -> io::Result<Vec<String>> {
        self.disk.names()
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.disk.read(name)
    }

    fn target(&self, name: &str) -> Option<String> {
        self.disk.target(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        if self.steps_left.get() == 1 {
            self.disk.write(name, &bytes[..bytes.len() / 2])?;
        }
        self.step()?;
        self.disk.write(name, bytes)
    }

    fn link(&self, name: &str, target: &str) -> io::Result<()> {
        self.step()?;
        self.disk.link(name, target)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.step()?;
        self.disk.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.step()?;
        self.disk.remove(name)
    }

    fn sync(&self) -> io::Result<()> {
        self.step()?;
        self.disk.sync()
    }
}

/// A model that always answers the same.
fn model(answer: f64) -> Artifact {
    let features = vec![Feature { name: "sqft".to_owned(), kind: FeatureKind::Number { zero_is_missing: false } }];
    let mut ensemble = Ensemble::new(features, vec![0.0], Combine::Sum, Link::Identity, Precision::Double);
    ensemble.push_tree(0, &[Draft::Leaf { value: answer, cover: 1.0 }]).expect("a tree");
    let golden = GoldenRows::synthetic(&ensemble).expect("golden rows");
    Artifact::new(ensemble, About::default(), golden).expect("a model")
}

const NOW: i64 = 1_760_000_000;

/// Trains both models with these answers; the lead model none where it has none.
fn train<F: Files>(writer: &mut Writer<F>, arv: f64, lead: Option<f64>, keep: usize) -> Result<(), Failure> {
    let mut run = TrainingRun::new(writer.next_name(NOW)?);
    let trained = |model_name, answer| Trained {
        model: model_name,
        artifact: model(answer),
        data_digest: None,
        parameters: json!("max_depth=12"),
        placement: Placement::Champion,
    };
    run.trained(ModelName::Arv, json!({"mae": arv}), Value::Null);
    match lead {
        Some(_) => run.trained(ModelName::Lead, json!({}), Value::Null),
        None => run.not_trained(ModelName::Lead, TrainingStatus::Skipped, "insufficient_tier_a_examples", Value::Null),
    }
    let models: Vec<Trained> = [Some(trained(ModelName::Arv, arv)), lead.map(|lead| trained(ModelName::Lead, lead))]
        .into_iter()
        .flatten()
        .collect();
    writer.record(&run, &models, keep)?;
    Ok(())
}

fn open(folder: &Path) -> Writer {
    Writer::open(folder).expect("a folder for models")
}

/// A folder of three arv versions and a lead version.
fn trained_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = open(folder.path());
    for (arv, lead) in [(1.0, Some(0.5)), (2.0, None), (3.0, None)] {
        train(&mut writer, arv, lead, 5).expect("a training");
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    Disk::at(folder).names().expect("names")
}

fn copy(from: &Path, to: &Path) {
    for name in names(from) {
        match Disk::at(from).target(&name) {
            Some(target) => Disk::at(to).link(&name, &target).expect("a link"),
            None => drop(fs::copy(from.join(&name), to.join(&name)).expect("a copy")),
        }
    }
}

/// What must hold however somebody was stopped: every version that the index names is there and sound, the champion is
/// one of those given, and the link leads to a sound version.
fn assert_whole(folder: &Path, champions: &[&Version], note: &str) {
    let store = Store::at(folder);
    let index = store.index().unwrap_or_else(|problem| panic!("{note}: {problem}"));
    for version in index.versions() {
        store.artifact(version).unwrap_or_else(|problem| panic!("{note}: {problem}"));
    }
    let (champion, _) = store.champion(ModelName::Arv).expect(note).expect(note);
    assert!(champions.iter().any(|version| version.version == champion.version), "{note}: {}", champion.version);
    let target = Disk::at(folder).target(&ModelName::Arv.link()).expect(note);
    assert!(index.version_of_file(&target).is_some(), "{note}: the link leads to {target}");
}

/// The folder holds what its index names, and nothing of the way to it.
fn assert_clean(folder: &Path, note: &str) {
    let index = Store::at(folder).index().expect(note);
    let mut expected: BTreeSet<String> = [".lock", INDEX].map(str::to_owned).into();
    for version in index.versions() {
        expected.insert(version.file.clone());
        expected.insert(TrainingRun::file_of(version.version));
    }
    for champion in ModelName::ALL.iter().filter_map(|model| index.champion(*model)) {
        expected.insert(champion.model.link());
        assert_eq!(Disk::at(folder).target(&champion.model.link()).as_ref(), Some(&champion.file), "{note}");
    }
    let found: BTreeSet<String> = names(folder).into_iter().filter(|name| name != ".lock").collect();
    expected.remove(".lock");
    assert_eq!(found, expected, "{note}");
}

/// Does something in a copy of a folder and is killed at every step in turn; then clears up, and is killed at every step
/// of that too.
fn killed_at_every_step(change: &dyn Fn(&mut Writer<Mortal>) -> Result<(), Failure>) -> u32 {
    let before = trained_folder();
    let after = tempfile::tempdir().expect("a folder");
    copy(before.path(), after.path());
    let mortal = |folder: &Path, steps: u32| {
        let steps_left = Rc::new(Cell::new(steps));
        Mortal { disk: Disk::at(folder), steps_left }
    };
    change(&mut Writer::begin(mortal(after.path(), u32::MAX), None).expect("a writer")).expect("the change");
    let champion = |folder: &Path| Store::at(folder).index().expect("an index").champion(ModelName::Arv).cloned();
    let (old, new) = (champion(before.path()).expect("a champion"), champion(after.path()).expect("a champion"));

    let mut seen_new = false;
    for steps in 1.. {
        let folder = tempfile::tempdir().expect("a folder");
        copy(before.path(), folder.path());
        let outcome = Writer::begin(mortal(folder.path(), steps), None).and_then(|mut writer| change(&mut writer));
        let note = format!("killed at step {steps}");
        assert_whole(folder.path(), &[&old, &new], &note);
        let now = champion(folder.path()).expect("a champion");
        assert!(!seen_new || now.version == new.version, "{note}: back to the old champion");
        seen_new |= now.version == new.version;
        for steps in 1.. {
            let again = tempfile::tempdir().expect("a folder");
            copy(folder.path(), again.path());
            let cleared = Writer::begin(mortal(again.path(), steps), None);
            assert_whole(again.path(), &[&now], &format!("{note}, and at step {steps} of clearing up"));
            if cleared.is_ok() {
                assert_clean(again.path(), &note);
                break;
            }
        }
        if outcome.is_ok() {
            assert!(seen_new, "{note}: done without a new champion");
            assert_clean(folder.path(), &note);
            return steps;
        }
    }
    unreachable!("a change ends")
}

#[test]
fn a_training_may_be_killed_at_every_step() {
    let steps = killed_at_every_step(&|writer| train(writer, 4.0, Some(0.25), 5));
    assert!(steps > 15, "only {steps} steps");
    // Versions go by this one.
    killed_at_every_step(&|writer| train(writer, 4.0, None, 1));
}

#[test]
fn a_promotion_and_a_rollback_may_be_killed_at_every_step() {
    killed_at_every_step(&|writer| {
        let first = writer.index().of(ModelName::Arv).next().expect("a version").version;
        writer.promote(ModelName::Arv, &first.to_string()).map(drop)
    });
    killed_at_every_step(&|writer| writer.roll_back(ModelName::Arv).map(drop));
}

#[test]
fn the_newest_five_and_those_in_use_are_kept_with_their_reports() {
    let folder = trained_folder();
    let mut writer = open(folder.path());
    let first = writer.index().of(ModelName::Arv).next().expect("a version").version;
    writer.promote(ModelName::Arv, &first.to_string()).expect("a promotion");
    let waiting = |writer: &mut Writer, answer: f64| {
        let mut run = TrainingRun::new(writer.next_name(NOW).expect("a name"));
        run.trained(ModelName::Arv, Value::Null, Value::Null);
        let (artifact, placement) = (model(answer), Placement::Challenger);
        let trained =
            Trained { model: ModelName::Arv, artifact, data_digest: None, parameters: Value::Null, placement };
        writer.record(&run, &[trained], 5).expect("a training")
    };
    for answer in 10..20 {
        let added = waiting(&mut writer, f64::from(answer));
        assert_eq!(added[0].state.word(), "challenger");
    }
    assert_eq!(writer.index().of(ModelName::Arv).count(), 7, "five, the champion, the one before it");
    assert_eq!(writer.index().champion(ModelName::Arv).expect("a champion").version, first);
    assert_clean(folder.path(), "after ten trainings");
    assert_eq!(writer.prune(0).expect("a pruning").len(), 4);
    assert_clean(folder.path(), "after pruning");
}

#[test]
fn only_one_trains_in_a_folder() {
    let folder = trained_folder();
    let writer = open(folder.path());
    let busy = Writer::open(folder.path()).err().expect("a refusal").to_string();
    assert!(busy.contains("another leadscore"), "{busy}");
    // Whoever reads is not kept waiting.
    assert!(Store::at(folder.path()).champion(ModelName::Arv).expect("a registry").is_some());
    drop(writer);
    open(folder.path());
}

#[test]
fn a_run_in_which_nothing_was_trained_leaves_its_report_and_changes_nothing_else() {
    let folder = trained_folder();
    let mut writer = open(folder.path());
    let before = writer.index().clone();
    let mut run = TrainingRun::new(writer.next_name(NOW).expect("a name"));
    run.not_trained(ModelName::Arv, TrainingStatus::Failed, "no data for ARV training", Value::Null);
    writer.record(&run, &[], 5).expect("a report");
    assert_eq!(Store::at(folder.path()).index().expect("an index"), before);
    let report: Value = serde_json::from_slice(&fs::read(folder.path().join(run.file())).expect("it")).expect("JSON");
    assert_eq!(report["models"]["arv"]["status"], "failed");
    assert_ne!(writer.next_name(NOW).expect("a name"), run.timestamp);
}

#[test]
fn somebodys_own_files_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = model(7.0).to_bytes();
    fs::write(folder.path().join("prices.lsm"), &own).expect("a file");
    // It stands where the link is to be.
    fs::write(folder.path().join("arv_model.lsm"), &own).expect("a file");
    let mut writer = open(folder.path());
    let refused = train(&mut writer, 1.0, None, 5).expect_err("a refusal").to_string();
    assert!(refused.contains("goes by this name"), "{refused}");
    assert!(writer.index().versions().is_empty());
    fs::remove_file(folder.path().join("arv_model.lsm")).expect("removed");
    train(&mut writer, 1.0, None, 1).expect("a training");
    // A copy of a version beside it, as of somebody who keeps one, is not ours to take away.
    fs::write(folder.path().join("arv_model_20200101_000000.lsm"), &own).expect("a file");
    train(&mut writer, 2.0, None, 1).expect("a training");
    drop(writer);
    open(folder.path());
    for file in ["prices.lsm", "arv_model_20200101_000000.lsm"] {
        assert_eq!(fs::read(folder.path().join(file)).expect(file), own);
    }
}

#[test]
fn a_lost_index_is_made_anew_and_a_damaged_one_is_left_as_it_is() {
    let folder = trained_folder();
    let first = {
        let mut writer = open(folder.path());
        let first = writer.index().of(ModelName::Arv).next().expect("a version").version;
        writer.promote(ModelName::Arv, &first.to_string()).expect("a promotion");
        first
    };
    let index = folder.path().join(INDEX);
    let before = Store::at(folder.path()).index().expect("an index");
    fs::write(&index, b"{\"versions\": [").expect("damage");
    for refused in [
        Store::at(folder.path()).index().expect_err("damaged").to_string(),
        Writer::open(folder.path()).err().expect("damaged").to_string(),
    ] {
        assert!(refused.contains(INDEX) && refused.contains("move it away"), "{refused}");
    }
    assert_eq!(fs::read(&index).expect("the index"), b"{\"versions\": [");
    fs::remove_file(&index).expect("moved away");
    let anew = Store::at(folder.path()).index().expect("made anew");
    let digests = |index: &Index| index.versions().iter().map(|version| version.digest).collect::<Vec<_>>();
    assert_eq!(digests(&anew), digests(&before));
    assert_eq!(anew.champion(ModelName::Arv).expect("a champion").version, first, "the link says who is in use");
    assert_eq!(anew.champion(ModelName::Arv).expect("a champion").metrics, json!({"mae": 1.0}));
    assert_eq!(open(folder.path()).index(), &anew);
    assert_clean(folder.path(), "made anew");
}

#[test]
fn a_version_that_is_not_what_the_index_says_never_takes_over() {
    let folder = trained_folder();
    let mut writer = open(folder.path());
    let first = writer.index().of(ModelName::Arv).next().expect("a version").clone();
    let path = folder.path().join(&first.file);
    let champion = writer.index().champion(ModelName::Arv).expect("a champion").clone();
    let sound = fs::read(&path).expect("the file");
    for (content, said) in
        [(Some(model(9.0).to_bytes()), "digest"), (Some(sound[..50].to_vec()), "checksum"), (None, "not there")]
    {
        match content {
            Some(bytes) => fs::write(&path, bytes).expect("another file"),
            None => fs::remove_file(&path).expect("no file"),
        }
        let refused = writer.promote(ModelName::Arv, &first.version.to_string()).expect_err("not it").to_string();
        assert!(refused.contains(said), "{refused}");
        assert_eq!(writer.index().champion(ModelName::Arv), Some(&champion));
        assert_eq!(Store::at(folder.path()).index().expect("an index").champion(ModelName::Arv), Some(&champion));
    }
}

#[test]
fn a_copy_in_the_place_of_the_link_is_ours() {
    let folder = trained_folder();
    let link: PathBuf = folder.path().join("arv_model.lsm");
    let bytes = fs::read(&link).expect("the champion");
    fs::remove_file(&link).expect("no link");
    fs::write(&link, &bytes).expect("a copy");
    let mut writer = open(folder.path());
    assert!(fs::symlink_metadata(&link).expect("it").is_file(), "a sound copy is left");
    writer.roll_back(ModelName::Arv).expect("a rollback");
    assert_ne!(fs::read(&link).expect("the champion"), bytes);
    assert_eq!(Store::at(folder.path()).link_problem(writer.index(), ModelName::Arv).expect("read"), None);
}

#[test]
fn versions_are_found_by_their_names() {
    let folder = trained_folder();
    let store = Store::at(folder.path());
    let index = store.index().expect("an index");
    let path = |version: &Version| folder.path().join(&version.file);
    let found = |text: &str| store.file_named(text).expect(text).expect(text);
    assert_eq!(found("arv"), path(index.champion(ModelName::Arv).expect("a champion")));
    let first = index.of(ModelName::Arv).next().expect("a version");
    assert_eq!(found(&format!("arv@{}", first.version)), path(first));
    assert_eq!(found("arv@previous"), path(index.named(ModelName::Arv, "previous").expect("one")));
    for text in ["lead@previous", "lead@challenger", "arv@20200101_000000", "arv@"] {
        let refused = store.file_named(text).expect(text).expect_err(text).to_string();
        assert!(refused.contains("there is no"), "{refused}");
    }
    assert!(store.file_named("prices").is_none() && store.file_named("prices@arv").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever stands in the file of what was pending, nothing is taken away but files of versions and of runs.
    #[test]
    fn pending_files_are_not_trusted(text in "\\PC{0,40}", name in "(\\.\\./|/etc/)?[a-z.]{0,12}") {
        let parent = tempfile::tempdir().expect("a folder");
        let (folder, outside) = (parent.path().join("models"), parent.path().join("outside.lsm"));
        fs::create_dir(&folder).expect("a folder");
        copy(trained_folder().path(), &folder);
        fs::write(&outside, b"own").expect("a file");
        fs::write(folder.join("own.lsm"), b"own").expect("a file");
        let before = names(&folder);
        for pending in [text, json!([name, "../outside.lsm", "own.lsm", INDEX, ".lock"]).to_string()] {
            fs::write(folder.join(PENDING), pending).expect("a file");
            open(&folder);
            prop_assert_eq!(&names(&folder), &before);
        }
        prop_assert!(outside.exists());
    }
}
