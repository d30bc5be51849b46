//! Whole files or none: written beside the target, synced, then renamed.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use crate::failure::Failure;

/// Writes a file; when anything fails, what stood there before stays.
pub fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let attempt = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = BufWriter::with_capacity(1024 * 1024, tempfile::NamedTempFile::new_in(folder)?);
        write(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        make_readable(file.as_file())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|source| Failure::Write { path: path.to_owned(), source })
}

/// Temporary files are private; a result has the rights of an ordinary file.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Writes to a file, or to standard output where none is given.
pub fn write_to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) => write_file(path, write),
        None => {
            let mut out = BufWriter::with_capacity(1024 * 1024, io::stdout().lock());
            write(&mut out).and_then(|()| out.flush()).map_err(Failure::Stdout)
        }
    }
}
