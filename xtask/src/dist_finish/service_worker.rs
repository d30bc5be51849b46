//! Fills in `www/sw.template.js`: the build's name and the list of files to keep.

use super::replace_once;
use anyhow::Result;

/// The page itself is kept as `./`, the address under which it is opened.
pub fn from_template(template: &str, build: &str, files: &[String]) -> Result<String> {
    let others = files.iter().filter(|name| *name != "index.html" && *name != "sw.js").map(|name| format!("./{name}"));
    let addresses: Vec<String> =
        std::iter::once("./".to_owned()).chain(others).map(|address| format!("  {address:?},\n")).collect();
    let filled = replace_once(template, "__BUILD__", build)?;
    replace_once(&filled, "[\"__FILES__\"]", &format!("[\n{}]", addresses.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_template_has_both_places_and_keeps_every_file() -> Result<()> {
        let template = include_str!("../../../www/sw.template.js");
        let files = ["app-1.js", "index.html", "sw.js", "w/2/worker.js"].map(str::to_owned);
        let script = from_template(template, "0123", &files)?;
        assert!(script.contains("\"0123\""));
        assert!(script.contains("[\n  \"./\",\n  \"./app-1.js\",\n  \"./w/2/worker.js\",\n]"), "{script}");
        assert!(!script.contains("__"));
        Ok(())
    }
}
