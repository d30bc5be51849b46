//! The engine's worker: receives, calls the session, answers. It owns the leads; the page holds what is on the screen.

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    lanes::Inline,
    lead::{Outcomes, Sales},
    learn::Judgements,
    problem::Problems,
    score::Profile,
    session::{
        DemoOptions, ExportFormat, FileReader, FileReport, Grounds, Heard, ImportOptions, Imported, Journal, ReadFile,
        Session, TwoVoices, Why, csv_file, import, write_rejects,
    },
    table::Day,
    web::{Buffer, FileSlices, Port, Received},
    wire::{Answer, Engine, Job, Request, Stage},
};

/// The leads of the last import, and what is known to have come of them.
struct Loaded {
    session: Session,
    files: Vec<FileReport>,
    sales: Sales,
    outcomes: Outcomes,
    /// By file.
    problems: Vec<Problems>,
}

/// What the two models of a comparison are called.
const SIDES: [&str; 2] = ["Champion", "Challenger"];

fn main() {
    console_error_panic_hook::set_once();
    let (mut loaded, mut journal) = (None, Journal::default());
    Port::<Engine>::open().listen(move |port, received| {
        let job = received.job;
        if let Err(message) = serve(port, received, &mut loaded, &mut journal) {
            port.answer(job, &Answer::Failed { message });
        }
    });
}

