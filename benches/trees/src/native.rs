//! The order of events: read, fit, look at the clocks, judge.

use crate::{bound, files, machine};
use bench_trees::{Kind, Recipe, Task};
use leadscore::{lanes::Inline, tree::Ensemble};
use std::{env, error::Error, path::Path, process::ExitCode, time::Instant};

const USAGE: &str = "usage: bench-trees boost|forest house|lead FOLDER THREADS [--predict]";
const PREDICTIONS: u32 = 3;

/// The native binary's own threads.
#[path = "../../../src/bin/leadscore/threads.rs"]
mod threads;

use threads::Threads;

pub fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<serde_json::Value, Box<dyn Error>> {
    let [learner, name, folder, threads, options @ ..] = arguments else { return Err(USAGE.into()) };
    let recipe = Recipe::of(learner).ok_or(USAGE)?;
    let kind = Kind::of(name).ok_or(USAGE)?;
    let threads: usize = threads.parse()?;
    let folder = Path::new(folder);
    let lanes = Threads::new(Some(threads))?;

    let task = files::task(folder, name, "train")?;
    let (start, started) = (Instant::now(), machine::processor_seconds()?);
    let bins = recipe.bins(&task, &lanes)?;
    let binning_seconds = start.elapsed().as_secs_f64();
    let ensemble = recipe.fit(kind, &bins, &task.target, &lanes)?;
    let seconds = start.elapsed().as_secs_f64();
    let processor_seconds = machine::processor_seconds()? - started;
    let peak_bytes = machine::peak_bytes()?;
    let bytes_moved = bound::bytes(recipe, &ensemble, &task.matrix);
    drop((bins, task));

    let test = files::task(folder, name, "test")?;
    let predicted = ensemble.predict(&test.matrix, &lanes)?;
    let mut answer = serde_json::json!({
        "version": "this build",
        "seconds": seconds,
        "binning_seconds": binning_seconds,
        "processor_seconds": processor_seconds,
        "peak_bytes": peak_bytes,
        "quality": kind.quality(&test.target, &predicted),
        "digest": ensemble.digest(),
        "bytes_moved": bytes_moved,
        "bytes_per_second": machine::bytes_per_second(lanes.count()),
    });
    if options.iter().any(|option| option == "--predict") {
        answer["rows_per_second"] = rows_per_second(&ensemble, &test)?.into();
    }
    Ok(answer)
}

/// On one thread, the best of some runs.
fn rows_per_second(ensemble: &Ensemble, test: &Task) -> Result<f64, Box<dyn Error>> {
    let mut best = f64::INFINITY;
    for _ in 0..PREDICTIONS {
        let start = Instant::now();
        ensemble.predict(&test.matrix, &Inline)?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(test.matrix.rows() as f64 / best)
}
