use proptest::prelude::*;

use crate::{
    layout::Source,
    score::Tier,
    session::{
        Change, LeadRow, LeadSet, Query, Range, Sort, SortColumn, Status, shipped_views,
        tests::{county, session_of, shown},
    },
    table::Day,
};

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
    let sorted = |column, descending| Query { sorts: vec![Sort { column, descending }], ..Query::default() };
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

/// By one column after the other.
fn sorted(sorts: &[(SortColumn, bool)]) -> Query {
    Query { sorts: sorts.iter().map(|&(column, descending)| Sort { column, descending }).collect(), ..Query::default() }
}

fn ranged(column: SortColumn, from: Option<f64>, to: Option<f64>) -> Query {
    let mut query = Query::default();
    query.set_range(column, from, to);
    query
}

#[test]
fn the_next_column_decides_among_equals() {
    use SortColumn::{Address, City, DaysToSale, Lists, MarketValue, Rank, Zip};
    check(sorted(&[(City, false), (MarketValue, true)]), &["52", "60", "50", "51", "53"]);
    check(sorted(&[(City, false), (MarketValue, false)]), &["52", "60", "51", "50", "53"]);
    check(sorted(&[(Zip, true), (Address, false)]), &["60", "51", "50", "52", "53"]);
    // House numbers are numbers: 9 before 12, and the other way round.
    check(sorted(&[(Address, true)]), &["60", "50", "51", "52", "53"]);
    check(sorted(&[(Lists, true), (Rank, true)]), &["60", "51", "52", "53", "50"]);
    check(sorted(&[(Lists, true), (DaysToSale, true)]), &["53", "51", "52", "60", "50"]);
    check(sorted(&[(City, true), (City, false)]), &["51", "50", "60", "52", "53"]);
}

#[test]
fn ranges_hold_both_ends_and_no_unknown_value() {
    use SortColumn::{Arv, DaysToSale, Equity, EquityPercent, Lists, MarketValue, Rank, Score};
    check(ranged(MarketValue, Some(90_000.0), Some(250_000.0)), &["51", "50"]);
    check(ranged(MarketValue, Some(90_000.5), None), &["53", "50"]);
    check(ranged(MarketValue, None, None), &["53", "52", "51", "50", "60"]);
    check(ranged(MarketValue, Some(2.0), Some(1.0)), &[]);
    check(ranged(DaysToSale, Some(0.0), Some(14.0)), &["52"]);
    check(ranged(DaysToSale, Some(0.0), None), &["52", "51"]);
    check(ranged(DaysToSale, None, Some(-1.0)), &["53"]);
    check(ranged(Rank, None, Some(2.0)), &["53", "52"]);
    check(ranged(Lists, Some(1.0), None), &["53", "52", "51", "60"]);
    // No list says what is owed on a house with a value, and none knows the value of the one in foreclosure.
    check(ranged(Equity, None, Some(1e9)), &[]);
    check(ranged(EquityPercent, None, Some(1e9)), &[]);
    let mut session = county();
    let rows = session.rows(0, 10);
    let arv = rows[2].arv;
    let of_arv = shown(&mut session, &ranged(Arv, Some(arv), Some(arv)));
    assert!(of_arv.contains(&"51".to_owned()) && of_arv.len() < 5, "{of_arv:?}");
    let of_score = shown(&mut session, &ranged(Score, Some(rows[1].score), None));
    assert_eq!(of_score, ["53", "52"]);
}

#[test]
fn a_range_of_a_column_replaces_the_one_before() {
    let mut query = ranged(SortColumn::Score, Some(10.0), None);
    query.set_range(SortColumn::Score, None, Some(50.0));
    query.set_range(SortColumn::Arv, Some(1.0), None);
    assert_eq!(query.ranges.len(), 2);
    assert_eq!(query.range(SortColumn::Score).map(|range| (range.from, range.to)), Some((None, Some(50.0))));
    query.set_range(SortColumn::Score, None, None);
    assert_eq!(query.range(SortColumn::Score), None);
    assert!(query.is_filtered());
    query.set_range(SortColumn::Arv, None, None);
    query.sort_by(SortColumn::Arv);
    assert!(!query.is_filtered());
}

