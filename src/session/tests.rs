use expect_test::{Expect, expect};
use proptest::prelude::*;

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

fn session_of(files: &[&str]) -> (Session, Vec<FileReport>) {
    let imported = read(files, ImportMode::Smart);
    let as_of = Day::from_civil(2025, 11, 22).unwrap();
    (Session::new(imported.leads, Profile::shipped("guide-full").unwrap(), as_of, &Inline), imported.files)
}

fn county() -> Session {
    session_of(&[RECORDS, TAX_SALES, FORECLOSURES]).0
}

/// Last two digits of the parcels that a query shows, in its order.
fn shown(session: &mut Session, query: &Query) -> Vec<String> {
    let rows = session.set_view(query);
    let shown = session.rows(0, rows);
    assert_eq!(shown.len(), rows as usize);
    let end = |id: &str| id[id.len() - 2..].to_owned();
    shown.iter().map(|row| end(session.leads().get(row.lead as usize).parcel_id_normalized())).collect()
}

fn check(query: Query, expected: &[&str]) {
    assert_eq!(shown(&mut county(), &query), expected, "{query:?}");
}

#[test]
fn filters() {
    check(Query::default(), &["53", "52", "51", "50", "60"]);
    check(Query { cities: vec!["Orlando".to_owned()], ..Query::default() }, &["51", "50"]);
    check(Query { cities: vec!["APOPKA".to_owned(), "ocoee".to_owned()], ..Query::default() }, &["52", "60"]);
    check(Query { sources: vec![Source::TaxSale], ..Query::default() }, &["53", "51"]);
    check(Query { sources: vec![Source::TaxSale, Source::Foreclosure], ..Query::default() }, &["53", "52", "51", "60"]);
    let mut session = county();
    for tier in Tier::ALL {
        let of_tier = shown(&mut session, &Query { tiers: vec![tier], ..Query::default() });
        assert_eq!(of_tier.len() as u32, session.tally().tiers[tier as usize].count, "{tier:?}");
    }
    check(
        Query {
            sources: vec![Source::PropertyRecord],
            cities: vec!["Apopka".to_owned()],
            text: "elm".to_owned(),
            ..Query::default()
        },
        &["52"],
    );
}

#[test]
fn text_is_found_in_addresses_and_in_ids_of_any_spelling() {
    for (text, expected) in [
        ("oak", &["51", "50"][..]),
        (" 9 OAK ", &["51"]),
        ("apopka", &["52"]),
        ("32801", &["51", "50"]),
        ("282205885002051", &["51"]),
        ("05-22-28-8850-02-051", &["51"]),
        ("052228885002051", &["51"]),
        ("05 22 28 8850 02 051", &["51"]),
        ("28-22-05-8850-02-051", &["51"]),
        ("8850-02", &["53", "52", "51", "50", "60"]),
        ("nowhere", &[]),
        ("", &["53", "52", "51", "50", "60"]),
    ] {
        check(Query { text: text.to_owned(), ..Query::default() }, expected);
    }
}

#[test]
fn unknown_values_sort_last_both_ways() {
    let sorted = |column, descending| Query { sort: Sort { column, descending }, ..Query::default() };
    check(sorted(SortColumn::Rank, true), &["60", "50", "51", "52", "53"]);
    check(sorted(SortColumn::MarketValue, false), &["51", "50", "53", "52", "60"]);
    check(sorted(SortColumn::MarketValue, true), &["53", "50", "51", "52", "60"]);
    check(sorted(SortColumn::Address, false), &["52", "51", "50", "60", "53"]);
    check(sorted(SortColumn::Address, true), &["60", "50", "51", "52", "53"]);
    check(sorted(SortColumn::City, false), &["52", "60", "51", "50", "53"]);
    // Coming sales before past ones, the nearest first.
    check(sorted(SortColumn::DaysToSale, false), &["52", "51", "53", "50", "60"]);
    check(sorted(SortColumn::DaysToSale, true), &["53", "51", "52", "50", "60"]);
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
        sort: Sort { column: SortColumn::Rank, descending: true },
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

/// A query with any filters and order.
fn queries() -> impl Strategy<Value = Query> {
    let subset = |all: Vec<&'static str>| prop::sample::subsequence(all, 0..=2);
    let columns = vec![
        SortColumn::Rank,
        SortColumn::Tier,
        SortColumn::Address,
        SortColumn::City,
        SortColumn::Score,
        SortColumn::Arv,
        SortColumn::MaxOffer,
        SortColumn::Profit,
        SortColumn::Roi,
        SortColumn::MarketValue,
        SortColumn::DaysToSale,
    ];
    (
        prop::sample::subsequence(Tier::ALL.to_vec(), 0..=2),
        subset(vec!["Orlando", "Apopka", "Ocoee"]),
        prop::sample::subsequence(vec![Source::TaxSale, Source::Foreclosure, Source::PropertyRecord], 0..=2),
        prop::sample::select(vec!["", "oak", "2", "328", "\\", "8850"]),
        prop::sample::select(columns),
        any::<bool>(),
    )
        .prop_map(|(tiers, cities, sources, text, column, descending)| Query {
            tiers,
            cities: cities.into_iter().map(str::to_owned).collect(),
            sources,
            text: text.to_owned(),
            sort: Sort { column, descending },
        })
}

proptest! {
    #[test]
    fn rows_are_what_the_query_says(query in queries()) {
        let mut session = county();
        session.set_view(&query);
        let rows = session.rows(0, 100);
        let fits = |row: &LeadRow| {
            (query.tiers.is_empty() || query.tiers.contains(&row.tier))
                && (query.cities.is_empty() || row.city.as_ref().is_some_and(|city| query.cities.contains(city)))
                && (query.sources.is_empty() || query.sources.iter().any(|source| row.sources.contains(source)))
        };
        prop_assert!(rows.iter().all(fits));
        // Each lead at most once, and without the text none is left out that fits.
        let mut leads: Vec<u32> = rows.iter().map(|row| row.lead).collect();
        leads.sort_unstable();
        leads.dedup();
        prop_assert_eq!(leads.len(), rows.len());
        session.set_view(&Query::default());
        let all = session.rows(0, 100);
        if query.text.is_empty() {
            prop_assert_eq!(all.iter().filter(|row| fits(row)).count(), rows.len());
        }
        // The same filters in the order of the ranking hold the same leads.
        session.set_view(&Query { sort: Sort::default(), ..query.clone() });
        let mut by_rank: Vec<u32> = session.view().to_vec();
        prop_assert!(session.rows(0, 100).windows(2).all(|pair| pair[0].rank < pair[1].rank));
        by_rank.sort_unstable();
        prop_assert_eq!(by_rank, leads);
    }
}
