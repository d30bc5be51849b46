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
    /// The fullest row that was no known header and its line, for the message when none comes.
    fullest: Vec<String>,
    fullest_line: u64,
    /// The first row that is nearly a header.
    near_miss: Option<FileFault>,
}

impl HeaderJudge for Recogniser {
    type Known = Recognised;

    fn judge(&mut self, cells: &[&str], line: u64) -> Result<Option<(TablePlan, Recognised)>, FileFault> {
        let headers: Vec<Header> = cells.iter().map(|cell| Header::new(cell)).collect();
        let matches = LAYOUTS.iter().map(|layout| (layout, positions(layout, &headers)));
        let best = matches
            .filter(|(layout, found)| layout.fingerprint.iter().all(|f| found.iter().any(|(g, _)| g == f)))
            .max_by_key(|(_, found)| found.len());
        let Some((layout, found)) = best else {
            self.remember(cells, &headers, line);
            return Ok(None);
        };
        refuse_duplicates(cells, &headers, layout, &found, line)?;
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
        match self.near_miss.take() {
            Some(fault) => fault,
            None if self.fullest.is_empty() => FileFault::Empty,
            None => self.unknown(),
        }
    }
}

impl Recogniser {
    pub fn new(mode: ImportMode) -> Self {
        Self { mode, fullest: Vec::new(), fullest_line: 0, near_miss: None }
    }

    /// Keeps what a later message needs: which list this row resembles, and what it lacks.
    fn remember(&mut self, cells: &[&str], headers: &[Header], line: u64) {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if filled > self.fullest.iter().filter(|cell| !cell.is_empty()).count() {
            self.fullest = cells.iter().map(|cell| (*cell).to_owned()).collect();
            self.fullest_line = line;
        }
        let resembles = LAYOUTS
            .iter()
            .map(|layout| (layout, positions(layout, headers)))
            .filter(|(layout, found)| matches!(layout.role, Role::Leads(_)) && resembles_enough(layout, found))
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
        let mut found: Vec<String> = self.fullest.iter().filter(|c| !c.is_empty()).map(|c| shown(c)).collect();
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
        FileFault::UnknownLayout { line: self.fullest_line, found, needed: needed.join("; ") }
    }
}

/// All but one of the columns that tell the list from others, and not by chance.
fn resembles_enough(layout: &Layout, found: &[(Field, usize)]) -> bool {
    let of_fingerprint = found.iter().filter(|(field, _)| layout.fingerprint.contains(field)).count();
    of_fingerprint + 1 == layout.fingerprint.len() && (of_fingerprint >= 2 || found.len() >= 4)
}

fn first_alias(layout: &Layout, field: Field) -> &'static str {
    layout.columns.iter().find(|(f, _)| *f == field).and_then(|(_, aliases)| aliases.first()).copied().unwrap_or("?")
}

/// A header cell, ready to be compared.
struct Header {
    lower: String,
    /// Its letters and digits.
    key: String,
}

impl Header {
    fn new(cell: &str) -> Self {
        Self { lower: cell.to_lowercase(), key: key(cell) }
    }
}

/// The fields found and where; earlier aliases win, and of two headers alike the one spelled as the alias.
fn positions(layout: &Layout, headers: &[Header]) -> Vec<(Field, usize)> {
    let find = |alias: &&str| {
        let alike = key(alias);
        let spelled = headers.iter().position(|header| header.lower == **alias);
        spelled.or_else(|| headers.iter().position(|header| header.key == alike))
    };
    layout.columns.iter().filter_map(|(field, aliases)| Some((*field, aliases.iter().find_map(find)?))).collect()
}

/// Two headers that both could be a column leave it open which one counts, unless the layout knows both spellings.
fn refuse_duplicates(
    cells: &[&str],
    headers: &[Header],
    layout: &Layout,
    found: &[(Field, usize)],
    line: u64,
) -> Result<(), FileFault> {
    let is_alias = |header: &Header| layout.columns.iter().any(|(_, aliases)| aliases.contains(&header.lower.as_str()));
    for &(_, counts) in found {
        let header = &headers[counts];
        let rival = headers.iter().enumerate().find(|(position, other)| {
            let knows_both = other.lower != header.lower && is_alias(header) && is_alias(other);
            *position != counts && other.key == header.key && !knows_both
        });
        if let Some((rival, _)) = rival {
            let (first, second) = (counts.min(rival), counts.max(rival));
            let header = shown(cells[first]);
            return Err(FileFault::DuplicateHeader { line, header, first: first + 1, second: second + 1 });
        }
    }
    Ok(())
}

/// A header in a message: one line, of a readable length.
fn shown(header: &str) -> String {
    header.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
}

/// A header reduced to its letters and digits.
fn key(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
