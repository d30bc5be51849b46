//! Whether `dist/` is what a build would give now: a digest of everything that goes into the site and of everything
//! that came out, written after a build and compared before the next. Comparing takes milliseconds, a build minutes.

use crate::{
    shell,
    workspace::{Workspace, files_under, hex},
};
use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};
use std::{fs, path::PathBuf, process::Command};

const INPUT_FILES: [&str; 5] = ["index.html", "Cargo.lock", "Cargo.toml", "Trunk.toml", ".cargo/config.toml"];
const INPUT_FOLDERS: [&str; 5] = ["src", "www", "models", "xtask/src", "xtask/npm"];
/// Not part of the site.
const NATIVE_BINARY_SOURCE: &str = "src/bin/leadscore/";

pub fn is_current(workspace: &Workspace) -> Result<bool> {
    if !workspace.dist.join("index.html").is_file() {
        return Ok(false);
    }
    let noted = fs::read_to_string(stamp_path(workspace)).unwrap_or_default();
    Ok(noted == stamp(&inputs_digest(workspace)?, &outputs_digest(workspace)?))
}

/// Notes a finished build. The inputs are those from before it: a file saved during the build makes it outdated.
pub fn note(workspace: &Workspace, inputs_before: &str) -> Result<()> {
    let path = stamp_path(workspace);
    fs::create_dir_all(&workspace.tools)?;
    fs::write(&path, stamp(inputs_before, &outputs_digest(workspace)?))
        .with_context(|| format!("could not write {}", path.display()))
}

pub fn inputs_digest(workspace: &Workspace) -> Result<String> {
    let mut digest = Sha256::new();
    let compiler = shell::answer(Command::new("rustc").arg("-vV").current_dir(&workspace.root));
    digest.update(compiler.unwrap_or_default());
    for name in INPUT_FILES {
        digest_file(&mut digest, name, &workspace.root.join(name))?;
    }
    for folder in INPUT_FOLDERS {
        for (name, path) in files_under(&workspace.root.join(folder))? {
            let name = format!("{folder}/{name}");
            if !name.starts_with(NATIVE_BINARY_SOURCE) {
                digest_file(&mut digest, &name, &path)?;
            }
        }
    }
    Ok(hex(&digest.finalize()))
}

fn outputs_digest(workspace: &Workspace) -> Result<String> {
    let mut digest = Sha256::new();
    for (name, path) in files_under(&workspace.dist)? {
        digest_file(&mut digest, &name, &path)?;
    }
    Ok(hex(&digest.finalize()))
}

/// Name and length go in too, so that moving bytes from one file to the next gives another digest.
fn digest_file(digest: &mut Sha256, name: &str, path: &PathBuf) -> Result<()> {
    let bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    digest.update(name);
    digest.update([0]);
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
    Ok(())
}

fn stamp(inputs: &str, outputs: &str) -> String {
    format!("inputs {inputs}\noutputs {outputs}\n")
}

fn stamp_path(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("site-stamp")
}
