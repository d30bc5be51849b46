//! The workers' files. Trunk names them after the binary, without a hash, because the app names them at run time.
//! Moved into `w/<hash>/` and `t/<hash>/` they can be cached for ever, and a page never starts the worker of another build.

use super::{replace_once, short_hash};
use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};
use std::{fs, path::Path};

/// A worker that Trunk has built.
struct Worker {
    files: &'static [&'static str],
    /// The first letter of its folder.
    folder: &'static str,
    /// What names it in the page, in a meta element.
    name: &'static str,
}

const WORKERS: [Worker; 2] = [
    // The engine, which the page starts from its loader.
    Worker { files: &["worker.js", "worker_bg.wasm", "worker_loader.js"], folder: "w", name: "worker_loader.js" },
    // The trainer, whose script and module the page fetches later and keeps.
    Worker { files: &["trainer.js", "trainer_bg.wasm"], folder: "t", name: "trainer" },
];

/// Moves the files and returns the page with the new paths.
pub fn make(site: &Path, page: &str) -> Result<String> {
    WORKERS.iter().try_fold(page.to_owned(), |page, worker| moved(worker, site, &page))
}

fn moved(worker: &Worker, site: &Path, page: &str) -> Result<String> {
    let mut digest = Sha256::new();
    for name in worker.files {
        let bytes = fs::read(site.join(name)).with_context(|| format!("Trunk made no {name}"))?;
        if name.ends_with(".js") && String::from_utf8_lossy(&bytes).contains("./snippets/") {
            bail!("{name} imports a JavaScript snippet by a relative path, which moving it would break");
        }
        digest.update(&bytes);
    }
    let folder = format!("{}/{}", worker.folder, short_hash(digest));
    fs::create_dir_all(site.join(&folder))?;
    for name in worker.files {
        fs::rename(site.join(name), site.join(&folder).join(name))?;
    }
    let address = |folder: &str| format!("content=\"./{folder}{}\"", worker.name);
    replace_once(page, &address(""), &address(&format!("{folder}/")))
}
