//! Bytes in any of the known encodings -> UTF-8, chunk by chunk.

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::dialect::{Dialect, Encoding};

/// Turns chunks of a file into chunks of UTF-8. UTF-8 that is valid passes through uncopied; bytes that are not are
/// read as Windows-1252, which is what such files turn out to be, and counted.
pub struct Transcoder {
    /// None for UTF-8.
    decoder: Option<Decoder>,
    bare_cr: bool,
    /// The start of a character whose rest is in the next chunk.
    carry: Vec<u8>,
    buffer: Vec<u8>,
    invalid_bytes: u64,
}

impl Transcoder {
    pub fn new(dialect: &Dialect) -> Self {
        let encoding = match dialect.encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(UTF_16LE),
            Encoding::Utf16Be => Some(UTF_16BE),
            Encoding::Windows1252 => Some(WINDOWS_1252),
        };
        Self {
            decoder: encoding.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
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
        if self.decoder.is_some() {
            self.decode(chunk, last);
        } else {
            if self.carry.is_empty() && !self.bare_cr {
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
            self.mend(chunk, last);
        }
        if self.bare_cr {
            self.buffer.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
        }
        &self.buffer
    }

    fn decode(&mut self, chunk: &[u8], last: bool) {
        let Some(decoder) = &mut self.decoder else { return };
        self.buffer.clear();
        let mut rest = chunk;
        loop {
            let room = decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len() * 3 + 16);
            let start = self.buffer.len();
            self.buffer.resize(start + room, 0);
            let (result, read, written, had_errors) = decoder.decode_to_utf8(rest, &mut self.buffer[start..], last);
            self.buffer.truncate(start + written);
            self.invalid_bytes += u64::from(had_errors);
            rest = &rest[read..];
            if result == CoderResult::InputEmpty {
                return;
            }
        }
    }

    /// UTF-8 with single bytes of Windows-1252 in it, or across the edge of a chunk.
    fn mend(&mut self, chunk: &[u8], last: bool) {
        self.buffer.clear();
        let joined;
        let mut rest = if self.carry.is_empty() {
            chunk
        } else {
            joined = [std::mem::take(&mut self.carry).as_slice(), chunk].concat();
            joined.as_slice()
        };
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
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bad[..bad_bytes]);
            self.buffer.extend_from_slice(text.as_bytes());
            self.invalid_bytes += bad_bytes as u64;
            rest = &bad[bad_bytes..];
        }
    }
}
