//! The command that trains the same again.

use std::path::Path;

use leadscore::{registry::Version, table::Day};

use crate::terminal::quoted;

/// The command line as it was given, with the day and the seed where they were left to their defaults: tomorrow "today"
/// is another day. In place of a search stand the models whose parameters it found.
pub fn again(arguments: &[String], as_of: Day, seed: u64, folder: &Path, found: &[&Version]) -> String {
    let mut words = vec!["leadscore".to_owned()];
    let mut arguments = arguments.iter();
    while let Some(word) = arguments.next() {
        match word.as_str() {
            "--tune" | "--tune-trials" => drop(arguments.next()),
            word if word.starts_with("--tune=") || word.starts_with("--tune-trials=") => {}
            word => words.push(word.to_owned()),
        }
    }
    for version in found {
        words.extend(["--like".to_owned(), folder.join(&version.file).to_string_lossy().into_owned()]);
    }
    for (option, value) in [("--as-of", as_of.to_string()), ("--seed", seed.to_string())] {
        let with_value = format!("{option}=");
        if !words.iter().any(|word| word == option || word.starts_with(&with_value)) {
            words.extend([option.to_owned(), value]);
        }
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// The command that proves a version's file.
pub fn verify(folder: &Path, version: &Version) -> String {
    format!("leadscore models verify {}", quoted(&folder.join(&version.file).to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again_of(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        again(&words, Day::from_civil(2026, 11, 22).unwrap(), 42, Path::new("models"), &[])
    }

    #[test]
    fn what_was_left_out_is_pinned() {
        assert_eq!(again_of(&["train", "arv", "a.csv"]), "leadscore train arv a.csv --as-of 2026-11-22 --seed 42");
        let given = ["train", "arv", "a.csv", "--as-of=2025-01-01", "--seed", "7"];
        assert_eq!(again_of(&given), "leadscore train arv a.csv --as-of=2025-01-01 --seed 7");
    }

    #[test]
    fn a_search_is_not_made_again() {
        let searched = ["train", "arv", "a.csv", "--tune", "60", "--tune-trials=9", "--seed", "7"];
        assert_eq!(again_of(&searched), "leadscore train arv a.csv --seed 7 --as-of 2026-11-22");
    }

    #[test]
    fn names_that_a_shell_would_take_apart_are_quoted() {
        let quoted = r"leadscore train arv 'my county.csv' 'it'\''s.csv' '' --as-of 2026-11-22 --seed 42";
        assert_eq!(again_of(&["train", "arv", "my county.csv", "it's.csv", ""]), quoted);
    }
}
