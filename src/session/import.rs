//! Files -> leads, with an account of every row.

use super::report::{ColumnReport, FileReport, JoinRate, ProblemCount};
use crate::{
    lanes::Lanes,
    layout::{ImportMode, Lesson, Recognised, Recogniser, Role, Rows, Source, SourceRows},
    lead::{Leads, Outcomes, Sales, round_decimal},
    problem::{Effect, FileFault, Problem, Problems},
    table::{Column, Reader, Table, TablePlan},
};

/// Reads one file, chunk by chunk; files can be read side by side.
pub struct FileReader {
    name: String,
    bytes: u64,
    /// The reader, until the file turns out to be of no use.
    reader: Result<Reader<Recogniser>, FileFault>,
}

impl FileReader {
    pub fn new(name: &str, mode: ImportMode) -> Self {
        Self::with_size(name, mode, None)
    }

    /// The same for a file of known size.
    pub fn with_size(name: &str, mode: ImportMode, bytes: Option<u64>) -> Self {
        let mut reader = Reader::new(mode.strictness(), mode.on_bad_cell(), Recogniser::new(mode));
        if let Some(bytes) = bytes {
            reader.expect_bytes(bytes);
        }
        Self { name: name.to_owned(), bytes: 0, reader: Ok(reader) }
    }

    /// Takes the next bytes. False when the file has turned out to be of no use and the rest need not be read.
    pub fn push(&mut self, chunk: &[u8]) -> bool {
        self.bytes += chunk.len() as u64;
        if let Ok(reader) = &mut self.reader
            && let Err(fault) = reader.push(chunk)
        {
            self.reader = Err(fault);
        }
        self.reader.is_ok()
    }

    /// Says that the file could not be read to its end.
    pub fn fail(&mut self, reason: &str) {
        self.reader = Err(FileFault::Unreadable { reason: reason.to_owned() });
    }

    /// Ends the file.
    pub fn finish(self) -> ReadFile {
        let outcome = self.reader.and_then(Reader::finish);
        ReadFile { name: self.name, bytes: self.bytes, outcome }
    }
}

/// A file that was read, or why it could not be.
pub struct ReadFile {
    name: String,
    bytes: u64,
    outcome: Result<(Table, TablePlan, Recognised), FileFault>,
}

impl ReadFile {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn fault(&self) -> Option<&FileFault> {
        self.outcome.as_ref().err()
    }
}

/// What an import made of its files.
pub struct Imported {
    pub leads: Leads,
    pub files: Vec<FileReport>,
    /// By file.
    pub problems: Vec<Problems>,
    pub joins: Vec<JoinRate>,
    /// To learn prices from; scoring does not look at them.
    pub sales: Sales,
    /// To learn from what came of calls.
    pub outcomes: Outcomes,
}

/// Joins files into leads. Their order decides which of two undated rows counts as the later one.
pub fn import(files: Vec<ReadFile>, mode: ImportMode, lanes: &dyn Lanes) -> Imported {
    let mut rows = Rows::default();
    let (mut sales, mut outcomes) = (SourceRows::default(), SourceRows::default());
    let mut reports = Vec::with_capacity(files.len());
    let mut problems = Vec::with_capacity(files.len());
    for (number, file) in files.into_iter().enumerate() {
        let mut report = FileReport { name: file.name, bytes: file.bytes, ..FileReport::default() };
        match file.outcome {
            Err(fault) => {
                report.error = Some(fault.to_string());
                problems.push(Problems::default());
            }
            Ok((mut table, plan, recognised)) => {
                report.layout = Some(recognised.layout.to_owned());
                report.dialect = table.dialect.to_string();
                report.columns = column_reports(&table, &plan, &recognised);
                report.ignored_headers = recognised.ignored_headers.clone();
                report.read = table.rows_read;
                problems.push(std::mem::take(&mut table.problems));
                match recognised.role {
                    Role::Leads(source) => {
                        report.source = Some(source);
                        rows.of_mut(source).append_table(number, table, &recognised);
                    }
                    Role::Aside(why) => report.left_aside = Some(why.to_owned()),
                    Role::Lessons(lesson, why) => {
                        report.left_aside = Some(why.to_owned());
                        let rows = match lesson {
                            Lesson::Sales => &mut sales,
                            Lesson::Outcomes => &mut outcomes,
                        };
                        rows.append_table(number, table, &recognised);
                    }
                }
            }
        }
        reports.push(report);
    }
    let leads = Leads::build(rows, mode, lanes, &mut problems);
    for (report, problems) in reports.iter_mut().zip(&problems) {
        report.rejected = problems.rows(Effect::RowRejected);
        report.merged = problems.rows(Effect::RowMerged);
        report.kept = report.read - report.rejected - report.merged;
        report.problems = problem_counts(problems);
    }
    let joins = join_rates(&leads);
    let (sales, outcomes) = (Sales::build(&sales, &leads), Outcomes::build(&outcomes, &leads));
    Imported { leads, files: reports, problems, joins, sales, outcomes }
}

fn column_reports(table: &Table, plan: &TablePlan, recognised: &Recognised) -> Vec<ColumnReport> {
    let share = |column: &Column| round_decimal(column.filled() as f64 / column.len().max(1) as f64, 4);
    let columns = plan.columns.iter().zip(&recognised.fields).zip(&table.columns);
    columns
        .map(|((plan, field), column)| ColumnReport {
            header: plan.header.clone(),
            field: field.label().to_owned(),
            filled: share(column),
        })
        .collect()
}

fn problem_counts(problems: &Problems) -> Vec<ProblemCount> {
    const EXAMPLES: usize = 3;
    let count = |(effect, kind, count)| ProblemCount {
        reason: format!("{}: {}", Effect::words(effect), crate::problem::ProblemKind::words(kind)),
        count,
        examples: problems
            .iter()
            .filter(|p: &&Problem| p.kind == kind && p.effect == effect)
            .take(EXAMPLES)
            .map(ToString::to_string)
            .collect(),
    };
    problems.counts().map(count).collect()
}

/// For each pair of lists: how many leads of the one the other names too.
pub(super) fn join_rates(leads: &Leads) -> Vec<JoinRate> {
    const PAIRS: [(Source, Source); 5] = [
        (Source::TaxSale, Source::PropertyRecord),
        (Source::Foreclosure, Source::PropertyRecord),
        (Source::TaxSale, Source::Foreclosure),
        (Source::CodeViolation, Source::PropertyRecord),
        (Source::Enrichment, Source::PropertyRecord),
    ];
    let mut rates = PAIRS.map(|(from, to)| JoinRate { from, to, matched: 0, total: 0 });
    for lead in leads.iter() {
        let named = Source::ALL.map(|source| lead.has(source));
        for rate in &mut rates {
            let is_from = named[rate.from as usize];
            rate.total += u32::from(is_from);
            rate.matched += u32::from(is_from && named[rate.to as usize]);
        }
    }
    let has = |source| !leads.rows().of(source).is_empty();
    rates.into_iter().filter(|rate| rate.total > 0 && has(rate.to)).collect()
}
