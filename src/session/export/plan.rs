//! Which rows an export has, and the file made of them.

use std::collections::BTreeMap;

use super::{
    super::{LeadSet, Session},
    ExportFormat, ExportOptions, ExportReport, Per, Preset, Which,
    columns::{Cell, Kind, OWNERS_LEADS, Row, What, columns_of},
    owner::{Owner, owners_of},
    write,
    xlsx::Workbook,
};
use crate::table::RecordWriter;

/// Rows shown before a file is saved.
const PREVIEW_ROWS: usize = 3;
const SHEET: &str = "Leads";

/// A row to come: its lead, which of its owners it is for, how many leads that owner has.
#[derive(Clone, Copy)]
struct Planned {
    lead: u32,
    addressee: usize,
    owners_leads: u32,
}

impl Session {
    /// What an export would hold, without writing it.
    pub fn export_report(&self, options: &ExportOptions) -> ExportReport {
        self.planned(options).0
    }

    /// An export as a file.
    pub fn export(&self, options: &ExportOptions) -> (ExportReport, Vec<u8>) {
        let (report, rows) = self.planned(options);
        let bytes = match options.format {
            ExportFormat::Xlsx => self.workbook(&report, options, &rows),
            _ => self.text_file(options, &rows),
        };
        (report, bytes)
    }

    /// The same for any format but a spreadsheet, which would bring the code that packs it along.
    pub fn export_text(&self, options: &ExportOptions) -> (ExportReport, Vec<u8>) {
        let (report, rows) = self.planned(options);
        (report, self.text_file(options, &rows))
    }

    /// The rows for [`xlsx_of_rows`], which writes the spreadsheet elsewhere.
    pub fn export_rows(&self, options: &ExportOptions) -> (ExportReport, Vec<u8>) {
        let (report, rows) = self.planned(options);
        let head: Vec<(&str, Kind)> = columns(options).into_iter().map(|(name, what)| (name, what.kind())).collect();
        let mut bytes = packed(&(head, rows.len() as u32));
        rows.iter().for_each(|row| bytes.extend(packed(&self.cells(*row, options))));
        (report, bytes)
    }

    fn workbook(&self, report: &ExportReport, options: &ExportOptions, rows: &[Planned]) -> Vec<u8> {
        let kinds = columns(options).into_iter().map(|(_, what)| what.kind());
        let head: Vec<(&str, Kind)> = report.columns.iter().map(String::as_str).zip(kinds).collect();
        let mut book = Workbook::new(SHEET, &head);
        for row in rows {
            if !book.row(&self.cells(*row, options)) {
                break;
            }
        }
        book.finish()
    }

    fn text_file(&self, options: &ExportOptions, rows: &[Planned]) -> Vec<u8> {
        let names: Vec<&str> = columns(options).into_iter().map(|(name, _)| name).collect();
        let (start, between, end): (&[u8], &[u8], &[u8]) = match options.format {
            ExportFormat::Json => (b"[", b",\n", b"]\n"),
            ExportFormat::GeoJson => (b"{\"type\":\"FeatureCollection\",\"features\":[\n", b",\n", b"\n]}\n"),
            _ => (b"", b"", b""),
        };
        let mut record = RecordWriter::writing_to(start.to_vec());
        if options.format == ExportFormat::Csv {
            write::csv_header(&names, &mut record);
            rows.iter().for_each(|row| write::csv_row(&self.cells(*row, options), &mut record));
            return record.into_bytes();
        }
        let mut bytes = record.into_bytes();
        for (place, row) in rows.iter().enumerate() {
            if place > 0 {
                bytes.extend_from_slice(between);
            }
            let cells = self.cells(*row, options);
            let lead = self.leads().get(row.lead as usize);
            match (options.format, lead.longitude(), lead.latitude()) {
                (ExportFormat::GeoJson, Some(longitude), Some(latitude)) => {
                    write::feature(longitude, latitude, &names, &cells, &mut bytes);
                }
                _ => write::json_object(&names, &cells, &mut bytes),
            }
        }
        bytes.extend_from_slice(end);
        bytes
    }

