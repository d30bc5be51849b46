//! What can be wrong with what the engine is given.

use thiserror::Error;

#[derive(Clone, Debug, Error, PartialEq)]
pub enum TreeProblem {
    #[error("column `{name}` has {found} rows where the others have {expected}")]
    ColumnLength { name: String, found: usize, expected: usize },
    #[error("column `{name}` has the category code {code} but only {levels} levels")]
    StrayCode { name: String, code: u32, levels: usize },
    #[error("tree {tree}: node {node} {what}")]
    Node { tree: usize, node: usize, what: &'static str },
    #[error("parameter `{name}` is {found}; it must be {expected}")]
    Parameter { name: &'static str, found: String, expected: &'static str },
    #[error("there is no row to learn from")]
    NoRows,
    #[error("there are {found} rows; at most {most} can be learned from at once")]
    TooManyRows { found: usize, most: usize },
    #[error("there are {targets} targets for {rows} rows")]
    TargetLength { targets: usize, rows: usize },
    #[error("the target of row {row} is {found}; {expected}")]
    Target { row: usize, found: f64, expected: &'static str },
    #[error("the weight of row {row} is {found}; weights are finite and not negative, and some are above 0")]
    Weight { row: usize, found: f64 },
    #[error("the model needs column `{name}`, which the data does not have")]
    MissingColumn { name: String },
    #[error("column `{name}` holds {found} where the model needs {expected}")]
    ColumnKind { name: String, found: &'static str, expected: &'static str },
    #[error("{0}")]
    File(String),
}
