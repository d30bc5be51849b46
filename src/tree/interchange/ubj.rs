//! UBJSON as XGBoost writes it (<https://ubjson.org>, draft 12): bytes in, a [`Document`] out.
//!
//! No length is trusted: a count is checked against the bytes that are left before anything is set aside for it.

use super::{
    ModelFormat,
    document::{Document, ListBuilder},
    problem::InterchangeProblem,
};

/// As deep as JSON is read.
const MOST_LEVELS: usize = 128;

pub(super) fn document_from_ubj(bytes: &[u8]) -> Result<Document, InterchangeProblem> {
    let mut reader = Reader { bytes, at: 0 };
    let marker = reader.marker()?;
    let document = reader.value(marker, 0)?;
    while reader.at < bytes.len() {
        // `N` is a no-op and may stand anywhere.
        if reader.byte()? != b'N' {
            return Err(reader.problem("there is something behind the end"));
        }
    }
    Ok(document)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn problem(&self, what: impl Into<String>) -> InterchangeProblem {
        InterchangeProblem::at_byte(ModelFormat::XgboostUbj, self.at, what)
    }

    fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    fn take(&mut self, len: usize) -> Result<&[u8], InterchangeProblem> {
        if len > self.left() {
            return Err(self.problem(format!("{len} bytes are announced, {} are left", self.left())));
        }
        self.at += len;
        Ok(&self.bytes[self.at - len..self.at])
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], InterchangeProblem> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn byte(&mut self) -> Result<u8, InterchangeProblem> {
        Ok(self.array::<1>()?[0])
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next marker, no-ops passed over.
    fn marker(&mut self) -> Result<u8, InterchangeProblem> {
        loop {
            match self.byte()? {
                b'N' => {}
                marker => return Ok(marker),
            }
        }
    }

    fn value(&mut self, marker: u8, level: usize) -> Result<Document, InterchangeProblem> {
        if level > MOST_LEVELS {
            return Err(self.problem("nested too deep"));
        }
        Ok(match marker {
            b'Z' => Document::Nothing,
            b'T' => Document::Flag(true),
            b'F' => Document::Flag(false),
            b'S' | b'H' => Document::Text(self.text()?),
            b'C' => Document::Text(char::from(self.byte()?).to_string()),
            b'[' => self.list(level)?,
            b'{' => self.object(level)?,
            _ => Document::Number(self.number(marker)?),
        })
    }

    fn number(&mut self, marker: u8) -> Result<f64, InterchangeProblem> {
        Ok(match marker {
            b'i' => f64::from(i8::from_be_bytes(self.array()?)),
            b'U' | b'B' => f64::from(self.byte()?),
            b'I' => f64::from(i16::from_be_bytes(self.array()?)),
            b'l' => f64::from(i32::from_be_bytes(self.array()?)),
            b'L' => i64::from_be_bytes(self.array()?) as f64,
            b'd' => f64::from(f32::from_be_bytes(self.array()?)),
            b'D' => f64::from_be_bytes(self.array()?),
            other => return Err(self.problem(format!("`{}` is no marker of a value", other.escape_ascii()))),
        })
    }

    /// A length: a number with its marker, whole and not negative.
    fn len(&mut self) -> Result<usize, InterchangeProblem> {
        let marker = self.byte()?;
        if !matches!(marker, b'i' | b'U' | b'I' | b'l' | b'L') {
            return Err(self.problem(format!("`{}` is no marker of a length", marker.escape_ascii())));
        }
        let len = self.number(marker)?;
        if len < 0.0 || len > self.left() as f64 {
            return Err(self.problem(format!("a length of {len} is announced, {} bytes are left", self.left())));
        }
        Ok(len as usize)
    }

    fn text(&mut self) -> Result<String, InterchangeProblem> {
        let len = self.len()?;
        let bytes = self.take(len)?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| self.problem("text that is not UTF-8"))
    }

    /// What may stand before a container's contents: one type for all of it, and how many there are.
    fn header(&mut self) -> Result<(Option<u8>, Option<usize>), InterchangeProblem> {
        let mut one_type = None;
        if self.peek() == Some(b'$') {
            self.at += 1;
            one_type = Some(self.byte()?);
            if self.peek() != Some(b'#') {
                return Err(self.problem("a typed container without a count"));
            }
        }
        if self.peek() != Some(b'#') {
            return Ok((one_type, None));
        }
        self.at += 1;
        Ok((one_type, Some(self.len()?)))
    }

    fn list(&mut self, level: usize) -> Result<Document, InterchangeProblem> {
        let (one_type, count) = self.header()?;
        let mut list = ListBuilder::default();
        match (one_type, count) {
            (Some(marker), Some(count)) => {
                for _ in 0..count {
                    list.push(self.value(marker, level + 1)?);
                }
            }
            (_, Some(count)) => {
                for _ in 0..count {
                    let marker = self.marker()?;
                    list.push(self.value(marker, level + 1)?);
                }
            }
            (_, None) => loop {
                match self.marker()? {
                    b']' => break,
                    marker => list.push(self.value(marker, level + 1)?),
                }
            },
        }
        Ok(list.finish())
    }

    fn object(&mut self, level: usize) -> Result<Document, InterchangeProblem> {
        let (one_type, count) = self.header()?;
        let mut fields = Vec::new();
        loop {
            while self.peek() == Some(b'N') {
                self.at += 1;
            }
            match count {
                Some(count) if fields.len() == count => break,
                None if self.peek() == Some(b'}') => {
                    self.at += 1;
                    break;
                }
                _ => {}
            }
            let name = self.text()?;
            let marker = match one_type {
                Some(marker) => marker,
                None => self.marker()?,
            };
            fields.push((name, self.value(marker, level + 1)?));
        }
        Ok(Document::Object(fields))
    }
}
