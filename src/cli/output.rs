//! Files that are there whole or not at all: written under a temporary name beside their place, then
//! renamed.

use super::{Stop, interrupt};
use crate::report::pictures::{Picture, Section};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{Builder, NamedTempFile, PersistError};

/// A folder for results.
pub struct Folder<'a>(&'a Path);

impl<'a> Folder<'a> {
    /// The folder, made if it is not there.
    pub fn make(path: &'a Path) -> Result<Self, Stop> {
        if path.exists() && !path.is_dir() {
            let path = path.display();
            return Err(Stop::Wrong(format!(
                "error: {path} is not a folder\nhelp: name a folder for the tables; it is made if it is not there"
            )));
        }
        fs::create_dir_all(path).map_err(|error| cannot(path, &error))?;
        Ok(Self(path))
    }

    /// A file without its name yet.
    pub fn begin(&self) -> Result<NamedTempFile, Stop> {
        beside(self.0).map_err(|error| cannot(self.0, &error))
    }

    /// Gives a finished file its name, in place of what had it.
    pub fn end(&self, file: NamedTempFile, name: &str) -> Result<(), Stop> {
        let path = self.0.join(name);
        give_name(file, |file| file.persist(&path)).map_err(|error| cannot(&path, &error))
    }

    /// Writes a whole file.
    pub fn write(&self, name: &str, text: &str) -> Result<(), Stop> {
        let mut file = self.begin()?;
        let written = file.write_all(text.as_bytes());
        written.map_err(|error| cannot(&self.0.join(name), &error))?;
        self.end(file, name)
    }

    /// Writes every chart as an SVG file.
    pub fn draw(&self, sections: &[Section]) -> Result<(), Stop> {
        for figure in sections.iter().flat_map(|section| &section.figures) {
            let name = &figure.name;
            match &figure.picture {
                Picture::Drawn(svg) => self.write(&format!("{name}.svg"), svg)?,
                Picture::Two(wide, narrow) => {
                    self.write(&format!("{name}.svg"), wide)?;
                    self.write(&format!("{name}-narrow.svg"), narrow)?;
                }
                Picture::Nothing(_) => {}
            }
        }
        Ok(())
    }
}

/// One file, begun under a temporary name before anything is computed, so that a wrong place is told at once.
pub struct File<'a> {
    path: &'a Path,
    file: NamedTempFile,
}

impl<'a> File<'a> {
    /// Begins the file.
    pub fn begin(path: &'a Path) -> Result<Self, Stop> {
        if path.is_dir() {
            let path = path.display();
            return Err(Stop::Wrong(format!(
                "error: {path} is a folder\nhelp: name a file for the report, such as report.html"
            )));
        }
        if !is_page(path) {
            let path = path.display();
            return Err(Stop::Wrong(format!(
                "error: {path} does not end in .html\nhelp: a report is a page for a browser; name it so, such as \
                 report.html"
            )));
        }
        let file = beside(folder_of(path)).map_err(|error| cannot(path, &error))?;
        Ok(Self { path, file })
    }

    /// Writes it whole and gives it its name, in place of what had it.
    pub fn end(mut self, text: &str) -> Result<(), Stop> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| cannot(self.path, &error))?;
        give_name(self.file, |file| file.persist(self.path))
            .map_err(|error| cannot(self.path, &error))
    }
}

/// Has a file the name of a page? Nothing else is overwritten by a report, least of all a scenario.
fn is_page(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "html" || ending == "htm")
}

/// The folder a file is to stand in.
fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Writes a file that must not be there yet; `AlreadyExists` when it is.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = beside(folder_of(path))?;
    file.write_all(text.as_bytes())?;
    give_name(file, |file| file.persist_noclobber(path))
}

/// The temporary names of all files that have been begun and have none of their own yet.
static BEGUN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Those names, while nobody else begins or names a file.
fn begun() -> MutexGuard<'static, Vec<PathBuf>> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the program with this code, and removes the files that have no name of their own yet.
pub fn abandon(code: i32) -> ! {
    // Kept to the end, so that no other is begun or named.
    let begun = begun();
    for path in begun.iter() {
        // One that is gone already is no fault.
        let _ = fs::remove_file(path);
    }
    exit(code)
}

/// Gives a finished file its name.
fn give_name(
    file: NamedTempFile,
    give: impl FnOnce(NamedTempFile) -> Result<fs::File, PersistError>,
) -> io::Result<()> {
    let mut begun = begun();
    begun.retain(|path| path != file.path());
    give(file).map(drop).map_err(|error| error.error)
}

/// A temporary file that, once named, others may read like any other file. Ctrl-C removes it.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    // Where Ctrl-C cannot be caught, files are written all the same.
    let _ = interrupt::catch();
    let mut builder = Builder::new();
    builder.prefix(".headwater-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut begun = begun();
    let file = builder.tempfile_in(folder)?;
    begun.push(file.path().to_owned());
    Ok(file)
}

/// A file that cannot be written.
pub fn cannot(path: &Path, error: &io::Error) -> Stop {
    Stop::Failed(format!(
        "error: cannot write {}: {}",
        path.display(),
        reason(error)
    ))
}

/// Why, without the temporary name under which it was tried.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        ErrorKind::IsADirectory => "there is a folder of that name".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::InvalidFilename => "no file can have that name".to_owned(),
        _ => error.to_string(),
    }
}
