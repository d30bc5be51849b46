use expect_test::{Expect, expect};

use super::*;
use crate::{
    problem::FileFault,
    table::{CellKind, Column, NumberRule, OnBadCell, Reader, Strictness, Table},
    tree::{MISSING_CODE, Matrix, Values},
};

fn read_as(text: &str, header: AnyHeader) -> Result<(Vec<String>, Table), FileFault> {
    let mut reader = Reader::new(Strictness::Loose, OnBadCell::Blank, header);
    // Small chunks: no result depends on where they end.
    for chunk in text.as_bytes().chunks(1000) {
        reader.push(chunk)?;
    }
    reader.finish().map(|(table, _, names)| (names, table))
}

fn read(text: &str) -> (Vec<String>, Table) {
    let mut header = AnyHeader::default();
    header.need("y", CellKind::Any);
    read_as(text, header).unwrap()
}

fn survey_of(text: &str) -> Survey {
    let (names, table) = read(text);
    survey(names.iter().map(String::as_str).zip(&table.columns), &[])
}

/// Each column with its kind, or why it is dropped; then what was blanked.
fn check(text: &str, expected: Expect) {
    let (names, table) = read(text);
    let Survey { schema, dropped } = survey(names.iter().map(String::as_str).zip(&table.columns), &[]);
    let mut shown = String::new();
    for column in &schema.columns {
        shown.push_str(&match &column.kind {
            Kind::Number => format!("{}: number\n", column.name),
            Kind::Day => format!("{}: day\n", column.name),
            Kind::Category { levels } => format!("{}: category of {}\n", column.name, levels.join(", ")),
            Kind::Frequency { rows } => {
                format!("{}: how often its text stands there, up to {:?}\n", column.name, rows.values().max())
            }
        });
    }
    for dropped in &dropped {
        shown.push_str(&format!("{} {}\n", dropped.name, dropped.reason));
    }
    for problem in table.problems.iter() {
        shown.push_str(&format!("{problem}: {}\n", problem.kind.words()));
    }
    expected.assert_eq(&shown);
}

/// A table of one column `x` beside a target.
fn column(cells: impl IntoIterator<Item = String>) -> String {
    let rows: String = cells.into_iter().enumerate().map(|(row, cell)| format!("{cell},{}\n", row % 7)).collect();
    format!("x,y\n{rows}")
}

fn matrix_of(text: &str) -> Matrix {
    let (names, table) = read(text);
    let survey = survey(names.iter().map(String::as_str).zip(&table.columns), &[]);
    survey.schema.matrix(names.into_iter().zip(table.columns).collect()).unwrap()
}

