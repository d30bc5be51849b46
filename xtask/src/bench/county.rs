//! The county that the benches measure with: what `leadscore demo` writes, without three columns of the property records
//! that the appraiser's own file leaves out. In: a number of property records. Out: a folder with the four lists.

use crate::{build, shell, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::Command,
};

/// The day of the county, so that every run measures the same files.
const AS_OF: &str = "2025-11-22";
const LEFT_OUT: [&str; 3] = ["owner_name", "situs_city", "situs_zip"];
const LISTS: [&str; 4] = ["property_records.csv", "tax_sales.csv", "foreclosures.csv", "code_violations.csv"];

pub struct County {
    pub folder: PathBuf,
    pub property_records: PathBuf,
    /// Property records, tax sales, foreclosures, code violations.
    pub lists: [PathBuf; 4],
}

impl County {
    pub fn bytes(&self) -> Result<u64> {
        self.lists.iter().map(|list| Ok(fs::metadata(list)?.len())).sum()
    }
}

/// Where benches keep what they make and install.
pub fn bench_folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target").join("bench")
}

/// Writes the county anew, which takes seconds: an old one might not be what the current program writes.
pub fn write(workspace: &Workspace, property_rows: u32) -> Result<County> {
    build::native_binary(workspace)?;
    let folder = bench_folder(workspace).join(format!("county-{property_rows}"));
    let demo = folder.join("demo");
    fs::create_dir_all(&demo)?;
    shell::run(
        Command::new(workspace.native_binary())
            .args(["demo", "--quiet", "--as-of", AS_OF, "--rows", &property_rows.to_string()])
            .arg(&demo),
    )?;
    let lists = LISTS.map(|name| folder.join(name));
    for (name, list) in LISTS.iter().zip(&lists).skip(1) {
        fs::rename(demo.join(name), list).with_context(|| format!("the demo county has no {name}"))?;
    }
    leave_out(&LEFT_OUT, &demo.join(LISTS[0]), &lists[0])?;
    fs::remove_dir_all(&demo)?;
    for list in &lists {
        // Else the disk is still busy with them while we measure.
        File::open(list)?.sync_all()?;
    }
    Ok(County { folder, property_records: lists[0].clone(), lists })
}

/// Copies a CSV without some columns. It knows no quotes, and stops where it meets one.
fn leave_out(columns: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut lines = BufReader::with_capacity(1 << 20, File::open(from)?);
    let mut copy = BufWriter::with_capacity(1 << 20, File::create(to)?);
    let (mut line, mut kept) = (String::new(), Vec::new());
    while lines.read_line(&mut line)? > 0 {
        if line.contains('"') {
            bail!("{} holds a quote, which this copy does not know", from.display());
        }
        let cells = line.trim_end().split(',');
        if kept.is_empty() {
            kept = cells.clone().map(|name| !columns.contains(&name)).collect();
        }
        let cells = cells.zip(&kept).filter_map(|(cell, &is_kept)| is_kept.then_some(cell));
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                copy.write_all(b",")?;
            }
            copy.write_all(cell.as_bytes())?;
        }
        copy.write_all(b"\n")?;
        line.clear();
    }
    copy.flush().with_context(|| format!("could not write {}", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_left_out_by_name() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("leadscore-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let (from, to) = (folder.join("from.csv"), folder.join("to.csv"));
        fs::write(&from, "a,owner_name,b,situs_zip\n1,X Y,,32801\n,,2,\n")?;
        leave_out(&LEFT_OUT, &from, &to)?;
        assert_eq!(fs::read_to_string(&to)?, "a,b\n1,\n,2\n");
        fs::write(&from, "a,b\n\"1,2\",3\n")?;
        assert!(leave_out(&LEFT_OUT, &from, &to).is_err());
        Ok(fs::remove_dir_all(&folder)?)
    }
}
