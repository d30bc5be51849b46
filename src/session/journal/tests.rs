use super::*;

fn day(day: u32) -> Day {
    Day::from_civil(2026, 11, day).unwrap()
}

fn status(status: Status, on: u32) -> Change {
    Change::Status { status, on: day(on) }
}

fn note(text: &str, on: u32) -> Change {
    Change::AddNote { text: text.to_owned(), on: day(on) }
}

fn entry(changes: &[Change]) -> Entry {
    let mut entry = Entry::default();
    changes.iter().for_each(|change| entry.change(change));
    entry
}

fn history(entry: &Entry) -> Vec<(Status, i32)> {
    entry.history().iter().map(|since| (since.status, since.on.0 - day(1).0 + 1)).collect()
}

#[test]
fn a_status_has_the_day_on_which_it_began() {
    use Status::{Appointment, Closed, Contacted, New};
    let held = entry(&[status(Contacted, 3), status(Contacted, 4), status(Appointment, 9)]);
    assert_eq!(history(&held), [(Contacted, 3), (Appointment, 9)]);
    assert_eq!(held.status(), Appointment);
    // The last choice of a day counts, and what it brings back to where it was leaves no trace.
    let slip = entry(&[status(Contacted, 3), status(Closed, 9), status(Contacted, 9)]);
    assert_eq!(history(&slip), [(Contacted, 3)]);
    assert!(entry(&[status(Closed, 9), status(New, 9)]).is_blank());
    // A day told later finds its place.
    let late = entry(&[status(Appointment, 9), status(Contacted, 3)]);
    assert_eq!(history(&late), [(Contacted, 3), (Appointment, 9)]);
    let dropped = entry(&[status(Contacted, 3), status(Closed, 9), Change::DropStatus { on: day(9) }]);
    assert_eq!(history(&dropped), [(Contacted, 3)]);
}

#[test]
fn notes_come_and_go() {
    let mut held = entry(&[note("second", 5), note(" first ", 2), note("  ", 2), note("third", 5)]);
    let texts = |entry: &Entry| entry.notes().iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&held), ["first", "second", "third"]);
    let dropped = held.notes()[1].clone();
    held.change(&Change::DropNote { number: dropped.number });
    assert_eq!(texts(&held), ["first", "third"]);
    held.change(&Change::PutNote { note: dropped.clone() });
    held.change(&Change::PutNote { note: dropped });
    assert_eq!(texts(&held), ["first", "second", "third"]);
}

#[test]
fn keeping_away_has_one_beginning() {
    let is = |is, on| Change::DoNotContact { is, on: day(on) };
    assert_eq!(entry(&[is(true, 3), is(true, 5)]).do_not_contact_since(), Some(day(3)));
    assert!(entry(&[is(true, 3), is(false, 5)]).is_blank());
}

fn full() -> Journal {
    let mut journal = Journal::default();
    journal.change("B-7", &note("tab\there, line\nfeed, back\\slash \\n", 4));
    journal.change("282205885002050", &status(Status::Contacted, 3));
    journal.change("282205885002050", &status(Status::Dead, 7));
    journal.change("282205885002050", &Change::DoNotContact { is: true, on: day(7) });
    journal.change("282205885002050", &Change::Exported { on: Some(day(2)) });
    journal.change("blank", &Change::Exported { on: None });
    journal
}

#[test]
fn a_journal_is_its_text() {
    let text = full().to_text();
    assert_eq!(text.lines().count(), 6, "{text}");
    let read = Journal::from_text(&text).unwrap();
    assert_eq!(read.to_text(), text);
    assert_eq!(read.len(), 2);
    assert_eq!(read.get("B-7"), full().get("B-7"));
    let json = serde_json::to_string(&full()).unwrap();
    assert_eq!(serde_json::from_str::<Journal>(&json).unwrap().to_text(), text);
    let entry = full().get("282205885002050").unwrap().clone();
    let json = serde_json::to_string(&entry).unwrap();
    assert!(json.contains("2026-11-07"), "{json}");
    assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry);
}

#[test]
fn damaged_journals_are_refused_with_words() {
    let refused = |text: &str| Journal::from_text(text).unwrap_err().to_string();
    assert!(refused("").contains("not a journal"));
    assert!(refused("parcel,status\n").contains("not a journal"));
    assert!(refused("leadscore journal 2\n").contains("newer version"));
    for line in [
        "1\tstatus\t2026-11-24",
        "1\tstatus\t2026-11-24\tmarried",
        "1\tstatus\t2026-02-30\tdead",
        "1\tnote\t2026-11-24\tx\ttext",
        "1\tnote\t2026-11-24\t1\ttext\\",
        "1\texported\t2026-11-24\tmore",
        "\texported\t2026-11-24",
        "1\tpainted\t2026-11-24",
        "1",
    ] {
        assert!(refused(&format!("leadscore journal 1\n{line}\n")).starts_with("line 2"), "{line}");
    }
}

#[test]
fn journals_merge_without_loss_or_doubling() {
    let mut own = full();
    own.merge(full());
    assert_eq!(own.to_text(), full().to_text());
    let mut other = Journal::default();
    other.change("282205885002050", &status(Status::Appointment, 5));
    other.change("282205885002050", &status(Status::Closed, 7));
    other.change("282205885002050", &Change::Exported { on: Some(day(9)) });
    other.change("new one", &note("hello", 1));
    own.merge(other);
    let entry = own.get("282205885002050").unwrap();
    assert_eq!(history(entry), [(Status::Contacted, 3), (Status::Appointment, 5), (Status::Dead, 7)]);
    assert_eq!(entry.exported(), Some(day(9)));
    assert_eq!(own.len(), 3);
}

#[test]
fn codes_name_statuses() {
    for status in Status::ALL {
        assert_eq!(Status::of(status.code()), Some(status));
        assert_eq!(status.outcome().is_none(), status == Status::New);
    }
}