#[test]
fn what_is_owed_lessens_equity() {
    let records = "parcel_number,situs_address,situs_city,situs_zip,total_mkt\n\
                   282205885002050,12 Oak St,ORLANDO,32801-1234,250000\n\
                   282205885002051,9 Oak St,Orlando,32801,90000\n\
                   282205885002052,7 Oak St,Orlando,32803,90000\n";
    let tax_sales = "tda_number,sale_date,parcel_id,opening_bid\n1,12/18/2025,05-22-28-8850-02-050,10000\n";
    let foreclosures = "parcel_number,situs_address,situs_city,situs_zip,default_amount,auction_date\n\
                        282205885002050,12 Oak St,ORLANDO,32801,40000,2025-11-25\n\
                        282205885002051,9 Oak St,ORLANDO,32801,100000,2025-11-25\n";
    let mut session = session_of(&[records, tax_sales, foreclosures]).0;
    let mut rows = session.rows(0, 10);
    rows.sort_by(|a, b| a.address.cmp(&b.address));
    let owed: Vec<_> = rows.iter().map(|row| (row.address.as_deref(), row.owed, row.equity)).collect();
    assert_eq!(
        owed,
        [
            (Some("12 Oak St"), Some(50_000.0), Some(200_000.0)),
            (Some("7 Oak St"), None, None),
            (Some("9 Oak St"), Some(100_000.0), Some(-10_000.0)),
        ]
    );
    assert_eq!(shown(&mut session, &ranged(SortColumn::EquityPercent, Some(80.0), Some(80.0))), ["50"]);
    assert_eq!(shown(&mut session, &ranged(SortColumn::Equity, None, Some(0.0))), ["51"]);
    assert_eq!(shown(&mut session, &sorted(&[(SortColumn::Equity, true)])), ["50", "51", "52"]);
    // A ZIP code of nine digits lies in that of five.
    let of_zip = |zip: &str| Query { zips: vec![zip.to_owned()], ..sorted(&[(SortColumn::Address, false)]) };
    assert_eq!(shown(&mut session, &of_zip("32801")), ["51", "50"]);
    assert_eq!(shown(&mut session, &of_zip("32803")), ["52"]);
    assert_eq!(session.report(Vec::new(), Vec::new()).zips, [("32801".to_owned(), 2), ("32803".to_owned(), 1)]);
}

#[test]
fn lists_and_methods_and_sets_filter() {
    check(Query { lists_at_least: 1, ..Query::default() }, &["53", "52", "51", "60"]);
    check(Query { lists_at_least: 2, ..Query::default() }, &[]);
    check(Query { arv_by_model: Some(true), ..Query::default() }, &[]);
    check(Query { arv_by_model: Some(false), ..Query::default() }, &["53", "52", "51", "50", "60"]);
    let mut session = county();
    let all = session.view().to_vec();
    let within: LeadSet = [all[3], all[0], all[3], 4_000_000_000].into_iter().collect();
    assert_eq!(within.len(), 3, "each once");
    let query = Query { within: Some(within), ..Query::default() };
    assert_eq!(shown(&mut session, &query), ["53", "50"]);
    assert_eq!(shown(&mut session, &Query { within: Some(LeadSet::default()), ..Query::default() }), [""; 0]);
}

#[test]
fn a_query_survives_being_kept() {
    let query = Query {
        tiers: vec![Tier::A],
        sources: vec![Source::TaxSale],
        lists_at_least: 2,
        within: Some([7, 3, 70_000].into_iter().collect()),
        text: "oak".to_owned(),
        ..sorted(&[(SortColumn::City, false), (SortColumn::Arv, true)])
    };
    let kept = serde_json::to_string(&query).unwrap();
    assert_eq!(serde_json::from_str::<Query>(&kept).unwrap(), query);
    // What an older version did not know of is not asked for.
    assert_eq!(serde_json::from_str::<Query>("{}").unwrap(), Query::default());
}

