//! wasm-bindgen's JavaScript without its comments: types for readers, which every visitor would download.

use crate::workspace::files_under;
use anyhow::Result;
use std::{fs, path::Path};

/// Rewrites every script of the site. Names that Trunk made of the content stay: equal scripts are still equal.
pub fn slim(site: &Path) -> Result<()> {
    for (name, path) in files_under(site)?.into_iter().filter(|(name, _)| name.ends_with(".js")) {
        let script = fs::read_to_string(&path)?;
        let slim = without_comments(&script);
        if slim.len() < script.len() {
            println!("{name}: {} bytes of comments left out", script.len() - slim.len());
            fs::write(path, slim)?;
        }
    }
    Ok(())
}

/// Leaves out comments that begin a line, and the blanks that indent lines.
fn without_comments(script: &str) -> String {
    let mut slim = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines() {
        let line = line.trim();
        is_comment |= line.starts_with("/**");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            slim.push_str(line);
            slim.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    slim
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_its_line_ends_stay() {
        let script = "/**\n * @returns {number}\n */\nfree() {\n    /** one line */\n    const a = 1 // why\n\n    // so\n    return a\n}\n";
        assert_eq!(without_comments(script), "free() {\nconst a = 1 // why\nreturn a\n}\n");
    }
}
