//! Every preset against small files kept beside, and the formats against each other.

use expect_test::expect_file;

use super::{
    super::{Change, Query, Session, tests::session_of},
    *,
};
use crate::table::Day;

const RECORDS: &str = "parcel_number,situs_address,situs_city,situs_zip,total_mkt,total_assd,owner_name,latitude,longitude\n\
    282205885002050,12 OAK ST,ORLANDO,32801,250000,100000,SMITH JOHN A & MARY B,28.5,-81.4\n\
    282205885002051,9 OAK ST,ORLANDO,32801,90000,80000,SMITH JOHN A,28.501,-81.401\n\
    282205885002052,100 ELM AVE,APOPKA,32703,410000,300000,OAK STREET HOLDINGS LLC,28.7,-81.5\n\
    282205885002053,,,,500000,100000,=HYPERLINK(1),,\n";
const TAX_SALES: &str = "tda_number,sale_date,parcel_id\n\
    1,12/18/2025,05-22-28-8850-02-051\n\
    2,10/01/2025,05-22-28-8850-02-053\n";
const FORECLOSURES: &str = "parcel_number,situs_address,situs_city,situs_state,situs_zip,default_amount,auction_date\n\
    282205885002052,100 ELM AVE,Apopka,FL,32703,200000,2025-11-25\n";

fn session() -> Session {
    session_of(&[RECORDS, TAX_SALES, FORECLOSURES]).0
}

fn options(preset: Preset, format: ExportFormat) -> ExportOptions {
    ExportOptions { preset, format, ..ExportOptions::default() }
}

fn text(session: &Session, options: &ExportOptions) -> String {
    String::from_utf8(session.export(options).1).expect("it is text")
}

#[test]
fn every_preset_writes_what_its_tool_wants() {
    let session = session();
    for preset in Preset::ALL {
        let file = format!("{}/tests/data/export/{}.csv", env!("CARGO_MANIFEST_DIR"), preset.code());
        expect_file![file].assert_eq(&text(&session, &options(preset, ExportFormat::Csv)));
    }
    let per_owner = ExportOptions { per: Per::Owner, ..options(Preset::SkipTrace, ExportFormat::Csv) };
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/export/skip-trace-per-owner.csv")]
        .assert_eq(&text(&session, &per_owner));
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/export/call-list.geojson")]
        .assert_eq(&text(&session, &options(Preset::CallList, ExportFormat::GeoJson)));
}

#[test]
fn everything_is_the_same_by_either_way() {
    let session = session();
    assert_eq!(session.export(&ExportOptions::default()).1, csv_file(&session));
}

#[test]
fn who_is_not_to_be_contacted_is_left_out_and_told() {
    let mut session = session();
    let on = Day::from_civil(2025, 11, 20).expect("a day");
    let first = session.view()[0];
    session.note(&[first], &Change::DoNotContact { is: true, on });
    let (report, bytes) = session.export(&ExportOptions::default());
    assert_eq!((report.rows, report.suppressed, report.leads.len()), (3, 1, 3));
    assert!(!report.leads.as_slice().contains(&first));
    assert_eq!(String::from_utf8_lossy(&bytes).lines().count(), 4);
    let all = session.export_report(&ExportOptions { suppress: false, ..ExportOptions::default() });
    assert_eq!((all.rows, all.suppressed), (4, 0));
}

#[test]
fn leads_are_chosen_by_view_selection_and_tier() {
    let mut session = session();
    session.set_view(&Query { cities: vec!["Apopka".to_owned()], ..Query::default() });
    let rows = |which: Which| session.export_report(&ExportOptions { which, ..ExportOptions::default() }).rows;
    assert_eq!(rows(Which::View), 1);
    assert_eq!(rows(Which::Selection(vec![0, 1, 99].into())), 2);
    let by_tier = |tier| session.scores().ranking().iter().filter(|&&lead| session.tier(lead) == tier).count() as u32;
    for tier in [crate::score::Tier::A, crate::score::Tier::D] {
        assert_eq!(rows(Which::Tiers(vec![tier])), by_tier(tier));
    }
}

