//! The rows and cells that an import did not take as they are, as a CSV file for whoever mends the lists.

use super::FileReport;
use crate::{problem::Problems, table::RecordWriter};

const HEADER: [&str; 6] = ["file", "line", "column", "value", "reason", "effect"];

/// Writes the problems of each file, a piece at a time.
pub fn write_rejects<E>(
    files: &[FileReport],
    problems: &[Problems],
    mut write: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut record = RecordWriter::default();
    HEADER.iter().for_each(|header| record.text(header));
    record.end();
    for (file, problems) in files.iter().zip(problems) {
        for problem in problems.iter() {
            record.guarded_text(Some(&file.name));
            record.whole(i64::from(problem.line));
            record.guarded_text(Some(&problem.column));
            record.guarded_text(Some(&problem.found));
            record.text(problem.kind.words());
            record.text(problem.effect.words());
            record.end();
            write(record.bytes())?;
            record.clear();
        }
        if problems.dropped() > 0 {
            record.guarded_text(Some(&file.name));
            (0..3).for_each(|_| record.blank());
            record.text(&format!("and {} more of the kinds above", problems.dropped()));
            record.blank();
            record.end();
        }
    }
    write(record.bytes())
}
