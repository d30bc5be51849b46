//! What a first visit costs over the wire: the size of each file as brotli makes it at its best, which is what a
//! static host sends.

use crate::workspace::files_under;
use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use std::{fs, path::Path};

/// Everything needed to paint and to import, compressed (kB = 1000 bytes).
pub const FIRST_LOAD_BUDGET_BYTES: usize = 450_000;

/// Loaded after the first paint, when it is wanted or in the background. Everything else counts.
const LOADED_LATER: [&str; 3] = ["sw.js", "models/", TRAINER];

/// The folder of the worker that trains models.
const TRAINER: &str = "t/";

pub struct Transfer {
    pub name: String,
    pub plain_bytes: usize,
    pub brotli_bytes: usize,
}

/// The files of the first load, biggest first.
pub fn first_load(site: &Path) -> Result<Vec<Transfer>> {
    weighed(site, |name| !LOADED_LATER.iter().any(|later| name.starts_with(later)))
}

/// The files of the worker that trains models.
pub fn trainer(site: &Path) -> Result<Vec<Transfer>> {
    weighed(site, |name| name.starts_with(TRAINER))
}

fn weighed(site: &Path, is_meant: impl Fn(&str) -> bool) -> Result<Vec<Transfer>> {
    let mut files = Vec::new();
    for (name, path) in files_under(site)? {
        if !is_meant(&name) {
            continue;
        }
        let bytes = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
        files.push(Transfer { name, plain_bytes: bytes.len(), brotli_bytes: brotli_size(&bytes)? });
    }
    files.sort_by(|a, b| b.brotli_bytes.cmp(&a.brotli_bytes).then_with(|| a.name.cmp(&b.name)));
    Ok(files)
}

pub fn total_brotli_bytes(files: &[Transfer]) -> usize {
    files.iter().map(|file| file.brotli_bytes).sum()
}

pub fn brotli_size(bytes: &[u8]) -> Result<usize> {
    let best = BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    Ok(brotli::BrotliCompress(&mut &*bytes, &mut std::io::sink(), &best)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_is_cheap() -> Result<()> {
        assert!(brotli_size(&[b'a'; 100_000])? < 100);
        Ok(())
    }
}
