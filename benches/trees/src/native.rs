//! The order of events: read, fit, look at the clocks, judge.

use crate::{bound, files, machine};
use bench_trees::{Kind, Recipe, Task};
use leadscore::{
    lanes::{Inline, Lanes},
    tree::Ensemble,
};
use std::{env, error::Error, path::Path, process::ExitCode, time::Instant};

const USAGE: &str = "usage: bench-trees boost|forest house|lead FOLDER THREADS [--predict]";
const PREDICTIONS: u32 = 3;

/// The threads of a rayon pool, lent to the library.
struct Pool(rayon::ThreadPool);

impl Lanes for Pool {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
        self.0.install(|| (0..jobs).into_par_iter().with_max_len(1).for_each(job));
    }
}

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
    let lanes: Box<dyn Lanes> = match threads {
        1 => Box::new(Inline),
        more => Box::new(Pool(rayon::ThreadPoolBuilder::new().num_threads(more).build()?)),
    };

    let task = files::task(folder, name, "train")?;
    let (start, started) = (Instant::now(), machine::processor_seconds()?);
    let bins = recipe.bins(&task, lanes.as_ref())?;
    let binning_seconds = start.elapsed().as_secs_f64();
    let ensemble = recipe.fit(kind, &bins, &task.target, lanes.as_ref())?;
    let seconds = start.elapsed().as_secs_f64();
    let processor_seconds = machine::processor_seconds()? - started;
    let peak_bytes = machine::peak_bytes()?;
    let bytes_moved = bound::bytes(recipe, &ensemble, &task.matrix);
    drop((bins, task));

    let test = files::task(folder, name, "test")?;
    let predicted = ensemble.predict(&test.matrix, lanes.as_ref())?;
    let mut answer = serde_json::json!({
        "version": "this build",
        "seconds": seconds,
        "binning_seconds": binning_seconds,
        "processor_seconds": processor_seconds,
        "peak_bytes": peak_bytes,
        "quality": kind.quality(&test.target, &predicted),
        "digest": ensemble.digest(),
        "bytes_moved": bytes_moved,
        "bytes_per_second": machine::bytes_per_second(threads),
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
