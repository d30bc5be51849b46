//! Features of houses: the same for training and for scoring, true to their day, without the answer in them.

use std::collections::BTreeSet;

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    feature::{
        house::{self, FEATURES, Kind, Leak, Origin, Purpose, Row, Unit},
        market::Market,
    },
    lanes::Inline,
    lead::{Leads, OutcomeKind},
    learn::{Exclusion, Guard, RefusalReason, SaleRules, Task, ValidSales},
    score::Profile,
    session::{FileReader, ImportMode, Imported, Session, import},
    table::Day,
    tree::{Matrix, MatrixColumn, Values},
};

use crate::support::golden_dir;

/// Sunday, 2026-11-22.
const AS_OF: Day = Day(20_779);

fn read(files: &[(&str, &[u8])]) -> Imported {
    let read = files.iter().map(|(name, bytes)| {
        let mut reader = FileReader::new(name, ImportMode::Smart);
        reader.push(bytes);
        let file = reader.finish();
        assert_eq!(file.fault(), None, "{name}");
        file
    });
    import(read.collect(), ImportMode::Smart, &Inline)
}

fn county(files: &[DemoFile]) -> Imported {
    let county = County::new(CountyOptions { rows: 3_000, seed: 42, as_of: AS_OF });
    let bytes: Vec<Vec<u8>> = files.iter().map(|file| county.bytes(*file).unwrap()).collect();
    let named: Vec<(&str, &[u8])> =
        files.iter().zip(&bytes).map(|(file, bytes)| (file.file_name(), bytes.as_slice())).collect();
    read(&named)
}

fn column<'m>(matrix: &'m Matrix, name: &str) -> &'m Values {
    &matrix.columns().iter().find(|column| column.name == name).unwrap_or_else(|| panic!("no {name}")).values
}

/// The number of a row, or NaN.
fn number(matrix: &Matrix, name: &str, row: usize) -> f64 {
    column(matrix, name).number(row)
}

/// The category of a row.
fn text<'m>(matrix: &'m Matrix, name: &str, row: usize) -> Option<&'m str> {
    match column(matrix, name) {
        Values::Categories { codes, levels } => levels.get(codes[row] as usize).map(String::as_str),
        other => panic!("{name}: {other:?}"),
    }
}

/// What a row has in each column: numbers as bits, categories as their texts.
fn cells(matrix: &Matrix, row: usize) -> Vec<String> {
    let cell = |column: &MatrixColumn| match &column.values {
        Values::Categories { .. } => format!("{:?}", text(matrix, &column.name, row)),
        values => format!("{:x}", values.number(row).to_bits()),
    };
    matrix.columns().iter().map(cell).collect()
}

fn names(matrix: &Matrix) -> Vec<&str> {
    matrix.columns().iter().map(|column| column.name.as_str()).collect()
}

#[test]
fn training_and_scoring_see_the_same_columns() {
    let all = county(&DemoFile::ALL);
    let matrix = house::columns(&all.leads, AS_OF, &Inline);
    assert_eq!(matrix.rows(), all.leads.len());
    assert_eq!(names(&matrix), FEATURES.iter().map(|feature| feature.name).collect::<Vec<_>>());
    for (column, feature) in matrix.columns().iter().zip(FEATURES) {
        let is_category = matches!(column.values, Values::Categories { .. });
        assert_eq!(is_category, feature.kind() == Kind::Category, "{}", feature.name);
        let known = (0..matrix.rows()).filter(|row| !column.values.number(*row).is_nan()).count();
        assert!(known > 0, "nothing is known of {}", feature.name);
    }
    // Some of the leads, in another order, as a training set has them.
    let some: Vec<u32> = (0..matrix.rows() as u32).rev().step_by(7).collect();
    let rows: Vec<Row> = some.iter().map(|lead| Row { lead: *lead, as_of: AS_OF }).collect();
    let taken = house::columns_of(&all.leads, &rows, &Inline);
    for (row, lead) in some.iter().enumerate() {
        assert_eq!(cells(&taken, row), cells(&matrix, *lead as usize), "lead {lead}");
    }
    // Other lists, the same columns; what they do not say is missing.
    let sales_alone = county(&[DemoFile::TaxSales]);
    let alone = house::columns(&sales_alone.leads, AS_OF, &Inline);
    assert_eq!(names(&alone), names(&matrix));
    for name in ["living_area_sqft", "market_usd", "has_foreclosure", "violations", "violations_nearby"] {
        assert!((0..alone.rows()).all(|row| number(&alone, name, row).is_nan()), "{name}");
    }
    assert!((0..alone.rows()).all(|row| number(&alone, "has_tax_sale", row) == 1.0));
}

