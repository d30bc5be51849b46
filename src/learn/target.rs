//! Column -> target: what is to be learned, as numbers, or as 0 and 1.

use thiserror::Error;

use super::model::Task;
use crate::{
    feature::nearest,
    table::{Column, parse_number},
};

/// A target by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub task: Task,
    /// The number, or 1 for the positive class and 0 for any other; NaN where there is none.
    pub values: Vec<f64>,
    /// The class that is 1, and all others.
    pub classes: Option<Classes>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    pub positive: String,
    pub others: Vec<String>,
}

/// Why a column is no target.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TargetProblem {
    #[error("no row has a value to learn")]
    Blank,
    #[error("found `{found}`, which is no number; name a column of numbers, or say `--task classification`")]
    NotNumbers { row: usize, found: String },
    #[error(
        "it holds {distinct} different texts ({shown}); say which one is meant with `--positive VALUE`, or name a column \
         of numbers"
    )]
    ManyClasses { distinct: usize, shown: String },
    #[error("every row is `{class}`; there is nothing to tell apart")]
    OneClass { class: String },
    #[error("it holds `{first}` and `{second}`; say with `--positive VALUE` which one is meant")]
    NoPositive { first: String, second: String },
    #[error("no row is `{positive}`{}; it holds: {shown}", meant(nearest))]
    PositiveMissing { positive: String, nearest: Option<String>, shown: String },
}

fn meant(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}

impl TargetProblem {
    /// The row by which it was noticed.
    pub fn row(&self) -> Option<usize> {
        match self {
            Self::NotNumbers { row, .. } => Some(*row),
            _ => None,
        }
    }
}

impl Target {
    /// Two different values are two classes, and so is one named positive against all others; other numbers are numbers.
    ///
    /// # Errors
    /// A column that cannot be learned, or that leaves open what is meant.
    pub fn of(column: &Column, task: Option<Task>, positive: Option<&str>) -> Result<Self, TargetProblem> {
        let classes = distinct(column);
        let is_classification = match (task, column) {
            (Some(task), _) => task == Task::Classification,
            (None, Column::Numbers(_)) => positive.is_some() || classes.len() == 2,
            (None, _) => true,
        };
        if is_classification { Self::of_classes(column, classes, positive) } else { Self::of_numbers(column) }
    }

    fn of_numbers(column: &Column) -> Result<Self, TargetProblem> {
        let values = match column {
            Column::Numbers(numbers) => numbers.as_slice().to_vec(),
            other => {
                let found = (0..other.len()).find_map(|row| Some((row, other.display(row)?)));
                let (row, found) = found.ok_or(TargetProblem::Blank)?;
                return Err(TargetProblem::NotNumbers { row, found });
            }
        };
        if values.iter().all(|value| value.is_nan()) {
            return Err(TargetProblem::Blank);
        }
        Ok(Self { task: Task::Regression, values, classes: None })
    }

    fn of_classes(column: &Column, classes: Vec<String>, positive: Option<&str>) -> Result<Self, TargetProblem> {
        let positive = match (positive, classes.as_slice()) {
            (_, []) => return Err(TargetProblem::Blank),
            (_, [class]) => return Err(TargetProblem::OneClass { class: class.clone() }),
            (Some(positive), classes) => named(positive, classes)?,
            (None, [first, second]) => likely_positive(first, second)?,
            (None, classes) => {
                return Err(TargetProblem::ManyClasses { distinct: classes.len(), shown: shown(classes) });
            }
        };
        let value = |row| match column.display(row) {
            Some(class) => f64::from(class == positive),
            None => f64::NAN,
        };
        let values = (0..column.len()).map(value).collect();
        let others = classes.into_iter().filter(|class| *class != positive).collect();
        Ok(Self { task: Task::Classification, values, classes: Some(Classes { positive, others }) })
    }
}

/// As many as need to be told apart, and then some for a message.
const MOST_DISTINCT: usize = 100;

/// The different values of a column, in order.
fn distinct(column: &Column) -> Vec<String> {
    let mut found = std::collections::BTreeSet::new();
    for row in 0..column.len() {
        if found.len() >= MOST_DISTINCT {
            break;
        }
        found.extend(column.display(row));
    }
    let mut found: Vec<String> = found.into_iter().collect();
    let number = |text: &String| parse_number(text).unwrap_or(f64::INFINITY);
    found.sort_by(|a, b| number(a).total_cmp(&number(b)));
    found
}

fn shown(classes: &[String]) -> String {
    const SHOWN: usize = 6;
    let mut text = classes.iter().take(SHOWN).map(|class| format!("`{class}`")).collect::<Vec<_>>().join(", ");
    if classes.len() > SHOWN {
        text.push_str(", …");
    }
    text
}

