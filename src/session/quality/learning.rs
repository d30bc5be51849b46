//! What models can learn from these lists, who answers for the leads, and when to train again.

use super::{AnyRecipe, Grounds, UsedModel};
use crate::{
    lead::OutcomeKind,
    learn::{
        ArvAnswer, Standing,
        arv::{ArvCases, ArvRecipe, ArvTarget},
        lead::{LeadCases, LeadLabel, LeadRecipe, Scored},
        median,
    },
    plot::{money, percent, thousands},
    registry::{ModelName, VersionName, retrain_advice},
    session::{
        Session,
        sheet::{BarRow, Bars, Block, Sheet, SheetTable, Verdict},
    },
};

/// Rows from which on a model's figures are worth reading.
const ENOUGH_VALUES: usize = 500;
/// Outcomes from which on a lead model learns by itself what a good lead is.
const ENOUGH_GOOD: usize = 50;

fn count(number: usize) -> String {
    thousands(number as u64)
}

fn excluded(reasons: &[(String, usize)]) -> Option<Block> {
    if reasons.is_empty() {
        return None;
    }
    let mut table = SheetTable::new("Rows left out, by reason", &["Reason", "Rows"]);
    table.rows = reasons.iter().map(|(reason, rows)| vec![reason.clone(), count(*rows)]).collect();
    Some(Block::Table(table))
}

/// Houses whose value is known: what an ARV model learns from.
pub fn values(session: &Session, grounds: &Grounds<'_>) -> Sheet {
    let mut blocks = Vec::new();
    let mut most = 0;
    for target in ArvTarget::ALL {
        let recipe = ArvRecipe { target, ..ArvRecipe::default() };
        let ArvCases { value_usd, excluded: reasons, .. } =
            ArvCases::of(session.leads(), grounds.sales, &recipe, session.as_of());
        most = most.max(value_usd.len());
        let title = match target {
            ArvTarget::MarketValue => "Appraiser's market values",
            ArvTarget::SalePrice => "Sale prices",
        };
        let bound = |pick: fn(f64, f64) -> f64| value_usd.iter().copied().reduce(pick).map(money);
        let mut facts = vec![(format!("{title}: rows to learn from"), count(value_usd.len()))];
        facts.extend(bound(f64::min).map(|least| ("Lowest".to_owned(), least)));
        facts.extend(bound(f64::max).map(|most| ("Highest".to_owned(), most)));
        facts.extend(median(&value_usd).map(|middle| ("Median".to_owned(), money(middle))));
        blocks.push(Block::Facts(facts));
        blocks.extend(
            excluded(&reasons).map(|table| Block::Fold { title: "Rows left out".to_owned(), blocks: vec![table] }),
        );
    }
    let note = match most {
        ENOUGH_VALUES.. => "Enough known values for a model that is worth asking.".to_owned(),
        _ => {
            format!("A model of fewer than {} values says little: add property records or sales.", count(ENOUGH_VALUES))
        }
    };
    Sheet {
        name: "values".to_owned(),
        title: "Known values".to_owned(),
        verdict: Verdict::of(most >= ENOUGH_VALUES),
        note,
        blocks,
    }
}

/// Leads that are known to be good ones: what a lead model learns from.
pub fn leads(session: &Session, grounds: &Grounds<'_>) -> Sheet {
    let scored = Scored { scores: session.scores(), profile: session.profile() };
    let mut outcomes = grounds.outcomes.clone();
    outcomes.outcomes.extend(session.outcomes());
    let mut table = SheetTable::new(
        "What a good lead can be, and how many of the leads are",
        &["A good lead is", "Leads", "Good ones", "Share"],
    );
    let mut good_outcomes = 0;
    let outcome = LeadLabel::Outcome;
    let kinds = [OutcomeKind::Contacted, OutcomeKind::Appointment, OutcomeKind::Contract, OutcomeKind::Closed];
    for label in std::iter::once(LeadLabel::TierA).chain(kinds.map(outcome)) {
        let recipe = LeadRecipe { label, ..LeadRecipe::default() };
        let words = crate::plot::capitalized(label.words());
        let row = match LeadCases::of(session.leads(), scored, &outcomes, &recipe, session.as_of()) {
            Ok(cases) => {
                let good = cases.label.iter().filter(|label| **label > 0.5).count();
                if !label.imitates_rule() {
                    good_outcomes = good_outcomes.max(good);
                }
                let rate = percent(good as f64 / cases.label.len().max(1) as f64 * 100.0, 1);
                vec![words, count(cases.label.len()), count(good), rate]
            }
            Err(_) => vec![words, "–".to_owned(), "too few".to_owned(), "–".to_owned()],
        };
        table.rows.push(row);
    }
    let (verdict, note) = match good_outcomes {
        ENOUGH_GOOD.. => (Verdict::of(true), "Enough logged outcomes: a lead model learns what the rules do not know."),
        _ => (
            Verdict::of(false),
            "Until 50 good outcomes are logged a lead model can only imitate or correct the rules. Log what came of \
             calls, here or in a list.",
        ),
    };
    Sheet {
        name: "outcomes".to_owned(),
        title: "Known outcomes".to_owned(),
        verdict,
        note: note.to_owned(),
        blocks: vec![Block::Table(table)],
    }
}

