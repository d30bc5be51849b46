//! A journal as text: one line per fact, so that a person can read it and a later version can add to it.
//!
//! ```text
//! leadscore journal 1
//! 282205885002050<tab>status<tab>2026-11-24<tab>contacted
//! 282205885002050<tab>note<tab>2026-11-24<tab>0<tab>Speaks on Fridays only
//! 282205885002050<tab>do-not-contact<tab>2026-11-25
//! 282205885002050<tab>exported<tab>2026-11-24
//! ```
//!
//! Within a field, a tab, a line feed, a carriage return and a backslash are written `\t`, `\n`, `\r`, `\\`. Parcels
//! stand in the order of their ids: equal journals are equal texts.

use super::{Change, Entry, Journal, Note, Status};
use crate::table::Day;

const FIRST_LINE: &str = "leadscore journal 1";

/// Why a text is no journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalProblem {
    #[error("this is not a journal of Leadscore: it must begin with `{FIRST_LINE}`")]
    Foreign,
    #[error("the journal was written by a newer version of Leadscore (`{found}`); update this one")]
    Newer { found: String },
    #[error("line {line} of the journal cannot be read: `{found}`")]
    Line { line: usize, found: String },
}

impl Journal {
    pub fn to_text(&self) -> String {
        let mut entries: Vec<(&str, &Entry)> = self.iter().collect();
        entries.sort_unstable_by_key(|(parcel, _)| *parcel);
        let mut text = format!("{FIRST_LINE}\n");
        for (parcel, entry) in entries {
            write_entry(&mut text, parcel, entry);
        }
        text
    }

    /// # Errors
    /// The text is no journal, a newer one, or damaged: half a journal is never read.
    pub fn from_text(text: &str) -> Result<Self, JournalProblem> {
        let mut lines = text.lines();
        match lines.next() {
            Some(FIRST_LINE) => {}
            Some(found) if found.starts_with("leadscore journal ") => {
                return Err(JournalProblem::Newer { found: found.to_owned() });
            }
            _ => return Err(JournalProblem::Foreign),
        }
        let mut journal = Self::default();
        for (number, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let (parcel, change) = read_line(line)
                .ok_or_else(|| JournalProblem::Line { line: number + 2, found: line.chars().take(80).collect() })?;
            journal.change(&parcel, &change);
        }
        Ok(journal)
    }
}

fn write_entry(text: &mut String, parcel: &str, entry: &Entry) {
    let mut line = |words: &[&str]| {
        write_field(text, parcel);
        for word in words {
            text.push('\t');
            write_field(text, word);
        }
        text.push('\n');
    };
    for since in entry.history() {
        line(&["status", &since.on.to_string(), since.status.code()]);
    }
    for note in entry.notes() {
        line(&["note", &note.on.to_string(), &note.number.to_string(), &note.text]);
    }
    if let Some(on) = entry.do_not_contact_since() {
        line(&["do-not-contact", &on.to_string()]);
    }
    if let Some(on) = entry.exported() {
        line(&["exported", &on.to_string()]);
    }
}

pub(in crate::session) fn write_field(text: &mut String, field: &str) {
    for c in field.chars() {
        match c {
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\\' => text.push_str("\\\\"),
            c => text.push(c),
        }
    }
}

fn read_line(line: &str) -> Option<(String, Change)> {
    let fields: Option<Vec<String>> = line.split('\t').map(read_field).collect();
    let fields = fields?;
    let mut fields = fields.iter().map(String::as_str);
    let parcel = fields.next().filter(|parcel| !parcel.is_empty())?;
    let kind = fields.next()?;
    let on = Day::parse(fields.next()?)?;
    let change = match kind {
        "status" => Change::Status { on, status: Status::of(fields.next()?)? },
        "note" => {
            let number = fields.next()?.parse().ok()?;
            Change::PutNote { note: Note { number, on, text: fields.next()?.to_owned() } }
        }
        "do-not-contact" => Change::DoNotContact { is: true, on },
        "exported" => Change::Exported { on: Some(on) },
        _ => return None,
    };
    fields.next().is_none().then(|| (parcel.to_owned(), change))
}

pub(in crate::session) fn read_field(field: &str) -> Option<String> {
    let mut read = String::with_capacity(field.len());
    let mut rest = field.chars();
    while let Some(c) = rest.next() {
        read.push(match c {
            '\\' => match rest.next()? {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            c => c,
        });
    }
    Some(read)
}

impl From<Journal> for String {
    fn from(journal: Journal) -> Self {
        journal.to_text()
    }
}

impl TryFrom<String> for Journal {
    type Error = JournalProblem;

    fn try_from(text: String) -> Result<Self, JournalProblem> {
        Self::from_text(&text)
    }
}

/// Days as `2026-11-24` for serde.
pub(in crate::session) mod iso {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::table::Day;

    pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse(&text).ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a date")))
    }
}

/// The same for days that may be missing.
pub(super) mod iso_or_none {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::table::Day;

    pub fn serialize<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        let read =
            |text: &String| Day::parse(text).ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a date")));
        text.as_ref().map(read).transpose()
    }
}
