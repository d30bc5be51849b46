//! What the person did about leads: status, notes, whether to keep away, what was exported.
//!
//! In: [`Change`]s, each with its day. Out: an [`Entry`] per parcel. Entries are kept under the normalised parcel id, so
//! they survive a new import and wait for lists that name their parcel again. Statuses are outcomes of calls: a lead
//! model learns from them as from an imported list. `text.rs` is how a journal is kept and moved.

pub(super) mod text;

pub use text::JournalProblem;

use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

use crate::{
    lead::OutcomeKind,
    table::{Day, hash_bytes},
};

/// How far the person got with a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    New,
    Contacted,
    Appointment,
    Contract,
    Closed,
    Dead,
}

impl Status {
    pub const ALL: [Self; 6] =
        [Self::New, Self::Contacted, Self::Appointment, Self::Contract, Self::Closed, Self::Dead];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Contacted => "contacted",
            Self::Appointment => "appointment",
            Self::Contract => "contract",
            Self::Closed => "closed",
            Self::Dead => "dead",
        }
    }

    /// The name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Contacted => "Contacted",
            Self::Appointment => "Appointment",
            Self::Contract => "Contract",
            Self::Closed => "Closed",
            Self::Dead => "Dead",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// What came of the call; nothing has of a new lead.
    pub fn outcome(self) -> Option<OutcomeKind> {
        match self {
            Self::New => None,
            Self::Contacted => Some(OutcomeKind::Contacted),
            Self::Appointment => Some(OutcomeKind::Appointment),
            Self::Contract => Some(OutcomeKind::Contract),
            Self::Closed => Some(OutcomeKind::Closed),
            Self::Dead => Some(OutcomeKind::Dead),
        }
    }
}

/// A status and the day from which it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSince {
    pub status: Status,
    #[serde(with = "text::iso")]
    pub on: Day,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Names the note within its entry.
    pub number: u32,
    #[serde(with = "text::iso")]
    pub on: Day,
    pub text: String,
}

/// One thing that the person did. It is done to one lead or to many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A day has one status, the last one chosen: a slip of the finger leaves no trace.
    Status {
        status: Status,
        #[serde(with = "text::iso")]
        on: Day,
    },
    /// Takes the status of a day out of the history.
    DropStatus {
        #[serde(with = "text::iso")]
        on: Day,
    },
    /// An empty text adds nothing.
    AddNote {
        text: String,
        #[serde(with = "text::iso")]
        on: Day,
    },
    DropNote {
        number: u32,
    },
    /// Puts a dropped note back where it was.
    PutNote {
        note: Note,
    },
    DoNotContact {
        is: bool,
        #[serde(with = "text::iso")]
        on: Day,
    },
    /// The lead left for another tool; None takes the mark away.
    Exported {
        #[serde(with = "text::iso_or_none")]
        on: Option<Day>,
    },
}

/// What the person did about one parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The statuses after "new", by day; each day once.
    history: Vec<StatusSince>,
    /// By day, then by number.
    notes: Vec<Note>,
    #[serde(with = "text::iso_or_none")]
    do_not_contact: Option<Day>,
    #[serde(with = "text::iso_or_none")]
    exported: Option<Day>,
}

impl Entry {
    pub fn status(&self) -> Status {
        self.history.last().map_or(Status::New, |last| last.status)
    }

    /// By day, the oldest first.
    pub fn history(&self) -> &[StatusSince] {
        &self.history
    }

