//! Files of no use: the message names the file, the place and what to do, at the command line and in the app's engine.

use std::fs;

use expect_test::{Expect, expect};
use leadscore::{
    lanes::Inline,
    session::{FileReader, ImportMode, import},
};

use crate::binary::{Run, folder_with, run, run_with};

const GOOD: &[u8] = b"parcel_number,default_amount\n1234567890,5000\n2234567890,7000\n";

/// Gives the bytes to the engine and to the command line, alone and beside a good file.
fn check(bytes: &[u8], expected: Expect) {
    let read = |name: &str, bytes: &[u8]| {
        let mut reader = FileReader::new(name, ImportMode::Smart);
        for chunk in bytes.chunks(64 * 1024) {
            if !reader.push(chunk) {
                break;
            }
        }
        reader.finish()
    };
    let bad = read("bad.csv", bytes);
    let message = bad.fault().expect("a fault").to_string();
    expected.assert_eq(&message);
    assert!(!message.contains('\n') && message.len() < 800, "{message}");
    // The app imports the other files all the same.
    let imported = import(vec![read("good.csv", GOOD), bad], ImportMode::Smart, &Inline);
    assert_eq!(imported.leads.len(), 2);
    assert_eq!((imported.files[0].error.as_ref(), imported.files[1].error.as_ref()), (None, Some(&message)));
    assert_eq!(imported.files[1].read, 0);
    // The command line writes nothing.
    let folder = folder_with(&[("bad.csv", bytes), ("good.csv", GOOD)]);
    let score = |args: &[&str]| run(folder.path(), &[&["score", "good.csv", "bad.csv"], args].concat());
    let refused = score(&["-o", "leads.csv", "--rejects", "rejects.csv"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert_eq!(refused.complaint(), format!("error: bad.csv: {message}"));
    assert!(!folder.path().join("leads.csv").exists() && !folder.path().join("rejects.csv").exists());
    // Unless told to leave such files out.
    let skipped = score(&["--format", "csv", "--skip-bad-files"]);
    assert_eq!((skipped.code, skipped.stdout.lines().count()), (0, 3));
    assert_eq!(skipped.complaint(), format!("warning: bad.csv: {message}; left out"));
    // Nothing is left then.
    let none = run(folder.path(), &["score", "bad.csv", "--skip-bad-files"]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert_eq!(none.complaint(), format!("error: none of the files can be used; first bad.csv: {message}"));
}

#[test]
fn an_empty_file() {
    check(b"", expect!["the file is empty; export it again from where it came from"]);
    check(b"\xEF\xBB\xBF\r\n\r\n", expect!["the file is empty; export it again from where it came from"]);
    check(b",,,\n,,,\n", expect!["the file is empty; export it again from where it came from"]);
}

#[test]
fn a_header_only() {
    check(
        b"tda_number,sale_date,deed_status,parcel_id\r\n",
        expect!["line 1: a header but no rows below it; export the list again, with its rows"],
    );
}

#[test]
fn binary_files() {
    check(
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00\x21\x00",
        expect![
            "this is an Excel workbook or another zip file, not text; open it in a spreadsheet and save it as CSV (UTF-8)"
        ],
    );
    check(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00",
        expect!["this is an old Excel workbook, not text; open it in a spreadsheet and save it as CSV (UTF-8)"],
    );
    check(
        b"%PDF-1.7\n1 0 obj\n",
        expect!["this is a PDF, not text; open it in a spreadsheet and save it as CSV (UTF-8)"],
    );
    // A generator's bytes: all values, as in a compressed file without a known beginning.
    let mut state = 1_u32;
    let random: Vec<u8> = (0..200_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    check(&random, expect!["this is a binary file, not text; open it in a spreadsheet and save it as CSV (UTF-8)"]);
}

#[test]
fn a_missing_parcel_column() {
    check(
        b"tda_number,sale_date,deed_status,longitude,latitude\n1,2,3,4,5\n",
        expect!["line 1: looks like tax deed sales, but column `parcel_id` is missing; add it or export the full list"],
    );
    check(
        b"County list\n\nsitus_address,total_mkt,total_assd,taxes\na,1,2,3\n",
        expect![
            "line 3: looks like property records, but column `parcel_number` is missing; add it or export the full list"
        ],
    );
}

#[test]
fn a_header_twice() {
    check(
        b"parcel_number,default_amount,situs_city,Default Amount\n1,2,3,4\n",
        expect![
            "line 1: column `default_amount` stands twice (columns 2 and 4); delete or rename one of them, so that it is clear which one counts"
        ],
    );
}

#[test]
fn an_unknown_layout() {
    check(
        b"Name,Phone,E-Mail\nA,B,C\n",
        expect![
            "line 1: no known list has these columns (Name, Phone, E-Mail); a list needs at least: property records (parcel_number, total_mkt); tax deed sales (parcel_id, sale_date, tda_number); foreclosures (parcel_number, default_amount); foreclosure auction list (parcel_id, auction_date, final_judgment); code violations (caseinfostatus, case_type); code enforcement cases (incident_status, incident_id, incident_type); neighbourhood enrichment (parcel_id, nearby_violations). Rename the headers to match, or drop the county's original file"
        ],
    );
}

#[test]
fn an_open_quotation_mark() {
    check(
        b"parcel_number,default_amount\n1,2\n3,\"4\n5,6\n7,8\n",
        expect![
            "line 3: a quotation mark is opened in this row and never closed, so that everything below it reads as one cell; close or delete it"
        ],
    );
}

#[test]
fn a_row_of_twenty_megabytes() {
    let mut bytes = GOOD.to_vec();
    bytes.extend_from_slice(b"\"");
    bytes.resize(20_000_000, b'x');
    check(
        &bytes,
        expect![
            "line 4: one row is longer than 16 MB; a quotation mark is probably opened there and never closed: close or delete it"
        ],
    );
}

#[test]
fn a_line_of_two_hundred_megabytes_is_given_up_early() {
    for (line, filler) in [(1, b'x'), (1, b','), (4, b'x'), (4, b',')] {
        let mut reader = FileReader::with_size("long.csv", ImportMode::Smart, Some(200 * 1024 * 1024));
        if line > 1 {
            reader.push(GOOD);
        }
        let chunk = vec![filler; 1024 * 1024];
        let pushed = (0..200).take_while(|_| reader.push(&chunk)).count();
        assert!(pushed <= 16, "{pushed} MB were taken");
        let fault = reader.finish().fault().unwrap().to_string();
        assert!(fault.starts_with(&format!("line {line}: one row ")), "{fault}");
    }
}

#[test]
fn another_encoding_is_no_fault() {
    let text = "parcel_number,situs_address,situs_city,default_amount\n1234567890,1 CAÑÓN ST,Peña,5\n";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for bytes in [text.as_bytes(), &utf_16, &latin] {
        let run = run_with(&std::env::temp_dir(), &["score", "-", "--format", "csv"], bytes);
        assert!(run.stdout.contains(",1 CAÑÓN ST,Peña,"), "{}", run.stdout);
    }
}

fn refused(folder: &std::path::Path, file: &str) -> Run {
    let run = run(folder, &["score", file]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    run
}

#[test]
fn what_is_no_file_at_all() {
    let folder = folder_with(&[("secret.csv", GOOD)]);
    let path = folder.path();
    expect!["error: no-such.csv: it could not be read: there is no such file; check its name and folder"]
        .assert_eq(refused(path, "no-such.csv").complaint());
    fs::create_dir(path.join("lists")).unwrap();
    expect!["error: lists: it could not be read: it is a folder; name the files in it, such as `folder/*.csv`"]
        .assert_eq(refused(path, "lists").complaint());
    let secret = path.join("secret.csv");
    let mut rights = fs::metadata(&secret).unwrap().permissions();
    make_unreadable(&mut rights);
    fs::set_permissions(&secret, rights).unwrap();
    if fs::File::open(&secret).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    expect!["error: secret.csv: it could not be read: you may not read it; change its permissions or copy it"]
        .assert_eq(refused(path, "secret.csv").complaint());
}

#[cfg(unix)]
fn make_unreadable(rights: &mut fs::Permissions) {
    use std::os::unix::fs::PermissionsExt as _;
    rights.set_mode(0o000);
}

#[cfg(not(unix))]
fn make_unreadable(_: &mut fs::Permissions) {}

#[test]
fn several_bad_files_are_counted() {
    let folder = folder_with(&[("a.csv", b""), ("b.csv", b"x\n"), ("good.csv", GOOD)]);
    let run = run(folder.path(), &["score", "good.csv", "a.csv", "b.csv"]);
    expect![
        "error: 2 of 3 files cannot be used; first a.csv: the file is empty; export it again from where it came from"
    ]
    .assert_eq(run.complaint());
    assert_eq!(run.code, 2);
}

#[test]
fn files_that_name_no_leads_are_not_a_list() {
    let folder = folder_with(&[("sales.csv", b"parcel_number,sale_date,sale_price\n1234567890,2025-01-01,5\n")]);
    for command in ["score", "tiers", "deal"] {
        let run = run(folder.path(), &[command, "sales.csv", "-q"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(
            run.complaint().starts_with("error: none of the files names leads; first sales.csv: "),
            "{}",
            run.stderr
        );
    }
    assert_eq!(run(folder.path(), &["check", "sales.csv"]).code, 0);
}
