//! The few things that a store does to files.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// One folder. Each method is one step: whoever is stopped has done it or has not, but for `write`, which may leave a
/// part of a file.
pub trait Files {
    fn folder(&self) -> &Path;
    /// The names in the folder, sorted; none where there is no folder.
    fn names(&self) -> io::Result<Vec<String>>;
    /// None where there is no such file.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
    /// What a link leads to; none where it is a file or nothing.
    fn target(&self, name: &str) -> Option<String>;
    /// Writes a file and waits until it is on the disk.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Lets a name lead to a file beside it. Where there are no links it becomes a copy.
    fn link(&self, name: &str, target: &str) -> io::Result<()>;
    /// Moves a file over another in one step.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// A file that is not there is removed already.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Waits until what was renamed and removed is on the disk.
    fn sync(&self) -> io::Result<()>;
}

/// A folder on the disk.
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }
}

impl Files for Disk {
    fn folder(&self) -> &Path {
        &self.folder
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            // A name that is no text is none of ours.
            names.extend(entry?.file_name().into_string().ok());
        }
        names.sort();
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    fn target(&self, name: &str) -> Option<String> {
        fs::read_link(self.folder.join(name)).ok()?.into_os_string().into_string().ok()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(self.folder.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn link(&self, name: &str, target: &str) -> io::Result<()> {
        if make_link(target, &self.folder.join(name)).is_ok() {
            return Ok(());
        }
        // Windows allows links to few, and some disks have none.
        let bytes = fs::read(self.folder.join(target))?;
        self.write(name, &bytes)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.folder.join(from), self.folder.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    #[cfg(unix)]
    fn sync(&self) -> io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }

    /// Folders cannot be opened as files elsewhere; the system keeps their order itself.
    #[cfg(not(unix))]
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
fn make_link(target: &str, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn make_link(target: &str, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, link)
}

#[cfg(not(any(unix, windows)))]
fn make_link(_: &str, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