#[test]
fn places_are_needed_for_a_map_alone() {
    let session = session();
    let report = session.export_report(&options(Preset::Full, ExportFormat::GeoJson));
    assert_eq!((report.rows, report.unplaced), (3, 1));
    let parsed: serde_json::Value =
        serde_json::from_str(&text(&session, &options(Preset::Full, ExportFormat::GeoJson))).expect("it is JSON");
    assert_eq!(parsed["features"].as_array().map(Vec::len), Some(3));
    assert_eq!(parsed["features"][0]["geometry"]["type"], "Point");
    let rows: serde_json::Value =
        serde_json::from_str(&text(&session, &options(Preset::CallList, ExportFormat::Json))).expect("it is JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(4));
}

#[test]
fn a_spreadsheet_is_the_same_from_here_and_from_packed_rows() {
    let session = session();
    for preset in Preset::ALL {
        let options = options(preset, ExportFormat::Xlsx);
        let (_, direct) = session.export(&options);
        let (_, rows) = session.export_rows(&options);
        assert_eq!(xlsx_of_rows(&rows).as_ref(), Ok(&direct));
        assert!(direct.starts_with(b"PK\x03\x04"));
        assert!(xlsx_of_rows(&rows[..rows.len() - 1]).is_err());
    }
}

/// The parts of an archive by path, their lengths and checksums held against its directory.
fn parts(archive: &[u8]) -> Vec<(String, String)> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let u32_at = |at: usize| u16_at(at) | u16_at(at + 2) << 16;
    let end = archive.len() - 22;
    assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
    let mut at = u32_at(end + 16);
    let mut found = Vec::new();
    for _ in 0..u16_at(end + 10) {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (checksum, packed, length, name) = (u32_at(at + 16), u32_at(at + 20), u32_at(at + 24), u16_at(at + 28));
        let path = String::from_utf8_lossy(&archive[at + 46..at + 46 + name]).into_owned();
        let local = u32_at(at + 42);
        let start = local + 30 + u16_at(local + 26) + u16_at(local + 28);
        let bytes = miniz_oxide::inflate::decompress_to_vec(&archive[start..start + packed]).expect("it unpacks");
        assert_eq!(bytes.len(), length, "{path}");
        let sum = !bytes.iter().fold(!0_u32, |sum, &byte| {
            (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
        });
        assert_eq!(sum as usize, checksum, "{path}");
        found.push((path, String::from_utf8(bytes).expect("it is text")));
        at += 46 + name;
    }
    found
}

#[test]
fn a_spreadsheet_holds_the_values_of_the_csv() {
    let session = session();
    for preset in Preset::ALL {
        let (report, archive) = session.export(&options(preset, ExportFormat::Xlsx));
        let parts = parts(&archive);
        assert_eq!(parts.len(), 6);
        let sheet = &parts.iter().find(|(path, _)| path == "xl/worksheets/sheet1.xml").expect("it has a sheet").1;
        let rows: Vec<&str> = sheet.split("<row ").skip(1).collect();
        assert_eq!(rows.len() as u32, report.rows + 1);
        let expected = text(&session, &options(preset, ExportFormat::Csv));
        let lines = expected.lines().skip(1);
        for (line, row) in lines.zip(&rows[1..]) {
            let said: Vec<String> = row
                .split("<c ")
                .skip(1)
                .map(|cell| {
                    let number = cell.split("<v>").nth(1).and_then(|rest| rest.split("</v>").next());
                    let is_day = cell.contains("s=\"8\"");
                    match number {
                        Some(days) if is_day => Day(days.parse::<i32>().expect("days") - 25_569).to_string(),
                        Some(number) => number.to_owned(),
                        None => {
                            let text = cell.split("preserve\">").nth(1).and_then(|rest| rest.split("</t>").next());
                            text.unwrap_or_default().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
                        }
                    }
                })
                .collect();
            // A comma or a quote inside of a cell is all that CSV adds, and the apostrophe before what looks like a
            // formula, which a cell of text does not need.
            let plain = |text: &str| text.replace(['"', ',', '\''], "");
            let csv: String = plain(line);
            assert_eq!(csv, said.iter().map(|cell| plain(cell)).collect::<String>(), "{}", preset.code());
        }
    }
}
