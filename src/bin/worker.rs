//! The engine's worker: receives, calls the session, answers. It owns the leads; the page holds what is on the screen.

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    lanes::Inline,
    lead::{Outcomes, Sales},
    learn::Judgements,
    score::Profile,
    session::{DemoOptions, FileReader, FileReport, ImportOptions, Imported, ReadFile, Session, csv_file, import},
    table::Day,
    web::{FileSlices, Port, Received},
    wire::{Answer, Engine, Job, Request, Stage},
};

/// The leads of the last import, and what is known to have come of them.
struct Loaded {
    session: Session,
    files: Vec<FileReport>,
    sales: Sales,
    outcomes: Outcomes,
}

fn main() {
    console_error_panic_hook::set_once();
    let mut loaded = None;
    Port::<Engine>::open().listen(move |port, received| {
        let job = received.job;
        if let Err(message) = serve(port, received, &mut loaded) {
            port.answer(job, &Answer::Failed { message });
        }
    });
}

fn serve(port: &Port<Engine>, received: Received<Engine>, loaded: &mut Option<Loaded>) -> Result<(), String> {
    let Received { job, request, files, buffers } = received;
    match request {
        Request::Import { options } => {
            let slices = files.into_iter().filter_map(|file| FileSlices::new(file).ok()).collect();
            let answer = load(port, job, loaded, &options, |progress| read_files(slices, &options, progress))?;
            port.answer(job, &answer);
        }
        Request::Demo { demo, options } => {
            let answer = load(port, job, loaded, &options, |progress| read_demo(demo, &options, progress))?;
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
        Request::Lead { lead } => {
            let Loaded { session, files, .. } = ready(loaded)?;
            let detail = session.lead(lead, files).ok_or("there is no such lead")?;
            port.answer(job, &Answer::Lead { detail: Box::new(detail) });
        }
        Request::Thresholds { thresholds } => {
            let session = &mut ready(loaded)?.session;
            session.set_thresholds(thresholds);
            port.answer(job, &Answer::Tallied { tally: session.tally() });
        }
        Request::ExportCsv => {
            let session = &ready(loaded)?.session;
            let bytes = csv_file(session);
            let file_name = format!("leads-{}.csv", session.as_of());
            let rows = session.view().len() as u32;
            port.answer_with(job, &Answer::Exported { file_name, rows }, &bytes);
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
    }
    Ok(())
}

fn ready(loaded: &mut Option<Loaded>) -> Result<&mut Loaded, String> {
    loaded.as_mut().ok_or_else(|| "no leads are loaded yet; drop a file first".to_owned())
}

/// Reads files with `read`, joins and scores them. The leads before are given up first: there may not be room for both.
fn load(
    port: &Port<Engine>,
    job: Job,
    loaded: &mut Option<Loaded>,
    options: &ImportOptions,
    read: impl FnOnce(&mut dyn FnMut(f64, f64)) -> Result<Vec<ReadFile>, String>,
) -> Result<Answer, String> {
    let profile = Profile::shipped(&options.profile).map_err(|error| error.to_string())?;
    let as_of = day(options)?;
    *loaded = None;
    let report = |stage, done, total| port.answer(job, &Answer::Progress { stage, done, total });
    let files = read(&mut |done, total| report(Stage::Reading, done, total))?;
    report(Stage::Merging, 0.0, 1.0);
    let Imported { leads, files, joins, sales, outcomes, .. } = import(files, options.mode, &Inline);
    report(Stage::Scoring, 0.0, 1.0);
    let session = Session::new(leads, profile, as_of, &Inline);
    let answer = Answer::Imported { report: session.report(files.clone(), joins), tally: session.tally() };
    *loaded = Some(Loaded { session, files, sales, outcomes });
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
