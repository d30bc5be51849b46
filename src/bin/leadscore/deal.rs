//! `leadscore deal`: ARV, repairs, offer, return.

use leadscore::{
    plot,
    session::{ArvRecord, DealRecord, Session, record},
};
use serde::Serialize;

use crate::{
    args::{Common, Deal, DealFormat},
    failure::Failure,
    input,
    log::Log,
    output, terminal,
    threads::Threads,
};

#[derive(Serialize)]
struct DealLine<'a> {
    parcel_id: &'a str,
    parcel_id_normalized: &'a str,
    situs_address: Option<&'a str>,
    tier: &'static str,
    arv: ArvRecord<'a>,
    deal: DealRecord<'a>,
}

pub fn run(command: &Deal, common: &Common, log: &Log) -> Result<(), Failure> {
    let threads = Threads::new(common.threads)?;
    let session = input::score(&command.input, &command.scoring, common, &threads, log)?;
    let places: Vec<usize> = match &command.parcel {
        None => (0..session.scores().ranking().len()).collect(),
        Some(parcel) => {
            let lead = session.leads().find(parcel).ok_or_else(|| Failure::NoParcel(parcel.clone()))?;
            let rank = session.rank_of(lead.index() as u32) as usize;
            vec![rank.checked_sub(1).ok_or_else(|| Failure::NoParcel(parcel.clone()))?]
        }
    };
    let lines = places.iter().filter_map(|&place| line(&session, place));
    match command.format {
        DealFormat::Json => {
            let lines: Vec<DealLine<'_>> = lines.collect();
            let json = match (&command.parcel, lines.first()) {
                (Some(_), Some(one)) => serde_json::to_string_pretty(one)?,
                _ => serde_json::to_string_pretty(&lines)?,
            };
            output::write_to(None, |out| writeln!(out, "{json}"))
        }
        DealFormat::Jsonl => output::write_to(None, |out| {
            for line in lines {
                serde_json::to_writer(&mut *out, &line)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }),
        DealFormat::Table => {
            let headers = ["Parcel", "Tier", "ARV", "Repairs", "Price", "Max offer", "Profit", "Return", "Say"];
            let mut table = terminal::table(&headers, &[2, 3, 4, 5, 6, 7]);
            for line in lines {
                let deal = &line.deal;
                table.add_row([
                    line.parcel_id.to_owned(),
                    line.tier.to_owned(),
                    plot::money(line.arv.estimate),
                    format!("{} {}", plot::money(deal.repair_cost), deal.repair_level),
                    plot::money(deal.acquisition_price),
                    plot::money(deal.max_offer),
                    plot::money(deal.potential_profit),
                    format!("{:.0} %", deal.roi_percent),
                    deal.recommendation.replace('_', " "),
                ]);
            }
            output::write_to(None, |out| writeln!(out, "{table}"))
        }
    }
}

fn line(session: &Session, place: usize) -> Option<DealLine<'_>> {
    let record = record(session, place)?;
    Some(DealLine {
        parcel_id: record.parcel_id,
        parcel_id_normalized: record.parcel_id_normalized,
        situs_address: record.situs_address,
        tier: record.tier,
        arv: record.arv,
        deal: record.deal,
    })
}
