//! The rows of all files of one source, as columns by field.

use super::{Field, Recognised, Source, field::FIELD_COUNT};
use crate::table::{Categories, Column, DayCell, Table};

/// All rows of one source. Rows of several files follow each other.
#[derive(Debug, Default)]
pub struct SourceRows {
    /// By field; empty until the first file.
    columns: Vec<Option<(Field, Column)>>,
    lines: Vec<u32>,
    /// File of the import and its first row here.
    files: Vec<(usize, usize)>,
}

impl SourceRows {
    /// Adds the rows of a file. `file` numbers the files of the import.
    pub fn append(&mut self, file: usize, table_lines: Vec<u32>, table_columns: Vec<Column>, fields: &[Field]) {
        let before = self.lines.len();
        self.files.push((file, before));
        self.lines.extend(table_lines);
        self.columns.resize_with(FIELD_COUNT, || None);
        let mut new: Vec<Option<(Field, Column)>> = (0..FIELD_COUNT).map(|_| None).collect();
        for (&field, column) in fields.iter().zip(table_columns) {
            new[field as usize] = Some((field, column));
        }
        for (mine, new) in self.columns.iter_mut().zip(new) {
            match (mine, new) {
                (Some((_, mine)), Some((_, new))) => mine.append(new),
                (mine @ None, Some((field, mut new))) => {
                    if before > 0 {
                        let mut padded = blank_like(&new);
                        (0..before).for_each(|_| padded.push_blank());
                        padded.append(new);
                        new = padded;
                    }
                    *mine = Some((field, new));
                }
                (Some((_, mine)), None) => (before..self.lines.len()).for_each(|_| mine.push_blank()),
                (None, None) => {}
            }
        }
    }

    /// The rows of a single table.
    pub fn append_table(&mut self, file: usize, table: Table, recognised: &Recognised) {
        self.append(file, table.lines, table.columns, &recognised.fields);
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.get(field as usize)?.as_ref().map(|(_, column)| column)
    }

    /// The columns there are, in the order of the fields.
    pub fn columns(&self) -> impl Iterator<Item = (Field, &Column)> {
        self.columns.iter().flatten().map(|(field, column)| (*field, column))
    }

    pub fn columns_mut(&mut self) -> impl Iterator<Item = (Field, &mut Column)> {
        self.columns.iter_mut().flatten().map(|(field, column)| (*field, column))
    }

    pub fn text(&self, field: Field, row: usize) -> Option<&str> {
        match self.column(field)? {
            Column::Texts(texts) => texts.get(row),
            Column::Categories(categories) => categories.get(row),
            Column::Numbers(_) | Column::Days(_) => None,
        }
    }

    pub fn number(&self, field: Field, row: usize) -> Option<f64> {
        match self.column(field)? {
            Column::Numbers(numbers) => numbers.get(row),
            _ => None,
        }
    }

    pub fn day(&self, field: Field, row: usize) -> DayCell {
        match self.column(field) {
            Some(Column::Days(days)) => days.get(row),
            _ => DayCell::Blank,
        }
    }

    pub fn categories(&self, field: Field) -> Option<&Categories> {
        match self.column(field)? {
            Column::Categories(categories) => Some(categories),
            _ => None,
        }
    }

    /// The file of the import that a row is from, and its line there.
    pub fn place(&self, row: usize) -> (usize, u32) {
        let after = self.files.partition_point(|(_, first)| *first <= row);
        let file = after.checked_sub(1).and_then(|i| self.files.get(i)).map_or(0, |(file, _)| *file);
        (file, self.lines.get(row).copied().unwrap_or(0))
    }

    /// Each file of the import in here with its rows.
    pub fn files(&self) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> + '_ {
        self.files.iter().enumerate().map(|(i, &(file, first))| {
            let end = self.files.get(i + 1).map_or(self.lines.len(), |(_, next)| *next);
            (file, first..end)
        })
    }
}

fn blank_like(column: &Column) -> Column {
    match column {
        Column::Numbers(_) => Column::Numbers(Default::default()),
        Column::Texts(_) => Column::Texts(Default::default()),
        Column::Categories(_) => Column::Categories(Default::default()),
        Column::Days(_) => Column::Days(Default::default()),
    }
}

/// The rows of every source of an import.
#[derive(Debug, Default)]
pub struct Rows {
    by_source: [SourceRows; Source::ALL.len()],
}

impl Rows {
    pub fn of(&self, source: Source) -> &SourceRows {
        &self.by_source[source as usize]
    }

    pub fn of_mut(&mut self, source: Source) -> &mut SourceRows {
        &mut self.by_source[source as usize]
    }
}
