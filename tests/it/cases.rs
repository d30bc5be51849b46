//! A folder per case in `tests/data/check`: files as they come, and what `leadscore check` says of them.
//!
//! `case.json` says why the case is there (`why`) and may add arguments (`args`); `expect.txt` holds the answer, the exit
//! code and the messages. `UPDATE_EXPECT=1 cargo test` writes it anew.

use std::{fs, path::Path};

use expect_test::expect_file;

use crate::binary::run;

fn check_case(folder: &Path) {
    let case: serde_json::Value = serde_json::from_str(&fs::read_to_string(folder.join("case.json")).unwrap()).unwrap();
    assert!(case["why"].is_string(), "{}", folder.display());
    let mut files: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|name| !matches!(name.as_str(), "case.json" | "expect.txt"));
    files.sort();
    let more = case["args"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    let args: Vec<&str> = ["check"].into_iter().chain(files.iter().map(String::as_str)).chain(more).collect();
    let run = run(folder, &args);
    let answer = format!("{}\nexit {}\n{}", run.stdout.trim_end(), run.code, run.stderr);
    expect_file![folder.join("expect.txt")].assert_eq(&answer);
}

#[test]
fn every_case_is_answered_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/check");
    let mut folders: Vec<_> = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    assert!(folders.len() >= 8);
    folders.iter().for_each(|folder| check_case(folder));
}
