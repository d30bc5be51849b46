mod laws;
mod values;

use expect_test::{Expect, expect};

use super::*;
use crate::problem::FileFault;

/// Takes a row that begins with `id` for the header.
struct ById;

impl HeaderJudge for ById {
    type Known = ();

    fn judge(&mut self, cells: &[&str], _line: u64) -> Result<Option<(TablePlan, ())>, FileFault> {
        if cells.first() != Some(&"id") {
            return Ok(None);
        }
        let kind = |header: &str| match header {
            "n" => CellKind::Number(NumberRule::ANY),
            "year" => CellKind::Number(NumberRule { min: 1800.0, max: 2100.0, whole: true, unknown: Some(0.0) }),
            "date" => CellKind::Day,
            "city" => CellKind::Category,
            "up" => CellKind::UpperText,
            _ => CellKind::Text,
        };
        let columns = cells.iter().enumerate().map(|(position, &header)| ColumnPlan {
            position,
            header: header.to_owned(),
            kind: kind(header),
        });
        Ok(Some((TablePlan { columns: columns.collect() }, ())))
    }

    fn fault(&mut self) -> FileFault {
        FileFault::Unreadable { reason: "no header".to_owned() }
    }
}

fn read_chunks<'a>(
    chunks: impl IntoIterator<Item = &'a [u8]>,
    strictness: Strictness,
    on_bad: OnBadCell,
) -> Result<Table, FileFault> {
    let mut reader = Reader::new(strictness, on_bad, ById);
    for chunk in chunks {
        reader.push(chunk)?;
    }
    reader.finish().map(|(table, _, ())| table)
}

fn read(bytes: &[u8]) -> Result<Table, FileFault> {
    read_chunks([bytes], Strictness::Lenient, OnBadCell::Blank)
}

/// Every row with its line, then every problem.
fn show(table: &Table) -> String {
    let mut text = String::new();
    for (row, line) in table.lines.iter().enumerate() {
        let cells: Vec<String> =
            table.columns.iter().map(|column| column.display(row).unwrap_or_else(|| "-".to_owned())).collect();
        text.push_str(&format!("{line}: {}\n", cells.join(" | ").replace("\r\n", "\n")));
    }
    for problem in table.problems.iter() {
        text.push_str(&format!("{problem}: {}, {}\n", problem.kind.words(), problem.effect.words()));
    }
    text
}

fn outcome(read: Result<Table, FileFault>) -> String {
    match read {
        Ok(table) => format!("{}\n{}", table.dialect, show(&table)),
        Err(fault) => format!("{fault}\n"),
    }
}

