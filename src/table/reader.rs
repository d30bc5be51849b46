//! The reader: chunks in, columns out.

use csv_core::{ReadRecordResult, Terminator};

use super::{
    cell::{self, NumberRule},
    column::{Categories, Column, Numbers, Texts},
    day::{Day, DayCell, Days},
    decode::Transcoder,
    dialect::Dialect,
};
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

/// The record being read, and where.
struct Records {
    core: csv_core::Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
    cells_len: usize,
    ends_len: usize,
    /// Line of the next byte, from 1.
    line: u64,
    /// Line where the record being read starts; None between records.
    start_line: Option<u64>,
    /// The last byte read that is no blank.
    last_ink: u8,
}

const HEAD_BYTES: usize = 64 * 1024;
const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;
/// No list has as many columns; a row of a hundred million commas must not ask for a place for each.
const MAX_ROW_CELLS: usize = 1024 * 1024;
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
        let table = Table {
            dialect: started.dialect,
            columns: self.rows.columns,
            lines: self.rows.lines,
            rows_read: self.rows.read,
            problems: self.rows.problems,
        };
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
        self.rows.columns.iter_mut().for_each(|column| column.reserve(rows));
        self.rows.lines.reserve_exact(rows);
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

fn empty_column(kind: CellKind) -> Column {
    match kind {
        CellKind::Text | CellKind::UpperText => Column::Texts(Texts::default()),
        CellKind::Category => Column::Categories(Categories::default()),
        CellKind::Number(_) => Column::Numbers(Numbers::default()),
        CellKind::Day => Column::Days(Days::default()),
    }
}

impl Records {
    fn new(dialect: &Dialect) -> Self {
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
    fn read(&mut self, text: &mut &[u8]) -> Result<bool, FileFault> {
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
    fn read_end(&mut self) -> Result<bool, FileFault> {
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

    fn record(&self) -> Record<'_> {
        Record { cells: &self.cells[..self.cells_len], ends: &self.ends[..self.ends_len] }
    }

    fn clear(&mut self) {
        self.cells_len = 0;
        self.ends_len = 0;
    }
}

/// The cells of one row.
#[derive(Clone, Copy)]
struct Record<'a> {
    cells: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Record<'a> {
    fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell without surrounding blanks; empty when the row is too short.
    fn bytes(&self, position: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(position) else { return &[] };
        let start = if position == 0 { 0 } else { self.ends[position - 1] };
        self.cells[start..end].trim_ascii()
    }

    fn text(&self, position: usize) -> &'a str {
        // The transcoder hands on UTF-8 only and the parser cuts at ASCII characters, so this never fails.
        std::str::from_utf8(self.bytes(position)).unwrap_or_default().trim()
    }
}

/// The rows so far.
#[derive(Default)]
struct Rows {
    columns: Vec<Column>,
    lines: Vec<u32>,
    read: u64,
    above_header: usize,
    header_line: u64,
    width: usize,
    problems: Problems,
    upper: String,
}

impl Rows {
    fn start(&mut self, plan: &TablePlan, line: u64, width: usize) {
        self.above_header = 0;
        self.header_line = line;
        self.width = width;
        self.columns = plan.columns.iter().map(|column| empty_column(column.kind)).collect();
    }

    fn push(&mut self, plan: &TablePlan, record: Record<'_>, line: u64, strictness: Strictness, on_bad: OnBadCell) {
        if (0..record.len()).all(|i| record.bytes(i).is_empty()) {
            return; // A row of nothing but delimiters: spreadsheets write these below the data.
        }
        self.read += 1;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut rejected = false;
        for (column, plan) in self.columns.iter_mut().zip(&plan.columns) {
            let found = match read_cell(column, plan.kind, record, plan.position, strictness, &mut self.upper) {
                Ok(()) => continue,
                Err(kind) => kind,
            };
            let effect = match on_bad {
                OnBadCell::RejectRow if !rejected => Effect::RowRejected,
                OnBadCell::RejectRow => Effect::OfRejectedRow,
                OnBadCell::Blank => Effect::CellBlanked,
            };
            rejected |= on_bad == OnBadCell::RejectRow;
            self.problems.add(line, &plan.header, record.text(plan.position), found, effect);
            column.push_blank();
        }
        if rejected {
            self.columns.iter_mut().for_each(Column::pop);
            return;
        }
        if record.len() != self.width {
            let (kind, cells) = if record.len() < self.width {
                (ProblemKind::MissingCells, record.len())
            } else {
                (ProblemKind::ExtraCells, record.len())
            };
            self.problems.add(line, "", &format!("{cells} of {} cells", self.width), kind, Effect::Noted);
        }
        self.lines.push(line);
    }
}

/// Reads one cell into its column; nothing is pushed when it cannot be read.
fn read_cell(
    column: &mut Column,
    kind: CellKind,
    record: Record<'_>,
    position: usize,
    strictness: Strictness,
    upper: &mut String,
) -> Result<(), ProblemKind> {
    match (column, kind) {
        (Column::Numbers(numbers), CellKind::Number(rule)) => {
            let bytes = record.bytes(position);
            let value = if bytes.is_empty() {
                None
            } else {
                let parsed = match strictness {
                    Strictness::Lenient => cell::parse_written(bytes),
                    Strictness::Strict => cell::parse_plain(bytes),
                };
                rule.check(parsed.ok_or(ProblemKind::NotANumber)?)?
            };
            numbers.push(value);
        }
        (Column::Days(days), _) => {
            let text = record.text(position);
            let cell = match Day::parse(text) {
                _ if text.is_empty() => DayCell::Blank,
                Some(day) => DayCell::On(day),
                None if strictness == Strictness::Strict => DayCell::Unreadable,
                None => return Err(ProblemKind::NotADate),
            };
            days.push(cell);
        }
        (Column::Texts(texts), CellKind::UpperText) => {
            let text = record.text(position);
            if text.bytes().any(|b| !b.is_ascii() || b.is_ascii_lowercase()) {
                upper.clear();
                upper.extend(text.chars().flat_map(char::to_uppercase));
                texts.push(Some(upper));
            } else {
                texts.push(Some(text).filter(|t| !t.is_empty()));
            }
        }
        (Column::Texts(texts), _) => texts.push(Some(record.text(position)).filter(|t| !t.is_empty())),
        (Column::Categories(categories), _) => {
            categories.push(Some(record.text(position)).filter(|t| !t.is_empty()));
        }
        (column @ Column::Numbers(_), _) => column.push_blank(),
    }
    Ok(())
}
