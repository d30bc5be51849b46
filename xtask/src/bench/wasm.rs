//! The tree engine as WebAssembly on one thread, in Node and in Chromium, beside the same program natively, beside YDF's
//! training and ONNX Runtime Web's predictions; and what the engine weighs. Every model must be the native one.

mod engine;

use super::{
    Scope,
    county::bench_folder,
    figures::{load_remark, machine_remark, median},
    python,
    trees::{self, Fit, fit_from},
};
use crate::{tools, workspace::Workspace};
use anyhow::{Result, bail};
use engine::{Build, Engine, Weight};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const SIZES: [u32; 2] = [20_000, 200_000];
const TURNS: usize = 3;
/// As much slower than native, in training and in prediction.
const SLOWER_LIMIT: f64 = 1.6;
/// As much faster per tree than YDF, at the size that YDF takes seconds for.
const YDF_LIMIT: f64 = 10.0;
const YDF_ROWS: u32 = 20_000;
const ONNX_LIMIT: f64 = 8.0;
/// Rounds of the recipe `boost`.
const TREES: f64 = 400.0;
const ENGINE_BUDGET_BYTES: usize = 60_000;

pub fn run(workspace: &Workspace, scope: &Scope) -> Result<()> {
    let bench = Bench::prepare(workspace)?;
    let sizes = match scope.rows.as_slice() {
        [] if scope.quick => SIZES[..1].to_vec(),
        [] => SIZES.to_vec(),
        wanted => wanted.to_vec(),
    };
    let turns = if scope.quick { 1 } else { TURNS };
    let mut missed = bench.weigh()?;
    println!("\n{}", machine_remark());
    for rows in sizes {
        let folder = trees::tasks(workspace, &bench.python, rows)?;
        for task in ["lead", "house"] {
            missed.extend(bench.compare_with_native(task, rows, &folder, turns)?);
        }
    }
    let folder = trees::tasks(workspace, &bench.python, YDF_ROWS)?;
    missed.extend(bench.compare_with_peers(&folder)?);
    if !missed.is_empty() {
        bail!("not as promised:\n  {}", missed.join("\n  "));
    }
    Ok(())
}

/// Everything that is run.
struct Bench {
    scripts: PathBuf,
    packages: PathBuf,
    chromium: PathBuf,
    python: PathBuf,
    native: PathBuf,
    peer: PathBuf,
    /// The first as the bench runs it, the second as the app's worker is built.
    engines: [Engine; 2],
}

/// A figure of each turn, by contender.
struct Turns {
    name: String,
    fits: Vec<Fit>,
}

impl Turns {
    fn median(&self, figure: &str) -> f64 {
        median(self.fits.iter().map(|fit| fit.number(figure)).collect())
    }
}

/// Nothing of what a contender cannot tell.
fn shown(seconds: f64) -> String {
    if seconds.is_nan() { String::new() } else { format!("{seconds:.2}") }
}

