//! Headers of files that need not be any known list.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    nearest::nearest,
    schema::{Kind, Schema},
};
use crate::{
    problem::FileFault,
    table::{CellKind, ColumnPlan, HeaderJudge, NumberRule, TablePlan},
};

/// Takes the first row that names the columns asked for as the header, and keeps every column below it.
#[derive(Default)]
pub struct AnyHeader {
    needed: BTreeSet<String>,
    mentioned: BTreeSet<String>,
    kinds: BTreeMap<String, CellKind>,
    left_out: BTreeSet<String>,
    closest: Closest,
}

impl AnyHeader {
    /// A column that must be there, and what it is read as. Tells the header from titles above it.
    pub fn need(&mut self, name: &str, kind: CellKind) {
        self.needed.insert(name.to_owned());
        self.kinds.insert(name.to_owned(), kind);
    }

    /// A column of which the user says what it is read as.
    pub fn read_as(&mut self, name: &str, kind: CellKind) {
        self.mentioned.insert(name.to_owned());
        self.kinds.entry(name.to_owned()).or_insert(kind);
    }

    /// A column of which the user says something; it must be there, or he has mistyped it.
    pub fn mention(&mut self, name: &str) {
        self.mentioned.insert(name.to_owned());
    }

    /// A column that need not be read, or, when it is needed, not again.
    pub fn leave_out(&mut self, name: &str) {
        self.mentioned.insert(name.to_owned());
        if !self.needed.contains(name) {
            self.left_out.insert(name.to_owned());
        }
    }
}

impl HeaderJudge for AnyHeader {
    /// The names of the planned columns: their headers, or `column 3` where there is none, or `price (2)` for the
    /// second of that header.
    type Known = Vec<String>;

    fn judge(&mut self, cells: &[&str], line: u64) -> Result<Option<(TablePlan, Vec<String>)>, FileFault> {
        let names = names(cells);
        let named: Vec<&str> = names.iter().map(String::as_str).collect();
        if !self.closest.is_header(&named, line, &self.needed) {
            return Ok(None);
        }
        let mut closest = Closest::default();
        if !closest.is_header(&named, line, &self.mentioned) {
            return Err(closest.fault());
        }
        for name in &self.needed {
            refuse_twice(cells, name, line)?;
        }
        let mut columns = Vec::new();
        for (position, name) in names.iter().enumerate().filter(|(_, name)| !self.left_out.contains(*name)) {
            let kind = self.kinds.get(name).copied().unwrap_or(CellKind::Any);
            columns.push(ColumnPlan { position, header: name.clone(), kind });
        }
        let known = columns.iter().map(|column| column.header.clone()).collect();
        Ok(Some((TablePlan { columns }, known)))
    }

    fn fault(&mut self) -> FileFault {
        self.closest.fault()
    }
}

/// Takes the row that names all columns of a schema as the header, and reads each as the schema has it.
pub struct SchemaHeader<'s> {
    schema: &'s Schema,
    closest: Closest,
}

impl<'s> SchemaHeader<'s> {
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, closest: Closest::default() }
    }
}

impl HeaderJudge for SchemaHeader<'_> {
    type Known = Vec<String>;

    fn judge(&mut self, cells: &[&str], line: u64) -> Result<Option<(TablePlan, Vec<String>)>, FileFault> {
        let wanted: BTreeSet<String> = self.schema.columns.iter().map(|column| column.name.clone()).collect();
        let names = names(cells);
        let named: Vec<&str> = names.iter().map(String::as_str).collect();
        if !self.closest.is_header(&named, line, &wanted) {
            return Ok(None);
        }
        let mut columns = Vec::new();
        for column in &self.schema.columns {
            let kind = match column.kind {
                Kind::Number => CellKind::Number(NumberRule::ANY),
                Kind::Day => CellKind::Day,
                Kind::Category { .. } => CellKind::Category,
                Kind::Frequency { .. } => CellKind::Text,
            };
            let position = names.iter().position(|name| *name == column.name).unwrap_or_default();
            columns.push(ColumnPlan { position, header: column.name.clone(), kind });
        }
        let known = columns.iter().map(|column| column.header.clone()).collect();
        Ok(Some((TablePlan { columns }, known)))
    }

    fn fault(&mut self) -> FileFault {
        self.closest.fault()
    }
}

/// The row that comes closest to being the header, for the message when none is.
#[derive(Default)]
struct Closest {
    line: u64,
    cells: Vec<String>,
    missing: Vec<String>,
}

impl Closest {
    /// Whether the row names all that is wanted.
    fn is_header(&mut self, cells: &[&str], line: u64, wanted: &BTreeSet<String>) -> bool {
        let missing: Vec<String> = wanted.iter().filter(|name| !cells.contains(&name.as_str())).cloned().collect();
        if missing.is_empty() {
            return true;
        }
        let is_closer = self.cells.is_empty()
            || missing.len() < self.missing.len()
            || (missing.len() == self.missing.len() && cells.len() > self.cells.len());
        if is_closer {
            *self = Self { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), missing };
        }
        false
    }

    fn fault(&self) -> FileFault {
        if self.cells.is_empty() {
            return FileFault::Empty;
        }
        let candidates = || self.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty());
        let quoted = |name: &String| match nearest(name, candidates()) {
            Some(meant) => format!("`{}` (did you mean `{}`?)", shown(name), shown(meant)),
            None => format!("`{}`", shown(name)),
        };
        let missing: Vec<String> = self.missing.iter().map(quoted).collect();
        const SHOWN: usize = 12;
        let mut found: Vec<String> = candidates().map(shown).collect();
        let more = found.len().saturating_sub(SHOWN);
        found.truncate(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let found = format!("{}{more}", found.join(", "));
        FileFault::LacksColumns { line: self.line, missing: missing.join(", "), found }
    }
}

/// A name in a message: one line, of a readable length.
fn shown(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
}

/// One name a column, all different.
fn names(cells: &[&str]) -> Vec<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    for (position, &cell) in cells.iter().enumerate() {
        let times = seen.entry(cell).or_default();
        *times += 1;
        let mut name = match (cell, *times) {
            ("", _) => format!("column {}", position + 1),
            (cell, 1) => cell.to_owned(),
            (cell, times) => format!("{cell} ({times})"),
        };
        while cells.contains(&name.as_str()) && name != cell {
            name.push('\'');
        }
        names.push(name);
    }
    names
}

fn refuse_twice(cells: &[&str], name: &str, line: u64) -> Result<(), FileFault> {
    let mut places = cells.iter().enumerate().filter(|(_, cell)| **cell == name).map(|(position, _)| position + 1);
    match (places.next(), places.next()) {
        (Some(first), Some(second)) => Err(FileFault::DuplicateHeader { line, header: shown(name), first, second }),
        _ => Ok(()),
    }
}
