//! One file with all that a browser keeps, to take along and to bring back.
//!
//! In and out: the head of such a file. It begins with lines of text that say what follows, byte for byte; then the
//! sections follow as they are, without gaps. A `<tab>` parts the fields of a line; within a field, a tab, a line feed,
//! a carriage return and a backslash are written `\t`, `\n`, `\r`, `\\`:
//!
//! ```text
//! leadscore backup 1
//! <kind><tab><name><tab><bytes><tab><SHA-256 of these bytes, 64 hexadecimal digits>
//! …
//! end<tab><SHA-256 of all lines above, line feeds included>
//! ```
//!
//! | kind | what the bytes are |
//! |---|---|
//! | `data` | name and options of the import (`kept.rs`) |
//! | `files` | a file that was imported, as it was |
//! | `models` | a model, a `.lsm` file |
//! | `journal` | statuses, notes and marks (`journal/text.rs`) |
//! | `profiles`, `views`, `settings` | a text of that name |
//!
//! Sections can be hundreds of megabytes, and a browser digests them better than we do: the reader here checks the head
//! and says what else is to be checked ([`Claim`]).

use sha2::{Digest, Sha256};

use super::journal::text::{read_field, write_field};

const MAGIC: &str = "leadscore backup ";
const VERSION: &str = "1";
const END: &str = "end\t";
/// A head is not longer: room for ten thousand sections.
pub const MOST_HEAD_BYTES: u64 = 2 << 20;

/// One part of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSection {
    pub kind: String,
    pub name: String,
    pub bytes: u64,
    /// Of the bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// The head of a backup file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backup {
    pub sections: Vec<BackupSection>,
}

/// A run of bytes that must have this digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What the bytes are, in words.
    pub what: String,
    pub start: u64,
    pub end: u64,
    pub sha256: String,
}

/// Why a file cannot be brought back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupProblem {
    #[error("this is not a backup of Leadscore")]
    Foreign,
    #[error("the backup was made by a newer version of Leadscore; update this one first")]
    Newer,
    #[error("line {line} of the backup cannot be read")]
    Line { line: usize },
    #[error("the backup ends too early: {found} of {expected} bytes are there; copy the file again")]
    Truncated { expected: u64, found: u64 },
    #[error("the backup is longer than it says: {found} bytes in place of {expected}; copy the file again")]
    TooLong { expected: u64, found: u64 },
    #[error("{what} in the backup is damaged: its checksum is another; copy the file again")]
    Damaged { what: String },
}

impl Backup {
    /// The lines before the last one; the last needs their digest.
    pub fn lines(&self) -> String {
        let mut text = format!("{MAGIC}{VERSION}\n");
        for section in &self.sections {
            write_field(&mut text, &section.kind);
            text.push('\t');
            write_field(&mut text, &section.name);
            text.push_str(&format!("\t{}\t{}\n", section.bytes, section.sha256));
        }
        text
    }

    /// The last line of the head, from the digest of [`lines`](Self::lines).
    pub fn last_line(sha256: &str) -> String {
        format!("{END}{sha256}\n")
    }

    /// Reads the head. `start` is the first [`MOST_HEAD_BYTES`] of the file, or all of a smaller one. The claims are of
    /// the head itself, then one per section in their order; nothing may be believed before they hold.
    ///
    /// # Errors
    /// Another file, a newer one, or one that lacks bytes or has too many.
    pub fn read(start: &[u8], file_bytes: u64) -> Result<(Self, Vec<Claim>), BackupProblem> {
        let rest = start.strip_prefix(MAGIC.as_bytes()).ok_or(BackupProblem::Foreign)?;
        let version = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if version != VERSION.as_bytes() {
            return Err(match version.is_empty() || !version.iter().all(u8::is_ascii_digit) {
                true => BackupProblem::Foreign,
                false => BackupProblem::Newer,
            });
        }
        let mut backup = Self::default();
        let (mut at, mut line) = (MAGIC.len() + VERSION.len() + 1, 2);
        let (head_end, head_sha256) = loop {
            let open = start.get(at..).unwrap_or_default();
            let Some(length) = open.iter().position(|byte| *byte == b'\n') else {
                // A head beyond all measure is no head.
                let found = file_bytes.min(start.len() as u64);
                return Err(match found < file_bytes {
                    true => BackupProblem::Line { line },
                    false => BackupProblem::Truncated { expected: found + 1, found },
                });
            };
            let text = str::from_utf8(&open[..length]).map_err(|_| BackupProblem::Line { line })?;
            let next = at + length + 1;
            if let Some(sha256) = text.strip_prefix(END).filter(|sha256| is_sha256(sha256)) {
                break (at, (next, sha256.to_owned()));
            }
            backup.sections.push(section(text).ok_or(BackupProblem::Line { line })?);
            (at, line) = (next, line + 1);
        };
        let (body, sha256) = head_sha256;
        let mut claims =
            vec![Claim { what: "the table of contents".to_owned(), start: 0, end: head_end as u64, sha256 }];
        let mut expected = body as u64;
        for section in &backup.sections {
            let end = expected.checked_add(section.bytes).ok_or(BackupProblem::Line { line })?;
            let what = format!("“{}”", section.name);
            claims.push(Claim { what, start: expected, end, sha256: section.sha256.clone() });
            expected = end;
        }
        match file_bytes.cmp(&expected) {
            std::cmp::Ordering::Less => Err(BackupProblem::Truncated { expected, found: file_bytes }),
            std::cmp::Ordering::Greater => Err(BackupProblem::TooLong { expected, found: file_bytes }),
            std::cmp::Ordering::Equal => Ok((backup, claims)),
        }
    }
}

