//! One stylesheet from many: `www/css/*.css` in the order of their names. One file per component is good to work
//! with, one request is good to load. The first one states the order of the cascade layers.

use super::{replace_once, short_hash};
use anyhow::{Context, Result, anyhow, bail};
use lightningcss::{
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions, StyleSheet},
};
use sha2::{Digest as _, Sha256};
use std::{fs, path::Path};

/// What stands for the stylesheet in index.html.
const PLACE: &str = "href=\"./www/css\"";

/// Writes the stylesheet into the site and returns the page with its name.
pub fn bundle(css_folder: &Path, site: &Path, page: &str) -> Result<String> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(css_folder).with_context(|| format!("could not read {}", css_folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "css") {
            sources.push((path.display().to_string(), fs::read_to_string(&path)?));
        }
    }
    sources.sort();
    let sheet = minified(&joined(&sources)?)?;
    let name = format!("app-{}.css", short_hash(Sha256::new_with_prefix(&sheet)));
    fs::write(site.join(&name), sheet)?;
    replace_once(page, PLACE, &format!("href=\"./{name}\""))
}

fn joined(sources: &[(String, String)]) -> Result<String> {
    let mut sheet = String::new();
    for (name, source) in sources {
        if source.contains("@import") {
            bail!("{name} has an @import; every file of that folder is included already");
        }
        sheet.push_str(source);
        sheet.push('\n');
    }
    Ok(sheet)
}

/// The same rules without comments and blanks.
fn minified(sheet: &str) -> Result<String> {
    let wrong = |problem: &dyn std::fmt::Display| anyhow!("www/css: {problem}");
    let mut sheet = StyleSheet::parse(sheet, ParserOptions::default()).map_err(|problem| wrong(&problem))?;
    sheet.minify(MinifyOptions::default()).map_err(|problem| wrong(&problem))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.map_err(|problem| wrong(&problem))?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_follow_each_other() -> Result<()> {
        let sources = [("a.css", "a{}"), ("b.css", "b{}")].map(|(name, css)| (name.to_owned(), css.to_owned()));
        assert_eq!(joined(&sources)?, "a{}\nb{}\n");
        Ok(())
    }

    #[test]
    fn colours_of_both_schemes_and_layers_stay() -> Result<()> {
        let sheet = "/* why */\n@layer a, b;\n@layer a {\n  :root {\n    --x: light-dark(#fff, #000);\n  }\n}\n";
        assert_eq!(minified(sheet)?, "@layer a{:root{--x:light-dark(#fff,#000)}}@layer b;");
        Ok(())
    }

    #[test]
    fn an_import_is_refused_because_it_would_be_ignored() {
        assert!(joined(&[("a.css".to_owned(), "@import \"b.css\";".to_owned())]).is_err());
    }
}
