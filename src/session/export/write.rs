//! Rows of cells as the text of a file: CSV, JSON, GeoJSON.

use super::columns::{Cell, Kind, day};
use crate::table::RecordWriter;

/// A row of CSV, with texts guarded against being run as formulas.
pub fn csv_row(cells: &[Cell<'_>], record: &mut RecordWriter) {
    for cell in cells {
        match cell {
            Cell::Empty => record.blank(),
            Cell::Text(text) => record.guarded_text(Some(text)),
            Cell::Number(number) => record.number(Some(*number)),
            Cell::Day(days) => record.text(&day(*days).to_string()),
        }
    }
    record.end();
}

pub fn csv_header(names: &[&str], record: &mut RecordWriter) {
    names.iter().for_each(|name| record.text(name));
    record.end();
}

/// A cell as the file says it.
pub fn words(cell: &Cell<'_>) -> String {
    let mut record = RecordWriter::default();
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => return text.clone().into_owned(),
        Cell::Number(number) => record.number(Some(*number)),
        Cell::Day(days) => return day(*days).to_string(),
    }
    String::from_utf8_lossy(record.bytes()).into_owned()
}

/// An object with a member per column; what is empty is null.
pub fn json_object(names: &[&str], cells: &[Cell<'_>], out: &mut Vec<u8>) {
    out.push(b'{');
    for (place, (name, cell)) in names.iter().zip(cells).enumerate() {
        if place > 0 {
            out.push(b',');
        }
        json_text(name, out);
        out.push(b':');
        match cell {
            Cell::Empty => out.extend_from_slice(b"null"),
            Cell::Text(text) => json_text(text, out),
            Cell::Number(_) => out.extend_from_slice(words(cell).as_bytes()),
            Cell::Day(days) => json_text(&day(*days).to_string(), out),
        }
    }
    out.push(b'}');
}

/// A point with its properties, as RFC 7946 wants it: longitude first.
pub fn feature(longitude: f64, latitude: f64, names: &[&str], cells: &[Cell<'_>], out: &mut Vec<u8>) {
    out.extend_from_slice(br#"{"type":"Feature","geometry":{"type":"Point","coordinates":["#);
    out.extend_from_slice(words(&Cell::Number(longitude)).as_bytes());
    out.push(b',');
    out.extend_from_slice(words(&Cell::Number(latitude)).as_bytes());
    out.extend_from_slice(br#"]},"properties":"#);
    json_object(names, cells, out);
    out.push(b'}');
}

/// A text in quotes; only what JSON forbids is escaped.
fn json_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            c if c < ' ' => out.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes()),
            c => {
                let mut four = [0; 4];
                out.extend_from_slice(c.encode_utf8(&mut four).as_bytes());
            }
        }
    }
    out.push(b'"');
}

/// How wide a column of a spreadsheet is, in characters.
pub fn width(name: &str, kind: Kind) -> u32 {
    let usual = match kind {
        Kind::Text => 18,
        Kind::Whole | Kind::Decimal | Kind::Percent | Kind::Share => 10,
        Kind::Degrees | Kind::Usd | Kind::Day => 13,
    };
    let usual = if name.to_ascii_lowercase().contains("reason") || name == "Why call" { 48 } else { usual };
    usual.max(name.len() as u32 + 4)
}
