//! The report of a training: one file that anybody may be shown, whole or not at all.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use tempfile::TempDir;

use crate::binary::{folder_with, run, run_well};

const ROWS: &str = "600";
const MOST_BYTES: usize = 1_000_000;
/// Tags that are not closed.
const VOID: [&str; 2] = ["meta", "link"];

/// A county, and the report of both models of it.
struct Made {
    folder: TempDir,
    html: String,
}

/// Training takes a while: all tests look at the same report.
fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run_well(folder.path(), &["demo", "county", "--rows", ROWS]);
        let files = files(folder.path());
        let mut arguments = vec!["train", "all", "--as-of", "2026-11-22", "--quiet", "--report", "report.html"];
        arguments.extend(files.iter().map(String::as_str));
        run_well(folder.path(), &arguments);
        let html = fs::read_to_string(folder.path().join("report.html")).unwrap();
        Made { folder, html }
    })
}

fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.join("county")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |file: PathBuf| format!("county/{}", file.file_name().unwrap().to_str().unwrap());
    files.into_iter().map(name).collect()
}

/// The tags between two places, without comments: names with a `/` in front where they close.
fn tags(html: &str) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        let inside = &rest[start + 1..end];
        assert!(!inside.contains('<'), "`<` within a tag: {inside}");
        let name: String = inside.chars().take_while(|c| !c.is_whitespace()).collect();
        tags.push((name.clone(), inside.to_owned()));
        rest = &rest[end + 1..];
        // What stands in a style sheet is no tag.
        if name == "style" {
            rest = &rest[rest.find("</style").expect("a style sheet ends")..];
        }
    }
    tags
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

/// An attribute such as `onclick`.
fn handler(tag: &str) -> Option<&str> {
    let names = tag.split("=\"").filter_map(|before| before.rsplit([' ', '\n']).next());
    names.into_iter().find(|name| name.starts_with("on") && tag.contains(&format!(" {name}=\"")))
}

#[test]
fn it_is_small_and_every_tag_is_closed() {
    let html = &made().html;
    assert!(html.len() < MOST_BYTES, "{} bytes", html.len());
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<html lang=\"en\">"));
    let mut open: Vec<String> = Vec::new();
    for (name, _) in tags(html).into_iter().skip(1) {
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "closed in another order"),
            None if VOID.contains(&name.as_str()) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, [""; 0], "left open");
}

#[test]
fn it_runs_nothing_and_loads_nothing() {
    for (name, tag) in tags(&made().html) {
        assert!(!["script", "iframe", "img", "link", "object"].contains(&name.as_str()), "{tag}");
        assert_eq!(attribute(&tag, "src"), None, "{tag}");
        assert!(attribute(&tag, "href").is_none_or(|target| target.starts_with('#')), "{tag}");
        assert!(handler(&tag).is_none(), "{tag}");
    }
    for word in ["url(", "@import", "http:", "https:"] {
        assert!(!made().html.contains(word), "{word}");
    }
}

#[test]
fn it_names_no_parcel_owner_or_address() {
    let Made { folder, html } = made();
    // As people write it: no report should hold a name in other letters either.
    let html = html.to_uppercase();
    let mut looked_for = 0;
    for file in files(folder.path()) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(folder.path().join(&file)).unwrap();
        let header = reader.byte_headers().unwrap().clone();
        let is_private = |column: &[u8]| {
            let column = String::from_utf8_lossy(column).to_lowercase();
            ["parcel", "owner", "address", "addr", "defendant", "plaintiff", "name", "street", "case"]
                .iter()
                .any(|word| column.contains(word))
        };
        let private: Vec<usize> = (0..header.len()).filter(|place| is_private(&header[*place])).collect();
        for row in reader.byte_records() {
            let Ok(row) = row else { continue };
            for cell in private.iter().filter_map(|place| row.get(*place)) {
                let cell = String::from_utf8_lossy(cell).trim().to_uppercase();
                // Shorter cells, such as a kind or a state, are no names.
                if cell.len() >= 7 && cell.contains([' ', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0']) {
                    looked_for += 1;
                    assert!(!html.contains(&cell), "{file}: {cell}");
                }
            }
        }
    }
    assert!(looked_for > 1_000, "only {looked_for} cells were looked for");
}

