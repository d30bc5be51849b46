//! `leadscore predict`: what a model says of each row of a table.
//!
//! Rows pass through in blocks: read, predicted on all threads, written, forgotten. So a table of any length needs the
//! memory of one block.

mod columns;
mod engine;
mod lines;

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use leadscore::{
    feature::{Kind, Schema},
    plot,
    problem::{Effect, FileFault, ProblemKind},
    registry::HouseModel,
    table::{Column, Dialect, Encoding, OnBadCell, Reader, Strictness, Table},
    tree::{Matrix, MatrixColumn, TreeProblem, Values},
};

use crate::{
    args::{Common, Predict},
    failure::Failure,
    input,
    log::Log,
    model::{self, Model},
    output, terminal,
    threads::Threads,
};
use columns::FeatureHeader;
use engine::Engine;
use lines::{Answers, Lines};

/// Some ten thousand rows of a common table: enough for every thread, little to hold.
const CHUNK_BYTES: usize = 4 * 1024 * 1024;

pub fn run(command: &Predict, common: &Common, log: &Log) -> Result<(), Failure> {
    let file = model::file_of(&command.model, Path::new("models"))?;
    let mut model = Model::read(&file)?;
    refuse_house_model(&model, &file, &command.files)?;
    if let Some(rounds) = command.rounds {
        keep_rounds(&mut model, rounds, &file)?;
    }
    let threads = Threads::new(common.threads)?;
    let mut lines = Lines::new(command, &model);
    let mut engine = Engine::new(&model, command);
    let mut failure = None;
    let written = output::write_to(command.output.as_deref(), |out| {
        for path in &command.files {
            let mut predictor =
                Predictor { command, model: &model, threads: &threads, log, path, unread: Unread::default() };
            if let Err(ended) = predictor.predict(&mut engine, &mut lines, out) {
                return Err(match ended {
                    End::Output(error) => error,
                    End::Input(input) => {
                        failure = Some(input);
                        io::Error::other("the input cannot be used")
                    }
                });
            }
        }
        Ok(())
    });
    // The input's fault is why the output ended.
    failure.map_or(written, Err)
}

/// A model of houses or leads asks for lists, not for a table. What it judges is put together from rows of several lists,
/// some of which are merged or rejected on the way: no line could stand for each row. So it is not asked here; the
/// message is the command that asks it.
fn refuse_house_model(model: &Model, file: &Path, lists: &[PathBuf]) -> Result<(), Failure> {
    let Model::Own(artifact) = model else { return Ok(()) };
    if !artifact.has_plan() {
        return Ok(());
    }
    let bad = |message: String| Failure::BadFile { file: file.display().to_string(), message };
    let (what, key) = match HouseModel::of(artifact).map_err(|problem| bad(problem.to_string()))? {
        Some(HouseModel::Lead(_)) => ("leads", "lead_probability"),
        _ => ("houses", "arv"),
    };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let lists: Vec<String> = lists.iter().map(|list| terminal::quoted(&list.to_string_lossy())).collect();
    Err(bad(format!(
        "this model judges {what}, each put together from rows of several lists, so it has no line for each row of one; run \
         `leadscore score {} --models {} --format jsonl`, where `{key}` is what it says of each parcel",
        lists.join(" "),
        terminal::quoted(&folder.to_string_lossy())
    )))
}

fn keep_rounds(model: &mut Model, rounds: usize, file: &Path) -> Result<(), Failure> {
    let bad = |message: String| Failure::BadFile { file: file.display().to_string(), message };
    match model {
        Model::Foreign(imported) if rounds <= imported.rounds() => imported.keep_rounds(rounds),
        Model::Foreign(imported) => {
            return Err(bad(format!("the model has {} rounds, not {rounds}; lower --rounds", imported.rounds())));
        }
        Model::Own(_) => {
            return Err(bad(
                "this kind of file does not keep rounds; leave --rounds out, or name the original".to_owned()
            ));
        }
    }
    Ok(())
}

/// Why the rows of a file did not come to their end.
enum End {
    Input(Failure),
    Output(io::Error),
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Input(failure)
    }
}