    fn cells(&self, row: Planned, options: &ExportOptions) -> Vec<Cell<'_>> {
        let lead = self.leads().get(row.lead as usize);
        let columns = columns(options);
        let owners = if columns.iter().any(|(_, what)| is_of_owner(*what)) { owners_of(lead) } else { Vec::new() };
        let row = Row {
            session: self,
            index: row.lead,
            lead,
            deal: self.deal(row.lead),
            owners,
            addressee: row.addressee,
            owners_leads: row.owners_leads,
        };
        let cells = columns.into_iter().map(|(_, what)| match row.cell(what) {
            // People and their tools read whole dollars.
            Cell::Number(usd) if options.preset != Preset::Full && what.kind() == Kind::Usd => {
                Cell::Number(libm::round(usd))
            }
            cell => cell,
        });
        cells.collect()
    }

    fn planned(&self, options: &ExportOptions) -> (ExportReport, Vec<Planned>) {
        let wanted = self.wanted(&options.which);
        let mut report = ExportReport { file_name: self.export_name(options), ..ExportReport::default() };
        let has_owner = |lead: u32| !owners_of(self.leads().get(lead as usize)).is_empty();
        let mut leads = Vec::with_capacity(wanted.len());
        for lead in wanted {
            let found = self.leads().get(lead as usize);
            if options.suppress && self.entry(lead).is_some_and(|entry| entry.do_not_contact()) {
                report.suppressed += 1;
            } else if options.format == ExportFormat::GeoJson && found.longitude().zip(found.latitude()).is_none() {
                report.unplaced += 1;
            } else {
                leads.push(lead);
            }
        }
        let says_owner = columns(options).iter().any(|(_, what)| is_of_owner(*what));
        report.addressless =
            leads.iter().filter(|&&lead| self.leads().get(lead as usize).situs_address().is_none()).count() as u32;
        if says_owner {
            report.ownerless = leads.iter().filter(|&&lead| !has_owner(lead)).count() as u32;
        }
        let rows = match options.per {
            Per::Lead => leads.iter().map(|&lead| Planned { lead, addressee: 0, owners_leads: 0 }).collect(),
            Per::Owner => self.by_owner(&leads),
        };
        report.rows = rows.len() as u32;
        report.leads = LeadSet::from(leads);
        report.columns = columns(options).into_iter().map(|(name, _)| name.to_owned()).collect();
        let preview = rows.iter().take(PREVIEW_ROWS);
        report.preview = preview.map(|row| self.cells(*row, options).iter().map(write::words).collect()).collect();
        (report, rows)
    }

    /// Every owner once, at his first lead; a lead without an owner stands by itself.
    fn by_owner(&self, leads: &[u32]) -> Vec<Planned> {
        let mut rows: Vec<Planned> = Vec::new();
        let mut known: BTreeMap<Owner, usize> = BTreeMap::new();
        for &lead in leads {
            let owners = owners_of(self.leads().get(lead as usize));
            if owners.is_empty() {
                rows.push(Planned { lead, addressee: 0, owners_leads: 1 });
            }
            for (addressee, owner) in owners.into_iter().enumerate() {
                let at = *known.entry(owner).or_insert_with(|| {
                    rows.push(Planned { lead, addressee, owners_leads: 0 });
                    rows.len() - 1
                });
                rows[at].owners_leads += 1;
            }
        }
        rows
    }

    fn wanted(&self, which: &Which) -> Vec<u32> {
        let ranking = self.scores().ranking().iter().copied();
        match which {
            Which::View => self.view().to_vec(),
            Which::Selection(set) => ranking.filter(|lead| set.as_slice().binary_search(lead).is_ok()).collect(),
            Which::Tiers(tiers) => ranking.filter(|&lead| tiers.contains(&self.tier(lead))).collect(),
        }
    }

    fn export_name(&self, options: &ExportOptions) -> String {
        let preset = match options.preset {
            Preset::Full => String::new(),
            preset => format!("{}-", preset.code()),
        };
        format!("leads-{preset}{}.{}", self.as_of(), options.format.code())
    }
}

/// A spreadsheet of rows that [`Session::export_rows`] packed.
///
/// # Errors
/// Bytes that hold something else, in words.
pub fn xlsx_of_rows(bytes: &[u8]) -> Result<Vec<u8>, String> {
    type Head<'a> = (Vec<(&'a str, Kind)>, u32);
    let unreadable = |error: postcard::Error| format!("the rows to write cannot be read: {error}");
    let ((head, rows), mut rest): (Head<'_>, &[u8]) = postcard::take_from_bytes(bytes).map_err(unreadable)?;
    let mut book = Workbook::new(SHEET, &head);
    for _ in 0..rows {
        let (cells, further): (Vec<Cell<'_>>, &[u8]) = postcard::take_from_bytes(rest).map_err(unreadable)?;
        rest = further;
        if !book.row(&cells) {
            break;
        }
    }
    Ok(book.finish())
}

fn columns(options: &ExportOptions) -> Vec<(&'static str, What)> {
    let counted = (options.per == Per::Owner).then_some(OWNERS_LEADS);
    columns_of(options.preset).iter().copied().chain(counted).collect()
}

fn is_of_owner(what: What) -> bool {
    matches!(
        what,
        What::OwnerName | What::FirstName | What::LastName | What::Company | What::AllOwners | What::Greeting
    )
}

/// Plain data of known shapes, which always can be packed.
fn packed(data: &impl serde::Serialize) -> Vec<u8> {
    postcard::to_allocvec(data).unwrap_or_default()
}
