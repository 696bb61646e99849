//! Ctrl-C: the first press asks a run to end with what it has, where it listens; otherwise, and at the second press, the
//! program ends at once and removes the files it has only begun.

use super::{Stop, output};
use ctrlc::Error;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);
static LISTENS: AtomicBool = AtomicBool::new(false);

/// Catches Ctrl-C from now on and returns the flag it sets.
pub fn listen() -> Result<&'static AtomicBool, Stop> {
    catch().map_err(|error| Stop::Failed(format!("error: cannot listen for Ctrl-C: {error}")))?;
    LISTENS.store(true, Ordering::SeqCst);
    Ok(&STOP)
}

/// Catches Ctrl-C from now on, so that nothing half done is left behind.
pub fn catch() -> Result<(), Error> {
    let pressed = || {
        let asked = LISTENS.load(Ordering::SeqCst) && !STOP.swap(true, Ordering::SeqCst);
        if !asked {
            output::abandon(130);
        }
    };
    match ctrlc::set_handler(pressed) {
        Ok(()) | Err(Error::MultipleHandlers) => Ok(()),
        Err(error) => Err(error),
    }
}
