//! What each column of a matrix is: one definition for learning and for every later table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    table::{Categories, Column, Days},
    tree::{MISSING_CODE, Matrix, MatrixColumn, TreeProblem, Values},
};

/// The columns of a matrix, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    pub columns: Vec<SchemaColumn>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchemaColumn {
    pub name: String,
    #[serde(flatten)]
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Kind {
    Number,
    /// Enters as the number of days since 1970-01-01.
    Day,
    /// One of these texts; any other is missing.
    Category {
        levels: Vec<String>,
    },
    /// A text of too many different values to tell them apart, such as an owner: enters as the number of rows that it
    /// stands in. Here are those that stand in several; any other stands in one.
    Frequency {
        rows: BTreeMap<String, u32>,
    },
}

impl Kind {
    fn words(&self) -> &'static str {
        match self {
            Self::Number => "numbers",
            Self::Day => "dates",
            Self::Category { .. } => "categories",
            Self::Frequency { .. } => "texts",
        }
    }
}

/// How a table differs from the schema.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SchemaProblem {
    #[error("the data lacks {}; add the columns, or train again without them", quoted(names))]
    Missing { names: Vec<String> },
    #[error("{}; mend the columns, or train again", mismatches.join(", "))]
    Mismatch {
        /// Such as "column `price` holds categories instead of numbers".
        mismatches: Vec<String>,
    },
    #[error(transparent)]
    Matrix(#[from] TreeProblem),
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl Schema {
    /// The matrix of a table's columns, given with their names, in any order and with others among them.
    ///
    /// # Errors
    /// Names every column that is missing, or every one that is of another kind.
    pub fn matrix(&self, columns: Vec<(String, Column)>) -> Result<Matrix, SchemaProblem> {
        let mut slots: Vec<(String, Option<Column>)> =
            columns.into_iter().map(|(name, column)| (name, Some(column))).collect();
        let mut take = |name: &str| slots.iter_mut().find(|slot| slot.0 == name).and_then(|slot| slot.1.take());
        let (mut out, mut missing, mut mismatches) = (Vec::new(), Vec::new(), Vec::new());
        for SchemaColumn { name, kind } in &self.columns {
            let Some(column) = take(name) else {
                missing.push(name.clone());
                continue;
            };
            match values(kind, column) {
                Ok(values) => out.push(MatrixColumn { name: name.clone(), values }),
                Err(found) => mismatches.push(format!("column `{name}` holds {found} instead of {}", kind.words())),
            }
        }
        if !missing.is_empty() {
            return Err(SchemaProblem::Missing { names: missing });
        }
        if !mismatches.is_empty() {
            return Err(SchemaProblem::Mismatch { mismatches });
        }
        Ok(Matrix::new(out)?)
    }
}

/// The column as the kind has it, or what it holds instead.
fn values(kind: &Kind, column: Column) -> Result<Values, &'static str> {
    match (kind, column) {
        (Kind::Number, Column::Numbers(numbers)) => Ok(Values::Double(numbers.into_vec())),
        (Kind::Day, Column::Days(days)) => Ok(Values::Double(days_as_numbers(&days))),
        (Kind::Category { levels }, Column::Categories(categories)) => Ok(codes(levels, &categories)),
        // Codes written as numbers, in a table whose reader was not told that they are categories.
        (Kind::Category { levels }, column @ Column::Numbers(_)) => {
            let mut categories = Categories::default();
            (0..column.len()).for_each(|row| categories.push(column.display(row).as_deref()));
            Ok(codes(levels, &categories))
        }
        // Any cell has a text, numbers and days too.
        (Kind::Frequency { rows }, column) => {
            let frequency = |row: usize| match column.display(row) {
                Some(text) => f64::from(rows.get(&text).copied().unwrap_or(1)),
                None => f64::NAN,
            };
            Ok(Values::Double((0..column.len()).map(frequency).collect()))
        }
        // A column without any value is of every kind.
        (kind, column) if column.filled() == 0 => Ok(match kind {
            Kind::Number | Kind::Day | Kind::Frequency { .. } => Values::Double(vec![f64::NAN; column.len()]),
            Kind::Category { levels } => {
                Values::Categories { codes: vec![MISSING_CODE; column.len()], levels: levels.clone() }
            }
        }),
        (_, Column::Numbers(_)) => Err("numbers"),
        (_, Column::Days(_)) => Err("dates"),
        (_, Column::Categories(_)) => Err("categories"),
        (_, Column::Texts(_)) => Err("texts"),
    }
}

fn days_as_numbers(days: &Days) -> Vec<f64> {
    let number = |row| days.get(row).day().map_or(f64::NAN, |day| f64::from(day.0));
    (0..days.len()).map(number).collect()
}

fn codes(levels: &[String], categories: &Categories) -> Values {
    let code_of: BTreeMap<&str, u32> =
        levels.iter().enumerate().map(|(code, level)| (level.as_str(), code as u32)).collect();
    let translation: Vec<u32> =
        categories.values().iter().map(|value| code_of.get(value.as_str()).copied().unwrap_or(MISSING_CODE)).collect();
    let codes = categories.codes().iter().map(|&code| translation.get(code as usize).copied().unwrap_or(MISSING_CODE));
    Values::Categories { codes: codes.collect(), levels: levels.to_vec() }
}
