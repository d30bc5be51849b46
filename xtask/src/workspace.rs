//! Where things are. Reads the environment once; creates and changes nothing.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The folders the commands work in.
pub struct Workspace {
    /// The repository.
    pub root: PathBuf,
    /// Where Cargo puts what it builds: `target/`, unless the caller's Cargo settings say otherwise.
    pub cargo_target: PathBuf,
    /// Where this project's own tools are kept, whatever Cargo's settings say.
    pub tools: PathBuf,
    /// The built site.
    pub dist: PathBuf,
    /// The installed test driver and the journeys.
    pub journeys: PathBuf,
}

impl Workspace {
    pub fn locate() -> Self {
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().map_or_else(|| package.clone(), Path::to_path_buf);
        Self {
            cargo_target: cargo_target().unwrap_or_else(|| root.join("target")),
            tools: root.join("target").join("tools"),
            dist: root.join("dist"),
            journeys: root.join("tests").join("e2e"),
            root,
        }
    }

    /// The native binary, built in release.
    pub fn native_binary(&self) -> PathBuf {
        self.cargo_target.join("release").join(format!("leadscore{}", env::consts::EXE_SUFFIX))
    }
}

/// Cargo put this program into `<target>/debug/`: the surest way to learn its target folder, wherever it was set.
fn cargo_target() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.parent()?.parent()?.to_path_buf())
}

/// All files under a folder as `(path with forward slashes, relative to it; full path)`, in order of that name.
/// A folder that does not exist has no files.
pub fn files_under(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        let entries = match fs::read_dir(&current) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && current == folder => break,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push((name, path));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
