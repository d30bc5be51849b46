//! Text -> the cells of one record after the other, with the line on which each starts.

use csv_core::{ReadRecordResult, Terminator};

use super::dialect::Dialect;
use crate::problem::FileFault;

const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;
/// No list has as many columns; a row of a hundred million commas must not ask for a place for each.
const MAX_ROW_CELLS: usize = 1024 * 1024;

/// The record being read, and where.
pub(super) struct Records {
    core: csv_core::Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
    cells_len: usize,
    ends_len: usize,
    /// Line of the next byte, from 1.
    pub(super) line: u64,
    /// Line where the record being read starts; None between records.
    pub(super) start_line: Option<u64>,
    /// The last byte read that is no blank.
    last_ink: u8,
}

impl Records {
    pub(super) fn new(dialect: &Dialect) -> Self {
        let mut core = csv_core::ReaderBuilder::new();
        let core = core.delimiter(dialect.delimiter.byte()).terminator(Terminator::CRLF).build();
        Self {
            core,
            cells: vec![0; 16 * 1024],
            ends: vec![0; 256],
            cells_len: 0,
            ends_len: 0,
            line: 1,
            start_line: None,
            last_ink: 0,
        }
    }

    /// Reads on in `text`; true when a record is complete, false when `text` is used up.
    pub(super) fn read(&mut self, text: &mut &[u8]) -> Result<bool, FileFault> {
        loop {
            if self.start_line.is_none() {
                // Blank lines, and the LF of a CRLF, belong to no record.
                let blank = text.iter().take_while(|b| matches!(**b, b'\n' | b'\r')).count();
                self.skip(text, blank);
                if text.is_empty() {
                    return Ok(false);
                }
                self.start_line = Some(self.line);
            } else if text.is_empty() {
                return Ok(false);
            }
            let (result, read) = self.step(text)?;
            self.skip(text, read);
            if result == ReadRecordResult::Record {
                return Ok(true);
            }
        }
    }

    /// Completes the last record of the file, which may lack its line end.
    pub(super) fn read_end(&mut self) -> Result<bool, FileFault> {
        loop {
            match self.step(&[])?.0 {
                ReadRecordResult::Record => return self.refuse_open_quote().map(|()| true),
                ReadRecordResult::End => return Ok(false),
                _ => {}
            }
        }
    }

    /// A record that only the end of the file has ended: if its last cell runs over several lines and no quotation mark
    /// closes it, the rows below an open one are in it.
    fn refuse_open_quote(&self) -> Result<(), FileFault> {
        let record = self.record();
        let last_cell = record.bytes(record.len().saturating_sub(1));
        if self.last_ink != b'"' && last_cell.contains(&b'\n') {
            return Err(FileFault::OpenQuote { line: self.start_line.unwrap_or(self.line) });
        }
        Ok(())
    }

    fn step(&mut self, text: &[u8]) -> Result<(ReadRecordResult, usize), FileFault> {
        let (result, read, written, ended) =
            self.core.read_record(text, &mut self.cells[self.cells_len..], &mut self.ends[self.ends_len..]);
        self.cells_len += written;
        self.ends_len += ended;
        match result {
            ReadRecordResult::OutputFull => {
                if self.cells.len() >= MAX_ROW_BYTES {
                    let line = self.start_line.unwrap_or(self.line);
                    return Err(FileFault::RowTooLong { line, limit_mb: MAX_ROW_BYTES / (1024 * 1024) });
                }
                self.cells.resize(self.cells.len() * 2, 0);
            }
            ReadRecordResult::OutputEndsFull => {
                if self.ends.len() >= MAX_ROW_CELLS {
                    let line = self.start_line.unwrap_or(self.line);
                    return Err(FileFault::TooManyCells { line, limit: MAX_ROW_CELLS });
                }
                self.ends.resize(self.ends.len() * 2, 0);
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::Record | ReadRecordResult::End => {}
        }
        Ok((result, read))
    }

    fn skip(&mut self, text: &mut &[u8], bytes: usize) {
        let (passed, rest) = text.split_at(bytes);
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        if let Some(&ink) = passed.iter().rev().find(|byte| !byte.is_ascii_whitespace()) {
            self.last_ink = ink;
        }
        *text = rest;
    }

    pub(super) fn record(&self) -> Record<'_> {
        Record { cells: &self.cells[..self.cells_len], ends: &self.ends[..self.ends_len] }
    }

    pub(super) fn clear(&mut self) {
        self.cells_len = 0;
        self.ends_len = 0;
    }
}

/// The cells of one row.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    cells: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Record<'a> {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell without surrounding blanks; empty when the row is too short.
    pub(super) fn bytes(&self, position: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(position) else { return &[] };
        let start = if position == 0 { 0 } else { self.ends[position - 1] };
        self.cells[start..end].trim_ascii()
    }

    pub(super) fn text(&self, position: usize) -> &'a str {
        // The transcoder hands on UTF-8 only and the parser cuts at ASCII characters, so this never fails.
        std::str::from_utf8(self.bytes(position)).unwrap_or_default().trim()
    }
}
