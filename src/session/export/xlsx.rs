//! A spreadsheet as Excel and its kin read it: one sheet, cells with types, a frozen header with filters.
//!
//! In: columns, then rows as they come. Out: the bytes of an `.xlsx` file: a ZIP archive of six small XML parts and the
//! sheet, after ECMA-376, part 1, section 18. Rows go straight into the compressed part, so that a large export takes
//! little more memory than its file; texts stand in their cells for the same reason. A whole crate for this would add
//! as much to what the browser fetches as the trainer itself; what is needed is below.

use super::{
    SHEET_ROWS,
    columns::{Cell, Kind},
    write::{width, words},
    zip::{Part, Zip},
};

/// Characters of a cell; Excel's limit.
const MOST_CHARS: usize = 32_767;
/// Days from 30 December 1899, Excel's day 0, to 1 January 1970.
const DAY_ZERO: i32 = 25_569;

const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#,
    r#"<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#,
    r#"<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"#,
    "</Types>",
);
const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>"#,
    "</Relationships>",
);
const BOOK_RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    "</Relationships>",
);
/// The cell formats by number: plain, header, whole, two places, degrees, dollars, percent of numbers that are percent,
/// shares as percent, days.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="4"><numFmt numFmtId="164" formatCode="0.000000"/><numFmt numFmtId="165" formatCode="&quot;$&quot;#,##0"/>"#,
    r#"<numFmt numFmtId="166" formatCode="0.0&quot; %&quot;"/><numFmt numFmtId="167" formatCode="yyyy\-mm\-dd"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="167" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);

/// A file being written.
pub struct Workbook {
    zip: Zip,
    sheet: Part,
    text: String,
    kinds: Vec<Kind>,
    rows: u32,
}

impl Workbook {
    /// `rows` go into it below the header; their number must be known, as the range of the filters stands behind them
    /// and the size of the table before.
    pub fn new(name: &str, columns: &[(&str, Kind)]) -> Self {
        let mut zip = Zip::default();
        for (path, text) in [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/styles.xml", STYLES),
        ] {
            zip.add(path, text.as_bytes());
        }
        let mut book = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook \
             xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"",
        );
        escape(name, &mut book);
        book.push_str("\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        zip.add("xl/workbook.xml", book.as_bytes());

        let mut text = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet \
             xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView \
             tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
             state=\"frozen\"/></sheetView></sheetViews><cols>",
        );
        for (place, (name, kind)) in columns.iter().enumerate() {
            let (at, wide) = (place + 1, width(name, *kind));
            push(&mut text, format_args!("<col min=\"{at}\" max=\"{at}\" width=\"{wide}\" customWidth=\"1\"/>"));
        }
        text.push_str("</cols><sheetData>");
        let kinds = columns.iter().map(|(_, kind)| *kind).collect();
        let mut book = Self { zip, sheet: Part::new("xl/worksheets/sheet1.xml"), text, kinds, rows: 0 };
        let heads: Vec<Cell<'_>> = columns.iter().map(|(name, _)| Cell::Text((*name).into())).collect();
        book.write(&heads, true);
        book
    }

    /// Adds a row. False when the sheet is full.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> bool {
        let has_room = self.rows <= SHEET_ROWS;
        if has_room {
            self.write(cells, false);
        }
        has_room
    }

    fn write(&mut self, cells: &[Cell<'_>], is_head: bool) {
        self.rows += 1;
        let row = self.rows;
        push(&mut self.text, format_args!("<row r=\"{row}\">"));
        for (place, cell) in cells.iter().enumerate() {
            let kind = self.kinds.get(place).copied().unwrap_or(Kind::Text);
            let style = if is_head { 1 } else { style(kind) };
            let column = column_name(place);
            match cell {
                Cell::Empty => {}
                Cell::Number(_) => {
                    push(
                        &mut self.text,
                        format_args!("<c r=\"{column}{row}\" s=\"{style}\"><v>{}</v></c>", words(cell)),
                    );
                }
                Cell::Day(days) => {
                    let day = i64::from(*days) + i64::from(DAY_ZERO);
                    push(&mut self.text, format_args!("<c r=\"{column}{row}\" s=\"{style}\"><v>{day}</v></c>"));
                }
                // A text is a text whatever it begins with: nothing in it is run.
                Cell::Text(text) => {
                    push(
                        &mut self.text,
                        format_args!(
                            "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                        ),
                    );
                    escape(text, &mut self.text);
                    self.text.push_str("</t></is></c>");
                }
            }
        }
        self.text.push_str("</row>");
        self.sheet.push(self.text.as_bytes());
        self.text.clear();
    }

    pub fn finish(mut self) -> Vec<u8> {
        let last = column_name(self.kinds.len().saturating_sub(1));
        let rows = self.rows;
        self.sheet.push(format!("</sheetData><autoFilter ref=\"A1:{last}{rows}\"/></worksheet>").as_bytes());
        self.zip.close(self.sheet);
        self.zip.finish()
    }
}

fn style(kind: Kind) -> u32 {
    match kind {
        Kind::Text => 0,
        Kind::Whole => 2,
        Kind::Decimal => 3,
        Kind::Degrees => 4,
        Kind::Usd => 5,
        Kind::Percent => 6,
        Kind::Share => 7,
        Kind::Day => 8,
    }
}

/// `A` to `Z`, `AA`, `AB` and so on.
fn column_name(place: usize) -> String {
    let mut name = String::new();
    let mut rest = place + 1;
    while rest > 0 {
        name.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars().take(MOST_CHARS) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            // XML has no place for these.
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
}

fn push(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.push_str(&words.to_string());
}
