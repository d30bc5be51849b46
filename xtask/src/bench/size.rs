//! What a visit loads: every file of each part of the site, plain and with brotli, against the part's budget.

use crate::{
    build,
    transfer::{PARTS, total_brotli_bytes},
    workspace::Workspace,
};
use anyhow::{Result, bail};

pub fn run(workspace: &Workspace) -> Result<()> {
    build::site(workspace)?;
    let mut over = Vec::new();
    println!("{:>10}  {:>10}  file", "bytes", "brotli");
    for part in PARTS {
        let files = part.files(&workspace.dist)?;
        for file in &files {
            println!("{:>10}  {:>10}  {}", file.plain_bytes, file.brotli_bytes, file.name);
        }
        let plain: usize = files.iter().map(|file| file.plain_bytes).sum();
        let total = total_brotli_bytes(&files);
        println!("{plain:>10}  {total:>10}  {}; budget {}\n", part.name, part.budget_bytes);
        if total > part.budget_bytes {
            over.push(format!("{} is {} bytes over its budget", part.name, total - part.budget_bytes));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!(over.join("; ")) }
}