#[test]
fn badges_figures_and_the_card_are_there() {
    let html = &made().html;
    assert!(html.matches("Imitates the rule score").count() >= 2, "above, and beside the figures");
    for id in ["arv", "lead"] {
        for part in ["data", "metrics", "calibration", "importance", "misses", "card"] {
            assert!(html.contains(&format!("<h3 id=\"{id}-{part}\">")), "{id}-{part}");
        }
    }
    for words in ["Ratio study", "What calling gives", "--as-of 2026-11-22", "--seed 42", "Never offered", "Not for"] {
        assert!(html.contains(words), "{words}");
    }
    for digest in fs::read_dir(made().folder.path().join("models")).unwrap() {
        let path = digest.unwrap().path();
        if path.file_name().is_some_and(|name| name == "index.json") {
            let index: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            for version in index["versions"].as_array().unwrap() {
                assert!(html.contains(version["digest"].as_str().unwrap()), "the digest of {}", version["file"]);
            }
        }
    }
}

#[test]
fn every_chart_and_table_can_be_read_aloud() {
    let tags = tags(&made().html);
    let ids: Vec<&str> = tags.iter().filter_map(|(_, tag)| attribute(tag, "id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands twice");
    let mut charts = 0;
    for (name, tag) in &tags {
        for reference in ["aria-labelledby", "aria-describedby"] {
            assert!(attribute(tag, reference).is_none_or(|id| ids.contains(&id)), "{tag}");
        }
        match name.as_str() {
            "svg" => {
                charts += 1;
                assert!(attribute(tag, "role") == Some("img") && attribute(tag, "aria-labelledby").is_some(), "{tag}");
            }
            "th" => assert!(attribute(tag, "scope").is_some(), "{tag}"),
            _ => {}
        }
    }
    // Three of estimates, two of chances, one of weights a model, and what moves the answers.
    assert!(charts >= 7, "{charts} charts");
    let tables = tags.iter().filter(|(name, _)| name == "table").count();
    assert_eq!(tables, tags.iter().filter(|(name, _)| name == "caption").count());
}

#[test]
fn a_run_that_cannot_begin_leaves_the_old_report() {
    let folder = folder_with(&[("report.html", b"the old one"), ("broken.csv", b"what,is,this\n1,2,3\n")]);
    let run = run(folder.path(), &["train", "all", "broken.csv", "--report", "report.html"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("report.html")).unwrap(), "the old one");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_report_that_cannot_be_written_is_known_before_training() {
    let folder = folder_with(&[("a.csv", b"parcel,owner\n1,x\n")]);
    for (path, found) in [("nowhere/r.html", "no folder `nowhere`"), (".", "`.` is a folder")] {
        let run = run(folder.path(), &["train", "all", "a.csv", "--report", path]);
        assert_eq!(run.code, 2);
        assert!(run.complaint().contains(found), "{}", run.stderr);
    }
    assert!(!folder.path().join("models").exists(), "nothing was trained");
}

#[test]
fn names_of_files_are_escaped() {
    let Made { folder, .. } = made();
    let cases = tempfile::tempdir().unwrap();
    fs::create_dir(cases.path().join("<b>&'x")).unwrap();
    let record = files(folder.path()).into_iter().find(|file| file.ends_with("property_records.csv")).unwrap();
    let record = fs::read_to_string(folder.path().join(record)).unwrap();
    // Few: it is the name that matters.
    let few: String = record.lines().take(81).flat_map(|line| [line, "\n"]).collect();
    fs::write(cases.path().join("<b>&'x/records.csv"), few).unwrap();
    run_well(cases.path(), &["train", "arv", "<b>&'x/records.csv", "--report", "r.html", "--quiet"]);
    let html = fs::read_to_string(cases.path().join("r.html")).unwrap();
    assert!(html.contains("&lt;b&gt;&amp;") && !html.contains("<b>&"), "as text");
}

#[test]
fn ranges_tested_on_few_houses_say_so() {
    let record = files(made().folder.path()).into_iter().find(|file| file.ends_with("property_records.csv")).unwrap();
    let record = fs::read_to_string(made().folder.path().join(record)).unwrap();
    let few: String = record.lines().take(46).flat_map(|line| [line, "\n"]).collect();
    let folder = folder_with(&[("records.csv", few.as_bytes())]);
    let run = run_well(folder.path(), &["train", "arv", "records.csv", "--report", "r.html", "--quiet"]);
    assert!(run.stdout.contains("mind: that rests on only"), "{}", run.stdout);
    let html = fs::read_to_string(folder.path().join("r.html")).unwrap();
    assert!(html.contains("Few houses.") && html.contains("houses and may be far off"));
    // Many houses carry no such word.
    assert!(!made().html.contains("Few houses."));
}
