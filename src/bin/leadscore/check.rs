//! `leadscore check`: what each file is and what became of its rows.

use std::{fmt::Write as _, path::Path};

use leadscore::{plot, session::FileReport};
use serde::Serialize;

use crate::{
    args::{Check, Common, TableFormat},
    failure::Failure,
    input,
    log::Log,
    output, terminal,
    threads::Threads,
};

#[derive(Serialize)]
struct Report<'a> {
    files: &'a [FileReport],
    joins: &'a [leadscore::session::JoinRate],
    leads: usize,
    /// Values in which rows of one parcel differ.
    conflicts: usize,
    conflict_examples: Vec<ConflictExample<'a>>,
}

#[derive(Serialize)]
struct ConflictExample<'a> {
    parcel_id: &'a str,
    source: &'static str,
    field: &'static str,
    used: &'a str,
    other: &'a str,
}

const CONFLICT_EXAMPLES: usize = 5;

pub fn run(command: &Check, common: &Common, log: &Log) -> Result<(), Failure> {
    let threads = Threads::new(common.threads)?;
    // A file that cannot be used is part of the answer, so all others are read first.
    let imported = input::read_keeping_faults(&command.input, &threads, log)?;
    let conflicts = imported.leads.conflicts();
    let report = Report {
        files: &imported.files,
        joins: &imported.joins,
        leads: imported.leads.len(),
        conflicts: conflicts.len(),
        conflict_examples: conflicts
            .iter()
            .take(CONFLICT_EXAMPLES)
            .map(|conflict| ConflictExample {
                parcel_id: imported.leads.get(conflict.lead as usize).parcel_id(),
                source: conflict.source.label(),
                field: conflict.field.label(),
                used: &conflict.used,
                other: &conflict.other,
            })
            .collect(),
    };
    let text = match command.format {
        TableFormat::Json => serde_json::to_string_pretty(&report)?,
        TableFormat::Table => in_words(&report),
    };
    output::write_to(None, |out| writeln!(out, "{}", text.trim_end()))?;
    let bad: Vec<&FileReport> = imported.files.iter().filter(|file| file.error.is_some()).collect();
    match bad.first() {
        Some(first) if !command.input.skip_bad_files => Err(Failure::BadFiles {
            count: bad.len(),
            total: imported.files.len(),
            file: first.name.clone(),
            message: first.error.clone().unwrap_or_default(),
        }),
        _ => Ok(()),
    }
}

fn in_words(report: &Report<'_>) -> String {
    let mut text = String::new();
    for file in report.files {
        // Writing to a String cannot fail.
        let _written = write_file(&mut text, file);
    }
    if !report.joins.is_empty() {
        let mut table = terminal::table(&["Of the", "are also in", "leads", "of", "percent"], &[2, 3, 4]);
        for join in report.joins {
            table.add_row([
                join.from.plural().to_owned(),
                join.to.plural().to_lowercase(),
                plot::thousands(u64::from(join.matched)),
                plot::thousands(u64::from(join.total)),
                format!("{:.1} %", f64::from(join.matched) / f64::from(join.total.max(1)) * 100.0),
            ]);
        }
        text.push_str(&format!("{table}\n\n"));
    }
    if report.conflicts > 0 {
        // Writing to a String cannot fail.
        let _written = write_conflicts(&mut text, report);
    }
    let plural = if report.leads == 1 { "" } else { "s" };
    text.push_str(&format!("{} lead{plural}\n", plot::thousands(report.leads as u64)));
    text
}

fn write_conflicts(text: &mut String, report: &Report<'_>) -> std::fmt::Result {
    writeln!(text, "Rows of one parcel differ in {} values:", plot::thousands(report.conflicts as u64))?;
    for ConflictExample { parcel_id, source, field, used, other } in &report.conflict_examples {
        writeln!(text, "  {parcel_id}, {field} of the {}: `{used}` used, `{other}` also given", source.to_lowercase())?;
    }
    writeln!(text)
}

fn write_file(text: &mut String, file: &FileReport) -> std::fmt::Result {
    let name = Path::new(&file.name).file_name().map_or(file.name.as_str(), |name| name.to_str().unwrap_or(&file.name));
    if let Some(error) = &file.error {
        return writeln!(text, "{name}: NOT USABLE\n  {error}\n");
    }
    let count = plot::thousands;
    writeln!(text, "{name}: {} ({})", file.layout.as_deref().unwrap_or("?"), file.dialect)?;
    writeln!(
        text,
        "  {} rows read = {} kept + {} rejected + {} merged",
        count(file.read),
        count(file.kept),
        count(file.rejected),
        count(file.merged)
    )?;
    if let Some(why) = &file.left_aside {
        writeln!(text, "  left aside: {why}")?;
    }
    let columns: Vec<String> = file
        .columns
        .iter()
        .map(|column| format!("{} ({}, {:.0} %)", column.header, column.field, column.filled * 100.0))
        .collect();
    writeln!(text, "  columns: {}", columns.join(", "))?;
    if !file.ignored_headers.is_empty() {
        writeln!(text, "  not used: {}", file.ignored_headers.join(", "))?;
    }
    for problem in &file.problems {
        writeln!(text, "  {} × {}", count(problem.count), problem.reason)?;
        for example in &problem.examples {
            writeln!(text, "      {example}")?;
        }
    }
    writeln!(text)
}
