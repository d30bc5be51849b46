use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::{
    problem::FileFault,
    table::{Reader, Table},
};

const PARCELS_UPSTREAM: &str = "PARCEL,NAME1,NAME2,SITUS,LAND_MKT,BLDG_MKT,XFOB_MKT,TOTAL_MKT,TOTAL_ASSD,TOTAL_XMPT,TAXABLE,\
                                TAXES,ZONING_CODE,AYB,LIVING_AREA,ACREAGE,LATITUDE,LONGITUDE";
const PARCELS: &str = "parcel_number,situs_address,situs_city,situs_zip,owner_name,land_mkt,bldg_mkt,xfob_mkt,total_mkt,\
                       total_assd,total_xmpt,taxable,taxes,exempt_code,property_use,year_built,living_area,lot_size,\
                       latitude,longitude";
const TAX_SALES_UPSTREAM: &str = "USER_TDA_NUM,USER_Sale_Date,USER_Deed_Status,USER_PARCEL,x,y";
const TAX_SALES: &str = "tda_number,sale_date,deed_status,parcel_id,longitude,latitude";
const FORECLOSURES_UPSTREAM: &str = "BORROWERS_NAME,SITUS_ADDRESS,SITUS_CITY,SITUS_STATE,SITUS_ZIP,SITUS_COUNTY,\
                                     TRANSFER_DATE,TRANSFER_AMOUNT,DEFAULT_AMOUNT,OPENING_BID,RECORDING_DATE,ENTERED_DATE,\
                                     AUCTION_DATE,TRUSTEE_NAME,LENDER_NAME,LENDER_PHONE,PROPERTY_TYPE,\
                                     RECORD_TYPE_DESCRIPTION,PARCEL_NUMBER,YEAR";
const VIOLATIONS: &str =
    "apno,caseinfostatus,gpsx,gpsy,case_type,casedt,parcel_id,days_to_resolve,derived_address,parassdvalue";
const CASES: &str = "Incident ID,Parcel ID,Incident Address,Incident Type,Incident Status,Violation Recorded Date,\
                     owner_name,mailing_address";
const AUCTIONS: &str = "status,days_until_auction,auction_date,auction_time,address,owner_name,mailing_address,\
                        property_type,homestead,absentee_owner,final_judgment,assessed_value,opening_bid,case_number,\
                        parcel_id,ocpa_url,comptroller_url,auction_url,matched_lead,scraped_at";
const ENRICHMENT: &str = "parcel_id,nearby_violations,nearby_open_violations,nearest_violation_distance,\
                          avg_violation_distance,violation_types_nearby,seed_type,violation_count,open_violations,\
                          most_recent_violation,violation_types";

fn read(text: &str) -> Result<(Table, Recognised), FileFault> {
    let mode = ImportMode::Smart;
    let mut reader = Reader::new(mode.strictness(), mode.on_bad_cell(), Recogniser::new(mode));
    reader.push(text.as_bytes())?;
    reader.finish().map(|(table, _, recognised)| (table, recognised))
}

/// What a file with this header and one row is taken for.
fn recognise(header: &str) -> Result<Recognised, FileFault> {
    read(&format!("{header}\n1\n")).map(|(_, recognised)| recognised)
}

/// The layout, then the columns that are not used.
fn check(header: &str, expected: Expect) {
    let shown = match recognise(header) {
        Ok(found) if found.ignored_headers.is_empty() => format!("{}\n", found.layout),
        Ok(found) => format!("{}, without {}\n", found.layout, found.ignored_headers.join(", ")),
        Err(fault) => format!("{fault}\n"),
    };
    expected.assert_eq(&shown);
}

