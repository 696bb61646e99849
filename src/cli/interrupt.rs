//! Ctrl-C: while a run listens, the first press asks it to end with what it has; otherwise, and at the second press, the
//! program ends at once and removes the files it has only begun. (A terminal that is closed, and whoever asks the
//! program to end from outside, say the same as Ctrl-C.)

use super::{Stop, output};
use ctrlc::Error;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);
static LISTENS: AtomicBool = AtomicBool::new(false);

/// Somebody who ends with what there is when asked to, for as long as this lives.
pub struct Listener(());

impl Listener {
    /// The flag that Ctrl-C sets.
    pub fn flag(&self) -> &AtomicBool {
        &STOP
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        LISTENS.store(false, Ordering::SeqCst);
    }
}

/// Listens to Ctrl-C from now on.
pub fn listen() -> Result<Listener, Stop> {
    catch().map_err(|error| Stop::Failed(format!("error: cannot listen for Ctrl-C: {error}")))?;
    LISTENS.store(true, Ordering::SeqCst);
    Ok(Listener(()))
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
