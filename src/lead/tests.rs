use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::{
    lanes::Inline,
    layout::{Field, Source},
    session::{FileReader, Imported, import},
};

/// Reads files given as text.
pub(crate) fn read(files: &[&str], mode: ImportMode) -> Imported {
    let read = files.iter().enumerate().map(|(number, text)| {
        let mut reader = FileReader::new(&format!("{number}.csv"), mode);
        reader.push(text.as_bytes());
        let file = reader.finish();
        assert_eq!(file.fault(), None, "{text}");
        file
    });
    import(read.collect(), mode, &Inline)
}

fn smart(files: &[&str]) -> Leads {
    read(files, ImportMode::Smart).leads
}

/// Each lead: key, id as first seen, sources, coordinates.
fn show(leads: &Leads) -> String {
    let mut text = String::new();
    for lead in leads.iter() {
        let sources: Vec<&str> = lead.sources().map(Source::code).collect();
        let place = match (lead.latitude(), lead.longitude()) {
            (Some(latitude), Some(longitude)) => format!(" at {latitude}, {longitude}"),
            _ => String::new(),
        };
        let (key, id) = (lead.parcel_id_normalized(), lead.parcel_id());
        text.push_str(&format!("{key} ({id}): {}{place}\n", sources.join(" + ")));
    }
    text
}

fn check(files: &[&str], mode: ImportMode, expected: Expect) {
    expected.assert_eq(&show(&read(files, mode).leads));
}

const TAX_SALE: &str = "tda_number,sale_date,deed_status,parcel_id,longitude,latitude\n";
const RECORD: &str = "parcel_number,situs_address,total_mkt,total_assd,taxable,taxes,latitude,longitude\n";

