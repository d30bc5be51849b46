//! One cell: numbers, dates, categories, as people write them.

use expect_test::expect;

use super::*;

#[test]
fn numbers_as_people_write_them() {
    let cases = [
        ("1234.50", Some(1234.5)),
        ("$1,234.50", Some(1234.5)),
        ("(1,234)", Some(-1234.0)),
        ("($1,234.50)", Some(-1234.5)),
        ("-$5", Some(-5.0)),
        ("$-5", Some(-5.0)),
        ("$ 1,000,000", Some(1e6)),
        ("12.5 %", Some(12.5)),
        ("73%", Some(73.0)),
        ("1,234 USD", Some(1234.0)),
        (".5", Some(0.5)),
        ("1e3", Some(1000.0)),
        ("-0", Some(0.0)),
        ("abc", None),
        ("12 34", None),
        ("1,23", None),
        ("1234,567", None),
        ("1,2345", None),
        ("1.234,50", None),
        ("1,234.5,6", None),
        (",5", None),
        ("--5", None),
        ("(-5)", None),
        ("()", None),
        ("$", None),
        ("%", None),
        ("-", None),
        (".", None),
        ("NaN", None),
        ("inf", None),
        ("1e999", None),
        ("0x10", None),
        ("Hidden", None),
        ("١٢", None),
    ];
    for (text, expected) in cases {
        assert_eq!(cell::parse_written(text.as_bytes()), expected, "{text:?}");
    }
    // The reference knows plain numbers only.
    for (text, expected) in [("1234.5", Some(1234.5)), ("$1", None), ("1,234", None), ("(5)", None), ("5%", None)] {
        assert_eq!(cell::parse_plain(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn a_number_out_of_range_blanks_its_cell_or_costs_its_row() {
    let rows = "id,year,n\na,2001.0,1\nb,1985.5,2\nc,0,3\nd,1700,x\ne,,5\n";
    check(
        rows,
        expect![[r#"
            UTF-8, comma
            2: a | 2001 | 1
            3: b | - | 2
            4: c | - | 3
            5: d | - | -
            6: e | - | 5
            line 3, column year: found `1985.5`: not a whole number, cell left blank
            line 5, column year: found `1700`: outside the possible range, cell left blank
            line 5, column n: found `x`: not a number, cell left blank
        "#]],
    );
    let strict = read_chunks([rows.as_bytes()], Strictness::Strict, OnBadCell::RejectRow).unwrap();
    assert_eq!((strict.rows_read, strict.lines.len()), (5, 3));
    expect![[r#"
        2: a | 2001 | 1
        4: c | - | 3
        6: e | - | 5
        line 3, column year: found `1985.5`: not a whole number, row rejected
        line 5, column year: found `1700`: outside the possible range, row rejected
        line 5, column n: found `x`: not a number, row rejected already
    "#]]
    .assert_eq(&show(&strict));
}

#[test]
fn dates_of_all_forms() {
    let december_18 = Day::from_civil(2025, 12, 18);
    for text in [
        "2025-12-18",
        "2025/12/18",
        "20251218",
        "12/18/2025",
        "12-18-2025",
        "December-18-2025",
        "Dec 18, 2025",
        "december 18 2025",
        "2025-12-18T05:06:07.000",
        "2025-12-18 23:59:59",
        "12/18/2025 12:00:00 AM",
        " 2025-12-18 ",
        "1766016000000",
        "1766102399999",
    ] {
        assert_eq!(Day::parse(text), december_18, "{text:?}");
    }
    assert_eq!(Day::parse("1/2/2025"), Day::from_civil(2025, 1, 2));
    assert_eq!(Day::parse("2024-02-29"), Day::from_civil(2024, 2, 29));
    assert_eq!(Day::parse("-86400000000"), Some(Day(-1000)));
    for text in [
        "",
        "-",
        "0000-00-00",
        "2025-02-29",
        "1900-02-29",
        "2025-13-01",
        "2025-04-31",
        "2025-00-10",
        "31/12/2025",
        "12/18/25",
        "2025-12",
        "2025-12-18-1",
        "2025-12-1x",
        "20251318",
        "Smarch 3, 2025",
        "Ma 3, 2025",
        "May 32, 2025",
        "May 2025",
        "n/a",
        "tomorrow",
        "９/９/2025",
        "185542587100800000",
        "-185542587100800000",
        "99999999999999999999",
    ] {
        assert_eq!(Day::parse(text), None, "{text:?}");
    }
    check(
        "id,date\n1,2025-02-30\n2,12/18/2025\n3,\n",
        expect![[r#"
            UTF-8, comma
            2: 1 | -
            3: 2 | 2025-12-18
            4: 3 | -
            line 2, column date: found `2025-02-30`: not a date we can read (use YYYY-MM-DD or MM/DD/YYYY), cell left blank
        "#]],
    );
}

#[test]
fn categories_and_upper_case() {
    let table = read("id,city,up\n1,Ocoee,a st\n2,Apopka,B ST\n3,Ocoee,peña ß\n4,,\n".as_bytes()).unwrap();
    let Column::Categories(cities) = &table.columns[1] else { panic!("{:?}", table.columns[1]) };
    assert_eq!(cities.values(), ["Ocoee", "Apopka"]);
    assert_eq!([0, 1, 2, 3].map(|row| cities.code(row)), [0, 1, 0, Categories::MISSING]);
    expect![[r#"
        2: 1 | Ocoee | A ST
        3: 2 | Apopka | B ST
        4: 3 | Ocoee | PEÑA SS
        5: 4 | - | -
    "#]]
    .assert_eq(&show(&table));
}