    /// By day, the oldest first.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    pub fn do_not_contact(&self) -> bool {
        self.do_not_contact.is_some()
    }

    pub fn do_not_contact_since(&self) -> Option<Day> {
        self.do_not_contact
    }

    /// The day of the last export.
    pub fn exported(&self) -> Option<Day> {
        self.exported
    }

    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    pub fn change(&mut self, change: &Change) {
        match change {
            Change::Status { status, on } => self.set_status(*status, *on),
            Change::DropStatus { on } => {
                self.history.retain(|since| since.on != *on);
                self.tidy_history();
            }
            Change::AddNote { text, on } => {
                let number = self.notes.iter().map(|note| note.number + 1).max().unwrap_or(0);
                self.put_note(Note { number, on: *on, text: text.trim().to_owned() });
            }
            Change::DropNote { number } => self.notes.retain(|note| note.number != *number),
            Change::PutNote { note } => self.put_note(note.clone()),
            Change::DoNotContact { is, on } => {
                self.do_not_contact = is.then(|| self.do_not_contact.unwrap_or(*on));
            }
            Change::Exported { on } => self.exported = *on,
        }
    }

    fn set_status(&mut self, status: Status, on: Day) {
        self.history.retain(|since| since.on != on);
        let place = self.history.partition_point(|since| since.on < on);
        self.history.insert(place, StatusSince { status, on });
        self.tidy_history();
    }

    /// A status begins once, and every lead begins as new.
    fn tidy_history(&mut self) {
        let mut before = Status::New;
        self.history.retain(|since| std::mem::replace(&mut before, since.status) != since.status);
    }

    fn put_note(&mut self, note: Note) {
        if note.text.is_empty() || self.notes.iter().any(|held| held.number == note.number) {
            return;
        }
        let place = self.notes.partition_point(|held| (held.on, held.number) < (note.on, note.number));
        self.notes.insert(place, note);
    }

    /// Adds what another entry of the parcel knows and this one does not. Where both have a status of one day, this one's
    /// stays.
    fn merge(&mut self, other: Self) {
        for since in other.history {
            if !self.history.iter().any(|held| held.on == since.on) {
                self.set_status(since.status, since.on);
            }
        }
        for note in other.notes {
            if !self.notes.iter().any(|held| (held.on, &held.text) == (note.on, &note.text)) {
                self.change(&Change::AddNote { text: note.text, on: note.on });
            }
        }
        self.do_not_contact = earlier(self.do_not_contact, other.do_not_contact);
        self.exported = self.exported.max(other.exported);
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    [a, b].into_iter().flatten().min()
}

/// All entries, by parcel. As serde sees it, it is its text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Journal {
    /// In the order of their first change.
    entries: Vec<(String, Entry)>,
    /// Places in `entries`.
    by_parcel: HashTable<u32>,
}

impl Journal {
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(|(_, entry)| entry.is_blank())
    }

    /// Parcels of which something is known.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// The entries that say something, with the normalised ids of their parcels.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().filter(|(_, entry)| !entry.is_blank()).map(|(parcel, entry)| (parcel.as_str(), entry))
    }

    /// What is known of a parcel, by its normalised id.
    pub fn get(&self, parcel: &str) -> Option<&Entry> {
        self.entry_at(self.place(parcel)?)
    }

    /// The place of a parcel's entry; it stays while the journal lives.
    pub(super) fn place(&self, parcel: &str) -> Option<u32> {
        self.by_parcel.find(hash(parcel), |&place| self.entries[place as usize].0 == parcel).copied()
    }

    pub(super) fn entry_at(&self, place: u32) -> Option<&Entry> {
        self.entries.get(place as usize).map(|(_, entry)| entry)
    }

    /// How many places there are.
    pub(super) fn places(&self) -> usize {
        self.entries.len()
    }

    /// Does a change to a parcel, by its normalised id; answers the place of its entry.
    pub fn change(&mut self, parcel: &str, change: &Change) -> u32 {
        let place = self.place_or_new(parcel);
        self.entries[place as usize].1.change(change);
        place
    }

    fn place_or_new(&mut self, parcel: &str) -> u32 {
        if let Some(place) = self.place(parcel) {
            return place;
        }
        let place = self.entries.len() as u32;
        self.entries.push((parcel.to_owned(), Entry::default()));
        let entries = &self.entries;
        self.by_parcel.insert_unique(hash(parcel), place, |&place| hash(&entries[place as usize].0));
        place
    }

    /// Adds what another journal knows and this one does not.
    pub fn merge(&mut self, other: Self) {
        for (parcel, entry) in other.entries {
            let place = self.place_or_new(&parcel);
            self.entries[place as usize].1.merge(entry);
        }
    }
}

fn hash(parcel: &str) -> u64 {
    hash_bytes(parcel.as_bytes())
}

#[cfg(test)]
mod tests;
