//! `leadscore explain`: why this lead.

mod words;

use leadscore::session::Explainers;

use crate::{
    args::{Common, Explain, ExplainFormat},
    failure::Failure,
    input::{self, Listed},
    judging,
    log::Log,
    output,
    threads::Threads,
};

pub fn run(command: &Explain, common: &Common, log: &Log) -> Result<(), Failure> {
    let threads = Threads::new(common.threads)?;
    let Listed { session, sales, .. } =
        input::by_rule(&command.input, &command.scoring.profile, common, &threads, log)?;
    let unknown = || Failure::NoParcel(command.parcel.clone());
    let lead = session.leads().find(&command.parcel).ok_or_else(unknown)?.index() as u32;
    let champions = judging::champions(&command.scoring, log);
    let session = judging::judged(session, &champions, &command.scoring, &threads, log)?;
    // A model that could not be asked about all leads was told already, and its word is not in the scores.
    let heard = session.judgements();
    let explainers = Explainers {
        arv: champions.arv().filter(|_| heard.arv.is_some()),
        lead: champions.lead().filter(|_| heard.lead.is_some()),
        sales: Some(&sales),
    };
    let explained =
        session.explain(lead, &explainers, &threads).map_err(|problem| Failure::Usage(problem.to_string()))?;
    let explained = explained.ok_or_else(unknown)?;
    let text = match command.format {
        ExplainFormat::Json => serde_json::to_string_pretty(&explained)?,
        ExplainFormat::Text => words::of(&explained),
    };
    output::write_to(None, |out| writeln!(out, "{}", text.trim_end()))
}
