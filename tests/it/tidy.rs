//! The house rules that no compiler checks.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules of the library from the ground up: each may use those before it. What stands in one line does not know of
/// each other.
const ORDER: [&[&str]; 13] = [
    &["problem", "random"],
    &["lanes", "plot"],
    &["table"],
    &["demo", "layout"],
    &["lead"],
    &["tree"],
    // Its schema makes a matrix, which is what a tree grows from, so it stands above the trees.
    &["feature"],
    &["score"],
    &["deal"],
    &["learn"],
    &["registry", "monitor"],
    &["session"],
    &["wire", "web"],
];
/// `web` carries the messages of `wire`.
const EXCEPTIONS: [(&str, &str); 1] = [("web", "wire")];
const MOST_LINES: usize = 500;

struct Source {
    /// Such as `src/table/cell.rs`.
    path: String,
    text: String,
}

impl Source {
    /// Unit tests may look anywhere and be as long as they must.
    fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.contains("/tests/")
    }

    /// The lines before the tests at its end, with their numbers, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(number, line)| (number + 1, line));
        lines.take_while(|(_, line)| *line != "#[cfg(test)]").filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The module of the library that the file is of; none for the binaries and the library's front page.
    fn module(&self) -> Option<&str> {
        let inner = self.path.strip_prefix("src/")?;
        let module = inner.split(['/', '.']).next()?;
        (!matches!(module, "lib" | "bin")).then_some(module)
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    rust_files_below(&root.join("src"), &mut paths);
    paths.sort();
    let source = |path: PathBuf| Source {
        text: fs::read_to_string(&path).unwrap(),
        path: path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"),
    };
    paths.into_iter().map(source).collect()
}

fn rust_files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Fails with all offences at once.
fn assert_none(rule: &str, offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{rule}:\n{}", offences.join("\n"));
}

/// The modules that a text names behind `crate::`, also within `crate::{…}`.
fn named_modules(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, start) in text.match_indices("crate::") {
        let rest = &text[at + start.len()..];
        let Some(inner) = rest.strip_prefix('{') else {
            modules.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut expects_module = true;
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => expects_module = true,
                c if expects_module && c.is_alphabetic() => {
                    modules.push(word(&inner[at..]));
                    expects_module = false;
                }
                _ => {}
            }
        }
    }
    modules
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|level| level.contains(&module))
}

#[test]
fn modules_use_only_those_below_them() {
    let sources = sources();
    let offences = sources.iter().filter(|source| !source.is_test()).flat_map(|source| {
        let code: String = source.code().map(|(_, line)| format!("{line}\n")).collect();
        let module = source.module().unwrap_or_default().to_owned();
        let named = if module.is_empty() { Vec::new() } else { named_modules(&code) };
        named.into_iter().filter_map(move |used| {
            let may = match (place(&module), place(&used)) {
                _ if used == module || EXCEPTIONS.contains(&(&module, &used)) => true,
                (Some(module), Some(used)) => used < module,
                // Not a module of the library, or one that has no place yet.
                (None, _) => false,
                (_, None) => used.starts_with(char::is_uppercase),
            };
            (!may).then(|| format!("{}: {module} uses {used}", source.path))
        })
    });
    assert_none("a module uses only those below it (see ORDER)", offences);
}

#[test]
fn demo_and_plot_stand_apart() {
    // One makes input: nothing that decides a number may know of it. The other makes pictures and number words, of
    // numbers alone.
    let sources = sources();
    let offences = sources.iter().filter(|source| !source.is_test()).filter_map(|source| {
        let module = source.module()?;
        let code: String = source.code().map(|(_, line)| format!("{line}\n")).collect();
        let used = named_modules(&code).into_iter().find(|used| {
            let is_apart = matches!(module, "demo" | "plot") && used != "table";
            used != module && (used == "demo" || is_apart)
        })?;
        Some(format!("{}: {module} uses {used}", source.path))
    });
    assert_none("demo and plot know nothing but table, and nobody in the library knows demo", offences);
}

#[test]
fn every_module_of_the_library_has_its_place() {
    let front = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules = front.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_none("a new module gets a place in ORDER", modules.filter(|m| place(m).is_none()).map(str::to_owned));
}

#[test]
fn every_file_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| !source.is_test() && !source.text.starts_with("//! "));
    assert_none("a file opens with `//!`", silent.map(|source| source.path));
}

#[test]
fn no_file_is_too_long() {
    let sources = sources();
    let long = sources.iter().filter(|source| !source.is_test() && source.text.lines().count() > MOST_LINES);
    assert_none("a file has at most 500 lines", long.map(|s| format!("{}: {}", s.path, s.text.lines().count())));
}

/// Each line of code that contains one of these words, unless `excused` by it and the comment above it.
fn lines_with(words: &[&str], excused: impl Fn(&Source, usize) -> bool) -> Vec<String> {
    let mut offences = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for (number, line) in source.code() {
            if words.iter().any(|word| line.contains(word)) && !excused(source, number) {
                offences.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    offences
}

#[test]
fn nothing_is_left_undone_or_taken_on_trust() {
    let never = lines_with(&["todo!(", "unimplemented!(", "dbg!(", "#[allow(", "#![allow("], |_, _| false);
    assert_none("no stubs, no debugging, no silenced lints", never);
    let may_be_unsafe = |source: &Source, _| source.path == "src/tree/wide.rs";
    assert_none("unsafe code in one file only", lines_with(&["unsafe ", "unsafe_code"], may_be_unsafe));
    let has_proof = |source: &Source, number: usize| {
        let above: Vec<&str> = source.text.lines().take(number).collect();
        above
            .iter()
            .rev()
            .take(4)
            .any(|line| line.trim_start().starts_with("// proof: ") || line.contains("// proof: "))
    };
    let unproved = lines_with(&[".unwrap()", ".expect(", "panic!(", "unreachable!("], has_proof);
    assert_none("what may panic has a comment `// proof:` above it that says why it does not", unproved);
}

#[test]
fn views_have_no_static_styles() {
    // The page's security policy forbids them; `style:width=` sets a property and is allowed.
    let styled = lines_with(&["style=\"", "style='"], |source, _| !source.path.starts_with("src/bin/app/"));
    assert_none("no style attribute in a view", styled);
}

#[test]
fn the_library_reads_no_clock_file_or_environment() {
    let words = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "Instant::now",
        "SystemTime",
        "println!(",
        "eprintln!(",
    ];
    let in_library = lines_with(&words, |source, _| source.path.starts_with("src/bin/"));
    assert_none("the library does no I/O, reads no clock, starts no thread, prints nothing", in_library);
}

#[test]
fn modules_behind_crate_are_found() {
    let text = "use crate::{\n    lead::{Lead, Leads},\n    score::x,\n    Thing,\n};\ncrate::table::Day";
    assert_eq!(named_modules(text), ["lead", "score", "Thing", "table"]);
}
