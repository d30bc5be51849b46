//! What holds for any bytes.

use proptest::prelude::*;

use super::*;

/// Text that looks like a CSV file, with all that can go wrong in one.
fn csv_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[a-z0-9.$()%-]{0,6}".prop_map(String::into_bytes),
        3 => prop_oneof![Just(","), Just("\n"), Just("\r\n"), Just("\""), Just("\r"), Just("|")].prop_map(|s| s.as_bytes().to_vec()),
        1 => "\\PC{0,4}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>().prop_filter("text", |b| *b >= 0x20), 0..3),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| [b"id,n,date,city\n".to_vec(), pieces.concat()].concat())
}

/// A list with quotes, line breaks and blanks in its cells, as the crate `csv` writes it.
fn written() -> impl Strategy<Value = Vec<[String; 3]>> {
    let cell = || "[a-zA-Z0-9,\"|;é\n -]{0,8}";
    prop::collection::vec([cell(), cell(), cell()], 1..12)
}

proptest! {
    #[test]
    fn chunks_do_not_matter(bytes in csv_like(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.sort_unstable();
        let ends = places.iter().copied().chain([bytes.len()]);
        let mut start = 0;
        let chunks: Vec<&[u8]> = ends.map(|end| &bytes[std::mem::replace(&mut start, end)..end]).collect();
        for (strictness, on_bad) in [(Strictness::Lenient, OnBadCell::Blank), (Strictness::Strict, OnBadCell::RejectRow)] {
            let whole = read_chunks([bytes.as_slice()], strictness, on_bad);
            let rows = whole.as_ref().map_or(0, |table| table.rows_read);
            let kept = whole.as_ref().map_or(0, |table| table.lines.len() as u64);
            let rejected = whole.as_ref().map_or(0, |table| table.problems.rows(crate::problem::Effect::RowRejected));
            prop_assert_eq!(rows, kept + rejected);
            let in_parts = read_chunks(chunks.iter().copied(), strictness, on_bad);
            prop_assert_eq!(outcome(in_parts), outcome(whole));
        }
    }

    #[test]
    fn what_the_csv_crate_writes_reads_back(rows in written(), delimiter in prop::sample::select(b",\t;|".as_slice())) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["id", "name", "text"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        // A row without a filled cell is no row.
        let filled: Vec<_> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        // Without one there is nothing to judge the delimiter by but the header.
        prop_assume!(!filled.is_empty());
        let Ok(table) = read(&bytes) else { return Ok(()) };
        prop_assume!(table.dialect.delimiter.byte() == delimiter);
        let found: Vec<Vec<String>> = (0..table.lines.len())
            .map(|row| table.columns.iter().map(|column| column.display(row).unwrap_or_default()).collect())
            .collect();
        let expected: Vec<Vec<String>> =
            filled.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_day_reads_back(day in Day::parse("0001-01-01").unwrap().0..=Day::parse("9999-12-31").unwrap().0) {
        let day = Day(day);
        prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
        let (year, month, of_month) = day.to_civil();
        prop_assert_eq!(Day::from_civil(year, month, of_month), Some(day));
        prop_assert_eq!(Day::parse(&format!("{month}/{of_month}/{year:04}")), Some(day));
        let mut record = RecordWriter::default();
        record.us_day(day);
        prop_assert_eq!(Day::parse(std::str::from_utf8(record.bytes()).unwrap()), Some(day));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,40}") {
        let with_header = [b"id,n,date,city\n", bytes.as_slice()].concat();
        for bytes in [bytes, with_header, text.clone().into_bytes()] {
            let shown = outcome(read(&bytes));
            prop_assert!(!shown.is_empty());
        }
        let _day = Day::parse(&text);
        let _number = cell::parse_written(text.as_bytes());
    }
}

/// All that our decoding makes of bytes that come in two chunks.
fn decoded(bytes: &[u8], encoding: Encoding, cut: usize) -> String {
    let dialect = Dialect { encoding, bom_bytes: 0, delimiter: Delimiter::Comma, bare_cr: false };
    let mut transcoder = decode::Transcoder::new(&dialect);
    let (first, second) = bytes.split_at(cut);
    let mut text = transcoder.push(first, false).to_vec();
    text.extend_from_slice(transcoder.push(second, true));
    String::from_utf8(text).expect("UTF-8")
}

proptest! {
    #[test]
    fn encodings_read_as_the_standard_says(units in prop::collection::vec(any::<u16>(), 0..40), cut in any::<prop::sample::Index>()) {
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (bytes, ours, theirs) in [
            (&little, Encoding::Utf16Le, encoding_rs::UTF_16LE),
            (&big, Encoding::Utf16Be, encoding_rs::UTF_16BE),
            (&little, Encoding::Windows1252, encoding_rs::WINDOWS_1252),
        ] {
            let standard = theirs.decode_without_bom_handling(bytes).0;
            prop_assert_eq!(decoded(bytes, ours, cut.index(bytes.len() + 1)), standard);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn chunks_do_not_matter_behind_the_head(bytes in csv_like(), cut in any::<prop::sample::Index>()) {
        // So long that the dialect is settled before the odd part comes.
        let long = [b"id,n,date,city\n".to_vec(), b"1,2,,Ocoee\n".repeat(6000), bytes].concat();
        let at = 66_000 + cut.index(long.len() - 66_000);
        let parts = read_chunks([&long[..at], &long[at..]], Strictness::Lenient, OnBadCell::Blank);
        prop_assert_eq!(outcome(parts), outcome(read(&long)));
    }

    #[test]
    fn rows_taken_in_pieces_are_the_rows(bytes in csv_like(), cut in any::<prop::sample::Index>()) {
        let long = [b"id,n,date,city\n".to_vec(), b"1,2,,Ocoee\n3,,10/04/2024,Apopka\n".repeat(3000), bytes].concat();
        let (first, second) = long.split_at(66_000 + cut.index(long.len() - 66_000));
        let pieces = || -> Result<Vec<Table>, FileFault> {
            let mut reader = Reader::new(Strictness::Lenient, OnBadCell::Blank, ById);
            reader.push(first)?;
            let so_far = reader.take_rows().map(|(table, ())| table);
            reader.push(second)?;
            Ok(so_far.into_iter().chain([reader.finish()?.0]).collect())
        };
        let rows = |table: &Table| -> Vec<(u32, Vec<Option<String>>)> {
            let cells = |row: usize| table.columns.iter().map(|column| column.display(row)).collect();
            table.lines.iter().enumerate().map(|(row, line)| (*line, cells(row))).collect()
        };
        match (pieces(), read(&long)) {
            (Ok(pieces), Ok(whole)) => {
                prop_assert_eq!(pieces.iter().flat_map(rows).collect::<Vec<_>>(), rows(&whole));
                prop_assert_eq!(pieces.last().map(|piece| piece.rows_read), Some(whole.rows_read));
                let problems: usize = pieces.iter().map(|piece| piece.problems.iter().count()).sum();
                prop_assert_eq!(problems, whole.problems.iter().count());
            }
            (pieces, whole) => prop_assert_eq!(pieces.err(), whole.err()),
        }
    }
}
