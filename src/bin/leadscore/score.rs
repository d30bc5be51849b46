//! `leadscore score`: leads ranked best first.

use std::{
    io::{self, Write},
    path::Path,
};

use leadscore::{
    lanes::map_blocks,
    plot,
    session::{ExportFormat, ExportOptions, Preset, Session, Which, record, write_csv_header, write_csv_rows},
};

use crate::{
    args::{Common, PresetName, Score, ScoreFormat},
    failure::Failure,
    input,
    log::Log,
    output, terminal,
    threads::Threads,
};

/// Rows of a table on the screen, unless asked for more.
const TABLE_ROWS: usize = 50;

pub fn run(command: &Score, common: &Common, log: &Log) -> Result<(), Failure> {
    let format = format(command)?;
    let threads = Threads::new(common.threads)?;
    let session = input::score(&command.input, &command.scoring, common, &threads, log)?;
    let all = session.scores().ranking().len();
    let limit = match format {
        ScoreFormat::Table => command.limit.unwrap_or(TABLE_ROWS),
        _ => command.limit.unwrap_or(all),
    };
    let best = &session.scores().ranking()[..limit.min(all)];
    if let Some(format) = export_format(format, command.preset) {
        let preset = command.preset.map_or(Preset::Full, preset);
        let which = Which::Selection(best.iter().copied().collect());
        let options = ExportOptions { format, preset, which, ..ExportOptions::default() };
        let (report, bytes) = session.export(&options);
        if report.unplaced > 0 {
            log.info(&format!("{} leads without coordinates are left out", report.unplaced));
        }
        return output::write_to(command.output.as_deref(), |out| out.write_all(&bytes));
    }
    output::write_to(command.output.as_deref(), |out| match format {
        ScoreFormat::Table => writeln!(out, "{}", table(&session, best)),
        ScoreFormat::Csv => {
            let mut header = Vec::new();
            write_csv_header(&mut header);
            out.write_all(&header)?;
            write_blocks(&threads, best, out, |rows, out| {
                write_csv_rows(&session, rows, out);
                Ok(())
            })
        }
        ScoreFormat::Jsonl => write_blocks(&threads, best, out, |rows, out| write_json(&session, rows, out, "", "\n")),
        ScoreFormat::Json => {
            out.write_all(b"[")?;
            write_blocks(&threads, best, out, |rows, out| write_json(&session, rows, out, ",\n", ""))?;
            out.write_all(b"]\n")
        }
        // Written above.
        ScoreFormat::Xlsx | ScoreFormat::Geojson => Ok(()),
    })?;
    if best.len() < all {
        log.info(&format!("{} of {all} leads shown", best.len()));
    }
    Ok(())
}

fn format(command: &Score) -> Result<ScoreFormat, Failure> {
    let ending = command.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    match (command.format, ending) {
        (Some(format), _) => Ok(format),
        (None, None) if command.preset.is_some() => Ok(ScoreFormat::Csv),
        (None, None) => Ok(ScoreFormat::Table),
        (None, Some("csv")) => Ok(ScoreFormat::Csv),
        (None, Some("json")) => Ok(ScoreFormat::Json),
        (None, Some("jsonl" | "ndjson")) => Ok(ScoreFormat::Jsonl),
        (None, Some("xlsx")) => Ok(ScoreFormat::Xlsx),
        (None, Some("geojson")) => Ok(ScoreFormat::Geojson),
        (None, Some("txt")) => Ok(ScoreFormat::Table),
        (None, Some(_)) => Err(Failure::Format(command.output.clone().unwrap_or_default())),
    }
}

/// The format of an export for another tool; None for what this command writes by itself.
fn export_format(format: ScoreFormat, preset: Option<PresetName>) -> Option<ExportFormat> {
    match (format, preset) {
        (ScoreFormat::Xlsx, _) => Some(ExportFormat::Xlsx),
        (ScoreFormat::Geojson, _) => Some(ExportFormat::GeoJson),
        (_, None) => None,
        (ScoreFormat::Json | ScoreFormat::Jsonl, _) => Some(ExportFormat::Json),
        (ScoreFormat::Csv | ScoreFormat::Table, _) => Some(ExportFormat::Csv),
    }
}

fn preset(name: PresetName) -> Preset {
    match name {
        PresetName::Full => Preset::Full,
        PresetName::CallList => Preset::CallList,
        PresetName::GoHighLevel => Preset::GoHighLevel,
        PresetName::HubSpot => Preset::HubSpot,
        PresetName::CallTools => Preset::CallTools,
        PresetName::SkipTrace => Preset::SkipTrace,
        PresetName::MailMerge => Preset::MailMerge,
    }
}

/// Rows formatted at a time: their text stays in the cache, and the allocator keeps their memory.
const BLOCK_ROWS: usize = 1024;

/// Formats blocks of rows on all threads and writes them in order.
fn write_blocks(
    threads: &Threads,
    leads: &[u32],
    out: &mut dyn Write,
    format: impl Fn(&[u32], &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    for wave in leads.chunks(BLOCK_ROWS * threads.count() * 16) {
        let blocks = map_blocks(BLOCK_ROWS, threads, wave.len(), |rows| {
            let mut bytes = Vec::with_capacity(rows.len() * 400);
            format(&wave[rows], &mut bytes).map(|()| bytes)
        });
        for block in blocks {
            out.write_all(&block?)?;
        }
    }
    Ok(())
}

fn write_json(session: &Session, leads: &[u32], out: &mut Vec<u8>, between: &str, after: &str) -> io::Result<()> {
    for &lead in leads {
        let rank = session.rank_of(lead) as usize;
        let Some(record) = rank.checked_sub(1).and_then(|place| record(session, place)) else { continue };
        if rank > 1 {
            out.extend_from_slice(between.as_bytes());
        }
        serde_json::to_writer(&mut *out, &record)?;
        out.extend_from_slice(after.as_bytes());
    }
    Ok(())
}

fn table(session: &Session, leads: &[u32]) -> comfy_table::Table {
    let mut table =
        terminal::table(&["#", "Tier", "Score", "Parcel", "Address", "ARV", "Max offer", "Why"], &[0, 2, 5, 6]);
    for &lead in leads {
        let Some(record) = (session.rank_of(lead) as usize).checked_sub(1).and_then(|place| record(session, place))
        else {
            continue;
        };
        // Two rules may say the same of a lead.
        let mut reasons: Vec<&str> = Vec::new();
        for reason in &record.reasons {
            if !reasons.contains(&reason.text.as_str()) {
                reasons.push(&reason.text);
            }
        }
        table.add_row([
            record.rank.to_string(),
            record.tier.to_owned(),
            format!("{:.2}", record.heuristic_score),
            record.parcel_id.to_owned(),
            [record.situs_address, record.city, record.zip].into_iter().flatten().collect::<Vec<_>>().join(", "),
            plot::money(record.arv.estimate),
            plot::money(record.deal.max_offer),
            reasons.join("; "),
        ]);
    }
    table
}
