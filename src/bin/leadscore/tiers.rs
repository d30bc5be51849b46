//! `leadscore tiers`: the tier table.

use leadscore::{
    lead::round_decimal,
    plot,
    score::{TierRow, tier_table},
};

use crate::{
    args::{Common, TableFormat, Tiers},
    failure::Failure,
    input,
    log::Log,
    output, terminal,
    threads::Threads,
};

pub fn run(command: &Tiers, common: &Common, log: &Log) -> Result<(), Failure> {
    let threads = Threads::new(common.threads)?;
    let session = input::score(&command.input, &command.scoring, common, &threads, log)?;
    let rows: Vec<TierRow> =
        tier_table(session.scores(), session.profile(), session.profile().tiers).into_iter().map(rounded).collect();
    match command.format {
        TableFormat::Json => {
            let json = serde_json::to_string_pretty(&rows)?;
            output::write_to(None, |out| writeln!(out, "{json}"))
        }
        TableFormat::Table => {
            let mut table = terminal::table(&["Tier", "Count", "Percent", "Mean", "Min", "Max"], &[1, 2, 3, 4, 5]);
            let shown = |score: Option<f64>| score.map_or_else(|| "–".to_owned(), |score| format!("{score:.2}"));
            for row in rows {
                table.add_row([
                    row.tier.letter().to_owned(),
                    plot::thousands(u64::from(row.count)),
                    format!("{:.1} %", row.percent),
                    shown(row.mean),
                    shown(row.min),
                    shown(row.max),
                ]);
            }
            output::write_to(None, |out| writeln!(out, "{table}"))
        }
    }
}

/// Percent to one decimal, scores to two.
fn rounded(row: TierRow) -> TierRow {
    let score = |value: Option<f64>| value.map(|value| round_decimal(value, 2));
    TierRow {
        percent: round_decimal(row.percent, 1),
        mean: score(row.mean),
        min: score(row.min),
        max: score(row.max),
        ..row
    }
}
