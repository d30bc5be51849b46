//! Protocol Buffers' wire format (<https://protobuf.dev/programming-guides/encoding/>): bytes in, numbered fields out,
//! and back. The little that ONNX needs of it; no schema.
//!
//! A field's bytes are borrowed, never copied, and its length is checked against what is left.

use super::{ModelFormat, problem::InterchangeProblem};

/// What a field holds, before anybody says of which type it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wire<'a> {
    Varint(u64),
    Fixed64([u8; 8]),
    /// With the place of its first byte in the file.
    Bytes(&'a [u8], usize),
    Fixed32([u8; 4]),
}

/// The fields of a message, in order; the same number may come again.
pub(super) struct Message<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the message begins in the file.
    offset: usize,
}

impl<'a> Message<'a> {
    pub fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self { bytes, at: 0, offset }
    }

    pub fn problem(&self, what: impl Into<String>) -> InterchangeProblem {
        InterchangeProblem::at_byte(ModelFormat::Onnx, self.offset + self.at, what)
    }

    pub fn is_done(&self) -> bool {
        self.at == self.bytes.len()
    }

    pub fn varint(&mut self) -> Result<u64, InterchangeProblem> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let Some(byte) = self.bytes.get(self.at) else { return Err(self.problem("ends within a number")) };
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.problem("a number of more than ten bytes"))
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], InterchangeProblem> {
        let Some(bytes) = self.bytes[self.at..].first_chunk::<N>() else {
            return Err(self.problem("ends within a number"));
        };
        self.at += N;
        Ok(*bytes)
    }

    /// The next field's number and contents.
    pub fn next_field(&mut self) -> Result<Option<(u64, Wire<'a>)>, InterchangeProblem> {
        if self.is_done() {
            return Ok(None);
        }
        let key = self.varint()?;
        if key >> 3 == 0 {
            return Err(self.problem("a field without a number"));
        }
        let wire = match key & 7 {
            0 => Wire::Varint(self.varint()?),
            1 => Wire::Fixed64(self.fixed()?),
            2 => {
                let len = self.varint()?;
                let left = self.bytes.len() - self.at;
                if len > left as u64 {
                    return Err(self.problem(format!("{len} bytes are announced, {left} are left")));
                }
                let start = self.at;
                self.at += len as usize;
                Wire::Bytes(&self.bytes[start..self.at], self.offset + start)
            }
            5 => Wire::Fixed32(self.fixed()?),
            other => return Err(self.problem(format!("wire type {other} is not known"))),
        };
        Ok(Some((key >> 3, wire)))
    }
}

impl<'a> Wire<'a> {
    fn problem(&self, expected: &str) -> InterchangeProblem {
        let place = match self {
            Self::Bytes(_, offset) => format!("byte {offset}"),
            _ => "a field".to_owned(),
        };
        InterchangeProblem::Syntax { format: ModelFormat::Onnx, place, what: format!("{expected} belongs here") }
    }

    pub fn message(self) -> Result<Message<'a>, InterchangeProblem> {
        match self {
            Self::Bytes(bytes, offset) => Ok(Message::new(bytes, offset)),
            _ => Err(self.problem("a message")),
        }
    }

    pub fn bytes(self) -> Result<&'a [u8], InterchangeProblem> {
        match self {
            Self::Bytes(bytes, _) => Ok(bytes),
            _ => Err(self.problem("a list of bytes")),
        }
    }

    pub fn text(self) -> Result<&'a str, InterchangeProblem> {
        std::str::from_utf8(self.bytes()?).map_err(|_| self.problem("text in UTF-8"))
    }

    pub fn integer(self) -> Result<i64, InterchangeProblem> {
        match self {
            Self::Varint(value) => Ok(value as i64),
            _ => Err(self.problem("a whole number")),
        }
    }

    pub fn single(self) -> Result<f32, InterchangeProblem> {
        match self {
            Self::Fixed32(bytes) => Ok(f32::from_le_bytes(bytes)),
            _ => Err(self.problem("a number")),
        }
    }

    /// One integer, or a packed list of them.
    pub fn push_integers(self, list: &mut Vec<i64>) -> Result<(), InterchangeProblem> {
        match self {
            Self::Varint(value) => list.push(value as i64),
            Self::Bytes(bytes, offset) => {
                let mut packed = Message::new(bytes, offset);
                while !packed.is_done() {
                    list.push(packed.varint()? as i64);
                }
            }
            _ => return Err(self.problem("whole numbers")),
        }
        Ok(())
    }

    /// One number of 4 bytes, or a packed list of them.
    pub fn push_singles(self, list: &mut Vec<f64>) -> Result<(), InterchangeProblem> {
        match self {
            Self::Fixed32(bytes) => list.push(f64::from(f32::from_le_bytes(bytes))),
            Self::Bytes(bytes, _) if bytes.len().is_multiple_of(4) => list.extend(singles(bytes)),
            _ => return Err(self.problem("numbers of 4 bytes")),
        }
        Ok(())
    }

    /// One number of 8 bytes, or a packed list of them.
    pub fn push_doubles(self, list: &mut Vec<f64>) -> Result<(), InterchangeProblem> {
        match self {
            Self::Fixed64(bytes) => list.push(f64::from_le_bytes(bytes)),
            Self::Bytes(bytes, _) if bytes.len().is_multiple_of(8) => list.extend(doubles(bytes)),
            _ => return Err(self.problem("numbers of 8 bytes")),
        }
        Ok(())
    }
}

pub(super) fn singles(bytes: &[u8]) -> impl Iterator<Item = f64> {
    bytes.as_chunks().0.iter().map(|chunk| f64::from(f32::from_le_bytes(*chunk)))
}

pub(super) fn doubles(bytes: &[u8]) -> impl Iterator<Item = f64> {
    bytes.as_chunks().0.iter().map(|chunk| f64::from_le_bytes(*chunk))
}

/// A message under construction.
#[derive(Default)]
pub(super) struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub fn integer(&mut self, field: u64, value: i64) {
        self.varint(field << 3);
        self.varint(value as u64);
    }

    pub fn data(&mut self, field: u64, data: &[u8]) {
        self.varint(field << 3 | 2);
        self.varint(data.len() as u64);
        self.bytes.extend_from_slice(data);
    }

    pub fn text(&mut self, field: u64, text: &str) {
        self.data(field, text.as_bytes());
    }

    pub fn message(&mut self, field: u64, fill: impl FnOnce(&mut Writer)) {
        let mut inner = Writer::default();
        fill(&mut inner);
        self.data(field, &inner.bytes);
    }

    pub fn integers(&mut self, field: u64, values: &[i64]) {
        self.message(field, |packed| values.iter().for_each(|value| packed.varint(*value as u64)));
    }

    pub fn singles(&mut self, field: u64, values: &[f32]) {
        self.message(field, |packed| values.iter().for_each(|value| packed.bytes.extend(value.to_le_bytes())));
    }
}
