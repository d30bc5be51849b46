//! The models that are shipped: trained from the demo county, marked as learned from made-up lists, the same bytes on
//! every machine. In: the native binary. Out: the folder `models/`, or with `check` a verdict on it.

use crate::{build, shell, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The county's day, and the second at which its models are said to be made: noon of it, UTC.
const AS_OF: &str = "2025-11-22";
const MADE: &str = "1763812800";
const PARCELS: &str = "5000";

pub fn run(workspace: &Workspace, check: bool) -> Result<()> {
    build::native_binary(workspace)?;
    let work = workspace.root.join("target").join("demo-models");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let (county, made) = (work.join("county"), work.join("models"));
    fs::create_dir_all(&county)?;
    let leadscore = || Command::new(workspace.native_binary());
    shell::run(leadscore().args(["demo", "--quiet", "--as-of", AS_OF, "--rows", PARCELS]).arg(&county))?;
    let mut lists: Vec<PathBuf> = fs::read_dir(&county)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    lists.sort();
    // Boosted trees: a forest of this size is ten times as much to download.
    shell::run(
        leadscore()
            .args(["train", "all", "--quiet", "--made-up", "--learner", "boost", "--as-of", AS_OF, "--out"])
            .arg(&made)
            .args(&lists)
            .env("SOURCE_DATE_EPOCH", MADE),
    )?;
    let shipped = workspace.root.join("models");
    if check {
        return compare(&contents(&shipped)?, &contents(&made)?);
    }
    if shipped.exists() {
        fs::remove_dir_all(&shipped)?;
    }
    fs::create_dir_all(&shipped)?;
    for name in contents(&made)?.keys() {
        let (from, to) = (made.join(name), shipped.join(name));
        match fs::read_link(&from) {
            Ok(target) => link(&target, &to)?,
            Err(_) => drop(fs::copy(&from, &to)?),
        }
    }
    println!("models/ holds the models of the demo county");
    Ok(())
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> Result<()> {
    Ok(std::os::unix::fs::symlink(target, at)?)
}

#[cfg(not(unix))]
fn link(target: &Path, at: &Path) -> Result<()> {
    let folder = at.parent().context("a file is in a folder")?;
    fs::copy(folder.join(target), at)?;
    Ok(())
}

/// The files of a folder of models by name, but for its lock.
fn contents(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            found.insert(name, fs::read(&path)?);
        }
    }
    Ok(found)
}

fn compare(shipped: &BTreeMap<String, Vec<u8>>, made: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let names = shipped.keys().chain(made.keys()).collect::<std::collections::BTreeSet<_>>();
    let other: Vec<&str> =
        names.into_iter().filter(|name| shipped.get(*name) != made.get(*name)).map(String::as_str).collect();
    if !other.is_empty() {
        bail!("models/ is not what `cargo xtask models` makes: {} differ; run it", other.join(", "));
    }
    println!("models/ is what the demo county teaches, byte for byte: {} files", made.len());
    Ok(())
}
