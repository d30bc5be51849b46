//! The leakage guard on real tables: honest columns pass, and of the leaky ones those that show it are refused.

use std::path::Path;

use leadscore::{
    learn::{Guard, RefusalReason, Task},
    tree::{MISSING_CODE, Matrix, MatrixColumn, Values},
};
use serde_json::Value;

use crate::support::data_dir;

struct Set {
    matrix: Matrix,
    target_name: String,
    target: Vec<f64>,
    task: Task,
    leaky: Vec<String>,
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A table as its spec file describes it, categories as their codes.
fn read(data: &Path, name: &str) -> Set {
    let spec: Value =
        serde_json::from_str(&std::fs::read_to_string(data.join(format!("{name}.spec.json"))).unwrap()).unwrap();
    let mut reader = csv::Reader::from_path(data.join(format!("{name}.enc.csv"))).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut numbers: Vec<Vec<f64>> = vec![Vec::new(); header.len()];
    for record in reader.records() {
        for (column, cell) in numbers.iter_mut().zip(&record.unwrap()) {
            column.push(if cell.is_empty() { f64::NAN } else { cell.parse().unwrap() });
        }
    }
    let mut take = |name: &str| {
        let place = header.iter().position(|header| header == name).unwrap_or_else(|| panic!("no column {name}"));
        std::mem::take(&mut numbers[place])
    };
    let target = take("__y");
    let column = |feature: &Value| {
        let name = feature["name"].as_str().unwrap().to_owned();
        let numbers = take(&name);
        let values = match feature["kind"].as_str() {
            Some("cat") => {
                let code = |number: &f64| if number.is_nan() { MISSING_CODE } else { *number as u32 };
                Values::Categories { codes: numbers.iter().map(code).collect(), levels: texts(&feature["levels"]) }
            }
            _ => Values::Double(numbers),
        };
        MatrixColumn { name, values }
    };
    let columns = spec["features"].as_array().unwrap().iter().map(column).collect();
    let task = if spec["task"] == "reg" { Task::Regression } else { Task::Classification };
    let target_name = spec["target"].as_str().unwrap().to_owned();
    Set { matrix: Matrix::new(columns).unwrap(), target_name, target, task, leaky: texts(&spec["leaky"]) }
}

/// The columns refused, with the reasons.
fn refused(set: &Set) -> Vec<(String, RefusalReason)> {
    let guard = Guard { task: set.task, target_name: &set.target_name, allowed: &[] };
    guard.refusals(&set.matrix, &set.target).into_iter().map(|refusal| (refusal.column, refusal.reason)).collect()
}

#[test]
fn honest_columns_pass_and_leaky_ones_do_not() {
    let Some(data) = data_dir() else { return };
    for name in
        ["prices/ames", "prices/kc_house", "leads/baltimore_relist_2019", "leads/bank_marketing", "leads/x_education"]
    {
        let set = read(&data, name);
        let mut columns: Vec<String> = refused(&set).into_iter().map(|(column, _)| column).collect();
        let mut leaky = set.leaky.clone();
        columns.sort();
        leaky.sort();
        assert_eq!(columns, leaky, "{name}");
    }
}

#[test]
fn what_is_added_to_a_real_table_is_found() {
    let Some(data) = data_dir() else { return };
    for name in ["prices/ames", "prices/kc_house", "leads/baltimore_relist_2019"] {
        let mut set = read(&data, name);
        let rows = set.target.len();
        let noise = |row: usize| (row * 2_654_435_761 % 1_000_003) as f64 / 1_000_003.0 - 0.5;
        let spread = if set.task == Task::Regression { 0.02 } else { 0.9 };
        let near: Vec<f64> = (0..rows).map(|row| set.target[row] * (1.0 + spread * noise(row))).collect();
        let added = [
            ("copy", set.target.iter().map(|y| 7.0 - 2.0 * y).collect()),
            ("nearly the target", near),
            ("Unnamed: 0", (0..rows).map(|row| row as f64).collect()),
        ];
        let mut columns = set.matrix.clone().into_columns();
        let honest = columns.len();
        columns
            .extend(added.map(|(name, values)| MatrixColumn { name: name.to_owned(), values: Values::Double(values) }));
        set.matrix = Matrix::new(columns).unwrap();
        let found: Vec<String> = refused(&set).into_iter().map(|(column, _)| column).collect();
        assert_eq!(found, ["copy", "nearly the target", "Unnamed: 0"], "{name}, {honest} honest columns");
    }
}