impl Claim {
    /// # Errors
    /// The digest found is another.
    pub fn check(&self, sha256: &str) -> Result<(), BackupProblem> {
        match self.sha256 == sha256 {
            true => Ok(()),
            false => Err(BackupProblem::Damaged { what: self.what.clone() }),
        }
    }
}

fn section(line: &str) -> Option<BackupSection> {
    let mut fields = line.split('\t');
    let section = BackupSection {
        kind: read_field(fields.next()?)?,
        name: read_field(fields.next()?)?,
        bytes: fields.next()?.parse().ok()?,
        sha256: fields.next().filter(|sha256| is_sha256(sha256))?.to_owned(),
    };
    fields.next().is_none().then_some(section)
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A whole backup in memory: its sections with their bytes.
///
/// # Errors
/// As [`Backup::read`]; and any byte that is not what it was.
pub fn open_backup(bytes: &[u8]) -> Result<Vec<(BackupSection, &[u8])>, BackupProblem> {
    let start = &bytes[..bytes.len().min(MOST_HEAD_BYTES as usize)];
    let (backup, claims) = Backup::read(start, bytes.len() as u64)?;
    let of = |claim: &Claim| &bytes[claim.start as usize..claim.end as usize];
    for claim in &claims {
        claim.check(&sha256(of(claim)))?;
    }
    Ok(backup.sections.into_iter().zip(claims[1..].iter().map(of)).collect())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sections: &[(&str, &str, &[u8])]) -> Vec<u8> {
        let section = |(kind, name, bytes): &(&str, &str, &[u8])| BackupSection {
            kind: (*kind).to_owned(),
            name: (*name).to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        };
        let lines = Backup { sections: sections.iter().map(section).collect() }.lines();
        let last = Backup::last_line(&sha256(lines.as_bytes()));
        let mut file = format!("{lines}{last}").into_bytes();
        sections.iter().for_each(|(_, _, bytes)| file.extend_from_slice(bytes));
        file
    }

    fn county() -> Vec<u8> {
        file(&[
            ("data", "about", b"leadscore data 1\n"),
            ("files", "a\tb\n.csv", b"x,y\n1,\xff\n"),
            ("views", "empty", b""),
        ])
    }

    #[test]
    fn what_goes_in_comes_out() {
        let file = county();
        let sections = open_backup(&file).unwrap();
        let told: Vec<(&str, &str, &[u8])> =
            sections.iter().map(|(section, bytes)| (section.kind.as_str(), section.name.as_str(), *bytes)).collect();
        assert_eq!(
            told,
            [
                ("data", "about", &b"leadscore data 1\n"[..]),
                ("files", "a\tb\n.csv", b"x,y\n1,\xff\n"),
                ("views", "empty", b""),
            ]
        );
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_found() {
        let whole = county();
        for length in 0..whole.len() {
            let problem = open_backup(&whole[..length]).unwrap_err();
            if length > MAGIC.len() + VERSION.len() {
                assert!(matches!(problem, BackupProblem::Truncated { .. }), "{length}: {problem}");
            }
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(open_backup(&damaged).is_err(), "byte {at}");
        }
        let mut long = whole.clone();
        long.push(0);
        assert!(matches!(open_backup(&long), Err(BackupProblem::TooLong { .. })));
    }

    #[test]
    fn other_files_are_refused_with_words() {
        assert_eq!(open_backup(b"PK\x03\x04"), Err(BackupProblem::Foreign));
        assert_eq!(open_backup(b"leadscore journal 1\n"), Err(BackupProblem::Foreign));
        assert_eq!(open_backup(b"leadscore backup 27\n"), Err(BackupProblem::Newer));
        let huge = format!("leadscore backup 1\nfiles\ta\t{}\t{}\n", u64::MAX, sha256(b""));
        let huge = format!("{huge}{}", Backup::last_line(&sha256(huge.as_bytes())));
        assert!(matches!(open_backup(huge.as_bytes()), Err(BackupProblem::Line { .. })));
        let damaged = String::from_utf8_lossy(&county()).replace("x,y", "x,z");
        let words = open_backup(damaged.replace('\u{fffd}', "?").as_bytes()).unwrap_err().to_string();
        assert!(words.contains("copy the file again"), "{words}");
    }
}
