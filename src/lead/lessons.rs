//! What is known to have come of parcels: sales and outcomes of calls, joined to the leads.
//!
//! In: the rows of the lists of sales and of outcomes, and the leads. Out: [`Sales`] and [`Outcomes`], to learn from.
//! Parcel ids are compared as those of the lists are. These lists name no leads and change none: what stands there of a
//! parcel that no other list describes has no lead, and the one who learns counts it.

use std::collections::BTreeMap;

use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

use super::{
    leads::Leads,
    merge::{Normalizer, digit_order},
};
use crate::{
    layout::{Field, SourceRows},
    table::{Day, hash_bytes},
};

/// One sale of one parcel, as the list has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    /// None when no other list describes the parcel.
    pub lead: Option<u32>,
    pub day: Option<Day>,
    pub price_usd: Option<f64>,
    /// Whether it was a sale at arm's length, as the list codes it: `01`, `11`, `Q`, `U`, ...
    pub qualified_code: Option<String>,
    /// Whether one price paid for several parcels.
    pub is_multi_parcel: Option<bool>,
    /// The file of the import, and the line there.
    pub place: (usize, u32),
}

/// All sales of an import, in the order of the lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sales {
    pub sales: Vec<Sale>,
}

/// How far a call got, from nobody there to a house bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    NoAnswer,
    Dead,
    Contacted,
    Appointment,
    Contract,
    Closed,
}

/// What came of one call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// None when no other list describes the parcel.
    pub lead: Option<u32>,
    pub day: Option<Day>,
    /// None when the list has no word for it, or one that is not known.
    pub kind: Option<OutcomeKind>,
    /// The file of the import, and the line there; None for what the person wrote down here.
    pub place: Option<(usize, u32)>,
}

/// All outcomes of an import, in the order of the lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    pub outcomes: Vec<Outcome>,
}

impl OutcomeKind {
    pub const ALL: [Self; 6] =
        [Self::NoAnswer, Self::Dead, Self::Contacted, Self::Appointment, Self::Contract, Self::Closed];

    /// The name in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::Dead => "dead",
            Self::Contacted => "contacted",
            Self::Appointment => "appointment",
            Self::Contract => "contract",
            Self::Closed => "closed",
        }
    }

    /// The kind that a list means; letters count, case and signs do not.
    pub fn of(text: &str) -> Option<Self> {
        const WORDS: [(OutcomeKind, &[&str]); 6] = [
            (OutcomeKind::NoAnswer, &["noanswer", "na", "voicemail", "leftvoicemail", "busy", "nocontact"]),
            (
                OutcomeKind::Dead,
                &["dead", "deadlead", "notinterested", "wrongnumber", "disconnected", "donotcall", "dnc", "lost"],
            ),
            (
                OutcomeKind::Contacted,
                &["contacted", "contact", "spoke", "reached", "interested", "followup", "callback"],
            ),
            (OutcomeKind::Appointment, &["appointment", "appt", "appointmentset", "meeting", "offermade"]),
            (OutcomeKind::Contract, &["contract", "undercontract", "contracted", "signed"]),
            (OutcomeKind::Closed, &["closed", "closedwon", "won", "bought", "purchased", "sold", "deal"]),
        ];
        let word: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(kind, _)| *kind)
    }
}

impl Sales {
    /// Joins the rows of the lists of sales to the leads.
    pub fn build(rows: &SourceRows, leads: &Leads) -> Self {
        let lead_of = leads_of_rows(rows, leads);
        let sale = |(row, lead): (usize, Option<u32>)| Sale {
            lead,
            day: rows.day(Field::SaleDate, row).day(),
            price_usd: rows.number(Field::SalePriceUsd, row),
            qualified_code: rows.text(Field::QualifiedCode, row).map(str::to_owned),
            is_multi_parcel: rows.text(Field::MultiParcel, row).and_then(says_several),
            place: rows.place(row),
        };
        Self { sales: lead_of.into_iter().enumerate().map(sale).collect() }
    }

    /// The sales of a lead.
    pub fn of(&self, lead: u32) -> impl Iterator<Item = &Sale> {
        self.sales.iter().filter(move |sale| sale.lead == Some(lead))
    }
}

