//! Plain little-endian columns, written and read.
//!
//! Not a serialisation crate: here every value has exactly one spelling, so that equal models are equal bytes (postcard's
//! and CBOR's numbers have several), each count is held against the bytes that are left before memory is set aside for
//! it, and it adds next to nothing to what a browser downloads.

use super::problem::ArtifactProblem;

/// What a section is made of, in the order of writing.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn whole(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub fn count(&mut self, count: usize) {
        self.whole(count as u64);
    }

    pub fn double(&mut self, number: f64) {
        // One NaN for all: which one a machine makes is not the same everywhere.
        let number = if number.is_nan() { f64::NAN } else { number };
        self.whole(number.to_bits());
    }

    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    pub fn optional_text(&mut self, text: Option<&str>) {
        self.byte(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.count(texts.len());
        texts.for_each(|text| self.text(text));
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub fn indices(&mut self, numbers: &[u32]) {
        numbers.iter().for_each(|number| self.bytes(&number.to_le_bytes()));
    }

    pub fn wholes(&mut self, numbers: &[u64]) {
        numbers.iter().for_each(|number| self.whole(*number));
    }

    pub fn doubles(&mut self, numbers: &[f64]) {
        numbers.iter().for_each(|number| self.double(*number));
    }
}

/// The bytes of a section that are not read yet. Nothing here trusts a number that it has read.
pub(super) struct Reader<'a> {
    section: &'a str,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(section: &'a str, bytes: &'a [u8]) -> Self {
        Self { section, rest: bytes }
    }

    pub fn refuse(&self, what: &'static str) -> ArtifactProblem {
        ArtifactProblem::Section { section: self.section.to_owned(), what }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ArtifactProblem> {
        let (first, rest) = self.rest.split_first_chunk().ok_or_else(|| self.refuse("ends too early"))?;
        self.rest = rest;
        Ok(*first)
    }

    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], ArtifactProblem> {
        let (first, rest) = self.rest.split_at_checked(count).ok_or_else(|| self.refuse("ends too early"))?;
        self.rest = rest;
        Ok(first)
    }

    pub fn byte(&mut self) -> Result<u8, ArtifactProblem> {
        Ok(self.array::<1>()?[0])
    }

    pub fn flag(&mut self) -> Result<bool, ArtifactProblem> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.refuse("has a flag that is neither 0 nor 1")),
        }
    }

    pub fn whole(&mut self) -> Result<u64, ArtifactProblem> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub fn double(&mut self) -> Result<f64, ArtifactProblem> {
        Ok(f64::from_bits(self.whole()?))
    }

    /// A number of things of which each takes at least `least_bytes`: never more than there can be.
    pub fn count(&mut self, least_bytes: usize) -> Result<usize, ArtifactProblem> {
        let count = self.whole()?;
        let most = (self.rest.len() / least_bytes.max(1)) as u64;
        if count > most {
            return Err(self.refuse("counts more than it holds"));
        }
        Ok(count as usize)
    }

    pub fn text(&mut self) -> Result<String, ArtifactProblem> {
        let count = self.count(1)?;
        let bytes = self.bytes(count)?;
        let text = std::str::from_utf8(bytes).map_err(|_| self.refuse("has a text that is not UTF-8"))?;
        Ok(text.to_owned())
    }

    pub fn optional_text(&mut self) -> Result<Option<String>, ArtifactProblem> {
        if self.flag()? { self.text().map(Some) } else { Ok(None) }
    }

    pub fn texts(&mut self) -> Result<Vec<String>, ArtifactProblem> {
        let count = self.count(size_of::<u64>())?;
        (0..count).map(|_| self.text()).collect()
    }

    fn column<const N: usize, T>(&mut self, count: usize, from: fn([u8; N]) -> T) -> Result<Vec<T>, ArtifactProblem> {
        let bytes = count.checked_mul(N).ok_or_else(|| self.refuse("counts more than it holds"))?;
        let (values, _) = self.bytes(bytes)?.as_chunks::<N>();
        Ok(values.iter().map(|value| from(*value)).collect())
    }

    pub fn indices(&mut self, count: usize) -> Result<Vec<u32>, ArtifactProblem> {
        self.column(count, u32::from_le_bytes)
    }

    pub fn wholes(&mut self, count: usize) -> Result<Vec<u64>, ArtifactProblem> {
        self.column(count, u64::from_le_bytes)
    }

    pub fn doubles(&mut self, count: usize) -> Result<Vec<f64>, ArtifactProblem> {
        self.column(count, f64::from_le_bytes)
    }

    /// Says that the section must be used up.
    pub fn end(self) -> Result<(), ArtifactProblem> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.refuse("goes on behind its end")) }
    }
}
