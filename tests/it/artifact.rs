//! Model files at the command line: taken in, shown, verified, given away.

use std::{fs, path::Path};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    binary::{Run, folder_with, run, run_well},
    predict::xgboost_json,
};

const HOUSES: &[u8] = b"sqft,Year Built\n2000,2000\n1000,1950\n,\n1500,1990\n";

/// A folder with a model, taken in as `prices`, and a table.
fn taken_in() -> tempfile::TempDir {
    let model = xgboost_json("reg:squarederror", &["sqft", "Year Built"]);
    let folder = folder_with(&[("model.json", &model), ("houses.csv", HOUSES)]);
    let run = run_well(folder.path(), &["models", "import", "model.json", "--name", "prices"]);
    assert!(run.stdout.starts_with(&Path::new("models").join("prices.lsm").display().to_string()), "{}", run.stdout);
    folder
}

fn digest_of(run: &Run) -> String {
    run.stdout.split_whitespace().last().unwrap().to_owned()
}

fn predictions(folder: &Path, model: &str) -> String {
    run_well(folder, &["predict", model, "houses.csv"]).stdout
}

#[test]
fn a_model_taken_in_answers_as_before_and_by_its_name() {
    let folder = taken_in();
    let expected = predictions(folder.path(), "model.json");
    assert_eq!(predictions(folder.path(), "models/prices.lsm"), expected);
    assert_eq!(predictions(folder.path(), "prices"), expected);
}

#[test]
fn equal_models_have_one_digest_whenever_they_are_taken_in() {
    let folder = taken_in();
    let import = |arguments: &[&str]| run(folder.path(), &[&["models", "import", "model.json"], arguments].concat());
    let again = import(&["--name", "prices"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let elsewhere = import(&["--name", "later", "--models", "other"]);
    assert_eq!(digest_of(&elsewhere), digest_of(&again));
    let bytes = |path: &str| fs::read(folder.path().join(path)).unwrap();
    assert_ne!(bytes("other/later.lsm"), bytes("models/prices.lsm"), "the time is in the file");
}

#[test]
fn another_model_does_not_take_a_name_unasked() {
    let folder = taken_in();
    fs::write(folder.path().join("other.json"), xgboost_json("binary:logistic", &["sqft", "Year Built"])).unwrap();
    let arguments = ["models", "import", "other.json", "--name", "prices"];
    let refused = run(folder.path(), &arguments);
    assert_eq!(refused.code, 2);
    assert!(refused.complaint().contains("another model has this name"), "{}", refused.stderr);
    let replaced = run_well(folder.path(), &[&arguments[..], &["--replace"]].concat());
    let shown: Value =
        serde_json::from_str(&run_well(folder.path(), &["models", "show", "prices", "--format", "json"]).stdout)
            .unwrap();
    assert_eq!(shown["digest"], digest_of(&replaced));
    assert_eq!(shown["answers"], "a probability");
    for name in ["", "../prices", "a/b", ".hidden"] {
        let refused = run(folder.path(), &["models", "import", "other.json", "--name", name]);
        assert_eq!(refused.code, 2, "{name}");
    }
    assert!(!folder.path().join("prices.lsm").exists());
}

#[test]
fn list_and_show_say_what_a_model_is() {
    let folder = taken_in();
    fs::write(folder.path().join("models/broken.lsm"), b"\x89LSM\r\n\x1a\n").unwrap();
    let list: Value =
        serde_json::from_str(&run_well(folder.path(), &["models", "list", "--format", "json"]).stdout).unwrap();
    assert_eq!((&list[0]["name"], &list[1]["name"]), (&"broken".into(), &"prices".into()));
    assert!(list[0]["problem"].as_str().unwrap().contains("checksum"));
    assert_eq!(
        (&list[1]["learner"], &list[1]["trees"], &list[1]["features"]),
        (&"XGBoost".into(), &2.into(), &2.into())
    );
    assert!(run_well(folder.path(), &["models", "list"]).stdout.contains("NOT USABLE"));
    let shown = run_well(folder.path(), &["models", "show", "prices"]).stdout;
    assert!(shown.contains("2, sum of trees") && shown.contains("Year Built"), "{shown}");
    // A file that is not taken in can be looked at too.
    assert!(run_well(folder.path(), &["models", "show", "model.json"]).stdout.contains("XGBoost"));
}

#[test]
fn verify_finds_a_single_changed_byte() {
    let folder = taken_in();
    let sound = run_well(folder.path(), &["models", "verify"]);
    assert!(sound.stdout.contains("sound, 16 golden rows predicted again"), "{}", sound.stdout);
    let file = folder.path().join("models/prices.lsm");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(folder.path().join("models/copy.lsm"), &bytes).unwrap();
    let found = run(folder.path(), &["models", "verify"]);
    assert_eq!(found.code, 2);
    assert!(
        found.complaint().contains("1 of 2 files cannot be used") && found.stderr.contains("checksum"),
        "{}",
        found.stderr
    );
    assert!(found.stdout.contains("NOT USABLE") && found.stdout.contains("sound"), "{}", found.stdout);
}

#[test]
fn a_model_that_predicts_otherwise_than_its_golden_rows_is_refused() {
    let folder = taken_in();
    let file = folder.path().join("models/prices.lsm");
    let mut bytes = fs::read(&file).unwrap();
    // The last number of the golden section; then the checksum is made to hold again.
    let golden = bytes.windows(4).position(|tag| tag == b"GOLD").unwrap();
    let length = u64::from_le_bytes(bytes[golden + 4..golden + 12].try_into().unwrap()) as usize;
    bytes[golden + 12 + length - 1] ^= 0x40;
    let checksum = Sha256::digest(&bytes[44..]);
    bytes[12..44].copy_from_slice(&checksum);
    fs::write(&file, &bytes).unwrap();
    for arguments in [&["predict", "prices", "houses.csv"][..], &["models", "show", "prices"]] {
        let refused = run(folder.path(), arguments);
        assert_eq!(refused.code, 2);
        assert!(refused.complaint().contains("golden row 15 predicts"), "{}", refused.stderr);
    }
}

#[test]
fn what_is_given_away_comes_back_with_the_same_answers() {
    let folder = taken_in();
    let expected = predictions(folder.path(), "prices");
    for (format, file) in [("xgboost-json", "given.json"), ("onnx", "given.onnx")] {
        run_well(folder.path(), &["models", "export", "prices", "--format", format, "-o", file]);
        assert_eq!(predictions(folder.path(), file), expected, "{format}");
        let on_stdout = std::process::Command::new(env!("CARGO_BIN_EXE_leadscore"))
            .current_dir(folder.path())
            .args(["models", "export", "prices", "--format", format])
            .output()
            .unwrap();
        assert_eq!(on_stdout.stdout, fs::read(folder.path().join(file)).unwrap(), "{format}");
    }
}

#[test]
fn an_empty_or_missing_folder_is_said() {
    let folder = folder_with(&[]);
    for arguments in [&["models", "list"][..], &["models", "verify"]] {
        let found = run(folder.path(), arguments);
        assert_eq!(found.code, 2);
        assert!(found.complaint().contains("models: there is no such folder"), "{}", found.stderr);
    }
    fs::create_dir(folder.path().join("models")).unwrap();
    assert!(run(folder.path(), &["models", "verify"]).complaint().contains("import a model first"));
}
