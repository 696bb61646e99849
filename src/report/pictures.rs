//! The pictures of an answer: which charts it has, what each says in words, and the numbers it is drawn from.

mod backtest;
mod board;
mod comparison;
mod fit;
mod flow;
mod goals;
mod optimum;
mod readiness;
mod sensitivity;
mod shares;
mod sweep;
mod time;
mod times;
mod trade;

use super::charts::curves::Panel;
use super::text::words::thousands;
use crate::forecast::{Detail, Forecast};
pub use backtest::of_backtest;
pub use comparison::of_comparison;
pub use fit::of_fit;
pub use optimum::of_optimum;
pub use sensitivity::of_sensitivity;
pub use sweep::of_sweep;

/// A chart with all that is said beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its file's name without the ending, unlike that of any other figure of the run.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// How to read it, how many trials stand behind it and what its bands mean.
    pub reading: String,
    /// The chart.
    pub picture: Picture,
    /// The numbers it is drawn from.
    pub numbers: Numbers,
}

/// A chart, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// As SVG.
    Drawn(String),
    /// As SVG for wide pages, and for narrow ones.
    Two(String, String),
    /// Why there is nothing to draw.
    Nothing(String),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers {
    /// Headings.
    pub header: Vec<String>,
    /// Rows, as many cells as headings; the first cell is a label.
    pub rows: Vec<Vec<String>>,
}

/// Figures that answer one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The question.
    pub title: String,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// A forecast and what its pictures need besides.
#[derive(Clone, Copy)]
struct Run<'a> {
    forecast: &'a Forecast,
    detail: &'a Detail,
}

/// All pictures of a run, in the order in which they are to be looked at.
pub fn of_run(forecast: &Forecast, detail: &Detail) -> Vec<Section> {
    let run = Run { forecast, detail };
    let section = |title: &str, figures: Vec<Figure>| Section {
        title: title.to_owned(),
        figures,
    };
    vec![
        section(
            "Will enough be ready at each Sprint Planning?",
            readiness::figures(run),
        ),
        section("When will so many be ready?", goals::figures(run)),
        section("The board", board::figures(run)),
        section("What holds readiness back?", shares::delays(run)),
        section("How does work flow?", flow::figures(run)),
        section("How long does it take?", times::figures(run)),
        section(
            "What is lost, and who gets the capacity?",
            shares::losses(run),
        ),
    ]
}

impl Numbers {
    fn new<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

impl Run<'_> {
    /// `10,000 simulated futures`.
    fn futures(&self) -> String {
        format!("{} simulated futures", thousands(self.forecast.trials))
    }

    /// `the first 1,000 of 10,000 simulated futures`.
    fn filmed(&self) -> String {
        if self.detail.filmed == self.forecast.trials {
            return self.futures();
        }
        format!(
            "the first {} of {}",
            thousands(self.detail.filmed),
            self.futures()
        )
    }
}

/// Only the first and the last date: small charts have no room for more.
fn few_dates(panels: &[Panel]) -> Vec<Panel> {
    let mut panels = panels.to_vec();
    for along in panels.iter_mut().map(|panel| &mut panel.curves.along) {
        let last = along.ticks.pop();
        along.ticks.truncate(1);
        along.ticks.extend(last);
        along.label = String::new();
    }
    panels
}
