use expect_test::{Expect, expect};

use super::*;
use crate::{lanes::Inline, layout::Source, lead::tests::read};

const RECORDS: &str = "parcel_number,situs_address,situs_city,situs_zip,total_mkt,total_assd\n\
                       282205885002050,12 Oak St,ORLANDO,32801,250000,100000\n\
                       282205885002051,9 Oak St,Orlando,32801,90000,80000\n\
                       282205885002052,100 Elm Ave,APOPKA,32703,,\n\
                       282205885002053,,,,500000,100000\n";
const TAX_SALES: &str = "tda_number,sale_date,parcel_id\n\
                         1,12/18/2025,05-22-28-8850-02-051\n\
                         2,10/01/2025,05-22-28-8850-02-053\n";
const FORECLOSURES: &str = "parcel_number,situs_address,situs_city,situs_zip,default_amount,auction_date\n\
                            282205885002052,100 ELM AVE,Apopka,32703,200000,2025-11-25\n\
                            282205885002060,5 Pine Rd,Ocoee,34761,0,\n";

pub(in crate::session) fn session_of(files: &[&str]) -> (Session, Vec<FileReport>) {
    let imported = read(files, ImportMode::Smart);
    let as_of = Day::from_civil(2025, 11, 22).unwrap();
    (Session::new(imported.leads, Profile::shipped("guide-full").unwrap(), as_of, &Inline), imported.files)
}

pub(in crate::session) fn county() -> Session {
    session_of(&[RECORDS, TAX_SALES, FORECLOSURES]).0
}

/// Last two digits of the parcels that a query shows, in its order.
pub(in crate::session) fn shown(session: &mut Session, query: &Query) -> Vec<String> {
    let rows = session.set_view(query);
    let shown = session.rows(0, rows);
    assert_eq!(shown.len(), rows as usize);
    let end = |id: &str| id[id.len() - 2..].to_owned();
    shown.iter().map(|row| end(session.leads().get(row.lead as usize).parcel_id_normalized())).collect()
}

#[test]
fn rows_are_a_window_on_the_view() {
    let mut session = county();
    session.set_view(&Query::default());
    assert_eq!(session.rows(1, 2).iter().map(|row| row.rank).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(session.rows(4, 100).len(), 1);
    assert_eq!(session.rows(5, 1).len(), 0);
    assert_eq!(session.rows(u32::MAX, u32::MAX).len(), 0);
    assert!(session.lead(5, &[]).is_none());
}

#[test]
fn thresholds_move_tiers_and_nothing_else() {
    let mut session = county();
    let before = session.rows(0, 10);
    session.set_thresholds(Thresholds { a: 0.0, b: 0.0, c: 0.0 });
    let tally = session.tally();
    assert_eq!((tally.tiers[0].count, tally.default_thresholds.a), (5, 43.0));
    for (before, after) in before.iter().zip(session.rows(0, 10)) {
        assert_eq!(after, LeadRow { tier: Tier::A, ..before.clone() });
    }
}

#[test]
fn a_lead_is_explained_down_to_its_lines() {
    let (session, files) = session_of(&[RECORDS, TAX_SALES, FORECLOSURES]);
    let lead = session.leads().find("282205885002052").unwrap().index() as u32;
    let detail = session.lead(lead, &files).unwrap();
    let sum: f64 = detail.components.iter().map(|component| component.contribution).sum();
    assert!((sum - detail.total).abs() < 1e-9);
    for component in &detail.components {
        let points: f64 = component.rules.iter().map(|(_, points)| points).sum();
        assert!((points - component.points).abs() < 1e-9, "{}", component.name);
    }
    let places: Vec<String> = detail.sources.iter().map(|facts| format!("{}:{}", facts.file, facts.line)).collect();
    assert_eq!(places, ["2.csv:2", "0.csv:4"]);
    assert_eq!(detail.row.days_to_sale, Some(3));
    assert_eq!(detail.row.city.as_deref(), Some("Apopka"));
    assert_eq!(detail.conflicts, [""; 0], "the addresses differ in spelling only");
}

fn check_csv(files: &[&str], columns: &[&str], expected: Expect) {
    let csv = csv_file(&session_of(files).0);
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let header = reader.headers().unwrap().clone();
    let positions: Vec<usize> =
        columns.iter().map(|column| header.iter().position(|header| header == *column).unwrap()).collect();
    let mut text = String::new();
    for record in reader.records().map(Result::unwrap) {
        let cells: Vec<&str> = positions.iter().map(|&position| &record[position]).collect();
        text.push_str(&format!("{}\n", cells.join(" ; ")));
    }
    expected.assert_eq(&text);
}

#[test]
fn exports_run_no_formulas() {
    let records = "parcel_number,situs_address,situs_city,situs_zip,total_mkt\n\
                   1234567890,\"=HYPERLINK(\"\"http://x\"\",\"\"a,b\"\")\",+Orlando,@1,5\n\
                   -2234567890,-1 MAIN ST,\"\t=1\",'32801,5\n\
                   =3234567890,\"two\nlines\",Orlando,32801,5\n";
    check_csv(
        &[records],
        &["parcel_id", "parcel_id_normalized", "situs_address", "city", "zip"],
        expect![[r#"
            1234567890 ; 1234567890 ; '=HYPERLINK("HTTP://X","A,B") ; '+Orlando ; '@1
            '-2234567890 ; 2234567890 ; '-1 MAIN ST ; '=1 ; '32801
            '=3234567890 ; 3234567890 ; TWO
            LINES ; Orlando ; 32801
        "#]],
    );
}

#[test]
fn exports_hold_the_view_in_its_order() {
    let mut session = county();
    session.set_view(&Query {
        sources: vec![Source::TaxSale],
        sorts: vec![Sort { column: SortColumn::Rank, descending: true }],
        ..Query::default()
    });
    let csv = String::from_utf8(csv_file(&session)).unwrap();
    let rows: Vec<String> = csv.lines().map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect();
    expect![[r#"
        [
            "rank,tier,parcel_id,parcel_id_normalized",
            "3,B,05-22-28-8850-02-051,282205885002051",
            "1,B,05-22-28-8850-02-053,282205885002053",
        ]
    "#]]
    .assert_debug_eq(&rows);
}
