//! Header -> layout and column plan.

use super::{
    Field, ImportMode,
    known::{LAYOUTS, Layout, Role},
};
use crate::{
    problem::FileFault,
    table::{ColumnPlan, HeaderJudge, TablePlan},
};

/// What a header turned out to be.
#[derive(Clone, Debug)]
pub struct Recognised {
    pub layout: &'static str,
    pub role: Role,
    /// The field of each planned column.
    pub fields: Vec<Field>,
    pub ignored_headers: Vec<String>,
}

/// Looks for a known header in the rows of one file, one after the other.
pub struct Recogniser {
    mode: ImportMode,
    /// The fullest row that was no known header, for the message when none comes.
    fullest: Vec<String>,
    /// The best near miss: layout, line, missing columns.
    near_miss: Option<FileFault>,
}

impl HeaderJudge for Recogniser {
    type Known = Recognised;

    fn judge(&mut self, cells: &[&str], line: u64) -> Result<Option<(TablePlan, Recognised)>, FileFault> {
        let keys: Vec<String> = cells.iter().map(|cell| key(cell)).collect();
        let matches = LAYOUTS.iter().map(|layout| (layout, positions(layout, &keys)));
        let best = matches
            .filter(|(layout, found)| layout.fingerprint.iter().all(|f| found.iter().any(|(g, _)| g == f)))
            .max_by_key(|(_, found)| found.len());
        let Some((layout, found)) = best else {
            self.remember(cells, &keys, line);
            return Ok(None);
        };
        refuse_duplicates(cells, &keys, &found, line)?;
        let columns = found.iter().map(|&(field, position)| ColumnPlan {
            position,
            header: cells[position].to_owned(),
            kind: match self.mode {
                ImportMode::Reference => field.kind(),
                ImportMode::Smart => field.smart_kind(),
            },
        });
        let plan = TablePlan { columns: columns.collect() };
        let ignored = |position: &usize| !found.iter().any(|(_, p)| p == position) && !cells[*position].is_empty();
        let recognised = Recognised {
            layout: layout.name,
            role: layout.role,
            fields: found.iter().map(|(field, _)| *field).collect(),
            ignored_headers: (0..cells.len()).filter(ignored).map(|p| cells[p].to_owned()).collect(),
        };
        Ok(Some((plan, recognised)))
    }

    fn fault(&mut self) -> FileFault {
        self.near_miss.take().unwrap_or_else(|| self.unknown())
    }
}

impl Recogniser {
    pub fn new(mode: ImportMode) -> Self {
        Self { mode, fullest: Vec::new(), near_miss: None }
    }

    /// Keeps what a later message needs: which list this row resembles, and what it lacks.
    fn remember(&mut self, cells: &[&str], keys: &[String], line: u64) {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if filled > self.fullest.iter().filter(|cell| !cell.is_empty()).count() {
            self.fullest = cells.iter().map(|cell| (*cell).to_owned()).collect();
        }
        let resembles = LAYOUTS
            .iter()
            .map(|layout| (layout, positions(layout, keys)))
            .filter(|(layout, found)| found.len() >= 4 && found.len() * 2 > layout.columns.len() / 2)
            .max_by_key(|(_, found)| found.len());
        if let (Some((layout, found)), None) = (resembles, &self.near_miss) {
            let missing = layout.fingerprint.iter().filter(|f| !found.iter().any(|(g, _)| g == *f));
            let missing: Vec<String> = missing.map(|&field| format!("`{}`", first_alias(layout, field))).collect();
            self.near_miss =
                Some(FileFault::MissingColumn { line, layout: layout.name, missing: missing.join(" and ") });
        }
    }

    fn unknown(&self) -> FileFault {
        const SHOWN: usize = 8;
        let mut found: Vec<String> =
            self.fullest.iter().filter(|c| !c.is_empty()).map(|c| c.chars().take(40).collect()).collect();
        let more = found.len().saturating_sub(SHOWN);
        found.truncate(SHOWN);
        let mut found = found.join(", ");
        if more > 0 {
            found.push_str(&format!(" and {more} more"));
        }
        let needed: Vec<String> = LAYOUTS
            .iter()
            .filter(|layout| matches!(layout.role, Role::Leads(_)))
            .map(|layout| {
                let columns: Vec<&str> = layout.fingerprint.iter().map(|&f| first_alias(layout, f)).collect();
                format!("{} ({})", layout.name, columns.join(", "))
            })
            .collect();
        FileFault::UnknownLayout { found, needed: needed.join("; ") }
    }
}

fn first_alias(layout: &Layout, field: Field) -> &'static str {
    layout.columns.iter().find(|(f, _)| *f == field).and_then(|(_, aliases)| aliases.first()).copied().unwrap_or("?")
}

/// The fields found and where; earlier aliases win.
fn positions(layout: &Layout, keys: &[String]) -> Vec<(Field, usize)> {
    let find = |aliases: &[&str]| aliases.iter().find_map(|alias| keys.iter().position(|k| *k == key(alias)));
    layout.columns.iter().filter_map(|(field, aliases)| Some((*field, find(aliases)?))).collect()
}

fn refuse_duplicates(
    cells: &[&str],
    keys: &[String],
    found: &[(Field, usize)],
    line: u64,
) -> Result<(), FileFault> {
    for &(_, first) in found {
        if let Some(second) = (first + 1..keys.len()).find(|&second| keys[second] == keys[first]) {
            let header = cells[first].to_owned();
            return Err(FileFault::DuplicateHeader { line, header, first: first + 1, second: second + 1 });
        }
    }
    Ok(())
}

/// A header reduced to its letters and digits.
fn key(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
