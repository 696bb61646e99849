//! Standard output and standard error, and who stands at their other end.

use super::{Stop, output::reason};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;

/// Writes a result to standard output. A reader that has gone away is no fault.
pub fn print(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| unwritten(&error))
}

/// Standard output for a result that is written bit by bit.
pub fn stream() -> impl Write + 'static {
    BufWriter::new(io::stdout().lock())
}

/// Why a result was not written to standard output. A reader that has gone away is no fault.
pub fn unwritten(error: &io::Error) -> Stop {
    match error.kind() {
        ErrorKind::BrokenPipe => Stop::Unread,
        _ => Stop::Failed(format!("error: cannot write the result: {}", reason(error))),
    }
}

/// Says something on standard error; silent for no message.
pub fn say(message: &str) {
    if !message.is_empty() {
        // There is nowhere left to complain to.
        let _ = writeln!(io::stderr(), "{}", message.trim_end());
    }
}

/// A path as it must be typed: in quotes where it has spaces, never to be taken for an option.
pub fn typed(path: &Path) -> String {
    let option = path.as_os_str().as_encoded_bytes().starts_with(b"-");
    let dash = if option { "./" } else { "" };
    let name = format!("{dash}{}", path.display());
    if name.contains(char::is_whitespace) {
        format!("\"{name}\"")
    } else {
        name
    }
}

/// Does somebody watch standard error?
pub fn watched() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Does somebody look at standard output on a terminal that can draw?
pub fn draws() -> bool {
    io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// May messages be coloured? Only for a watcher who has not set `NO_COLOR`.
pub fn coloured() -> bool {
    let asked_not = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    watched() && !asked_not
}

/// How wide a page may be: that of the terminal within reason, always the same in a pipe.
pub fn width(default: usize) -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    size.map_or(default, |(columns, _)| {
        usize::from(columns.0).clamp(60, 120)
    })
}