#[test]
fn the_day_moves_only_what_depends_on_it() {
    let leads = county(&DemoFile::LISTS).leads;
    let now = house::columns(&leads, AS_OF, &Inline);
    let earlier = house::columns(&leads, Day(AS_OF.0 - 400), &Inline);
    for feature in FEATURES {
        let values = |matrix: &Matrix| -> Vec<String> {
            let cell = |row| match feature.kind() {
                Kind::Category => text(matrix, feature.name, row).unwrap_or_default().to_owned(),
                Kind::Number => format!("{:x}", number(matrix, feature.name, row).to_bits()),
            };
            (0..matrix.rows()).map(cell).collect()
        };
        assert_eq!(values(&now) != values(&earlier), feature.as_of, "{}", feature.name);
    }
    let to_sale = |matrix: &Matrix| number(matrix, "days_to_tax_sale", 0);
    assert_eq!(to_sale(&earlier) - to_sale(&now), 400.0);
}

#[test]
fn a_house_in_numbers() {
    let records = b"parcel_number,owner_name,land_mkt,bldg_mkt,total_mkt,total_assd,total_xmpt,taxes,property_use,year_built,\
                    living_area,lot_size,situs_city,situs_zip\n\
                    282205885002050,SUNNY HOMES LLC,50000,150000,200000,100000,25000,3000,org-r-3,1986,1500,0.25,orlando,32801-1234\n\
                    282206885002050,,,,,,,,,0,0,0,,\n";
    let sales = b"tda_number,sale_date,parcel_id,opening_bid\n1,12/18/2026,05-22-28-8850-02-050,0\n";
    let suits =
        b"parcel_number,default_amount,auction_date,recording_date\n282205885002050,80000,2026-11-01,2026-10-23\n";
    let cases = b"apno,caseinfostatus,case_type,casedt,parcel_id\n\
                  1,Open,LOT,2026-11-12,282205885002050\n2,Closed,H,2025-01-05,282205885002050\n\
                  3,Open,LOT,2026-12-01,282205885002050\n4,Closed,H,2024-01-05,282205885002050\n";
    let leads = read(&[("r", &records[..]), ("t", &sales[..]), ("f", &suits[..]), ("v", &cases[..])]).leads;
    let matrix = house::columns(&leads, AS_OF, &Inline);
    let expected = [
        ("age_years", 40.0),
        ("living_area_sqft", 1_500.0),
        ("lot_sqft", 10_890.0),
        ("living_area_of_lot", 1_500.0 / 10_890.0 * 100.0),
        ("has_exemption", 1.0),
        ("market_usd", 200_000.0),
        ("land_share", 25.0),
        ("building_share", 75.0),
        ("market_to_assessed", 200.0),
        ("taxes_of_market", 1.5),
        ("market_per_sqft", 200_000.0 / 1_500.0),
        ("has_tax_sale", 1.0),
        ("days_to_tax_sale", 26.0),
        ("days_to_auction", -21.0),
        ("days_since_recording", 30.0),
        ("default_usd", 80_000.0),
        ("owed_of_market", 40.0),
        // The case of December is not known yet.
        ("violations", 3.0),
        ("open_violations", 1.0),
        ("recent_violations", 1.0),
        ("days_since_violation", 10.0),
        ("lists", 3.0),
    ];
    for (name, value) in expected {
        assert_eq!(number(&matrix, name, 0), value, "{name}");
    }
    assert!(number(&matrix, "tax_sale_bid_usd", 0).is_nan(), "a bid of 0 is unknown");
    let texts = [
        ("owner_kind", "company"),
        ("property_use", "ORG-R-3"),
        ("city", "ORLANDO"),
        ("zip", "32801"),
        ("violation_type", "H"),
    ];
    for (name, value) in texts {
        assert_eq!(text(&matrix, name, 0), Some(value), "{name}");
    }
    // Of the second parcel the record knows nothing; that it is on no list of distress is known.
    for name in names(&matrix) {
        let is_told =
            ["has_tax_sale", "has_foreclosure", "violations", "open_violations", "recent_violations", "lists"];
        let cell = number(&matrix, name, 1);
        match is_told.contains(&name) {
            true => assert_eq!(cell, 0.0, "{name}"),
            false => assert!(cell.is_nan() || name.starts_with("as_of"), "{name}: {cell}"),
        }
    }
    let unit = |name| house::unit(name);
    assert_eq!((unit("lot_sqft"), unit("age_years"), unit("nothing")), (Unit::Sqft, Unit::Years, Unit::None));
}

