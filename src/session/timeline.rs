//! What happened to a lead and what is to come, day by day: the lists' dates beside the person's own notes.

use serde::{Deserialize, Serialize};

use super::{Session, Status, journal::text::iso, report::LeadDetail};
use crate::{
    layout::{Field, Source},
    lead::{Lead, Sales},
    plot::{capitalized, money},
    table::Day,
};

/// One thing on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    #[serde(with = "iso")]
    pub on: Day,
    pub kind: EventKind,
    /// Such as "Foreclosure auction".
    pub title: String,
    /// What else is known of it; may be empty.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EventKind {
    /// A tax sale or an auction.
    Sale,
    /// The house was sold, or changed hands.
    Sold,
    /// Something that a clerk wrote down.
    Recorded,
    Violation,
    /// The person's own.
    Exported,
    DoNotContact,
    Status(Status),
    /// By its number in the entry.
    Note(u32),
}

/// Dates that the lists have of a lead, and the amount that stands beside each.
type DateField = (Source, Field, EventKind, &'static str, &'static [(Field, &'static str)]);
const DATES: [DateField; 6] = [
    (Source::TaxSale, Field::SaleDate, EventKind::Sale, "Tax sale", &[(Field::OpeningBidUsd, "opening bid")]),
    (
        Source::Foreclosure,
        Field::AuctionDate,
        EventKind::Sale,
        "Foreclosure auction",
        &[(Field::DefaultAmountUsd, "in default"), (Field::OpeningBidUsd, "opening bid")],
    ),
    (Source::Foreclosure, Field::RecordingDate, EventKind::Recorded, "Foreclosure recorded", &[]),
    (Source::Foreclosure, Field::EnteredDate, EventKind::Recorded, "Entered in the foreclosure list", &[]),
    (Source::Foreclosure, Field::TransferDate, EventKind::Sold, "Changed hands", &[(Field::TransferAmountUsd, "paid")]),
    (Source::Enrichment, Field::MostRecentViolation, EventKind::Violation, "Code violation", &[]),
];

/// The events of a lead, the latest first; of one day, in the order of [`EventKind`].
pub fn of(session: &Session, index: u32) -> Vec<Event> {
    let lead = session.leads().get(index as usize);
    let mut events: Vec<Event> = DATES.iter().filter_map(|date| dated(lead, date)).collect();
    events.extend(violations(session, lead));
    events.extend(session.entry(index).into_iter().flat_map(own));
    sort(&mut events);
    events
}

fn sort(events: &mut [Event]) {
    events.sort_by_key(|event| (std::cmp::Reverse(event.on), event.kind));
}

fn dated(lead: Lead<'_>, (source, field, kind, title, amounts): &DateField) -> Option<Event> {
    // The lists of violations know each case; the neighbourhood data only the last.
    if *source == Source::Enrichment && lead.has(Source::CodeViolation) {
        return None;
    }
    let on = lead.day(*source, *field).day()?;
    let amount = |(field, words): &(Field, &str)| {
        let dollars = lead.number(*source, *field).filter(|dollars| *dollars > 0.0)?;
        Some(format!("{} {words}", money(dollars)))
    };
    let text: Vec<String> = amounts.iter().filter_map(amount).collect();
    Some(Event { on, kind: *kind, title: (*title).to_owned(), text: text.join(", ") })
}

fn violations<'a>(session: &'a Session, lead: Lead<'a>) -> impl Iterator<Item = Event> + 'a {
    let rows = session.leads().rows().of(Source::CodeViolation);
    lead.violation_rows().iter().filter_map(move |&row| {
        let row = row as usize;
        let words: Vec<&str> =
            [Field::CaseType, Field::CaseStatus].into_iter().filter_map(|field| rows.text(field, row)).collect();
        let text = capitalized(&words.join(", ").to_lowercase());
        Some(Event {
            on: rows.day(Field::CaseDate, row).day()?,
            kind: EventKind::Violation,
            title: "Code violation".to_owned(),
            text,
        })
    })
}

/// What the person did.
fn own(entry: &super::Entry) -> impl Iterator<Item = Event> + '_ {
    let event = |on, kind, title: &str, text: &str| Event { on, kind, title: title.to_owned(), text: text.to_owned() };
    let statuses = entry.history().iter().map(move |since| {
        event(since.on, EventKind::Status(since.status), &format!("Status: {}", since.status.label()), "")
    });
    let notes = entry.notes().iter().map(move |note| event(note.on, EventKind::Note(note.number), "Note", &note.text));
    let away = entry.do_not_contact_since().map(|on| event(on, EventKind::DoNotContact, "Marked “do not contact”", ""));
    let exported = entry.exported().map(|on| event(on, EventKind::Exported, "Exported", ""));
    statuses.chain(notes).chain(away).chain(exported)
}

impl LeadDetail {
    /// Adds what the lists of sales know of the lead to its timeline.
    pub fn tell_sales(&mut self, sales: &Sales) {
        let sold = |sale: &crate::lead::Sale| {
            let text = sale.price_usd.filter(|dollars| *dollars > 0.0).map(|dollars| format!("for {}", money(dollars)));
            Some(Event {
                on: sale.day?,
                kind: EventKind::Sold,
                title: "Sold".to_owned(),
                text: text.unwrap_or_default(),
            })
        };
        self.timeline.extend(sales.of(self.row.lead).filter_map(sold));
        sort(&mut self.timeline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Change, tests::county};

    #[test]
    fn a_timeline_holds_lists_and_own_notes_by_day() {
        let mut session = county();
        let lead = session.leads().find("282205885002052").unwrap().index() as u32;
        let on = session.as_of();
        for change in [
            Change::AddNote { text: "Call on Friday".to_owned(), on },
            Change::Status { status: Status::Contacted, on },
            Change::Exported { on: Some(Day(on.0 - 1)) },
        ] {
            session.note(&[lead], &change);
        }
        let mut detail = session.lead(lead, &[]).unwrap();
        let sale = |lead, day| crate::lead::Sale {
            lead: Some(lead),
            day: Some(day),
            price_usd: Some(120_000.0),
            qualified_code: None,
            is_multi_parcel: None,
            place: (0, 0),
        };
        detail.tell_sales(&Sales { sales: vec![sale(lead, Day(on.0 - 900)), sale(lead + 1, on)] });
        let told: Vec<String> =
            detail.timeline.iter().map(|event| format!("{} {} | {}", event.on, event.title, event.text)).collect();
        expect_test::expect![[r#"
            [
                "2025-11-25 Foreclosure auction | $200,000 in default",
                "2025-11-22 Status: Contacted | ",
                "2025-11-22 Note | Call on Friday",
                "2025-11-21 Exported | ",
                "2023-06-06 Sold | for $120,000",
            ]
        "#]]
        .assert_debug_eq(&told);
    }
}
