//! A file of any columns -> a table.

use std::path::Path;

use leadscore::table::{Column, HeaderJudge, OnBadCell, Reader, Strictness, Table};

use crate::{failure::Failure, input, log::Log, terminal};

/// A table whose columns have names.
pub struct NamedTable {
    pub names: Vec<String>,
    pub table: Table,
}

/// Reads one file as a header judge that knows names has it.
pub fn read<J: HeaderJudge<Known = Vec<String>>>(path: &Path, judge: J, log: &Log) -> Result<NamedTable, Failure> {
    let failed = |message: String| Failure::BadFile { file: path.display().to_string(), message };
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let progress = terminal::byte_progress(log, size);
    let mut reader = Reader::new(Strictness::Loose, OnBadCell::Blank, judge);
    if size > 0 {
        reader.expect_bytes(size);
    }
    let mut fault = None;
    let read = input::each_chunk(path, &progress, |chunk| {
        fault = reader.push(chunk).err();
        fault.is_none()
    });
    progress.finish_and_clear();
    read.map_err(|error| failed(input::in_words(&error)))?;
    if let Some(fault) = fault {
        return Err(failed(fault.to_string()));
    }
    let (table, _, names) = reader.finish().map_err(|fault| failed(fault.to_string()))?;
    Ok(NamedTable { names, table })
}

impl NamedTable {
    /// Takes a column out, by its name.
    pub fn take(&mut self, name: &str) -> Option<Column> {
        let place = self.names.iter().position(|n| n == name)?;
        self.names.remove(place);
        Some(self.table.columns.remove(place))
    }

    pub fn columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.names.iter().map(String::as_str).zip(&self.table.columns)
    }

    /// The line in the file of a row.
    pub fn line(&self, row: usize) -> u32 {
        self.table.lines.get(row).copied().unwrap_or_default()
    }
}
