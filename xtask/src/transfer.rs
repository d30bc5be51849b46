//! What a visit costs over the wire: the size of each file as brotli makes it at its best, which is what a static host
//! sends.

use crate::workspace::files_under;
use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use std::{fs, path::Path};

/// A part of the site that arrives at a time of its own, and what it may cost compressed (kB = 1000 bytes).
pub struct Part {
    pub name: &'static str,
    pub budget_bytes: usize,
    holds: fn(&str) -> bool,
}

/// In the order in which a visitor's browser fetches them.
pub const PARTS: [Part; 3] = [
    Part {
        name: "the first paint",
        // The aim is 450,000. Until the interface is lighter, this keeps it from growing.
        budget_bytes: 580_000,
        holds: |file| ![ENGINE, TRAINER, MODELS].iter().any(|folder| file.starts_with(folder)) && file != "sw.js",
    },
    Part {
        name: "the engine, fetched by the running page",
        budget_bytes: 350_000,
        holds: |file| file.starts_with(ENGINE),
    },
    Part {
        name: "the trainer, fetched once the engine answers",
        budget_bytes: 600_000,
        holds: |file| file.starts_with(TRAINER),
    },
];

/// The folders of the worker that owns the leads, of the one that trains models, and of the shipped models, of which
/// the page fetches only those that are asked for.
const ENGINE: &str = "w/";
const TRAINER: &str = "t/";
const MODELS: &str = "models/";

pub struct Transfer {
    pub name: String,
    pub plain_bytes: usize,
    pub brotli_bytes: usize,
}

impl Part {
    /// Its files, biggest first.
    pub fn files(&self, site: &Path) -> Result<Vec<Transfer>> {
        weighed(site, self.holds)
    }
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
