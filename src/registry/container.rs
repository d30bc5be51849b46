//! The outer form of a `.lsm` file: who it is, a checksum, sections.
//!
//! ```text
//! 0   8  magic: 89 'L' 'S' 'M' 0D 0A 1A 0A, which a transfer as text would damage, as PNG's does
//! 8   4  format version
//! 12 32  SHA-256 of everything behind it
//! 44  …  sections up to the end: a tag of 4 letters, 8 bytes of length, the content
//! ```
//!
//! A tag that begins with a capital is needed to understand the file; one that begins with a small letter may be passed
//! over by whoever does not know it, as in PNG. Numbers are little-endian.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest as _, Sha256};

use super::problem::ArtifactProblem;

const MAGIC: [u8; 8] = *b"\x89LSM\r\n\x1a\n";
const VERSION: u32 = 1;
const CHECKSUM_BYTES: usize = 32;
const SECTION_HEAD_BYTES: usize = 12;

/// A SHA-256, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Of what was hashed piece by piece.
    pub(super) fn of_pieces(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = String;

    /// Reads 64 hexadecimal digits, small letters as they are written.
    fn from_str(text: &str) -> Result<Self, String> {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let byte = |pair: &[u8; 2]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
        let bytes = bytes.filter(|_| rest.is_empty()).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| format!("`{text}` is no digest of 64 hexadecimal digits"))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// One section: its tag and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub tag: [u8; 4],
    pub content: Vec<u8>,
}

/// A section of a file that is open: its tag and its bytes.
pub(super) type OpenSection<'a> = ([u8; 4], &'a [u8]);

impl Section {
    /// The tag as text, for messages.
    pub(super) fn name(tag: [u8; 4]) -> String {
        String::from_utf8_lossy(&tag).into_owned()
    }

    /// Whether a reader that does not know the tag must refuse the file.
    pub(super) fn is_needed(tag: [u8; 4]) -> bool {
        !tag[0].is_ascii_lowercase()
    }
}

/// Whether the bytes say that they are a `.lsm` file.
pub(super) fn is_artifact(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// The bytes of a file with these sections.
pub(super) fn seal(sections: &[Section]) -> Vec<u8> {
    let size: usize = sections.iter().map(|section| SECTION_HEAD_BYTES + section.content.len()).sum();
    let mut rest = Vec::with_capacity(size);
    for section in sections {
        rest.extend_from_slice(&section.tag);
        rest.extend_from_slice(&(section.content.len() as u64).to_le_bytes());
        rest.extend_from_slice(&section.content);
    }
    let mut bytes = Vec::with_capacity(MAGIC.len() + 4 + CHECKSUM_BYTES + size);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&Digest::of(&rest).0);
    bytes.extend_from_slice(&rest);
    bytes
}

/// The sections of a file, once its checksum holds. Each tag stands once.
pub(super) fn open(bytes: &[u8]) -> Result<Vec<OpenSection<'_>>, ArtifactProblem> {
    let after_magic = bytes.strip_prefix(&MAGIC).ok_or(ArtifactProblem::NotAnArtifact)?;
    let (version, after_version) = after_magic.split_first_chunk().ok_or(ArtifactProblem::Checksum)?;
    let found = u32::from_le_bytes(*version);
    if found != VERSION {
        return Err(ArtifactProblem::Version { found, known: VERSION });
    }
    let (checksum, mut rest) = after_version.split_first_chunk().ok_or(ArtifactProblem::Checksum)?;
    if Digest::of(rest) != Digest(*checksum) {
        return Err(ArtifactProblem::Checksum);
    }
    let mut sections: Vec<OpenSection<'_>> = Vec::new();
    while !rest.is_empty() {
        let ((tag, content), behind) = split_section(rest)?;
        rest = behind;
        if sections.iter().any(|(earlier, _)| *earlier == tag) {
            return Err(ArtifactProblem::Section { section: Section::name(tag), what: "stands twice" });
        }
        sections.push((tag, content));
        if sections.len() > MOST_SECTIONS {
            return Err(ArtifactProblem::Section { section: Section::name(tag), what: "is one of too many" });
        }
    }
    Ok(sections)
}

/// Far more than any version writes, and few enough to compare each with each.
const MOST_SECTIONS: usize = 256;

/// The first section, and what comes behind it.
fn split_section(rest: &[u8]) -> Result<(OpenSection<'_>, &[u8]), ArtifactProblem> {
    let cut_short = |section: &str| ArtifactProblem::Section { section: section.to_owned(), what: "is cut short" };
    let (tag, after_tag) = rest.split_first_chunk().ok_or_else(|| cut_short("?"))?;
    let name = Section::name(*tag);
    let (length, after_length) = after_tag.split_first_chunk().ok_or_else(|| cut_short(&name))?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| cut_short(&name))?;
    let (content, rest) = after_length.split_at_checked(length).ok_or_else(|| cut_short(&name))?;
    Ok(((*tag, content), rest))
}

/// The digest of a model: of all its sections but those named in `without`.
pub(super) fn digest<'a>(sections: impl Iterator<Item = OpenSection<'a>>, without: [u8; 4]) -> Digest {
    let mut hasher = Sha256::new_with_prefix(VERSION.to_le_bytes());
    for (tag, content) in sections.filter(|(tag, _)| *tag != without) {
        hasher.update(tag);
        hasher.update((content.len() as u64).to_le_bytes());
        hasher.update(content);
    }
    Digest(hasher.finalize().into())
}