impl Bench {
    fn prepare(workspace: &Workspace) -> Result<Self> {
        let python = python::with_packages(workspace, "python-trees", &trees::requirements(workspace))?;
        let native = trees::our_program(workspace)?;
        let packages = bench_folder(workspace).join("wasm");
        let scripts = workspace.root.join("benches").join("wasm");
        fs::create_dir_all(&packages)?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(scripts.join(name), packages.join(name))?;
        }
        tools::node_packages(&packages)?;
        let tools = tools::for_wasm(workspace)?;
        let engine = |build| Engine::build(workspace, &tools, build, &packages);
        Ok(Self {
            peer: workspace.root.join("benches").join("trees").join("peer.py"),
            chromium: tools::browser()?.chromium,
            engines: [engine(Build::Speed)?, engine(Build::AsWorker)?],
            scripts,
            packages,
            python,
            native,
        })
    }

    /// Prints what the engine weighs.
    fn weigh(&self) -> Result<Vec<String>> {
        println!("\n{:<34} {:>10} {:>10} {:>22}", "the engine's module", "bytes", "brotli", "of these the engine");
        let mut missed = Vec::new();
        for engine in &self.engines {
            let weight = engine.weight()?;
            let Weight { plain_bytes, brotli_bytes, added_brotli_bytes } = weight;
            println!("{:<34} {plain_bytes:>10} {brotli_bytes:>10} {added_brotli_bytes:>22}", engine.build.name());
            if added_brotli_bytes > ENGINE_BUDGET_BYTES {
                let build = engine.build.name();
                missed.push(format!("{build}: the engine adds {added_brotli_bytes} bytes, not {ENGINE_BUDGET_BYTES}"));
            }
        }
        println!("Budget: it may add {ENGINE_BUDGET_BYTES} with brotli.");
        Ok(missed)
    }

    /// A script of ours in Node, told where packages and browser are.
    fn node(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        command
            .arg(self.scripts.join(script))
            .env("LEADSCORE_PACKAGES", &self.packages)
            .env("CHROMIUM", &self.chromium);
        command
    }

    fn compare_with_native(&self, task: &str, rows: u32, folder: &Path, turns: usize) -> Result<Vec<String>> {
        let load = load_remark();
        let mut contenders: Vec<Turns> = Vec::new();
        let mut note = |name: String, fit: Fit| match contenders.iter_mut().find(|turns| turns.name == name) {
            Some(turns) => turns.fits.push(fit),
            None => contenders.push(Turns { name, fits: vec![fit] }),
        };
        for _ in 0..turns {
            let mut native = Command::new(&self.native);
            native.args(["boost", task]).arg(folder).args(["1", "--predict"]);
            note("native".to_owned(), fit_from(&mut native)?);
            for engine in &self.engines {
                for script in ["ours.mjs", "browser.mjs"] {
                    let fit = fit_from(self.node(script).arg(&engine.folder).args(["boost", task]).arg(folder))?;
                    note(format!("{}, {}", fit.text("version"), engine.build.name()), fit);
                }
            }
        }
        println!("\n{task}, {rows} rows, boosting as in `bench trees`, one thread. Turns: {turns}. {load}");
        println!(
            "\n{:<48} {:>8} {:>16} {:>9} {:>8} {:>10} {:>16}",
            "", "seconds", "to native", "processor", "quality", "rows/s", "to native"
        );
        let Some(native) = contenders.first() else { return Ok(Vec::new()) };
        let (seconds, rows_per_second) = (native.median("seconds"), native.median("rows_per_second"));
        let digest = native.fits[0].text("digest").to_owned();
        let mut missed = Vec::new();
        for turns in &contenders {
            let slower = turns.median("seconds") / seconds;
            let slower_to_predict = rows_per_second / turns.median("rows_per_second");
            // The other build only shows what its size costs.
            let counts = turns.name.ends_with(Build::Speed.name());
            let mut judge = |what: &str, slower: f64| {
                if !counts {
                    return format!("{slower:.2}");
                }
                if slower <= SLOWER_LIMIT {
                    return format!("{slower:.2} ≤ {SLOWER_LIMIT} ok");
                }
                missed.push(format!("{task}, {rows} rows, {}: {what} takes {slower:.2} x native", turns.name));
                format!("{slower:.2} ≤ {SLOWER_LIMIT} MISS")
            };
            println!(
                "{:<48} {:>8.2} {:>16} {:>9} {:>8.4} {:>10.0} {:>16}",
                turns.name,
                turns.median("seconds"),
                judge("training", slower),
                shown(turns.median("processor_seconds")),
                turns.median("quality"),
                turns.median("rows_per_second"),
                judge("prediction", slower_to_predict),
            );
            if turns.fits.iter().any(|fit| fit.text("digest") != digest) {
                missed.push(format!("{task}, {rows} rows, {}: the model is not the native one", turns.name));
            }
        }
        println!("Model {}, wherever it was grown.", digest.get(..16).unwrap_or_default());
        Ok(missed)
    }

    /// Both in Node, on the task of the leads.
    fn compare_with_peers(&self, folder: &Path) -> Result<Vec<String>> {
        let model = self.packages.join("lead.onnx");
        let mut export = Command::new(&self.python);
        export.arg(&self.peer).args(["lightgbm", "boost", "lead"]).arg(folder).args(["1", "--onnx"]).arg(&model);
        fit_from(&mut export)?;

        let load = load_remark();
        let ours = fit_from(self.node("ours.mjs").arg(&self.engines[0].folder).args(["boost", "lead"]).arg(folder))?;
        let ydf = fit_from(self.node("ydf.mjs").arg("lead").arg(folder))?;
        let onnx = fit_from(self.node("onnx.mjs").arg(&model).arg("lead").arg(folder))?;
        let per_tree = ydf.number("seconds") / ydf.number("trees");
        let faster = per_tree / (ours.number("seconds") / TREES);
        let faster_to_predict = ours.number("rows_per_second") / onnx.number("rows_per_second");
        println!("\nlead, {YDF_ROWS} rows, Node, one thread, one turn. {load}");
        println!(
            "Training: YDF {} {:.2} s for {} trees, ours {:.2} s for {TREES}: {faster:.1} times as fast per tree, \
             promised {YDF_LIMIT}. It reads CSV meanwhile, which ours does not.",
            ydf.text("version"),
            ydf.number("seconds"),
            ydf.number("trees"),
            ours.number("seconds"),
        );
        println!(
            "Prediction: ONNX Runtime Web {} {:.0} rows/s, ours {:.0}: {faster_to_predict:.1} times, promised \
             {ONNX_LIMIT}. Both with {TREES} trees of depth 6 and at most 64 leaves.",
            onnx.text("version"),
            onnx.number("rows_per_second"),
            ours.number("rows_per_second"),
        );
        let mut missed = Vec::new();
        if faster.is_nan() || faster < YDF_LIMIT {
            missed.push(format!("training is {faster:.1} times as fast per tree as YDF's, not {YDF_LIMIT}"));
        }
        if faster_to_predict.is_nan() || faster_to_predict < ONNX_LIMIT {
            missed.push(format!("prediction is {faster_to_predict:.1} times as fast as ONNX's, not {ONNX_LIMIT}"));
        }
        Ok(missed)
    }
}