/// The class that was named: by its text, else as the same number, else in other letters.
fn named(positive: &str, classes: &[String]) -> Result<String, TargetProblem> {
    let number = parse_number(positive);
    let found = classes
        .iter()
        .find(|class| *class == positive)
        .or_else(|| classes.iter().find(|class| number.is_some() && parse_number(class) == number))
        .or_else(|| classes.iter().find(|class| class.eq_ignore_ascii_case(positive)));
    found.cloned().ok_or_else(|| TargetProblem::PositiveMissing {
        positive: positive.to_owned(),
        nearest: nearest(positive, classes.iter().map(String::as_str)).map(str::to_owned),
        shown: shown(classes),
    })
}

/// Of two numbers the greater; of two words the one that says yes.
fn likely_positive(first: &str, second: &str) -> Result<String, TargetProblem> {
    const YES: [&str; 8] = ["yes", "y", "true", "t", "positive", "pos", "converted", "won"];
    if let (Some(a), Some(b)) = (parse_number(first), parse_number(second)) {
        return Ok(if a > b { first } else { second }.to_owned());
    }
    let says_yes = |class: &str| YES.iter().any(|yes| yes.eq_ignore_ascii_case(class));
    match (says_yes(first), says_yes(second)) {
        (true, false) => Ok(first.to_owned()),
        (false, true) => Ok(second.to_owned()),
        _ => Err(TargetProblem::NoPositive { first: first.to_owned(), second: second.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Categories, Numbers};

    fn texts(values: &[&str]) -> Column {
        let mut categories = Categories::default();
        values.iter().for_each(|value| categories.push(Some(*value).filter(|value| !value.is_empty())));
        Column::Categories(categories)
    }

    fn numbers(values: &[f64]) -> Column {
        Column::Numbers(Numbers::from(values.to_vec()))
    }

    fn classes(column: &Column, positive: Option<&str>) -> Result<(Vec<f64>, String), TargetProblem> {
        let target = Target::of(column, None, positive)?;
        assert_eq!(target.task, Task::Classification);
        Ok((target.values, target.classes.map(|classes| classes.positive).unwrap_or_default()))
    }

    #[test]
    fn two_values_are_classes_and_many_numbers_are_numbers() {
        assert_eq!(classes(&numbers(&[0.0, 1.0, 0.0]), None).unwrap(), (vec![0.0, 1.0, 0.0], "1".to_owned()));
        assert_eq!(classes(&texts(&["no", "Yes", "no"]), None).unwrap(), (vec![0.0, 1.0, 0.0], "Yes".to_owned()));
        assert_eq!(classes(&texts(&["no", "Yes"]), Some("NO")).unwrap(), (vec![1.0, 0.0], "no".to_owned()));
        assert_eq!(classes(&numbers(&[0.0, 1.0, 2.0]), Some("2.0")).unwrap(), (vec![0.0, 0.0, 1.0], "2".to_owned()));
        let prices = Target::of(&numbers(&[3.0, f64::NAN, 5.0, 7.0]), None, None).unwrap();
        assert_eq!((prices.task, prices.values[0], prices.values[1].is_nan()), (Task::Regression, 3.0, true));
        let forced = Target::of(&numbers(&[0.0, 1.0]), Some(Task::Regression), None).unwrap();
        assert_eq!((forced.task, forced.classes), (Task::Regression, None));
    }

    #[test]
    fn a_blank_class_is_no_class() {
        let (values, _) = classes(&texts(&["yes", "", "no"]), None).unwrap();
        assert_eq!((values[0], values[1].is_nan(), values[2]), (1.0, true, 0.0));
    }

    #[test]
    fn what_is_left_open_is_asked() {
        let problem = |column: &Column, task, positive| Target::of(column, task, positive).unwrap_err().to_string();
        assert!(problem(&texts(&["a", "b"]), None, None).contains("`a` and `b`; say with `--positive VALUE`"));
        assert!(problem(&texts(&["a", "b", "c"]), None, None).contains("3 different texts (`a`, `b`, `c`)"));
        assert!(problem(&texts(&["yes", "no"]), None, Some("yess")).contains("did you mean `yes`?"));
        assert!(problem(&texts(&["a", "a"]), None, None).contains("every row is `a`"));
        assert!(problem(&texts(&["", ""]), None, None).contains("no row has a value"));
        assert!(problem(&numbers(&[f64::NAN]), None, None).contains("no row has a value"));
        let words = Target::of(&texts(&["", "a", "b"]), Some(Task::Regression), None).unwrap_err();
        assert_eq!(words.row(), Some(1));
    }
}