/// One file on its way through the model.
struct Predictor<'a> {
    command: &'a Predict,
    model: &'a Model,
    threads: &'a Threads,
    log: &'a Log,
    path: &'a Path,
    unread: Unread,
}

/// What was read as missing without being blank, to be said once.
#[derive(Default)]
struct Unread {
    short_rows: u64,
    unknown_levels: u64,
    first_unknown: Option<String>,
}

impl Predictor<'_> {
    fn predict(&mut self, engine: &mut Engine, lines: &mut Lines, out: &mut dyn Write) -> Result<(), End> {
        let header = FeatureHeader::new(self.model, self.command.no_header);
        let schema = header.schema();
        let mut reader = Reader::new(Strictness::Loose, OnBadCell::Blank, header);
        reader.keep_blank_rows();
        let mut source = self.open()?;
        let progress = terminal::byte_progress(self.log, std::fs::metadata(self.path).map_or(0, |meta| meta.len()));
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut is_first = true;
        loop {
            let read = fill(&mut *source, &mut chunk).map_err(|error| self.bad(input::in_words(&error)))?;
            progress.inc(read as u64);
            let mut bytes = &chunk[..read];
            if std::mem::take(&mut is_first) && self.command.no_header {
                bytes = self.push_header(&mut reader, bytes, &schema)?;
            }
            reader.push(bytes).map_err(|fault| self.fault(fault))?;
            if read < chunk.len() {
                break;
            }
            if let Some((table, _)) = reader.take_rows() {
                self.block(table, &schema, engine, lines, out)?;
            }
        }
        let (table, _, found) = reader.finish().map_err(|fault| self.fault(fault))?;
        self.block(table, &schema, engine, lines, out)?;
        progress.finish_and_clear();
        found.notes.iter().for_each(|note| self.log.info(&format!("{}: {note}", self.path.display())));
        self.say_unread();
        Ok(())
    }

    fn open(&self) -> Result<Box<dyn Read>, Failure> {
        if self.path == Path::new("-") {
            return Ok(Box::new(io::stdin().lock()));
        }
        let file = File::open(self.path).map_err(|error| self.bad(input::in_words(&error)))?;
        Ok(Box::new(file))
    }

    /// Gives a file without a header one; the rest of its first bytes comes back.
    fn push_header<'b>(
        &self,
        reader: &mut Reader<FeatureHeader>,
        first: &'b [u8],
        schema: &Schema,
    ) -> Result<&'b [u8], Failure> {
        let dialect = Dialect::sniff(&first[..first.len().min(64 * 1024)], first.len() < CHUNK_BYTES);
        let dialect = dialect.map_err(|fault| self.fault(fault))?;
        if !matches!(dialect.encoding, Encoding::Utf8 | Encoding::Windows1252) {
            return Err(self.bad("a file without a header must be UTF-8; save it again as such".to_owned()));
        }
        let cells: Vec<String> = (0..schema.columns.len()).map(|place| format!("f{place}")).collect();
        let delimiter = char::from(dialect.delimiter.byte()).to_string();
        let header = format!("{}{}", cells.join(&delimiter), if dialect.bare_cr { "\r" } else { "\n" });
        reader.push(header.as_bytes()).map_err(|fault| self.fault(fault))?;
        Ok(&first[dialect.bom_bytes..])
    }

    /// Predicts some rows and writes their lines.
    fn block(
        &mut self,
        table: Table,
        schema: &Schema,
        engine: &mut Engine,
        lines: &mut Lines,
        out: &mut dyn Write,
    ) -> Result<(), End> {
        self.judge_problems(&table)?;
        let rows = table.lines.len();
        if rows == 0 {
            return Ok(());
        }
        let columns: Vec<(String, Column)> =
            schema.columns.iter().map(|column| column.name.clone()).zip(table.columns).collect();
        self.count_unknown_levels(schema, &columns);
        let mut matrix = schema.matrix(columns).map_err(|problem| self.bad(problem.to_string()))?;
        let refuse = |problem: TreeProblem| self.bad(problem.to_string());
        if self.command.float32 {
            matrix = rounded(matrix).map_err(refuse)?;
        }
        if engine.prepare(&matrix, self.threads).map_err(refuse)? {
            let rows = plot::thousands(rows as u64);
            self.log.info(&format!(
                "the model does not keep how many training rows came by its nodes; for the contributions the first {rows} \
                 rows of the input stand in"
            ));
        }
        let answers = Answers::of(engine.ensemble(), &matrix, self.command, self.threads).map_err(refuse)?;
        lines.write(&answers, rows, out).map_err(End::Output)
    }

    /// A cell that holds something else than its column is no missing value: the file is refused there.
    fn judge_problems(&mut self, table: &Table) -> Result<(), Failure> {
        for problem in table.problems.iter() {
            let line = problem.line.saturating_sub(u32::from(self.command.no_header));
            if problem.effect == Effect::CellBlanked {
                let message = format!(
                    "line {line}, column {}: found `{}`, {}; mend the cell, or leave it blank",
                    problem.column,
                    problem.found.replace(['\n', '\r'], " "),
                    problem.kind.words()
                );
                return Err(self.bad(message));
            }
            let has_other_width = matches!(problem.kind, ProblemKind::MissingCells | ProblemKind::ExtraCells);
            if has_other_width && self.command.no_header {
                let message = format!("line {line}: found {}, one for each feature of the model", problem.found);
                return Err(self.bad(message));
            }
            self.unread.short_rows += u64::from(problem.kind == ProblemKind::MissingCells);
        }
        Ok(())
    }

    fn count_unknown_levels(&mut self, schema: &Schema, columns: &[(String, Column)]) {
        for (column, (name, values)) in schema.columns.iter().zip(columns) {
            let (Kind::Category { levels }, Column::Categories(values)) = (&column.kind, values) else { continue };
            let known: BTreeSet<&str> = levels.iter().map(String::as_str).collect();
            let is_unknown: Vec<bool> = values.values().iter().map(|value| !known.contains(value.as_str())).collect();
            let unknown = |code: &&u32| is_unknown.get(**code as usize).copied().unwrap_or(false);
            self.unread.unknown_levels += values.codes().iter().filter(unknown).count() as u64;
            let first = is_unknown.iter().position(|unknown| *unknown);
            if let (Some(first), None) = (first, &self.unread.first_unknown) {
                self.unread.first_unknown = Some(format!("`{}` in column {name}", values.values()[first]));
            }
        }
    }

    fn say_unread(&self) {
        let path = self.path.display();
        if let Some(first) = &self.unread.first_unknown {
            let texts = match self.unread.unknown_levels {
                1 => "1 text that the model does not know counts".to_owned(),
                count => format!("{} texts that the model does not know count", plot::thousands(count)),
            };
            self.log.info(&format!("{path}: {texts} as missing, first {first}"));
        }
        if self.unread.short_rows > 0 {
            let rows = match self.unread.short_rows {
                1 => "1 row has".to_owned(),
                count => format!("{} rows have", plot::thousands(count)),
            };
            self.log.info(&format!("{path}: {rows} fewer cells than the header; what is lacking counts as missing"));
        }
    }

    fn bad(&self, message: String) -> Failure {
        Failure::BadFile { file: self.path.display().to_string(), message }
    }

    fn fault(&self, fault: FileFault) -> Failure {
        self.bad(match fault {
            // The header's own words say enough.
            FileFault::Unreadable { reason } => reason,
            other => other.to_string(),
        })
    }
}

/// The same matrix with its numbers in 32 bits.
fn rounded(matrix: Matrix) -> Result<Matrix, TreeProblem> {
    let round = |MatrixColumn { name, values }: MatrixColumn| MatrixColumn {
        name,
        values: match values {
            Values::Double(numbers) => Values::Single(numbers.into_iter().map(|number| number as f32).collect()),
            others => others,
        },
    };
    Matrix::new(matrix.into_columns().into_iter().map(round).collect())
}

/// Reads until the chunk is full or the source at its end.
fn fill(source: &mut dyn Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match source.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