#[test]
fn clicks_on_heads_change_the_order() {
    use SortColumn::{Arv, City, Rank};
    let mut query = Query::default();
    let mut clicked = |column, adds| {
        if adds {
            query.also_sort_by(column)
        } else {
            query.sort_by(column)
        }
        query.sorts.iter().map(|sort| (sort.column, sort.descending)).collect::<Vec<_>>()
    };
    assert_eq!(clicked(Rank, false), [(Rank, true)], "by rank it is already");
    assert_eq!(clicked(Rank, false), []);
    assert_eq!(clicked(Arv, false), [(Arv, true)]);
    assert_eq!(clicked(Arv, false), [(Arv, false)]);
    assert_eq!(clicked(City, true), [(Arv, false), (City, false)]);
    assert_eq!(clicked(City, true), [(Arv, false), (City, true)]);
    assert_eq!(clicked(Rank, true), [(Arv, false), (City, true)], "equals stand by rank anyway");
    assert_eq!(clicked(City, false), [(City, false)]);
}

#[test]
fn what_the_person_did_filters() {
    let on = Day::from_civil(2025, 11, 20).unwrap();
    let mut session = county();
    let lead = |id: &str| session.leads().find(id).unwrap().index() as u32;
    let (a, b) = (lead("282205885002050"), lead("282205885002052"));
    session.note(&[a, b], &Change::Status { status: Status::Contacted, on });
    session.note(&[b], &Change::Status { status: Status::Dead, on });
    session.note(&[a], &Change::DoNotContact { is: true, on });
    session.note(&[b], &Change::Exported { on: Some(on) });
    let mut check = |query: Query, expected: &[&str]| assert_eq!(shown(&mut session, &query), expected, "{query:?}");
    check(Query { statuses: vec![Status::New], ..Query::default() }, &["53", "51", "60"]);
    check(Query { statuses: vec![Status::Contacted, Status::Dead], ..Query::default() }, &["52", "50"]);
    check(Query { do_not_contact: Some(false), ..Query::default() }, &["53", "52", "51", "60"]);
    check(Query { do_not_contact: Some(true), ..Query::default() }, &["50"]);
    check(Query { exported: Some(true), ..Query::default() }, &["52"]);
    check(Query { exported: Some(false), ..Query::default() }, &["53", "51", "50", "60"]);
    check(sorted(&[(SortColumn::Status, true)]), &["52", "50", "53", "51", "60"]);
}

#[test]
fn shipped_views_ask_for_what_any_county_may_have() {
    let mut session = county();
    let views = shipped_views();
    let mut names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
    for view in &views {
        assert!(view.query.is_filtered() && !view.query.ranges.iter().any(Range::is_reversed), "{}", view.name);
        assert!(view.query.cities.is_empty() && view.query.zips.is_empty() && view.query.within.is_none());
        session.set_view(&view.query);
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), views.len(), "each name once");
    let soon = views.into_iter().find(|view| view.name == "Auctions in 14 days").unwrap();
    assert_eq!(shown(&mut session, &soon.query), ["52"]);
}

#[test]
fn a_lead_is_found_whatever_the_view() {
    let mut session = county();
    session.set_view(&Query { cities: vec!["Apopka".to_owned()], ..Query::default() });
    let addresses = |rows: Vec<LeadRow>| rows.into_iter().filter_map(|row| row.address).collect::<Vec<_>>();
    assert_eq!(addresses(session.find("oak", 5)), ["9 Oak St", "12 Oak St"]);
    assert_eq!(addresses(session.find("oak", 1)), ["9 Oak St"]);
    assert_eq!(session.find(" ", 5), []);
    assert_eq!(session.view().len(), 1);
    assert_eq!(session.leads_at(0, 9), session.view()[0].to_le_bytes());
    assert_eq!(session.leads_at(1, u32::MAX), [0_u8; 0]);
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
            sorts: vec![Sort { column, descending }],
            ..Query::default()
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
        session.set_view(&Query { sorts: Vec::new(), ..query.clone() });
        let mut by_rank: Vec<u32> = session.view().to_vec();
        prop_assert!(session.rows(0, 100).windows(2).all(|pair| pair[0].rank < pair[1].rank));
        by_rank.sort_unstable();
        prop_assert_eq!(by_rank, leads);
    }
}