/// `journal` is the person's while no leads are loaded; then it lies in their session.
fn serve(
    port: &Port<Engine>,
    received: Received<Engine>,
    loaded: &mut Option<Loaded>,
    journal: &mut Journal,
) -> Result<(), String> {
    let Received { job, request, files, buffers } = received;
    match request {
        Request::Import { options } => {
            let slices = files.into_iter().filter_map(|file| FileSlices::new(file).ok()).collect();
            let answer = load(port, job, loaded, journal, &options, |progress| read_files(slices, &options, progress))?;
            port.answer(job, &answer);
        }
        Request::Demo { demo, options } => {
            let answer = load(port, job, loaded, journal, &options, |progress| read_demo(demo, &options, progress))?;
            port.answer(job, &answer);
        }
        Request::View { query } => {
            let rows = ready(loaded)?.session.set_view(&query);
            port.answer(job, &Answer::Viewed { rows });
        }
        Request::Rows { start, count } => {
            let rows = ready(loaded)?.session.rows(start, count);
            port.answer(job, &Answer::Rows { start, rows });
        }
        Request::Leads { start, count } => {
            let bytes = ready(loaded)?.session.leads_at(start, count);
            port.answer_with(job, &Answer::Leads, &bytes);
        }
        Request::Find { text, most } => {
            let rows = ready(loaded)?.session.find(&text, most as usize);
            port.answer(job, &Answer::Found { rows });
        }
        Request::Points => {
            let (report, points) = ready(loaded)?.session.map();
            port.answer_with(job, &Answer::Points { report: Box::new(report) }, &points.to_bytes());
        }
        Request::Named { leads } => {
            let rows = ready(loaded)?.session.named(&leads);
            port.answer(job, &Answer::Named { rows });
        }
        Request::Lead { lead } => {
            let Loaded { session, files, sales, .. } = ready(loaded)?;
            let mut detail = session.lead(lead, files).ok_or("there is no such lead")?;
            detail.tell_sales(sales);
            port.answer(job, &Answer::Lead { detail: Box::new(detail) });
        }
        Request::Thresholds { thresholds } => {
            let session = &mut ready(loaded)?.session;
            session.set_thresholds(thresholds);
            port.answer(job, &Answer::Tallied { tally: session.tally() });
        }
        Request::Profile { profile, is_saved } => {
            profile.check().map_err(|problem| problem.to_string())?;
            let before = ready(loaded)?.session.profile().leads_of.clone();
            let name = profile.name.clone();
            *loaded = loaded.take().map(|was| {
                let session = was.session.with_profile(*profile, &Inline);
                Loaded { session: if is_saved { session.saved() } else { session }, ..was }
            });
            let session = &ready(loaded)?.session;
            let lists = (session.profile().leads_of != before).then(|| Box::new(session.lists()));
            port.answer(job, &Answer::Rescored { tally: session.tally(), profile: name, lists });
        }
        Request::Cut { places } => {
            let session = &mut ready(loaded)?.session;
            let cuts = session.cut(places);
            port.answer(job, &Answer::Cut { tally: session.tally(), cuts });
        }
        Request::Deals { query } => {
            let list = Box::new(ready(loaded)?.session.deals(query));
            port.answer(job, &Answer::Deals { list });
        }
        Request::WhatIf { lead, what_if } => {
            let supposed = ready(loaded)?.session.what_if(lead, &what_if).ok_or("there is no such lead")?;
            port.answer(job, &Answer::WhatIf { lead, supposed: Box::new(supposed) });
        }
        Request::ProfileText { profile } => {
            let text = profile.to_toml().map_err(|problem| problem.to_string())?;
            port.answer(job, &Answer::ProfileText { name: profile.name, text });
        }
        Request::ExportCsv => {
            let session = &ready(loaded)?.session;
            let bytes = csv_file(session);
            let file_name = format!("leads-{}.csv", session.as_of());
            let rows = session.view().len() as u32;
            port.answer_with(job, &Answer::Exported { file_name, rows }, &bytes);
        }
        Request::Export { options, is_preview } => {
            let session = &ready(loaded)?.session;
            if is_preview {
                let report = Box::new(session.export_report(&options));
                port.answer(job, &Answer::Export { report, is_preview });
            } else {
                let is_spreadsheet = options.format == ExportFormat::Xlsx;
                let (report, bytes) =
                    if is_spreadsheet { session.export_rows(&options) } else { session.export_text(&options) };
                port.answer_with(job, &Answer::Export { report: Box::new(report), is_preview }, &bytes);
            }
        }
        Request::Note { leads, change } => {
            let leads = ready(loaded)?.session.note(leads.as_slice(), &change);
            port.answer(job, &Answer::Noted { leads });
        }
        Request::Journal { adds } => {
            let parcels = take_journal(buffers.first(), adds, loaded, journal)?;
            port.answer(job, &Answer::Journal { parcels });
        }
        Request::JournalText => {
            let own = loaded.as_ref().map_or(&*journal, |loaded| loaded.session.journal());
            port.answer_with(job, &Answer::JournalText { parcels: own.len() as u32 }, own.to_text().as_bytes());
        }
        Request::ArvRows { recipe } => {
            let Loaded { session, sales, .. } = ready(loaded)?;
            let rows = session.arv_rows(sales, &recipe, &Inline).map_err(|problem| problem.to_string())?;
            port.answer_with_data(job, &Answer::Handed, &rows)?;
        }
        Request::LeadRows { recipe } => {
            let Loaded { session, outcomes, .. } = ready(loaded)?;
            let rows = session.lead_rows(outcomes, &recipe, &Inline).map_err(|problem| problem.to_string())?;
            port.answer_with_data(job, &Answer::Handed, &rows)?;
        }
        Request::Questions => {
            let questions = ready(loaded)?.session.questions(&Inline);
            port.answer_with_data(job, &Answer::Handed, &questions)?;
        }
        Request::Judged => {
            let judgements: Judgements = buffers.first().ok_or("no judgements came along")?.data()?;
            if !ready(loaded)?.session.are_asked(&judgements) {
                return Err("the models were asked about other leads".to_owned());
            }
            *loaded = loaded.take().map(|was| Loaded { session: was.session.judged(judgements), ..was });
            port.answer(job, &Answer::Judged { tally: ready(loaded)?.session.tally() });
        }
        Request::Explained => {
            let Loaded { session, sales, .. } = ready(loaded)?;
            let heard: Heard = buffers.first().ok_or("no explanation came along")?.data()?;
            let explained = session.explained(heard, Some(sales), &Inline).ok_or("there is no such lead")?;
            port.answer(job, &Answer::Explained { why: Box::new(Why::of(explained)) });
        }
        Request::Quality { used } => {
            let Loaded { session, files, sales, outcomes, .. } = ready(loaded)?;
            let sheets = session.quality(&Grounds { files, sales, outcomes, used: &used });
            port.answer(job, &Answer::Quality { sheets });
        }
        Request::Rejects => {
            let Loaded { files, problems, session, .. } = ready(loaded)?;
            let mut bytes = Vec::new();
            write_rejects(files, problems, |piece| {
                bytes.extend_from_slice(piece);
                Ok::<(), String>(())
            })?;
            let name = format!("rejects-{}.csv", session.as_of());
            port.answer_with(job, &Answer::File { name }, &bytes);
        }
        Request::PredictionLog { digests } => {
            let session = &ready(loaded)?.session;
            let bytes = session.prediction_log(digests);
            let name = format!("predictions-{}.jsonl", session.as_of());
            port.answer_with(job, &Answer::File { name }, &bytes);
        }
        Request::CompareCases { origins } => {
            let Loaded { session, sales, outcomes, .. } = ready(loaded)?;
            let cases = session.compare_cases(sales, outcomes, &origins, &Inline);
            let cases = cases.map_err(|problem| problem.to_string())?;
            port.answer_with_data(job, &Answer::Handed, &cases)?;
        }
        Request::Churn => {
            let voices: TwoVoices = buffers.first().ok_or("no chances came along")?.data()?;
            let sheet = ready(loaded)?.session.churn(&voices, &Inline).sheet(SIDES);
            port.answer(job, &Answer::Churned { sheet });
        }
    }
    Ok(())
}

