//! The command that trains the same again.

use std::path::Path;

use leadscore::{registry::Version, table::Day};

/// The command line as it was given, with the day and the seed where they were left to their defaults: tomorrow "today"
/// is another day.
pub fn again(arguments: &[String], as_of: Day, seed: u64) -> String {
    let names = |option: &str| {
        let with_value = format!("{option}=");
        arguments.iter().any(|word| word == option || word.starts_with(&with_value))
    };
    let mut words = vec!["leadscore".to_owned()];
    words.extend_from_slice(arguments);
    for (option, value) in [("--as-of", as_of.to_string()), ("--seed", seed.to_string())] {
        if !names(option) {
            words.extend([option.to_owned(), value]);
        }
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// The command that proves a version's file.
pub fn verify(folder: &Path, version: &Version) -> String {
    format!("leadscore models verify {}", quoted(&folder.join(&version.file).to_string_lossy()))
}

/// As a shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again_of(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        again(&words, Day::from_civil(2026, 11, 22).unwrap(), 42)
    }

    #[test]
    fn what_was_left_out_is_pinned() {
        assert_eq!(again_of(&["train", "arv", "a.csv"]), "leadscore train arv a.csv --as-of 2026-11-22 --seed 42");
        let given = ["train", "arv", "a.csv", "--as-of=2025-01-01", "--seed", "7"];
        assert_eq!(again_of(&given), "leadscore train arv a.csv --as-of=2025-01-01 --seed 7");
    }

    #[test]
    fn names_that_a_shell_would_take_apart_are_quoted() {
        let quoted = r"leadscore train arv 'my county.csv' 'it'\''s.csv' '' --as-of 2026-11-22 --seed 42";
        assert_eq!(again_of(&["train", "arv", "my county.csv", "it's.csv", ""]), quoted);
    }
}
