//! The forecast as a Product Owner reads it: the answer in words first, then the tables behind it.
//!
//! Supply is read "85 %: N or more" (the 15th percentile of a count), time "85 %: by this date" (the
//! 85th). No share of trials is called 0 % or 100 %.

pub(crate) mod amounts;
pub mod audit;
pub mod backtest;
mod blockers;
pub mod board;
pub(crate) mod causes;
mod changes;
pub(crate) mod comparison;
mod delivery;
mod demand;
pub mod fit;
pub(crate) mod footer;
pub(crate) mod goals;
pub(crate) mod headline;
pub(crate) mod optimum;
mod people;
mod plannings;
pub(crate) mod sensitivity;
pub mod simple;
mod stages;
pub(crate) mod sweep;
pub mod table;
pub mod words;

use crate::forecast::Forecast;
pub use comparison::{outcome, render as comparison};
pub use optimum::render as optimum;
pub use sensitivity::render as sensitivity;
pub use sweep::render as sweep;
use words::{thousands, wrap};

/// Columns that text takes where nobody says otherwise; the same on a terminal and in a pipe.
pub const WIDTH: usize = 100;

/// The whole page, at most `width` columns wide where names allow it.
pub fn render(forecast: &Forecast, width: usize) -> String {
    page(forecast, width, false)
}

/// The same with bars beside chances and shares, for terminals.
pub fn render_with_bars(forecast: &Forecast, width: usize) -> String {
    page(forecast, width, true)
}

fn page(forecast: &Forecast, width: usize, bars: bool) -> String {
    let mut sections = vec![
        title(forecast),
        headline::render(forecast, width),
        plannings::render(forecast, width, bars),
        goals::render(forecast, width),
    ];
    sections.extend(changes::render(forecast, width));
    sections.push(causes::render(forecast, width, bars));
    sections.extend(blockers::render(forecast, width));
    sections.extend(delivery::render(forecast, width));
    sections.extend([
        demand::render(forecast, width),
        stages::render(forecast, width),
        people::render(forecast, width),
        footer::render(forecast, width),
    ]);
    sections.join("\n")
}

fn title(forecast: &Forecast) -> String {
    let trials = thousands(forecast.trials);
    let days = words::working_days(forecast.horizon_days);
    let board = forecast.course.board_items.map_or_else(String::new, |n| {
        format!(", from today's board with {} on it", words::items(n as u32))
    });
    format!(
        "{}\n{trials} simulated futures of {days} each{board}\n",
        forecast.scenario
    )
}

/// A heading with a line under it, then the body.
fn section(heading: &str, body: &str) -> String {
    let rule = "═".repeat(heading.chars().count());
    format!("{heading}\n{rule}\n{}\n", body.trim_end())
}

/// Paragraphs and tables of a section, a blank line between them; empty ones are left out.
fn body(parts: impl IntoIterator<Item = String>) -> String {
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    let trimmed: Vec<String> = parts.map(|part| part.trim_end().to_owned()).collect();
    trimmed.join("\n\n")
}

/// One paragraph.
fn paragraph(text: &str, width: usize) -> String {
    wrap(text, width)
}
