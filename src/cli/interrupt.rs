//! Ctrl-C: the first press asks the run to end with what it has, the second ends the program.

use super::Stop;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// Catches Ctrl-C from now on and returns the flag it sets.
pub fn listen() -> Result<&'static AtomicBool, Stop> {
    let pressed = || {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(pressed)
        .map_err(|error| Stop::Failed(format!("error: cannot listen for Ctrl-C: {error}")))?;
    Ok(&STOP)
}
