//! Four lists scored natively, from the start of the process to a ranked CSV on the disk: wall time and peak memory.
//! Beside it the same rules with pandas, numpy and scipy on whole columns (`benches/score/peer.py`), in the same run;
//! and whether both say the same of every lead.

use super::{
    county::{self, County},
    figures::{largest, load_remark, median},
    python,
};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const PROPERTY_ROWS: u32 = 1_000_000;
const RUNS: usize = 3;
const BUDGET_SECONDS: f64 = 4.0;
/// Peak memory, as a multiple of the files.
const BUDGET_FILES: f64 = 8.0;

struct Run {
    seconds: f64,
    /// On all processors together; other programs hardly change it.
    processor_seconds: f64,
    peak_bytes: f64,
}

pub fn run(workspace: &Workspace) -> Result<()> {
    let county = county::write(workspace, PROPERTY_ROWS)?;
    let scripts = workspace.root.join("benches").join("score");
    let python = python::with_packages(workspace, "python", &scripts.join("requirements.txt"))?;
    let (ours_csv, peer_csv) = (county.folder.join("leads.csv"), county.folder.join("leads-of-peer.csv"));
    let ours = || {
        let mut arguments = vec![workspace.native_binary(), "score".into()];
        arguments.extend(county.lists.iter().cloned());
        arguments.extend(["--quiet", "--profile", "guide-full", "--format", "csv", "-o"].map(PathBuf::from));
        arguments.push(ours_csv.clone());
        arguments
    };
    let peer = || vec![python.clone(), scripts.join("peer.py"), county.folder.clone(), peer_csv.clone()];

    let load = load_remark();
    println!("Scoring {RUNS} times each, taking turns (a minute or two).");
    let (mut of_ours, mut of_peer) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        of_ours.push(measure(&python, &scripts, &ours())?);
        of_peer.push(measure(&python, &scripts, &peer())?);
    }
    let agreement = Agreement::of(&python, &scripts, &ours_csv, &peer_csv)?;
    report(&of_ours, &of_peer, &agreement, &county, &load)
}

/// Runs a command under `measure.py`, which the system tells what it took.
fn measure(python: &Path, scripts: &Path, command: &[PathBuf]) -> Result<Run> {
    let mut measured = Command::new(python);
    measured.arg(scripts.join("measure.py")).args(command).stderr(Stdio::inherit());
    let line = words(&mut measured)?;
    match line.as_slice() {
        &[seconds, processor_seconds, peak_bytes] => Ok(Run { seconds, processor_seconds, peak_bytes }),
        _ => bail!("benches/score/measure.py answered {line:?}"),
    }
}

struct Agreement {
    leads: f64,
    /// Leads that only one of the two has, or with another score or tier.
    differing: f64,
    /// Places of the ranking that hold another lead.
    differing_places: f64,
}

impl Agreement {
    fn of(python: &Path, scripts: &Path, ours: &Path, peer: &Path) -> Result<Self> {
        let mut compare = Command::new(python);
        compare.arg(scripts.join("compare.py")).args([ours, peer]).stderr(Stdio::inherit());
        let line = words(&mut compare)?;
        match line.as_slice() {
            &[leads, differing, differing_places] => Ok(Self { leads, differing, differing_places }),
            _ => bail!("benches/score/compare.py answered {line:?}"),
        }
    }
}

/// The numbers of the one line that a script prints.
fn words(command: &mut Command) -> Result<Vec<f64>> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed ({})", output.status);
    }
    let text = String::from_utf8(output.stdout)?;
    text.split_whitespace().map(|word| word.parse().with_context(|| format!("{command:?} answered {text:?}"))).collect()
}

/// Prints the table; fails when a budget is missed or the two disagree.
fn report(ours: &[Run], peer: &[Run], agreement: &Agreement, county: &County, load: &str) -> Result<()> {
    let input_bytes = county.bytes()? as f64;
    let seconds = |runs: &[Run]| median(runs.iter().map(|run| run.seconds).collect());
    let peak = |runs: &[Run]| largest(runs.iter().map(|run| run.peak_bytes));
    println!("\n{:>9} bytes  list", "");
    for list in &county.lists {
        println!("{:>15}  {}", fs::metadata(list)?.len(), list.file_name().unwrap_or_default().to_string_lossy());
    }
    println!("{input_bytes:>15}  together");
    println!("\n{PROPERTY_ROWS} property records; medians of {RUNS} runs, taking turns. {load}");
    println!(
        "\n{:<26} {:>8} {:>8} {:>15} {:>12} {:>14}",
        "from start to ranked CSV", "seconds", "to ours", "processor time", "peak memory", "to the files"
    );
    for (name, runs) in [("leadscore score", ours), ("pandas, numpy, scipy", peer)] {
        println!(
            "{name:<26} {:>8.2} {:>8.2} {:>13.2} s {:>9.0} MB {:>13.2}x",
            seconds(runs),
            seconds(runs) / seconds(ours),
            median(runs.iter().map(|run| run.processor_seconds).collect()),
            peak(runs) / 1e6,
            peak(runs) / input_bytes,
        );
    }
    println!(
        "\nseconds: the whole process, files read from the system's cache, output written through to the disk.\n\
         to ours: seconds divided by those of leadscore; above 1 is slower.\n\
         processor time: on all processors together, the system's work for the process included.\n\
         peak memory: the most resident at once, in the largest of the runs.\n\
         Leadscore also writes reasons, addresses, repairs, value and deal of every lead, and notes every bad cell; the \
         other writes parcel, scores and tier."
    );
    println!(
        "\nThe two agree on {} of {} leads (all scores and the tier), and on {} places of the ranking.",
        agreement.leads - agreement.differing,
        agreement.leads,
        agreement.leads - agreement.differing_places
    );
    println!(
        "Budget: {:.2} s of {BUDGET_SECONDS} s; peak memory {:.2} of {BUDGET_FILES} times the files.",
        seconds(ours),
        peak(ours) / input_bytes
    );
    let mut missed = Vec::new();
    if agreement.differing > 0.0 {
        missed.push(format!("{} leads have other scores by the same rules (shown above)", agreement.differing));
    }
    if seconds(ours) >= BUDGET_SECONDS {
        missed.push(format!("scoring takes {:.2} s too long", seconds(ours) - BUDGET_SECONDS));
    }
    if peak(ours) >= BUDGET_FILES * input_bytes {
        missed.push(format!("scoring needs {:.2} times the files in memory", peak(ours) / input_bytes));
    }
    if !missed.is_empty() {
        bail!("not as promised: {}", missed.join("; "));
    }
    Ok(())
}
