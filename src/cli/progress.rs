//! A progress bar on standard error, for those who watch.

use super::terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar for so many trials; invisible in pipes and when `quiet`.
pub fn bar(trials: u64, quiet: bool) -> ProgressBar {
    if quiet || !terminal::watched() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(trials), ProgressDrawTarget::stderr());
    let look = "{wide_bar} {human_pos} of {human_len} trials, {eta} left";
    match ProgressStyle::with_template(look) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
