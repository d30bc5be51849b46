//! Python for the benches, in environments of their own under `target/bench`.

use super::county::bench_folder;
use crate::{shell, workspace::Workspace};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The Python of the environment `name`, with what the requirements name installed, and nothing else.
pub fn with_packages(workspace: &Workspace, name: &str, requirements: &Path) -> Result<PathBuf> {
    let wanted = fs::read_to_string(requirements)?;
    let home = bench_folder(workspace).join(name);
    let python = if cfg!(windows) { home.join("Scripts").join("python.exe") } else { home.join("bin").join("python") };
    let stamp = home.join("installed-requirements.txt");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let system = ["python3", "python"].into_iter().find_map(shell::find).ok_or_else(|| {
        anyhow!("this bench compares with Python, and there is no python3 on PATH; install 3.11 or newer")
    })?;
    println!("{} (to compare with) are not installed for this bench.", packages(&wanted));
    println!("Installing them from PyPI into {} (about a minute).", home.display());
    shell::run(Command::new(system).args(["-m", "venv", "--clear"]).arg(&home))
        .context("Python could not make an environment; on Debian install the package python3-venv")?;
    shell::run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "-r"])
            .arg(requirements),
    )?;
    fs::write(&stamp, wanted)?;
    Ok(python)
}

/// The names in a file of requirements.
fn packages(requirements: &str) -> String {
    let names = requirements.lines().filter_map(|line| Some(line.split_once("==")?.0));
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_named_without_their_versions() {
        assert_eq!(packages("# Peers.\nlightgbm==4.7.0\nnumpy==2.4.6\n"), "lightgbm, numpy");
    }
}
