//! Bytes in any of the known encodings -> UTF-8, chunk by chunk.
//!
//! Not by the crate `encoding_rs`: its decoders come together, and the tables of the Asian ones would cost every visitor
//! more over the wire than all of this engine. UTF-16 is in the standard library; Windows-1252 is thirty-two
//! characters.

use super::dialect::{Dialect, Encoding};

/// Turns chunks of a file into chunks of UTF-8. UTF-8 that is valid passes through uncopied; bytes that are not are
/// read as Windows-1252, which is what such files turn out to be, and counted.
pub struct Transcoder {
    encoding: Encoding,
    bare_cr: bool,
    /// The start of a character whose rest is in the next chunk.
    carry: Vec<u8>,
    buffer: Vec<u8>,
    invalid_bytes: u64,
}

impl Transcoder {
    pub fn new(dialect: &Dialect) -> Self {
        Self {
            encoding: dialect.encoding,
            bare_cr: dialect.bare_cr,
            carry: Vec::new(),
            buffer: Vec::new(),
            invalid_bytes: 0,
        }
    }

    /// Bytes met so far that were not what the encoding allows.
    pub fn invalid_bytes(&self) -> u64 {
        self.invalid_bytes
    }

    /// The next chunk as UTF-8; `last` when no more follows.
    pub fn push<'a>(&'a mut self, chunk: &'a [u8], last: bool) -> &'a [u8] {
        if self.encoding == Encoding::Utf8 && self.carry.is_empty() && !self.bare_cr {
            match std::str::from_utf8(chunk) {
                Ok(_) => return chunk,
                Err(e) if e.error_len().is_none() && !last => {
                    let (good, rest) = chunk.split_at(e.valid_up_to());
                    self.carry.extend_from_slice(rest);
                    return good;
                }
                Err(_) => {}
            }
        }
        self.buffer.clear();
        let joined;
        let bytes = if self.carry.is_empty() {
            chunk
        } else {
            joined = [std::mem::take(&mut self.carry).as_slice(), chunk].concat();
            joined.as_slice()
        };
        match self.encoding {
            Encoding::Utf8 => self.mend_utf8(bytes, last),
            Encoding::Windows1252 => bytes.iter().for_each(|&byte| self.push_char(windows_1252(byte))),
            Encoding::Utf16Le => self.decode_utf16(bytes, last, u16::from_le_bytes),
            Encoding::Utf16Be => self.decode_utf16(bytes, last, u16::from_be_bytes),
        }
        if self.bare_cr {
            self.buffer.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
        }
        &self.buffer
    }

    fn push_char(&mut self, c: char) {
        self.buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn decode_utf16(&mut self, bytes: &[u8], last: bool, unit: fn([u8; 2]) -> u16) {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        // Half a unit, or half a pair of surrogates, waits for the next chunk.
        let ends_in_pair = matches!(units.last(), Some(0xD800..=0xDBFF)) && !last;
        let whole = units.len() - usize::from(ends_in_pair);
        for c in char::decode_utf16(units[..whole].iter().copied()) {
            self.invalid_bytes += 2 * u64::from(c.is_err());
            self.push_char(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let rest = &bytes[whole * 2..];
        if last {
            self.invalid_bytes += rest.len() as u64;
        } else {
            self.carry.extend_from_slice(rest);
        }
    }

    /// UTF-8 with single bytes of Windows-1252 in it, or across the edge of a chunk.
    fn mend_utf8(&mut self, bytes: &[u8], last: bool) {
        let mut rest = bytes;
        loop {
            let Err(e) = std::str::from_utf8(rest) else {
                self.buffer.extend_from_slice(rest);
                return;
            };
            let (good, bad) = rest.split_at(e.valid_up_to());
            self.buffer.extend_from_slice(good);
            let bad_bytes = match e.error_len() {
                None if !last => {
                    self.carry.extend_from_slice(bad);
                    return;
                }
                None => bad.len(),
                Some(n) => n,
            };
            bad[..bad_bytes].iter().for_each(|&byte| self.push_char(windows_1252(byte)));
            self.invalid_bytes += bad_bytes as u64;
            rest = &bad[bad_bytes..];
        }
    }
}

/// As the WHATWG Encoding Standard decodes windows-1252: Latin-1 but for 0x80 to 0x9F.
fn windows_1252(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_0X80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
