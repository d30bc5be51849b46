use super::*;
use crate::{
    lanes::Inline,
    lanes::Lanes,
    lead::{Outcomes, Sales, tests::read},
    learn::Judgements,
    learn::{ArvAnswer, ArvJudgement, Outside},
    score::Profile,
    session::{ImportMode, sheet::Block},
    table::Day,
};

const RECORDS: &str = "parcel_number,situs_address,situs_city,situs_zip,total_mkt,year_built\n\
                       282205885002050,12 Oak St,ORLANDO,32801,250000,1990\n\
                       282205885002051,9 Oak St,Orlando,32801,90000,2090\n\
                       282205885002050,12 Oak St,ORLANDO,32801,260000,1990\n\
                       ,3 Oak St,Orlando,32801,90000,1980\n";
const TAX_SALES: &str = "tda_number,sale_date,parcel_id\n\
                         1,12/18/2025,05-22-28-8850-02-051\n\
                         2,soon,05-22-28-8850-02-099\n";

fn sheets(judgements: Option<Judgements>, used: &[UsedModel]) -> Vec<Sheet> {
    let imported = read(&[RECORDS, TAX_SALES], ImportMode::Smart);
    let as_of = Day::from_civil(2025, 11, 22).unwrap();
    let profile = Profile::shipped("guide-full").unwrap();
    let lanes: &dyn Lanes = &Inline;
    let session = Session::new(imported.leads, profile, as_of, lanes);
    let session = match judgements {
        Some(judgements) => session.judged(judgements),
        None => session,
    };
    let (sales, outcomes) = (Sales::default(), Outcomes::default());
    session.quality(&Grounds { files: &imported.files, sales: &sales, outcomes: &outcomes, used })
}

fn sheet<'a>(sheets: &'a [Sheet], name: &str) -> &'a Sheet {
    sheets.iter().find(|sheet| sheet.name == name).unwrap()
}

fn is_good(sheet: &Sheet) -> Option<bool> {
    sheet.verdict.as_ref().map(|verdict| verdict.is_good)
}

fn facts(sheet: &Sheet) -> Vec<(&str, &str)> {
    let of = |block: &Block| match block {
        Block::Facts(facts) => facts.clone(),
        _ => Vec::new(),
    };
    let all: Vec<(String, String)> = sheet.blocks.iter().flat_map(of).collect();
    all.into_iter().map(|(a, b)| (&*a.leak(), &*b.leak())).collect()
}

#[test]
fn every_row_is_accounted_for_and_a_lost_one_asks_for_a_look() {
    let sheets = sheets(None, &[]);
    let rows = sheet(&sheets, "rows");
    let Block::Table(table) = &rows.blocks[0] else { panic!("{rows:?}") };
    assert_eq!(table.rows[0][1..], ["4", "2", "1", "1"]);
    assert_eq!(table.rows[1][1..], ["2", "2", "0", "0"]);
    assert_eq!(table.marked, [0]);
    assert_eq!(is_good(rows), Some(false));
}

#[test]
fn what_joins_and_what_does_not() {
    let sheets = sheets(None, &[]);
    let joins = sheet(&sheets, "joins");
    let Block::Bars(bars) = &joins.blocks[0] else { panic!("{joins:?}") };
    assert_eq!((bars.rows[0].share, bars.rows[0].is_low), (0.5, true));
    assert_eq!(is_good(joins), Some(false));
}

#[test]
fn conflicts_are_counted_by_kind_with_an_example_each() {
    let sheets = sheets(None, &[]);
    let conflicts = sheet(&sheets, "conflicts");
    let [Block::Table(table), Block::Leads(examples)] = &conflicts.blocks[..] else { panic!("{conflicts:?}") };
    assert_eq!(table.rows, [["Market value", "Property records", "1"]]);
    assert_eq!(examples.len(), 1);
    assert!(examples[0].1.contains("250000") && examples[0].1.contains("260000"), "{examples:?}");
}

#[test]
fn dates_that_cannot_be_true() {
    let sheets = sheets(None, &[]);
    let dates = sheet(&sheets, "dates");
    assert_eq!(is_good(dates), Some(false));
    let facts = facts(dates);
    for expected in
        [("Tax sales to come", "1"), ("Houses built after this year", "1"), ("Dates that could not be read", "1")]
    {
        assert!(facts.contains(&expected), "{expected:?} in {facts:?}");
    }
}

#[test]
fn rules_answer_until_a_model_does() {
    let before = sheets(None, &[]);
    assert_eq!(is_good(sheet(&before, "methods")), None);
    let answers = vec![
        ArvAnswer::Model { estimate_usd: 1.0, low_usd: 1.0, high_usd: 1.0 },
        ArvAnswer::Outside(Outside::Place),
        ArvAnswer::Outside(Outside::Place),
    ];
    let arv = Some(ArvJudgement { version: "v".to_owned(), coverage: 0.9, answers });
    let after = sheets(Some(Judgements { arv, lead: None }), &[]);
    let methods = sheet(&after, "methods");
    let Block::Bars(bars) = &methods.blocks[0] else { panic!("{methods:?}") };
    assert_eq!(bars.rows.len(), 2);
    assert!(bars.rows[1].label.ends_with(Outside::Place.words()));
    assert_eq!(is_good(methods), Some(false), "the model answers for one of three");
}

#[test]
fn an_old_model_is_to_be_trained_again() {
    let used = |day: i32| UsedModel {
        recipe: AnyRecipe::Arv(ArvRecipe::default()),
        made_seconds: f64::from(day) * 86_400.0,
        rows: Some(2),
    };
    let today = Day::from_civil(2025, 11, 22).unwrap().0;
    assert_eq!(is_good(sheet(&sheets(None, &[]), "advice")), None);
    assert_eq!(is_good(sheet(&sheets(None, &[used(today - 5)]), "advice")), Some(true));
    assert_eq!(is_good(sheet(&sheets(None, &[used(today - 50)]), "advice")), Some(false));
}
