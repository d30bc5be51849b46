//! The worker's files. Trunk names them after the binary, without a hash, because the app names them at run time.
//! Moved into `w/<hash>/` they can be cached for ever, and a page never starts the worker of another build.

use super::{replace_once, short_hash};
use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};
use std::{fs, path::Path};

const FILES: [&str; 3] = ["worker.js", "worker_bg.wasm", "worker_loader.js"];
const LOADER: &str = "./worker_loader.js";

/// Moves the files and returns the page with the loader's new path in `<meta name="ls-worker">`.
pub fn make(site: &Path, page: &str) -> Result<String> {
    let mut digest = Sha256::new();
    for name in FILES {
        let bytes = fs::read(site.join(name)).with_context(|| format!("Trunk made no {name}"))?;
        digest.update(&bytes);
    }
    let glue = fs::read_to_string(site.join("worker.js"))?;
    if glue.contains("./snippets/") {
        bail!("worker.js imports a JavaScript snippet by a relative path, which moving it would break");
    }
    let folder = format!("w/{}", short_hash(digest));
    fs::create_dir_all(site.join(&folder))?;
    for name in FILES {
        fs::rename(site.join(name), site.join(&folder).join(name))?;
    }
    replace_once(page, LOADER, &format!("./{folder}/worker_loader.js"))
}
