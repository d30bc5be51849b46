//! Killing `train` at any moment leaves the registry readable and a champion in place.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use leadscore::registry::{Index, ModelName};
use serde_json::Value;

use crate::binary::{command, run_well};

const KILLS: u32 = 50;
/// Few: what is tested comes after the training.
const PARCELS: &str = "70";
const TRAIN: [&str; 9] = ["train", "arv", "--out", "models", "--seed", "1", "--as-of", "2026-11-22", "--quiet"];

/// All files of a folder by name, links as what they lead to.
fn contents(models: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(models).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default()))
        .collect()
}

fn index(models: &Path) -> Index {
    Index::from_json(&fs::read(models.join("index.json")).unwrap()).unwrap()
}

fn start(folder: &Path, files: &[String]) -> Child {
    let arguments: Vec<&str> = TRAIN.into_iter().chain(files.iter().map(String::as_str)).collect();
    command(folder, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until the run has begun to write a file of its own, or has ended.
fn wait_for_writing(child: &mut Child, models: &Path) {
    let before = contents(models);
    let is_writing = || contents(models).keys().any(|name| !before.contains_key(name));
    while child.try_wait().unwrap().is_none() && !is_writing() {
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn killing_a_training_at_any_moment_leaves_a_champion() {
    let project = tempfile::tempdir().unwrap();
    let (folder, models) = (project.path(), project.path().join("models"));
    run_well(folder, &["demo", "county", "--rows", PARCELS]);
    let mut files: Vec<String> = fs::read_dir(folder.join("county"))
        .unwrap()
        .map(|entry| format!("county/{}", entry.unwrap().file_name().into_string().unwrap()))
        .collect();
    files.sort();
    let began = Instant::now();
    assert!(start(folder, &files).wait().unwrap().success());
    let whole_run = began.elapsed();
    // How long the writes at the end of a run take is the disk's affair.
    let mut child = start(folder, &files);
    wait_for_writing(&mut child, &models);
    let began = Instant::now();
    assert!(child.wait().unwrap().success());
    let writing = began.elapsed();
    let mut champion = index(&models).champion(ModelName::Arv).expect("the first champion").clone();
    let digest = champion.digest;

    let mut seen = 0_u64;
    let (mut took_over, mut left_pending) = (0, 0);
    for kill in 0..KILLS {
        // Multiples of the golden ratio: moments spread evenly over a run, each time others.
        seen = seen.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let part = (seen >> 32) as f64 / f64::from(u32::MAX);
        let mut child = start(folder, &files);
        // Most of a run is training; every other kill is among the writes at its end.
        if kill % 2 == 0 {
            std::thread::sleep(whole_run.mul_f64(part));
        } else {
            wait_for_writing(&mut child, &models);
            std::thread::sleep(writing.mul_f64(part));
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let note = format!("kill {kill}");
        let index = index(&models);
        let now = index.champion(ModelName::Arv).expect(&note).clone();
        let aliases = index.aliases(ModelName::Arv);
        assert!(now == champion || aliases.previous == Some(champion.version), "{note}: neither old nor new");
        assert_eq!(now.digest, digest, "{note}: equal data and seed, equal digest");
        // Whatever the index names is there and sound.
        for version in index.versions() {
            run_well(folder, &["models", "verify", &format!("models/{}", version.file)]);
        }
        assert!(fs::read(models.join("arv_model.lsm")).is_ok(), "{note}: the link leads nowhere");
        took_over += u32::from(now != champion);
        left_pending += u32::from(models.join(".pending.json").exists());
        champion = now;
    }
    eprintln!("{KILLS} kills: {took_over} after the new version took over, {left_pending} with files pending");
    // The next training clears up: the index, its lock, the link, and for each version its model and its report.
    assert!(start(folder, &files).wait().unwrap().success());
    let verdicts = run_well(folder, &["models", "verify", "--format", "json"]).stdout;
    let verdicts: Vec<Value> = serde_json::from_str(&verdicts).unwrap();
    assert!(verdicts.iter().all(|verdict| verdict["sound"] == true && verdict["state"] != Value::Null));
    let versions = index(&models).versions().len();
    assert_eq!(contents(&models).len(), 3 + 2 * versions, "{:?}", contents(&models).keys());
}
