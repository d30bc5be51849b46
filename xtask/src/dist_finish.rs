//! `cargo xtask dist-finish`, Trunk's `post_build` hook: what Trunk leaves undone.
//!
//! In: the folder where Trunk has gathered the site. Out: the same folder with
//! - all of `www/css/*.css` as one stylesheet,
//! - in a release build, scripts without comments,
//! - each worker's files in a folder named after their content, its path in a meta element,
//! - the shipped models with their index,
//! - and, in a release build, a content security policy with the hash of Trunk's inline loader,
//!   `<meta name="ls-build">`, `sw.js` with the list of files, and a line on the size.
//!
//! Everything it replaces must be there exactly once: a silent miss would ship a page without its policy.

mod glue;
mod security_policy;
mod service_worker;
mod stylesheet;
mod worker_folder;

use crate::{
    transfer::{PARTS, total_brotli_bytes},
    workspace::{files_under, hex},
};
use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The policy follows it: before every script, and after what must stand in the first kilobyte.
const CHARSET: &str = "<meta charset=\"utf-8\">";

pub fn run() -> Result<()> {
    let site = folder_from_trunk("TRUNK_STAGING_DIR")?;
    let source = folder_from_trunk("TRUNK_SOURCE_DIR")?;
    let is_release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");

    let page_path = site.join("index.html");
    let mut page = fs::read_to_string(&page_path).context("could not read the page that Trunk wrote")?;
    page = stylesheet::bundle(&source.join("www").join("css"), &site, &page)?;
    if is_release {
        glue::slim(&site)?;
    }
    page = worker_folder::make(&site, &page)?;
    copy_models(&source.join("models"), &site.join("models"))?;
    if is_release {
        let policy = security_policy::for_page(&page);
        fs::write(&page_path, &page)?;
        let build = site_digest(&site)?;
        page = replace_once(
            &page,
            CHARSET,
            &format!("{CHARSET}\n{policy}\n<meta name=\"ls-build\" content=\"{build}\">"),
        )?;
        let template = fs::read_to_string(source.join("www").join("sw.template.js"))
            .context("could not read www/sw.template.js")?;
        let names = files_under(&site)?.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        fs::write(site.join("sw.js"), service_worker::from_template(&template, &build, &names)?)?;
    }
    fs::write(&page_path, page)?;
    if is_release { report_size(&site) } else { Ok(()) }
}

/// The index of the shipped models and their files, without the links that lead to champions.
fn copy_models(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} is missing", from.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && (name == "index.json" || name.ends_with(".lsm")) {
            fs::copy(entry.path(), to.join(&name)).with_context(|| format!("could not copy {name}"))?;
        }
    }
    Ok(())
}

fn folder_from_trunk(variable: &str) -> Result<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .with_context(|| format!("{variable} is not set: this command is run by Trunk, see Trunk.toml"))
}

/// The build's name: a digest of every file of the site.
fn site_digest(site: &Path) -> Result<String> {
    let mut digest = Sha256::new();
    for (name, path) in files_under(site)? {
        digest.update(name);
        digest.update(fs::read(path)?);
    }
    Ok(short_hash(digest))
}

/// Sixteen hexadecimal digits, for names of files and builds.
fn short_hash(digest: Sha256) -> String {
    hex(&digest.finalize()[..8])
}

/// Says what a visit costs. Too much does not stop the build, so that one can look at what is being made;
/// it fails `cargo xtask test` and `cargo xtask bench size`.
fn report_size(site: &Path) -> Result<()> {
    for part in PARTS {
        let total = total_brotli_bytes(&part.files(site)?);
        println!("{}: {total} bytes with brotli, budget {}", part.name, part.budget_bytes);
        if total > part.budget_bytes {
            let over = total - part.budget_bytes;
            println!("OVER BUDGET by {over} bytes; `cargo xtask bench size` shows by what.");
        }
    }
    Ok(())
}

/// Replaces what must be there exactly once.
fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => bail!("expected {from:?} exactly once and found it {count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_what_is_not_there_or_there_twice_is_an_error() {
        assert_eq!(replace_once("a b", "b", "c").ok().as_deref(), Some("a c"));
        assert!(replace_once("a b", "x", "c").is_err());
        assert!(replace_once("b b", "b", "c").is_err());
    }
}
