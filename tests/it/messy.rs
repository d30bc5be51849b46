//! Real files as they lie about, where the folder of them is at hand: none panics, the county's own are recognised.

use std::{
    fs,
    path::{Path, PathBuf},
};

use leadscore::{
    lanes::Inline,
    layout::Source,
    problem::FileFault,
    session::{FileReader, FileReport, ImportMode, import},
    table::{CellKind, ColumnPlan, HeaderJudge, OnBadCell, Reader, Strictness, TablePlan},
};

/// The folder of real files. Says so when it is not there.
fn data() -> Option<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if data.is_dir() {
        return Some(data);
    }
    eprintln!("skipped: there is no {}", data.display());
    None
}

/// Only the beginning: the messy files are small, and a test build reads slowly.
const MOST_BYTES: usize = 400_000;

fn read(path: &Path, chunk_bytes: usize) -> FileReport {
    let bytes = fs::read(path).unwrap();
    let mut reader = FileReader::new(&path.display().to_string(), ImportMode::Smart);
    for chunk in bytes[..bytes.len().min(MOST_BYTES)].chunks(chunk_bytes) {
        if !reader.push(chunk) {
            break;
        }
    }
    import(vec![reader.finish()], ImportMode::Smart, &Inline).files.remove(0)
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_messy_file_does_harm() {
    let Some(data) = data() else { return };
    let mut files = Vec::new();
    for folder in ["csv", "distress"] {
        files_below(&data.join(folder), &mut files);
    }
    assert!(files.len() > 200);
    let mut known = 0;
    for path in &files {
        let report = read(path, 64 * 1024);
        match &report.error {
            Some(message) => {
                assert!(!message.contains('\n') && message.len() < 800, "{}: {message}", path.display());
                assert!(!message.contains("()"), "{}: {message}", path.display());
            }
            None => {
                known += 1;
                assert_eq!(report.read, report.kept + report.rejected + report.merged, "{}", path.display());
            }
        }
    }
    assert!(known >= 3, "{known}");
}

#[test]
fn the_countys_own_lists_are_recognised() {
    let Some(data) = data() else { return };
    for (name, layout, source, rows) in [
        ("orange_fl_code_violations.csv", "code enforcement cases", Source::CodeViolation, 3013),
        ("orange_fl_code_cases_excel_export.csv", "code enforcement cases", Source::CodeViolation, 3013),
        ("orange_fl_foreclosures.csv", "foreclosure auction list", Source::Foreclosure, 34),
    ] {
        let path = data.join("distress").join(name);
        let report = read(&path, 1 << 20);
        assert_eq!(report.error, None, "{name}");
        assert_eq!((report.layout.as_deref(), report.source), (Some(layout), Some(source)), "{name}");
        assert_eq!(report.read, rows, "{name}");
        assert_eq!(report.read, report.kept + report.rejected + report.merged, "{name}");
        let bad_cells: u64 = report.problems.iter().filter(|p| p.reason.contains("left blank")).map(|p| p.count).sum();
        assert_eq!(bad_cells, 0, "{name}: {:?}", report.problems);
    }
}

/// Takes the first row for the header and all columns for text.
struct FirstRow;

impl HeaderJudge for FirstRow {
    type Known = ();

    fn judge(&mut self, cells: &[&str], _line: u64) -> Result<Option<(TablePlan, ())>, FileFault> {
        let column = |(position, header): (usize, &&str)| ColumnPlan {
            position,
            header: (*header).to_owned(),
            kind: CellKind::Text,
        };
        Ok(Some((TablePlan { columns: cells.iter().enumerate().map(column).collect() }, ())))
    }

    fn fault(&mut self) -> FileFault {
        FileFault::Empty
    }
}

/// The conformance suite csv-spectrum: each file beside what it means.
#[test]
fn the_spectrum_of_csv_reads_as_it_means() {
    let Some(spectrum) = data().map(|data| data.join("csv/csv-spectrum")) else { return };
    let mut cases = Vec::new();
    files_below(&spectrum.join("csvs"), &mut cases);
    assert!(cases.len() >= 12);
    for case in cases {
        let name = case.file_stem().unwrap().to_str().unwrap();
        if name == "location_coordinates" {
            continue; // The suite's own two files give different phone numbers.
        }
        let expected = fs::read_to_string(spectrum.join(format!("json/{name}.json"))).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        let mut reader = Reader::new(Strictness::Lenient, OnBadCell::Blank, FirstRow);
        reader.push(&fs::read(&case).unwrap()).unwrap();
        let (table, plan, ()) = reader.finish().unwrap();
        let rows = (0..table.lines.len()).map(|row| {
            let cells = plan.columns.iter().zip(&table.columns);
            cells.map(|(plan, column)| (plan.header.clone(), column.display(row).unwrap_or_default().into())).collect()
        });
        assert_eq!(serde_json::Value::Array(rows.map(serde_json::Value::Object).collect()), expected, "{name}");
    }
}