#[test]
fn owners_enter_by_their_kind_alone() {
    let leads = |owner: &str| {
        let text = format!("parcel_number,owner_name,total_mkt\n282205885002050,{owner},200000\n");
        read(&[("records.csv", text.as_bytes())]).leads
    };
    let of = |leads: &Leads| cells(&house::columns(leads, AS_OF, &Inline), 0);
    assert_eq!(of(&leads("DOE JOHN")), of(&leads("NGUYEN THI MAI / NGUYEN VAN")));
    assert_ne!(of(&leads("DOE JOHN")), of(&leads("DOE RENTALS LLC")));
}

#[test]
fn parts_of_the_answer_are_flagged() {
    let of_market = house::names(Purpose::ArvOfMarketValue);
    for feature in FEATURES.iter().filter(|feature| feature.origin != Origin::AsOf) {
        let only_of_sale = feature.serves(Purpose::ArvOfSale) && !of_market.contains(&feature.name);
        assert_eq!(feature.leak == Leak::MarketValue, only_of_sale, "{}", feature.name);
    }
    for name in ["land_usd", "building_usd", "assessed_usd", "taxes_usd", "taxable_usd", "market_per_sqft"] {
        assert_eq!(house::feature(name).map(|feature| feature.leak), Some(Leak::MarketValue), "{name}");
        assert!(house::names(Purpose::ArvOfSale).contains(&name) && house::names(Purpose::Lead).contains(&name));
    }
    for name in ["has_tax_sale", "owner_kind", "default_usd"] {
        assert!(!of_market.contains(&name), "{name} does not change what the repaired house is worth");
    }
    // The guard refuses the same ones by their names, and nothing that the purpose may use.
    let leads = county(&DemoFile::LISTS).leads;
    let matrix = house::columns(&leads, AS_OF, &Inline);
    let target = column(&matrix, "market_usd").clone();
    let Values::Double(target) = target else { panic!("{target:?}") };
    let guard = Guard { task: Task::Regression, target_name: "total_mkt", allowed: &[] };
    let refused: BTreeSet<String> =
        guard.refusals(&matrix, &target).into_iter().map(|refusal| refusal.column).collect();
    let flagged: BTreeSet<String> = FEATURES
        .iter()
        .filter(|feature| feature.leak == Leak::MarketValue)
        .map(|feature| feature.name.to_owned())
        .collect();
    assert_eq!(refused, flagged);
    let selected = house::select(matrix, Purpose::ArvOfMarketValue, &[]);
    assert_eq!(names(&selected), of_market);
}

#[test]
fn an_id_and_a_copy_of_the_target_are_refused() {
    let imported = county(&DemoFile::ALL);
    let valid = ValidSales::of(&imported.sales, &imported.leads, AS_OF, &SaleRules::default());
    let rows: Vec<Row> = valid.kept.iter().map(|sale| Row { lead: sale.lead, as_of: sale.day }).collect();
    let prices: Vec<f64> = valid.kept.iter().map(|sale| sale.price_usd).collect();
    let matrix = house::select(house::columns_of(&imported.leads, &rows, &Inline), Purpose::ArvOfSale, &[]);
    let guard = Guard { task: Task::Regression, target_name: "sale_price", allowed: &[] };
    assert_eq!(guard.refusals(&matrix, &prices), []);

    let with = |name: &str, values: Vec<f64>| {
        let added = MatrixColumn { name: name.to_owned(), values: Values::Double(values) };
        Matrix::new([matrix.columns().to_vec(), vec![added]].concat()).unwrap()
    };
    let refused = |matrix: &Matrix| -> Vec<(String, RefusalReason)> {
        guard.refusals(matrix, &prices).into_iter().map(|refusal| (refusal.column, refusal.reason)).collect()
    };
    let ids = with("row", (0..rows.len()).map(|row| row as f64).collect());
    assert_eq!(refused(&ids), [("row".to_owned(), RefusalReason::RowId)]);
    let copy = with("estimate", prices.iter().map(|price| price * 0.9 + 1_000.0).collect());
    assert_eq!(refused(&copy), [("estimate".to_owned(), RefusalReason::CopyOfTarget)]);
}

