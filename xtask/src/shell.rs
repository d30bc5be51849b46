//! Running other programs: every command is printed before it runs, and a failure names the command that failed.
//! There is no shell in between, so nothing has to be quoted and Windows works the same way.

use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Prints the command, runs it with its output going to ours, and fails if it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = command_line(command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("could not start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// What a program answers on stdout, trimmed; `None` if it cannot be started or fails. Prints nothing.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The first program of that name in the folders of `search_path` (as in the variable PATH).
pub fn find_in(search_path: &OsStr, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(search_path)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|candidate| is_program(candidate))
}

/// The first program of that name in PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    find_in(&env::var_os("PATH")?, name)
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The command as one would type it. PATH is left out: it is long, and only puts our tools first.
fn command_line(command: &Command) -> String {
    let variables = command
        .get_envs()
        .filter(|(name, _)| *name != "PATH")
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), value?.to_string_lossy())));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    variables.chain(words.map(|word| quoted(&word.to_string_lossy()))).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '*', '"', '$']) { format!("'{word}'") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_command_can_be_typed_again() {
        let mut command = Command::new("cargo");
        command.args(["test", "a b"]).env("CHROMEDRIVER", "/usr/bin/chromedriver").env("PATH", "/bin");
        assert_eq!(command_line(&command), "CHROMEDRIVER=/usr/bin/chromedriver cargo test 'a b'");
    }

    #[test]
    fn a_failure_names_its_command() {
        let failure = run(Command::new("a-program-that-does-not-exist").arg("--now")).map_err(|e| format!("{e}"));
        assert_eq!(failure, Err("could not start `a-program-that-does-not-exist --now`".to_owned()));
    }
}
