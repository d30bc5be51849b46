//! What is remembered of an import, to do it again: its files stand beside this, as they were.

use super::{
    ImportMode,
    journal::text::{read_field, write_field},
};
use crate::table::Day;

/// The name and the options of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptData {
    /// As the person knows the data: the name of the file, or how many.
    pub name: String,
    /// Made by the program; then there are no files.
    pub is_demo: bool,
    pub mode: ImportMode,
    /// The name of the shipped profile.
    pub profile: String,
    /// The day for which leads are scored; None moves on with the calendar.
    pub as_of: Option<Day>,
}

const FIRST_LINE: &str = "leadscore data 1";

impl KeptData {
    /// One line per fact.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        let mut line = |key: &str, value: &str| {
            text.push_str(key);
            text.push('\t');
            write_field(&mut text, value);
            text.push('\n');
        };
        line("name", &self.name);
        line("from", if self.is_demo { "demo" } else { "files" });
        line("mode", mode_code(self.mode));
        line("profile", &self.profile);
        line("as-of", &self.as_of.map_or_else(|| "today".to_owned(), |day| day.to_string()));
        text
    }

    /// None when the text is something else.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        lines.next().filter(|line| *line == FIRST_LINE)?;
        let lines: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once('\t')).collect();
        let value = |key: &str| read_field(lines.iter().find(|(name, _)| *name == key)?.1);
        let as_of = value("as-of")?;
        Some(Self {
            name: value("name")?,
            is_demo: value("from")? == "demo",
            mode: [ImportMode::Smart, ImportMode::Reference]
                .into_iter()
                .find(|mode| value("mode").as_deref() == Some(mode_code(*mode)))?,
            profile: value("profile")?,
            as_of: if as_of == "today" { None } else { Some(Day::parse(&as_of)?) },
        })
    }
}

fn mode_code(mode: ImportMode) -> &'static str {
    match mode {
        ImportMode::Smart => "smart",
        ImportMode::Reference => "reference",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let kept = KeptData {
            name: "tab\tand\nline.csv".to_owned(),
            is_demo: false,
            mode: ImportMode::Reference,
            profile: "guide".to_owned(),
            as_of: Day::from_civil(2025, 11, 22),
        };
        assert_eq!(KeptData::from_text(&kept.to_text()), Some(kept.clone()));
        let moving = KeptData { as_of: None, is_demo: true, mode: ImportMode::Smart, ..kept };
        assert_eq!(KeptData::from_text(&moving.to_text()), Some(moving.clone()));
        for damage in ["leadscore data 1", "smart", "today", "profile\t"] {
            assert_ne!(KeptData::from_text(&moving.to_text().replace(damage, "x")), Some(moving.clone()), "{damage}");
        }
        assert_eq!(KeptData::from_text(""), None);
    }
}
