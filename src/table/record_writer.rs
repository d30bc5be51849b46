//! Cells -> the bytes of CSV records. Numbers are written from whole numbers, digit by digit: the same on every machine,
//! and several times faster than general formatting.
//!
//! Not the writer of the crate `csv`: with its errors it would cost the browser 25 kB over the wire, and half the time
//! of a large export.

use super::day::Day;

/// Records one after the other, as they will stand in the file.
#[derive(Default)]
pub struct RecordWriter {
    bytes: Vec<u8>,
    has_cells: bool,
}

impl RecordWriter {
    /// Writes below what `bytes` has already.
    pub fn writing_to(bytes: Vec<u8>) -> Self {
        Self { bytes, has_cells: false }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Forgets the bytes, to be called between records.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Ends the record.
    pub fn end(&mut self) {
        self.bytes.push(b'\n');
        self.has_cells = false;
    }

    fn start_cell(&mut self) {
        if self.has_cells {
            self.bytes.push(b',');
        }
        self.has_cells = true;
    }

    pub fn blank(&mut self) {
        self.start_cell();
    }

    pub fn text(&mut self, text: &str) {
        self.start_cell();
        if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
            self.bytes.extend_from_slice(text.as_bytes());
            return;
        }
        self.bytes.push(b'"');
        for byte in text.bytes() {
            if byte == b'"' {
                self.bytes.push(b'"');
            }
            self.bytes.push(byte);
        }
        self.bytes.push(b'"');
    }

    /// Text from somebody's file. A spreadsheet runs what begins like a formula, so such a text gets an apostrophe in
    /// front, as OWASP advises against CSV injection.
    pub fn guarded_text(&mut self, text: Option<&str>) {
        let text = text.unwrap_or_default();
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
            self.text(&format!("'{text}"));
        } else {
            self.text(text);
        }
    }

    /// The shortest decimal that reads back as the same number, without a point where it is whole.
    pub fn number(&mut self, number: Option<f64>) {
        self.start_cell();
        let Some(number) = number.filter(|n| n.is_finite()) else { return };
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(number);
        self.bytes.extend_from_slice(text.strip_suffix(".0").unwrap_or(text).as_bytes());
    }

    /// Words with `|` between them.
    pub fn words<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        self.start_cell();
        for (place, word) in words.enumerate() {
            if place > 0 {
                self.bytes.push(b'|');
            }
            self.bytes.extend_from_slice(word.as_bytes());
        }
    }

    pub fn whole(&mut self, number: i64) {
        self.decimal(number, 0);
    }

    /// Whole dollars, written as the county writes them: `320900.0`.
    pub fn dollars(&mut self, dollars: i64) {
        self.decimal(dollars * 10, 1);
    }

    pub fn cents(&mut self, cents: i64) {
        self.decimal(cents, 2);
    }

    pub fn degrees(&mut self, degrees: f64) {
        self.decimal(libm::round(degrees * 1e8) as i64, 8);
    }

    /// `number` in units of the last of `places` decimal places.
    pub fn decimal(&mut self, number: i64, places: usize) {
        self.start_cell();
        if number < 0 {
            self.bytes.push(b'-');
        }
        push_digits(&mut self.bytes, number.unsigned_abs(), places + 1);
        if places > 0 {
            self.bytes.insert(self.bytes.len() - places, b'.');
        }
    }

    /// `YYYY-MM-DD`.
    pub fn day(&mut self, day: Day) {
        let (year, month, of_month) = day.to_civil();
        self.joined(&[(i64::from(year), 4), (i64::from(month), 2), (i64::from(of_month), 2)], b'-', b"");
    }

    /// `YYYY-MM-DDT00:00:00.000`.
    pub fn day_and_midnight(&mut self, day: Day) {
        let (year, month, of_month) = day.to_civil();
        let parts = [(i64::from(year), 4), (i64::from(month), 2), (i64::from(of_month), 2)];
        self.joined(&parts, b'-', b"T00:00:00.000");
    }

    /// `MM/DD/YYYY`.
    pub fn us_day(&mut self, day: Day) {
        let (year, month, of_month) = day.to_civil();
        self.joined(&[(i64::from(month), 2), (i64::from(of_month), 2), (i64::from(year), 4)], b'/', b"");
    }

    /// Numbers with their least widths.
    pub fn joined(&mut self, numbers: &[(i64, usize)], separator: u8, end: &[u8]) {
        self.start_cell();
        for (place, &(number, width)) in numbers.iter().enumerate() {
            if place > 0 && separator != 0 {
                self.bytes.push(separator);
            }
            push_digits(&mut self.bytes, number.unsigned_abs(), width);
        }
        self.bytes.extend_from_slice(end);
    }
}

/// Zeros in front up to `width`.
fn push_digits(out: &mut Vec<u8>, number: u64, width: usize) {
    // Twenty digits hold every u64.
    let mut digits = [b'0'; 20];
    let (mut rest, mut start) = (number, digits.len());
    while start > 0 && (rest > 0 || digits.len() - start < width) {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let mut record = RecordWriter::default();
        record.whole(0);
        record.whole(-7);
        record.dollars(320_900);
        record.cents(5);
        record.degrees(-81.617_313_88);
        record.decimal(-3, 2);
        record.decimal(i64::MAX, 0);
        record.us_day(Day(20_805));
        record.day(Day(20_805));
        record.joined(&[(28, 2), (3, 2), (0, 4)], 0, b"");
        record.number(Some(-0.1));
        record.number(Some(45.0));
        record.number(None);
        record.words(["A", "B"].into_iter());
        record.guarded_text(Some("=1+1"));
        record.guarded_text(Some("-5, or so"));
        record.blank();
        record.text("Duplex (2 units, any \"kind\")");
        record.end();
        record.blank();
        record.text("next");
        record.end();
        assert_eq!(
            String::from_utf8_lossy(record.bytes()),
            "0,-7,320900.0,0.05,-81.61731388,-0.03,9223372036854775807,12/18/2026,2026-12-18,28030000,-0.1,45,,\
             A|B,'=1+1,\"'-5, or so\",,\"Duplex (2 units, any \"\"kind\"\")\"\n,next\n"
        );
    }
}
