//! Why nothing could be learned, and what to do about it.

use thiserror::Error;

use super::{conformal::ConformalProblem, lead::NoPositives};
use crate::tree::TreeProblem;

#[derive(Clone, Debug, Error, PartialEq)]
pub enum LearnProblem {
    #[error(
        "{rows} rows are too few to learn an {model} model from; {least} are needed{}",
        if excluded.is_empty() { String::new() } else { format!(" (left out: {excluded})") }
    )]
    FewRows { model: &'static str, rows: usize, least: usize, excluded: String },
    #[error("{0}")]
    NoPositives(Box<NoPositives>),
    #[error("all {rows} leads are {label}; there is nothing to tell apart")]
    NoNegatives { rows: usize, label: String },
    #[error("the lists hold no {what}; add a file with {columns}")]
    NoLessons { what: &'static str, columns: &'static str },
    /// Another library's model that cannot stand in for ours.
    #[error("{what}")]
    Foreign { what: String },
    #[error("it was stopped")]
    Stopped,
    #[error(transparent)]
    Ranges(#[from] ConformalProblem),
    #[error(transparent)]
    Tree(#[from] TreeProblem),
}
