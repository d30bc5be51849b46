//! Which column of a file is which feature of a model.
//!
//! By name; where a name is not there, by the same name in other letters (`SqFt` for `sqft`, `Lot_Size` for `Lot Size`:
//! LightGBM writes blanks so); where the model has numbers for names (`f0`, `Column_0`), by position.

use leadscore::{
    feature::{Kind, Schema, SchemaColumn, nearest},
    problem::FileFault,
    table::{CellKind, ColumnPlan, HeaderJudge, NumberRule, TablePlan},
    tree::FeatureKind,
};

use crate::model::Model;

/// Takes the first row of a file as its header and finds the features in it.
pub struct FeatureHeader {
    schema: Schema,
    /// The features have names, not just numbers (`f0`).
    has_names: bool,
    /// The file has no header of its own.
    by_position: bool,
}

/// What is worth saying of how the features were found.
pub struct Found {
    pub notes: Vec<String>,
}

impl FeatureHeader {
    pub fn new(model: &Model, by_position: bool) -> Self {
        let column = |(place, feature): (usize, &leadscore::tree::Feature)| {
            let kind = match &feature.kind {
                FeatureKind::Categories { levels } if !levels.is_empty() => Kind::Category { levels: levels.clone() },
                _ if model.is_day(place) => Kind::Day,
                _ => Kind::Number,
            };
            SchemaColumn { name: feature.name.clone(), kind }
        };
        let columns = model.ensemble().features().iter().enumerate().map(column).collect();
        Self { schema: Schema { columns }, has_names: model.ensemble().has_names(), by_position }
    }

    /// The features as columns of a table.
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    fn positions(&self, cells: &[&str], line: u64) -> Result<(Vec<usize>, Vec<String>), FileFault> {
        let features = self.schema.columns.len();
        let mut notes = Vec::new();
        if self.by_position {
            return Ok(((0..features).collect(), notes));
        }
        let mut positions = Vec::with_capacity(features);
        let mut missing: Vec<&str> = Vec::new();
        for column in &self.schema.columns {
            let name = column.name.as_str();
            if let Some(position) = only(cells, name, line, |cell| cell == name)? {
                positions.push(position);
            } else if let Some(position) = only(cells, name, line, |cell| plain(cell) == plain(name))? {
                notes.push(format!("column `{}` is taken for the model's `{name}`", cells[position]));
                positions.push(position);
            } else {
                missing.push(name);
            }
        }
        if missing.is_empty() {
            return Ok((positions, notes));
        }
        if !self.has_names && cells.len() == features {
            let note = "the model does not name its features; the columns are taken in their order";
            return Ok(((0..features).collect(), vec![note.to_owned()]));
        }
        Err(FileFault::Unreadable { reason: self.complaint(cells, line, &missing) })
    }

    fn complaint(&self, cells: &[&str], line: u64, missing: &[&str]) -> String {
        if !self.has_names && missing.len() == self.schema.columns.len() {
            return format!(
                "line {line}: the model does not name its {} features and the file has {} columns; keep just the features, \
                 in order",
                missing.len(),
                cells.len()
            );
        }
        let first = missing[0];
        let candidates = cells.iter().copied().filter(|cell| !cell.is_empty());
        let meant = nearest(first, candidates).map(|meant| format!(" (did you mean `{meant}`?)")).unwrap_or_default();
        let more = match missing.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more, such as `{}`", missing[1]),
        };
        format!(
            "line {line}: the model needs column `{first}`{meant}{more}, which the header does not have; add or rename it"
        )
    }
}

/// The only cell that matches.
fn only(cells: &[&str], name: &str, line: u64, matches: impl Fn(&str) -> bool) -> Result<Option<usize>, FileFault> {
    let mut places = cells.iter().enumerate().filter(|(_, cell)| matches(cell)).map(|(place, _)| place);
    let first = places.next();
    match (first, places.next()) {
        (Some(first), Some(second)) => {
            Err(FileFault::DuplicateHeader { line, header: name.to_owned(), first: first + 1, second: second + 1 })
        }
        _ => Ok(first),
    }
}

/// A name without what different programs write differently.
fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c } else { '_' };
    name.trim().chars().map(letter).flat_map(char::to_lowercase).collect()
}

impl HeaderJudge for FeatureHeader {
    type Known = Found;

    fn judge(&mut self, cells: &[&str], line: u64) -> Result<Option<(TablePlan, Found)>, FileFault> {
        let (positions, notes) = self.positions(cells, line)?;
        let plan = |(position, column): (usize, &SchemaColumn)| ColumnPlan {
            position,
            header: column.name.clone(),
            kind: match column.kind {
                Kind::Number => CellKind::Number(NumberRule::ANY),
                Kind::Day => CellKind::Day,
                Kind::Category { .. } => CellKind::Category,
                Kind::Frequency { .. } => CellKind::Text,
            },
        };
        let columns = positions.into_iter().zip(&self.schema.columns).map(plan).collect();
        Ok(Some((TablePlan { columns }, Found { notes })))
    }

    fn fault(&mut self) -> FileFault {
        FileFault::Empty
    }
}
