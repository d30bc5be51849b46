//! A tree of values as JSON and UBJSON both hold it, lists of numbers packed. In: JSON. Out: values that are looked up by
//! name, where whatever is absent or of another kind is an error that says where.

use super::{ModelFormat, problem::InterchangeProblem};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Document {
    Nothing,
    Flag(bool),
    Number(f64),
    Text(String),
    /// Also every empty list.
    Numbers(Vec<f64>),
    List(Vec<Document>),
    Object(Vec<(String, Document)>),
}

impl Document {
    pub fn from_json(bytes: &[u8], format: ModelFormat) -> Result<Self, InterchangeProblem> {
        serde_json::from_slice(bytes).map_err(|error| InterchangeProblem::Syntax {
            format,
            place: format!("line {}, column {}", error.line(), error.column()),
            what: error.to_string(),
        })
    }

    pub fn field(&self, name: &str) -> Option<&Document> {
        match self {
            Self::Object(fields) => fields.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// A list under construction: packed as long as it holds nothing but numbers.
#[derive(Default)]
pub(super) struct ListBuilder {
    numbers: Vec<f64>,
    list: Vec<Document>,
}

impl ListBuilder {
    pub fn push(&mut self, item: Document) {
        match item {
            Document::Number(number) if self.list.is_empty() => self.numbers.push(number),
            item => {
                self.list.extend(self.numbers.drain(..).map(Document::Number));
                self.list.push(item);
            }
        }
    }

    pub fn finish(self) -> Document {
        if self.list.is_empty() { Document::Numbers(self.numbers) } else { Document::List(self.list) }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Document, E> {
        Ok(Document::Nothing)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Document, E> {
        Ok(Document::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Document, E> {
        Ok(Document::Number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Document, E> {
        Ok(Document::Number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Document, E> {
        Ok(Document::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Document, E> {
        Ok(Document::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Document, A::Error> {
        let mut list = ListBuilder::default();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(list.finish())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Document, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Document::Object(fields))
    }
}

/// A value and where it stands, such as `learner.gradient_booster.model.trees[3]`.
#[derive(Clone)]
pub(super) struct Part<'a> {
    pub place: String,
    pub value: &'a Document,
}

impl<'a> Part<'a> {
    pub fn root(value: &'a Document) -> Self {
        Self { place: String::new(), value }
    }

    pub fn problem(&self, what: impl Into<String>) -> InterchangeProblem {
        let place = if self.place.is_empty() { "the model" } else { &self.place };
        InterchangeProblem::content(place, what)
    }

    /// The field of this name; none when it is absent or null.
    pub fn optional(&self, name: &str) -> Option<Part<'a>> {
        let value = self.value.field(name).filter(|value| **value != Document::Nothing)?;
        let dot = if self.place.is_empty() { "" } else { "." };
        Some(Part { place: format!("{}{dot}{name}", self.place), value })
    }

    pub fn get(&self, name: &str) -> Result<Part<'a>, InterchangeProblem> {
        self.optional(name).ok_or_else(|| self.problem(format!("has no `{name}`")))
    }

    pub fn text(&self) -> Result<&'a str, InterchangeProblem> {
        match self.value {
            Document::Text(text) => Ok(text),
            _ => Err(self.problem("must be text")),
        }
    }

    /// A whole number, not negative; XGBoost writes its parameters as text.
    pub fn count(&self) -> Result<usize, InterchangeProblem> {
        let count = match self.value {
            Document::Number(number) => whole(*number),
            Document::Text(text) => text.parse().ok(),
            _ => None,
        };
        count.map(|count: u32| count as usize).ok_or_else(|| self.problem("must be a whole number, at least 0"))
    }

    pub fn numbers(&self) -> Result<Cow<'a, [f64]>, InterchangeProblem> {
        match self.value {
            Document::Numbers(numbers) => Ok(Cow::Borrowed(numbers)),
            // XGBoost 1 wrote its flags so.
            Document::List(items) => {
                let flag = |item: &Document| match item {
                    Document::Flag(flag) => Ok(f64::from(u8::from(*flag))),
                    _ => Err(self.problem("must be a list of numbers")),
                };
                items.iter().map(flag).collect()
            }
            _ => Err(self.problem("must be a list of numbers")),
        }
    }

    /// The same of a known length.
    pub fn numbers_of(&self, len: usize) -> Result<Cow<'a, [f64]>, InterchangeProblem> {
        let numbers = self.numbers()?;
        if numbers.len() != len {
            return Err(self.problem(format!("has {} entries where {len} belong", numbers.len())));
        }
        Ok(numbers)
    }

    pub fn items(&self) -> Result<Vec<Part<'a>>, InterchangeProblem> {
        match self.value {
            Document::Numbers(numbers) if numbers.is_empty() => Ok(Vec::new()),
            Document::List(items) => Ok((items.iter().enumerate())
                .map(|(i, value)| Part { place: format!("{}[{i}]", self.place), value })
                .collect()),
            _ => Err(self.problem("must be a list")),
        }
    }
}

/// A number that counts or numbers something.
pub(super) fn whole(number: f64) -> Option<u32> {
    (number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0).then_some(number as u32)
}

/// A category's level as a CSV file would have it: a whole number without point, a truth as pandas writes it.
pub(super) fn level_text(level: &Document) -> Option<String> {
    match level {
        Document::Text(text) => Some(text.clone()),
        Document::Number(number) => Some(number_text(*number)),
        Document::Flag(flag) => Some(if *flag { "True" } else { "False" }.to_owned()),
        _ => None,
    }
}

pub(super) fn number_text(number: f64) -> String {
    format!("{number}")
}
