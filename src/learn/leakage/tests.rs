use super::*;
use crate::tree::Values;

/// Numbers that look random, from 0 up to but without 1.
fn noise(stream: u64, row: usize) -> f64 {
    let bits = crate::random::scramble(stream.wrapping_mul(1 << 32).wrapping_add(row as u64 + 1));
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

fn column(name: &str, value: impl Fn(usize) -> f64) -> MatrixColumn {
    MatrixColumn { name: name.to_owned(), values: Values::Double((0..ROWS).map(value).collect()) }
}

const ROWS: usize = 600;

fn price(row: usize) -> f64 {
    50_000.0 + 750_000.0 * noise(1, row) * noise(2, row)
}

fn refused(task: Task, target_name: &str, columns: Vec<MatrixColumn>, target: &[f64]) -> Vec<(String, RefusalReason)> {
    let matrix = Matrix::new(columns).unwrap();
    let refusals = Guard { task, target_name, allowed: &[] }.refusals(&matrix, target);
    refusals.into_iter().map(|refusal| (refusal.column, refusal.reason)).collect()
}

fn names(refused: &[(String, RefusalReason)]) -> Vec<&str> {
    refused.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn copies_of_a_price_are_refused_and_evidence_is_not() {
    let target: Vec<f64> = (0..ROWS).map(price).collect();
    let found = refused(
        Task::Regression,
        "sale_price",
        vec![
            column("copy", price),
            column("affine", |row| 12.0 - price(row) * 3.0),
            column("logarithm", |row| libm::log(price(row))),
            column("with blanks", |row| if row % 3 == 0 { f64::NAN } else { price(row) }),
            column("nearly", |row| price(row) * (0.98 + 0.04 * noise(3, row))),
            column("folded", |row| (price(row) - 200_000.0).abs() + f64::from(u8::from(price(row) > 200_000.0)) * 1e7),
            column("good evidence", |row| price(row) * (0.7 + 0.6 * noise(4, row))),
            column("noise", |row| noise(5, row)),
        ],
        &target,
    );
    assert_eq!(names(&found), ["copy", "affine", "logarithm", "with blanks", "nearly", "folded"]);
    assert!(found[..4].iter().all(|(_, reason)| *reason == RefusalReason::CopyOfTarget), "{found:?}");
}

#[test]
fn copies_of_a_class_are_refused_and_evidence_is_not() {
    let class = |row: usize| f64::from(u8::from(noise(1, row) < 0.1));
    let target: Vec<f64> = (0..ROWS).map(class).collect();
    let codes = (0..ROWS).map(|row| if class(row) > 0.5 { 2 } else { (row % 2) as u32 }).collect();
    let levels = ["no", "never", "yes"].map(str::to_owned).to_vec();
    let text = MatrixColumn { name: "in words".to_owned(), values: Values::Categories { codes, levels } };
    let found = refused(
        Task::Classification,
        "converted",
        vec![
            column("copy", class),
            column("turned", |row| 5.0 - class(row)),
            column("blank unless", |row| if class(row) > 0.5 { noise(2, row) } else { f64::NAN }),
            text,
            column("good evidence", |row| class(row) + 1.5 * noise(3, row)),
            column("noise", |row| noise(4, row)),
        ],
        &target,
    );
    assert_eq!(names(&found), ["copy", "turned", "blank unless", "in words"]);
}

#[test]
fn row_ids_are_refused_and_whole_numbers_are_not() {
    let target: Vec<f64> = (0..ROWS).map(price).collect();
    let found = refused(
        Task::Regression,
        "sale_price",
        vec![
            column("n", |row| row as f64 + 7.0),
            column("falling", |row| 9e5 - 13.0 * row as f64),
            column("gaps", |row| 5_000.0 + 40.0 * row as f64 + (noise(12, row) * 39.0).trunc()),
            column("shuffled", |row| ((row * 7) % ROWS) as f64),
            column("parcel", |row| 282_032_251_301_040.0 + ((row * 7) % ROWS) as f64 * 1e6),
            column("lead_id", |row| (noise(6, row) * 1e8).trunc()),
            column("taxes", |row| (noise(7, row) * 9_000.0).trunc()),
            column("sorted_price", |row| (50_000.0 / (1.0 - row as f64 / 650.0)).trunc()),
            column("year", |row| 1930.0 + (noise(8, row) * 90.0).trunc()),
            column("latitude", |row| 28.0 + row as f64 / 1e5),
        ],
        &target,
    );
    assert_eq!(names(&found), ["n", "falling", "gaps", "shuffled", "parcel", "lead_id"]);
    assert!(found.iter().all(|(_, reason)| *reason == RefusalReason::RowId));
}

#[test]
fn names_count_for_their_target_only() {
    let target: Vec<f64> = (0..ROWS).map(price).collect();
    let columns = || vec![column("LAND_MKT", |row| noise(9, row)), column("distress_score", |row| noise(10, row))];
    assert_eq!(names(&refused(Task::Regression, "total_mkt", columns(), &target)), ["LAND_MKT"]);
    assert_eq!(names(&refused(Task::Regression, "total_score", columns(), &target)), ["distress_score"]);
    assert_eq!(names(&refused(Task::Regression, "sale_price", columns(), &target)), [""; 0]);
}

#[test]
fn what_is_noted_afterwards_gives_away_what_came_of_it_and_no_price() {
    let class: Vec<f64> = (0..ROWS).map(|row| f64::from(u8::from(noise(1, row) < 0.3))).collect();
    let columns = |names: &[&str]| names.iter().map(|name| column(name, |row| noise(13, row))).collect::<Vec<_>>();
    let of_class = |given: &[&str]| refused(Task::Classification, "converted", columns(given), &class);
    assert_eq!(of_class(&["Close Date", "age"]), [("Close Date".to_owned(), RefusalReason::Later)]);
    assert_eq!(of_class(&["duration", "contact", "campaign"]), [("duration".to_owned(), RefusalReason::Later)]);
    // The duration of what? Beside nothing of calls it may be known beforehand.
    assert_eq!(of_class(&["duration", "age"]), []);
    let price: Vec<f64> = (0..ROWS).map(price).collect();
    assert_eq!(refused(Task::Regression, "price", columns(&["close_date", "talk_time"]), &price), []);
}

#[test]
fn a_column_can_be_allowed() {
    let target: Vec<f64> = (0..ROWS).map(price).collect();
    let matrix = Matrix::new(vec![column("copy", price), column("again", price)]).unwrap();
    let guard = Guard { task: Task::Regression, target_name: "price", allowed: &["copy".to_owned()] };
    let refusals = guard.refusals(&matrix, &target);
    assert_eq!(refusals.len(), 1);
    assert_eq!(
        refusals[0].to_string(),
        "column `again` stands in the order of the target: rank correlation 1.00000, beyond 0.999; left out, or say \
         `--allow-leaky again` if you know it beforehand"
    );
}

#[test]
fn rows_without_a_target_count_for_nothing() {
    let target: Vec<f64> = (0..ROWS).map(|row| if row % 2 == 0 { price(row) } else { f64::NAN }).collect();
    let half = column("half a copy", |row| if row % 2 == 0 { price(row) } else { noise(11, row) });
    assert_eq!(names(&refused(Task::Regression, "price", vec![half], &target)), ["half a copy"]);
}

#[test]
fn a_copy_among_many_rows_is_found_by_a_part_of_them() {
    const MANY: usize = 60_000;
    let class = |row: usize| f64::from(u8::from(noise(1, row) < 0.0005));
    let target: Vec<f64> = (0..MANY).map(class).collect();
    let column = |name: &str, value: &dyn Fn(usize) -> f64| MatrixColumn {
        name: name.to_owned(),
        values: Values::Double((0..MANY).map(value).collect()),
    };
    let columns = vec![column("copy", &class), column("noise", &|row| noise(2, row))];
    assert_eq!(names(&refused(Task::Classification, "sold", columns, &target)), ["copy"]);
}