fn check(bytes: impl AsRef<[u8]>, expected: Expect) {
    expected.assert_eq(&outcome(read(bytes.as_ref())));
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_delimiter_encoding_and_line_end_reads_the_same() {
    let rows = [["id", "name", "n", "note"], ["007", "Peña Café", "1.5", "a"], ["8", "Müller", "2", "b"]];
    for (delimiter, name) in [(",", "comma"), ("\t", "tab"), (";", "semicolon"), ("|", "pipe")] {
        for (line_end, lines) in
            [("\n", [2, 3]), ("\r\n", [2, 3]), ("\r", [2, 3]), ("\n\n", [3, 5]), ("\r\n\r\n", [3, 5])]
        {
            for ends_with_line in [true, false] {
                let mut text = rows.map(|row| row.join(delimiter)).join(line_end);
                text.push_str(if ends_with_line { line_end } else { "" });
                let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
                let encoded = [
                    ("UTF-8", text.clone().into_bytes()),
                    ("UTF-8 with BOM", format!("\u{FEFF}{text}").into_bytes()),
                    ("UTF-16 LE", utf_16(&text, u16::to_le_bytes)),
                    ("UTF-16 LE with BOM", utf_16(&format!("\u{FEFF}{text}"), u16::to_le_bytes)),
                    ("UTF-16 BE", utf_16(&text, u16::to_be_bytes)),
                    ("UTF-16 BE with BOM", utf_16(&format!("\u{FEFF}{text}"), u16::to_be_bytes)),
                    ("Windows-1252", windows),
                ];
                for (encoding, bytes) in encoded {
                    let table = read(&bytes).unwrap();
                    let cr = if line_end == "\r" { ", CR line ends" } else { "" };
                    assert_eq!(table.dialect.to_string(), format!("{encoding}, {name}{cr}"));
                    let [first, second] = lines;
                    let shown = format!("{first}: 007 | Peña Café | 1.5 | a\n{second}: 8 | Müller | 2 | b\n");
                    assert_eq!(show(&table), shown, "{encoding}, {name}, {line_end:?}");
                }
            }
        }
    }
}

#[test]
fn identifiers_stay_text() {
    check(
        "id,zip,phone\n000123,01234,4075550100\n1e5,0.10,+1 407\n",
        expect![[r#"
            UTF-8, comma
            2: 000123 | 01234 | 4075550100
            3: 1e5 | 0.10 | +1 407
        "#]],
    );
}

#[test]
fn quoted_line_breaks_count_as_lines_and_end_no_row() {
    let rows = "id,note,n\r\n1,\"two\r\nlines, and a \"\"word\"\"\",5\r\n2,\"a\nb\nc\",x\r\n3,plain,6\r\n";
    check(
        rows,
        expect![[r#"
            UTF-8, comma
            2: 1 | two
            lines, and a "word" | 5
            4: 2 | a
            b
            c | -
            7: 3 | plain | 6
            line 4, column n: found `x`: not a number, cell left blank
        "#]],
    );
    let cr_only = "id,note\r1,\"a\nb\"\r2,\"c\rd\"\r3,e\r";
    check(
        cr_only,
        expect![[r#"
            UTF-8, comma, CR line ends
            2: 1 | a
            b
            4: 2 | c
            d
            6: 3 | e
        "#]],
    );
}

#[test]
fn titles_blank_lines_and_lines_of_delimiters_are_no_rows() {
    check(
        "\n\"Open cases, as of May 12\",,\n\nTotal: 2,,\n,,\nid,name,n\n\n1,a,1\n,,\n  , ,\n2,b,2\n,,\n",
        expect![[r#"
            UTF-8, comma
            8: 1 | a | 1
            11: 2 | b | 2
        "#]],
    );
    let far_below = format!("{}id,name\n1,a\n", "title,\n".repeat(25));
    check(
        far_below,
        expect![[r#"
        it could not be read: no header
    "#]],
    );
}

#[test]
fn short_and_long_rows_are_kept_and_noted() {
    check(
        "id,name,n\n1\n2,b,2,left,over\n3,c,3\n",
        expect![[r#"
            UTF-8, comma
            2: 1 | - | -
            3: 2 | b | 2
            4: 3 | c | 3
            line 2: found `1 of 3 cells`: fewer cells than the header, kept
            line 3: found `5 of 3 cells`: more cells than the header; the extra ones are ignored, kept
        "#]],
    );
}

#[test]
fn the_delimiter_is_the_one_that_rows_agree_on() {
    // Commas of names and decimal commas are more numerous than the delimiter, but not in every row.
    check(
        "id|owner|city\n1|SMITH, JOHN, JR, ETAL, TR|Orlando\n2|DOE, JANE|Orlando, FL\n",
        expect![[r#"
            UTF-8, pipe
            2: 1 | SMITH, JOHN, JR, ETAL, TR | Orlando
            3: 2 | DOE, JANE | Orlando, FL
        "#]],
    );
    check(
        "id;a;b\n1;1,5;2,5,3,5\n2;x;\"1;2;3;4;5\"\n",
        expect![[r#"
            UTF-8, semicolon
            2: 1 | 1,5 | 2,5,3,5
            3: 2 | x | 1;2;3;4;5
        "#]],
    );
    check(
        "id,name,note\n1,a,\"x;y\nz;w\nv;u\nt;s\"\n",
        expect![[r#"
            UTF-8, comma
            2: 1 | a | x;y
            z;w
            v;u
            t;s
        "#]],
    );
}

#[test]
fn windows_bytes_in_utf_8_are_read_and_noted() {
    let mut early = "id,name\n1,Jos\u{e9}\n2,Pe\u{f1}a\n3,caf".as_bytes().to_vec();
    early.extend_from_slice(b"\xe9 \x93bar\x94\n");
    early.extend_from_slice("4,Müller, Özdemir, Ångström\n".as_bytes());
    check(
        &early,
        expect![[r#"
            UTF-8, comma
            2: 1 | José
            3: 2 | Peña
            4: 3 | café “bar”
            5: 4 | Müller
            line 5: found `4 of 2 cells`: more cells than the header; the extra ones are ignored, kept
            whole file: found `3 bytes`: bytes that do not fit the encoding; in UTF-8 they were read as Windows-1252, kept
        "#]],
    );
    // The same beyond the bytes by which the encoding is judged, in chunks of any size.
    let mut late = b"id,name\n".to_vec();
    for row in 0..20_000 {
        late.extend_from_slice(format!("{row},abc\n").as_bytes());
    }
    late.extend_from_slice("x,Zoë\n".as_bytes());
    late.extend_from_slice(b"y,caf\xe9\n");
    for size in [1, 7, 4096, late.len()] {
        let table = read_chunks(late.chunks(size), Strictness::Lenient, OnBadCell::Blank).unwrap();
        assert_eq!(table.columns[1].display(20_000).unwrap(), "Zoë");
        assert_eq!(table.columns[1].display(20_001).unwrap(), "café");
        assert_eq!(*table.lines.last().unwrap(), 20_003);
        assert_eq!(table.problems.iter().count(), 1);
    }
}

#[test]
fn damaged_utf_16_is_read_as_far_as_it_goes() {
    let mut bytes = utf_16("\u{FEFF}id,name\n1,a", u16::to_le_bytes);
    bytes.extend_from_slice(&[0x00, 0xD8, b'b', 0, b'\n', 0, b'2']);
    let whole = outcome(read(&bytes));
    for size in 1..bytes.len() {
        assert_eq!(outcome(read_chunks(bytes.chunks(size), Strictness::Lenient, OnBadCell::Blank)), whole, "{size}");
    }
    expect![[r#"
        UTF-16 LE with BOM, comma
        2: 1 | a�b
        whole file: found `3 bytes`: bytes that do not fit the encoding; in UTF-8 they were read as Windows-1252, kept
    "#]]
    .assert_eq(&whole);
}

#[test]
fn files_that_are_no_lists() {
    check(
        "",
        expect![[r#"
        the file is empty; export it again from where it came from
    "#]],
    );
    check(
        "\u{FEFF} \r\n\t\n",
        expect![[r#"
        the file is empty; export it again from where it came from
    "#]],
    );
    check(
        "id,name\n",
        expect![[r#"
        line 1: a header but no rows below it; export the list again, with its rows
    "#]],
    );
    check(
        "title\n\nid,name\n,\n",
        expect![[r#"
        line 3: a header but no rows below it; export the list again, with its rows
    "#]],
    );
    check(
        "PK\x03\x04\x14\x00\x06",
        expect![[r#"
        this is an Excel workbook or another zip file, not text; open it in a spreadsheet and save it as CSV (UTF-8)
    "#]],
    );
    check(
        "id,name\n1,\0\n",
        expect![[r#"
        this is a binary file, not text; open it in a spreadsheet and save it as CSV (UTF-8)
    "#]],
    );
}

#[test]
fn an_open_quotation_mark_swallows_no_rows_in_silence() {
    check(
        "id,name\n1,a\n2,\"b\n3,c\n4,d\n",
        expect![[r#"
            line 3: a quotation mark is opened in this row and never closed, so that everything below it reads as one cell; close or delete it
        "#]],
    );
    // Closed by the end of the file, or opened in the last line: nothing is lost.
    check(
        "id,name\n1,\"a\nb\"",
        expect![[r#"
            UTF-8, comma
            2: 1 | a
            b
        "#]],
    );
    check(
        "id,name\n1,5\" pipe\n2,\"b\n",
        expect![[r#"
            UTF-8, comma
            2: 1 | 5" pipe
            3: 2 | b
        "#]],
    );
}

#[test]
fn an_endless_row_is_refused_early() {
    for (filler, expected) in [
        (
            "x",
            "line 2: one row is longer than 16 MB; a quotation mark is probably opened there and never closed: close or delete it",
        ),
        (",", "line 2: one row has more than 1048576 cells; this is no list: open it in a spreadsheet and see"),
    ] {
        let mut reader = Reader::new(Strictness::Lenient, OnBadCell::Blank, ById);
        reader.push(b"id,name\n1,\"ok\"\n").unwrap();
        let chunk = filler.repeat(1024 * 1024);
        let refused = (0..200).find_map(|pushed| reader.push(chunk.as_bytes()).err().map(|fault| (pushed, fault)));
        let (pushed, fault) = refused.expect("a fault");
        assert!(pushed <= 17, "only after {pushed} MB");
        assert_eq!(fault.to_string().replace("line 3", "line 2"), expected);
    }
}
