//! Real files as they lie about, where the folder of them is at hand: none panics, the county's own are recognised.

use std::{
    fs,
    path::{Path, PathBuf},
};

use leadscore::{
    lanes::Inline,
    layout::Source,
    session::{FileReader, FileReport, ImportMode, import},
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