/// Puts a journal in the place of the one in use, or adds it; answers of how many parcels the one in use knows then.
fn take_journal(
    text: Option<&Buffer>,
    adds: bool,
    loaded: &mut Option<Loaded>,
    journal: &mut Journal,
) -> Result<u32, String> {
    let text = text.ok_or("no journal came along")?.bytes();
    let text = str::from_utf8(&text).map_err(|_| "the journal is not text")?;
    let read = Journal::from_text(text).map_err(|problem| problem.to_string())?;
    let taken = if adds {
        let mut own = loaded.as_ref().map_or(&*journal, |loaded| loaded.session.journal()).clone();
        own.merge(read);
        own
    } else {
        read
    };
    let parcels = taken.len() as u32;
    match loaded {
        Some(loaded) => loaded.session.set_journal(taken),
        None => *journal = taken,
    }
    Ok(parcels)
}

fn ready(loaded: &mut Option<Loaded>) -> Result<&mut Loaded, String> {
    loaded.as_mut().ok_or_else(|| "no leads are loaded yet; drop a file first".to_owned())
}

/// Reads files with `read`, joins and scores them. The leads before are given up first: there may not be room for both.
fn load(
    port: &Port<Engine>,
    job: Job,
    loaded: &mut Option<Loaded>,
    journal: &mut Journal,
    options: &ImportOptions,
    read: impl FnOnce(&mut dyn FnMut(f64, f64)) -> Result<Vec<ReadFile>, String>,
) -> Result<Answer, String> {
    let profile = Profile::shipped(&options.profile).map_err(|error| error.to_string())?;
    let as_of = day(options)?;
    if let Some(was) = loaded.take() {
        *journal = was.session.into_journal();
    }
    let report = |stage, done, total| port.answer(job, &Answer::Progress { stage, done, total });
    let files = read(&mut |done, total| report(Stage::Reading, done, total))?;
    report(Stage::Merging, 0.0, 1.0);
    let Imported { leads, files, problems, joins, sales, outcomes } = import(files, options.mode, &Inline);
    report(Stage::Scoring, 0.0, 1.0);
    let mut session = Session::new(leads, profile, as_of, &Inline).saved();
    session.set_journal(std::mem::take(journal));
    let answer = Answer::Imported { report: session.report(files.clone(), joins), tally: session.tally() };
    *loaded = Some(Loaded { session, files, sales, outcomes, problems });
    Ok(answer)
}

fn read_files(
    files: Vec<FileSlices>,
    options: &ImportOptions,
    progress: &mut dyn FnMut(f64, f64),
) -> Result<Vec<ReadFile>, String> {
    let total: f64 = files.iter().map(FileSlices::bytes_total).sum();
    let mut done = 0.0;
    let read = files.into_iter().map(|mut file| {
        let mut reader = FileReader::with_size(&file.name(), options.mode, Some(file.bytes_total() as u64));
        let end = done + file.bytes_total();
        loop {
            match file.next_slice() {
                Ok([]) => break,
                Ok(slice) => {
                    done += slice.len() as f64;
                    if !reader.push(slice) {
                        break;
                    }
                    progress(done, total);
                }
                Err(reason) => {
                    reader.fail(&reason);
                    break;
                }
            }
        }
        done = end;
        reader.finish()
    });
    Ok(read.collect())
}

/// The synthetic county takes the same way as dropped files: written as CSV, then read.
fn read_demo(
    demo: DemoOptions,
    options: &ImportOptions,
    progress: &mut dyn FnMut(f64, f64),
) -> Result<Vec<ReadFile>, String> {
    let county = County::new(CountyOptions { rows: demo.rows, seed: demo.seed, as_of: day(options)? });
    let mut read = Vec::new();
    for file in DemoFile::ALL {
        let bytes = county.bytes(file).map_err(|error| error.to_string())?;
        let mut reader = FileReader::new(file.file_name(), options.mode);
        reader.push(&bytes);
        read.push(reader.finish());
        progress(read.len() as f64, DemoFile::ALL.len() as f64);
    }
    Ok(read)
}

fn day(options: &ImportOptions) -> Result<Day, String> {
    Day::parse(&options.as_of).ok_or_else(|| format!("`{}` is not a date; write it as YYYY-MM-DD", options.as_of))
}