#[test]
fn upstream_headers() {
    check(
        PARCELS_UPSTREAM,
        expect![[r#"
        property records
    "#]],
    );
    check(
        TAX_SALES_UPSTREAM,
        expect![[r#"
        tax deed sales
    "#]],
    );
    check(
        FORECLOSURES_UPSTREAM,
        expect![[r#"
        foreclosures
    "#]],
    );
    check(
        VIOLATIONS,
        expect![[r#"
        code violations
    "#]],
    );
    check(
        CASES,
        expect![[r#"
        code enforcement cases, without mailing_address
    "#]],
    );
    check(
        AUCTIONS,
        expect![[r#"
        foreclosure auction list, without status, days_until_auction, auction_time, mailing_address, homestead, absentee_owner, assessed_value, ocpa_url, comptroller_url, auction_url, matched_lead, scraped_at
    "#]],
    );
}

#[test]
fn normalised_headers() {
    check(
        PARCELS,
        expect![[r#"
        property records
    "#]],
    );
    check(
        TAX_SALES,
        expect![[r#"
        tax deed sales
    "#]],
    );
    check(
        &format!("{TAX_SALES},opening_bid"),
        expect![[r#"
        tax deed sales
    "#]],
    );
    check(
        &FORECLOSURES_UPSTREAM.to_lowercase(),
        expect![[r#"
        foreclosures
    "#]],
    );
    check(
        ENRICHMENT,
        expect![[r#"
        neighbourhood enrichment
    "#]],
    );
}

#[test]
fn columns_become_the_fields_they_name() {
    let found = recognise(PARCELS_UPSTREAM).unwrap();
    for field in [Field::ParcelId, Field::SitusAddress, Field::PropertyUse, Field::YearBuilt, Field::LotAcres] {
        assert!(found.fields.contains(&field), "{field:?}");
    }
    assert_eq!(found.role, Role::Leads(Source::PropertyRecord));
    // An alias that stands further left in the file does not win over the county's own name.
    let (table, found) = read("parcel,situs_address,parcel_number,total_mkt\nwrong,1 MAIN ST,right,5\n").unwrap();
    let column = found.fields.iter().position(|field| *field == Field::ParcelId).unwrap();
    assert_eq!(table.columns[column].display(0).as_deref(), Some("right"));
    assert_eq!(found.ignored_headers, ["parcel"]);
}

#[test]
fn results_are_left_aside() {
    for header in [
        "parcel_id_original,parcel_id_normalized,distress_score,value_score,location_score,urgency_score,total_score,tier,reasons",
        &crate::session::CSV_HEADER.join(","),
    ] {
        let found = recognise(header).unwrap();
        assert!(matches!(found.role, Role::Aside(_)), "{header} is {}", found.layout);
    }
}

#[test]
fn sales_and_outcomes_are_kept_to_learn_from() {
    let sales = recognise("parcel_number,sale_date,sale_price,qualified_code,multi_parcel").unwrap();
    assert!(matches!(sales.role, Role::Lessons(Lesson::Sales, _)), "{}", sales.layout);
    assert_eq!(sales.ignored_headers, [""; 0]);
    let outcomes = recognise("parcel_number,contacted_date,outcome").unwrap();
    assert!(matches!(outcomes.role, Role::Lessons(Lesson::Outcomes, _)), "{}", outcomes.layout);
}

#[test]
fn a_near_miss_names_what_is_missing() {
    check(
        &TAX_SALES.replace("parcel_id,", ""),
        expect![[r#"
        line 1: looks like tax deed sales, but column `parcel_id` is missing; add it or export the full list
    "#]],
    );
    check(
        "USER_TDA_NUM,USER_Sale_Date",
        expect![[r#"
        line 1: looks like tax deed sales, but column `parcel_id` is missing; add it or export the full list
    "#]],
    );
    check(
        &PARCELS.replace("parcel_number,", ""),
        expect![[r#"
        line 1: looks like property records, but column `parcel_number` is missing; add it or export the full list
    "#]],
    );
    check(
        &PARCELS_UPSTREAM.replace("TOTAL_MKT", "TOTAL_VALUE"),
        expect![[r#"
        line 1: looks like property records, but column `total_mkt` is missing; add it or export the full list
    "#]],
    );
    check(
        &FORECLOSURES_UPSTREAM.replace("PARCEL_NUMBER", "APN"),
        expect![[r#"
        line 1: looks like foreclosures, but column `parcel_number` is missing; add it or export the full list
    "#]],
    );
    check(
        &CASES.replace("Incident ID,", ""),
        expect![[r#"
        line 1: looks like code enforcement cases, but column `incident_id` is missing; add it or export the full list
    "#]],
    );
    check(
        &ENRICHMENT.replace("parcel_id,", ""),
        expect![[r#"
        line 1: looks like neighbourhood enrichment, but column `parcel_id` is missing; add it or export the full list
    "#]],
    );
    check(
        "\n\nTax deeds of May\ntda_number,sale_date,deed_status",
        expect![[r#"
        line 4: looks like tax deed sales, but column `parcel_id` is missing; add it or export the full list
    "#]],
    );
}

#[test]
fn a_header_that_stands_twice_is_refused_when_it_counts() {
    check(
        "parcel_number,total_mkt,situs_city,Total Mkt",
        expect![[r#"
        line 1: column `total_mkt` stands twice (columns 2 and 4); delete or rename one of them, so that it is clear which one counts
    "#]],
    );
    check(
        "parcel id,tda_number,PARCEL_ID,sale_date",
        expect![[r#"
        line 1: column `parcel id` stands twice (columns 1 and 3); delete or rename one of them, so that it is clear which one counts
    "#]],
    );
    // The city's set has both of these, and the program knows both.
    let (table, found) = read("caseinfostatus,casetype,case_type\nOpen,LOT,Z\n").unwrap();
    let column = found.fields.iter().position(|field| *field == Field::CaseType).unwrap();
    assert_eq!(table.columns[column].display(0).as_deref(), Some("Z"));
    // Twice a column that nobody reads, or none at all, is no matter.
    check(
        "parcel_number,total_mkt,City,City,,",
        expect![[r#"
        property records, without City, City
    "#]],
    );
}

#[test]
fn an_unknown_list_is_told_what_is_needed() {
    check(
        "Address,Unit #,City,State,Zip,County,APN,Owner Occupied,Company Name,Mailing Address",
        expect![[r#"
        line 1: no known list has these columns (Address, Unit #, City, State, Zip, County, APN, Owner Occupied and 2 more); a list needs at least: property records (parcel_number, total_mkt); tax deed sales (parcel_id, sale_date, tda_number); foreclosures (parcel_number, default_amount); foreclosure auction list (parcel_id, auction_date, final_judgment); code violations (caseinfostatus, case_type); code enforcement cases (incident_status, incident_id, incident_type); neighbourhood enrichment (parcel_id, nearby_violations). Rename the headers to match, or drop the county's original file
    "#]],
    );
    check(
        "one",
        expect![[r#"
        line 1: no known list has these columns (one); a list needs at least: property records (parcel_number, total_mkt); tax deed sales (parcel_id, sale_date, tda_number); foreclosures (parcel_number, default_amount); foreclosure auction list (parcel_id, auction_date, final_judgment); code violations (caseinfostatus, case_type); code enforcement cases (incident_status, incident_id, incident_type); neighbourhood enrichment (parcel_id, nearby_violations). Rename the headers to match, or drop the county's original file
    "#]],
    );
    check(
        &format!("My list\n\n{},b", "a".repeat(100)),
        expect![[r#"
        line 3: no known list has these columns (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, b); a list needs at least: property records (parcel_number, total_mkt); tax deed sales (parcel_id, sale_date, tda_number); foreclosures (parcel_number, default_amount); foreclosure auction list (parcel_id, auction_date, final_judgment); code violations (caseinfostatus, case_type); code enforcement cases (incident_status, incident_id, incident_type); neighbourhood enrichment (parcel_id, nearby_violations). Rename the headers to match, or drop the county's original file
    "#]],
    );
}

#[test]
fn rows_of_several_files_stand_below_each_other() {
    let mut rows = SourceRows::default();
    for (number, text) in [
        (4, "tda_number,sale_date,parcel_id\n1,2025-01-02,A-1\n2,,B-2\n"),
        (7, "parcel_id,opening_bid,tda_number,sale_date\n\nC-3,500,3,2026-01-02\n"),
        (9, "parcel_id,tda_number,sale_date\nD-4,4,\n"),
    ] {
        let (table, recognised) = read(text).unwrap();
        rows.append_table(number, table, &recognised);
    }
    let bids: Vec<_> = (0..rows.len()).map(|row| rows.number(Field::OpeningBidUsd, row)).collect();
    assert_eq!(bids, [None, None, Some(500.0), None]);
    let ids: Vec<_> = (0..rows.len()).filter_map(|row| rows.text(Field::ParcelId, row)).collect();
    assert_eq!(ids, ["A-1", "B-2", "C-3", "D-4"]);
    let days: Vec<_> = (0..rows.len()).map(|row| rows.day(Field::SaleDate, row).is_filled()).collect();
    assert_eq!(days, [true, false, true, false]);
    assert_eq!([0, 1, 2, 3].map(|row| rows.place(row)), [(4, 2), (4, 3), (7, 3), (9, 2)]);
    assert_eq!(rows.files().collect::<Vec<_>>(), [(4, 0..2), (7, 2..3), (9, 3..4)]);
}

#[test]
fn zeros_that_mean_unknown_are_null_in_the_product_only() {
    for field in [Field::DefaultAmountUsd, Field::OpeningBidUsd, Field::TransferAmountUsd, Field::TotalMarketUsd] {
        let is_unknown = |kind| matches!(kind, crate::table::CellKind::Number(rule) if rule.unknown == Some(0.0));
        assert!(is_unknown(field.smart_kind()) && !is_unknown(field.kind()), "{field:?}");
    }
}

/// A header cell as a vendor might write it: the case of its letters, what stands between its words.
fn respelled(header: &str, separator: &str, upper: bool) -> String {
    let words = header.replace('_', separator);
    let cell = if upper { words.to_uppercase() } else { words.to_lowercase() };
    format!("\" {cell} \"")
}

proptest! {
    #[test]
    fn order_case_and_punctuation_do_not_matter(
        header in prop::sample::select(vec![
            PARCELS, PARCELS_UPSTREAM, TAX_SALES, TAX_SALES_UPSTREAM, FORECLOSURES_UPSTREAM, VIOLATIONS, CASES, AUCTIONS, ENRICHMENT,
        ]),
        separator in prop::sample::select(vec!["_", " ", "-", ".", "", " / "]),
        upper in any::<bool>(),
        shuffle in any::<prop::sample::Index>(),
        extra in "[a-z]{0,3} list of this",
    ) {
        let expected = recognise(header).unwrap();
        let mut cells: Vec<String> = header.split(',').map(|cell| respelled(cell, separator, upper)).collect();
        cells.push(extra);
        let middle = shuffle.index(cells.len());
        cells.rotate_left(middle);
        cells[..middle].reverse();
        let found = recognise(&cells.join(",")).unwrap();
        prop_assert_eq!(found.layout, expected.layout);
        let sorted = |recognised: &Recognised| {
            let mut fields = recognised.fields.clone();
            fields.sort_unstable();
            fields
        };
        prop_assert_eq!(sorted(&found), sorted(&expected));
    }
}
