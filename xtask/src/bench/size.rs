//! What a first visit loads: every file needed to paint and import, plain and with brotli, against the budget.

use crate::{
    build,
    transfer::{FIRST_LOAD_BUDGET_BYTES, first_load, total_brotli_bytes, trainer},
    workspace::Workspace,
};
use anyhow::{Result, bail};

pub fn run(workspace: &Workspace) -> Result<()> {
    build::site(workspace)?;
    let files = first_load(&workspace.dist)?;
    println!("{:>10}  {:>10}  file", "bytes", "brotli");
    for file in &files {
        println!("{:>10}  {:>10}  {}", file.plain_bytes, file.brotli_bytes, file.name);
    }
    let plain: usize = files.iter().map(|file| file.plain_bytes).sum();
    let total = total_brotli_bytes(&files);
    println!("{plain:>10}  {total:>10}  total; budget {FIRST_LOAD_BUDGET_BYTES}");
    let later = trainer(&workspace.dist)?;
    let plain: usize = later.iter().map(|file| file.plain_bytes).sum();
    println!("{plain:>10}  {:>10}  the trainer, fetched after the first paint", total_brotli_bytes(&later));
    if total > FIRST_LOAD_BUDGET_BYTES {
        bail!("the first load is {} bytes over its budget", total - FIRST_LOAD_BUDGET_BYTES);
    }
    Ok(())
}
