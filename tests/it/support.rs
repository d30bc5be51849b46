//! What the integration tests share.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The folder of golden files, where it is there. Says so when it is not: the test then has nothing to check.
pub fn golden_dir() -> Option<PathBuf> {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/golden");
    if golden.is_dir() {
        return Some(golden);
    }
    eprintln!("skipped: there is no {}", golden.display());
    None
}

/// The folder of real data sets, where it is there. Says so when it is not.
pub fn data_dir() -> Option<PathBuf> {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if data.is_dir() {
        return Some(data);
    }
    eprintln!("skipped: there is no {}", data.display());
    None
}

/// The rows of a golden CSV file, by column. A blank cell is an empty text.
pub fn golden_rows(golden: &Path, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(golden.join(file)).expect(file);
    reader.deserialize().collect::<Result<_, _>>().expect(file)
}

/// The lines of a golden JSONL file, numbers as doubles.
pub fn golden_json(golden: &Path, file: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(golden.join(file)).expect(file);
    text.lines().map(|line| serde_json::from_str(line).expect(line)).map(as_doubles).collect()
}

/// The same with every number as a double, so that `0` and `0.0` are one.
pub fn as_doubles(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.into_iter().map(as_doubles).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, as_doubles(field))).collect(),
        other => other,
    }
}