#[test]
fn both_digit_orders_join_in_the_product() {
    let tax_sales = format!("{TAX_SALE}2023-1,12/18/2025,Active Sale,05-22-28-8850-02-050,-81.4,28.5\n");
    let records = format!("{RECORD}282205885002050,1 Main St,200000,100000,,,28.6,-81.5\n");
    let foreclosures = "PARCEL_NUMBER,DEFAULT_AMOUNT\n 2822-05-8850-02-050,5\n";
    check(
        &[&records, foreclosures, &tax_sales],
        ImportMode::Smart,
        expect![[r#"
            282205885002050 (05-22-28-8850-02-050): tax_sale + foreclosure + property_record at 28.6, -81.5
        "#]],
    );
    check(
        &[&records, foreclosures, &tax_sales],
        ImportMode::Reference,
        expect![[r#"
            052228885002050 (05-22-28-8850-02-050): tax_sale at 28.5, -81.4
            282205885002050 (2822-05-8850-02-050): foreclosure + property_record at 28.6, -81.5
        "#]],
    );
}

#[test]
fn an_ambiguous_id_is_read_as_most_of_its_file() {
    // 29-22-28 reads well both ways; the other ids of the file show how it is meant.
    let tax_sales =
        format!("{TAX_SALE}1,,,29-22-28-8850-02-050,,\n2,,,05-22-28-8850-02-050,,\n3,,,12-23-29-0000-00-001,,\n");
    let records = format!("{RECORD}292228885002050,,1,1,,,,\n282005885002050,,1,1,,,,\n");
    check(
        &[&tax_sales, &records],
        ImportMode::Smart,
        expect![[r#"
            282229885002050 (29-22-28-8850-02-050): tax_sale
            282205885002050 (05-22-28-8850-02-050): tax_sale
            292312000000001 (12-23-29-0000-00-001): tax_sale
            292228885002050 (292228885002050): property_record
            282005885002050 (282005885002050): property_record
        "#]],
    );
}

#[test]
fn coordinates_come_from_the_first_list_that_has_both() {
    let records = format!("{RECORD}1234567890,,1,1,,,0,-81.1\n2234567890,,1,1,,,28.1,-81.1\n");
    let foreclosures = "parcel_number,default_amount,latitude,longitude\n1234567890,1,28.2,-81.2\n3234567890,1,0,0\n";
    let tax_sales = format!("{TAX_SALE}1,,,1234567890,-81.3,28.3\n3,,,3234567890,-81.3,28.3\n4,,,4234567890,-81.3,\n");
    for mode in [ImportMode::Smart, ImportMode::Reference] {
        check(
            &[&tax_sales, foreclosures, &records],
            mode,
            expect![[r#"
                1234567890 (1234567890): tax_sale + foreclosure + property_record at 28.2, -81.2
                3234567890 (3234567890): tax_sale + foreclosure at 28.3, -81.3
                4234567890 (4234567890): tax_sale
                2234567890 (2234567890): property_record at 28.1, -81.1
            "#]],
        );
    }
}

#[test]
fn duplicates_merge_field_by_field_newest_first() {
    let foreclosures = "parcel_number,situs_address,default_amount,opening_bid,auction_date,recording_date\n\
                        1234567890,1 main st,1000,,2026-01-05,2025-01-01\n\
                        1234567890,,3000,70,,2025-03-03\n\
                        1234567890,2 MAIN ST,2000,60,2026-02-06,2025-02-02\n\
                        1234567890,9 Elm St,9000,90,2026-09-09,\n";
    let imported = read(&[foreclosures], ImportMode::Smart);
    let lead = imported.leads.get(0);
    let number = |field| lead.number(Source::Foreclosure, field);
    assert_eq!(imported.leads.len(), 1);
    assert_eq!(number(Field::DefaultAmountUsd), Some(3000.0), "of the latest row");
    assert_eq!(number(Field::OpeningBidUsd), Some(70.0));
    assert_eq!(lead.situs_address(), Some("2 MAIN ST"), "of the latest row that has one");
    assert_eq!(lead.day(Source::Foreclosure, Field::AuctionDate).day().unwrap().to_string(), "2026-02-06");
    let conflicts: Vec<String> =
        imported.leads.conflicts().iter().map(|c| format!("{:?}: {} not {}", c.field, c.used, c.other)).collect();
    expect![[r#"
        [
            "SitusAddress: 2 MAIN ST not 1 MAIN ST",
            "SitusAddress: 2 MAIN ST not 9 ELM ST",
            "OpeningBidUsd: 70 not 60",
            "OpeningBidUsd: 70 not 90",
            "RecordingDate: 2025-03-03 not 2025-02-02",
            "RecordingDate: 2025-03-03 not 2025-01-01",
            "AuctionDate: 2026-02-06 not 2026-01-05",
            "AuctionDate: 2026-02-06 not 2026-09-09",
            "DefaultAmountUsd: 3000 not 2000",
            "DefaultAmountUsd: 3000 not 1000",
            "DefaultAmountUsd: 3000 not 9000",
        ]
    "#]]
    .assert_debug_eq(&conflicts);
    let [file] = imported.files.as_slice() else { panic!("{:?}", imported.files) };
    assert_eq!((file.read, file.kept, file.merged, file.rejected), (4, 1, 3, 0));
    // The reference takes the last row whole.
    let reference = read(&[foreclosures], ImportMode::Reference).leads;
    assert_eq!(reference.get(0).number(Source::Foreclosure, Field::DefaultAmountUsd), Some(9000.0));
    assert_eq!(reference.conflicts(), []);
}

#[test]
fn of_undated_duplicates_the_later_one_counts_and_blanks_are_filled() {
    let first = format!("{RECORD}1234567890,1 Main St,200000,,,,28.5,-81.5\n");
    let second = format!("{RECORD}1234567890,,210000,100000,,,,\n");
    let leads = smart(&[&first, &second]);
    let lead = leads.get(0);
    assert_eq!(lead.market_value(), Some(210_000.0));
    assert_eq!(lead.equity_percent(), Some(210.0));
    assert_eq!((lead.situs_address(), lead.latitude()), (Some("1 MAIN ST"), Some(28.5)));
    assert_eq!(leads.conflicts().len(), 1);
    let reference = read(&[&first, &second], ImportMode::Reference).leads;
    assert_eq!((reference.get(0).situs_address(), reference.get(0).latitude()), (None, None));
}

#[test]
fn rows_without_a_parcel_are_rejected_by_name() {
    let foreclosures =
        "parcel_number,default_amount\nTIMESHARE,1\n,2\nN/A,3\n2.82032E+14,4\nMultiple Parcels,5\nR-12,6\n";
    let imported = read(&[foreclosures], ImportMode::Smart);
    let problems: Vec<String> =
        imported.problems[0].iter().map(|problem| format!("{problem}: {}", problem.kind.words())).collect();
    expect![[r#"
        [
            "line 2, column parcel id: found `TIMESHARE`: no parcel id, so it cannot be joined to anything",
            "line 3, column parcel id: no parcel id, so it cannot be joined to anything",
            "line 4, column parcel id: found `N/A`: no parcel id, so it cannot be joined to anything",
            "line 5, column parcel id: found `2.82032E+14`: a parcel id rounded by a spreadsheet; export again with that column as text",
            "line 6, column parcel id: found `Multiple Parcels`: no parcel id, so it cannot be joined to anything",
        ]
    "#]].assert_debug_eq(&problems);
    assert_eq!(imported.leads.get(0).parcel_id_normalized(), "R-12");
    // Its digits are enough for the reference.
    check(
        &[foreclosures],
        ImportMode::Reference,
        expect![[r#"
            28203214 (2.82032E+14): foreclosure
            12 (R-12): foreclosure
        "#]],
    );
}

#[test]
fn derived_values() {
    let rows = format!(
        "{RECORD}1000000001,,150000,120000,80000,1234.56,,\n1000000002,,150000,0,0,100,,\n1000000003,,0,5,5,0,,\n1000000004,,1,3,,,,\n"
    );
    for mode in [ImportMode::Smart, ImportMode::Reference] {
        let leads = read(&[&rows], mode).leads;
        let values: Vec<_> = leads.iter().map(|lead| (lead.equity_percent(), lead.tax_rate())).collect();
        assert_eq!(values, [(Some(125.0), Some(1.5432)), (None, None), (None, None), (Some(33.33), None)]);
    }
}

#[test]
fn violations_make_leads_and_surround_others() {
    let violations = "apno,caseinfostatus,gpsx,gpsy,case_type,casedt,parcel_id\n\
                      1,Open,-81.5,28.5,LOT,2025-05-01T00:00:00.000,1234567890\n\
                      2,Closed,-81.5,28.5001,Z,2025-06-01,1234567890\n\
                      3,open,-81.5001,28.5,H,2024-01-01,\n\
                      4,Open,,,Z,2024-01-01,\n\
                      5,Pending,-80,27,POOL,broken,5234567890\n";
    let records = format!("{RECORD}2234567890,,1,1,,,28.5002,-81.5\n3234567890,,1,1,,,28.9,-81.5\n");
    let imported = read(&[violations, &records], ImportMode::Smart);
    let leads = &imported.leads;
    expect![[r#"
        2234567890 (2234567890): property_record at 28.5002, -81.5
        3234567890 (3234567890): property_record at 28.9, -81.5
        1234567890 (1234567890): code_violation at 28.5, -81.5
        5234567890 (5234567890): code_violation at 27, -80
    "#]]
    .assert_eq(&show(leads));
    let own = leads.find("1234567890").unwrap().own_violations().unwrap();
    assert_eq!((own.count, own.open, own.closed), (2, 1, 1));
    assert_eq!(own.most_recent.day().unwrap().to_string(), "2025-06-01");
    let near = leads.find("2234567890").unwrap();
    assert_eq!(near.proximity().map(|near| (near.violations, near.open)), Some((3, 2)));
    assert_eq!(near.proximity().unwrap().nearest_miles, Some(0.007));
    assert_eq!(near.nearby_types(), ["LOT", "Z", "H"]);
    let far = leads.find("3234567890").unwrap().proximity().unwrap();
    assert_eq!((far.violations, far.nearest_miles, far.average_miles), (0, None, None));
    let file = &imported.files[0];
    assert_eq!((file.read, file.kept, file.rejected), (5, 4, 1), "a violation without parcel and place");
    // The reference makes no leads of them, and looks around tax sales only.
    let reference = read(&[violations, &records], ImportMode::Reference).leads;
    assert_eq!(reference.len(), 2);
    assert!(reference.iter().all(|lead| lead.proximity().is_none()));
}

#[test]
fn a_lead_is_found_in_any_spelling() {
    let tax_sales =
        format!("{TAX_SALE}1,,,29-22-28-8850-02-050,,\n2,,,05-22-28-8850-02-051,,\n3,,,12-22-28-8850-02-052,,\n");
    let others = "parcel_number,default_amount\n1-11,1\n11-1,1\n0412-a0-0001,1\n";
    let leads = smart(&[&tax_sales, others]);
    for (spelling, id) in [
        ("29-22-28-8850-02-050", "29-22-28-8850-02-050"),
        ("292228885002050", "29-22-28-8850-02-050"),
        ("29 22 28 8850 02 050", "29-22-28-8850-02-050"),
        ("282229885002050", "29-22-28-8850-02-050"),
        ("28.22.29.8850.02.050", "29-22-28-8850-02-050"),
        (" 052228885002051 ", "05-22-28-8850-02-051"),
        ("R28-22-05-8850-02-051", "05-22-28-8850-02-051"),
        ("1-11", "1-11"),
        ("11 - 1", "11-1"),
        ("0412A00001", "0412-a0-0001"),
    ] {
        assert_eq!(leads.find(spelling).map(Lead::parcel_id), Some(id), "{spelling}");
    }
    for unknown in ["", " ", "N/A", "2", "282229885002059", "--"] {
        assert!(leads.find(unknown).is_none(), "{unknown}");
    }
}

proptest! {
    /// Whatever the order in which dated rows of a parcel are read, the same values remain.
    #[test]
    fn dated_duplicates_merge_to_the_same_in_any_order(
        rows in prop::collection::vec(("[a-c]?", prop::option::of(1_u32..5)), 1..6),
        by in any::<prop::sample::Index>(),
        reversed in any::<bool>(),
    ) {
        let line = |(day, (address, amount)): (usize, &(String, Option<u32>))| {
            let amount = amount.map(|amount| amount.to_string()).unwrap_or_default();
            format!("1234567890,{address},{amount},2025-01-{:02}\n", day + 1)
        };
        let lines: Vec<String> = rows.iter().enumerate().map(line).collect();
        let mut others = lines.clone();
        others.rotate_left(by.index(lines.len()));
        if reversed {
            others.reverse();
        }
        let merged = |lines: &[String]| {
            let leads = smart(&[&format!("parcel_number,situs_address,default_amount,recording_date\n{}", lines.concat())]);
            let lead = leads.get(0);
            (lead.situs_address().map(str::to_owned), lead.number(Source::Foreclosure, Field::DefaultAmountUsd))
        };
        let newest_address = rows.iter().rev().map(|row| &row.0).find(|text| !text.is_empty()).map(|t| t.to_uppercase());
        let newest_amount = rows.iter().rev().find_map(|row| row.1).map(f64::from);
        prop_assert_eq!(merged(&lines), (newest_address.clone(), newest_amount));
        prop_assert_eq!(merged(&others), (newest_address, newest_amount));
    }
}
