//! Table -> schema: what each column holds, and which columns cannot teach anything.

use std::{collections::BTreeMap, fmt};

use super::schema::{Kind, Schema, SchemaColumn};
use crate::table::{Column, Days};

/// What was found out about the columns of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    pub schema: Schema,
    pub dropped: Vec<Dropped>,
}

/// A column left out, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    pub name: String,
    pub reason: DropReason,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DropReason {
    /// The user said so.
    Asked,
    Blank,
    Constant,
    /// Consecutive whole numbers, each once.
    RowNumbers,
    /// Nearly all values differ and the name says that it identifies.
    Identifier,
    /// Nearly all of its texts stand in one row only.
    UniqueText {
        distinct: usize,
        filled: usize,
    },
    /// What a guard that knows the target found, in words.
    Refused {
        evidence: String,
    },
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("left out as asked"),
            Self::Blank => f.write_str("has no value"),
            Self::Constant => f.write_str("is the same in every row"),
            Self::RowNumbers => f.write_str("numbers the rows"),
            Self::Identifier => f.write_str("identifies the row"),
            Self::UniqueText { distinct, filled } => {
                write!(f, "is text that hardly repeats: {distinct} different values in {filled} rows")
            }
            Self::Refused { evidence } => f.write_str(evidence),
        }
    }
}

/// Fewer rows than this show no pattern by which an id could be known.
const LEAST_ROWS_FOR_IDS: usize = 20;

/// Looks at columns given with their names. Those in `keep` are kept though they look like ids.
pub fn survey<'t>(columns: impl IntoIterator<Item = (&'t str, &'t Column)>, keep: &[String]) -> Survey {
    let mut survey = Survey { schema: Schema::default(), dropped: Vec::new() };
    for (name, column) in columns {
        let kept = keep.iter().any(|kept| kept == name);
        let reason = emptiness(column).or_else(|| if kept { None } else { likeness_to_id(name, column) });
        match reason {
            Some(reason) => survey.dropped.push(Dropped { name: name.to_owned(), reason }),
            None => survey.schema.columns.push(SchemaColumn { name: name.to_owned(), kind: kind(column, kept) }),
        }
    }
    survey
}

/// Of a column that is not left out; with `is_kept` its texts are told apart, however many there are.
fn kind(column: &Column, is_kept: bool) -> Kind {
    match column {
        Column::Numbers(_) => Kind::Number,
        Column::Days(_) => Kind::Day,
        Column::Categories(_) | Column::Texts(_) => {
            let rows = rows_by_text(column);
            match is_kept || rows.len() * 2 <= column.filled() || column.filled() < LEAST_ROWS_FOR_IDS {
                true => Kind::Category { levels: rows.into_keys().collect() },
                false => Kind::Frequency { rows: rows.into_iter().filter(|(_, rows)| *rows > 1).collect() },
            }
        }
    }
}

/// In how many rows each text stands, in the order of their letters: so the order of rows does not matter.
fn rows_by_text(column: &Column) -> BTreeMap<String, u32> {
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    match column {
        Column::Categories(categories) => {
            let mut rows = vec![0_u32; categories.values().len()];
            for &code in categories.codes() {
                if let Some(rows) = rows.get_mut(code as usize) {
                    *rows += 1;
                }
            }
            let occurring = categories.values().iter().zip(rows).filter(|(_, rows)| *rows > 0);
            found.extend(occurring.map(|(value, rows)| (value.clone(), rows)));
        }
        column => (0..column.len())
            .filter_map(|row| column.display(row))
            .for_each(|text| *found.entry(text).or_default() += 1),
    }
    found
}

/// No value at all, or one value in every row. One value and blanks is a yes or no.
fn emptiness(column: &Column) -> Option<DropReason> {
    if column.filled() == 0 {
        return Some(DropReason::Blank);
    }
    let is_constant = (1..column.len()).all(|row| column.equal(0, row)) && column.is_filled(0);
    is_constant.then_some(DropReason::Constant)
}

fn likeness_to_id(name: &str, column: &Column) -> Option<DropReason> {
    let filled = column.filled();
    if filled < LEAST_ROWS_FOR_IDS {
        return None;
    }
    let is_nearly_all = |distinct: usize| distinct * 20 >= filled * 19;
    match column {
        Column::Numbers(numbers) => {
            let numbers: Vec<f64> = numbers.as_slice().iter().copied().filter(|value| !value.is_nan()).collect();
            if numbers.iter().any(|value| *value != value.trunc()) {
                return None;
            }
            let (least, most) =
                numbers.iter().fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(*value), most.max(*value)));
            let is_gapless = most - least == (filled - 1) as f64;
            if !is_gapless && !is_name_of_id(name) {
                return None;
            }
            let distinct = distinct_numbers(numbers);
            if is_gapless && distinct == filled {
                return Some(DropReason::RowNumbers);
            }
            (is_name_of_id(name) && is_nearly_all(distinct)).then_some(DropReason::Identifier)
        }
        Column::Categories(_) | Column::Texts(_) => {
            let distinct = rows_by_text(column).len();
            if is_name_of_id(name) && is_nearly_all(distinct) {
                return Some(DropReason::Identifier);
            }
            is_nearly_all(distinct).then_some(DropReason::UniqueText { distinct, filled })
        }
        Column::Days(days) => {
            let is_id = is_name_of_id(name) && is_nearly_all(distinct_numbers(filled_days(days)));
            is_id.then_some(DropReason::Identifier)
        }
    }
}

fn filled_days(days: &Days) -> Vec<f64> {
    (0..days.len()).filter_map(|row| days.get(row).day()).map(|day| f64::from(day.0)).collect()
}

fn distinct_numbers(mut numbers: Vec<f64>) -> usize {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.dedup();
    numbers.len()
}

/// Whether a word of the header is one by which ids are called: `parcel_id`, `Lead Number`, `rowID`, `PID`.
pub fn is_name_of_id(name: &str) -> bool {
    const WORDS: [&str; 22] = [
        "id", "ids", "pid", "uid", "uuid", "guid", "apn", "key", "number", "no", "num", "nr", "order", "index", "idx",
        "row", "rowid", "record", "serial", "ticket", "hash", "url",
    ];
    words(name).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// The words of a header, at blanks and signs and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let starts_word = !c.is_alphanumeric() || (was_small && c.is_uppercase());
        if starts_word && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words
}
