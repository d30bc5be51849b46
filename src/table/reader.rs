//! The reader: chunks in, columns out.

use super::{cell::NumberRule, column::Column, decode::Transcoder, dialect::Dialect, records::Records, rows::Rows};
use crate::problem::{Effect, FileFault, ProblemKind, Problems};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CellKind {
    /// Text that mostly differs from row to row. Identifiers are text whatever they look like.
    Text,
    /// The same, upper-cased.
    UpperText,
    /// Text with few distinct values.
    Category,
    Number(NumberRule),
    Day,
    /// What its cells turn out to be: numbers, days or categories.
    Any,
}

/// One wanted column: where it stands in the file and what it holds.
#[derive(Clone, Debug)]
pub struct ColumnPlan {
    /// Position in the row, from 0.
    pub position: usize,
    /// The header as the file writes it.
    pub header: String,
    pub kind: CellKind,
}

/// What to keep of a file, decided on seeing its header.
#[derive(Clone, Debug)]
pub struct TablePlan {
    pub columns: Vec<ColumnPlan>,
}

/// What happens to a row with a cell that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnBadCell {
    /// The cell counts as empty.
    Blank,
    /// The row is rejected.
    RejectRow,
}

/// How freely numbers and dates may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// `$1,234.50`, `(1,234)`, `5 %`.
    Lenient,
    /// Plain numbers only; any text counts as a date.
    Strict,
    /// As lenient, and `NA`, `null` and the like are blank: files that programs wrote for programs.
    Loose,
}

/// The kept columns of a file, with what was wrong.
#[derive(Debug)]
pub struct Table {
    pub dialect: Dialect,
    /// In the order of the plan.
    pub columns: Vec<Column>,
    /// Line in the file of each kept row.
    pub lines: Vec<u32>,
    /// Rows read, kept and rejected ones.
    pub rows_read: u64,
    pub problems: Problems,
}

/// Whoever knows headers: says what to keep of a file.
pub trait HeaderJudge {
    /// What it remembers of a header it knows.
    type Known;

    /// Judges one row: `None` when it is no header (a title above it, say).
    fn judge(&mut self, cells: &[&str], line: u64) -> Result<Option<(TablePlan, Self::Known)>, FileFault>;

    /// Why the file is of no use, when none of its first rows was a header.
    fn fault(&mut self) -> FileFault;
}

/// Reads one file.
pub struct Reader<J: HeaderJudge> {
    judge: J,
    strictness: Strictness,
    on_bad_cell: OnBadCell,
    /// The first bytes, held back until there are enough to judge the dialect.
    head: Vec<u8>,
    started: Option<Started>,
    header: Option<(TablePlan, J::Known)>,
    rows: Rows,
    /// Size of the file, where it is known.
    bytes_total: Option<u64>,
    bytes_read: u64,
    has_reserved: bool,
}

/// What there is once the dialect is known.
struct Started {
    dialect: Dialect,
    transcoder: Transcoder,
    records: Records,
}

const HEAD_BYTES: usize = 64 * 1024;
/// A header may stand below titles and blank lines; below this many rows we stop looking.
const MAX_ROWS_ABOVE_HEADER: usize = 20;

impl<J: HeaderJudge> Reader<J> {
    pub fn new(strictness: Strictness, on_bad_cell: OnBadCell, judge: J) -> Self {
        let rows = Rows::default();
        Self {
            judge,
            strictness,
            on_bad_cell,
            head: Vec::new(),
            started: None,
            header: None,
            rows,
            bytes_total: None,
            bytes_read: 0,
            has_reserved: false,
        }
    }

    /// Says how large the file is, so that memory is asked for once instead of by doubling.
    pub fn expect_bytes(&mut self, total: u64) {
        self.bytes_total = Some(total);
    }

    /// Takes rows of nothing but delimiters for rows, as one answer a row needs. Spreadsheets write such rows below lists.
    pub fn keep_blank_rows(&mut self) {
        self.rows.keeps_blank_rows = true;
    }

