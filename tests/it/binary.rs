//! Runs the native binary, as a shell would.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

/// What a run of the binary left behind.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The only line on standard error.
    pub fn complaint(&self) -> &str {
        let line = self.stderr.trim_end();
        assert!(!line.contains('\n'), "more than one line: {line}");
        line
    }
}

/// The binary in a folder, with arguments.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadscore"));
    command.current_dir(folder).args(args);
    command
}

/// Runs it with a text on standard input. It may exit without reading that.
pub fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Run {
    let mut command = command(folder, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the binary ends");
    let written = writer.join().expect("the writer ends");
    assert!(written.is_ok() || !output.status.success(), "{written:?}");
    let stderr = String::from_utf8(output.stderr).expect("messages are text");
    assert!(!stderr.contains("panicked"), "{stderr}");
    let code = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {stderr}"));
    Run { code, stdout: String::from_utf8(output.stdout).expect("results are text"), stderr }
}

pub fn run(folder: &Path, args: &[&str]) -> Run {
    run_with(folder, args, b"")
}

/// Runs it and expects success.
pub fn run_well(folder: &Path, args: &[&str]) -> Run {
    let run = run(folder, args);
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    run
}

/// A folder with files given by name and content.
pub fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect(name);
    }
    folder
}
