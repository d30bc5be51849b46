//! The tree engine beside LightGBM, XGBoost and scikit-learn: the same rows, rounds, depth, rate, bins and threads, each
//! fit in a process of its own, taking turns. Seconds, memory, quality, and rows predicted per second.

mod case;
mod contender;
mod table;

use super::{
    Scope,
    county::bench_folder,
    figures::{load_remark, machine_remark},
    python,
};
use crate::{shell, workspace::Workspace};
use anyhow::{Context, Result, bail};
use case::{Case, Learner, Task};
pub use contender::{Contender, Fit, fit_from};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const SIZES: [u32; 3] = [20_000, 200_000, 1_000_000];
const FOREST_ROWS: u32 = 200_000;
const THREADS: [u32; 2] = [1, 2];
const TEST_ROWS: u32 = 100_000;
const TURNS: usize = 3;
/// From here on, and for forests, one turn takes minutes.
const ONE_TURN_ROWS: u32 = 1_000_000;

pub fn run(workspace: &Workspace, scope: &Scope) -> Result<()> {
    let python = python::with_packages(workspace, "python-trees", &requirements(workspace))?;
    let ours = our_program(workspace)?;
    let cases = cases(scope);
    let (mut missed, mut digests) = (Vec::new(), BTreeMap::new());
    println!("{}\n{}", machine_remark(), table::LEGEND);
    for case in &cases {
        let folder = tasks(workspace, &python, case.rows)?;
        let contenders = case.contenders();
        let load = load_remark();
        let mut fits: Vec<Vec<Fit>> = contenders.iter().map(|_| Vec::new()).collect();
        for _ in 0..turns(case, scope) {
            for (contender, fits) in contenders.iter().zip(&mut fits) {
                let program = match contender {
                    Contender::Ours => ours.clone(),
                    _ => python.clone(),
                };
                let mut command = Command::new(program);
                if let Some(library) = contender.library() {
                    command.arg(workspace.root.join("benches").join("trees").join("peer.py")).arg(library);
                }
                command.args([case.learner.name(), case.task.name()]).arg(&folder).arg(case.threads.to_string());
                if case.predicts() {
                    command.arg("--predict");
                }
                fits.push(fit_from(&mut command)?);
            }
        }
        missed.extend(table::print(case, &contenders, &fits, &load));
        for fit in &fits[0] {
            let known = digests.entry(case.model()).or_insert_with(|| fit.text("digest").to_owned());
            if known != fit.text("digest") {
                missed.push(format!("{}: the model is another than that of the runs before", case.title()));
            }
        }
    }
    if !missed.is_empty() {
        bail!("not as promised:\n  {}", missed.join("\n  "));
    }
    Ok(())
}

fn turns(case: &Case, scope: &Scope) -> usize {
    if scope.quick || case.rows >= ONE_TURN_ROWS || case.learner == Learner::Forest { 1 } else { TURNS }
}

fn cases(scope: &Scope) -> Vec<Case> {
    let or = |wanted: &[u32], usual: &[u32]| if wanted.is_empty() { usual.to_vec() } else { wanted.to_vec() };
    let quick = scope.quick.then_some(&SIZES[..1]);
    let sizes = or(&scope.rows, quick.unwrap_or(&SIZES));
    let threads = or(&scope.threads, &THREADS);
    let mut cases = Vec::new();
    for &rows in &sizes {
        for &threads in &threads {
            for task in [Task::Lead, Task::House] {
                cases.push(Case { learner: Learner::Boost, task, rows, threads });
            }
        }
    }
    for rows in sizes.into_iter().filter(|rows| *rows == FOREST_ROWS || scope.quick || !scope.rows.is_empty()) {
        for &threads in &threads {
            cases.push(Case { learner: Learner::Forest, task: Task::House, rows, threads });
        }
    }
    cases
}

pub fn requirements(workspace: &Workspace) -> PathBuf {
    workspace.root.join("benches").join("trees").join("requirements.txt")
}

/// The native program that fits with our engine.
pub fn our_program(workspace: &Workspace) -> Result<PathBuf> {
    shell::run(
        Command::new("cargo").args(["build", "--release", "--package", "bench-trees"]).current_dir(&workspace.root),
    )?;
    Ok(workspace.cargo_target.join("release").join(format!("bench-trees{}", std::env::consts::EXE_SUFFIX)))
}

/// The folder with both tasks at this size, written unless they are there.
pub fn tasks(workspace: &Workspace, python: &Path, rows: u32) -> Result<PathBuf> {
    let script = workspace.root.join("benches").join("trees").join("tasks.py");
    let wanted = fs::read_to_string(&script).context("could not read benches/trees/tasks.py")?;
    let folder = bench_folder(workspace).join(format!("trees-{rows}"));
    let stamp = folder.join("written-by.py");
    if fs::read_to_string(&stamp).is_ok_and(|written| written == wanted) {
        return Ok(folder);
    }
    fs::create_dir_all(&folder)?;
    shell::run(Command::new(python).arg(&script).arg(&folder).args([rows, TEST_ROWS].map(|rows| rows.to_string())))?;
    fs::write(stamp, wanted)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forests_are_measured_at_one_size_unless_another_is_asked_for() {
        let forests = |scope: &Scope| -> Vec<u32> {
            cases(scope).iter().filter(|case| case.learner == Learner::Forest).map(|case| case.rows).collect()
        };
        assert_eq!(forests(&Scope::default()), [FOREST_ROWS, FOREST_ROWS]);
        assert_eq!(forests(&Scope { rows: vec![5_000], threads: vec![1], quick: false }), [5_000]);
        assert_eq!(cases(&Scope { quick: true, ..Scope::default() }).len(), 6);
    }
}
