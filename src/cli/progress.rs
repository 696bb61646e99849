//! A progress bar on standard error, for those who watch.

use super::terminal;
use crate::trials::Settings;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar for so many trials of all settings together; invisible in pipes and when `quiet`.
pub fn steps(trials: u64, quiet: bool) -> ProgressBar {
    let settings = Settings {
        trials,
        precision: None,
        seed: 0,
        threads: 0,
    };
    bar(&settings, quiet)
}

/// A bar for so many past days; invisible in pipes and when `quiet`.
pub fn days(days: u64, quiet: bool) -> ProgressBar {
    let bar = steps(days, quiet);
    match ProgressStyle::with_template(
        "{wide_bar} {human_pos} of {human_len} past days, {eta} left",
    ) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A bar for a run; invisible in pipes and when `quiet`. With a precision nobody knows when it will end.
pub fn bar(settings: &Settings, quiet: bool) -> ProgressBar {
    if quiet || !terminal::watched() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(settings.trials), ProgressDrawTarget::stderr());
    let look = match settings.precision {
        None => "{wide_bar} {human_pos} of {human_len} trials, {eta} left",
        Some(_) => {
            "{spinner} {human_pos} trials until all is known exactly enough, at most {human_len}"
        }
    };
    match ProgressStyle::with_template(look) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