/// Who answers for each lead, and why not a model.
pub fn methods(session: &Session) -> Sheet {
    let all = session.leads().len();
    let bar = |label: String, found: usize| {
        let share = found as f64 / all.max(1) as f64;
        BarRow::new(label, share, format!("{} · {}", percent(share * 100.0, 1), count(found)))
    };
    let mut arv = Vec::new();
    let mut by_model = 0;
    if let Some(judged) = &session.judgements().arv {
        by_model = judged.answers.iter().filter(|answer| matches!(answer, ArvAnswer::Model { .. })).count();
        arv.push(bar(format!("Model {}", judged.version), by_model));
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for answer in &judged.answers {
            let ArvAnswer::Outside(why) = answer else { continue };
            match reasons.iter_mut().find(|(words, _)| *words == why.words()) {
                Some((_, found)) => *found += 1,
                None => reasons.push((why.words(), 1)),
            }
        }
        reasons.sort_by_key(|(_, found)| std::cmp::Reverse(*found));
        arv.extend(reasons.into_iter().map(|(why, found)| bar(format!("Rule of thumb: {why}"), found)));
    } else {
        arv.push(bar("Rule of thumb: no ARV model is in use".to_owned(), all));
    }
    let chance = match &session.judgements().lead {
        None => bar("Rules alone: no lead model is in use".to_owned(), all),
        Some(judged) => match &judged.standing {
            Standing::InCharge { .. } => bar(format!("Rules, moved by model {}", judged.version), all),
            Standing::RuleStays { why } => bar(format!("Rules alone: {why}"), all),
        },
    };
    let has_arv = session.judgements().arv.is_some();
    let (verdict, note) = match (has_arv, by_model * 2 >= all) {
        (false, _) => (None, "Rules answer for every lead. A model is trained or put to use on the Models page."),
        (true, true) => {
            (Verdict::of(true), "The model answers where it has seen houses alike; elsewhere a rule of thumb does.")
        }
        (true, false) => (
            Verdict::of(false),
            "The model answers for less than half of the leads: it has learned from other places or sizes.",
        ),
    };
    let blocks = vec![
        Block::Bars(Bars { caption: "After-repair value".to_owned(), rows: arv }),
        Block::Bars(Bars { caption: "Score".to_owned(), rows: vec![chance] }),
    ];
    Sheet { name: "methods".to_owned(), title: "Who answers".to_owned(), verdict, note: note.to_owned(), blocks }
}

/// Whether models in use have aged.
pub fn advice(session: &Session, grounds: &Grounds<'_>) -> Sheet {
    let mut blocks = Vec::new();
    let mut is_good = true;
    for used in grounds.used {
        let name = match used.recipe {
            AnyRecipe::Arv(_) => ModelName::Arv,
            AnyRecipe::Lead(_) => ModelName::Lead,
        };
        let trained = VersionName::at(used.made_seconds as i64).day();
        let then = used.rows.map(u64::from);
        let now = rows_now(session, grounds, used);
        let reasons = retrain_advice(trained, session.as_of(), then, now);
        let title = match name {
            ModelName::Arv => "ARV model",
            ModelName::Lead => "Lead model",
        };
        let mut facts = vec![(format!("{title}, trained"), crate::plot::date_words(&trained.to_string()))];
        facts.extend(then.map(|rows| ("Rows then".to_owned(), thousands(rows))));
        facts.extend(now.map(|rows| ("Rows now".to_owned(), thousands(rows))));
        blocks.push(Block::Facts(facts));
        is_good &= reasons.is_empty();
        blocks.extend(reasons.iter().map(|advice| Block::Warning(format!("{title}: {advice}."))));
    }
    let (verdict, note) = match (grounds.used.is_empty(), is_good) {
        (true, _) => {
            (None, "No model is in use. Train one on the Models page; this page then says when to do it again.")
        }
        (_, true) => {
            (Verdict::of(true), "The models in use are younger than a month and know nearly all rows there are.")
        }
        (_, false) => (Verdict::of(false), "Train again, compare, and promote what is better."),
    };
    Sheet { name: "advice".to_owned(), title: "Train again?".to_owned(), verdict, note: note.to_owned(), blocks }
}

/// The rows that a training by the same recipe would have today.
fn rows_now(session: &Session, grounds: &Grounds<'_>, used: &UsedModel) -> Option<u64> {
    let rows = match &used.recipe {
        AnyRecipe::Arv(recipe) => ArvCases::of(session.leads(), grounds.sales, recipe, session.as_of()).rows.len(),
        AnyRecipe::Lead(recipe) => {
            let scored = Scored { scores: session.scores(), profile: session.profile() };
            LeadCases::of(session.leads(), scored, grounds.outcomes, recipe, session.as_of()).ok()?.rows.len()
        }
    };
    Some(rows as u64)
}