    /// Hands over the rows so far with what was wrong in them, so that a long file can pass through in pieces; `finish`
    /// then gives the rest. None before the header was met. `rows_read` goes on counting.
    pub fn take_rows(&mut self) -> Option<(Table, &J::Known)> {
        let (Some(started), Some((plan, known))) = (&self.started, &self.header) else { return None };
        Some((self.rows.take(started.dialect, plan), known))
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), FileFault> {
        self.bytes_read += chunk.len() as u64;
        if self.started.is_some() {
            self.reserve_rest();
            return self.feed(chunk, false);
        }
        if self.head.is_empty() && chunk.len() >= HEAD_BYTES {
            return self.start(chunk, false);
        }
        self.head.extend_from_slice(chunk);
        if self.head.len() < HEAD_BYTES {
            return Ok(());
        }
        let head = std::mem::take(&mut self.head);
        self.start(&head, false)
    }

    /// Says that the file has ended.
    pub fn finish(mut self) -> Result<(Table, TablePlan, J::Known), FileFault> {
        if self.started.is_none() {
            let head = std::mem::take(&mut self.head);
            self.start(&head, true)?;
        } else {
            self.feed(&[], true)?;
        }
        let Some(started) = self.started else { return Err(FileFault::Empty) };
        let Some((plan, known)) = self.header else { return Err(self.judge.fault()) };
        if self.rows.read == 0 {
            return Err(FileFault::HeaderOnly { line: self.rows.header_line });
        }
        let invalid = started.transcoder.invalid_bytes();
        if invalid > 0 {
            let found = format!("{invalid} bytes");
            self.rows.problems.add(0, "", &found, ProblemKind::InvalidText, Effect::Noted);
        }
        let table = self.rows.into_table(started.dialect, &plan);
        Ok((table, plan, known))
    }

    /// From the second chunk on, the rows so far tell how many more there will be.
    fn reserve_rest(&mut self) {
        let Some(total) = self.bytes_total.filter(|_| !self.has_reserved && self.rows.read > 0) else { return };
        self.has_reserved = true;
        // A little more than the share, as rows vary; a wrong size costs a doubling, no more. The file is not trusted
        // with more memory than its own size.
        let share = total as f64 / self.bytes_read.max(1) as f64 * 1.03 - 1.0;
        let rows = (self.rows.read as f64 * share).clamp(0.0, total as f64 / 8.0) as usize;
        self.rows.reserve(rows);
    }

    /// Judges the dialect by the first bytes, then reads them.
    fn start(&mut self, first: &[u8], whole: bool) -> Result<(), FileFault> {
        let dialect = Dialect::sniff(&first[..first.len().min(HEAD_BYTES)], whole)?;
        self.started =
            Some(Started { dialect, transcoder: Transcoder::new(&dialect), records: Records::new(&dialect) });
        self.feed(&first[dialect.bom_bytes..], whole)
    }

    fn feed(&mut self, chunk: &[u8], last: bool) -> Result<(), FileFault> {
        let Some(Started { transcoder, records, .. }) = &mut self.started else { return Ok(()) };
        let mut text = transcoder.push(chunk, last);
        loop {
            let complete = records.read(&mut text)? || (last && records.read_end()?);
            if !complete {
                return Ok(());
            }
            let line = records.start_line.take().unwrap_or(records.line);
            let record = records.record();
            match &self.header {
                Some((plan, _)) => self.rows.push(plan, record, line, self.strictness, self.on_bad_cell),
                None => {
                    let cells: Vec<&str> = (0..record.len()).map(|i| record.text(i)).collect();
                    self.header = self.judge.judge(&cells, line)?;
                    match &self.header {
                        Some((plan, _)) => self.rows.start(plan, line, record.len()),
                        None => self.rows.above_header += 1,
                    }
                    if self.rows.above_header >= MAX_ROWS_ABOVE_HEADER {
                        return Err(self.judge.fault());
                    }
                }
            }
            records.clear();
        }
    }
}
