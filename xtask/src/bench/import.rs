//! A property file dropped on the built site in Chromium: how long until the ranked table is painted, and for how long
//! the page could not answer meanwhile. Beside it, in the same browser, the time that other parsers need to type the
//! same file, without joining, scoring, ranking or showing anything.

use super::{
    county,
    figures::{largest, load_remark, median},
};
use crate::{build, tools, workspace::Workspace};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    process::{Command, Stdio},
};

const PROPERTY_ROWS: u32 = 300_000;
const RUNS: usize = 5;
const PAINTED_BUDGET_SECONDS: f64 = 1.5;
const TASK_BUDGET_MILLISECONDS: f64 = 50.0;
/// The name that `run.mjs` gives to the app.
const OURS: &str = "Leadscore";

/// One line of `run.mjs`.
struct Run {
    name: String,
    version: String,
    rows: u64,
    seconds: f64,
    longest_task_milliseconds: f64,
    longest_gap_milliseconds: f64,
    /// Ours only: engine done, before painting.
    scored_seconds: Option<f64>,
}

pub fn run(workspace: &Workspace) -> Result<()> {
    build::site(workspace)?;
    let county = county::write(workspace, PROPERTY_ROWS)?;
    let file = &county.property_records;
    let megabytes = fs::metadata(file)?.len() as f64 / 1e6;
    let browser = tools::browser()?;
    let scripts = workspace.root.join("benches").join("import");
    let packages = county::bench_folder(workspace).join("import");
    fs::create_dir_all(&packages)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(scripts.join(name), packages.join(name))?;
    }
    println!("Parsers to compare with, and a driver for the browser: npm packages in {}.", packages.display());
    tools::node_packages(&packages)?;

    let load = load_remark();
    println!("Dropping {} on each, {RUNS} times after one to warm up (a minute).", file.display());
    let output = Command::new("node")
        .arg(scripts.join("run.mjs"))
        .env("LEADSCORE_DIST", &workspace.dist)
        .env("LEADSCORE_PACKAGES", &packages)
        .env("LEADSCORE_FILE", file)
        .env("LEADSCORE_RUNS", RUNS.to_string())
        .env("CHROMIUM", &browser.chromium)
        .stderr(Stdio::inherit())
        .output()
        .context("could not start node")?;
    if !output.status.success() {
        bail!("benches/import/run.mjs failed ({})", output.status);
    }
    let runs: Vec<Run> = String::from_utf8(output.stdout)?
        .lines()
        .map(|line| run_of(line).ok_or_else(|| anyhow!("benches/import/run.mjs answered {line:?}")))
        .collect::<Result<_>>()?;
    report(&runs, megabytes, &load)
}

fn run_of(line: &str) -> Option<Run> {
    let mut cells = line.split('\t');
    let (name, version, rows) = (cells.next()?, cells.next()?, cells.next()?);
    let mut milliseconds = cells.map(|cell| cell.parse::<f64>().ok());
    let mut next = || milliseconds.next().flatten();
    let (done, longest_task_milliseconds, longest_gap_milliseconds) = (next()?, next()?, next()?);
    let _imported = next();
    Some(Run {
        name: name.to_owned(),
        version: version.to_owned(),
        rows: rows.parse().ok()?,
        seconds: done / 1e3,
        longest_task_milliseconds,
        longest_gap_milliseconds,
        scored_seconds: next().map(|scored| scored / 1e3),
    })
}

/// Prints the table; fails when a budget is missed.
fn report(runs: &[Run], megabytes: f64, load: &str) -> Result<()> {
    let mut contenders: Vec<&str> = Vec::new();
    for run in runs {
        if !contenders.contains(&run.name.as_str()) {
            contenders.push(&run.name);
        }
    }
    let of = |name: &str| runs.iter().filter(|run| run.name == name).collect::<Vec<_>>();
    let seconds = |name: &str| median(of(name).iter().map(|run| run.seconds).collect());
    let ours = of(OURS);
    let (Some(first), painted) = (ours.first(), seconds(OURS)) else { bail!("there is no run of {OURS}") };

    println!("\n{PROPERTY_ROWS} property rows, {megabytes:.1} MB; medians of {RUNS} runs, taking turns. {load}");
    println!(
        "\n{:<27} {:>8} {:>8} {:>9} {:>14} {:>14}",
        "until", "seconds", "to ours", "rows", "longest task", "longest gap"
    );
    let scored = median(ours.iter().filter_map(|run| run.scored_seconds).collect());
    println!("{:<27} {scored:>8.2} {:>8.2} {:>9}", "Leadscore: scored", scored / painted, first.rows);
    for name in contenders {
        let of_one = of(name);
        let Some(one) = of_one.first() else { continue };
        let label =
            if name == OURS { "Leadscore: painted".to_owned() } else { format!("{name} {}: typed", one.version) };
        println!(
            "{label:<27} {:>8.2} {:>8.2} {:>9} {:>11.0} ms {:>11.0} ms",
            seconds(name),
            seconds(name) / painted,
            one.rows,
            largest(of_one.iter().map(|run| run.longest_task_milliseconds)),
            largest(of_one.iter().map(|run| run.longest_gap_milliseconds)),
        );
    }
    println!(
        "\nseconds: from the file's arrival at the page. Leadscore has then joined, scored, ranked and painted; the \
         others have typed values only.\nto ours: seconds divided by those of \"Leadscore: painted\"; above 1 is slower.\n\
         rows: leads of Leadscore (one per parcel), rows of the others. DuckDB leaves out rows with a bad cell.\n\
         longest task: the page's longest task as Chromium reports it in any run; 0 means none over 50 ms.\n\
         longest gap: the longest wait of a 4 ms timer or of an animation frame in any run; on a busy machine it also \
         counts the time that others had the processor."
    );
    let task = largest(ours.iter().map(|run| run.longest_task_milliseconds));
    println!(
        "\nBudget: painted {painted:.2} s of {PAINTED_BUDGET_SECONDS} s; longest task {task:.0} ms of \
         {TASK_BUDGET_MILLISECONDS:.0} ms."
    );
    let mut missed = Vec::new();
    if painted >= PAINTED_BUDGET_SECONDS {
        missed.push(format!("the table is painted {:.2} s too late", painted - PAINTED_BUDGET_SECONDS));
    }
    if task > TASK_BUDGET_MILLISECONDS {
        missed.push(format!("a task blocks the page {:.0} ms too long", task - TASK_BUDGET_MILLISECONDS));
    }
    if !missed.is_empty() {
        bail!("over budget: {}", missed.join("; "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_read_with_and_without_the_marks_of_ours() {
        let ours = run_of("Leadscore\tthis build\t298811\t2179\t56\t126\t2037\t2038");
        assert!(
            ours.is_some_and(|run| run.rows == 298_811 && run.seconds == 2.179 && run.scored_seconds == Some(2.038))
        );
        let peer = run_of("uDSV\t0.7.3\t300000\t1780\t1703\t1715\t\t");
        assert!(peer.is_some_and(|run| run.longest_gap_milliseconds == 1715.0 && run.scored_seconds.is_none()));
        assert!(run_of("uDSV\t0.7.3").is_none());
    }
}
