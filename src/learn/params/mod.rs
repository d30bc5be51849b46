//! Parameters as text: `max_depth=6,learning_rate=0.05`, by the names that everybody knows.

mod boost;
mod forest;

use thiserror::Error;

pub use boost::boosting;
pub use forest::forest;

use crate::feature::nearest;

/// What is wrong with a text of parameters.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ParamProblem {
    #[error("`{text}` is no parameter; write name=value, with commas between")]
    Form { text: String },
    #[error("parameter `{name}` is given twice")]
    Twice { name: String },
    #[error("{learner} has no parameter `{name}`{}; known are: {known}", meant(nearest))]
    Unknown { learner: &'static str, name: String, nearest: Option<String>, known: String },
    #[error("parameter `{name}` is `{found}`; it must be {expected}")]
    Value { name: String, found: String, expected: String },
}

fn meant(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// One `name=value`.
struct Assignment<'t> {
    name: &'t str,
    value: &'t str,
}

/// Cuts a text at its commas, those within brackets left alone.
fn assignments(text: &str) -> Result<Vec<Assignment<'_>>, ParamProblem> {
    let mut found: Vec<Assignment<'_>> = Vec::new();
    for part in split_outside_brackets(text) {
        let form = || ParamProblem::Form { text: part.to_owned() };
        let (name, value) = part.split_once('=').ok_or_else(form)?;
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return Err(form());
        }
        if found.iter().any(|assignment| assignment.name == name) {
            return Err(ParamProblem::Twice { name: name.to_owned() });
        }
        found.push(Assignment { name, value });
    }
    Ok(found)
}

/// The parts between commas, blank ones left out.
fn split_outside_brackets(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth <= 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

impl Assignment<'_> {
    fn wrong(&self, expected: impl Into<String>) -> ParamProblem {
        ParamProblem::Value { name: self.name.to_owned(), found: self.value.to_owned(), expected: expected.into() }
    }

    fn unknown(&self, learner: &'static str, known: &[&str]) -> ParamProblem {
        ParamProblem::Unknown {
            learner,
            name: self.name.to_owned(),
            nearest: nearest(self.name, known.iter().copied()).map(str::to_owned),
            known: known.join(", "),
        }
    }

    fn number(&self) -> Result<f64, ParamProblem> {
        self.value.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(|| self.wrong("a number"))
    }

    fn whole(&self) -> Result<u32, ParamProblem> {
        self.value.parse().map_err(|_| self.wrong("a whole number of at least 0"))
    }

    fn long(&self) -> Result<u64, ParamProblem> {
        self.value.parse().map_err(|_| self.wrong("a whole number of at least 0"))
    }

    fn switch(&self) -> Result<bool, ParamProblem> {
        match self.value {
            "true" | "True" | "1" => Ok(true),
            "false" | "False" | "0" => Ok(false),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// None for no limit.
    fn limit(&self) -> Result<u32, ParamProblem> {
        if matches!(self.value, "None" | "none") { Ok(0) } else { self.whole() }
    }

    /// A parameter of which we do it one way only.
    fn only(&self, ways: &[&str]) -> Result<(), ParamProblem> {
        if ways.contains(&self.value) { Ok(()) } else { Err(self.wrong(ways.join(" or "))) }
    }

    /// The parts of a value in brackets.
    fn list(&self) -> Result<Vec<&str>, ParamProblem> {
        list(self.value).ok_or_else(|| self.wrong("a list in brackets"))
    }
}

fn list(text: &str) -> Option<Vec<&str>> {
    let inner = match text.as_bytes() {
        [b'(', .., b')'] | [b'[', .., b']'] | [b'{', .., b'}'] => &text[1..text.len() - 1],
        _ => return None,
    };
    Some(split_outside_brackets(inner))
}

#[cfg(test)]
mod tests;
