//! Packages from npm, exactly as a `package-lock.json` pins them, with their checksums.

use crate::{shell, workspace::hex};
use anyhow::{Context, Result, anyhow};
use sha2::{Digest as _, Sha256};
use std::{fs, io, path::Path, process::Command};

/// Installs unless what the lock file says is installed. No package may run a script of its own.
pub fn ensure_locked(folder: &Path) -> Result<()> {
    if is_installed(folder)? {
        return Ok(());
    }
    let npm =
        shell::find("npm").ok_or_else(|| anyhow!("npm is not on PATH; it comes with Node from https://nodejs.org"))?;
    println!("Installing the npm packages of {} (a few seconds).", folder.display());
    shell::run(Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder))?;
    fs::write(folder.join(STAMP), lock_digest(folder)?).context("could not note what npm installed")
}

/// Whether the last installation that succeeded was of this very lock file.
pub fn is_installed(folder: &Path) -> Result<bool> {
    let installed = fs::read_to_string(folder.join(STAMP)).ok();
    match lock_digest(folder) {
        Ok(wanted) => Ok(installed.as_deref() == Some(&wanted)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("could not read {}/package-lock.json", folder.display())),
    }
}

/// npm empties `node_modules` first, so an interrupted installation leaves no stamp.
const STAMP: &str = "node_modules/.installed-lock-sha256";

fn lock_digest(folder: &Path) -> io::Result<String> {
    Ok(hex(&Sha256::digest(fs::read(folder.join("package-lock.json"))?)))
}