/// Yes or no, or Florida's codes for a sale of several parcels: C in one county, D across counties (Department of
/// Revenue, Sale Data File, field MULTI_PAR_SAL).
fn says_several(text: &str) -> Option<bool> {
    const YES: [&str; 7] = ["Y", "YES", "TRUE", "T", "1", "C", "D"];
    const NO: [&str; 5] = ["N", "NO", "FALSE", "F", "0"];
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    if is(&YES) { Some(true) } else { is(&NO).then_some(false) }
}

impl Outcomes {
    /// Joins the rows of the lists of outcomes to the leads.
    pub fn build(rows: &SourceRows, leads: &Leads) -> Self {
        let lead_of = leads_of_rows(rows, leads);
        let outcome = |(row, lead): (usize, Option<u32>)| Outcome {
            lead,
            day: rows.day(Field::OutcomeDate, row).day(),
            kind: rows.text(Field::Outcome, row).and_then(OutcomeKind::of),
            place: Some(rows.place(row)),
        };
        Self { outcomes: lead_of.into_iter().enumerate().map(outcome).collect() }
    }

    /// For each lead of which a kind is known, by lead, the furthest that a call got; of equals the first by its day: that
    /// is what a model must foretell, as things stood then.
    pub fn furthest(&self) -> Vec<Outcome> {
        self.one_each(|outcome| (outcome.kind, std::cmp::Reverse(outcome.day)))
    }

    /// For each lead of which a kind is known, by lead, the last by its day.
    pub fn last(&self) -> Vec<Outcome> {
        self.one_each(|outcome| outcome.day)
    }

    /// The outcome of each lead with the greatest key; of equals the one read last.
    fn one_each<K: Ord>(&self, key: impl Fn(&Outcome) -> K) -> Vec<Outcome> {
        let mut best: BTreeMap<u32, Outcome> = BTreeMap::new();
        for outcome in self.outcomes.iter().filter(|outcome| outcome.kind.is_some()) {
            let Some(lead) = outcome.lead else { continue };
            let held = best.entry(lead).or_insert(*outcome);
            if key(outcome) >= key(held) {
                *held = *outcome;
            }
        }
        best.into_values().collect()
    }
}

/// The lead that each row speaks of.
fn leads_of_rows(rows: &SourceRows, leads: &Leads) -> Vec<Option<u32>> {
    let mut found = vec![None; rows.len()];
    if rows.is_empty() {
        return found;
    }
    let id = |lead: u32| leads.ids.get(lead as usize).unwrap_or_default();
    let hash = |id: &str| hash_bytes(id.as_bytes());
    let mut index = HashTable::with_capacity(leads.len());
    for lead in 0..leads.len() as u32 {
        index.insert_unique(hash(id(lead)), lead, |&lead| hash(id(lead)));
    }
    let mut normalizer = Normalizer::new(leads.mode());
    for (_, of_file) in rows.files() {
        let order = digit_order(rows, of_file.clone(), leads.mode());
        for row in of_file {
            let raw = rows.text(Field::ParcelId, row).unwrap_or_default();
            let Some(key) = normalizer.normalize(raw, order) else { continue };
            found[row] = index.find(hash(key), |&lead| id(lead) == key).copied();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(lead: u32, day: i32, kind: OutcomeKind) -> Outcome {
        Outcome { lead: Some(lead), day: Some(Day(day)), kind: Some(kind), place: None }
    }

    #[test]
    fn words_for_outcomes() {
        for kind in OutcomeKind::ALL {
            assert_eq!(OutcomeKind::of(kind.code()), Some(kind));
        }
        assert_eq!(OutcomeKind::of(" Under Contract "), Some(OutcomeKind::Contract));
        assert_eq!(OutcomeKind::of("rained"), None);
    }

    #[test]
    fn one_outcome_a_lead() {
        use OutcomeKind::{Appointment, Contacted, NoAnswer};
        let first = outcome(7, 10, Appointment);
        let again = outcome(7, 20, Appointment);
        let last = outcome(7, 30, NoAnswer);
        let other = outcome(3, 5, Contacted);
        let nobody = Outcome { lead: None, ..outcome(0, 40, Contacted) };
        let outcomes = Outcomes { outcomes: vec![last, again, first, other, nobody] };
        assert_eq!(outcomes.furthest(), [other, first]);
        assert_eq!(outcomes.last(), [other, last]);
    }

    #[test]
    fn several_parcels() {
        let said = ["Y", "no", "C", "0", "maybe"].map(says_several);
        assert_eq!(said, [Some(true), Some(false), Some(true), Some(false), None]);
    }
}
