//! How a file is written: its encoding, its delimiter, its line ends, found out from its first bytes.

use std::fmt;

use crate::problem::FileFault;

/// How the bytes stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    Comma,
    Tab,
    Semicolon,
    Pipe,
}

impl Delimiter {
    const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Pipe];

    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Pipe => b'|',
        }
    }
}

/// Everything about how a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub encoding: Encoding,
    /// Length of the byte order mark.
    pub bom_bytes: usize,
    pub delimiter: Delimiter,
    /// Lines end in CR alone, as old Mac programs write them.
    pub bare_cr: bool,
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoding = match self.encoding {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Windows1252 => "Windows-1252",
        };
        let delimiter = match self.delimiter {
            Delimiter::Comma => "comma",
            Delimiter::Tab => "tab",
            Delimiter::Semicolon => "semicolon",
            Delimiter::Pipe => "pipe",
        };
        let mark = if self.bom_bytes > 0 { " with BOM" } else { "" };
        let line_end = if self.bare_cr { ", CR line ends" } else { "" };
        write!(f, "{encoding}{mark}, {delimiter}{line_end}")
    }
}

impl Dialect {
    /// Judges from the first bytes of a file; `whole` says that there are no more.
    pub fn sniff(head: &[u8], whole: bool) -> Result<Self, FileFault> {
        if head.is_empty() {
            return Err(FileFault::Empty);
        }
        let (encoding, bom_bytes) = encoding_of(head, whole)?;
        let text = first_text(&head[bom_bytes..], encoding);
        if whole && text.trim().is_empty() {
            return Err(FileFault::Empty);
        }
        Ok(Self { encoding, bom_bytes, delimiter: delimiter_of(&text), bare_cr: ends_rows_by_cr(&text) })
    }
}

fn encoding_of(head: &[u8], whole: bool) -> Result<(Encoding, usize), FileFault> {
    if let Some(what) = binary_format(head) {
        return Err(FileFault::Binary { what });
    }
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Ok((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => return Ok((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => return Ok((Encoding::Utf16Be, 2)),
        _ => {}
    }
    // Latin text in UTF-16 has a zero in every second byte; no text in the other encodings has any.
    let zeros_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let pairs = head.len() / 2;
    if odd * 10 > pairs * 7 && even * 10 < pairs {
        return Ok((Encoding::Utf16Le, 0));
    }
    if even * 10 > pairs * 7 && odd * 10 < pairs {
        return Ok((Encoding::Utf16Be, 0));
    }
    let control = head.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C)).count();
    if even + odd > 0 || control * 50 > head.len() {
        return Err(FileFault::Binary { what: "a binary file" });
    }
    match std::str::from_utf8(head) {
        Ok(_) => Ok((Encoding::Utf8, 0)),
        // The sample may end within a character.
        Err(e) if e.error_len().is_none() && !whole => Ok((Encoding::Utf8, 0)),
        Err(_) if is_mostly_utf8(head) => Ok((Encoding::Utf8, 0)),
        Err(_) => Ok((Encoding::Windows1252, 0)),
    }
}

/// Whether more characters beyond ASCII are well-formed UTF-8 than are not: one stray byte must not garble the accents of
/// a whole file.
fn is_mostly_utf8(head: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

fn binary_format(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "an Excel workbook or another zip file"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", "a gzip file"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"PAR1", "a Parquet file"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what)
}

fn first_text(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let unit = |pair: &[u8]| match encoding {
                Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
                _ => u16::from_le_bytes([pair[0], pair[1]]),
            };
            char::decode_utf16(bytes.chunks_exact(2).map(unit)).map(|c| c.unwrap_or('\u{FFFD}')).collect()
        }
    }
}

/// The delimiter that most of the first rows have equally often, outside quotation marks; of two with as many such rows
/// the one they have more of. Counting alone would take the commas of one long address for delimiters.
fn delimiter_of(text: &str) -> Delimiter {
    const ROWS: usize = 20;
    let rows = first_rows(text, ROWS);
    let mut best = ((0, 0), Delimiter::Comma);
    for delimiter in Delimiter::ALL {
        let counts: Vec<usize> = rows.iter().map(|row| count_outside_quotes(row, delimiter.byte())).collect();
        for &count in counts.iter().filter(|count| **count > 0) {
            let agreeing = counts.iter().filter(|other| **other == count).count();
            if (agreeing, count) > best.0 {
                best = ((agreeing, count), delimiter);
            }
        }
    }
    best.1
}

/// Whether CR stands outside quotation marks, and LF only within them.
fn ends_rows_by_cr(text: &str) -> bool {
    let mut quoted = false;
    let mut has_cr = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => return false,
            b'\r' => has_cr |= !quoted,
            _ => {}
        }
    }
    has_cr
}

/// The first rows that are not blank; a line break within quotation marks ends no row.
fn first_rows(text: &str, most: usize) -> Vec<&str> {
    let mut quoted = false;
    let ends_row = |c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, '\n' | '\r')
    };
    text.split(ends_row).filter(|row| !row.trim().is_empty()).take(most).collect()
}

fn count_outside_quotes(row: &str, wanted: u8) -> usize {
    let mut quoted = false;
    let counts = |byte: &u8| {
        quoted ^= *byte == b'"';
        !quoted && *byte == wanted
    };
    row.as_bytes().iter().copied().filter(counts).count()
}
