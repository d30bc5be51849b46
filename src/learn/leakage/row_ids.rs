//! Columns that tell rows apart and nothing else.

use crate::{
    feature::is_name_of_id,
    tree::{MISSING_CODE, MatrixColumn, Values},
};

/// Fewer rows than this show no pattern.
const LEAST_ROWS: usize = 50;
/// Numbers that all differ and spread over no more than so many times their count are counters: some rows are left out,
/// and the order is lost. Drawn at random, so many numbers would never all differ.
const MOST_SPREAD: f64 = 1.5;
/// Parcel and account numbers are longer than amounts of money.
const LONG_NUMBER: f64 = 1e9;

/// What makes a column a row id, in words; None when it is none.
pub(super) fn evidence(column: &MatrixColumn) -> Option<String> {
    let rows = column.values.len();
    if rows < LEAST_ROWS {
        return None;
    }
    match &column.values {
        Values::Categories { codes, levels } => {
            let mut filled: Vec<u32> = codes.iter().copied().filter(|code| *code != MISSING_CODE).collect();
            let count = filled.len();
            if levels.len() < count {
                return None;
            }
            filled.sort_unstable();
            filled.dedup();
            let is_unique = count >= LEAST_ROWS && filled.len() == count;
            is_unique.then(|| format!("holds {count} texts, each in one row only: it identifies rows"))
        }
        values @ (Values::Single(_) | Values::Double(_)) => {
            let numbers: Vec<f64> = (0..rows).map(|row| values.number(row)).filter(|value| !value.is_nan()).collect();
            of_numbers(&column.name, &numbers, rows)
        }
    }
}

fn of_numbers(name: &str, numbers: &[f64], rows: usize) -> Option<String> {
    if numbers.len() < LEAST_ROWS || numbers.iter().any(|value| *value != value.trunc()) {
        return None;
    }
    let (least, most) =
        numbers.iter().fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(*value), most.max(*value)));
    // There are not so many whole numbers between them.
    if (most - least + 1.0) * 20.0 < numbers.len() as f64 * 19.0 {
        return None;
    }
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.dedup();
    let distinct = sorted.len();
    if is_name_of_id(name) && distinct * 20 >= numbers.len() * 19 {
        return Some(format!("identifies rows by its name, and {distinct} of {} values differ", numbers.len()));
    }
    if distinct < rows {
        return None;
    }
    let is_sorted = numbers.is_sorted() || numbers.is_sorted_by(|a, b| a >= b);
    if is_sorted && runs_straight(numbers) {
        return Some("holds whole numbers that all differ and run evenly from row to row: it counts rows".to_owned());
    }
    if most - least < MOST_SPREAD * rows as f64 {
        return Some("holds whole numbers that all differ and leave few gaps: it counts rows".to_owned());
    }
    (least >= LONG_NUMBER).then(|| "holds long whole numbers that all differ: it identifies rows".to_owned())
}

/// How far rows sorted by a number may lie from a straight line, as R². A counter with gaps keeps to the line; prices by
/// which somebody sorted a list bend away from it.
const LEAST_R2_OF_LINE: f64 = 0.97;

fn runs_straight(numbers: &[f64]) -> bool {
    let count = numbers.len() as f64;
    let (mean_row, mean) = ((count - 1.0) / 2.0, numbers.iter().sum::<f64>() / count);
    let (mut rows, mut values, mut both) = (0.0, 0.0, 0.0);
    for (row, value) in numbers.iter().enumerate() {
        let (row, value) = (row as f64 - mean_row, value - mean);
        rows += row * row;
        values += value * value;
        both += row * value;
    }
    both * both >= LEAST_R2_OF_LINE * rows * values
}