#[test]
fn kinds_follow_from_cells() {
    check(
        "n,price,date,month,zip,mixed,flag,y\n\
         1.5,\"$1,200\",2020-01-31,jan,02134,7,True,1\n\
         NA,\"(300)\",12/31/2020,feb,10001,x,False,0\n\
         ,5 %,20200131T000000,NA,10002,8,True,1\n\
         -2,none,,jan,02134,None,NA,0\n",
        expect![[r#"
            n: number
            price: number
            date: day
            month: category of feb, jan
            zip: number
            mixed: category of 7, 8, None, x
            flag: category of False, True
            y: number
        "#]],
    );
}

#[test]
fn one_in_a_hundred_may_stray() {
    let numbers = |rows: u32| (0..rows).map(|row| format!("{}.5", row % 10));
    check(
        &column(numbers(99).chain(["see note".to_owned()])),
        expect![[r#"
            x: number
            y: number
            line 101, column x: found `see note`: not a number
        "#]],
    );
    check(
        &column(numbers(9).chain(["see note".to_owned()])),
        expect![[r#"
            x: category of 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, see note
            y: number
        "#]],
    );
    let days = (0..200).map(|row| format!("2020-01-{:02}", row % 28 + 1));
    check(
        &column(days.chain(["soon".to_owned()])),
        expect![[r#"
            x: day
            y: number
            line 202, column x: found `soon`: not a date we can read (use YYYY-MM-DD or MM/DD/YYYY)
        "#]],
    );
}

#[test]
fn many_numbers_are_kept_as_numbers_and_spelled_out_when_texts_come_after_all() {
    let numbers = || (0..5000).map(|row| format!("{}.25", row));
    let values = |text: String| matrix_of(&text).columns()[0].values.clone();
    let expected: Vec<f64> = (0..5000).map(|row| f64::from(row) + 0.25).collect();
    assert_eq!(values(column(numbers())), Values::Double(expected.clone()));
    // Ten strays among five thousand are blanked wherever they stand.
    let with_strays = column(["a".to_owned()].into_iter().chain(numbers()).chain((0..9).map(|_| "b".to_owned())));
    let Values::Double(found) = values(with_strays) else { panic!("no numbers") };
    assert!(found[0].is_nan() && found[5001].is_nan());
    assert_eq!(found[1..5001], expected);
    // Three thousand are not, and then the numbers are texts too.
    let text = column(numbers().chain((0..3000).map(|row| format!("t{}", row % 5))));
    let (_, table) = read(&text);
    let Column::Categories(categories) = &table.columns[0] else { panic!("no categories") };
    assert_eq!((categories.get(7), categories.get(5001)), (Some("7.25"), Some("t1")));
}

#[test]
fn texts_of_too_many_values_enter_as_how_often_they_stand_there() {
    // Owners: 40 of one row, 20 of three rows each, and three rows of whom nothing is known.
    let owner = |row: u32| if row < 60 { format!("landlord {}", row % 20) } else { format!("person {row}") };
    let text = column((0..100).map(owner).chain(["".to_owned(), "".to_owned(), "".to_owned()]));
    check(
        &text,
        expect![[r#"
            x: how often its text stands there, up to Some(3)
            y: number
        "#]],
    );
    let values = |matrix: &Matrix, row: usize| matrix.columns()[0].values.number(row);
    let matrix = matrix_of(&text);
    assert_eq!((values(&matrix, 0), values(&matrix, 59), values(&matrix, 60)), (3.0, 3.0, 1.0));
    assert!(values(&matrix, 101).is_nan(), "nobody is not somebody rare");
    // A later table is counted by the rows that were learned from, and whoever is new stands once.
    let schema = survey_of(&text).schema;
    let (names, table) = read(&column(["landlord 7".to_owned(), "newcomer".to_owned(), "".to_owned()]));
    let later = schema.matrix(names.into_iter().zip(table.columns).collect()).unwrap();
    assert_eq!((values(&later, 0), values(&later, 1)), (3.0, 1.0));
    assert!(values(&later, 2).is_nan());
    // Kept as asked: a category as it was.
    let (names, table) = read(&text);
    let kept = survey(names.iter().map(String::as_str).zip(&table.columns), &["x".to_owned()]);
    assert!(matches!(&kept.schema.columns[0].kind, Kind::Category { levels } if levels.len() == 60));
}

#[test]
fn ids_and_constants_are_left_out() {
    let rows = |row: u32| {
        let scattered = (row * 7919) % 100_003;
        format!("{row},{scattered},{scattered},house {scattered},same,,{},{},{}\n", row % 5, 1990 + row % 30, row % 2)
    };
    let text = format!(
        "Order,Lead Number,population,address,constant,blank,rooms,year_built,y\n{}",
        (0..200).map(rows).collect::<String>()
    );
    check(
        &text,
        expect![[r#"
            population: number
            rooms: number
            year_built: number
            y: number
            Order numbers the rows
            Lead Number identifies the row
            address is text that hardly repeats: 200 different values in 200 rows
            constant is the same in every row
            blank has no value
        "#]],
    );
    let (names, table) = read(&text);
    let kept =
        survey(names.iter().map(String::as_str).zip(&table.columns), &["address".to_owned(), "Order".to_owned()]);
    let kept: Vec<&str> = kept.schema.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(kept, ["Order", "population", "address", "rooms", "year_built", "y"]);
}

#[test]
fn one_value_or_none_is_a_yes_or_no() {
    check(
        "pool,y\nyes,1\n,0\nyes,1\n",
        expect![[r#"
            pool: category of yes
            y: number
        "#]],
    );
}

#[test]
fn the_header_is_the_row_that_names_the_target() {
    let text = "Sales of May\n\nprice,beds,,beds,y\n1,2,3,4,0\n5,6,7,9,1\n";
    let (names, table) = read(text);
    assert_eq!(names, ["price", "beds", "column 3", "beds (2)", "y"]);
    assert_eq!(table.lines, [4, 5]);
}

#[test]
fn wrong_names_are_answered_with_the_right_ones() {
    let fault = |build: &dyn Fn(&mut AnyHeader)| {
        let mut header = AnyHeader::default();
        build(&mut header);
        read_as("price,beds,y,beds\n1,2,3,4\n", header).expect_err("a fault").to_string()
    };
    expect!["line 1: the header lacks `prise` (did you mean `price`?); it has: price, beds, y, beds (2)"]
        .assert_eq(&fault(&|header| header.need("prise", CellKind::Any)));
    expect!["line 1: the header lacks `Zone`; it has: price, beds, y, beds (2)"].assert_eq(&fault(&|header| {
        header.need("y", CellKind::Any);
        header.leave_out("Zone");
    }));
    expect![
        "line 1: column `beds` stands twice (columns 2 and 4); delete or rename one of them, so that it is clear which one counts"
    ]
    .assert_eq(&fault(&|header| header.need("beds", CellKind::Any)));
}

#[test]
fn a_later_table_is_read_by_the_same_schema() {
    let Survey { schema, .. } =
        survey_of("area,kind,sold,y\n10,a,2020-01-01,1\n20,b,2020-01-02,0\n30,a,2020-01-05,1\n");
    let read = |text: &str| {
        let mut reader = Reader::new(Strictness::Loose, OnBadCell::Blank, SchemaHeader::new(&schema));
        reader.push(text.as_bytes())?;
        let (table, _, names) = reader.finish()?;
        Ok::<Matrix, FileFault>(schema.matrix(names.into_iter().zip(table.columns).collect()).unwrap())
    };
    // Other columns and another order do not matter; an unknown level is missing.
    let matrix = read("kind,note,sold,y,area\nb,x,1970-01-11,3,5\nc,y,,4,\n").unwrap();
    let names: Vec<&str> = matrix.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["area", "kind", "sold", "y"]);
    let levels = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(matrix.columns()[1].values, Values::Categories { codes: vec![1, MISSING_CODE], levels });
    assert_eq!((matrix.columns()[0].values.number(0), matrix.columns()[2].values.number(0)), (5.0, 10.0));
    assert!(matrix.columns()[0].values.number(1).is_nan() && matrix.columns()[2].values.number(1).is_nan());
    expect!["line 1: the header lacks `area` (did you mean `Area`?), `sold`; it has: kind, Area, y"]
        .assert_eq(&read("kind,Area,y\na,1,2\n").unwrap_err().to_string());
}

#[test]
fn what_does_not_fit_the_schema_is_named() {
    let Survey { schema, .. } = survey_of("area,kind,y\n10,a,1\n20,b,0\n");
    let (names, table) = read("area,kind,y\nbig,a,0\nsmall,b,1\n");
    let columns: Vec<_> = names.into_iter().zip(table.columns).collect();
    expect!["column `area` holds categories instead of numbers; mend the columns, or train again"]
        .assert_eq(&schema.matrix(columns.clone()).unwrap_err().to_string());
    expect!["the data lacks `area`, `y`; add the columns, or train again without them"]
        .assert_eq(&schema.matrix(columns[1..2].to_vec()).unwrap_err().to_string());
}

#[test]
fn codes_may_be_called_categories() {
    let mut header = AnyHeader::default();
    header.need("y", CellKind::Number(NumberRule::ANY));
    header.read_as("code", CellKind::Category);
    let (names, table) = read_as("code,y\n020,1\n20,2\n030,3\nNA,4\n", header).unwrap();
    let survey = survey(names.iter().map(String::as_str).zip(&table.columns), &[]);
    let levels = ["020", "030", "20"].map(str::to_owned).to_vec();
    assert_eq!(survey.schema.columns[0].kind, Kind::Category { levels });
}

#[test]
fn a_schema_survives_being_written_down() {
    let Survey { schema, .. } = survey_of("area,kind,sold,y\n10,a,2020-01-01,1\n20,b,2020-01-02,0\n");
    let text = serde_json::to_string(&schema).unwrap();
    assert_eq!(serde_json::from_str::<Schema>(&text).unwrap(), schema);
}
