//! Files -> leads, on all threads.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use leadscore::{
    lead::{Outcomes, Sales},
    score::Profile,
    session::{self, FileReader, Imported, ReadFile, Session, import},
};

use crate::{
    args::{Common, Input, Scoring},
    failure::Failure,
    judging,
    log::Log,
    output, terminal,
    threads::Threads,
};

const CHUNK_BYTES: usize = 1024 * 1024;

/// Reads and joins all files.
pub fn read(input: &Input, threads: &Threads, log: &Log) -> Result<Imported, Failure> {
    join(usable(read_all(input, threads, log), input, log)?, input, threads, log)
}

/// The same, with the faults of unusable files in the reports instead of as a failure.
pub fn read_keeping_faults(input: &Input, threads: &Threads, log: &Log) -> Result<Imported, Failure> {
    join(read_all(input, threads, log), input, threads, log)
}

fn join(files: Vec<ReadFile>, input: &Input, threads: &Threads, log: &Log) -> Result<Imported, Failure> {
    let imported = import(files, input.import.into(), threads);
    for file in &imported.files {
        if let Some(why) = &file.left_aside {
            log.info(&format!("{}: left aside: {why}", file.name));
        }
        log.detail(&format!(
            "{}: {}, {} rows read = {} kept + {} rejected + {} merged",
            file.name,
            file.layout.as_deref().unwrap_or("?"),
            file.read,
            file.kept,
            file.rejected,
            file.merged
        ));
    }
    summarize_problems(&imported, log);
    if let Some(path) = &input.rejects {
        write_rejects(&imported, path)?;
    }
    Ok(imported)
}

/// Reads, joins and scores all files.
pub fn score(
    input: &Input,
    scoring: &Scoring,
    common: &Common,
    threads: &Threads,
    log: &Log,
) -> Result<Session, Failure> {
    let Listed { session, .. } = by_rule(input, &scoring.profile, common, threads, log)?;
    judging::judged(session, &judging::champions(scoring, log), scoring, threads, log)
}

/// Leads scored by rule, and what is known to have come of parcels.
pub struct Listed {
    pub session: Session,
    pub sales: Sales,
    pub outcomes: Outcomes,
}

/// Reads and joins all files and scores them by rule.
pub fn by_rule(
    input: &Input,
    profile_name: &str,
    common: &Common,
    threads: &Threads,
    log: &Log,
) -> Result<Listed, Failure> {
    let profile = profile(profile_name)?;
    let imported = read(input, threads, log)?;
    if let (Some(first), true) = (imported.files.first(), imported.files.iter().all(|file| file.source.is_none())) {
        return Err(Failure::NoLeads { file: first.name.clone(), why: first.left_aside.clone().unwrap_or_default() });
    }
    let session = Session::new(imported.leads, profile, common.as_of(), threads);
    let left_out = session.leads().len() - session.scores().ranking().len();
    if left_out > 0 {
        log.info(&format!(
            "{left_out} parcels are only in lists that profile {} does not score; left out",
            session.profile().name
        ));
    }
    Ok(Listed { session, sales: imported.sales, outcomes: imported.outcomes })
}

/// A shipped profile by its name, or a file.
pub fn profile(name_or_path: &str) -> Result<Profile, Failure> {
    let failed = |source| Failure::Profile { file: name_or_path.to_owned(), source };
    if !Path::new(name_or_path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        return Profile::shipped(name_or_path).map_err(failed);
    }
    let text = std::fs::read_to_string(name_or_path)
        .map_err(|error| Failure::BadFile { file: name_or_path.to_owned(), message: in_words(&error) })?;
    Profile::parse(&text).map_err(failed)
}

fn read_all(input: &Input, threads: &Threads, log: &Log) -> Vec<ReadFile> {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |meta| meta.len());
    let sizes: Vec<u64> = input.files.iter().map(size).collect();
    let progress = terminal::byte_progress(log, sizes.iter().sum());
    // The largest first, so that no thread is left with it at the end.
    let mut order: Vec<usize> = (0..input.files.len()).collect();
    order.sort_by_key(|&file| std::cmp::Reverse(sizes[file]));
    let read: Vec<Mutex<Option<ReadFile>>> = input.files.iter().map(|_| Mutex::new(None)).collect();
    leadscore::lanes::Lanes::run(threads, order.len(), &|job| {
        let file = order[job];
        let path = &input.files[file];
        let size = Some(sizes[file]).filter(|size| *size > 0);
        let mut reader = FileReader::with_size(&path.display().to_string(), input.import.into(), size);
        if let Err(error) = each_chunk(path, &progress, |chunk| reader.push(chunk)) {
            reader.fail(&in_words(&error));
        }
        if let Ok(mut slot) = read[file].lock() {
            *slot = Some(reader.finish());
        }
    });
    progress.finish_and_clear();
    read.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}

/// Why a file cannot be read, with what to do about it.
pub fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file; check its name and folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it; change its permissions or copy it".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name the files in it, such as `folder/*.csv`".to_owned(),
        _ => error.to_string(),
    }
}

/// Hands over a file, or standard input, chunk by chunk, for as long as `take` wants more.
pub fn each_chunk(
    path: &Path,
    progress: &indicatif::ProgressBar,
    mut take: impl FnMut(&[u8]) -> bool,
) -> io::Result<()> {
    let mut source: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = match source.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        progress.inc(read as u64);
        if !take(&chunk[..read]) {
            return Ok(());
        }
    }
}

/// Stops at files that cannot be used, or leaves them out where asked to.
fn usable(files: Vec<ReadFile>, input: &Input, log: &Log) -> Result<Vec<ReadFile>, Failure> {
    let total = files.len();
    let faults: Vec<(String, String)> =
        files.iter().filter_map(|file| Some((file.name().to_owned(), file.fault()?.to_string()))).collect();
    let Some((file, message)) = faults.first().cloned() else { return Ok(files) };
    match faults.len() {
        count if count == total && input.skip_bad_files => Err(Failure::NoFile { file, message }),
        _ if input.skip_bad_files => {
            for (file, message) in &faults {
                log.warn(&format!("{file}: {message}; left out"));
            }
            Ok(files.into_iter().filter(|file| file.fault().is_none()).collect())
        }
        1 => Err(Failure::BadFile { file, message }),
        count => Err(Failure::BadFiles { count, total, file, message }),
    }
}

fn summarize_problems(imported: &Imported, log: &Log) {
    for file in &imported.files {
        for problem in &file.problems {
            let example = problem.examples.first().map(|e| format!(", first at {e}")).unwrap_or_default();
            log.detail(&format!("{}: {} × {}{example}", file.name, problem.count, problem.reason));
        }
        if file.rejected > 0 {
            log.info(&format!("{}: {} of {} rows rejected (see --rejects)", file.name, file.rejected, file.read));
        }
    }
}

fn write_rejects(imported: &Imported, path: &Path) -> Result<(), Failure> {
    output::write_file(path, |out| {
        session::write_rejects(&imported.files, &imported.problems, |piece| out.write_all(piece))
    })
}