#[test]
fn no_sale_is_told_by_its_own_price() {
    let imported = county(&DemoFile::ALL);
    let valid = ValidSales::of(&imported.sales, &imported.leads, AS_OF, &SaleRules::default());
    let rows: Vec<Row> = valid.kept.iter().map(|sale| Row { lead: sale.lead, as_of: sale.day }).collect();
    let mut prices: Vec<f64> = valid.kept.iter().map(|sale| sale.price_usd).collect();
    let matrix = house::columns_of(&imported.leads, &rows, &Inline);
    let columns = |prices: &[f64]| Matrix::new(Market::out_of_fold(&matrix, prices, 5, 42)).unwrap();
    let before = columns(&prices);
    for row in [0, 31, 200] {
        let price = std::mem::replace(&mut prices[row], 9_999_999.0);
        let after = columns(&prices);
        assert_eq!(cells(&before, row), cells(&after, row));
        assert!((0..rows.len()).any(|other| cells(&before, other) != cells(&after, other)));
        prices[row] = price;
    }
    // What the neighbours say is evidence: half of the prices lie within 15 % of it.
    let said = |row: usize| number(&before, "market_comparable_usd", row);
    let mut errors: Vec<f64> =
        (0..rows.len()).filter(|row| !said(*row).is_nan()).map(|row| (said(row) / prices[row] - 1.0).abs()).collect();
    errors.sort_by(f64::total_cmp);
    assert!(errors.len() > 200 && errors[errors.len() / 2] < 0.15, "{} {}", errors.len(), errors[errors.len() / 2]);
}

#[test]
fn sales_and_outcomes_join_their_leads_and_change_no_score() {
    let imported = county(&DemoFile::ALL);
    assert_eq!((imported.sales.sales.len(), imported.outcomes.outcomes.len()), (450, 360));
    let joined = imported.sales.sales.iter().filter(|sale| sale.lead.is_some()).count();
    assert!(joined * 100 >= 450 * 99, "{joined} of 450 sales");
    let sale = imported.sales.sales.iter().find(|sale| sale.lead.is_some()).unwrap();
    assert!(imported.sales.of(sale.lead.unwrap()).any(|other| other == sale));
    let furthest = imported.outcomes.furthest();
    assert!(furthest.windows(2).all(|pair| pair[0].lead < pair[1].lead));
    let of_kind = |kind| furthest.iter().filter(|outcome| outcome.kind == Some(kind)).count();
    assert!(OutcomeKind::ALL.into_iter().all(|kind| of_kind(kind) > 0));

    let valid = ValidSales::of(&imported.sales, &imported.leads, AS_OF, &SaleRules::default());
    let excluded: usize = valid.excluded.iter().map(|(_, count)| count).sum();
    assert_eq!(valid.kept.len() + excluded, 450);
    let count = |reason| valid.excluded.iter().find(|(found, _)| *found == reason).map_or(0, |(_, count)| *count);
    for reason in [Exclusion::BelowFloor, Exclusion::NotQualified, Exclusion::Outlier] {
        assert!(count(reason) > 0, "{reason:?}: {:?}", valid.excluded);
    }
    assert!(valid.kept.len() > 350, "{:?}", valid.excluded);
    assert!(valid.kept.windows(2).all(|pair| pair[0].lead < pair[1].lead));

    let without = county(&DemoFile::LISTS);
    let rows = |leads: Leads| {
        let session = Session::new(leads, Profile::shipped("guide-full").unwrap(), AS_OF, &Inline);
        let rows = session.rows(0, u32::MAX);
        rows.into_iter().map(|row| format!("{row:?}")).collect::<Vec<_>>()
    };
    assert_eq!(rows(imported.leads), rows(without.leads));
}

/// The diagnostics that the guide prints before it trains (FACTS 12).
#[test]
fn the_guides_diagnostics() {
    let Some(orlando) = golden_dir().map(|golden| golden.with_file_name("orlando")) else { return };
    let files = ["tax_sales.csv", "foreclosures.csv", "property_records.csv"];
    let bytes = files.map(|file| std::fs::read(orlando.join(file)).unwrap());
    let named: Vec<(&str, &[u8])> = files.iter().copied().zip(bytes.iter().map(Vec::as_slice)).collect();
    let leads = read(&named).leads;
    let matrix = house::columns(&leads, AS_OF, &Inline);
    let Values::Double(values) = column(&matrix, "market_usd") else { panic!("market_usd holds numbers") };
    let mut values: Vec<f64> = values.iter().copied().filter(|value| (50_000.0..=800_000.0).contains(value)).collect();
    values.sort_by(f64::total_cmp);
    assert_eq!((values.len(), values[0], values[92], values[46]), (93, 167_300.0, 778_380.0, 331_710.0));
    // Two lists that name other parcels: a date of the sale is not one of the auction.
    assert_eq!((0..186).filter(|row| !number(&matrix, "days_to_tax_sale", *row).is_nan()).count(), 86);
    assert!((0..186).all(|row| number(&matrix, "default_usd", row).is_nan()), "every amount is 0.0");

    let session = Session::new(leads, Profile::shipped("guide").unwrap(), AS_OF, &Inline);
    let tiers = session.tally().tiers;
    assert_eq!(session.scores().ranking().len(), 186);
    assert_eq!((tiers[0].count, format!("{:.1}", tiers[0].percent)), (13, "7.0".to_owned()));
}
